"""The values of what was found for a criterion, how they are written, and whether a condition holds.

A blank is None everywhere: not yet judged, never 不符合, never 0. Reading and refusing is findings.py's.
"""

from fractions import Fraction
from typing import Literal

from app.domain import canonical
from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.rubric import AllOf, Check, Condition, Measure, Periods, Range, Rule, Tiers

Answer = bool | Fraction | tuple[Fraction | None, ...] | None
Fact = Literal["", "confirmed", "corrected"]


@frozen
class AllOfFinding:
    """One answer a condition, in the rule's order; `award` and `basis` only for a partial award."""

    conditions: tuple[Answer, ...]
    award: Fraction | None = None
    basis: str = ""


@frozen
class RangeFinding:
    """Judged points."""

    points: Fraction | None


@frozen
class TiersFinding:
    """A measured value, or `pending`: the desk will supply it."""

    value: Fraction | None
    pending: bool = False


@frozen
class AccumulateFinding:
    """Whole counts, one an item, in the rule's order."""

    counts: tuple[Fraction | None, ...]


Finding = AllOfFinding | RangeFinding | TiersFinding | AccumulateFinding


@frozen
class Assessment:
    """Everything one expert says about one criterion; `fact` says how the brief's fact was taken."""

    finding: Finding | None
    remark: str = ""
    evidence: tuple[str, ...] = ()
    discuss: bool = False
    fact: Fact = ""


def empty_finding(rule: Rule) -> Finding:
    """The finding in which nothing is judged yet."""
    if isinstance(rule, AllOf):
        return AllOfFinding((None,) * len(rule.conditions))
    if isinstance(rule, Range):
        return RangeFinding(None)
    if isinstance(rule, Tiers):
        return TiersFinding(None)
    return AccumulateFinding((None,) * len(rule.items))


def write_finding(finding: Finding) -> dict[str, Json]:
    """The contract's form, the inverse of `findings.read_finding`."""
    if isinstance(finding, RangeFinding):
        return {"points": _optional(finding.points)}
    if isinstance(finding, TiersFinding):
        return {"pending": True} if finding.pending else {"value": _optional(finding.value)}
    if isinstance(finding, AccumulateFinding):
        return {"counts": [_optional(count) for count in finding.counts]}
    written: dict[str, Json] = {"conditions": [_write_answer(answer) for answer in finding.conditions]}
    if finding.award is not None:
        written |= {"award": canonical.write_decimal(finding.award), "basis": finding.basis}
    return written


def write_assessment(assessment: Assessment) -> dict[str, Json]:
    """The inverse of `findings.read_assessment`; leaves out what is empty."""
    written = write_finding(assessment.finding) if assessment.finding is not None else {}
    if assessment.remark:
        written["remark"] = assessment.remark
    if assessment.evidence:
        written["evidence"] = list(assessment.evidence)
    if assessment.discuss:
        written["discuss"] = True
    if assessment.fact:
        written["fact"] = assessment.fact
    return written


def holds(condition: Condition, answer: Answer) -> bool | None:
    """Whether a condition is met (以上 is inclusive); None while it, or one of its periods, is not judged."""
    if answer is None:
        return None
    if isinstance(condition, Check) and isinstance(answer, bool):
        return answer
    if isinstance(condition, Measure) and isinstance(answer, Fraction):
        return answer >= condition.at_least
    if isinstance(condition, Periods) and isinstance(answer, tuple) and len(answer) == condition.periods:
        judged = [count for count in answer if count is not None]
        return all(count >= condition.each for count in judged) if len(judged) == len(answer) else None
    raise TypeError(f"{answer!r} is no answer to {condition!r}")


def _write_answer(answer: Answer) -> Json:
    if isinstance(answer, tuple):
        return [_optional(count) for count in answer]
    return answer if isinstance(answer, bool) else _optional(answer)


def _optional(number: Fraction | None) -> str | None:
    return None if number is None else canonical.write_decimal(number)
