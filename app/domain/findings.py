"""Reading what was found for a criterion (核实事实) from JSON; refuses with criterion and place.

The values are finding_values.py's and offered here too, the limits finding_checks.py's; what they are
worth is rules.py's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction

from app.domain import canonical
from app.domain.canonical import CharacterRefusedError, DecimalRefusedError
from app.domain.finding_checks import (
    DECIMALS,
    EVIDENCE_LIMIT,
    EVIDENCE_TEXT_LIMIT,
    REMARK_LIMIT,
    check_finding,
    check_taken,
)
from app.domain.finding_errors import (
    FindingCharacterError,
    FindingLengthError,
    FindingMissingKeyError,
    FindingNumberError,
    FindingShapeError,
    FindingTextTooLongError,
    FindingUnknownKeyError,
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
from app.domain.frozen import replace
from app.domain.rubric import AllOf, Check, Condition, Criterion, Measure, Range, Tiers
from app.domain.shape import MissingKeyError, Reader, ShapeError, TextTooLongError, UnknownKeyError
from app.errors import RefusedError, ZhipingError

__all__ = [
    "EVIDENCE_TEXT_LIMIT", "REMARK_LIMIT", "AccumulateFinding", "AllOfFinding", "Answer", "Assessment",
    "Fact", "Finding", "RangeFinding", "TiersFinding", "empty_finding", "holds", "read_assessment",
    "read_finding", "write_assessment", "write_finding",
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
            finding: Finding = _read_all_of(criterion, rule, reader)
        elif isinstance(rule, Range):
            finding = RangeFinding(_optional(reader.raw("points"), "points"))
        elif isinstance(rule, Tiers):
            finding = _read_tiers(criterion, reader)
        else:
            values = _list(criterion, reader.raw("counts"), "counts", len(rule.items))
            finding = AccumulateFinding(_read_counts(values, "counts"))
        reader.done()
    check_finding(criterion, finding, partial_awards=partial_awards, step=step)
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
        confirmed = corrected = False
        if reader.has("fact"):
            confirmed = reader.choice("fact", ("confirmed", "corrected")) == "confirmed"
            corrected = not confirmed
        own = {key: reader.raw(key) for key in reader.left()}
    finding = read_finding(criterion, own, partial_awards=partial_awards, step=step) if own else None
    taken: Fact = "confirmed" if confirmed else "corrected" if corrected else ""
    found = Assessment(finding, remark, evidence, discuss, taken)
    if confirmed and finding is None:
        found = replace(found, finding=fact)
    check_taken(criterion, found, fact)
    return found


def _read_all_of(criterion: Criterion, rule: AllOf, reader: Reader) -> AllOfFinding:
    values = _list(criterion, reader.raw("conditions"), "conditions", len(rule.conditions))
    answers = tuple(
        _read_answer(criterion, condition, value, f"conditions[{at}]")
        for at, (condition, value) in enumerate(zip(rule.conditions, values, strict=True))
    )
    if not reader.has("award"):
        return AllOfFinding(answers)
    award = _number(reader.text("award"), "award")
    return AllOfFinding(answers, award, reader.text("basis", limit=REMARK_LIMIT, multiline=True))


def _read_answer(criterion: Criterion, condition: Condition, value: object, place: str) -> Answer:
    if value is None:
        return None
    if isinstance(condition, Check):
        if not isinstance(value, bool):
            raise ShapeError(place=place, expected="true|false")
        return value
    if isinstance(condition, Measure):
        return _number(value, place)
    return _read_counts(_list(criterion, value, place, condition.periods), place)


def _read_tiers(criterion: Criterion, reader: Reader) -> TiersFinding:
    if reader.has("pending"):
        if not reader.flag("pending") or reader.has("value"):
            raise PendingRefusedError(criterion=criterion.id, place="pending")
        return TiersFinding(None, pending=True)
    return TiersFinding(_optional(reader.raw("value"), "value"))


def _read_counts(values: Sequence[object], place: str) -> tuple[Fraction | None, ...]:
    return tuple(_optional(value, f"{place}[{at}]") for at, value in enumerate(values))


def _list(criterion: Criterion, value: object, place: str, length: int) -> Sequence[object]:
    """A list of exactly `length` values; null is as many blanks."""
    if value is None:
        return (None,) * length
    if not isinstance(value, list | tuple):
        raise ShapeError(place=place, expected="list")
    if len(value) != length:
        raise FindingLengthError(criterion=criterion.id, place=place, expected=length)
    return value


def _optional(value: object, place: str) -> Fraction | None:
    return None if value is None else _number(value, place)


def _number(value: object, place: str) -> Fraction:
    if not isinstance(value, str):
        raise ShapeError(place=place, expected="decimal")
    number = canonical.parse_decimal(value, place)
    if len(value.partition(".")[2]) > DECIMALS:
        raise DecimalRefusedError(place=place, text=value)
    return number


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
