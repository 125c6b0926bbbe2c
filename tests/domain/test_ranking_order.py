"""Whom the numbers do not order, what a decision may say of them, and who may be recommended."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ranking import Ranking, rank_applicants
from app.domain.ranking_order import (
    ApplicantNotEligibleError,
    ApplicantUnknownError,
    Contested,
    Decision,
    NamedTwiceError,
    NothingToDecideError,
    NotTheFirstError,
    OrderContradictsError,
    OrderUndecidedError,
    PlacesRefusedError,
    Recommendation,
    RecommendationReasonError,
    TieUndecidedError,
    WholeGroupError,
    check_order,
    check_recommendation,
    contested,
    contested_json,
    final_order,
)
from app.errors import RefusedError
from tests.rankings import DATE, an_applicant, name_of

A, B, C, D = map(name_of, "abcd")


def ranked(totals: Mapping[str, Mapping[str, int] | int], short: Sequence[str] = ()) -> Ranking:
    """The ranking of applicants by their experts' totals, one number where three experts agree."""
    return rank_applicants(
        "运营服务类",
        [
            an_applicant(
                letter,
                given if isinstance(given, Mapping) else dict.fromkeys(("E1", "E2", "E3"), given),
                gate=35 if letter in short else 50,
            )
            for letter, given in totals.items()
        ],
    )


def decision(*panels: str) -> Decision:
    return Decision(panels, "专家组讨论", DATE)


def wish(*panels: str, places: int = 1, note: str = "") -> Recommendation:
    return Recommendation(panels, places, note, DATE)


def places_of(ranking: Ranking, *decisions: Decision) -> list[tuple[str, int, bool]]:
    return [(each.panel, each.rank, each.tied) for each in final_order(ranking, decisions)]


# E4, who sat only on b's panel, is generous: without E4, a comes before b.
CROSSED = {"a": {"E1": 90, "E2": 90, "E3": 84}, "b": {"E1": 88, "E2": 88, "E4": 100}}


def test_clear_means_leave_nothing_to_decide() -> None:
    ranking = ranked({"a": 80, "b": 90, "c": 85})
    assert contested(ranking) == ()
    assert places_of(ranking) == [(B, 1, False), (C, 2, False), (A, 3, False)]


def test_a_tie_is_one_group_and_shares_its_rank_until_the_panel_decides() -> None:
    ranking = ranked({"a": 90, "b": 80, "c": 90, "d": 70})
    assert contested(ranking) == (Contested((A, C), "tie"),)
    assert places_of(ranking) == [(A, 1, True), (C, 1, True), (B, 3, False), (D, 4, False)]
    decided = places_of(ranking, decision(C, A))
    assert decided == [(C, 1, False), (A, 2, False), (B, 3, False), (D, 4, False)]


def test_where_common_experts_order_otherwise_the_group_is_contested() -> None:
    ranking = ranked(CROSSED)
    assert ranking.differs and contested(ranking) == (Contested((B, A), "differs"),)
    assert contested_json(contested(ranking)[0], [decision(A, B)]) == {
        "panels": [B, A], "kind": "differs", "decided": [A, B], "note": "专家组讨论", "date": DATE,
    }  # fmt: skip


def test_a_tie_that_only_one_order_knows_is_contested_too() -> None:
    """Equal by all, unequal by the common experts."""
    ranking = ranked({"a": {"E1": 90, "E2": 80}, "b": {"E1": 85, "E4": 85}})
    assert [each.kind for each in contested(ranking)] == ["differs"]


def test_two_chains_of_open_pairs_become_one_group() -> None:
    """c is open against a and b, who are clear between themselves: none can be placed alone."""
    ranking = ranked(
        {
            "a": {"E1": 90, "E2": 96},
            "b": {"E1": 88, "E2": 94},
            "c": {"E1": 91, "E4": 85},
        }
    )
    assert contested(ranking) == (Contested((A, B, C), "differs"),)
    check_order(ranking, [C, A, B])
    with pytest.raises(OrderContradictsError) as refused:
        check_order(ranking, [C, B, A])
    assert refused.value.fields == {"first": "乙平台", "second": "甲平台"}


def test_who_is_not_eligible_narrows_no_common_experts() -> None:
    """d failed at the gate; its strangers do not hide that E1 and E2 order the others."""
    ranking = ranked({**CROSSED, "d": {"E7": 99, "E8": 99}}, short=["d"])
    assert [each.panel for each in ranking.common_order] == [A, B]


@pytest.mark.parametrize(
    ("panels", "error"),
    [
        ([A, "ZPQQQQQQQQ"], ApplicantUnknownError),
        ([A, D], ApplicantNotEligibleError),
        ([A, A], NamedTwiceError),
        ([C, B], WholeGroupError),
        ([A], WholeGroupError),
        ([C], NothingToDecideError),
        ([], NothingToDecideError),
    ],
)
def test_a_decision_names_one_whole_contested_group(panels: list[str], error: type[RefusedError]) -> None:
    with pytest.raises(error):
        check_order(ranked({"a": 90, "b": 90, "c": 80, "d": 95}, short=["d"]), panels)


@given(st.lists(st.tuples(st.integers(60, 63), st.integers(60, 63)), min_size=1, max_size=5), st.booleans())
def test_a_decided_order_never_contradicts_what_both_orders_say(
    points: list[tuple[int, int]], stranger: bool
) -> None:
    totals: dict[str, dict[str, int]] = {}
    for at, (own, extra) in enumerate(points):
        other = f"X{at}" if stranger else "E2"
        totals["abcde"[at]] = {"E1": own, other: extra}
    ranking = ranked(totals)
    groups = contested(ranking)
    assert ranking.differs == any(each.kind == "differs" for each in groups)
    decisions = [decision(*each.panels) for each in groups]
    order = places_of(ranking, *decisions)
    assert [rank for _, rank, _ in order] == list(range(1, len(points) + 1))
    means = {each.panel: each.mean for each in ranking.order}
    common = {each.panel: each.mean for each in ranking.common_order} or means
    for at, (later, _, _) in enumerate(order):
        for earlier, _, _ in order[:at]:
            assert not (means[later] > means[earlier] and common[later] > common[earlier])


# 推荐


def test_the_first_is_recommended_for_the_one_place() -> None:
    ranking = ranked({"a": 80, "b": 90, "c": 85})
    assert check_recommendation(ranking, [], wish(B)) == wish(B)


def test_more_places_take_a_reason_and_the_first_in_order() -> None:
    ranking = ranked({"a": 80, "b": 90, "c": 85})
    with pytest.raises(RecommendationReasonError):
        check_recommendation(ranking, [], wish(C, B, places=2))
    found = check_recommendation(ranking, [], wish(C, B, places=2, note="增设一个"))
    assert found.panels == (B, C)


def test_nobody_may_be_recommended_with_a_reason() -> None:
    ranking = ranked({"a": 80, "b": 90})
    with pytest.raises(RecommendationReasonError):
        check_recommendation(ranking, [], wish())
    assert check_recommendation(ranking, [], wish(note="都不够成熟")).panels == ()


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (wish(C), NotTheFirstError),
        (wish(A), TieUndecidedError),
        (wish(A, B), PlacesRefusedError),
        (wish(D), ApplicantNotEligibleError),
        (wish("ZPQQQQQQQQ"), ApplicantUnknownError),
    ],
)
def test_a_recommendation_against_gate_order_or_tie_is_refused(
    wanted: Recommendation, error: type[RefusedError]
) -> None:
    ranking = ranked({"a": 90, "b": 90, "c": 80, "d": 95}, short=["d"])
    with pytest.raises(error):
        check_recommendation(ranking, [], wanted)


def test_a_tie_need_not_be_broken_where_all_of_it_is_recommended_or_none() -> None:
    both = ranked({"a": 90, "b": 90, "c": 80})
    assert check_recommendation(both, [], wish(A, B, places=2, note="并列")).panels == (A, B)
    below = ranked({"a": 80, "b": 80, "c": 90})
    assert check_recommendation(below, [], wish(C)).panels == (C,)


def test_differing_orders_wait_for_the_panel() -> None:
    ranking = ranked(CROSSED)
    with pytest.raises(OrderUndecidedError) as refused:
        check_recommendation(ranking, [], wish(B))
    assert refused.value.fields == {"platforms": "乙平台、甲平台"}
    assert check_recommendation(ranking, [decision(A, B)], wish(A)).panels == (A,)


def test_means_are_compared_exactly() -> None:
    ranking = ranked({"a": {"E1": 90, "E2": 90, "E3": 89}, "b": {"E1": 90, "E2": 90, "E3": 89}})
    assert ranking.order[0].mean == Fraction(269, 3) and contested(ranking)[0].kind == "tie"
