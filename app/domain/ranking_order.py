"""Whom the program does not put in order, what the panel decided of them, and the order that follows.

Ties and differing orders make contested groups; a decision names one whole group in its order (domain.md).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.ranking import Ranked, Ranking
from app.errors import RefusedError

Contest = Literal["tie", "differs"]
MAX_PLACES = 9


class ApplicantUnknownError(RefusedError):
    """No such applicant in this ranking."""

    field_names = ("panel",)


class ApplicantNotEligibleError(RefusedError):
    """The gate comes first: who is not eligible is neither put in order nor recommended."""

    field_names = ("panel", "platform")


class NamedTwiceError(RefusedError):
    """One applicant named twice."""

    field_names = ("panel",)


class NothingToDecideError(RefusedError):
    """The applicants named are in a clear order already."""

    field_names = ("panels",)


class WholeGroupError(RefusedError):
    """A decision names the whole group between whom it decides: `panels`."""

    field_names = ("panels",)


class OrderContradictsError(RefusedError):
    """The decision puts `first` before `second`, whose mean (and order by common experts) is higher."""

    field_names = ("first", "second")


class OrderUndecidedError(RefusedError):
    """The order by all and by the common experts differ, and no decision is recorded."""

    field_names = ("platforms",)


class TieUndecidedError(RefusedError):
    """A recommendation would cut through a tie that the panel has not decided."""

    field_names = ("platforms",)


class NotTheFirstError(RefusedError):
    """The recommended are the first in order; `better` stands before `platform` and is left out."""

    field_names = ("platform", "better")


class PlacesRefusedError(RefusedError):
    """More recommended than there are places."""

    field_names = ("count", "places")


class RecommendationReasonError(RefusedError):
    """More than one place (原则上每类平台1个), or fewer recommended than could be: that needs its reason."""


@frozen
class Contested:
    """Applicants between whom the numbers do not decide: equal, or ordered otherwise by common experts."""

    panels: tuple[str, ...]
    kind: Contest


@frozen
class Decision:
    """The panel's order for one contested group."""

    panels: tuple[str, ...]
    note: str
    date: str


@frozen
class Standing:
    """A rank in the order with the decisions in it; `tied` where a group is still undecided."""

    panel: str
    platform: str
    rank: int
    tied: bool


@frozen
class Recommendation:
    """Whom the panel recommends for how many places, first in order first."""

    panels: tuple[str, ...]
    places: int
    note: str
    date: str


def contested(ranking: Ranking) -> tuple[Contested, ...]:
    """Every group in which some pair is not in the same strict order by all and by the common experts."""
    ranked = [each for each in ranking.order if each.eligible]
    common = {each.panel: each.mean for each in ranking.common_order}
    groups: list[list[Ranked]] = []
    for each in ranked:
        # Whoever stands between two that are open against each other is open against one of them: one group.
        first = next(
            (at for at, group in enumerate(groups) if any(not _before(one, each, common) for one in group)),
            len(groups),
        )
        groups[first:] = [[one for group in groups[first:] for one in group] + [each]]
    return tuple(
        Contested(tuple(one.panel for one in group), _kind(group, common))
        for group in groups
        if len(group) > 1
    )


def check_order(ranking: Ranking, panels: Sequence[str]) -> None:
    """Refuses an order that is not for one whole contested group, or against what both orders say."""
    by_name = _eligible(ranking, panels)
    group = next((each for each in contested(ranking) if set(each.panels) & set(panels)), None)
    if group is None:
        raise NothingToDecideError(panels="、".join(panels))
    if set(group.panels) != set(panels):
        raise WholeGroupError(panels="、".join(group.panels))
    common = {each.panel: each.mean for each in ranking.common_order}
    for at, later in enumerate(panels):
        for earlier in panels[:at]:
            if _before(by_name[later], by_name[earlier], common):
                raise OrderContradictsError(first=by_name[earlier].platform, second=by_name[later].platform)


def final_order(ranking: Ranking, decisions: Sequence[Decision]) -> tuple[Standing, ...]:
    """The eligible in order: by the numbers where they decide, by decisions where the panel did.

    An undecided group shares its first rank.
    """
    decided = {frozenset(each.panels): each.panels for each in decisions}
    groups = {each.panels[0]: each.panels for each in contested(ranking)}
    ranked = {each.panel: each for each in ranking.order if each.eligible}
    found: list[Standing] = []
    for panel in ranked:
        if any(panel == each.panel for each in found):
            continue
        members = groups.get(panel, (panel,))
        order = decided.get(frozenset(members))
        first, open_still = len(found) + 1, len(members) > 1 and not order
        found.extend(
            Standing(each, ranked[each].platform, first + (at if order else 0), open_still)
            for at, each in enumerate(order or members)
        )
    return tuple(found)


def require_decided(ranking: Ranking, decisions: Sequence[Decision]) -> None:
    """OrderUndecidedError while two orders differ and the panel has not said which group order holds."""
    decided = {frozenset(each.panels) for each in decisions}
    for each in contested(ranking):
        if each.kind == "differs" and frozenset(each.panels) not in decided:
            raise OrderUndecidedError(platforms=_platforms(ranking, each.panels))


def check_recommendation(
    ranking: Ranking, decisions: Sequence[Decision], wanted: Recommendation
) -> Recommendation:
    """`wanted` in final order, or the refusal: the recommended are the first in the decided order."""
    _eligible(ranking, wanted.panels)
    require_decided(ranking, decisions)
    if len(wanted.panels) > wanted.places:
        raise PlacesRefusedError(count=len(wanted.panels), places=wanted.places)
    order = final_order(ranking, decisions)
    taken = [each for each in order if each.panel in wanted.panels]
    left = [each for each in order if each.panel not in wanted.panels]
    for each in taken:
        for other in left:
            if other.rank == each.rank:
                tied = [one.panel for one in order if one.rank == each.rank]
                raise TieUndecidedError(platforms=_platforms(ranking, tied))
            if other.rank < each.rank:
                raise NotTheFirstError(platform=each.platform, better=other.platform)
    usual = wanted.places == 1 and len(taken) == min(1, len(order))
    if not usual and not wanted.note.strip():
        raise RecommendationReasonError
    return Recommendation(tuple(each.panel for each in taken), wanted.places, wanted.note, wanted.date)


def contested_json(found: Contested, decisions: Sequence[Decision]) -> Json:
    """One group with the panel's decision, `decided` empty while there is none."""
    mine = next((each for each in decisions if set(each.panels) == set(found.panels)), None)
    return {
        "panels": list(found.panels),
        "kind": found.kind,
        "decided": list(mine.panels) if mine else [],
        "note": mine.note if mine else "",
        "date": mine.date if mine else "",
    }


def _eligible(ranking: Ranking, panels: Sequence[str]) -> Mapping[str, Ranked]:
    """The ranking's lines by panel; the refusals of naming somebody unknown, ineligible or twice."""
    by_name = {each.panel: each for each in ranking.order}
    for at, panel in enumerate(panels):
        if panel not in by_name:
            raise ApplicantUnknownError(panel=panel[:40])
        if not by_name[panel].eligible:
            raise ApplicantNotEligibleError(panel=panel, platform=by_name[panel].platform)
        if panel in panels[:at]:
            raise NamedTwiceError(panel=panel)
    return by_name


def _before(one: Ranked, other: Ranked, common: Mapping[str, Fraction]) -> bool:
    """Whether `one` stands strictly before `other` by all counted experts and by the common ones alike."""
    if not common:
        return one.mean > other.mean
    return one.mean > other.mean and common[one.panel] > common[other.panel]


def _kind(group: Sequence[Ranked], common: Mapping[str, Fraction]) -> Contest:
    same = len({each.mean for each in group}) == 1 and len({common.get(each.panel) for each in group}) == 1
    return "tie" if same else "differs"


def _platforms(ranking: Ranking, panels: Sequence[str]) -> str:
    names = {each.panel: each.platform for each in ranking.order}
    return "、".join(names[each] for each in panels)
