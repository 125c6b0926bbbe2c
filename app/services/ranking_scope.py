"""Which panels a category's ranking has to account for, and what their records would still add to it.

Reads only. What is decided of them is rankings.py's.
"""

from collections.abc import Iterator
from typing import Literal

from app.domain.brief import Brief
from app.domain.entries import Entry
from app.domain.facts import Fact
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.ranking import RankingRefusedError
from app.domain.ranking_acts import RankingState, replay_ranking
from app.domain.ranking_facts import ApplicantLeftOut, ApplicantTaken
from app.domain.ranking_paper import ranking_fields
from app.domain.ranking_rows import applicant_of
from app.domain.record import CHAIR, find
from app.errors import RefusedError
from app.services.panels import Panels
from app.services.workspace import Workspace

STREAM = "ranking/"
Stage = Literal["open", "sealed", "signed"]
WHY_WORDS = {"unissued": "任务书未签发", "collecting": "收表中", "open": "未封存", "sealed": "组长未签名"}


class CategoryUnknownError(RefusedError):
    """This desk has no accreditation panel of that category, no such panel and no such ranking."""

    field_names = ("category",)


@frozen
class Awaited:
    """A panel whose record is not complete; `why` is a key of WHY_WORDS."""

    panel: str
    platform: str
    why: str


@frozen
class Scope:
    """A category in one mode: its latest ranking, if there is one, and every panel it has to account for."""

    category: str
    latest: RankingState | None
    panels: tuple[Panel, ...]

    @property
    def newest(self) -> Panel:
        """The last brief's panel: whose table and rules the ranking has. Older rounds' must be left out."""
        return next((each for each in reversed(self.panels) if not each.void), self.panels[-1])


class Scopes:
    """Finds rankings and categories by what people name: a category, a panel ZP…, a ranking PX…."""

    def __init__(self, workspace: Workspace, panels: Panels) -> None:
        self._workspace = workspace
        self._panels = panels

    def names(self) -> tuple[str, ...]:
        """The rankings of this desk, by name."""
        return tuple(each.removeprefix(STREAM) for each in self._workspace.entries.streams(STREAM))

    def categories(self) -> tuple[tuple[str, bool], ...]:
        """Every category this desk has accreditation panels of, and whether as a rehearsal."""
        briefs = [panel.brief for panel in self._accreditations()]
        return tuple(dict.fromkeys((each.platform.category, each.header.rehearsal) for each in briefs))

    def load(self, name: str) -> tuple[RankingState, tuple[Entry, ...]]:
        """A ranking and its entries, oldest first; CategoryUnknownError, TrustErrors of a broken history."""
        entries = self._workspace.entries.read(f"{STREAM}{name}")
        if not entries:
            raise CategoryUnknownError(category=name[:40])
        return replay_ranking(entries), entries

    def find(self, which: str, rehearsal: bool) -> Scope:
        """The category `which` is of; official unless there are only rehearsals or `rehearsal` asks for them.

        CategoryUnknownError, RankingRefusedError.
        """
        if which in self.names():
            state, _ = self.load(which)
            return self._of(state.opening.category, state.opening.rehearsal, state)
        if which in self._panels.names():
            brief = self._panels.load(which).panel.brief
            _require_accreditation(brief)
            return self._of(brief.platform.category, brief.header.rehearsal, None)
        modes = [mode for category, mode in self.categories() if category == which]
        if not modes:
            raise CategoryUnknownError(category=which[:40])
        return self._of(which, rehearsal or False not in modes, None)

    def _of(self, category: str, rehearsal: bool, chosen: RankingState | None) -> Scope:
        begun: list[tuple[str, RankingState]] = []
        for name in self.names():
            state, entries = self.load(name)
            if (state.opening.category, state.opening.rehearsal) == (category, rehearsal):
                begun.append((entries[0].time, state))
        latest = chosen or max(begun, key=lambda each: (each[0], each[1].name), default=("", None))[1]
        others = [state.panels for _, state in begun if latest is None or state.name != latest.name]
        elsewhere = frozenset[str]().union(*others)
        panels = tuple(
            panel
            for panel in self._accreditations()
            if (panel.brief.platform.category, panel.brief.header.rehearsal) == (category, rehearsal)
            and panel.name not in elsewhere
        )
        if not panels:
            raise CategoryUnknownError(category=category[:40])
        return Scope(category, latest, panels)

    def _accreditations(self) -> Iterator[Panel]:
        """The desk's panels under an accreditation table, in the order of their briefs."""
        panels = [self._panels.load(name).panel for name in self._panels.names()]
        for panel in sorted(panels, key=lambda each: each.brief.header.brief_number):
            if panel.brief.rubric.kind == "accreditation":
                yield panel


def pending(scope: Scope, state: RankingState) -> tuple[Fact, ...]:
    """What the panels' present records would add: complete ones not yet taken in, void ones left out."""
    facts: list[Fact] = []
    for panel in _accounted(scope, state):
        if panel.void:
            told = f"本轮评审已作废：{panel.void}"
            facts.append(ApplicantLeftOut(panel.name, panel.brief.platform.name, told))
            continue
        _require_same(panel.brief, state)
        if _is_news(panel, state):
            one = applicant_of(find(panel), panel.sealed, len(panel.records))
            facts.append(ApplicantTaken(one.to_json()))
    return tuple(facts)


def is_stale(scope: Scope, state: RankingState) -> bool:
    """Whether `pending` would add anything; nothing is reckoned for it."""
    return any(panel.void or _is_news(panel, state) for panel in _accounted(scope, state))


def _accounted(scope: Scope, state: RankingState) -> Iterator[Panel]:
    """Every panel of the category that was not left out."""
    out = {each.panel for each in state.left_out}
    return (panel for panel in scope.panels if panel.name not in out)


def _is_news(panel: Panel, state: RankingState) -> bool:
    """Whether the panel's complete record is another than the one taken in."""
    taken = {each.panel: each.record for each in state.applicants}
    return is_complete(panel) and taken.get(panel.name) != panel.sealed


def awaited(scope: Scope, state: RankingState) -> tuple[Awaited, ...]:
    """The panels whose record is not complete, each with what it lacks."""
    waiting = (each for each in _accounted(scope, state) if not (each.void or is_complete(each)))
    return tuple(_awaited_of(panel) for panel in waiting)


def is_ready(scope: Scope, state: RankingState) -> bool:
    """Whether there is a record to be ranked and none is awaited."""
    found = [is_complete(each) for each in _accounted(scope, state) if not each.void]
    return bool(found) and all(found)


def stage_of(state: RankingState) -> Stage:
    """Whether a ranking is still open, sealed, or signed by everybody too."""
    if not state.sealed:
        return "open"
    return "sealed" if set(ranking_fields(state)[1:]) - set(state.signed_fields) else "signed"


def is_complete(panel: Panel) -> bool:
    """Whether a panel's record is sealed and its chair has signed, who signs last."""
    return bool(panel.sealed) and CHAIR in panel.signed_fields


def _awaited_of(panel: Panel) -> Awaited:
    why = "sealed" if panel.sealed else "unissued" if not panel.issued else "open"
    if panel.issued and not panel.sealed and panel.waiting:
        why = "collecting"
    return Awaited(panel.name, panel.brief.platform.name, why)


def _require_accreditation(brief: Brief) -> None:
    if brief.rubric.kind != "accreditation":
        raise RankingRefusedError(panel=brief.header.panel_name, why="rubric")


def _require_same(brief: Brief, state: RankingState) -> None:
    if brief.rubric.digest != state.opening.rubric_digest:
        raise RankingRefusedError(panel=brief.header.panel_name, why="rubric")
    if brief.rules != state.opening.rules:
        raise RankingRefusedError(panel=brief.header.panel_name, why="rules")
