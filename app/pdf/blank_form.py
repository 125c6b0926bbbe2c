"""纸质评分表: the annex to be filled in by hand when no computer works, a numbered form for one expert.

Printed, not signed: no data travels in it. What stands on it is keyed in at the desk. The lines for each
finding are blank_lines.py's.
"""

from collections.abc import Sequence

from app.domain.brief import Brief
from app.domain.forms import Form
from app.domain.frozen import replace
from app.domain.keyed_paper import MAX_SCANS, form_words
from app.domain.panel import Place
from app.domain.rubric import CriterionId
from app.domain.rules import award
from app.domain.signed_sheet import is_desk_supplied
from app.domain.verdict import brief_points
from app.pdf.archive import finish
from app.pdf.blank_lines import findings_table
from app.pdf.blocks import (
    framed,
    handwriting,
    handwriting_tables,
    headed_table,
    heading,
    paired,
    points,
    title,
)
from app.pdf.drawing import Page, Rule, draw
from app.pdf.flow import Flow
from app.pdf.form_pages import annex_form
from app.pdf.paper_frame import PaperFrame, frame_of
from app.pdf.styles import BODY, CELL, LEAD, SMALL, STRONG
from app.pdf.wording import NONE, date_words, period_labels, unit_title

KIND = "个人评分表（纸质）"
_HOW = (
    "用黑色或蓝黑色笔填写。每一处都要判断：没有填写的不是 0 分，也不是不符合，不能代录。",
    "先逐项填写“核实情况”，再把各项得分抄到附件表格的“得分”栏，并算出总分。",
    "基础条件不符合的、满分 10 分以上得 0 分的、与组织方填报不一致的，须写明依据，否则不能代录。",
    "改动处请划去原字，在旁边写清楚并签名；不要涂改、不要使用修正液。",
    "填完请在末页签名、写明日期，每页都交回汇总席。代录后，本表的扫描件随记录一并保存。",
    "以后又用电脑签署了评分表的，以签署的为准，本表保留备查。",
)
_NO_CONFLICT = "☐ 本人声明：与本平台的建设主体、运营主体没有须回避的关系，评分由本人独立作出。"
_RECUSAL = "☐ 本人申请回避本平台的评审（不用填写评分）。事由："
_RULED = 27.0
_OPINION_LINES = 4


def render_forms(brief: Brief, forms: Sequence[tuple[Form, Place | None]], created: str) -> bytes:
    """All forms in one PDF for printing, each with pages counted on their own; MissingGlyphsError.

    `created` is an RFC 3339 time with its offset.
    """
    pages: list[Page] = []
    for form, place in forms:
        pages += _lay_out(brief, form, place).pages(form_frame(brief, form).marks)
    return finish(
        draw(pages), title=f"{KIND} {brief.header.panel_name}", created=created, attachments=(), fields=()
    )


def form_frame(brief: Brief, form: Form) -> PaperFrame:
    """Head and foot of a form's pages: its own number, and the 校验码 of the brief it stands under."""
    number = f"表号 {form_words(form.number)} · 任务书第{brief.header.brief_number}号"
    return frame_of(brief, KIND, number, brief.digest, internal=True)


def _lay_out(brief: Brief, form: Form, place: Place | None) -> Flow:
    flow = Flow()
    _first_page(flow, brief, form, place)
    _annex(flow, brief)
    flow.new_page()
    table = findings_table(flow.width, brief, period_labels(brief))
    headed_table(flow, "核实情况", table)
    flow.together(lambda there: _declared_and_signed(there, place))
    return flow


def _first_page(flow: Flow, brief: Brief, form: Form, place: Place | None) -> None:
    title(flow, "个人评分表", "纸质填写，由汇总席代录")
    framed(flow, f"表号 {form_words(form.number)}", replace(LEAD, size=17, leading=26))
    flow.gap(10)
    platform = brief.platform
    paired(
        flow,
        [
            [("平台", f"{platform.name}（{platform.category}）")],
            [("建设主体", platform.builder or NONE), ("运营主体", platform.operator)],
            [("考核期", brief.period.words), ("评审日期", date_words(brief.date.isoformat()))],
            [("评审地点", brief.place or NONE), ("任务书", f"第 {brief.header.brief_number} 号")],
            [("评分表", f"附件{brief.rubric.annex} {brief.rubric.title}")],
        ],
    )
    heading(flow, "专家")
    if place is None:
        paired(flow, [[("姓名", "\n\n"), ("席位", "\n\n")], [("单位、职称", "\n\n")]])
    else:
        who = unit_title(place.unit, place.title) or NONE
        paired(flow, [[("姓名", place.name), ("席位", place.seat)], [("单位、职称", who)]])
    heading(flow, "怎么填")
    points(flow, _HOW)
    heading(flow, "声明")
    flow.paragraph("请先声明，再评分（选一项打勾）：", SMALL)
    flow.gap(2)
    flow.paragraph(_NO_CONFLICT)
    flow.gap(4)
    flow.paragraph(_RECUSAL)
    _ruled(flow, 2)


def _annex(flow: Flow, brief: Brief) -> None:
    """The plan's own form, its last column blank but for what is known and locked."""
    flow.new_page()
    awards: dict[CriterionId, str] = {}
    without = False
    for criterion in brief.rubric.criteria:
        if not is_desk_supplied(criterion, brief):
            continue
        known = brief.facts.get(criterion.id)
        found = award(criterion, known.finding).points if known else None
        awards[criterion.id] = "补录" if found is None else brief_points(found)
        without = without or found is None
    annex_form(flow, brief.rubric, brief.platform.operator, awards, "", roomy=True)
    if without:
        flow.gap(3)
        flow.paragraph("标“补录”的一项由组织方统一补录，不用填写；总分为其余各项之和（不含满意度）。", STRONG)


def _declared_and_signed(flow: Flow, place: Place | None) -> None:
    heading(flow, "本人意见")
    _ruled(flow, _OPINION_LINES)
    heading(flow, "签名")
    flow.paragraph("以上各项由本人独立判断，本表共填写＿＿＿页，总分＿＿＿＿＿＿分。", BODY)
    flow.gap(8)
    who = (place.name, unit_title(place.unit, place.title)) if place else ("", "")
    people = [("专家", *who), ("代录", "", ""), ("复核", "", "")]
    handwriting(flow, handwriting_tables(flow, people))
    flow.gap(6)
    limit = f"扫描或拍照每页一张（PNG 或 JPEG），最多 {MAX_SCANS} 张，字迹须清楚。"
    flow.paragraph(f"代录时须输入表号，并再输入一遍纸面总分。{limit}", CELL)


def _ruled(flow: Flow, count: int) -> None:
    """Lines to write on."""
    for _ in range(count):
        flow.need(_RULED)
        top = flow.take(_RULED)
        flow.place(Rule(flow.left, top + _RULED, flow.left + flow.width, top + _RULED, grey=0.55))
