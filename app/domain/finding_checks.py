"""Whether a finding, however it came about, is one its criterion can have; refuses with criterion and place.

Run on what was read from JSON (findings.py) and on what the window made, so that nothing is ever written that
reading it back would refuse.
"""

from collections.abc import Sequence
from fractions import Fraction

from app.domain import canonical
from app.domain.finding_errors import (
    CorrectionRemarkMissingError,
    FactDiffersError,
    FactMissingError,
    FactUnchangedError,
    FindingAboveLimitError,
    FindingCharacterError,
    FindingFractionError,
    FindingLengthError,
    FindingNumberError,
    FindingShapeError,
    FindingStepError,
    FindingTextTooLongError,
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
    Finding,
    RangeFinding,
    TiersFinding,
    holds,
)
from app.domain.rubric import Accumulate, AllOf, Check, Condition, Criterion, Measure, Range, Tiers

REMARK_LIMIT = 500
EVIDENCE_LIMIT = 20
EVIDENCE_TEXT_LIMIT = 60
PARTIAL_STEP = Fraction(1, 2)
DECIMALS = 4
_BELOW = 10**9
_TAKEN = ("", "confirmed", "corrected")


def check_finding(
    criterion: Criterion, finding: Finding, *, partial_awards: bool = False, step: Fraction | None = None
) -> None:
    """Refuses a finding that is not of the criterion's kind and form; `step` as in `read_finding`."""
    rule = criterion.rule
    if isinstance(rule, AllOf) and isinstance(finding, AllOfFinding):
        _check_answers(criterion, rule, finding.conditions)
        if finding.award is not None:
            _check_partial(criterion, rule, finding, partial_awards, step or PARTIAL_STEP)
        elif finding.basis:
            raise FindingShapeError(criterion=criterion.id, place="basis", expected="award")
    elif isinstance(rule, Range) and isinstance(finding, RangeFinding):
        if finding.points is not None:
            _check_judged(criterion, finding.points, "points", rule.maximum, step or rule.step)
    elif isinstance(rule, Tiers) and isinstance(finding, TiersFinding):
        _check_tiers(criterion, rule, finding)
    elif isinstance(rule, Accumulate) and isinstance(finding, AccumulateFinding):
        _check_counts(criterion, finding.counts, "counts", len(rule.items))
    else:
        raise FindingShapeError(criterion=criterion.id, place="", expected="object")


def check_assessment(
    criterion: Criterion,
    assessment: Assessment,
    *,
    fact: Finding | None = None,
    partial_awards: bool = False,
    step: Fraction | None = None,
) -> None:
    """Refuses exactly what `findings.read_assessment` would refuse, or read as something else, if written."""
    _check_text(criterion, assessment.remark, "remark", REMARK_LIMIT, multiline=True)
    if not isinstance(assessment.evidence, tuple) or len(assessment.evidence) > EVIDENCE_LIMIT:
        raise FindingShapeError(criterion=criterion.id, place="evidence", expected="list")
    for at, text in enumerate(assessment.evidence):
        _check_text(criterion, text, f"evidence[{at}]", EVIDENCE_TEXT_LIMIT)
    if not isinstance(assessment.discuss, bool):
        raise FindingShapeError(criterion=criterion.id, place="discuss", expected="true|false")
    if assessment.finding is not None:
        check_finding(criterion, assessment.finding, partial_awards=partial_awards, step=step)
    check_taken(criterion, assessment, fact)


def check_taken(criterion: Criterion, assessment: Assessment, fact: Finding | None) -> None:
    """How the brief's fact was taken must fit the finding; a correction needs its reason in the remark."""
    taken = assessment.fact
    if not taken:
        return
    if taken not in _TAKEN:
        raise FindingShapeError(criterion=criterion.id, place="fact", expected="|".join(_TAKEN[1:]))
    if fact is None:
        raise FactMissingError(criterion=criterion.id, place="fact")
    if taken == "confirmed" and assessment.finding != fact:
        raise FactDiffersError(criterion=criterion.id, place="fact")
    if taken == "corrected":
        if assessment.finding is None or assessment.finding == fact:
            raise FactUnchangedError(criterion=criterion.id, place="fact")
        if not assessment.remark.strip():
            raise CorrectionRemarkMissingError(criterion=criterion.id, place="remark")


def _check_answers(criterion: Criterion, rule: AllOf, answers: Sequence[Answer]) -> None:
    _check_length(criterion, answers, "conditions", len(rule.conditions))
    for at, answer in enumerate(answers):
        if answer is not None:
            _check_answer(criterion, rule.conditions[at], answer, f"conditions[{at}]")


def _check_answer(criterion: Criterion, condition: Condition, answer: Answer, place: str) -> None:
    if isinstance(condition, Check):
        if not isinstance(answer, bool):
            raise FindingShapeError(criterion=criterion.id, place=place, expected="true|false")
    elif isinstance(condition, Measure):
        _check_number(criterion, answer, place, whole=condition.whole)
    else:
        _check_counts(criterion, answer, place, condition.periods)


def _check_partial(
    criterion: Criterion, rule: AllOf, finding: AllOfFinding, allowed: bool, step: Fraction
) -> None:
    if not allowed:
        raise PartialAwardRefusedError(criterion=criterion.id, place="award")
    if all(map(holds, rule.conditions, finding.conditions)):
        raise PartialAwardNeedlessError(criterion=criterion.id, place="award")
    _check_judged(criterion, finding.award, "award", criterion.points, step)
    if finding.award == criterion.points:
        limit = canonical.write_decimal(criterion.points)
        raise PartialAwardTooHighError(criterion=criterion.id, place="award", points=limit)
    _check_text(criterion, finding.basis, "basis", REMARK_LIMIT, multiline=True)
    if not finding.basis.strip():
        raise PartialAwardBasisMissingError(criterion=criterion.id, place="basis")


def _check_tiers(criterion: Criterion, rule: Tiers, finding: TiersFinding) -> None:
    if finding.pending and (not rule.desk or finding.value is not None):
        raise PendingRefusedError(criterion=criterion.id, place="pending")
    if finding.value is not None:
        _check_number(criterion, finding.value, "value")
        if rule.at_most is not None:
            _check_limit(criterion, finding.value, "value", rule.at_most)


def _check_counts(criterion: Criterion, counts: object, place: str, length: int) -> None:
    if not isinstance(counts, tuple):
        raise FindingShapeError(criterion=criterion.id, place=place, expected="list")
    _check_length(criterion, counts, place, length)
    for at, count in enumerate(counts):
        if count is not None:
            _check_number(criterion, count, f"{place}[{at}]", whole=True)


def _check_length(criterion: Criterion, values: Sequence[object], place: str, length: int) -> None:
    if len(values) != length:
        raise FindingLengthError(criterion=criterion.id, place=place, expected=length)


def _check_judged(criterion: Criterion, points: object, place: str, limit: Fraction, step: Fraction) -> None:
    _check_number(criterion, points, place)
    assert isinstance(points, Fraction)
    _check_limit(criterion, points, place, limit)
    if (points / step).denominator != 1:
        raise FindingStepError(criterion=criterion.id, place=place, step=canonical.write_decimal(step))


def _check_limit(criterion: Criterion, number: Fraction, place: str, limit: Fraction) -> None:
    if number > limit:
        most = canonical.write_decimal(limit)
        raise FindingAboveLimitError(criterion=criterion.id, place=place, limit=most)


def _check_number(criterion: Criterion, value: object, place: str, *, whole: bool = False) -> None:
    """Not negative, at most nine digits and four decimals. In integers: this runs for every key."""
    if not isinstance(value, Fraction):
        raise FindingShapeError(criterion=criterion.id, place=place, expected="decimal")
    numerator, denominator = value.numerator, value.denominator
    if numerator < 0 or numerator >= _BELOW * denominator or 10**DECIMALS % denominator:
        raise FindingNumberError(criterion=criterion.id, place=place, text=str(value))
    if whole and denominator != 1:
        raise FindingFractionError(criterion=criterion.id, place=place)


def _check_text(
    criterion: Criterion, text: object, place: str, limit: int, *, multiline: bool = False
) -> None:
    if not isinstance(text, str):
        raise FindingShapeError(criterion=criterion.id, place=place, expected="text")
    if len(text) > limit:
        raise FindingTextTooLongError(criterion=criterion.id, place=place, limit=limit)
    found = canonical.first_refused_character(text, multiline=multiline)
    if found is not None:
        raise FindingCharacterError(criterion=criterion.id, place=place, character=f"U+{ord(found):04X}")
