"""Which acts a ranking allows and what each changes: one law for the desk and for the verifier's replay.

Every record that comes in anew drops what was decided on the old ones; every decision, the recommendation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from app.domain.act_refusals import HistoryRefusedError, NotAnActError
from app.domain.brief import Person, person_json, read_person
from app.domain.canonical import Json
from app.domain.documents import ranking_name, read_panel
from app.domain.entries import Entry, check_chain
from app.domain.facts import Fact
from app.domain.frozen import frozen, once, replace
from app.domain.history import read_fact
from app.domain.period import read_date
from app.domain.ranking import Ranking, rank_applicants
from app.domain.ranking_facts import (
    ApplicantLeftOut,
    ApplicantTaken,
    OrderDecided,
    RankingOpened,
    RankingReopened,
    RankingSealed,
    RankingSigned,
    Recommended,
)
from app.domain.ranking_order import (
    MAX_PLACES,
    Decision,
    PlacesRefusedError,
    Recommendation,
    check_order,
    check_recommendation,
)
from app.domain.ranking_rows import Applicant, Chair, read_applicant
from app.domain.rule_sheet import RuleSheet, read_rule_sheet
from app.domain.seat_acts import reason_of
from app.domain.shape import Reader, ShapeError
from app.errors import RefusedError

MAX_APPLICANTS = 20


class RankingNotOpenError(RefusedError):
    """The stream does not begin with opening its ranking, or opens it twice."""


class RankingSealedError(RefusedError):
    """The ranking is sealed: only signing, or taking it back with a reason."""


class RankingNotSealedError(RefusedError):
    """There is no sealed ranking of that kind to act on."""


class ApplicantsFullError(RefusedError):
    """More applicants than a ranking can hold."""

    field_names = ("limit",)


class RankingEmptyError(RefusedError):
    """Nobody to put in order."""


@frozen
class Opening:
    """What a ranking is of: its 128 bits, mode, category, table, rules, and the organiser who keeps it."""

    ranking: str
    rehearsal: bool
    category: str
    rubric: str
    rubric_digest: str
    annex: int
    title: str
    rules: RuleSheet
    organiser: Person
    signer: str

    def to_json(self) -> Json:
        """The canonical form."""
        return {
            "ranking": self.ranking,
            "mode": "rehearsal" if self.rehearsal else "official",
            "category": self.category,
            "rubric": self.rubric,
            "rubric_digest": self.rubric_digest,
            "annex": self.annex,
            "title": self.title,
            "rules": self.rules.to_json(),
            "organiser": person_json(self.organiser),
            "signer": self.signer,
        }


@frozen
class LeftOut:
    """A panel of the category that is not ranked."""

    panel: str
    platform: str
    reason: str


@frozen
class RankingState:
    """Everything the desk knows of one ranking, computed from its entries."""

    opening: Opening
    applicants: tuple[Applicant, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[Decision, ...] = ()
    recommendation: Recommendation | None = None
    papers: tuple[str, ...] = ()
    sealed: str = ""
    signed_fields: tuple[str, ...] = ()
    reopened: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """PX and eight base-32 characters."""
        return ranking_name(self.opening.ranking)

    @property
    def panels(self) -> frozenset[str]:
        """Every panel accounted for, ranked or left out."""
        return frozenset((*(each.panel for each in self.applicants), *(each.panel for each in self.left_out)))

    @once
    def ranking(self) -> Ranking:
        """The order of the applicants by the numbers alone."""
        return rank_applicants(self.opening.category, self.applicants)

    @property
    def chairs(self) -> tuple[Chair, ...]:
        """The chairs of the ranked panels, each certificate once, in the order of their briefs."""
        found: dict[str, Chair] = {}
        for each in self.applicants:
            found.setdefault(each.chair.certificate, each.chair)
        return tuple(found.values())


def replay_ranking(entries: Sequence[Entry]) -> RankingState:
    """The ranking after all its entries (oldest first).

    ChainBrokenError, UnknownFactError, RankingDiffersError or HistoryRefusedError if it cannot have happened.
    """
    check_chain(entries)
    state: RankingState | None = None
    for entry in entries:
        fact = read_fact(entry)
        try:
            state = opened_ranking(fact) if state is None else after_ranking(state, fact)
        except RefusedError as error:
            raise HistoryRefusedError(seq=entry.seq, why=error.code) from error
    if state is None:
        raise HistoryRefusedError(seq=1, why=RankingNotOpenError.code)
    return state


def opened_ranking(fact: Fact) -> RankingState:
    """The ranking that its first fact opens; RankingNotOpenError for any other fact."""
    if not isinstance(fact, RankingOpened):
        raise RankingNotOpenError
    reader = Reader(fact.opening, "opening")
    opening = Opening(
        ranking=read_panel(reader, "ranking"),
        rehearsal=reader.choice("mode", ("official", "rehearsal")) == "rehearsal",
        category=reader.text("category", limit=40, empty=False),
        rubric=reader.text("rubric", limit=80, empty=False),
        rubric_digest=reader.digest("rubric_digest"),
        annex=reader.integer("annex", low=1, high=99),
        title=reader.text("title", limit=200, empty=False),
        rules=read_rule_sheet(reader.object("rules")),
        organiser=read_person(reader.object("organiser")),
        signer=reader.digest("signer"),
    )
    reader.done()
    return RankingState(opening)


def after_ranking(state: RankingState, fact: Fact) -> RankingState:
    """The ranking after one more act; RefusedError where the act is not allowed now."""
    if isinstance(fact, RankingOpened):
        raise RankingNotOpenError
    if isinstance(fact, RankingSigned | RankingReopened):
        return _on_paper(state, fact)
    act = _ACTS.get(type(fact))
    if act is None:
        raise NotAnActError(kind=type(fact).__name__)
    if state.sealed:
        raise RankingSealedError
    return act(state, fact)


def _taken(state: RankingState, fact: ApplicantTaken) -> RankingState:
    one = read_applicant(fact.applicant, state.opening.rules)
    others = [each for each in state.applicants if each.panel != one.panel]
    if len(others) == MAX_APPLICANTS:
        raise ApplicantsFullError(limit=MAX_APPLICANTS)
    applicants = tuple(sorted((*others, one), key=lambda each: (each.number, each.panel)))
    left_out = tuple(each for each in state.left_out if each.panel != one.panel)
    return _undecided(replace(state, applicants=applicants, left_out=left_out))


def _left_out(state: RankingState, fact: ApplicantLeftOut) -> RankingState:
    one = LeftOut(fact.panel, fact.platform, reason_of(fact.reason))
    others = tuple(each for each in state.left_out if each.panel != one.panel)
    applicants = tuple(each for each in state.applicants if each.panel != one.panel)
    return _undecided(replace(state, applicants=applicants, left_out=(*others, one)))


def _decided(state: RankingState, fact: OrderDecided) -> RankingState:
    panels = _panels(fact.panels)
    check_order(state.ranking, panels)
    read_date(fact.date, "date")
    others = tuple(each for each in state.decisions if set(each.panels) != set(panels))
    decision = Decision(panels, reason_of(fact.note), fact.date)
    return replace(state, decisions=(*others, decision), recommendation=None)


def _recommended(state: RankingState, fact: Recommended) -> RankingState:
    if not any(each.eligible for each in state.applicants):
        raise RankingEmptyError
    if not 1 <= fact.places <= MAX_PLACES:
        raise PlacesRefusedError(count=0, places=fact.places)
    read_date(fact.date, "date")
    wanted = Recommendation(_panels(fact.panels), fact.places, fact.note, fact.date)
    return replace(state, recommendation=check_recommendation(state.ranking, state.decisions, wanted))


def _sealed(state: RankingState, fact: RankingSealed) -> RankingState:
    if not fact.ranking or fact.revision != len(state.papers) + 1:
        raise RankingNotSealedError
    return replace(state, sealed=fact.ranking, papers=(*state.papers, fact.ranking), signed_fields=())


def _on_paper(state: RankingState, fact: RankingSigned | RankingReopened) -> RankingState:
    if not state.sealed or fact.ranking != state.sealed:
        raise RankingNotSealedError
    if isinstance(fact, RankingSigned):
        if fact.field in state.signed_fields:
            raise RankingNotSealedError
        return replace(state, signed_fields=(*state.signed_fields, fact.field))
    return replace(state, sealed="", reopened=(*state.reopened, reason_of(fact.reason)))


def _undecided(state: RankingState) -> RankingState:
    return replace(state, decisions=(), recommendation=None)


def _panels(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise ShapeError(place="panels", expected="list")
    return tuple(str(each) for each in value)


_ACTS: Mapping[type[Fact], Callable[[RankingState, Any], RankingState]] = {  # Any: each takes its own fact
    ApplicantTaken: _taken,
    ApplicantLeftOut: _left_out,
    OrderDecided: _decided,
    Recommended: _recommended,
    RankingSealed: _sealed,
}
