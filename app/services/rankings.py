"""认定排序 at the desk: which panels of a category belong, what the panel decides of them and recommends.

The paper is ranking_sealing.py's. Nothing is decided before every record of the category is complete.
"""

from collections.abc import Sequence
from typing import Literal

from app.domain import canonical
from app.domain.brief import Person
from app.domain.documents import ranking_name
from app.domain.entries import Entry
from app.domain.facts import Fact
from app.domain.frozen import frozen
from app.domain.ranking_acts import (
    Opening,
    RankingNotSealedError,
    RankingState,
    after_ranking,
    opened_ranking,
)
from app.domain.ranking_facts import (
    ApplicantLeftOut,
    ApplicantTaken,
    OrderDecided,
    RankingOpened,
    RankingReopened,
    Recommended,
)
from app.domain.ranking_order import ApplicantUnknownError
from app.domain.ranking_paper import RankingFound, check_may_seal_ranking, find_ranking
from app.domain.shape import TextTooLongError
from app.errors import RefusedError
from app.services.identities import Identities
from app.services.panels import Panels
from app.services.ranking_scope import (
    STREAM,
    WHY_WORDS,
    Awaited,
    CategoryUnknownError,
    Scope,
    Scopes,
    Stage,
    awaited,
    is_ready,
    is_stale,
    pending,
    stage_of,
)
from app.services.workspace import Workspace
from app.store.document_store import Paper

NOTE_LIMIT = 1000


class RankingAwaitsError(RefusedError):
    """Panels of the category whose record is not complete; each named with what it lacks."""

    field_names = ("panels",)


class RankingUnfinishedError(RefusedError):
    """Another ranking of the category begins when the last one is signed by everybody."""

    field_names = ("ranking",)


@frozen
class RankingOwed:
    """A category whose records are all complete and whose ranking is not: `why` it is not finished.

    `panel` is one of the category; `why` is "stale" where a record changed after sealing.
    """

    category: str
    rehearsal: bool
    panel: str
    why: Literal["open", "sealed", "stale"]


@frozen
class RankingLook:
    """A ranking as it stands, complete records taken in; `recorded` whether it was begun in the entries.

    `stale` names panels whose complete record is another than the one the sealed paper rests on.
    """

    found: RankingFound
    recorded: bool
    awaited: tuple[Awaited, ...]
    stale: tuple[str, ...]

    @property
    def state(self) -> RankingState:
        """The ranking itself."""
        return self.found.state

    @property
    def stage(self) -> Stage:
        """Whether it is still open, sealed, or signed by everybody too."""
        return stage_of(self.state)

    @property
    def to_do(self) -> RefusedError | None:
        """What sealing still waits for, as its refusal; None where nothing is, or records are awaited."""
        if self.state.sealed or self.awaited:
            return None
        try:
            check_may_seal_ranking(self.state)
        except RefusedError as error:
            return error
        return None


class Rankings:
    """Every ranking this workspace keeps as a desk.

    `which` names one by its category, by a panel of it (ZP…) or by itself (PX…).
    """

    def __init__(self, workspace: Workspace, identities: Identities, panels: Panels) -> None:
        self._workspace = workspace
        self._identities = identities
        self._scopes = Scopes(workspace, panels)

    def names(self) -> tuple[str, ...]:
        """The rankings of this desk, by name."""
        return self._scopes.names()

    def categories(self) -> tuple[tuple[str, bool], ...]:
        """Every category this desk has accreditation panels of, and whether as a rehearsal."""
        return self._scopes.categories()

    def owed(self) -> tuple[RankingOwed, ...]:
        """The categories that wait for nothing but their ranking; no result is reckoned for it."""
        found = (self._owed(category, mode) for category, mode in self.categories())
        return tuple(each for each in found if each is not None)

    def _owed(self, category: str, rehearsal: bool) -> RankingOwed | None:
        scope = self._scopes.find(category, rehearsal)
        state = self._state(scope)
        if not is_ready(scope, state):
            return None
        stage = stage_of(state)
        if stage != "open" and is_stale(scope, state):
            return RankingOwed(category, rehearsal, scope.newest.name, "stale")
        return None if stage == "signed" else RankingOwed(category, rehearsal, scope.newest.name, stage)

    def load(self, name: str) -> tuple[RankingState, tuple[Entry, ...]]:
        """A ranking and its entries, oldest first; CategoryUnknownError, TrustErrors of a broken history."""
        return self._scopes.load(name)

    def look(self, which: str, *, rehearsal: bool = False) -> RankingLook:
        """The ranking as it would stand now; changes nothing. CategoryUnknownError, RankingRefusedError."""
        scope = self._scopes.find(which, rehearsal)
        state = self._state(scope)
        fresh = pending(scope, state)
        stale = tuple(_panel_of(fact) for fact in fresh) if state.sealed else ()
        for fact in () if state.sealed else fresh:
            state = after_ranking(state, fact)
        return RankingLook(find_ranking(state), scope.latest is not None, awaited(scope, state), stale)

    def new(self, which: str, *, rehearsal: bool = False) -> RankingState:
        """Begins the next ranking of a category whose last one is signed; RankingUnfinishedError."""
        scope = self._scopes.find(which, rehearsal)
        last = scope.latest
        if last is not None:
            if stage_of(last) != "signed":
                raise RankingUnfinishedError(ranking=last.name)
            fresh = tuple(panel for panel in scope.panels if panel.name not in last.panels)
            scope = Scope(scope.category, None, fresh)
        if not scope.panels:
            raise CategoryUnknownError(category=scope.category)
        return self.load(self._begin(scope))[0]

    def leave_out(self, which: str, panel: str, reason: str, *, rehearsal: bool = False) -> RankingState:
        """Leaves a panel of the category out of the ranking; the reason is printed."""
        scope = self._scopes.find(which, rehearsal)
        found = next((each for each in scope.panels if each.name == panel), None)
        if found is None:
            raise ApplicantUnknownError(panel=panel[:40])
        others = tuple(each for each in scope.panels if each.name != panel)
        rest = Scope(scope.category, None, others or scope.panels)
        name = scope.latest.name if scope.latest else self._begin(rest)
        return self.act(name, ApplicantLeftOut(panel, found.brief.platform.name, _note(reason)))

    def decide(
        self, which: str, panels: Sequence[str], note: str, date: str = "", *, rehearsal: bool = False
    ) -> RankingState:
        """Records the panel's order (first first) for one contested group; `date` is today's by default."""
        name = self.ready(which, rehearsal=rehearsal)
        return self.act(name, OrderDecided(list(panels), _note(note), date or self._today()))

    def recommend(
        self,
        which: str,
        panels: Sequence[str],
        places: int = 1,
        note: str = "",
        date: str = "",
        *,
        rehearsal: bool = False,
    ) -> RankingState:
        """Records whom the panel recommends for so many places; nobody is allowed, with its reason."""
        name = self.ready(which, rehearsal=rehearsal)
        fact = Recommended(list(panels), places, _note(note), date or self._today())
        return self.act(name, fact)

    def reopen(self, which: str, reason: str, *, rehearsal: bool = False) -> RankingState:
        """Takes the sealed paper back, or opens the way to a superseding one; the reason is printed."""
        latest = self._scopes.find(which, rehearsal).latest
        if latest is None:
            raise RankingNotSealedError
        return self.act(latest.name, RankingReopened(latest.sealed, _note(reason)))

    def ready(self, which: str, *, rehearsal: bool = False) -> str:
        """The ranking's name once every record of the category is complete and taken in.

        RankingAwaitsError names what is missing; what is complete by then stays taken in.
        """
        scope = self._scopes.find(which, rehearsal)
        waiting = self.look(which, rehearsal=rehearsal).awaited
        if waiting:
            listed = "、".join(f"{each.platform}（{each.panel}，{WHY_WORDS[each.why]}）" for each in waiting)
            raise RankingAwaitsError(panels=listed)
        name = scope.latest.name if scope.latest else self._begin(scope)
        state, _ = self.load(name)
        fresh = () if state.sealed else pending(scope, state)
        if fresh:
            self.act(name, *fresh)
        return name

    def latest(self, which: str, *, rehearsal: bool = False) -> RankingState | None:
        """The category's last ranking, if one was begun."""
        return self._scopes.find(which, rehearsal).latest

    def act(self, name: str, *facts: Fact, papers: Sequence[Paper] = ()) -> RankingState:
        """Appends facts to a ranking if its law allows them now, keeping `papers`; else nothing changed."""
        state, _ = self.load(name)
        for fact in facts:
            state = after_ranking(state, fact)
        self._workspace.append(f"{STREAM}{name}", facts, papers)
        return state

    def _state(self, scope: Scope) -> RankingState:
        """The category's last ranking, or what it would begin as."""
        return scope.latest or opened_ranking(RankingOpened(self._opening(scope, "0" * 32).to_json()))

    def _begin(self, scope: Scope) -> str:
        taken = set(self.names())
        while True:
            bits = self._workspace.random(16).hex()
            if ranking_name(bits) not in taken:
                break
        opening = self._opening(scope, bits)
        self._workspace.append(f"{STREAM}{ranking_name(bits)}", [RankingOpened(opening.to_json())])
        return ranking_name(bits)

    def _opening(self, scope: Scope, bits: str) -> Opening:
        """What the ranking is of, as its newest panel has it."""
        me, brief = self._identities.me(), scope.newest.brief
        return Opening(
            ranking=bits,
            rehearsal=brief.header.rehearsal,
            category=scope.category,
            rubric=brief.rubric.id,
            rubric_digest=brief.rubric.digest,
            annex=brief.rubric.annex,
            title=brief.rubric.title,
            rules=brief.rules,
            organiser=Person(me.name, me.unit),
            signer=me.digest,
        )

    def _today(self) -> str:
        return self._workspace.clock().date().isoformat()


def _panel_of(fact: Fact) -> str:
    if isinstance(fact, ApplicantTaken) and isinstance(fact.applicant, dict):
        return str(fact.applicant["panel"])
    assert isinstance(fact, ApplicantLeftOut)  # `_pending` makes no other
    return fact.panel


def _note(text: str) -> str:
    if len(text) > NOTE_LIMIT:
        raise TextTooLongError(place="note", limit=NOTE_LIMIT)
    return canonical.check_text(text, "note", multiline=True)
