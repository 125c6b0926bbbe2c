"""Values in the Chinese words of papers: times, findings, seats, standings. Small and pure."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from app.domain.brief import Brief, KnownFact
from app.domain.findings import Finding
from app.domain.period import day_words, labels
from app.domain.rubric import Criterion
from app.domain.rules import PeriodLabels, award
from app.domain.verdict import brief_points, shown

NONE = "无"
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
