"""One verdict, one sentence: every sentence of the trade, letter by letter."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.history import SeatPlaced
from app.domain.rubric import Rubric
from app.domain.rule_sheet import RuleSheet
from app.domain.verdict import brief_points, decide, shown, shown_against, verdict
from tests.builders import CONFIRMED, Desk, Points, a_brief, a_desk, a_sheet, name_of, points_for, rubric

STAFF = "2.1.3.1"


def rules(**changes: object) -> RuleSheet:
    return replace(RuleSheet(confirmed_by=CONFIRMED), **changes)  # type: ignore[arg-type]  # the rule sheet's own


def totals(*wanted: int, mandatory: int = 25) -> Desk:
    return a_desk(points=[points_for(each, mandatory=mandatory) for each in wanted])


def sentence(desk: Desk) -> str:
    found = desk.found
    assert verdict(desk.panel, found.result) == found.verdict
    return found.verdict.sentence


def test_passed() -> None:
    desk = totals(86, 88, 90, 84, 84)
    assert sentence(desk) == "考核合格：综合评分 86.40 分，平台基础条件 25/25 分。"
    assert desk.found.verdict.kind == "pass"


def test_failed_by_the_gate_whatever_the_total() -> None:
    desk = totals(90, 90, 90, 86, 85, mandatory=15)
    assert (
        sentence(desk)
        == "考核不合格：平台基础条件 15/25 分，未得满分（附件2注）。综合评分 88.20 分，不改变结论。"
    )
    assert desk.found.verdict.kind == "fail"


def test_failed_by_the_total() -> None:
    desk = totals(79, 79, 80, 80, 80)
    assert sentence(desk) == "考核不合格：综合评分 79.60 分，低于 80 分。平台基础条件 25/25 分。"
    assert desk.found.verdict.kind == "fail"


def test_failed_by_both() -> None:
    desk = totals(71, 71, 71, 71, 72, mandatory=15)
    assert sentence(desk) == "考核不合格：综合评分 71.20 分，低于 80 分；平台基础条件 15/25 分，未得满分。"


def test_eighty_is_enough_and_one_fifth_of_a_point_less_is_not() -> None:
    assert totals(80, 80, 80, 80, 80).found.verdict.kind == "pass"
    assert totals(80, 80, 80, 80, 79).found.verdict.kind == "fail"


def test_an_open_dispute_leaves_it_undetermined_even_where_the_total_alone_would_decide() -> None:
    desk = a_desk(points=[{STAFF: 0, **points_for(70)}, *[points_for(70)] * 4])
    assert sentence(desk) == "尚无结论：2.1.3.1 认定不一致，待合议。"
    assert desk.found.verdict.kind == "undetermined"


def test_satisfaction_still_to_come() -> None:
    desk = a_desk(supply="")
    assert sentence(desk) == "尚无结论：满意度待补录。"
    assert (desk.found.verdict.kind, desk.found.result.mean) == ("undetermined", None)


def test_equal_numbers_go_to_the_commissioning_side() -> None:
    brief = a_brief(experts=4)
    desk = a_desk(brief, [{STAFF: 0}, {STAFF: 0}]).determine()
    assert sentence(desk) == "未能形成结论：2.1.3.1 经合议为 2∶2，提请委托方决定。"
    assert desk.found.verdict.kind == "undetermined"


def test_equal_numbers_count_as_not_met_where_the_rule_says_so() -> None:
    brief = a_brief(experts=4, rules=rules(equal="not_met"))
    desk = a_desk(brief, [{STAFF: 0}, {STAFF: 0}]).determine()
    assert sentence(desk) == (
        "考核不合格：平台基础条件 15/25 分（其中 2.1.3.1 经合议认定，2∶2），未得满分（附件2注）。"
        "综合评分 95.00 分，不改变结论。"
    )


def test_eligible() -> None:
    low: Points = {"1.2.1.2": 2, "1.2.1.1": "0.5", "1.2.2.1": 2}
    desk = a_desk(a_brief(1), [low] * 5)
    assert desk.found.result.mean == Fraction("84.5")
    assert sentence(desk) == "具备认定资格：平台基础条件 50/50 分，综合评分 84.50 分。"
    assert desk.found.verdict.kind == "eligible"


def test_ineligible() -> None:
    desk = a_desk(a_brief(1), [{"1.1.3.1": 0}] * 5)
    assert sentence(desk) == "不具备认定资格：平台基础条件 45/50 分，未得满分（附件1注）。"
    assert desk.found.verdict.kind == "ineligible"


def test_ineligible_below_the_minimum_that_was_agreed() -> None:
    desk = a_desk(
        a_brief(1, rules=rules(minimum_total=Fraction(75))),
        [{"1.2.1.2": 0, "1.2.1.1": 0, "1.2.2.1": 0, "1.2.2.2": 0, "1.2.2.3": "0.5"}] * 5,
    )
    assert sentence(desk) == "不具备认定资格：综合评分 70.50 分，低于约定的 75 分。平台基础条件 50/50 分。"


def test_a_determination_is_told_with_its_votes() -> None:
    desk = a_desk(points=[{STAFF: 0}]).determine()
    assert (
        sentence(desk)
        == "考核合格：综合评分 98.00 分，平台基础条件 25/25 分（其中 2.1.3.1 经合议认定，4∶1）。"
    )


def test_two_determinations_are_told_one_after_the_other() -> None:
    desk = a_desk(points=[{STAFF: 0}, {"2.1.2.1": 0}, {"2.1.2.1": 0}]).determine()
    assert "（其中 2.1.2.1 经合议认定，3∶2；2.1.3.1 经合议认定，4∶1）" in sentence(desk)


def test_two_open_disputes_are_named_together() -> None:
    desk = a_desk(points=[{STAFF: 0}, {"2.1.2.1": 0}])
    assert sentence(desk) == "尚无结论：2.1.2.1、2.1.3.1 认定不一致，待合议。"
    assert sentence(desk.determine(STAFF)) == "尚无结论：2.1.2.1 认定不一致，待合议。"


def test_where_the_determined_award_in_every_sheet_would_decide_otherwise_the_sentence_says_so() -> None:
    low = {**points_for(80), STAFF: 0}
    desk = a_desk(points=[low, *[points_for(80)] * 4]).determine()
    assert sentence(desk) == (
        "考核不合格：综合评分 78.00 分，低于 80 分。平台基础条件 25/25 分（其中 2.1.3.1 经合议认定，4∶1）。"
        "如各份评分表都按合议认定计分，综合评分为 80.00 分，结论会不同；要改变的专家须自行更正评分表。"
    )


def test_where_determined_awards_enter_the_mean_they_decide() -> None:
    low = {**points_for(80), STAFF: 0}
    desk = a_desk(a_brief(rules=rules(determined_in_mean=True)), [low, *[points_for(80)] * 4]).determine()
    assert sentence(desk) == (
        "考核合格：综合评分 80.00 分，平台基础条件 25/25 分（其中 2.1.3.1 经合议认定，4∶1）。"
    )


def test_under_the_strict_gate_one_expert_is_enough_and_nothing_is_determined() -> None:
    desk = a_desk(a_brief(rules=rules(gate="strict")), [{STAFF: 0}])
    told = "考核不合格：平台基础条件 15/25 分，未得满分（附件2注）。综合评分 98.00 分，不改变结论。"
    assert sentence(desk) == told
    assert sentence(desk.determine(STAFF)) == told


def test_while_places_are_awaited_the_sentence_names_them_and_why() -> None:
    brief = a_brief(experts=4, open_seats=("E2",))
    desk = Desk(brief).receive(
        a_sheet(brief, "E1"), a_sheet(brief, "E2"), a_sheet(brief, "E3"), a_sheet(brief, "E3", points_for(84))
    )
    two, three, four = (name_of(seat) for seat in ("E2", "E3", "E4"))
    assert sentence(desk) == (
        f"尚无结论：还差{two}（待核对校验码）、{three}（两份不一致，待确认）、{four}（未交）。"
    )


def test_without_a_single_counted_sheet_there_is_no_verdict() -> None:
    desk = Desk(a_brief(experts=2)).act(
        SeatPlaced("E1", "absent", "没来"), SeatPlaced("E2", "absent", "没来")
    )
    assert sentence(desk) == "尚无结论：没有有效评分表。"


def table(annex: int, mandatory: int) -> Rubric:
    """A table of the plan with the first `mandatory` sections mandatory."""
    found = rubric(annex)
    sections = tuple(replace(each, mandatory=at < mandatory) for at, each in enumerate(found.sections))
    return replace(found, sections=sections)


def test_a_table_without_a_mandatory_section_has_a_verdict_by_the_total_alone() -> None:
    bare = a_brief(rubric=table(2, 0))
    assert sentence(a_desk(bare)) == "考核合格：综合评分 100.00 分。"
    assert sentence(a_desk(bare, [points_for(79)] * 5)) == "考核不合格：综合评分 79.00 分，低于 80 分。"
    eligible = a_brief(1, rubric=table(1, 0), rules=rules(minimum_total=Fraction(90)))
    assert sentence(a_desk(eligible)) == "具备认定资格：综合评分 100.00 分。"
    assert (
        sentence(a_desk(eligible, [{"1.1.1.1": 0}] * 5))
        == "不具备认定资格：综合评分 85.00 分，低于约定的 90 分。"
    )


def test_two_mandatory_sections_are_both_named() -> None:
    found = table(2, 2)
    names = "、".join(each.name for each in found.sections[:2])
    assert f"，{names} 75/75 分。" in sentence(a_desk(a_brief(rubric=found)))


def test_a_judgement_in_a_mandatory_section_is_discussed_like_a_fact() -> None:
    # No table of the plan has one; another plan's may.
    desk = a_desk(a_brief(1, rubric=table(1, 2)), [{"1.2.1.1": "4.5"}])
    assert sentence(desk) == "尚无结论：1.2.1.1 认定不一致，待合议。"
    assert desk.determine("1.2.1.1").found.verdict.kind == "eligible"


# Numbers in sentences.


@given(st.fractions(0, 100, max_denominator=10_000))
def test_two_decimals_are_rounded_half_up(value: Fraction) -> None:
    told = Fraction(shown(value))
    assert abs(told - value) <= Fraction(1, 200)
    assert told - value != Fraction(-1, 200)


def test_a_half_goes_up() -> None:
    assert [shown(Fraction(each)) for each in ("79.995", "0.005", "2.675", "80")] == [
        "80.00",
        "0.01",
        "2.68",
        "80.00",
    ]
    assert shown(Fraction(5, 2), 0) == "3"


@given(st.data())
def test_a_number_is_never_shown_on_the_wrong_side_of_the_line(data: st.DataObject) -> None:
    limit = Fraction(data.draw(st.integers(0, 10**8)), 10**6)
    near = limit + Fraction(data.draw(st.integers(-50, 50)), data.draw(st.integers(1, 10**7)))
    value = max(Fraction(0), data.draw(st.sampled_from([limit, near, data.draw(st.fractions(0, 100))])))
    told = Fraction(shown_against(value, limit))
    assert (told < limit) == (value < limit)


def test_more_digits_only_where_two_do_not_tell() -> None:
    assert shown_against(Fraction("79.996"), Fraction(80)) == "79.996"
    assert shown_against(Fraction(239, 3), Fraction(80)) == "79.67"
    assert shown_against(Fraction("79.996"), None) == "80.00"


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=19),
    st.sampled_from([Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1)]),
)
def test_rounding_never_carries_a_mean_across_eighty(units: list[int], step: Fraction) -> None:
    """domain.md: steps of 0.1 or more and fewer than 20 experts."""
    mean = sum((min(unit * step, Fraction(100)) for unit in units), Fraction(0)) / len(units)
    assert (Fraction(shown(mean)) >= 80) == (mean >= 80)


@given(st.integers(1, 19), st.integers(1, 30))
def test_nor_does_it_at_the_very_edge(experts: int, tenths: int) -> None:
    mean = (800 * experts - tenths) / Fraction(10 * experts)
    assert Fraction(shown(mean)) < 80


def test_points_in_words_have_no_needless_decimals() -> None:
    assert [brief_points(Fraction(each)) for each in ("25", "17.5", "0", "0.25")] == [
        "25",
        "17.5",
        "0",
        "0.25",
    ]
    assert brief_points(Fraction(50, 3)) == "16.67"
    assert brief_points(Fraction(10)) == "10"


def test_the_gate_decides_first_then_the_exact_mean() -> None:
    almost = Fraction(80) - Fraction(1, 10**9)
    assert decide(None, Fraction(100), Fraction(80)) is None
    assert decide(True, almost, Fraction(80)) is False
    assert decide(True, Fraction(80), Fraction(80)) is True
    assert decide(False, Fraction(100), None) is False
    assert decide(True, Fraction(0), None) is True


@pytest.mark.parametrize("annex", range(2, 9))
def test_every_annual_annex_has_its_sentences(annex: int) -> None:
    table_ = rubric(annex)
    first = table_.criteria[0]
    desk = a_desk(a_brief(annex), [{first.id: 0}] * 5)
    assert f"未得满分（附件{annex}注）。综合评分 90.00 分，不改变结论。" in sentence(desk)
