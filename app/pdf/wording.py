"""Values in the Chinese words of papers: times, findings, seats, standings. Small and pure."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from app.domain.brief import Brief, KnownFact
from app.domain.canonical import write_decimal
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Assessment,
    Finding,
    RangeFinding,
    TiersFinding,
)
from app.domain.period import day_words, labels
from app.domain.record import Findings
from app.domain.rubric import Accumulate, AllOf, Condition, Criterion, Indicator, Measure, Tiers
from app.domain.rules import PeriodLabels, award
from app.domain.verdict import brief_points, shown, shown_against, threshold_of

NONE = "无"
UNNAMED = "原表未命名"
_UNJUDGED = "未判断"
STANDINGS = {
    "counted": "已交，计入",
    "trimmed": "已交，按规则去掉（最高或最低总分）",
    "recused": "回避",
    "absent": "缺席",
    "replaced": "已更换",
    "refused": "未交（拒绝）",
    "missing": "未交",
    "pending": "待确认",
}


def time_words(time: str) -> str:
    """2026年11月24日 09:30, in the clock of whoever wrote it."""
    moment = datetime.fromisoformat(time)
    return f"{day_words(moment.date())} {moment:%H:%M}"


def date_words(text: str) -> str:
    """2026年11月24日 of an ISO date; anything else as it is."""
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        return text


def period_labels(brief: Brief) -> PeriodLabels:
    """The months' and quarters' names of a brief."""
    return labels(brief.period, brief.rules.months)


def finding_lines(criterion: Criterion, finding: Finding | None, names: PeriodLabels) -> tuple[str, ...]:
    """What was found, a line a condition or item, as the rule's own reasons tell it."""
    return award(criterion, finding, period_labels=names).why


def finding_words(criterion: Criterion, finding: Finding | None, names: PeriodLabels) -> str:
    """The same in one line."""
    return "；".join(finding_lines(criterion, finding, names))


def fact_words(criterion: Criterion, fact: KnownFact, names: PeriodLabels) -> str:
    """A known fact with its evidence."""
    evidence = f"（{evidence_words([fact.evidence])}）" if fact.evidence else ""
    return finding_words(criterion, fact.finding, names) + evidence


def fact_taken(
    criterion: Criterion, fact: KnownFact, assessment: Assessment, names: PeriodLabels
) -> tuple[str, ...]:
    """How an expert took a known fact: 组织方填报：23 家（佐证 7）→ 更正为 19 家. () if not taken."""
    if not assessment.fact:
        return ()
    evidence = f"（{evidence_words([fact.evidence])}）" if fact.evidence else ""
    told = values(criterion, fact.finding, names)
    if assessment.fact == "confirmed":
        value = told[0][1] if len(told) == 1 else f"共 {len(told)} 项"
        return (f"组织方填报：{value}{evidence}→ 已确认",)
    own = values(criterion, assessment.finding, names)
    changed = [
        f"组织方填报：{_named(label, before, told)}{evidence}→ 更正为{_spaced(after)}"
        for (label, before), (_, after) in zip(told, own, strict=True)
        if before != after
    ]
    return tuple(changed) or (f"组织方填报{evidence}→ 已更正",)


def corrected_values(
    criterion: Criterion, fact: KnownFact, finding: Finding | None, names: PeriodLabels
) -> str:
    """What an expert found otherwise than the known fact says: 入驻机构 19 家."""
    told = values(criterion, fact.finding, names)
    own = values(criterion, finding, names)
    differing = [_named(*mine, own) for theirs, mine in zip(told, own, strict=True) if theirs != mine]
    return "，".join(differing)


def values(criterion: Criterion, finding: Finding | None, names: PeriodLabels) -> tuple[tuple[str, str], ...]:
    """What was found as (label, value), one a condition or item, without what it is worth."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        answers = finding.conditions if isinstance(finding, AllOfFinding) else (None,) * len(rule.conditions)
        lines = finding_lines(criterion, finding, names)
        return tuple(
            (condition.label, _answer_words(condition, answer, line))
            for condition, answer, line in zip(rule.conditions, answers, lines, strict=False)
        )
    if isinstance(rule, Accumulate):
        counts = finding.counts if isinstance(finding, AccumulateFinding) else (None,) * len(rule.items)
        return tuple(
            (item.label, _amount(count, item.unit)) for item, count in zip(rule.items, counts, strict=True)
        )
    if isinstance(finding, TiersFinding) and isinstance(rule, Tiers):
        return ((rule.label, "待补录" if finding.pending else _amount(finding.value, rule.unit)),)
    return (("", _amount(finding.points if isinstance(finding, RangeFinding) else None, "分")),)


def _answer_words(condition: Condition, answer: Answer, line: str) -> str:
    if isinstance(answer, bool):
        return "符合" if answer else "不符合"
    if isinstance(condition, Measure) and isinstance(answer, Fraction):
        return _amount(answer, condition.unit)
    # Months by name, as the rule's own reason tells them.
    return line.removeprefix(f"{condition.label}：").removesuffix(" ✓") if answer else _UNJUDGED


def _amount(value: Fraction | None, unit: str) -> str:
    if value is None:
        return _UNJUDGED
    return f"{write_decimal(value)}{'' if unit == '%' else ' '}{unit}"


def _named(label: str, value: str, among: Sequence[tuple[str, str]]) -> str:
    if not label or len(among) == 1:
        return value
    return f"{label}{_spaced(value)}" if value[0].isdigit() else f"{label}：{value}"


def _spaced(value: str) -> str:
    """A number stands apart from the words before it."""
    return f" {value}" if value[0].isdigit() else value


def indicator_name(indicator: Indicator) -> str:
    """小类指标; where the plan left it blank, that is said and the suggested name added."""
    return indicator.name or f"{UNNAMED}（{indicator.suggested_name}）"


def evidence_words(evidence: Sequence[str]) -> str:
    """佐证 5、7"""
    names = [name.removeprefix("佐证").strip() for name in evidence if name.strip()]
    return f"佐证 {'、'.join(names)}" if names else ""


def with_points(name: str, points: Fraction) -> str:
    """平台基础条件, and （25分） on a line of its own, as the annexes print it."""
    return f"{name}\n（{brief_points(points)}分）" if name else f"（{brief_points(points)}分）"


def unit_title(unit: str, title: str) -> str:
    """Unit and title in one cell."""
    return "，".join(text for text in (unit, title) if text)


def division(terms: Sequence[Fraction], by: int) -> str:
    """(86+88+90)÷3＝88.00, or ≈ where two decimals do not tell it exactly."""
    mean = sum(terms, Fraction(0)) / by
    sign = "＝" if Fraction(shown(mean)) == mean else "≈"
    listed = "+".join(brief_points(term) for term in terms)
    return f"({listed})÷{by}{sign}{shown(mean)}"


def mean_words(values: Sequence[Fraction]) -> str:
    """The mean with two decimals; a dash for none."""
    return shown(sum(values, Fraction(0)) / len(values)) if values else "—"


def total_words(found: Findings) -> str:
    """The mean of the totals as the verdict sentence shows it; a dash for none."""
    mean = found.result.mean
    return "—" if mean is None else shown_against(mean, threshold_of(found.panel))
