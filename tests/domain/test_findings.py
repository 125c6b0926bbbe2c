"""Findings between JSON and values: what is read, what is refused and where."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical, finding_errors
from app.domain.finding_errors import (
    CorrectionRemarkMissingError,
    FactDiffersError,
    FactMissingError,
    FactUnchangedError,
    FindingAboveLimitError,
    FindingCharacterError,
    FindingFractionError,
    FindingLengthError,
    FindingMissingKeyError,
    FindingNumberError,
    FindingShapeError,
    FindingStepError,
    FindingTextTooLongError,
    FindingUnknownKeyError,
    PartialAwardBasisMissingError,
    PartialAwardNeedlessError,
    PartialAwardRefusedError,
    PartialAwardTooHighError,
    PendingRefusedError,
)
from app.domain.findings import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Assessment,
    RangeFinding,
    TiersFinding,
    empty_finding,
    holds,
    read_assessment,
    read_finding,
    write_assessment,
    write_finding,
)
from app.domain.rubric import (
    Accumulate,
    AllOf,
    Check,
    Condition,
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
from app.errors import RefusedError

TEN = Fraction(10)
CHECK = Check("有固定的办公场地")
MEASURE = Measure("入驻机构", Fraction(20), "家", True)
AMOUNT = Measure("质押融资交易额", Fraction(2), "亿元", False)
GRID = Periods("每季度宣讲", 4, Fraction(1))


def criterion(rule: Rule, points: Fraction = TEN) -> Criterion:
    return Criterion(CriterionId("2.2.1.1"), "得10分", points, rule)


ALL_OF = criterion(AllOf((CHECK, MEASURE, AMOUNT, GRID)))
RANGE = criterion(Range(TEN, Fraction(1, 2)))
SURVEY = criterion(Tiers("满意度", "%", Fraction(100), (Tier(Fraction(90), TEN),), Fraction(0), True))
LIGHTS = criterion(Tiers("亮点服务工作", "项", None, (Tier(Fraction(3), TEN),), Fraction(0), False))
MEDIA = criterion(Accumulate((Item("国家级", "次", Fraction(2)), Item("省级", "次", Fraction(1))), TEN))
EVERY_KIND = [ALL_OF, RANGE, SURVEY, LIGHTS, MEDIA]


def test_the_contracts_forms_are_read() -> None:
    assert read_finding(ALL_OF, {"conditions": [True, "23", "2.5", ["1", "0", None, "12"]]}) == AllOfFinding(
        (True, Fraction(23), Fraction(5, 2), (Fraction(1), Fraction(0), None, Fraction(12)))
    )
    assert read_finding(RANGE, {"points": "3.5"}) == RangeFinding(Fraction(7, 2))
    assert read_finding(SURVEY, {"value": "89.96"}) == TiersFinding(Fraction(8996, 100))
    assert read_finding(SURVEY, {"pending": True}) == TiersFinding(None, pending=True)
    assert read_finding(MEDIA, {"counts": ["3", "5"]}) == AccumulateFinding((Fraction(3), Fraction(5)))


@pytest.mark.parametrize("rated", EVERY_KIND)
def test_null_anywhere_is_not_yet_judged(rated: Criterion) -> None:
    empty = empty_finding(rated.rule)
    assert read_finding(rated, None) == empty
    written = write_finding(empty)
    assert read_finding(rated, written) == empty
    (key,) = written
    assert read_finding(rated, {key: None}) == empty


REFUSED: list[tuple[Criterion, Any, type[RefusedError], str]] = [
    (ALL_OF, [], FindingShapeError, ""),
    (ALL_OF, {}, FindingMissingKeyError, ""),
    (ALL_OF, {"points": "3"}, FindingMissingKeyError, ""),
    (ALL_OF, {"conditions": [], "x": 1}, FindingLengthError, "conditions"),
    (ALL_OF, {"conditions": "1234"}, FindingShapeError, "conditions"),
    (ALL_OF, {"conditions": [None] * 5}, FindingLengthError, "conditions"),
    (ALL_OF, {"conditions": ["true", None, None, None]}, FindingShapeError, "conditions[0]"),
    (ALL_OF, {"conditions": [1, None, None, None]}, FindingShapeError, "conditions[0]"),
    (ALL_OF, {"conditions": [None, True, None, None]}, FindingShapeError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, 23, None, None]}, FindingShapeError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, 23.0, None, None]}, FindingShapeError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "23.5", None, None]}, FindingFractionError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "-1", None, None]}, FindingNumberError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "1e3", None, None]}, FindingNumberError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "007", None, None]}, FindingNumberError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "", None, None]}, FindingNumberError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "２３", None, None]}, FindingNumberError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, "1234567890", None, None]}, FindingNumberError, "conditions[1]"),
    (ALL_OF, {"conditions": [None, None, "1.23456", None]}, FindingNumberError, "conditions[2]"),
    (ALL_OF, {"conditions": [None, None, None, ["1"] * 3]}, FindingLengthError, "conditions[3]"),
    (ALL_OF, {"conditions": [None, None, None, "1111"]}, FindingShapeError, "conditions[3]"),
    (ALL_OF, {"conditions": [None, None, None, ["1", "1", "0.5", "1"]]}, FindingFractionError,
     "conditions[3][2]"),
    (ALL_OF, {"conditions": [None] * 4, "surprise": 1}, FindingUnknownKeyError, ""),
    (ALL_OF, {"conditions": [None] * 4, "basis": "依据"}, FindingUnknownKeyError, ""),
    (ALL_OF, {"conditions": [False, None, None, None], "award": "3", "basis": "依据"},
     PartialAwardRefusedError, "award"),
    (RANGE, {"points": "10.5"}, FindingAboveLimitError, "points"),
    (RANGE, {"points": "3.3"}, FindingStepError, "points"),
    (RANGE, {"points": 3}, FindingShapeError, "points"),
    (SURVEY, {"value": "100.01"}, FindingAboveLimitError, "value"),
    (SURVEY, {"value": "90", "pending": True}, PendingRefusedError, "pending"),
    (SURVEY, {"pending": False}, PendingRefusedError, "pending"),
    (SURVEY, {"pending": "yes"}, FindingShapeError, "pending"),
    (LIGHTS, {"pending": True}, PendingRefusedError, "pending"),
    (MEDIA, {"counts": ["1"]}, FindingLengthError, "counts"),
    (MEDIA, {"counts": ["1", "0.5"]}, FindingFractionError, "counts[1]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rated", "value", "error", "place"), REFUSED, ids=[str(case[1]) for case in REFUSED]
)
def test_a_wrong_finding_is_refused_with_criterion_and_place(
    rated: Criterion, value: object, error: type[RefusedError], place: str
) -> None:
    with pytest.raises(error) as told:
        read_finding(rated, value)
    assert told.value.fields["criterion"] == "2.2.1.1"
    assert told.value.fields["place"] == place


def test_a_count_without_a_limit_may_be_large() -> None:
    assert read_finding(LIGHTS, {"value": "123456789.1234"}) == TiersFinding(Fraction("123456789.1234"))


def test_the_rule_sheets_step_takes_the_place_of_the_ranges_own() -> None:
    assert read_finding(RANGE, {"points": "3.3"}, step=Fraction(1, 10)) == RangeFinding(Fraction(33, 10))
    with pytest.raises(FindingStepError) as told:
        read_finding(RANGE, {"points": "3.5"}, step=Fraction(1))
    assert told.value.fields["step"] == "1"


# ---- partial awards -----------------------------------------------------------------------------------

MET = [True, "20", "2", ["1", "1", "1", "1"]]
UNMET = [False, "20", "2", ["1", "1", "1", "1"]]


def test_a_partial_award_is_kept_with_its_basis() -> None:
    value = {"conditions": UNMET, "award": "3.5", "basis": "会议纪要"}
    found = read_finding(ALL_OF, value, partial_awards=True)
    assert isinstance(found, AllOfFinding)
    assert (found.award, found.basis) == (Fraction(7, 2), "会议纪要")
    assert read_finding(ALL_OF, write_finding(found), partial_awards=True) == found


@pytest.mark.parametrize(
    ("conditions", "award", "basis", "error"),
    [
        (MET, "3", "依据", PartialAwardNeedlessError),
        (UNMET, "10", "依据", PartialAwardTooHighError),
        (UNMET, "11", "依据", FindingAboveLimitError),
        (UNMET, "-1", "依据", FindingNumberError),
        (UNMET, "3.3", "依据", FindingStepError),
        (UNMET, None, "依据", FindingShapeError),
        (UNMET, "3", " ", PartialAwardBasisMissingError),
        (UNMET, "3", "字" * 501, FindingTextTooLongError),
    ],
)
def test_a_partial_award_out_of_its_limits_is_refused(
    conditions: list[object], award: object, basis: str, error: type[RefusedError]
) -> None:
    with pytest.raises(error):
        read_finding(ALL_OF, {"conditions": conditions, "award": award, "basis": basis}, partial_awards=True)


def test_a_partial_award_without_a_basis_is_refused() -> None:
    with pytest.raises(FindingMissingKeyError):
        read_finding(ALL_OF, {"conditions": UNMET, "award": "3"}, partial_awards=True)


# ---- what stands beside a finding ---------------------------------------------------------------------

FACT = AllOfFinding((True, Fraction(23), Fraction(2), None))
CORRECTION = {"conditions": [True, "19", "2", None], "fact": "corrected"}


@pytest.mark.parametrize("value", [None, {}])
def test_nothing_said_is_an_empty_assessment(value: object) -> None:
    assert read_assessment(ALL_OF, value) == Assessment(None)
    assert write_assessment(Assessment(None)) == {}


def test_a_remark_may_stand_without_a_finding() -> None:
    assert read_assessment(ALL_OF, {"remark": "待核\n佐证 7"}) == Assessment(None, "待核\n佐证 7")


def test_all_that_may_stand_beside_a_finding_is_kept() -> None:
    value = {"points": "3.5", "remark": "好", "evidence": ["7", "8"], "discuss": True}
    read = read_assessment(RANGE, value)
    assert read == Assessment(RangeFinding(Fraction(7, 2)), "好", ("7", "8"), True)
    assert write_assessment(read) == value


def test_confirmed_alone_takes_the_briefs_fact() -> None:
    read = read_assessment(ALL_OF, {"fact": "confirmed"}, fact=FACT)
    assert read == Assessment(FACT, fact="confirmed")
    assert read_assessment(ALL_OF, write_assessment(read), fact=FACT) == read


def test_a_correction_stands_beside_the_experts_own_finding() -> None:
    read = read_assessment(ALL_OF, {**CORRECTION, "remark": "经查佐证 7"}, fact=FACT)
    assert read.fact == "corrected"
    assert read.finding == AllOfFinding((True, Fraction(19), Fraction(2), None))
    assert read_assessment(ALL_OF, write_assessment(read), fact=FACT) == read


@pytest.mark.parametrize(
    ("value", "fact", "error", "place"),
    [
        ({"fact": "confirmed"}, None, FactMissingError, "fact"),
        ({**CORRECTION, "fact": "confirmed"}, FACT, FactDiffersError, "fact"),
        ({**CORRECTION, "remark": "经查"}, None, FactMissingError, "fact"),
        ({"fact": "corrected", "remark": "经查"}, FACT, FactUnchangedError, "fact"),
        ({**write_finding(FACT), "fact": "corrected", "remark": "经查"}, FACT, FactUnchangedError, "fact"),
        (CORRECTION, FACT, CorrectionRemarkMissingError, "remark"),
        ({**CORRECTION, "remark": " \n"}, FACT, CorrectionRemarkMissingError, "remark"),
        ({"fact": "guessed"}, FACT, FindingShapeError, "fact"),
        ({"fact": ""}, FACT, FindingShapeError, "fact"),
        ({"remark": "字" * 501}, None, FindingTextTooLongError, "remark"),
        ({"remark": "a\u202eb"}, None, FindingCharacterError, "remark"),
        ({"evidence": ["7"] * 21}, None, FindingShapeError, "evidence"),
        ({"evidence": ["字" * 61]}, None, FindingTextTooLongError, "evidence[0]"),
        ({"evidence": ["7\n8"]}, None, FindingCharacterError, "evidence[0]"),
        ({"discuss": "yes"}, None, FindingShapeError, "discuss"),
        ({"conditions": [None] * 4, "surprise": 1}, None, FindingUnknownKeyError, ""),
        ("text", None, FindingShapeError, ""),
    ],
)
def test_a_wrong_assessment_is_refused_with_criterion_and_place(
    value: object, fact: AllOfFinding | None, error: type[RefusedError], place: str
) -> None:
    with pytest.raises(error) as told:
        read_assessment(ALL_OF, value, fact=fact)
    assert told.value.fields["criterion"] == "2.2.1.1"
    assert told.value.fields["place"] == place


def test_the_limits_themselves_are_allowed() -> None:
    value = {"remark": "字" * 500, "evidence": ["佐" * 60] * 20}
    assert write_assessment(read_assessment(RANGE, value)) == value


def test_every_refusal_of_a_finding_names_the_criterion_and_the_place() -> None:
    classes = [each for each in vars(finding_errors).values() if isinstance(each, type)]
    refusals = [each for each in classes if issubclass(each, RefusedError) and each is not RefusedError]
    assert len(refusals) == 19
    assert all(each.field_names[:2] == ("criterion", "place") for each in refusals)


# ---- whether a condition holds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "answer", "met"),
    [
        (CHECK, True, True),
        (CHECK, False, False),
        (MEASURE, Fraction(20), True),
        (MEASURE, Fraction(19), False),
        (GRID, (Fraction(1),) * 4, True),
        (GRID, (Fraction(1), Fraction(0), Fraction(1), Fraction(9)), False),
        (GRID, (Fraction(1), Fraction(0), None, Fraction(9)), None),
        (GRID, None, None),
        (CHECK, None, None),
        (MEASURE, None, None),
    ],
)
def test_a_threshold_is_inclusive_and_a_blank_is_neither(
    condition: Condition, answer: Answer, met: bool | None
) -> None:
    assert holds(condition, answer) is met


@pytest.mark.parametrize(
    ("condition", "answer"),
    [(CHECK, Fraction(1)), (MEASURE, True), (GRID, Fraction(1)), (GRID, (Fraction(1),) * 3)],
)
def test_an_answer_of_another_kind_is_our_bug(condition: Condition, answer: Answer) -> None:
    with pytest.raises(TypeError):
        holds(condition, answer)


# ---- there and back -----------------------------------------------------------------------------------

decimals = st.integers(0, 10**13 - 1).map(lambda number: Fraction(number, 10**4))
counts = st.none() | st.integers(0, 10**9 - 1).map(Fraction)
grids = st.none() | st.tuples(counts, counts, counts, counts)
all_of_findings = st.builds(
    AllOfFinding, st.tuples(st.none() | st.booleans(), counts, st.none() | decimals, grids)
)
survey_values = st.none() | st.integers(0, 10**6).map(lambda number: Fraction(number, 10**4))
findings = st.one_of(
    st.tuples(st.just(ALL_OF), all_of_findings),
    st.tuples(
        st.just(RANGE), st.builds(RangeFinding, st.none() | st.integers(0, 20).map(lambda n: Fraction(n, 2)))
    ),
    st.tuples(st.just(SURVEY), st.builds(TiersFinding, survey_values) | st.just(TiersFinding(None, True))),
    st.tuples(st.just(MEDIA), st.builds(AccumulateFinding, st.tuples(counts, counts))),
)


@given(findings)
def test_what_is_written_reads_back_the_same(pair: Any) -> None:
    rated, finding = pair
    data = canonical.write(write_finding(finding))
    assert read_finding(rated, canonical.read(data)) == finding


@given(st.text(max_size=16) | st.from_regex(r"[0-9.]{1,14}", fullmatch=True))
def test_only_plain_decimals_are_numbers(text: str) -> None:
    try:
        found = read_finding(LIGHTS, {"value": text})
    except FindingNumberError:
        return
    assert isinstance(found, TiersFinding) and found.value is not None
    whole, _, part = text.partition(".")
    assert whole.isascii() and whole.isdigit() and len(whole) <= 9 and len(part) <= 4
    assert found.value == Fraction(text)
