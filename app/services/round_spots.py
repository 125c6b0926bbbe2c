"""Where on a facts sheet each value of a criterion's finding stands: one spot a condition, count or month.

The same spots serve the template, its reading and the result workbook; cells and addresses are theirs.
"""

from collections.abc import Sequence
from fractions import Fraction

from app.domain.canonical import Json, write_decimal
from app.domain.entering import answers
from app.domain.finding_values import Finding
from app.domain.frozen import frozen
from app.domain.rubric import AllOf, Condition, Criterion, Measure, Periods, Range, Tiers

MET, UNMET = "符合", "不符合"
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PERIODS = {12: "第 {} 个月", 4: "第 {} 季度"}
SpotValue = bool | Fraction | None


@frozen
class Spot:
    """One value: its mark within the criterion, what it asks, how it is written, and in which unit.

    `is_flag` for 符合/不符合; otherwise a number, whole where `whole`.
    """

    mark: str
    label: str
    how: str
    unit: str
    is_flag: bool = False
    whole: bool = False


def spots(criterion: Criterion) -> tuple[Spot, ...]:
    """The spots of a criterion in its rule's order; months and quarters one by one."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        found = (_of_condition(mark, each) for mark, each in zip(_MARKS, rule.conditions, strict=False))
        return tuple(spot for spots in found for spot in spots)
    if isinstance(rule, Range):
        most = write_decimal(rule.maximum)
        return (Spot(_MARKS[0], f"评分 0 至 {most} 分", f"0 至 {most} 分", "分"),)
    if isinstance(rule, Tiers):
        return (Spot(_MARKS[0], rule.label, _measured(rule.unit), rule.unit),)
    return tuple(
        Spot(mark, each.label, f"整数（{each.unit}）", each.unit, whole=True)
        for mark, each in zip(_MARKS, rule.items, strict=False)
    )


def may_be_known(criterion: Criterion) -> bool:
    """Whether a fact can be known beforehand: points that experts judge (0–N) are nobody's to propose."""
    return not isinstance(criterion.rule, Range)


def finding_of_values(criterion: Criterion, values: Sequence[SpotValue]) -> Json:
    """The finding in the contract's form (FINDINGS) of one value a spot, None for blank."""
    rule = criterion.rule
    written = [_written(each) for each in values]
    if isinstance(rule, AllOf):
        left = iter(written)
        return {
            "conditions": [
                [next(left) for _ in range(each.periods)] if isinstance(each, Periods) else next(left)
                for each in rule.conditions
            ]
        }
    if isinstance(rule, Range):
        return {"points": written[0]}
    return {"value": written[0]} if isinstance(rule, Tiers) else {"counts": written}


def values_of_finding(criterion: Criterion, finding: Finding | None) -> tuple[SpotValue, ...]:
    """One value a spot, the inverse of `finding_of_values`."""
    found: list[SpotValue] = []
    conditions = criterion.rule.conditions if isinstance(criterion.rule, AllOf) else ()
    for at, answer in enumerate(answers(criterion.rule, finding)):
        condition = conditions[at] if conditions else None
        if isinstance(condition, Periods):
            found.extend(answer if isinstance(answer, tuple) else (None,) * condition.periods)
        elif not isinstance(answer, tuple):
            found.append(answer)
    return tuple(found)


def _of_condition(mark: str, condition: Condition) -> tuple[Spot, ...]:
    if isinstance(condition, Measure):
        least = f"满 {write_decimal(condition.at_least)} {condition.unit}为符合"
        how = f"整数，{least}" if condition.whole else f"数（{condition.unit}），{least}"
        return (Spot(mark, condition.label, how, condition.unit, whole=condition.whole),)
    if isinstance(condition, Periods):
        name, each = _PERIODS[condition.periods], write_decimal(condition.each)
        return tuple(
            Spot(f"{mark} {name.format(at)}", condition.label, f"整数，满 {each} 为符合", "", whole=True)
            for at in range(1, condition.periods + 1)
        )
    return (Spot(mark, condition.label, f"选 {MET} 或 {UNMET}", "", is_flag=True),)


def _measured(unit: str) -> str:
    return "百分数，如 89.96" if unit == "%" else f"数（{unit}）"


def _written(value: SpotValue) -> Json:
    return value if isinstance(value, bool) or value is None else write_decimal(value)
