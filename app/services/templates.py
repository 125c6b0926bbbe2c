"""Files to start from: a PANEL.toml and a FINDINGS.json with every line explained in Chinese.

Says what may be written where; reading what people then write is panel_file.py's and hand_written.py's.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.canonical import Json, write_decimal
from app.domain.finding_values import empty_finding, write_assessment, write_finding
from app.domain.period import labels
from app.domain.rubric import Criterion, Rubric
from app.domain.rule_kinds import Accumulate, AllOf, Condition, Measure, Periods, Range, Rule
from app.domain.rule_sheet import QUESTIONS
from app.domain.sheet import Sheet
from app.domain.signed_sheet import is_desk_supplied
from app.errors import RefusedError
from app.services.hand_written import NOTE
from app.services.sticks import write_out

_FLAGS = ("true", "false")
_EXPERTS = 5


class TemplateExistsError(RefusedError):
    """There already is a file of that name, perhaps filled in; a template never overwrites it."""

    field_names = ("path",)


def write_template(path: Path, text: str) -> None:
    """Writes a template to a new file; TemplateExistsError, NotWrittenFault."""
    if os.path.lexists(path):
        raise TemplateExistsError(path=str(path))
    write_out(path, text.encode("utf-8"))


def panel_template(rubric: Rubric) -> str:
    """A PANEL.toml for `rubric`: needed values stand empty and are refused until filled in."""
    head = _HEAD.format(
        annex=rubric.annex, title=rubric.title, rubric=rubric.id, category=rubric.category or ""
    )
    return "\n".join([head, *_experts(), _RESERVES, _OBSERVERS, *_rules(), *_facts(rubric), ""])


def findings_template(sheet: Sheet) -> str:
    """A FINDINGS.json for `sheet` in rule order: null where nothing is judged yet, else what was entered.

    Notes stand under the key "//", which `read_findings` leaves out.
    """
    names = labels(sheet.brief.period, sheet.brief.rules.months)
    parts = [f"  {_text(NOTE)}: {_text(_FINDINGS_NOTE)}"]
    for criterion in sheet.brief.rubric.criteria:
        notes = [criterion.text, *_places(criterion.rule, names.get(12, ()), names.get(4, ()))]
        if is_desk_supplied(criterion, sheet.brief):
            notes.append("由组织方统一录入，您不用填，也不要改下一行。")
        elif criterion.id in sheet.brief.facts:
            notes.append(_KNOWN.format(fact=_text(write_finding(sheet.brief.facts[criterion.id].finding))))
        listed = ",\n".join(f"      {_text(note)}" for note in notes)
        keys = [f"    {_text(NOTE)}: [\n{listed}\n    ]"]
        keys += [f"    {_text(key)}: {_text(value)}" for key, value in _answers(sheet, criterion).items()]
        parts.append(f"  {_text(criterion.id)}: {{\n" + ",\n".join(keys) + "\n  }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _answers(sheet: Sheet, criterion: Criterion) -> dict[str, Json]:
    """What the sheet has, in the contract's form; a blank one with a null for each place, months too."""
    known = sheet.assessment(criterion.id)
    written = write_assessment(known)
    if known.finding is not None:
        return written
    empty = write_finding(empty_finding(criterion.rule))
    if isinstance(criterion.rule, AllOf):
        empty["conditions"] = [
            [None] * each.periods if isinstance(each, Periods) else None for each in criterion.rule.conditions
        ]
    return {**empty, **written}


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _places(rule: Rule, months: Sequence[str], quarters: Sequence[str]) -> Iterator[str]:
    """One line for each place of a rule's finding: what it asks and how the answer is written."""
    if isinstance(rule, AllOf):
        for at, condition in enumerate(rule.conditions, start=1):
            yield f"第 {at} 处  {condition.label}：{_condition(condition, months, quarters)}"
    elif isinstance(rule, Range):
        most, step = write_decimal(rule.maximum), write_decimal(rule.step)
        yield f"评分 0 至 {most} 分，每 {step} 分一档，写在引号里"
    elif isinstance(rule, Accumulate):
        for at, item in enumerate(rule.items, start=1):
            each = write_decimal(item.points_each)
            yield f"第 {at} 处  {item.label}：{item.unit}数，写在引号里，每{item.unit} {each} 分"
        yield f"最多 {write_decimal(rule.cap)} 分"
    else:
        yield f"{rule.label}：数值（{rule.unit}），写在引号里"


def _condition(condition: Condition, months: Sequence[str], quarters: Sequence[str]) -> str:
    if isinstance(condition, Measure):
        least = write_decimal(condition.at_least)
        return f"核实的数，写在引号里（满 {least} {condition.unit}为符合）"
    if isinstance(condition, Periods):
        names = months if condition.periods == 12 else quarters
        told = f"，依次为{'、'.join(names)}" if names else ""
        each = write_decimal(condition.each)
        return f"方括号里 {condition.periods} 个数，都写在引号里{told}（每个满 {each} 为符合）"
    return "true 符合，false 不符合（不加引号）"


def _experts() -> Iterator[str]:
    for number in range(1, _EXPERTS + 1):
        yield "[[experts]]"
        yield f'name = ""            # 第 {number} 位专家的姓名，与他本人建立身份时写的一致'
        yield 'unit = ""'
        yield 'title = ""'
        if number == 1:
            yield "chair = true         # 组长，最后签名；只能有一位"
            yield "# 事先拿到了这位专家的证书的，放在本文件旁边，写上文件名；没有就不写，现场核对校验码："
            yield '# certificate = "周明远.pem"'
        yield ""


def _rules() -> Iterator[str]:
    yield "# ---- 评审规则确认单：不写的按默认（每条列出的第一个）。要改的，去掉行首的 # 再改。"
    yield "[rules]"
    yield "# 委托方由谁、何时、以哪份文件确认了规则；没有这一行，每页都会写明“规则未经委托方确认”。"
    yield '# confirmed_by = { name = "姓名", unit = "单位", date = 2026-01-01, document = "文件名称或文号" }'
    for each in QUESTIONS:
        yield f"# {each.question}："
        yield from (f"#   {value}  {meaning}" for value, meaning in each.options)
        default = each.options[0][0]
        yield f"# {each.key} = {default if default in _FLAGS else _text(default)}"
    yield '# step = "0.5"             # 评分步长：0.1、0.2、0.5 或 1 分'
    yield '# outlier_points = "15"    # 总分与其他专家中位数相差超过几分的须说明'
    yield '# minimum_total = "60"     # 认定的最低综合评分；不写就没有这条线'
    yield ""


def _facts(rubric: Rubric) -> Iterator[str]:
    yield _FACTS
    for criterion in rubric.criteria:
        yield ""
        yield from (f"# {line}" for line in f"{criterion.id}  {criterion.text}".splitlines())
        yield from (f"#   {line}" for line in _places(criterion.rule, (), ()))
        yield f'# [facts."{criterion.id}"]'
        yield f"# finding = {_blank(criterion.rule)}"
        yield '# evidence = ""'


def _blank(rule: Rule) -> str:
    """A finding in TOML with ? for what is to be filled in; TOML has no null."""
    if isinstance(rule, AllOf):
        return f"{{ conditions = [{', '.join(map(_blank_answer, rule.conditions))}] }}"
    if isinstance(rule, Range):
        return '{ points = "?" }'
    if isinstance(rule, Accumulate):
        return f"{{ counts = [{_blanks(len(rule.items))}] }}"
    return '{ value = "?" }'


def _blank_answer(condition: Condition) -> str:
    if isinstance(condition, Measure):
        return '"?"'
    return f"[{_blanks(condition.periods)}]" if isinstance(condition, Periods) else "?"


def _blanks(number: int) -> str:
    return ", ".join(['"?"'] * number)


_FINDINGS_NOTE = (
    "“//”后面是说明，程序不读。null 是还没有判断，不是不符合，也不是 0 分。"
    '每项可以另加："remark": "说明"，"evidence": ["佐证5"]，"discuss": true（提请合议）。'
)
_KNOWN = (
    '组织方已核实：{fact}。同意的，把下一行换成 "fact": "confirmed"；'
    '不同意的，填本人核实的结果，再加 "fact": "corrected" 和 "remark"。'
)
_HEAD = """\
# 专家组设置（附件{annex}：{title}）
# 一个平台、一个专家组一份。# 后面是说明，程序不读。空着的引号都要填，填好后运行 panel new。

rubric = "{rubric}"
rehearsal = false    # true 为演练：只用来练习，不进入正式评审
date = ""            # 评审日期，如 "2026-11-24"
place = ""           # 评审地点，可以不填
period = {{ from = "", to = "" }}    # 考核期的第一天和最后一天，写法同上

[platform]
name = ""            # 平台名称
category = "{category}"    # 平台类别
builder = ""         # 建设主体，可以不填
operator = ""        # 运营主体

# ---- 专家：按名单顺序是 E1、E2……一位一段，可增可删，1 至 19 位。单位和职称可以不填。
"""
_RESERVES = """\
# ---- 候补专家：没有就不写。不进名单，不能当组长；有人更换或回避时，由汇总席登记递补。
# [[reserves]]
# name = ""
# unit = ""
# title = ""
# certificate = ""    # 有证书的写上文件名；没有的不写，现场核对校验码
"""
_OBSERVERS = """\
# ---- 观察员：没有就不写。
# [[observers]]
# name = ""
# unit = ""
"""
_FACTS = """\
# ---- 事先核实的事实：没有就都不写。每位专家会看到，各自确认或更正。
# 要写的，去掉这几行行首的 #，把 ? 换成核实的结果，evidence 写佐证编号。"""
