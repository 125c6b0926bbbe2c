"""The play of a rehearsal: made-up people and platforms, what each expert finds; no key, no clock.

The walk through the services is rehearsal.py's. Everything here is the same each time.
"""

from collections.abc import Mapping
from fractions import Fraction

from app.domain.canonical import Json, write_decimal
from app.domain.frozen import frozen
from app.domain.panel import Panel
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
from app.domain.votes import disputed, points_of, recorded

# Rare hanzi on purpose: 𬭚 䶮 㛃 𠅤 must print, copy and verify.
NAMES = (
    "周明远", "张𬭚", "李䶮", "赵㛃", "钱𠅤", "王小明", "欧阳文博", "孙立", "周敏", "吴昊",
    "郑洁", "冯静", "陈思源", "褚云", "卫东海", "蒋悦", "沈一鸣", "韩雪", "杨帆",
)  # fmt: skip
UNITS = ("华南某某大学知识产权学院", "广州某某律师事务所", "广东某某科技评估中心")
TITLES = ("教授", "律师", "高级工程师")
OFFICER = "陈科长"
BUREAU = "广州开发区知识产权局"
ORGANISER = ("林秘书", "广州某某会议服务有限公司")
PLATFORMS = (
    ("黄埔区知识产权运营服务平台（演练）", "广州某某科技集团", "广州某某知识产权服务有限公司"),
    ("开发区知识产权信息服务平台（演练）", "广州某某产业园", "广州某某信息技术有限公司"),
    ("科学城知识产权交易平台（演练）", "广州某某投资公司", "广州某某交易服务有限公司"),
    ("知识城知识产权培训平台（演练）", "广州某某职业学院", "广州某某教育咨询有限公司"),
    ("中新知识产权人才平台（演练）", "广州某某研究院", "广州某某人力资源有限公司"),
)
SURVEY = ({"value": "91.5"}, "第三方机构满意度调查报告")
NOTE = "对照佐证 5 逐人核对社保记录：1 人当月离职，是否计入有不同意见，各自保留认定。"
REVISED = "after_deliberation"
REVISED_NOTE = "合议时补看佐证 7 的续签协议，确认数量达到要求。"


@frozen
class Roles:
    """Which criterion plays which part in one table."""

    disputed: Criterion  # mandatory, with a measure: the second expert counts one too few
    corrected: (
        Criterion  # a measure: the third expert corrects the fact, and takes it back after the discussion
    )
    short: Criterion  # nobody finds it met


def roles_of(rubric: Rubric) -> Roles:
    """The parts in a table; every shipped one has a criterion for each."""
    measured = [each for each in rubric.criteria if _measure_at(each) is not None]
    disputed = [each for each in measured if rubric.is_mandatory(each.id)][-1]
    free = [each for each in measured if not rubric.is_mandatory(each.id)]
    plain = [
        each
        for each in rubric.criteria
        if isinstance(each.rule, AllOf) and not rubric.is_mandatory(each.id) and each != free[0]
    ]
    return Roles(disputed, free[0], min(reversed(plain), key=lambda each: each.points))


def panel_file(rubric: Rubric, applicant: int, experts: int, fixed: Mapping[int, str]) -> str:
    """PANEL.toml of an applicant (from 0) with `experts` places; `fixed` has certificate files by place."""
    name, builder, operator = PLATFORMS[applicant]
    lines = [
        f'rubric = "{rubric.id}"', "rehearsal = true", "date = 2026-11-24",
        'place = "科学城会议中心 3 楼"', "period = { from = 2025-06-08, to = 2026-06-07 }", "",
        "[platform]", f'name = "{name}"', f'category = "{rubric.category or "运营服务类"}"',
        f'builder = "{builder}"', f'operator = "{operator}"', "",
    ]  # fmt: skip
    for at in range(experts):
        lines += ["[[experts]]", f'name = "{NAMES[at]}"', f'unit = "{UNITS[at % len(UNITS)]}"']
        lines += [f'title = "{TITLES[at % len(TITLES)]}"', f"chair = {'true' if at == 0 else 'false'}"]
        lines += [f'certificate = "{fixed[at]}"'] if at in fixed else []
        lines.append("")
    confirmed = f'name = "{OFFICER}", unit = "{BUREAU}", date = 2026-11-20, document = "演练用确认函"'
    lines += ["[[observers]]", 'name = "何观察"', f'unit = "{BUREAU}"', ""]
    lines += ["[rules]", f"confirmed_by = {{ {confirmed} }}", ""]
    roles = roles_of(rubric)
    for criterion, evidence in ((roles.disputed, "5"), (roles.corrected, "7")):
        lines += [
            f'[facts."{criterion.id}"]',
            f"finding = {_toml(full(criterion))}",
            f'evidence = "{evidence}"',
            "",
        ]
    return "\n".join(lines)


def findings_of(rubric: Rubric, expert: int, applicant: int) -> dict[str, Json]:
    """FINDINGS of an expert for an applicant (both from 0); the third applicant lacks something mandatory."""
    roles = roles_of(rubric)
    found: dict[str, Json] = {}
    for at, criterion in enumerate(rubric.criteria):
        if isinstance(criterion.rule, Tiers) and criterion.rule.desk:
            continue
        if isinstance(criterion.rule, Range):
            found[criterion.id] = {"points": _judged(criterion.rule, expert + at, applicant)}
        elif criterion in (roles.disputed, roles.corrected):
            found[criterion.id] = {
                "fact": "confirmed",
                "evidence": ["5" if criterion == roles.disputed else "7"],
            }
        else:
            found[criterion.id] = full(criterion)
    found[roles.short.id] = {
        **short(roles.short),
        "remark": "经查，材料未能证明全部条件。",
        "evidence": ["9"],
    }
    if expert == 1:
        remark = "经查佐证 5，1 人当月已离职，不应计入。"
        found[roles.disputed.id] = {
            **short(roles.disputed),
            "fact": "corrected",
            "remark": remark,
            "discuss": True,
        }
    if expert == 2:
        remark = "经查佐证 7，协议有 1 份已到期，数量不足。"
        found[roles.corrected.id] = {**short(roles.corrected), "fact": "corrected", "remark": remark}
    if applicant == 2:
        lacking = next(each for each in rubric.criteria if rubric.is_mandatory(each.id))
        found[lacking.id] = {**short(lacking), "remark": "现场查看，尚在装修，未启用。"}
    return found


def revised_findings(rubric: Rubric) -> dict[str, Json]:
    """What the third expert enters after the discussion."""
    return {roles_of(rubric).corrected.id: {"fact": "confirmed", "evidence": ["7"], "remark": REVISED_NOTE}}


def opinion_of(expert: int) -> str:
    """An expert's own opinion; most have none."""
    return "平台运行总体良好，建议规范年度统计口径。" if expert in (0, 2) else ""


def open_disputes(panel: Panel) -> tuple[CriterionId, ...]:
    """Criteria on which the counted sheets differ and no discussion that still holds is recorded."""
    rubric = panel.brief.rubric
    return tuple(each for each in disputed(panel) if recorded(panel, rubric.criterion(each)) is None)


def drafted_opinion(panel: Panel) -> str:
    """The panel's opinion as its sheets suggest it: what got no points and why, then the experts' words."""
    lines = ["专家组现场查看并核对材料，认为平台总体运行良好。"]
    for criterion in panel.brief.rubric.criteria:
        zero = [each for each in panel.counted if points_of(panel, each, criterion) == 0]
        remarks = [
            each.sheet.assessments[criterion.id].remark
            for each in zero
            if criterion.id in each.sheet.assessments
        ]
        told = "；".join(dict.fromkeys(remark.rstrip("。") for remark in remarks if remark))
        if zero:
            lines.append(
                f"{criterion.id}：{len(zero)} 位专家未给分。{told}。" if told else f"{criterion.id}：未得分。"
            )
    lines.extend(dict.fromkeys(each.sheet.opinion for each in panel.counted if each.sheet.opinion))
    return "\n".join(lines)


def full(criterion: Criterion) -> dict[str, Json]:
    """The finding that gives full points."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        return {"conditions": [_met(condition) for condition in rule.conditions]}
    if isinstance(rule, Range):
        return {"points": write_decimal(rule.maximum)}
    if isinstance(rule, Accumulate):
        return {"counts": ["3" if at == 0 else "5" for at in range(len(rule.items))]}
    return {"value": write_decimal(rule.tiers[0].at_least)}


def short(criterion: Criterion) -> dict[str, Json]:
    """The finding in which one condition of an all_of does not hold: the measure if there is one."""
    rule = criterion.rule
    assert isinstance(rule, AllOf)  # the parts are given to such criteria only
    found: list[Json] = [_met(condition) for condition in rule.conditions]
    at = _measure_at(criterion) or 0
    condition = rule.conditions[at]
    if isinstance(condition, Measure):
        found[at] = write_decimal(condition.at_least - (1 if condition.whole else Fraction(1, 2)))
    elif isinstance(condition, Check):
        found[at] = False
    else:
        found[at] = ["0"] * condition.periods
    return {"conditions": found}


def _measure_at(criterion: Criterion) -> int | None:
    rule = criterion.rule
    if not isinstance(rule, AllOf):
        return None
    return next((at for at, each in enumerate(rule.conditions) if isinstance(each, Measure)), None)


def _met(condition: Condition) -> Json:
    if isinstance(condition, Check):
        return True
    if isinstance(condition, Measure):
        return write_decimal(condition.at_least + (1 if condition.whole else 0))
    return [write_decimal(condition.each)] * condition.periods


def _judged(rule: Range, turn: int, applicant: int) -> str:
    """Judged points a few steps below the maximum: other for each expert, less for each later applicant."""
    return write_decimal(rule.maximum - rule.step * (turn % 3 + applicant))


def _toml(value: Json) -> str:
    """A finding as TOML: objects, lists, texts and flags only."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
