"""Result → one verdict in one sentence, computed once: the same on screen, in the PDF and by the verifier."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from app.domain.canonical import write_decimal
from app.domain.consolidation import Result
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.rubric import CriterionId

VerdictKind = Literal["pass", "fail", "eligible", "ineligible", "undetermined"]
OPEN_WORDS = {"missing": "未交", "pending": "待核对校验码", "conflict": "两份不一致，待确认"}


@frozen
class Verdict:
    """What the panel found, and the sentence every reader gets."""

    kind: VerdictKind
    sentence: str


def shown(value: Fraction, digits: int = 2) -> str:
    """An exact non-negative number with fixed decimals, rounded half up, for display only."""
    scaled = (value * 10**digits * 2 + 1) // 2
    whole, part = divmod(int(scaled), 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def shown_against(value: Fraction, limit: Fraction | None) -> str:
    """As `shown`, with as many more decimals as it takes to stand on the side of `limit` where it is.

    `limit` is a plain decimal, as every line is, or None where no line decides.
    """
    digits = 2
    while limit is not None and (Fraction(shown(value, digits)) < limit) != (value < limit):
        digits += 1
    return shown(value, digits)


def brief_points(value: Fraction) -> str:
    """Points without needless decimals: 25, 17.5; two decimals where they do not come out."""
    text = shown(value)
    return text.rstrip("0").rstrip(".") if Fraction(text) == value else text


def decide(gate_full: bool | None, mean: Fraction, threshold: Fraction | None) -> bool | None:
    """Whether the platform passes: None while the gate is undetermined.

    `threshold` is 80 for the annual assessment (方案六（五）); for accreditation the rule sheet's, or None.
    """
    if gate_full is None:
        return None
    return gate_full and (threshold is None or mean >= threshold)


def threshold_of(panel: Panel) -> Fraction | None:
    """The total that decides: the plan's 80, or the rule sheet's minimum for accreditation."""
    if panel.brief.rubric.kind == "annual":
        return panel.brief.rubric.pass_total
    return panel.brief.rules.minimum_total


def verdict(panel: Panel, result: Result) -> Verdict:
    """The verdict of a panel's result."""
    why_open = _why_open(panel, result)
    if why_open or result.mean is None:
        return Verdict("undetermined", why_open)
    gate_full = result.gate.state == "full"
    passed = decide(gate_full, result.mean, threshold_of(panel))
    annual = panel.brief.rubric.kind == "annual"
    tell = _annual if annual else _accreditation
    sentence = tell(panel, result, result.mean)
    kind: VerdictKind = ("pass" if passed else "fail") if annual else ("eligible" if passed else "ineligible")
    return Verdict(kind, sentence + _if_determined(panel, result, passed))


def _why_open(panel: Panel, result: Result) -> str:
    if panel.void:
        return "本轮评审已作废，没有结论。"
    if result.waiting:
        names = {place.seat: place.name for place in panel.places}
        listed = "、".join(f"{names[seat]}（{OPEN_WORDS[why]}）" for seat, why in result.waiting)
        return f"尚无结论：还差{listed}。"
    if not panel.counted:
        return "尚无结论：没有有效评分表。"
    if result.awaiting_supply:
        return "尚无结论：满意度待补录。"
    if result.gate.open:
        return f"尚无结论：{_listed(result.gate.open)} 认定不一致，待合议。"
    if result.gate.equal:
        counts = "、".join(_count(result, each) for each in result.gate.equal)
        return f"未能形成结论：{_listed(result.gate.equal)} 经合议为 {counts}，提请委托方决定。"
    return ""


def _annual(panel: Panel, result: Result, mean: Fraction) -> str:
    limit = panel.brief.rubric.pass_total or Fraction(0)
    low = mean < limit
    total = f"综合评分 {shown_against(mean, limit)} 分"
    below = f"{total}，低于 {write_decimal(limit)} 分"
    gate = _gate(panel, result)
    if not gate:
        return f"考核不合格：{below}。" if low else f"考核合格：{total}。"
    if result.gate.state == "full":
        return f"考核不合格：{below}。{gate}。" if low else f"考核合格：{total}，{gate}。"
    if low:
        return f"考核不合格：{below}；{gate}，未得满分。"
    return f"考核不合格：{gate}，未得满分（附件{panel.brief.rubric.annex}注）。{total}，不改变结论。"


def _accreditation(panel: Panel, result: Result, mean: Fraction) -> str:
    minimum = panel.brief.rules.minimum_total
    gate = _gate(panel, result)
    total = f"综合评分 {shown_against(mean, minimum)} 分"
    if result.gate.state != "full":
        return f"不具备认定资格：{gate}，未得满分（附件{panel.brief.rubric.annex}注）。"
    if minimum is not None and mean < minimum:
        told = f"{gate}。" if gate else ""
        return f"不具备认定资格：{total}，低于约定的 {write_decimal(minimum)} 分。{told}"
    return f"具备认定资格：{gate}，{total}。" if gate else f"具备认定资格：{total}。"


def _gate(panel: Panel, result: Result) -> str:
    """The gate in words; "" where the table has no mandatory section."""
    names = "、".join(each.name for each in panel.brief.rubric.sections if each.mandatory)
    if not names:
        return ""
    points = brief_points(result.gate.points or Fraction(0))
    text = f"{names} {points}/{brief_points(result.gate.of)} 分"
    determined = [each for each in result.determinations if _decided_the_gate(panel, result, each)]
    if not determined:
        return text
    counts = "；".join(f"{each} 经合议认定，{_count(result, each)}" for each in determined)
    return f"{text}（其中 {counts}）"


def _decided_the_gate(panel: Panel, result: Result, criterion: CriterionId) -> bool:
    """Whether a recorded discussion was needed: at the gate, jointly, between full and not full."""
    found = result.votes[criterion]
    joint = panel.brief.rubric.is_mandatory(criterion) and panel.brief.rules.gate == "joint"
    return joint and bool(found.in_favour and found.against)


def _if_determined(panel: Panel, result: Result, passed: bool | None) -> str:
    """Where determined awards in every sheet would give another verdict, the sentence says so."""
    if panel.brief.rules.determined_in_mean or result.mean_if_determined is None:
        return ""
    otherwise = decide(result.gate.state == "full", result.mean_if_determined, threshold_of(panel))
    if otherwise == passed:
        return ""
    otherwise_shown = shown_against(result.mean_if_determined, threshold_of(panel))
    return (
        f"如各份评分表都按合议认定计分，综合评分为 {otherwise_shown} 分，结论会不同；"
        "要改变的专家须自行更正评分表。"
    )


def _count(result: Result, criterion: CriterionId) -> str:
    found = result.votes[criterion]
    return f"{len(found.in_favour)}∶{len(found.against)}"


def _listed(criteria: Sequence[CriterionId]) -> str:
    return "、".join(criteria)
