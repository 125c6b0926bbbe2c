"""What findings are worth: exact, monotone, capped, and never 0 for a blank."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.findings import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Finding,
    RangeFinding,
    TiersFinding,
    empty_finding,
)
from app.domain.rubric import (
    Accumulate,
    AllOf,
    Check,
    Criterion,
    CriterionId,
    Item,
    Measure,
    Periods,
    Range,
    Rubric,
    Rule,
    Tier,
    Tiers,
    UnknownCriterionError,
)
from app.domain.rules import award, drafted_remark, score
from app.store.rubric_files import load

TEN = Fraction(10)
CHECK = Check("有固定的办公场地")
MEASURE = Measure("入驻机构", Fraction(20), "家", True)
GRID = Periods("每月主题活动或培训", 12, Fraction(1))
MONTHS = tuple(f"2026年{month}月" for month in range(1, 13))
RUBRICS = load(Path(__file__).parents[2] / "rubrics")


def criterion(rule: Rule, points: Fraction = TEN) -> Criterion:
    return Criterion(CriterionId("2.2.1.1"), "得10分", points, rule)


def numbers(*values: int | None) -> tuple[Fraction | None, ...]:
    return tuple(None if value is None else Fraction(value) for value in values)


ALL_OF = criterion(AllOf((CHECK, MEASURE)))
MONTHLY = criterion(AllOf((GRID,)))
RANGE = criterion(Range(Fraction(5), Fraction(1, 2)), Fraction(5))
SURVEY = criterion(
    Tiers(
        "满意度", "%", Fraction(100),
        (Tier(Fraction(90), TEN), Tier(Fraction(80), Fraction(8)), Tier(Fraction(70), Fraction(6))),
        Fraction(0), True,
    )
)  # fmt: skip
LIGHTS = criterion(
    Tiers(
        "亮点服务工作",
        "项",
        None,
        (Tier(Fraction(3), TEN), Tier(Fraction(1), Fraction(1))),
        Fraction(0),
        False,
    )
)
MEDIA = criterion(
    Accumulate((Item("国家级媒体通稿", "次", Fraction(2)), Item("省级媒体通稿", "次", Fraction(1))), TEN)
)
EVERY_KIND = [ALL_OF, MONTHLY, RANGE, SURVEY, LIGHTS, MEDIA]


# ---- all_of -------------------------------------------------------------------------------------------


HAS_PLACE, NO_PLACE, BLANK_PLACE = (
    "有固定的办公场地：符合 ✓",
    "不符合：有固定的办公场地",
    "未判断：有固定的办公场地",
)
SHORT = "入驻机构 19 家，少于 20 家"


@pytest.mark.parametrize(
    ("conditions", "points", "state", "full", "unjudged", "unmet", "why"),
    [
        ((True, Fraction(23)), 10, "judged", True, 0, (), (HAS_PLACE, "入驻机构 23 家 ≥ 20 家 ✓")),
        ((True, Fraction(20)), 10, "judged", True, 0, (), (HAS_PLACE, "入驻机构 20 家 ≥ 20 家 ✓")),
        ((True, Fraction(19)), 0, "judged", False, 0, (1,), (HAS_PLACE, SHORT)),
        ((False, Fraction(19)), 0, "judged", False, 0, (0, 1), (NO_PLACE, SHORT)),
        ((None, Fraction(19)), None, "missing", None, 1, (1,), (BLANK_PLACE, SHORT)),
        ((None, None), None, "missing", None, 2, (), (BLANK_PLACE, "未判断：入驻机构")),
    ],
)
def test_full_points_only_where_every_condition_holds(
    conditions: tuple[Answer, ...],
    points: int | None,
    state: str,
    full: bool | None,
    unjudged: int,
    unmet: tuple[int, ...],
    why: tuple[str, ...],
) -> None:
    given = award(ALL_OF, AllOfFinding(conditions))
    assert (given.points, given.state, given.full) == (points, state, full)
    assert (given.unjudged, given.unmet, given.why) == (unjudged, unmet, why)


@pytest.mark.parametrize(
    ("counts", "labels", "why"),
    [
        ((1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1), MONTHS, "每月主题活动或培训：缺 2026年3月"),
        ((1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1), MONTHS, "每月主题活动或培训：缺 2026年3月、2026年6月"),
        (
            (1, 1, 0, 1, 1, None, 1, 1, 1, 1, 1, 1),
            MONTHS,
            "每月主题活动或培训：缺 2026年3月；2026年6月未判断",
        ),
        ((None,) * 12, MONTHS, "每月主题活动或培训：未判断"),
        ((2,) * 12, MONTHS, "每月主题活动或培训：12 个月齐全 ✓"),
        ((1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1), None, "每月主题活动或培训：缺 第3个月"),
    ],
)
def test_a_missing_month_is_named(
    counts: Sequence[int | None], labels: Sequence[str] | None, why: str
) -> None:
    named = None if labels is None else {12: labels}
    given = award(MONTHLY, AllOfFinding((numbers(*counts),)), period_labels=named)
    assert given.why == (why,)
    assert given.state == ("missing" if None in counts else "judged")
    assert given.points == (None if None in counts else 0 if 0 in counts else 10)


def test_quarters_have_names_too() -> None:
    quarterly = criterion(AllOf((Periods("每季度宣讲", 4, Fraction(1)),)))
    assert award(quarterly, AllOfFinding((numbers(1, 1, 1, 0),))).why == ("每季度宣讲：缺 第四季度",)
    assert award(quarterly, None).why == ("未判断：每季度宣讲",)


def test_a_partial_award_stands_only_where_all_is_judged_and_not_all_holds() -> None:
    some = AllOfFinding((True, Fraction(19)), Fraction(7, 2), "差一家")
    given = award(ALL_OF, some)
    assert (given.points, given.full, given.unmet) == (Fraction(7, 2), False, (1,))
    assert given.why[-1] == "部分得分 3.5 分：差一家"
    blank = award(ALL_OF, AllOfFinding((None, Fraction(19)), Fraction(7, 2), "差一家"))
    assert (blank.points, blank.state) == (None, "missing")
    met = award(ALL_OF, AllOfFinding((True, Fraction(20)), Fraction(7, 2), "差一家"))
    assert (met.points, met.full) == (TEN, True)


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=8))
def test_all_of_is_full_or_nothing_and_a_blank_is_neither(answers: list[bool | None]) -> None:
    rated = criterion(AllOf(tuple(Check(f"条件{at}") for at in range(len(answers)))))
    given = award(rated, AllOfFinding(tuple(answers)))
    if None in answers:
        assert (given.points, given.state, given.full) == (None, "missing", None)
    else:
        assert given.points == (10 if all(answers) else 0)
        assert given.full is all(answers)
    assert given.unjudged == answers.count(None)
    assert given.unmet == tuple(at for at, answer in enumerate(answers) if answer is False)
    assert len(given.why) == len(answers)


# ---- range, tiers, accumulate -------------------------------------------------------------------------


@given(st.integers(0, 10))
def test_a_range_awards_what_was_judged(half_points: int) -> None:
    points = Fraction(half_points, 2)
    given = award(RANGE, RangeFinding(points))
    assert (given.points, given.full, given.unjudged) == (points, half_points == 10, 0)


@pytest.mark.parametrize(
    ("value", "points", "why"),
    [
        ("100", 10, "满意度 100% ≥ 90%，得 10 分"),
        ("90", 10, "满意度 90% ≥ 90%，得 10 分"),
        ("89.9999", 8, "满意度 89.9999% ≥ 80%，得 8 分"),
        ("89.96", 8, "满意度 89.96% ≥ 80%，得 8 分"),
        ("70", 6, "满意度 70% ≥ 70%，得 6 分"),
        ("69.99", 0, "满意度 69.99%，低于 70%，得 0 分"),
        ("0", 0, "满意度 0%，低于 70%，得 0 分"),
    ],
)
def test_tiers_compare_unrounded(value: str, points: int, why: str) -> None:
    given = award(SURVEY, TiersFinding(Fraction(value)))
    assert given.points == points
    assert (given.why, given.full) == ((why,), points == 10)


def test_pending_is_neither_judged_nor_missing() -> None:
    given = award(SURVEY, TiersFinding(None, pending=True))
    assert (given.points, given.state, given.full, given.unjudged) == (None, "pending", None, 0)
    assert given.why == ("满意度待补录",)


def test_counted_things_fall_short_by_number() -> None:
    assert award(LIGHTS, TiersFinding(Fraction(0))).why == ("亮点服务工作 0 项，少于 1 项，得 0 分",)


tier_tables = st.lists(
    st.tuples(st.integers(1, 1000), st.integers(1, 1000)),
    min_size=1,
    max_size=6,
    unique_by=(lambda t: t[0], lambda t: t[1]),
).map(
    lambda pairs: [
        Tier(Fraction(least), Fraction(points))
        for least, points in zip(
            sorted((least for least, _ in pairs), reverse=True),
            sorted((points for _, points in pairs), reverse=True),
            strict=True,
        )
    ]
)
values = st.integers(0, 1_100_0000).map(lambda number: Fraction(number, 10_000))


@given(tier_tables, values, values)
def test_tiers_agree_with_a_naive_reading_and_never_fall(
    tiers: list[Tier], one: Fraction, other: Fraction
) -> None:
    rated = criterion(Tiers("值", "次", None, tuple(tiers), Fraction(0), False), tiers[0].points)

    def naive(value: Fraction) -> Fraction:
        return max([tier.points for tier in tiers if value >= tier.at_least], default=Fraction(0))

    low, high = (award(rated, TiersFinding(value)).points for value in sorted((one, other)))
    assert (low, high) == (naive(min(one, other)), naive(max(one, other)))
    assert low is not None and high is not None and low <= high


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_counts_add_up_to_the_cap_and_no_further(national: int, provincial: int) -> None:
    given = award(MEDIA, AccumulateFinding(numbers(national, provincial)))
    assert given.points == min(10, 2 * national + provincial)
    assert given.full is (2 * national + provincial >= 10)
    more = award(MEDIA, AccumulateFinding(numbers(national, provincial + 1)))
    assert more.points is not None and more.points >= given.points


def test_what_goes_over_the_cap_is_said() -> None:
    assert award(MEDIA, AccumulateFinding(numbers(3, 5))).why == (
        "国家级媒体通稿 3 次 × 2 分 ＝ 6 分",
        "省级媒体通稿 5 次 × 1 分 ＝ 5 分",
        "合计 11 分，累计不超过 10 分",
    )
    assert len(award(MEDIA, AccumulateFinding(numbers(3, 4))).why) == 2


def test_one_blank_count_keeps_the_whole_unjudged() -> None:
    given = award(MEDIA, AccumulateFinding(numbers(9, None)))
    assert (given.points, given.state, given.unjudged) == (None, "missing", 1)
    assert given.why[1] == "未判断：省级媒体通稿"


# ---- all kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rated", EVERY_KIND)
def test_a_blank_is_never_zero(rated: Criterion) -> None:
    for finding in (None, empty_finding(rated.rule)):
        given = award(rated, finding)
        assert (given.points, given.state, given.full) == (None, "missing", None)
        assert given.unjudged >= 1 and given.unmet == ()
        assert all("未" in line for line in given.why)
        assert drafted_remark(rated, given, ["7"]) == ""


@pytest.mark.parametrize("rated", EVERY_KIND)
def test_a_finding_of_another_kind_is_our_bug(rated: Criterion) -> None:
    wrong: Finding = TiersFinding(Fraction(1)) if rated is RANGE else RangeFinding(Fraction(1))
    with pytest.raises(TypeError):
        award(rated, wrong)


def test_a_finding_of_another_length_is_our_bug() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        award(ALL_OF, AllOfFinding((True,)))


# ---- the remark that writes itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rated", "finding", "evidence", "remark"),
    [
        (ALL_OF, AllOfFinding((True, Fraction(19))), ["7"], "经查佐证 7，入驻机构 19 家，少于 20 家。"),
        (ALL_OF, AllOfFinding((False, Fraction(19))), ["7", "佐证 8"],
         "经查佐证 7、8，不符合：有固定的办公场地；入驻机构 19 家，少于 20 家。"),
        (ALL_OF, AllOfFinding((True, Fraction(20))), [], "经查，各项条件均符合。"),
        (ALL_OF, AllOfFinding((True, Fraction(19)), Fraction(3), "差一家"), ["7"],
         "经查佐证 7，入驻机构 19 家，少于 20 家；部分得分 3 分：差一家。"),
        (SURVEY, TiersFinding(Fraction("89.96")), ["3"], "经查佐证 3，满意度 89.96% ≥ 80%，得 8 分。"),
        (SURVEY, TiersFinding(None, pending=True), ["3"], ""),
        (MEDIA, AccumulateFinding(numbers(1, 0)), [],
         "经查，国家级媒体通稿 1 次 × 2 分 ＝ 2 分；省级媒体通稿 0 次 × 1 分 ＝ 0 分。"),
    ],
)  # fmt: skip
def test_a_remark_is_drafted_from_the_finding(
    rated: Criterion, finding: Finding, evidence: list[str], remark: str
) -> None:
    assert drafted_remark(rated, award(rated, finding), evidence) == remark


def test_a_drafted_remark_fits_the_field() -> None:
    remark = drafted_remark(ALL_OF, award(ALL_OF, AllOfFinding((True, Fraction(19)))), ["照" * 60] * 20)
    assert len(remark) == 500 and remark.endswith("…")


# ---- a whole sheet ------------------------------------------------------------------------------------


def full_finding(rule: Rule) -> Finding:
    """A finding that earns every point."""
    if isinstance(rule, Range):
        return RangeFinding(rule.maximum)
    if isinstance(rule, Tiers):
        return TiersFinding(rule.tiers[0].at_least)
    if isinstance(rule, Accumulate):
        return AccumulateFinding(tuple(Fraction(1000) for _ in rule.items))
    answers: list[Answer] = []
    for condition in rule.conditions:
        if isinstance(condition, Periods):
            answers.append((condition.each,) * condition.periods)
        else:
            answers.append(condition.at_least if isinstance(condition, Measure) else True)
    return AllOfFinding(tuple(answers))


@pytest.mark.parametrize("rubric", RUBRICS, ids=[rubric.id for rubric in RUBRICS])
def test_every_shipped_table_can_be_filled_to_its_full_total(rubric: Rubric) -> None:
    scored = score(rubric, {each.id: full_finding(each.rule) for each in rubric.criteria})
    assert (scored.total, scored.mandatory) == (rubric.total, rubric.mandatory_points)
    assert scored.complete
    assert (scored.missing, scored.pending) == ((), ())


@pytest.mark.parametrize("rubric", RUBRICS, ids=[rubric.id for rubric in RUBRICS])
def test_an_empty_sheet_misses_everything_and_awards_nothing(rubric: Rubric) -> None:
    scored = score(rubric, {})
    assert scored.awards == {} and not scored.complete
    assert scored.missing == tuple(each.id for each in rubric.criteria)


def test_pending_adds_nothing_and_is_listed() -> None:
    rubric = next(rubric for rubric in RUBRICS if rubric.annex == 2)
    findings: dict[CriterionId, Finding] = {each.id: full_finding(each.rule) for each in rubric.criteria}
    survey = rubric.criteria[-1].id
    findings[survey] = TiersFinding(None, pending=True)
    scored = score(rubric, findings)
    assert scored.total == 90
    assert (scored.pending, scored.missing, scored.complete) == ((survey,), (), False)
    assert survey not in scored.awards


def test_a_finding_for_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(UnknownCriterionError):
        score(RUBRICS[0], {CriterionId("9.9.9.9"): RangeFinding(None)})


@given(st.data())
def test_the_total_is_the_exact_sum_and_more_found_is_never_worth_less(data: st.DataObject) -> None:
    rubric = RUBRICS[0]
    chosen = data.draw(st.sets(st.sampled_from([each.id for each in rubric.criteria])))
    findings: dict[CriterionId, Finding] = {id: full_finding(rubric.criterion(id).rule) for id in chosen}
    for each in rubric.criteria:
        if isinstance(each.rule, Range) and each.id in findings:
            steps = int(each.rule.maximum / each.rule.step)
            findings[each.id] = RangeFinding(data.draw(st.integers(0, steps)) * each.rule.step)
    scored = score(rubric, findings)
    assert scored.total == sum(scored.awards.values()) and 0 <= scored.total <= rubric.total
    assert scored.mandatory == sum(rubric.criterion(id).points for id in chosen if rubric.is_mandatory(id))
    assert set(scored.awards) == chosen
    assert set(scored.missing) == {each.id for each in rubric.criteria} - chosen
    more: dict[CriterionId, Finding] = {each.id: full_finding(each.rule) for each in rubric.criteria}
    assert score(rubric, more | findings).total >= scored.total
