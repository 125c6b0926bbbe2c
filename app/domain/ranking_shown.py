"""A ranking as people read it: who shares a rank stands in the order of the briefs' numbers.

The paper keeps ranking.py's order, by the panels' names: its data and its page are compared with older ones.
"""

from collections.abc import Mapping

from app.domain.frozen import replace
from app.domain.ranking import Ranked, Ranking
from app.domain.ranking_acts import RankingState
from app.domain.ranking_order import Contested, Standing, contested, final_order


def by_brief(ranking: Ranking, numbers: Mapping[str, int]) -> tuple[Ranked, ...]:
    """The order by the numbers alone; `numbers` has each panel's brief's number."""
    return tuple(sorted(ranking.order, key=lambda each: (not each.eligible, -each.mean, numbers[each.panel])))


def shown_order(state: RankingState) -> tuple[Standing, ...]:
    """As `final_order`: the same ranks, who shares one in the order of the briefs."""
    place = _places(state)
    order = final_order(state.ranking, state.decisions)
    return tuple(sorted(order, key=lambda each: (each.rank, place[each.panel])))


def shown_groups(state: RankingState) -> tuple[Contested, ...]:
    """As `contested`: the same groups, who has the same mean in the order of the briefs."""
    place = _places(state)
    return tuple(
        replace(each, panels=tuple(sorted(each.panels, key=place.__getitem__)))
        for each in contested(state.ranking)
    )


def _places(state: RankingState) -> Mapping[str, int]:
    order = by_brief(state.ranking, {each.panel: each.number for each in state.applicants})
    return {each.panel: at for at, each in enumerate(order)}
