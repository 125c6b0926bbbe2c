"""The form of a round's workbook: the names of its sheets, columns and rows, as written and as found again.

What is written where: round_template.py; what people filled in: round_reading.py and its parts.
"""

import re

from app.domain.canonical import write_decimal
from app.domain.frozen import frozen
from app.domain.rule_sheet import QUESTIONS, STEPS, Question

GUIDE, PLATFORMS, EXPERTS, RULES = "先看这里", "平台", "专家", "规则"
MOST_PLATFORMS, MOST_PEOPLE, MOST_OBSERVERS = 60, 30, 5
DEFAULT = "采用默认"
OFFICIAL, REHEARSAL = "正式评审", "演练"

NUMBER, ANNEX, NAME, CATEGORY = "序号", "附件", "平台名称", "平台类别"
BUILDER, OPERATOR, FIRST, LAST = "建设主体", "运营主体", "考核期第一天", "考核期最后一天"
DAY, PLACE = "评审日期", "评审地点"
PLATFORM_COLUMNS = (NUMBER, ANNEX, NAME, CATEGORY, BUILDER, OPERATOR, FIRST, LAST, DAY, PLACE)

PERSON, UNIT, TITLE, CERTIFICATE = "姓名", "单位", "职称", "证书文件"
RESERVE, EVERYWHERE = "候补", "全部平台"
EXPERT_COLUMNS = (PERSON, UNIT, TITLE, CERTIFICATE, RESERVE, EVERYWHERE)
YES = "是"
MEMBER, CHAIR, ABSENT = "参加", "组长", "不参加"
PART_EVERYWHERE = (MEMBER, CHAIR)
PARTS = (MEMBER, CHAIR, ABSENT)

RULE, CHOSEN = "规则", "您的选择"
MODE = "正式评审还是演练"
STEP, OUTLIER, MINIMUM = "评分步长（分）", "总分相差几分须说明", "认定最低综合评分（仅附件 1）"
CONFIRMED = {"name": "确认人姓名", "unit": "确认人单位", "date": "确认日期", "document": "确认文件"}
OBSERVER = "观察员 {} {}"

CRITERION, TEXT, SPOT, ASKED, HOW = "编号", "评分标准", "处", "条件", "怎么填"
FACT_COLUMNS = (CRITERION, TEXT, SPOT, ASKED, HOW)
VALUE, EVIDENCE = "填写", "佐证"
EVIDENCE_LIMIT = 60
_PLATFORM = re.compile(r"平台([1-9][0-9]?)")


@frozen
class RuleRow:
    """One question of the rule sheet as the workbook asks it: its options in words, by what they mean."""

    question: Question

    @property
    def label(self) -> str:
        """The row's label."""
        return self.question.question

    @property
    def options(self) -> dict[str, str]:
        """Every spelling that is taken: 采用默认 and the words of each option."""
        return {DEFAULT: self.question.options[0][0], **{word: key for key, word in self.question.options}}

    @property
    def offered(self) -> tuple[str, ...]:
        """What the list offers."""
        return (DEFAULT, *(word for _, word in self.question.options[1:]))


RULE_ROWS = tuple(RuleRow(each) for each in QUESTIONS)
STEP_OPTIONS = {DEFAULT: "0.5"} | {write_decimal(step): write_decimal(step) for step in STEPS}


def facts_name(annex: int) -> str:
    """The facts sheet of an annex."""
    return f"附件{annex} 事实"


def platform_label(number: int) -> str:
    """平台 3: how columns refer to a row of the sheet 平台."""
    return f"平台 {number}"


def platform_of(plain_label: str) -> int | None:
    """The number in a platform's label without spaces; None for anything else."""
    found = _PLATFORM.fullmatch(plain_label)
    return int(found[1]) if found else None
