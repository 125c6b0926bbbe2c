"""A finding made by a window is refused exactly where its written form would be, or would read otherwise."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import finding_errors
from app.domain.finding_checks import check_assessment, check_finding
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Assessment,
    RangeFinding,
    TiersFinding,
    write_assessment,
)
from app.domain.findings import read_assessment
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
    Rule,
    Tier,
    Tiers,
)
from app.errors import RefusedError, ZhipingError

TEN = Fraction(10)
CONDITIONS = (
    Check("有固定的办公场地"),
    Measure("入驻机构", Fraction(20), "家", True),
    Measure("质押融资交易额", Fraction(2), "亿元", False),
    Periods("每季度宣讲", 4, Fraction(1)),
)


def criterion(rule: Rule) -> Criterion:
    return Criterion(CriterionId("2.2.1.1"), "得10分", TEN, rule)


ALL_OF = criterion(AllOf(CONDITIONS))
RANGE = criterion(Range(TEN, Fraction(1, 2)))
SURVEY = criterion(Tiers("满意度", "%", Fraction(100), (Tier(Fraction(90), TEN),), Fraction(0), True))
LIGHTS = criterion(Tiers("亮点服务工作", "项", None, (Tier(Fraction(3), TEN),), Fraction(0), False))
MEDIA = criterion(Accumulate((Item("国家级", "次", Fraction(2)), Item("省级", "次", Fraction(1))), TEN))
EVERY_KIND = (ALL_OF, RANGE, SURVEY, LIGHTS, MEDIA)
FACT = AllOfFinding((True, Fraction(23), Fraction(2), None))

# What no window should make, mixed with what one does: values of every kind, right and wrong.
numbers = st.fractions(-1, 101, max_denominator=4) | st.sampled_from(
    [Fraction(1, 3), Fraction(1, 10_000), Fraction(1, 100_000), Fraction(10**9), Fraction(10**9 - 1)]
)
anything: Any = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    st.integers(-1, 3),
    st.just("3"),
    st.lists(numbers, max_size=4).map(tuple),
)
texts: Any = st.sampled_from(
    ["", " ", "见佐证 7", "行一\n行二", "\u202e反", "长" * 61, "长" * 501]
) | st.just(7)
answers: Any = st.tuples(
    st.booleans() | anything,
    numbers | anything,
    numbers | anything,
    st.tuples(*[st.just(Fraction(1))] * 4) | anything,
)
findings: Any = st.one_of(
    st.none(),
    st.builds(AllOfFinding, answers | st.lists(anything, max_size=3).map(tuple)),
    st.builds(AllOfFinding, answers, numbers, texts),
    st.builds(AllOfFinding, answers, st.none(), texts),
    st.builds(RangeFinding, anything),
    st.builds(TiersFinding, anything, st.booleans()),
    st.builds(AccumulateFinding, st.lists(anything, max_size=3).map(tuple) | st.lists(anything, max_size=3)),
    st.just(FACT),
)
evidence: Any = st.lists(texts, max_size=2).map(tuple) | st.just(["佐证1"]) | st.just(("佐证",) * 21)
assessments: Any = st.builds(
    Assessment,
    findings,
    texts,
    evidence,
    st.booleans() | st.just(1),
    st.sampled_from(["", "", "", "confirmed", "corrected", "taken"]),
)


def reread(rated: Criterion, made: Assessment, rules: dict[str, Any]) -> Assessment | None:
    """What a replay would make of `made`; None where it would refuse it or cannot even be written."""
    try:
        return read_assessment(rated, write_assessment(made), **rules)
    except (ZhipingError, TypeError, AttributeError, ValueError):
        return None


def spelled(made: object) -> str:
    """With the kinds of its values: True is not Fraction(1) here."""
    return repr(made)


@settings(max_examples=600)
@given(st.sampled_from(EVERY_KIND), assessments, st.booleans(), st.booleans())
def test_nothing_passes_that_would_not_read_back_the_same(
    rated: Criterion, made: Assessment, has_fact: bool, partial: bool
) -> None:
    rules: dict[str, Any] = {"fact": FACT if has_fact else None, "partial_awards": partial}
    try:
        check_assessment(rated, made, **rules)
    except RefusedError:
        # As strict as reading, not stricter: what reads back as the very same is refused by neither.
        assert spelled(reread(rated, made, rules)) != spelled(made)
        return
    assert spelled(reread(rated, made, rules)) == spelled(made)


@pytest.mark.parametrize(
    ("rated", "made", "code", "place"),
    [
        (ALL_OF, Assessment(RangeFinding(TEN)), "finding_shape_error", ""),
        (RANGE, Assessment(AllOfFinding((True,))), "finding_shape_error", ""),
        (ALL_OF, Assessment(AllOfFinding((True, True, None, None))), "finding_shape_error", "conditions[1]"),
        (ALL_OF, Assessment(AllOfFinding((TEN, None, None, None))), "finding_shape_error", "conditions[0]"),
        (ALL_OF, Assessment(AllOfFinding((None, None, None, TEN))), "finding_shape_error", "conditions[3]"),
        (ALL_OF, Assessment(AllOfFinding((True,))), "finding_length_error", "conditions"),
        (
            ALL_OF,
            Assessment(AllOfFinding((None, Fraction(-1), None, None))),
            "finding_number_error",
            "conditions[1]",
        ),
        (
            ALL_OF,
            Assessment(AllOfFinding((None, None, Fraction(1, 3), None))),
            "finding_number_error",
            "conditions[2]",
        ),
        (
            ALL_OF,
            Assessment(AllOfFinding((None, Fraction(5, 2), None, None))),
            "finding_fraction_error",
            "conditions[1]",
        ),
        (ALL_OF, Assessment(AllOfFinding((None,) * 4, basis="见现场")), "finding_shape_error", "basis"),
        (RANGE, Assessment(None, remark="长" * 501), "finding_text_too_long_error", "remark"),
        (RANGE, Assessment(None, remark="\u200b"), "finding_character_error", "remark"),
        (RANGE, Assessment(None, evidence=("一\n二",)), "finding_character_error", "evidence[0]"),
        (RANGE, Assessment(None, evidence=("佐证",) * 21), "finding_shape_error", "evidence"),
        (LIGHTS, Assessment(TiersFinding(None, pending=True)), "pending_refused_error", "pending"),
        (SURVEY, Assessment(TiersFinding(TEN, pending=True)), "pending_refused_error", "pending"),
        (ALL_OF, Assessment(None, fact="confirmed"), "fact_differs_error", "fact"),
    ],
)
def test_a_wrong_value_is_refused_with_criterion_and_place(
    rated: Criterion, made: Assessment, code: str, place: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        check_assessment(rated, made, fact=FACT)
    assert type(refused.value) is getattr(finding_errors, "".join(map(str.title, code.split("_"))))
    assert (refused.value.fields["criterion"], refused.value.fields["place"]) == (rated.id, place)


def test_the_kinds_of_what_stands_beside_a_finding_are_checked() -> None:
    wrong: list[tuple[Any, str]] = [
        (Assessment(None, remark=7), "remark"),  # type: ignore[arg-type]  # the wrong kind is the point
        (Assessment(None, discuss=1), "discuss"),  # type: ignore[arg-type]  # the wrong kind is the point
        (Assessment(None, fact="taken"), "fact"),  # type: ignore[arg-type]  # the wrong kind is the point
    ]
    for made, place in wrong:
        with pytest.raises(finding_errors.FindingShapeError) as refused:
            check_assessment(RANGE, made)
        assert refused.value.fields["place"] == place


def test_an_empty_finding_of_every_kind_may_be_entered() -> None:
    check_finding(ALL_OF, AllOfFinding((None,) * 4))
    check_finding(RANGE, RangeFinding(None))
    check_finding(SURVEY, TiersFinding(None, pending=True))
    check_finding(LIGHTS, TiersFinding(None))
    check_finding(MEDIA, AccumulateFinding((None, None)))
