"""Reading what was found for a criterion (核实事实) from JSON; refuses with criterion and place.

The values are finding_values.py's and offered here too; what they are worth is rules.py's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction

from app.domain import canonical
from app.domain.canonical import CharacterRefusedError, DecimalRefusedError
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
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Assessment,
    Fact,
    Finding,
    RangeFinding,
    TiersFinding,
    empty_finding,
    holds,
    write_assessment,
    write_finding,
)
from app.domain.rubric import Accumulate, AllOf, Check, Condition, Criterion, Measure, Range, Tiers
from app.domain.shape import MissingKeyError, Reader, ShapeError, TextTooLongError, UnknownKeyError
from app.errors import RefusedError, ZhipingError

REMARK_LIMIT = 500
EVIDENCE_LIMIT = 20
EVIDENCE_TEXT_LIMIT = 60
PARTIAL_STEP = Fraction(1, 2)
DECIMALS = 4

__all__ = [
    "AccumulateFinding", "AllOfFinding", "Answer", "Assessment", "Fact", "Finding", "RangeFinding",
    "TiersFinding", "empty_finding", "holds", "read_assessment", "read_finding", "write_assessment",
    "write_finding",
]  # fmt: skip


def read_finding(
    criterion: Criterion, value: object, *, partial_awards: bool = False, step: Fraction | None = None
) -> Finding:
    """The finding of `criterion` in the contract's form; None is the empty one.

    `step` (points, above 0) takes the place of a range's own and is the step of partial awards (else 0.5).
    Refuses, with criterion and place: wrong length or type, numbers that are not plain decimals of at most
    nine digits and four decimals, fractions of what is counted, values above the limit or off the step.
    """
    rule = criterion.rule
    with _told(criterion):
        if value is None:
            return empty_finding(rule)
        reader = Reader(value)
        if isinstance(rule, AllOf):
            finding: Finding = _read_all_of(criterion, rule, reader, partial_awards, step or PARTIAL_STEP)
        elif isinstance(rule, Range):
            finding = _read_range(criterion, rule, reader, step or rule.step)
        elif isinstance(rule, Tiers):
            finding = _read_tiers(criterion, rule, reader)
        else:
            finding = _read_accumulate(criterion, rule, reader)
        reader.done()
    return finding


def read_assessment(
    criterion: Criterion,
    value: object,
    *,
    fact: Finding | None = None,
    partial_awards: bool = False,
    step: Fraction | None = None,
) -> Assessment:
    """One entry of FINDINGS: a finding and what stands beside it; None and {} are the empty one.

    "confirmed" alone takes the brief's `fact`; beside a finding, that must be the fact. "corrected" needs a
    finding that differs from the fact, and a remark. Other refusals as in `read_finding`.
    """
    if value is None:
        return Assessment(None)
    with _told(criterion):
        reader = Reader(value)
        remark = reader.text("remark", limit=REMARK_LIMIT, default="", multiline=True)
        evidence = reader.texts("evidence", limit=EVIDENCE_LIMIT, each=EVIDENCE_TEXT_LIMIT, default=())
        discuss = reader.flag("discuss", default=False)
        taken = reader.choice("fact", ("confirmed", "corrected")) if reader.has("fact") else ""
        left = reader.left()
        own = {key: reader.raw(key) for key in left}
    finding = read_finding(criterion, own, partial_awards=partial_awards, step=step) if own else None
    if taken == "confirmed":
        return Assessment(_confirmed(criterion, finding, fact), remark, evidence, discuss, "confirmed")
    if taken == "corrected":
        finding = _corrected(criterion, finding, fact, remark)
        return Assessment(finding, remark, evidence, discuss, "corrected")
    return Assessment(finding, remark, evidence, discuss)


def _confirmed(criterion: Criterion, finding: Finding | None, fact: Finding | None) -> Finding:
    if fact is None:
        raise FactMissingError(criterion=criterion.id, place="fact")
    if finding is not None and finding != fact:
        raise FactDiffersError(criterion=criterion.id, place="fact")
    return fact


def _corrected(criterion: Criterion, finding: Finding | None, fact: Finding | None, remark: str) -> Finding:
    if fact is None:
        raise FactMissingError(criterion=criterion.id, place="fact")
    if finding is None or finding == fact:
        raise FactUnchangedError(criterion=criterion.id, place="fact")
    if not remark.strip():
        raise CorrectionRemarkMissingError(criterion=criterion.id, place="remark")
    return finding


def _read_all_of(
    criterion: Criterion, rule: AllOf, reader: Reader, partial_awards: bool, step: Fraction
) -> AllOfFinding:
    values = _list(criterion, reader.raw("conditions"), "conditions", len(rule.conditions))
    answers = tuple(
        _read_answer(criterion, condition, value, f"conditions[{at}]")
        for at, (condition, value) in enumerate(zip(rule.conditions, values, strict=True))
    )
    if not reader.has("award"):
        return AllOfFinding(answers)
    if not partial_awards:
        raise PartialAwardRefusedError(criterion=criterion.id, place="award")
    if all(map(holds, rule.conditions, answers)):
        raise PartialAwardNeedlessError(criterion=criterion.id, place="award")
    award = _judged(criterion, reader.text("award"), "award", criterion.points, step)
    if award == criterion.points:
        limit = canonical.write_decimal(criterion.points)
        raise PartialAwardTooHighError(criterion=criterion.id, place="award", points=limit)
    basis = reader.text("basis", limit=REMARK_LIMIT, multiline=True)
    if not basis.strip():
        raise PartialAwardBasisMissingError(criterion=criterion.id, place="basis")
    return AllOfFinding(answers, award, basis)


def _read_answer(criterion: Criterion, condition: Condition, value: object, place: str) -> Answer:
    if value is None:
        return None
    if isinstance(condition, Check):
        if not isinstance(value, bool):
            raise ShapeError(place=place, expected="true|false")
        return value
    if isinstance(condition, Measure):
        return _number(criterion, value, place, whole=condition.whole)
    counts = _list(criterion, value, place, condition.periods)
    return tuple(_count(criterion, count, f"{place}[{at}]") for at, count in enumerate(counts))


def _read_range(criterion: Criterion, rule: Range, reader: Reader, step: Fraction) -> RangeFinding:
    value = reader.raw("points")
    if value is None:
        return RangeFinding(None)
    return RangeFinding(_judged(criterion, value, "points", rule.maximum, step))


def _read_tiers(criterion: Criterion, rule: Tiers, reader: Reader) -> TiersFinding:
    if reader.has("pending"):
        if not reader.flag("pending") or not rule.desk or reader.has("value"):
            raise PendingRefusedError(criterion=criterion.id, place="pending")
        return TiersFinding(None, pending=True)
    value = reader.raw("value")
    number = None if value is None else _number(criterion, value, "value")
    if number is not None and rule.at_most is not None:
        _check_limit(criterion, number, "value", rule.at_most)
    return TiersFinding(number)


def _read_accumulate(criterion: Criterion, rule: Accumulate, reader: Reader) -> AccumulateFinding:
    counts = _list(criterion, reader.raw("counts"), "counts", len(rule.items))
    return AccumulateFinding(
        tuple(_count(criterion, count, f"counts[{at}]") for at, count in enumerate(counts))
    )


def _list(criterion: Criterion, value: object, place: str, length: int) -> Sequence[object]:
    """A list of exactly `length` values; null is as many blanks."""
    if value is None:
        return (None,) * length
    if not isinstance(value, list | tuple):
        raise ShapeError(place=place, expected="list")
    if len(value) != length:
        raise FindingLengthError(criterion=criterion.id, place=place, expected=length)
    return value


def _count(criterion: Criterion, value: object, place: str) -> Fraction | None:
    return None if value is None else _number(criterion, value, place, whole=True)


def _number(criterion: Criterion, value: object, place: str, *, whole: bool = False) -> Fraction:
    if not isinstance(value, str):
        raise ShapeError(place=place, expected="decimal")
    number = canonical.parse_decimal(value, place)
    if len(value.partition(".")[2]) > DECIMALS:
        raise DecimalRefusedError(place=place, text=value)
    if whole and number.denominator != 1:
        raise FindingFractionError(criterion=criterion.id, place=place)
    return number


def _judged(criterion: Criterion, value: object, place: str, limit: Fraction, step: Fraction) -> Fraction:
    points = _number(criterion, value, place)
    _check_limit(criterion, points, place, limit)
    if (points / step).denominator != 1:
        raise FindingStepError(criterion=criterion.id, place=place, step=canonical.write_decimal(step))
    return points


def _check_limit(criterion: Criterion, number: Fraction, place: str, limit: Fraction) -> None:
    if number > limit:
        most = canonical.write_decimal(limit)
        raise FindingAboveLimitError(criterion=criterion.id, place=place, limit=most)


# What reading JSON refuses by place alone, told again with the criterion.
_TOLD: Mapping[type[ZhipingError], type[RefusedError]] = {
    ShapeError: FindingShapeError,
    UnknownKeyError: FindingUnknownKeyError,
    MissingKeyError: FindingMissingKeyError,
    TextTooLongError: FindingTextTooLongError,
    CharacterRefusedError: FindingCharacterError,
    DecimalRefusedError: FindingNumberError,
}


@contextmanager
def _told(criterion: Criterion) -> Iterator[None]:
    try:
        yield
    except tuple(_TOLD) as error:
        raise _TOLD[type(error)](criterion=criterion.id, **error.fields) from error
