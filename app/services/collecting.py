"""收表: a stick, file by file: accepted whole or refused with one plain reason; again changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.domain.acts import place_of
from app.domain.canonical import NotCanonicalError
from app.domain.history import SheetReceived
from app.domain.panel import Panel, Place
from app.domain.signed_sheet import SignedSheet
from app.errors import Field, RefusedError, TrustError, ZhipingError
from app.services.appraisal import Appraisal, Known
from app.services.kept_papers import KeptPapers
from app.services.panels import Panels
from app.services.records import Records
from app.services.sticks import Found, collect, read_one
from app.services.workspace import Workspace, panel_stream, paper_of
from app.store.document_store import file_digest

PANEL = "panel/"
Outcome = Literal["accepted", "unchanged", "history", "pending", "refused"]


class OtherPanelError(RefusedError):
    """The paper belongs to a panel whose brief this desk did not issue."""

    field_names = ("panel",)


class RehearsalPaperError(RefusedError):
    """A rehearsal's paper at a desk that does not know the rehearsal."""

    field_names = ("panel",)


class ForeignBriefError(RefusedError):
    """A brief of another desk: it is opened to score, not collected."""

    field_names = ("panel",)


class PaperAlteredError(TrustError):
    """Changed after signing, or the paper contradicts itself; `check` is the code of what failed."""

    field_names = ("check",)


@dataclass(frozen=True)
class Collected:
    """What became of one file. `code` picks the sentence, `fields` fill it."""

    path: Path
    outcome: Outcome
    code: str
    kind: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    panel: str = ""
    expert: str = ""
    revision: int = 0


class Collecting:
    """Collects sheets and signed records at the desk."""

    def __init__(self, workspace: Workspace, panels: Panels, papers: KeptPapers, records: Records) -> None:
        self._workspace = workspace
        self._panels = panels
        self._papers = papers
        self._records = records

    def collect(
        self, paths: Sequence[Path], progress: Callable[[int, Path], None] | None = None
    ) -> tuple[Collected, ...]:
        """Everything found under `paths` and what became of it; NothingThereError before anything is read."""
        return tuple(self._each(paths, progress))

    def take_off(self, found: Sequence[Collected]) -> tuple[Path, ...]:
        """Takes collected sheets off the stick, each only after the kept one was read back and is the same.

        The paths taken off; whatever is not a kept sheet, or cannot be removed, stays where it is.
        """
        return tuple(each.path for each in found if each.kind == "sheet" and self._taken_off(each))

    def _taken_off(self, each: Collected) -> bool:
        if each.outcome == "refused":
            return False
        try:
            data = read_one(each.path)
            held = self._workspace.papers.by_file_digest(file_digest(data))
            if held is None or held.data != data:
                return False
            each.path.unlink()
        except (OSError, RefusedError):
            return False
        return True

    def _each(
        self, paths: Sequence[Path], progress: Callable[[int, Path], None] | None
    ) -> Iterator[Collected]:
        known = Known(briefs=self._briefs(), files=self._workspace.papers.remembered(self._workspace.program))
        for number, found in enumerate(collect(paths), start=1):
            if progress is not None:
                progress(number, found.path)
            yield self._one(found, known)

    def _briefs(self) -> dict[str, bytes]:
        briefs = (self._panels.load(name).panel.brief for name in self._panels.names())
        return {brief.digest: brief.payload for brief in briefs}

    def _one(self, found: Found, known: Known) -> Collected:
        if found.data is None:
            return _refused(found.path, found.refusal or NotCanonicalError(why="empty"))
        held = self._workspace.papers.by_file_digest(file_digest(found.data))
        if held is not None and held.stream.startswith(PANEL):
            panel = held.stream.removeprefix(PANEL)
            return Collected(found.path, "unchanged", "import_unchanged", held.kind, panel=panel)
        try:
            appraisal = self._papers.appraise(found.data, known)
        except (RefusedError, TrustError) as error:
            return _refused(found.path, error)
        told = Collected(
            path=found.path,
            outcome="refused",
            code="",
            kind=appraisal.kind,
            panel=appraisal.header.panel_name,
            expert=appraisal.sheet.seat if appraisal.sheet else "",
            revision=appraisal.header.revision,
        )
        try:
            outcome, code, fields = self._take(appraisal, found.data)
        except (RefusedError, TrustError) as error:
            return _told(told, "refused", error.code, error.fields)
        return _told(told, outcome, code, fields)

    def _take(self, appraisal: Appraisal, data: bytes) -> tuple[Outcome, str, dict[str, Field]]:
        name = appraisal.header.panel_name
        if appraisal.kind == "brief":
            raise ForeignBriefError(panel=name)
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


def _told(told: Collected, outcome: Outcome, code: str, fields: dict[str, Field]) -> Collected:
    return Collected(
        told.path, outcome, code, told.kind, dict(fields), told.panel, told.expert, told.revision
    )
