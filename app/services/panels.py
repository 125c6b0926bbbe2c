"""The desk: preparing a panel, issuing its brief, and every act that is an entry of the panel.

Collecting sheets is collecting.py's, sealing and signing records.py's.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from app.domain import canonical
from app.domain.acts import after, replay
from app.domain.brief import Brief, Person, read_brief
from app.domain.closing import ClosingCheck, closing_checks
from app.domain.documents import panel_name
from app.domain.entries import Entry
from app.domain.flips import Flip, flips
from app.domain.frozen import frozen, replace
from app.domain.history import (
    BriefIssued,
    BriefNumbered,
    Fact,
    PanelOpened,
    SheetReceived,
    read_fact,
)
from app.domain.leaving import Lack, lacks_of
from app.domain.panel import Panel, opened
from app.domain.record import Findings, find
from app.domain.rubric import Rubric
from app.domain.signed_sheet import SignedSheet
from app.errors import RefusedError
from app.services.identities import Identities
from app.services.issuing import BriefJob, SignedBrief
from app.services.kept_papers import KeptPapers, PaperMissingError
from app.services.panel_file import PanelPlan, read_panel_file
from app.services.panel_opening import OpenedBrief, OpeningJob, chained
from app.services.sticks import write_out
from app.services.workspace import WORKSPACE, Workspace, panel_stream, paper_of
from app.store.document_store import Paper
from app.store.entry_store import StaleError


class PanelUnknownError(RefusedError):
    """This workspace has not issued a panel of that name."""

    field_names = ("panel",)


@frozen
class DeskPanel:
    """A panel at its desk with its entries, oldest first."""

    panel: Panel
    entries: tuple[Entry, ...]

    @property
    def stream(self) -> str:
        """Where its entries lie."""
        return panel_stream(self.panel.name)

    @cached_property
    def findings(self) -> Findings:
        """What the panel's record says as it stands."""
        return find(self.panel)

    @cached_property
    def checks(self) -> tuple[ClosingCheck, ...]:
        """What is looked over before the experts leave, as it stands."""
        return closing_checks(self.panel)

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What this panel still lacks before everybody may go."""
        return lacks_of(self.panel, self.checks)


class Panels:
    """Every panel whose brief this workspace issued."""

    def __init__(self, workspace: Workspace, identities: Identities, papers: KeptPapers) -> None:
        self._workspace = workspace
        self._identities = identities
        self._papers = papers
        self._cache: dict[str, DeskPanel] = {}

    def names(self) -> tuple[str, ...]:
        """The panels of this desk, by name."""
        every = panel_stream("")
        return tuple(each.removeprefix(every) for each in self._workspace.entries.streams(every))

    def in_order(self) -> tuple[str, ...]:
        """The panels of this desk in order of their briefs' numbers; no panel is read for it."""
        numbers = {fact.panel: fact.number for fact in self._numbered()}
        return tuple(sorted(self.names(), key=lambda name: numbers.get(name, 0)))

    def load(self, name: str) -> DeskPanel:
        """A panel as it stands; PanelUnknownError, or a TrustError where its history is broken."""
        found = self._cache.get(name)
        head = self._workspace.entries.heads(panel_stream(name))
        if found is not None and head and head[0].digest == found.entries[-1].digest:
            return found
        entries = self._workspace.entries.read(panel_stream(name))
        if not entries:
            raise PanelUnknownError(panel=name)
        brief = _opened_brief(entries[0])
        facts = [read_fact(entry) for entry in entries]
        digests = [fact.sheet for fact in facts if isinstance(fact, SheetReceived)]
        sheets = {digest: self._papers.sheet(digest, brief) for digest in digests}
        loaded = DeskPanel(replay(entries, brief, sheets), entries)
        self._cache[name] = loaded
        return loaded

    def new(self, file: Path, made_up: Sequence[Rubric] = ()) -> Panel:
        """Prepares a panel from PANEL.toml: numbered, frozen, not yet issued. IdentityMissingError first.

        `made_up` are rubrics beside the shipped ones, for practice.
        """
        self._identities.me()
        plan = read_panel_file(file, (*self._workspace.rubrics, *made_up))
        return self.open_all([plan])[0]

    def open_all(self, plans: Sequence[PanelPlan]) -> tuple[Panel, ...]:
        """Prepares a panel for each plan, numbered in their order: all in one transaction, or none.

        IdentityMissingError, StaleError.
        """
        return self.keep_opened(self.prepare_open(plans)())

    def prepare_open(self, plans: Sequence[PanelPlan]) -> OpeningJob:
        """What makes the briefs of new panels on any thread; IdentityMissingError."""
        me = self._identities.me()
        numbered = self._numbered()
        panels: list[str] = []
        for _ in plans:
            panels.append(self._free_panel([panel_name(each) for each in panels]))
        return OpeningJob(
            plans=tuple(plans),
            panels=tuple(panels),
            number=len(numbered),
            last=numbered[-1].brief if numbered else "",
            issued=self._workspace.now(),
            organiser=Person(me.name, me.unit),
            signer=me.digest,
            program=self._workspace.program,
        )

    def keep_opened(self, made: Sequence[OpenedBrief]) -> tuple[Panel, ...]:
        """Keeps the briefs of new panels in one transaction; StaleError if others came between."""
        numbered = self._numbered()
        if not made:
            return ()
        if not chained(made, len(numbered), numbered[-1].brief if numbered else ""):
            raise StaleError(stream=WORKSPACE)
        opens = [(panel_stream(each.name), [each.opened, *each.reserves]) for each in made]
        numbers = [each.numbered for each in made]
        entries = self._workspace.append_together([(WORKSPACE, numbers), *opens])
        own: dict[str, list[Entry]] = {}
        for entry in entries:
            own.setdefault(entry.stream, []).append(entry)
        for each in made:
            # What was just written is known: reading it again would double the wait.
            there = tuple(own[panel_stream(each.name)])
            times = [entry.time for entry in there[1:]]
            self._cache[each.name] = DeskPanel(_acted(opened(each.brief), each.reserves, times), there)
        return tuple(self._cache[each.name].panel for each in made)

    def issue(self, name: str, out: Path) -> bytes:
        """Signs the brief the first time, and writes the same bytes to `out` each time.

        The errors of crypto and pdf, NotWrittenFault; a brief that was signed stays signed.
        """
        job = self.prepare_issue(name)
        if job is not None:
            self.keep_issued(name, job())
        data = self.issued_file(name)
        write_out(out, data)
        return data

    def prepare_issue(self, name: str) -> BriefJob | None:
        """What signs a panel's brief on any thread; None where it is signed. IdentityMissingError."""
        panel = self.load(name).panel
        if panel.issued:
            return None
        me = self._identities.me()
        return BriefJob(panel.brief, me.name, self._workspace.clock(), self._identities.signer)

    def keep_issued(self, name: str, made: SignedBrief) -> None:
        """Keeps a brief that was signed; one that was signed meanwhile stays as it is."""
        desk = self.load(name)
        if desk.panel.issued:
            return
        self._papers.remember(made.judged)
        paper = paper_of(made.brief.header, made.brief.digest, desk.stream, made.data)
        self.act(name, BriefIssued(made.brief.digest), papers=[paper])

    def issued_file(self, name: str) -> bytes:
        """The bytes of a panel's signed brief; PaperMissingError while there is none."""
        return self._papers.paper(self.load(name).panel.brief.digest).data

    def act(
        self, name: str, *facts: Fact, papers: Sequence[Paper] = (), sheet: SignedSheet | None = None
    ) -> Panel:
        """Appends facts to a panel if its law allows them now, keeping `papers` and a received `sheet`.

        RefusedError from the panel's law, StaleError from the store: nothing changed then.
        """
        desk = self.load(name)
        panel = desk.panel
        if sheet is not None:
            panel = replace(panel, sheets={**panel.sheets, sheet.digest: sheet})
        # The law first; then what was remembered is told by the entries' own times.
        _acted(panel, facts, [self._workspace.now()] * len(facts))
        made = self._workspace.append(desk.stream, facts, papers)
        panel = _acted(panel, facts, [entry.time for entry in made])
        self._cache[name] = DeskPanel(panel, (*desk.entries, *made))
        return panel

    def findings(self, name: str) -> tuple[Findings, tuple[Flip, ...]]:
        """What a panel's record says as it stands, and what would flip it (for the desk only)."""
        found = self.load(name).findings
        return found, flips(found.panel, found.result, found.verdict)

    def _numbered(self) -> list[BriefNumbered]:
        facts = (read_fact(entry) for entry in self._workspace.entries.read(WORKSPACE))
        return [fact for fact in facts if isinstance(fact, BriefNumbered)]

    def _free_panel(self, also: Sequence[str]) -> str:
        """128 random bits whose short name no panel of this desk bears, nor one of `also`."""
        taken = {*self.names(), *also}
        while True:
            panel = self._workspace.random(16).hex()
            if panel_name(panel) not in taken:
                return panel


def _acted(panel: Panel, facts: Sequence[Fact], times: Sequence[str]) -> Panel:
    for fact, time in zip(facts, times, strict=True):
        panel = after(panel, fact, time)
    return panel


def _opened_brief(entry: Entry) -> Brief:
    fact = read_fact(entry)
    if not isinstance(fact, PanelOpened):
        raise PaperMissingError(digest=entry.kind)
    return read_brief(canonical.write(fact.brief))
