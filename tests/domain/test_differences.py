"""差在哪里: one sentence a fact, nobody named, for every kind of rule."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain.brief import KnownFact
from app.domain.differences import (
    cell_words,
    determined_words,
    evidence_words,
    explained,
    finding_words,
    opinion_line,
    opposition,
    splits,
)
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Assessment,
    Finding,
    RangeFinding,
    TiersFinding,
    write_finding,
)
from app.domain.history import FactCorrected
from app.domain.panel import Panel
from app.domain.rubric import Criterion, CriterionId
from app.domain.rule_sheet import RuleSheet
from app.domain.signed_sheet import SignedSheet
from tests.builders import CONFIRMED, Desk, a_brief, a_sheet, name_of, rubric

STAFF, INSIDE, TRAINING, NET = "2.1.3.1", "2.2.1.1", "2.2.4.1", "2.2.2.2"
HIGHLIGHTS, MEDIA, SURVEY = "2.3.1.1", "2.4.1.1", "2.5.1.1"
F = Fraction


def rules(**changes: object) -> RuleSheet:
    return replace(RuleSheet(confirmed_by=CONFIRMED), **changes)  # type: ignore[arg-type]  # the rule sheet's own


def all_of(*answers: object) -> AllOfFinding:
    """Whole numbers become exact ones; True and False stay."""
    told = [F(each) if type(each) is int else each for each in answers]
    return AllOfFinding(tuple(told))  # type: ignore[arg-type]  # answers as the test writes them


def panel_of(
    criterion: str,
    findings: Sequence[Finding],
    evidence: Mapping[int, tuple[str, ...]] | None = None,
    *,
    annex: int = 2,
    with_rules: RuleSheet | None = None,
    survey: bool = True,
) -> Desk:
    """A panel whose experts found these on one criterion, and all else in full."""
    brief = a_brief(annex, len(findings), rules=with_rules)
    sheets: list[SignedSheet] = []
    for at, finding in enumerate(findings):
        made = a_sheet(brief, brief.seats[at].id)
        own = Assessment(finding, "经查，依据在此。", (evidence or {}).get(at, ()))
        sheets.append(replace(made, assessments={**made.assessments, CriterionId(criterion): own}))
    desk = Desk(brief).receive(*sheets)
    return desk.supply() if annex == 2 and survey else desk


def asked(desk: Desk, criterion: str) -> tuple[Panel, Criterion]:
    return desk.panel, desk.brief.rubric.criterion(criterion)


def test_a_count_on_both_sides_of_the_line() -> None:
    desk = panel_of(INSIDE, [all_of(True, 23)] * 4 + [all_of(True, 19)], {4: ("佐证 7",)})
    assert explained(*asked(desk, INSIDE)) == ("入驻机构：4 人数到 23 家，1 人数到 19 家，门槛 20 家。",)
    assert opposition(*asked(desk, INSIDE)) == (
        "2.2.1.1 认定不一致：4 人认定符合（23 家），1 人认定不符合（19 家）。请对照佐证 7 合议。"
    )
    assert list(cell_words(*asked(desk, INSIDE)).values()) == ["23 家"] * 4 + ["19 家"]


def test_the_most_come_first_and_of_equal_numbers_the_greater() -> None:
    desk = panel_of(INSIDE, [all_of(True, each) for each in (19, 25, 21, 18, 21)])
    assert explained(*asked(desk, INSIDE)) == (
        "入驻机构：2 人数到 21 家，1 人数到 25 家，1 人数到 19 家，1 人数到 18 家，门槛 20 家。",
    )


def test_a_judged_condition_and_a_count_are_two_sentences() -> None:
    desk = panel_of(STAFF, [all_of(6, True), all_of(4, False), all_of(6, True)])
    assert [each.sentence for each in splits(*asked(desk, STAFF))] == [
        "专职从业人数：2 人数到 6 人，1 人数到 4 人，门槛 5 人。",
        "平台负责人具备所属领域专业技术职称或丰富的所属平台类别相关从业经验：2 人认定符合，1 人认定不符合。",
    ]
    assert list(cell_words(*asked(desk, STAFF)).values()) == ["6 人", "4 人、不符合", "6 人"]
    assert "请对照材料合议。" in opposition(*asked(desk, STAFF))


def test_an_amount_is_not_counted() -> None:
    desk = panel_of("2.2.5.2", [all_of(F("2.5"), True), all_of(F("1.5"), True), all_of(2, True)])
    assert explained(*asked(desk, "2.2.5.2")) == (
        "促成质押融资交易额：1 人认定 2.5 亿元，1 人认定 2 亿元，1 人认定 1.5 亿元，门槛 2 亿元。",
    )


def test_missing_months_are_named() -> None:
    months = (F(1),) * 12
    short = (*months[:9], F(0), *months[10:])
    desk = panel_of(TRAINING, [all_of(True, months), all_of(True, short), all_of(True, months)])
    assert explained(*asked(desk, TRAINING)) == (
        "每月主题活动或培训：2 人认定各期齐全，1 人认定缺 2026年3月8日起。",
    )
    assert list(cell_words(*asked(desk, TRAINING)).values()) == ["各期齐全", "缺 1 期", "各期齐全"]


def test_several_judged_conditions_are_counted_in_a_cell() -> None:
    months, none = (F(1),) * 12, (F(0),) * 12
    found = [
        all_of(True, True, True, months),
        all_of(False, False, True, none),
        all_of(True, False, True, months),
    ]
    desk = panel_of(NET, found)
    assert list(cell_words(*asked(desk, NET)).values()) == ["符合", "3 处不符合", "不符合"]
    assert "（3 处不符合）" in opposition(*asked(desk, NET))


def test_where_nobody_differs_a_cell_tells_the_measure_or_whether_all_holds() -> None:
    table = rubric(2)
    assert finding_words(table.criterion(STAFF), all_of(6, False)) == "6 人"
    assert finding_words(table.criterion("2.1.1.1"), all_of(True, True)) == "符合"
    assert finding_words(table.criterion("2.1.1.1"), all_of(True, False)) == "不符合"
    assert finding_words(table.criterion(SURVEY), TiersFinding(None, pending=True)) == "待补录"
    assert finding_words(table.criterion(SURVEY), TiersFinding(F("89.96"))) == "89.96%"
    assert finding_words(rubric(1).criterion("1.2.1.2"), RangeFinding(F("6.5"))) == "6.5 分"


def test_a_measure_that_picks_the_points_tells_the_tiers_between() -> None:
    desk = panel_of(HIGHLIGHTS, [TiersFinding(F(3)), TiersFinding(F(1)), TiersFinding(F(3))])
    assert explained(*asked(desk, HIGHLIGHTS)) == (
        "亮点服务工作：2 人数到 3 项，1 人数到 1 项，分档 3 项、2 项。",
    )
    assert opposition(*asked(desk, HIGHLIGHTS)) == (
        "2.3.1.1 得分不一致：2 人得 5 分（3 项），1 人得 1 分（1 项）。请对照材料合议。"
    )
    same = panel_of(HIGHLIGHTS, [TiersFinding(F(3)), TiersFinding(F(4)), TiersFinding(F(3))])
    assert explained(*asked(same, HIGHLIGHTS)) == ("亮点服务工作：2 人数到 3 项，1 人数到 4 项。",)
    assert explained(*asked(panel_of(HIGHLIGHTS, [TiersFinding(F(3))] * 3), HIGHLIGHTS)) == ()


def test_a_rate_is_not_counted() -> None:
    brief = a_brief(2, 3, rules=rules(survey="experts"))
    sheets = [a_sheet(brief, seat.id) for seat in brief.seats]
    found = [TiersFinding(F(each)) for each in (92, 85, 92)]
    told = [
        replace(sheet, assessments={**sheet.assessments, CriterionId(SURVEY): Assessment(each)})
        for sheet, each in zip(sheets, found, strict=True)
    ]
    desk = Desk(brief).receive(*told)
    assert explained(*asked(desk, SURVEY)) == ("满意度：2 人认定 92%，1 人认定 85%，分档 90%。",)


def test_what_adds_up_tells_each_kind_on_which_counts_differ() -> None:
    counts = [
        AccumulateFinding((F(3), F(1))),
        AccumulateFinding((F(3), F(4))),
        AccumulateFinding((F(3), F(1))),
    ]
    desk = panel_of(MEDIA, counts)
    assert explained(*asked(desk, MEDIA)) == ("省级或其他全国性媒体通稿：2 人数到 1 次，1 人数到 4 次。",)
    assert list(cell_words(*asked(desk, MEDIA)).values()) == ["3＋1 次", "3＋4 次", "3＋1 次"]


def test_judged_points_are_no_fact() -> None:
    desk = panel_of("1.2.1.2", [RangeFinding(F(each)) for each in (8, 8, 4)], annex=1)
    assert splits(*asked(desk, "1.2.1.2")) == () == explained(*asked(desk, "1.2.1.2"))


def test_the_same_facts_with_other_points_are_told_as_such() -> None:
    table = rules(partial_awards=True)
    none, part = all_of(False, True), AllOfFinding((False, True), F(5), "场地在建")
    desk = panel_of("2.1.1.1", [none, part, none], with_rules=table)
    assert explained(*asked(desk, "2.1.1.1")) == ("各项条件认定一致，只是得分不同。",)
    assert opposition(*asked(desk, "2.1.1.1")).startswith("2.1.1.1 认定不一致：3 人认定不符合。")


def test_evidence_is_listed_once_the_known_first() -> None:
    known = KnownFact(all_of(True, F(23)), "7")
    brief = a_brief(2, 3, facts={INSIDE: known})
    sheets = [a_sheet(brief, seat.id) for seat in brief.seats]
    own = Assessment(all_of(True, F(19)), "经查。", ("佐证 9", "佐证7"), fact="corrected")
    sheets[1] = replace(sheets[1], assessments={**sheets[1].assessments, CriterionId(INSIDE): own})
    desk = Desk(brief).receive(*sheets).supply()
    correction = FactCorrected(INSIDE, write_finding(all_of(True, F(22))), "佐证 8", "名册有误。")
    desk.act(correction)
    assert evidence_words(desk.panel, CriterionId(INSIDE)) == "佐证 7、8、9"
    assert evidence_words(desk.panel, CriterionId(SURVEY)) == "佐证 第三方报告"
    assert evidence_words(desk.panel, CriterionId(STAFF)) == ""
    assert "请对照佐证 7、8、9 合议。" in opposition(*asked(desk, INSIDE))


def test_no_sentence_names_an_expert() -> None:
    desk = panel_of(STAFF, [all_of(6, True), all_of(4, False), all_of(6, True)]).determine(STAFF)
    told = "".join(
        [opposition(*asked(desk, STAFF)), *explained(*asked(desk, STAFF)), opinion_line(*asked(desk, STAFF))]
    )
    assert not [seat for seat in desk.brief.seats if seat.name in told or name_of(seat.id) in told]


@pytest.mark.parametrize(
    ("criterion", "staff", "changed", "told"),
    [
        (STAFF, (6, 6, 6, 6, 4), {},
         "合议认定：符合（4∶1），不同意见 1 条已保留。只认定基础条件，不改任何人的评分。"),
        (STAFF, (6, 4, 4), {},
         "合议认定：不符合（1∶2），不同意见 1 条已保留。只认定基础条件，不改任何人的评分。"),
        (STAFF, (6, 6, 4, 4), {}, "2∶2，未过半数，未能认定。"),
        (STAFF, (6, 6, 4, 4), {"equal": "not_met"}, "2∶2，未过半数，按约定认定为不符合。"),
        (STAFF, (6, 6, 4), {"determined_in_mean": True},
         "合议认定：符合（2∶1），不同意见 1 条已保留。按约定计入平均。"),
        (STAFF, (6, 6, 4), {"gate": "strict"}, "已登记合议（2∶1）。不改任何人的评分。"),
    ],
)  # fmt: skip
def test_what_a_discussion_came_to(
    criterion: str, staff: Sequence[int], changed: Mapping[str, object], told: str
) -> None:
    desk = panel_of(criterion, [all_of(each, True) for each in staff], with_rules=rules(**changed))
    assert determined_words(*asked(desk, criterion)) == ""
    desk.determine(criterion)
    assert determined_words(*asked(desk, criterion)) == told


def test_where_all_fall_short_by_different_points_there_is_no_dissent() -> None:
    none, part = all_of(False, True), AllOfFinding((False, True), F(5), "场地在建")
    desk = panel_of("2.1.1.1", [none, part, none], with_rules=rules(partial_awards=True)).determine("2.1.1.1")
    assert determined_words(*asked(desk, "2.1.1.1")) == (
        "合议认定：不符合（0∶3）。只认定基础条件，不改任何人的评分。"
    )


def test_a_discussion_of_what_only_costs_points_changes_nothing() -> None:
    desk = panel_of(HIGHLIGHTS, [TiersFinding(F(3)), TiersFinding(F(1)), TiersFinding(F(3))])
    assert determined_words(*asked(desk.determine(HIGHLIGHTS), HIGHLIGHTS)) == (
        "已登记合议（2∶1）。不改任何人的评分。"
    )


def test_a_paragraph_for_the_opinion_tells_what_was_looked_at_and_what_came_of_it() -> None:
    found = [all_of(6, True)] * 4 + [all_of(4, True)]
    desk = panel_of(STAFF, found, {0: ("佐证5",)}).determine(STAFF)
    assert opinion_line(*asked(desk, STAFF)) == (
        "2.1.3.1 认定不一致：4 人认定符合（6 人），1 人认定不符合（4 人）。"
        "专职从业人数：4 人数到 6 人，1 人数到 4 人，门槛 5 人。已对照佐证 5。"
        "合议认定：符合（4∶1），不同意见 1 条已保留。只认定基础条件，不改任何人的评分。"
    )
    plain = panel_of(STAFF, found)
    assert opinion_line(*asked(plain, STAFF)).endswith("门槛 5 人。")
