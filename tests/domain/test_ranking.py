"""认定排序: an order by exact means; ties and differing orders are shown and left to the panel."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.domain.brief import Brief
from app.domain.ranking import Ranking, RankingRefusedError, rank
from app.domain.record import Findings
from app.domain.rule_sheet import RuleSheet
from tests.builders import Desk, Points, a_brief, a_desk, a_sheet, digest_of

LOW: Points = {"1.2.1.2": 5}
LOWER: Points = {"1.2.1.2": 4}
INELIGIBLE: Points = {"1.1.1.1": 0}


def brief_of(letter: str, **changes: object) -> Brief:
    brief = a_brief(1, 3)
    named = replace(brief.platform, name=f"平台{letter}")
    found = replace(brief, header=replace(brief.header, panel=digest_of(letter)[:32]), platform=named)
    return replace(found, **changes)  # type: ignore[arg-type]  # the names are the brief's own


def found_of(letter: str, *points: Points, **changes: object) -> Findings:
    return a_desk(brief_of(letter, **changes), points).found


def order_of(ranking: Ranking) -> list[tuple[str, int | None, bool]]:
    return [(each.platform, each.rank, each.tied) for each in ranking.order]


def test_the_highest_exact_mean_comes_first_and_is_recommended() -> None:
    found = [found_of("甲", LOWER), found_of("乙"), found_of("丙", LOW)]
    ranking = rank(found)
    assert order_of(ranking) == [("平台乙", 1, False), ("平台丙", 2, False), ("平台甲", 3, False)]
    assert ranking.recommended == found[1].panel.name
    assert (ranking.common_order, ranking.differs) == ((), False)


def test_a_tie_is_shown_and_never_broken() -> None:
    ranking = rank([found_of("甲", LOW), found_of("乙", LOW), found_of("丙", LOWER)])
    assert sorted(order_of(ranking)[:2]) == [("平台乙", 1, True), ("平台甲", 1, True)]
    assert order_of(ranking)[2] == ("平台丙", 3, False)
    assert ranking.recommended is None


def test_who_is_not_eligible_is_last_without_a_rank() -> None:
    ranking = rank([found_of("甲", *[INELIGIBLE] * 3), found_of("乙", *[{"1.2.1.2": 0, "1.2.1.1": 0}] * 3)])
    assert order_of(ranking) == [("平台乙", 1, False), ("平台甲", None, False)]
    nobody = rank([found_of("甲", *[INELIGIBLE] * 3), found_of("乙", *[INELIGIBLE] * 3)])
    assert nobody.recommended is None and [each.tied for each in nobody.order] == [False, False]


def with_sheets(
    letter: str, sheets: Sequence[tuple[str, Points | None]], *, keyed: Sequence[str] = ()
) -> Findings:
    """A panel in which `None` recuses the seat."""
    brief = brief_of(letter)
    desk = Desk(brief)
    for seat, points in sheets:
        if points is None:
            desk.receive(a_sheet(brief, seat, recused="利害关系"))
        else:
            desk.receive(a_sheet(brief, seat, points, origin="keyed" if seat in keyed else "expert"))
    return desk.found


def test_where_the_experts_differ_the_order_by_the_common_ones_is_shown_and_may_differ() -> None:
    one = with_sheets("甲", [("E1", LOW), ("E2", LOW), ("E3", {})])
    other = with_sheets("乙", [("E1", {"1.2.1.2": 6}), ("E2", {"1.2.1.2": 6}), ("E3", None)])
    ranking = rank([one, other])
    assert order_of(ranking)[0] == ("平台甲", 1, False)
    assert [each.platform for each in ranking.common_order] == ["平台乙", "平台甲"]
    assert ranking.differs and ranking.recommended is None


def test_a_common_order_that_agrees_leaves_the_recommendation() -> None:
    one = with_sheets("甲", [("E1", {}), ("E2", {}), ("E3", {})])
    other = with_sheets("乙", [("E1", LOW), ("E2", LOW), ("E3", None)])
    ranking = rank([one, other])
    assert len(ranking.common_order) == 2 and not ranking.differs
    assert ranking.recommended == one.panel.name


def test_experts_whose_paper_was_keyed_in_are_told_apart_by_name() -> None:
    one = with_sheets("甲", [("E1", {}), ("E2", {}), ("E3", LOWER)], keyed=("E2", "E3"))
    other = with_sheets("乙", [("E1", {}), ("E2", {}), ("E3", LOW)], keyed=("E2", "E3"))
    assert rank([one, other]).common_order == ()
    less = with_sheets("丙", [("E1", {}), ("E2", LOW), ("E3", None)], keyed=("E2",))
    common = rank([one, less]).common_order
    assert [(each.platform, str(each.mean)) for each in common] == [("平台甲", "100"), ("平台丙", "195/2")]


def test_without_a_common_expert_there_is_no_common_order() -> None:
    one = with_sheets("甲", [("E1", {}), ("E2", None), ("E3", None)])
    other = with_sheets("乙", [("E1", None), ("E2", LOW), ("E3", None)])
    assert rank([one, other]).common_order == ()


def line(found: Findings, platform: str, mean: str, place: int) -> dict[str, object]:
    return {
        "panel": found.panel.name, "platform": platform, "eligible": True, "mean_exact": mean, "rank": place,
        "tied": False,
    }  # fmt: skip


def test_a_ranking_is_told_as_the_contract_says() -> None:
    first, second = found_of("甲"), found_of("乙", LOW)
    assert rank([first, second]).to_json() == {
        "category": first.panel.brief.platform.category,
        "order": [line(first, "平台甲", "100", 1), line(second, "平台乙", "295/3", 2)],
        "common_order": [],
        "differs": False,
        "recommended": first.panel.name,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (lambda: a_desk(a_brief(2)).found, "rubric"),
        (lambda: found_of("乙", platform=replace(a_brief(1).platform, category="商标服务类")), "category"),
        (
            lambda: found_of("乙", header=replace(a_brief().header, rehearsal=True, panel="9" * 32)),
            "rehearsal",
        ),
        (lambda: found_of("乙", rules=RuleSheet()), "rules"),
        (lambda: found_of("乙", INELIGIBLE), "unfinished"),
        (lambda: Desk(brief_of("乙")).found, "unfinished"),
        (lambda: found_of("甲"), "number"),
    ],
)
def test_panels_that_do_not_belong_together_are_not_ranked(other: object, why: str) -> None:
    assert callable(other)
    with pytest.raises(RankingRefusedError) as refused:
        rank([found_of("甲"), other()])
    assert refused.value.fields["why"] == why


def test_one_panel_alone_is_no_ranking() -> None:
    for panels in ([], [found_of("甲")]):
        with pytest.raises(RankingRefusedError):
            rank(panels)
