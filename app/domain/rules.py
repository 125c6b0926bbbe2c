"""What a finding is worth, and why: points, state, and the Chinese reasons that papers and screen print.

Exact numbers only; a blank keeps a criterion unjudged and is never 0 (domain.md, "Rule kinds").
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from app.domain.canonical import write_decimal
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Finding,
    RangeFinding,
    TiersFinding,
    empty_finding,
    holds,
)
from app.domain.findings import REMARK_LIMIT
from app.domain.frozen import frozen
from app.domain.rubric import (
    Accumulate,
    AllOf,
    Check,
    Condition,
    Criterion,
    CriterionId,
    Measure,
    Range,
    Rubric,
    Tiers,
)

State = Literal["judged", "missing", "pending"]
PeriodLabels = Mapping[int, Sequence[str]]

_MET = " ✓"
_QUARTERS = tuple(f"第{number}季度" for number in "一二三四")
_MONTHS = tuple(f"第{number}个月" for number in range(1, 13))
# Without a 考核期 the periods have no dates, only their order.
_PLAIN_LABELS: PeriodLabels = {4: _QUARTERS, 12: _MONTHS}
_PERIOD_UNITS = {4: "季度", 12: "月"}


@frozen
class Award:
    """What one criterion gets on one sheet.

    `points` is None unless the state is "judged"; `full` says whether they are all the criterion has.
    `unjudged` counts blank conditions (counts, values); `unmet` are the positions of conditions judged
    not to hold; `why` has one Chinese line a condition or item.
    """

    points: Fraction | None
    state: State
    full: bool | None
    unjudged: int
    unmet: tuple[int, ...]
    why: tuple[str, ...]


@frozen
class Score:
    """One sheet's arithmetic: awards of judged criteria, their total, the mandatory part, and the gaps.

    `complete` is true when nothing is missing and nothing pending.
    """

    awards: Mapping[CriterionId, Fraction]
    total: Fraction
    mandatory: Fraction
    complete: bool
    missing: tuple[CriterionId, ...]
    pending: tuple[CriterionId, ...]


def award(
    criterion: Criterion, finding: Finding | None, *, period_labels: PeriodLabels | None = None
) -> Award:
    """What `finding` (None: nothing judged yet) is worth for `criterion`.

    `period_labels` names the periods, {12: twelve labels, 4: four labels}. A finding of another kind or
    length than the rule's is our bug: TypeError, ValueError.
    """
    rule = criterion.rule
    found = empty_finding(rule) if finding is None else finding
    if isinstance(rule, AllOf) and isinstance(found, AllOfFinding):
        return _all_of(criterion, rule, found, {**_PLAIN_LABELS, **(period_labels or {})})
    if isinstance(rule, Range) and isinstance(found, RangeFinding):
        return _range(criterion, rule, found)
    if isinstance(rule, Tiers) and isinstance(found, TiersFinding):
        return _tiers(criterion, rule, found)
    if isinstance(rule, Accumulate) and isinstance(found, AccumulateFinding):
        return _accumulate(criterion, rule, found)
    raise TypeError(f"{found!r} is no finding for {criterion.id}")


def drafted_remark(criterion: Criterion, award: Award, evidence: Sequence[str]) -> str:
    """A remark that writes itself: 经查佐证 7，入驻机构 19 家，少于 20 家。 "" while nothing can be said."""
    if award.state != "judged":
        return ""
    lines = [line.removesuffix(_MET) for line in award.why]
    if isinstance(criterion.rule, AllOf):
        # A partial award's own line follows those of the conditions.
        extra = lines[len(criterion.rule.conditions) :]
        lines = [lines[at] for at in award.unmet] + extra if award.unmet else ["各项条件均符合"]
    names = "、".join(name.removeprefix("佐证").strip() for name in evidence)
    seen = f"经查佐证 {names}，" if names else "经查，"
    text = seen + "；".join(lines) + "。"
    return text if len(text) <= REMARK_LIMIT else text[: REMARK_LIMIT - 1] + "…"


def score(rubric: Rubric, findings: Mapping[CriterionId, Finding]) -> Score:
    """The exact score of one sheet. Blank and pending criteria add nothing and are listed.

    UnknownCriterionError for a finding of a criterion that the rubric does not have.
    """
    for known in findings:
        rubric.criterion(known)
    found = {each.id: award(each, findings.get(each.id)) for each in rubric.criteria}
    awards = {id: each.points for id, each in found.items() if each.points is not None}
    missing = tuple(id for id, each in found.items() if each.state == "missing")
    pending = tuple(id for id, each in found.items() if each.state == "pending")
    return Score(
        awards=awards,
        total=sum(awards.values(), Fraction(0)),
        mandatory=sum((points for id, points in awards.items() if rubric.is_mandatory(id)), Fraction(0)),
        complete=not missing and not pending,
        missing=missing,
        pending=pending,
    )


def _all_of(criterion: Criterion, rule: AllOf, finding: AllOfFinding, labels: PeriodLabels) -> Award:
    pairs = list(zip(rule.conditions, finding.conditions, strict=True))
    held = [holds(condition, answer) for condition, answer in pairs]
    why = [
        _condition_line(condition, answer, met, labels)
        for (condition, answer), met in zip(pairs, held, strict=True)
    ]
    unmet = tuple(at for at, met in enumerate(held) if met is False)
    unjudged = held.count(None)
    if unjudged:
        return Award(None, "missing", None, unjudged, unmet, tuple(why))
    if not unmet:
        return Award(criterion.points, "judged", True, 0, (), tuple(why))
    if finding.award is not None:
        why.append(f"部分得分 {write_decimal(finding.award)} 分：{finding.basis}")
    return Award(finding.award or Fraction(0), "judged", False, 0, unmet, tuple(why))


def _range(criterion: Criterion, rule: Range, finding: RangeFinding) -> Award:
    if finding.points is None:
        return _missing(f"未评分（0–{write_decimal(rule.maximum)} 分）")
    why = f"评为 {write_decimal(finding.points)} 分（0–{write_decimal(rule.maximum)} 分）"
    return _judged(criterion, finding.points, why)


def _tiers(criterion: Criterion, rule: Tiers, finding: TiersFinding) -> Award:
    if finding.pending:
        return Award(None, "pending", None, 0, (), (f"{rule.label}待补录",))
    if finding.value is None:
        return _missing(f"未判断：{rule.label}")
    value = f"{rule.label} {_amount(finding.value, rule.unit)}"
    for tier in rule.tiers:
        if finding.value >= tier.at_least:
            reached = f"{value} ≥ {_amount(tier.at_least, rule.unit)}，得 {write_decimal(tier.points)} 分"
            return _judged(criterion, tier.points, reached)
    lowest = _amount(rule.tiers[-1].at_least, rule.unit)
    short = f"{value}，{_short_of(rule.unit)} {lowest}，得 {write_decimal(rule.otherwise)} 分"
    return _judged(criterion, rule.otherwise, short)


def _accumulate(criterion: Criterion, rule: Accumulate, finding: AccumulateFinding) -> Award:
    why: list[str] = []
    total, unjudged = Fraction(0), 0
    for item, count in zip(rule.items, finding.counts, strict=True):
        if count is None:
            unjudged += 1
            why.append(f"未判断：{item.label}")
            continue
        total += count * item.points_each
        each, worth = write_decimal(item.points_each), write_decimal(count * item.points_each)
        why.append(f"{item.label} {_amount(count, item.unit)} × {each} 分 ＝ {worth} 分")
    if unjudged:
        return Award(None, "missing", None, unjudged, (), tuple(why))
    if total > rule.cap:
        why.append(f"合计 {write_decimal(total)} 分，累计不超过 {write_decimal(rule.cap)} 分")
    return _judged(criterion, min(rule.cap, total), *why)


def _judged(criterion: Criterion, points: Fraction, *why: str) -> Award:
    return Award(points, "judged", points == criterion.points, 0, (), why)


def _missing(why: str) -> Award:
    return Award(None, "missing", None, 1, (), (why,))


def _condition_line(condition: Condition, answer: Answer, met: bool | None, labels: PeriodLabels) -> str:
    if isinstance(answer, tuple) and not isinstance(condition, Check | Measure):
        return _periods_line(condition.label, condition.each, answer, labels[condition.periods])
    if met is None:
        return f"未判断：{condition.label}"
    if isinstance(answer, Fraction) and isinstance(condition, Measure):
        value = f"{condition.label} {_amount(answer, condition.unit)}"
        least = _amount(condition.at_least, condition.unit)
        return f"{value} ≥ {least}{_MET}" if met else f"{value}，{_short_of(condition.unit)} {least}"
    return f"{condition.label}：符合{_MET}" if met else f"不符合：{condition.label}"


def _periods_line(
    label: str, each: Fraction, counts: Sequence[Fraction | None], labels: Sequence[str]
) -> str:
    """Which periods fall short (缺 2026年3月) and which are blank: by name, so that nobody has to count."""
    named = list(zip(labels, counts, strict=True))
    short = [name for name, count in named if count is not None and count < each]
    blank = [name for name, count in named if count is None]
    told = [f"缺 {'、'.join(short)}"] if short else []
    if blank:
        told.append("未判断" if len(blank) == len(named) else f"{'、'.join(blank)}未判断")
    all_there = f"{len(named)} 个{_PERIOD_UNITS[len(named)]}齐全{_MET}"
    return f"{label}：{'；'.join(told) or all_there}"


def _amount(value: Fraction, unit: str) -> str:
    space = "" if unit == "%" else " "
    return f"{write_decimal(value)}{space}{unit}"


def _short_of(unit: str) -> str:
    """少于 for what is counted, 低于 for rates."""
    return "低于" if unit == "%" else "少于"
