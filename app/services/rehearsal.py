"""演练: a whole panel from brief to verified record, through the services only, in workspaces of its own.

Needs neither keyring nor input. Who says what: rehearsal_script.py.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.ranking import rank
from app.domain.rubric import Rubric
from app.domain.shape import as_object
from app.errors import RefusedError, TrustError
from app.services import rehearsal_script as script
from app.services.core import Core
from app.services.sticks import NotWrittenFault, write_out

DESK = "desk"
BUREAU = "bureau"
LEAST, MOST = 3, 19
Open = Callable[[Path, str], AbstractContextManager[Core]]
Progress = Callable[[str], None]


class NotAnEmptyFolderError(RefusedError):
    """A rehearsal is written to a new or empty folder only."""

    field_names = ("path",)


class RehearsalSizeError(RefusedError):
    """Fewer than three or more than nineteen experts."""

    field_names = ("experts",)


class RehearsalAnnexError(RefusedError):
    """No table of that annex."""

    field_names = ("annex",)


class RehearsalApplicantsError(RefusedError):
    """More applicants than the table or the script has."""

    field_names = ("applicants",)


class RehearsalFailedError(TrustError):
    """The record does not verify in a workspace that had no part in it; `verdict` as verify's."""

    field_names = ("verdict",)


@frozen
class Played:
    """One panel of the rehearsal and its files; `sheets` has the revision too."""

    panel: str
    platform: str
    folder: Path
    brief: Path
    sheets: tuple[Path, ...]
    record: Path
    sentence: str

    def to_json(self) -> dict[str, Json]:
        """The form in `demo`'s answer."""
        return {
            "id": self.panel,
            "rehearsal": True,
            "platform": self.platform,
            "panel_file": str(self.folder / "PANEL.toml"),
            "brief": str(self.brief),
            "sheets": [str(each) for each in self.sheets],
            "record": str(self.record),
            "sentence": self.sentence,
        }


@frozen
class Rehearsed:
    """What a rehearsal left behind; `ranking` is None for a single applicant."""

    panels: tuple[Played, ...]
    trust: Path
    workspaces: dict[str, Path]
    ranking: Json


class Rehearsal:
    """One rehearsal in `folder`; `open_core(workspace, passphrase)` gives the services of a workspace."""

    def __init__(self, folder: Path, rubric: Rubric, experts: int, applicants: int, open_core: Open) -> None:
        self._folder = folder
        self._rubric = rubric
        self._seats = tuple(f"E{at + 1}" for at in range(experts))
        self._folders = tuple(folder if applicants == 1 else folder / str(at + 1) for at in range(applicants))
        self._open_core = open_core
        self._names: list[str] = []

    def play(self, progress: Progress) -> Rehearsed:
        """From identities to the verified record. The errors of the services; RehearsalFailedError."""
        self._prepare()
        progress("正在建立组长和汇总席的身份……")
        with self._core("E1") as chair:
            chair.identities.new(script.NAMES[0], script.UNITS[0], script.TITLES[0])
            write_out(self._folder / "certificates" / "E1.pem", chair.identities.export())
        with self._core(DESK) as desk:
            desk.identities.new(*script.ORGANISER)
            trust = self._folder / "desk.pem"
            write_out(trust, desk.identities.export())
            self._issue(desk, progress)
            for at, seat in enumerate(self._seats):
                progress(f"{script.NAMES[at]}正在评分和签署 {at + 1}/{len(self._seats)} …")
                self._score(seat, at)
            self._collect(desk, progress)
            progress("合议后，一位专家更正并重新签署……")
            self._revise()
            played = tuple(self._seal(desk, at, progress) for at in range(len(self._names)))
            progress("组长正在签名……")
            self._sign(played)
            for each in played:
                desk.collecting.collect([each.record])
            ranking = self._rank(desk)
            certificate = desk.identities.me().certificate
        progress("正在一台没有参加过的电脑上验证……")
        self._verify(played, certificate)
        spaces = {name: self._workspace(name) for name in (DESK, *self._seats, BUREAU)}
        return Rehearsed(played, trust, spaces, ranking)

    def _prepare(self) -> None:
        try:
            for folder in (*(each / "sheets" for each in self._folders), self._folder / "certificates"):
                folder.mkdir(parents=True, exist_ok=True)
            for name in (DESK, *self._seats, BUREAU):
                workspace = self._workspace(name)
                workspace.mkdir(parents=True)
                (workspace / "passphrase.txt").write_text(_passphrase(name) + "\n", encoding="utf-8")
        except OSError as error:
            raise NotWrittenFault(path=str(self._folder), reason=error.strerror or "") from error

    def _issue(self, desk: Core, progress: Progress) -> None:
        for at, folder in enumerate(self._folders):
            progress(f"正在签发任务书 {at + 1}/{len(self._folders)} …")
            depth = "" if folder == self._folder else "../"
            fixed = {0: f"{depth}certificates/E1.pem"}
            text = script.panel_file(self._rubric, at, len(self._seats), fixed)
            write_out(folder / "PANEL.toml", text.encode("utf-8"))
            panel = desk.panels.new(folder / "PANEL.toml")
            desk.panels.issue(panel.name, folder / "brief.pdf")
            self._names.append(panel.name)

    def _score(self, seat: str, at: int) -> None:
        """One expert scores every applicant on their own machine."""
        with self._core(seat) as core:
            if at > 0:
                core.identities.new(script.NAMES[at], script.UNITS[at % 3], script.TITLES[at % 3])
            for applicant, folder in enumerate(self._folders):
                sheet = core.scoring.open((folder / "brief.pdf").read_bytes())
                sheet = core.scoring.declare(sheet)
                sheet = core.scoring.fill(sheet, script.findings_of(self._rubric, at, applicant))
                if opinion := script.opinion_of(at):
                    sheet = core.scoring.write_opinion(sheet, opinion)
                core.scoring.hand_over(
                    sheet.id, core.scoring.submit(sheet), folder / "sheets" / f"{seat}-1.pdf"
                )

    def _collect(self, desk: Core, progress: Progress) -> None:
        """收表: the folder as a stick; then every open seat is bound by the code its expert reads out."""
        desk.collecting.collect(
            [folder / "sheets" for folder in self._folders],
            lambda number, path: progress(
                f"正在收取 {number}/{len(self._seats) * len(self._folders)} {path.name}"
            ),
        )
        for seat in self._seats[1:]:
            with self._core(seat) as core:
                read_out = core.identities.me().code
            for name in self._names:
                desk.settling.bind(name, seat, read_out)

    def _revise(self) -> None:
        """合议后复核: the third expert revises their own sheets; nobody else can."""
        with self._core("E3") as core:
            for name, folder in zip(self._names, self._folders, strict=True):
                sheet = core.scoring.revise(
                    core.scoring.load(f"{name}-E3"), script.REVISED, script.REVISED_NOTE
                )
                sheet = core.scoring.fill(sheet, script.revised_findings(self._rubric))
                core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), folder / "sheets" / "E3-2.pdf")

    def _seal(self, desk: Core, at: int, progress: Progress) -> Played:
        name, folder = self._names[at], self._folders[at]
        progress(f"正在合议和封存 {at + 1}/{len(self._names)} …")
        desk.collecting.collect([folder / "sheets" / "E3-2.pdf"])
        for supplied in desk.panels.load(name).panel.awaiting_supply:
            desk.settling.supply(name, supplied, *script.SURVEY)
        for criterion in script.open_disputes(desk.panels.load(name).panel):
            desk.settling.determine(name, criterion, script.NOTE)
        desk.settling.opinion(name, script.drafted_opinion(desk.panels.load(name).panel))
        record = folder / "record.pdf"
        sealed = desk.records.seal(name, record)
        sheets = tuple(sorted((folder / "sheets").glob("*.pdf"), key=lambda path: _order(path.stem)))
        platform = sealed.findings.panel.brief.platform.name
        return Played(
            name, platform, folder, folder / "brief.pdf", sheets, record, sealed.findings.verdict.sentence
        )

    def _sign(self, played: Sequence[Played]) -> None:
        with self._core("E1") as core:
            for each in played:
                core.signing.sign(each.record.read_bytes(), each.record)

    def _rank(self, desk: Core) -> Json:
        if len(self._names) == 1:
            return None
        found = rank([desk.panels.findings(name)[0] for name in self._names])
        value: Json = {**as_object(found.to_json()), "rehearsal": True}
        text = json.dumps(value, ensure_ascii=False, indent=1)
        write_out(self._folder / "ranking.json", f"{text}\n".encode())
        return value

    def _verify(self, played: Sequence[Played], certificate: bytes) -> None:
        with self._core(BUREAU) as core:
            for report in core.verification.verify([each.record for each in played], [certificate]):
                if report.verdict != "valid":
                    raise RehearsalFailedError(verdict=report.verdict)

    def _workspace(self, name: str) -> Path:
        return self._folder / "workspaces" / name

    def _core(self, name: str) -> AbstractContextManager[Core]:
        return self._open_core(self._workspace(name), _passphrase(name))


def rehearse(
    folder: Path,
    rubrics: Sequence[Rubric],
    open_core: Open,
    progress: Progress,
    *,
    annex: int = 2,
    experts: int = 5,
    applicants: int | None = None,
) -> Rehearsed:
    """A rehearsal in `folder`, new or empty; by default three applicants under annex 1 and one elsewhere.

    NotAnEmptyFolderError, RehearsalSizeError, RehearsalAnnexError, RehearsalApplicantsError; then what the
    services raise.
    """
    rubric = next((each for each in rubrics if each.annex == annex), None)
    if rubric is None:
        raise RehearsalAnnexError(annex=annex)
    if not LEAST <= experts <= MOST:
        raise RehearsalSizeError(experts=experts)
    most = len(script.PLATFORMS) if rubric.kind == "accreditation" else 1
    count = applicants if applicants is not None else min(3, most)
    if not 1 <= count <= most:
        raise RehearsalApplicantsError(applicants=count)
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))):
        raise NotAnEmptyFolderError(path=str(folder))
    return Rehearsal(folder, rubric, experts, count, open_core).play(progress)


def _passphrase(name: str) -> str:
    """Known to everybody on purpose: these keys rest on nothing and sign rehearsals only."""
    return f"rehearsal-{name}-only"


def _order(stem: str) -> tuple[int, int]:
    seat, _, revision = stem.partition("-")
    return int(seat.removeprefix("E")), int(revision)
