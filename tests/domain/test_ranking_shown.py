"""The order people read: ties in the order of the briefs, whatever the panels' names drawn by lot."""

from app.domain.ranking_facts import OrderDecided
from app.domain.ranking_order import contested, final_order
from app.domain.ranking_shown import by_brief, shown_groups, shown_order
from tests.rankings import DATE, RankingDesk, an_applicant, name_of

A, B, C, D = map(name_of, "abcd")
# Briefs in the order d, c, b, a: the names alone would say a, b, c, d.
NUMBERS = {"d": 1, "c": 2, "b": 3, "a": 4}


def a_desk(totals: dict[str, dict[str, int | str]]) -> RankingDesk:
    return RankingDesk([an_applicant(each, given, number=NUMBERS[each]) for each, given in totals.items()])


def alike(total: int) -> dict[str, int | str]:
    return dict.fromkeys(("E1", "E2", "E3"), total)


def test_a_tie_is_read_in_the_order_of_the_briefs_until_the_panel_decides() -> None:
    desk = a_desk({"a": alike(90), "b": alike(95), "c": alike(90), "d": alike(90)})
    assert [each.panel for each in final_order(desk.state.ranking, ())] == [B, A, C, D]
    assert [(each.panel, each.rank) for each in shown_order(desk.state)] == [(B, 1), (D, 2), (C, 2), (A, 2)]
    assert [each.panels for each in shown_groups(desk.state)] == [(D, C, A)]
    desk.act(OrderDecided([A, D, C], "一致同意", DATE))
    assert [(each.panel, each.rank) for each in shown_order(desk.state)] == [(B, 1), (A, 2), (D, 3), (C, 4)]


def test_orders_that_differ_are_still_read_by_the_mean() -> None:
    desk = a_desk({"d": {"E1": 90, "E2": 90, "E3": 84}, "a": {"E1": 88, "E2": 88, "E4": 100}})
    assert [each.kind for each in shown_groups(desk.state)] == ["differs"]
    assert [each.panels for each in shown_groups(desk.state)] == [(A, D)]
    assert [each.panel for each in shown_order(desk.state)] == [A, D]


def test_the_order_by_the_numbers_alone_ends_with_who_is_not_eligible() -> None:
    few = [an_applicant("a", gate=35, number=1), an_applicant("b", number=3), an_applicant("c", number=2)]
    ranking = RankingDesk(few).state.ranking
    assert [each.panel for each in by_brief(ranking, {A: 1, B: 3, C: 2})] == [C, B, A]


def test_the_paper_keeps_its_own_order_so_that_older_papers_still_come_out_the_same() -> None:
    desk = a_desk({"a": alike(90), "d": alike(90)})
    assert [each.panels for each in contested(desk.state.ranking)] == [(A, D)]
    final = desk.found.json["final"]
    assert isinstance(final, list)
    assert [each["panel"] for each in final if isinstance(each, dict)] == [A, D]
