"""收表: a stick, file by file: accepted whole or refused with one plain reason; again changes nothing.

Reading and judging is a job for any thread; what was judged is taken, file by file, on the main thread.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Literal

from app.domain.acts import place_of
from app.domain.canonical import NotCanonicalError
from app.domain.frozen import frozen, replace
from app.domain.history import SheetReceived
from app.domain.panel import Panel, Place
from app.domain.signed_sheet import SignedSheet
from app.errors import Field, RefusedError, TrustError, ZhipingError
from app.services.appraisal import Appraisal, Known
from app.services.appraiser import Appraiser
from app.services.in_order import in_order
from app.services.kept_papers import KeptPapers
from app.services.panels import Panels
from app.services.ranking_sealing import RankingSealing
from app.services.records import Records
from app.services.sticks import Found, collect, read_one, take_away
from app.services.workspace import Workspace, panel_stream, paper_of
from app.store.document_store import Listed, file_digest

PANEL = panel_stream("")
Outcome = Literal["accepted", "unchanged", "history", "pending", "refused"]


class OtherPanelError(RefusedError):
    """The paper belongs to a panel whose brief this desk did not issue."""

    field_names = ("panel",)


class RehearsalPaperError(RefusedError):
    """A rehearsal's paper at a desk that does not know the rehearsal."""

    field_names = ("panel",)


class ManifestNotCollectedError(RefusedError):
    """A package's manifest: there is nothing in it to collect."""

    field_names = ("package",)


class ForeignBriefError(RefusedError):
    """A brief of another desk: it is opened to score, not collected."""

    field_names = ("panel",)


class PaperAlteredError(TrustError):
    """Changed after signing, or the paper contradicts itself; `check` is the code of what failed."""

    field_names = ("check",)


@frozen
class Collected:
    """What became of one file (`file`: its bytes' digest). `code` picks the sentence, `fields` fill it."""

    path: Path
    outcome: Outcome
    code: str
    kind: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    panel: str = ""
    expert: str = ""
    revision: int = 0
    file: str = ""


@frozen
class JudgedFile:
    """One file read and judged, not yet taken: what it is or why it cannot be told.

    Neither where its bytes are `held` already; `sound` is what of it may be remembered.
    """

    path: Path
    digest: str
    data: bytes
    found: Appraisal | None
    error: ZhipingError | None
    sound: tuple[Appraisal, ...] = ()
    held: Listed | None = None


@frozen
class Glance:
    """How many files a stick holds, and how many of them this desk has not taken in yet."""

    files: int
    fresh: int


@frozen
class CollectJob:
    """Reads and judges every file under `paths`, on any thread; `held` are those taken before, by digest."""

    paths: tuple[Path, ...]
    known: Known
    held: Mapping[str, Listed]
    appraiser: Callable[[Callable[[Appraisal], None]], Appraiser]

    def glance(self) -> Glance:
        """What is there, judged by nothing but its bytes; NothingThereError."""
        fresh = files = 0
        for found in collect(self.paths):
            files += 1
            fresh += found.data is not None and file_digest(found.data) not in self.held
        return Glance(files, fresh)

    def files(self, progress: Callable[[int, Path], None] | None = None) -> Iterator[JudgedFile]:
        """Each file as it is judged, in order; `progress` is told number and path of each as it begins.

        NothingThereError before anything is read.
        """

        def begun() -> Iterator[Found]:
            for number, found in enumerate(collect(self.paths), start=1):
                if progress is not None:
                    progress(number, found.path)
                yield found

        return in_order(begun(), self._file)

    def _file(self, found: Found) -> JudgedFile:
        if found.data is None:
            return JudgedFile(found.path, "", b"", None, found.refusal or NotCanonicalError(why="empty"))
        digest = file_digest(found.data)
        if held := self.held.get(digest):
            return JudgedFile(found.path, digest, b"", None, None, held=held)
        return self._judged(found.path, digest, found.data)

    def _judged(self, path: Path, digest: str, data: bytes) -> JudgedFile:
        sound: list[Appraisal] = []
        try:
            found = self.appraiser(sound.append).appraise(data, self.known)
        except (RefusedError, TrustError) as error:
            return JudgedFile(path, digest, b"", None, error)
        return JudgedFile(path, digest, data, found, None, tuple(sound))


@frozen
class TakeOffJob:
    """Takes files off a stick, each only where it still is what the desk holds; for any thread."""

    held: tuple[tuple[Path, str], ...]

    def __call__(self) -> tuple[Path, ...]:
        """The paths taken off; whatever cannot be removed stays where it is."""
        return tuple(path for path, digest in self.held if self._taken_off(path, digest))

    def _taken_off(self, path: Path, digest: str) -> bool:
        try:
            if file_digest(read_one(path)) != digest:
                return False
            take_away(path)
        except (OSError, RefusedError):
            return False
        return True


class Collecting:
    """Collects sheets and signed records at the desk."""

    def __init__(
        self,
        workspace: Workspace,
        panels: Panels,
        papers: KeptPapers,
        records: Records,
        rankings: RankingSealing,
    ) -> None:
        self._workspace = workspace
        self._panels = panels
        self._papers = papers
        self._records = records
        self._rankings = rankings

    def collect(
        self, paths: Sequence[Path], progress: Callable[[int, Path], None] | None = None
    ) -> tuple[Collected, ...]:
        """Everything found under `paths` and what became of it; NothingThereError before anything is read."""
        return tuple(self.keep(each) for each in self.prepare(paths).files(progress))

    def prepare(self, paths: Sequence[Path]) -> CollectJob:
        """All that reading and judging takes, as a value to be called on any thread."""
        papers = self._workspace.papers
        known = Known(briefs=self._briefs(), files=papers.remembered(self._workspace.program))
        held = {each.file_digest: each for each in papers.listed() if each.stream.startswith(PANEL)}
        return CollectJob(tuple(paths), known, held, self._papers.appraiser)

    def keep(self, judged: JudgedFile) -> Collected:
        """Takes one judged file in, or says why not; the faults of the store."""
        held = judged.held or self._workspace.papers.by_file_digest(judged.digest)
        if held is not None and held.stream.startswith(PANEL):
            panel = held.stream.removeprefix(PANEL)
            return Collected(
                judged.path, "unchanged", "import_unchanged", held.kind, panel=panel, file=judged.digest
            )
        for sound in judged.sound:
            self._papers.remember(sound)
        found = judged.found
        if found is None:
            return _refused(judged.path, judged.error or NotCanonicalError(why="empty"))
        told = Collected(
            path=judged.path,
            outcome="refused",
            code="",
            kind=found.kind,
            panel=found.header.panel_name,
            expert=found.sheet.seat if found.sheet else "",
            revision=found.header.revision,
            file=judged.digest,
        )
        try:
            outcome, code, fields = self._take(found, judged.data)
        except (RefusedError, TrustError) as error:
            return _told(told, "refused", error.code, error.fields)
        return _told(told, outcome, code, fields)

    def take_off(self, found: Sequence[Collected]) -> tuple[Path, ...]:
        """Takes collected sheets off the stick, each only after the kept one was read back and is the same.

        The paths taken off; whatever is not a kept sheet, or cannot be removed, stays where it is.
        """
        return self.prepare_take_off(found)()

    def prepare_take_off(self, found: Sequence[Collected]) -> TakeOffJob:
        """Reads the kept sheets back: what may go from the stick, as a value to be called on any thread."""
        mine = [each for each in found if each.kind == "sheet" and each.outcome != "refused"]
        kept = self._workspace.papers.by_file_digest
        return TakeOffJob(tuple((each.path, each.file) for each in mine if kept(each.file) is not None))

    def _briefs(self) -> dict[str, bytes]:
        briefs = (self._panels.load(name).panel.brief for name in self._panels.names())
        return {brief.digest: brief.payload for brief in briefs}

    def _take(self, appraisal: Appraisal, data: bytes) -> tuple[Outcome, str, dict[str, Field]]:
        name = appraisal.header.panel_name
        if appraisal.kind == "brief":
            raise ForeignBriefError(panel=name)
        if appraisal.kind == "manifest":
            raise ManifestNotCollectedError(package=name)
        if appraisal.kind == "ranking":
            fresh = self._rankings.take_back(appraisal, data)
            return ("accepted", "import_ranking", {}) if fresh else ("unchanged", "import_unchanged", {})
        if name not in self._panels.names():
            if appraisal.header.rehearsal:
                raise RehearsalPaperError(panel=name)
            raise OtherPanelError(panel=name)
        if not appraisal.is_sound:
            failure = appraisal.failure
            raise PaperAlteredError(check=failure.code if failure else "cannot_judge")
        if appraisal.kind == "record":
            fresh = self._records.take_back(appraisal, data)
            return ("accepted", "import_record", {}) if fresh else ("unchanged", "import_unchanged", {})
        if appraisal.sheet is None:
            raise OtherPanelError(panel=name)
        return self._receive(appraisal.sheet, data)

    def _receive(self, sheet: SignedSheet, data: bytes) -> tuple[Outcome, str, dict[str, Field]]:
        name = sheet.header.panel_name
        panel = self._panels.load(name).panel
        place = place_of(panel, sheet.seat)
        fields: dict[str, Field] = {"name": place.name, "revision": sheet.header.revision}
        if sheet.digest in place.received:
            return "unchanged", "import_unchanged", {}
        fact = SheetReceived(sheet.seat, sheet.digest, sheet.header.signer)
        paper = paper_of(sheet.header, sheet.digest, panel_stream(name), data)
        after = self._panels.act(name, fact, papers=[paper], sheet=sheet)
        return *_standing(after, place_of(after, sheet.seat), sheet), fields


def _standing(panel: Panel, place: Place, sheet: SignedSheet) -> tuple[Outcome, str]:
    standing = panel.standing(place)
    if place.certificate == "" and sheet.origin == "expert":
        return "pending", "import_pending"
    if standing == "conflict":
        return "pending", "import_conflict"
    if panel.current(place) != sheet:
        return "history", "import_history"
    return "accepted", "import_recusal" if sheet.recused else "import_accepted"


def _refused(path: Path, error: ZhipingError) -> Collected:
    return Collected(path, "refused", error.code, fields=dict(error.fields))


def _told(told: Collected, outcome: Outcome, code: str, fields: Mapping[str, Field]) -> Collected:
    return replace(told, outcome=outcome, code=code, fields=dict(fields))
