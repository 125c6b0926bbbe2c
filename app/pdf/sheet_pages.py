"""个人评分表 on paper: the annex form with one expert's awards, what was verified, declaration, signature.

A sheet keyed in at the desk says 代录 on every page and shows the scans of the paper.

Never says 合格 or 不合格 (domain.md, "One verdict"): the annex's own note is verbatim and stays.
"""

from collections.abc import Mapping

from app.domain.brief import Brief
from app.domain.findings import Assessment
from app.domain.keyed_paper import KeyedPaper, form_words
from app.domain.rubric import Criterion
from app.domain.rules import PeriodLabels, award
from app.domain.signed_sheet import CHANGE_WORDS, SignedSheet
from app.domain.verdict import brief_points
from app.pdf.blocks import (
    NOT_ONLY_THIS,
    handwriting,
    handwriting_tables,
    headed_table,
    heading,
    paired,
    signature_boxes,
    title,
)
from app.pdf.drawing import Box, Picture
from app.pdf.flow import Flow
from app.pdf.form_pages import annex_form
from app.pdf.paper_frame import PaperFrame, frame_of
from app.pdf.scans import plain_size
from app.pdf.styles import CELL_CENTER, SMALL, STRONG
from app.pdf.tables import Cell, Table, header_cells
from app.pdf.wording import (
    NONE,
    date_words,
    evidence_words,
    fact_taken,
    finding_lines,
    indicator_name,
    period_labels,
    time_words,
    unit_title,
)

KIND = "个人评分表"
RECUSAL = "回避声明"
FIELD = "expert"
KEYED = "（代录）"
PENDING = "待补录"
WITHOUT_SURVEY = "（不含满意度）"
_SHARES = (42.0, 72.0, 176.0, 156.0, 38.0)
_PAD = 3.0
_NO_CONFLICT = "本人声明：与本平台的建设主体、运营主体没有须回避的关系，评分由本人独立作出。"


def sheet_number(sheet: SignedSheet) -> str:
    """ZPABCDEFGH-E1 第1版"""
    return f"{sheet.header.panel_name}-{sheet.seat} 第{sheet.header.revision}版"


def sheet_frame(sheet: SignedSheet, brief: Brief) -> PaperFrame:
    """Head and foot of a sheet's pages."""
    kind = RECUSAL if sheet.recused else KIND
    kind += KEYED if sheet.origin == "keyed" else ""
    return frame_of(brief, kind, sheet_number(sheet), sheet.digest, internal=True)


def lay_out_sheet(sheet: SignedSheet, brief: Brief, scans: Mapping[str, bytes] | None = None) -> Flow:
    """All pages of a sheet, one signature field named `expert`; of a recusal the declaration only.

    The scans of a keyed-in one follow, a page each.
    """
    flow = Flow()
    if sheet.recused:
        title(flow, f"{RECUSAL}{_mark(sheet)}", sheet_number(sheet))
        _who(flow, sheet, brief)
        flow.together(lambda there: _recused(there, sheet))
    else:
        _form(flow, sheet, brief)
        flow.new_page()
        title(flow, f"{KIND}附页{_mark(sheet)}", sheet_number(sheet))
        _who(flow, sheet, brief)
        _verified(flow, sheet, brief)
        flow.together(lambda there: _declared_and_signed(there, sheet))
    if sheet.paper is not None:
        _scanned(flow, sheet.paper, scans or {})
    return flow


def _mark(sheet: SignedSheet) -> str:
    return KEYED if sheet.origin == "keyed" else ""


def _scanned(flow: Flow, paper: KeyedPaper, scans: Mapping[str, bytes]) -> None:
    """The paper itself, a page a scan, as large as the page allows."""
    for number, (name, digest) in enumerate(paper.files.items(), start=1):
        if name not in scans:
            continue
        size = plain_size(scans[name])
        flow.new_page()
        title(flow, f"纸质原件扫描 {number}/{len(paper.scans)}")
        told = f"纸质表号 {form_words(paper.form)} · 所附文件 {name} · 摘要 {digest[:16]}"
        flow.paragraph(told, SMALL)
        flow.gap(6)
        scale = min(flow.width / size.width, (flow.room - 2) / size.height)
        width, height = round(size.width * scale, 2), round(size.height * scale, 2)
        left = round(flow.left + (flow.width - width) / 2, 2)
        top = flow.take(height)
        flow.place(
            Picture(left, top, width, height, scans[name], (size.width, size.height), size.grey),
            Box(left, top, width, height, outline=0.55),
        )


def _form(flow: Flow, sheet: SignedSheet, brief: Brief) -> None:
    flow.bookmark(KIND)
    awards = {each.id: PENDING for each in brief.rubric.criteria}
    awards |= {criterion: brief_points(points) for criterion, points in sheet.awards.items()}
    pending = len(sheet.awards) < len(brief.rubric.criteria)
    total = f"{brief_points(sheet.total)}{WITHOUT_SURVEY if pending else ''}"
    annex_form(flow, brief.rubric, brief.platform.operator, awards, total, mark=_mark(sheet))
    flow.gap(6)
    flow.paragraph(mandatory_words(sheet, brief), SMALL)
    when = f"{_signed_label(sheet)}：{time_words(sheet.signed)}"
    flow.paragraph(f"专家：{sheet.name}（{sheet.seat}）　{when}", SMALL)


def _signed_label(sheet: SignedSheet) -> str:
    return "代录时间" if sheet.origin == "keyed" else "签署时间"


def mandatory_words(sheet: SignedSheet, brief: Brief) -> str:
    """What an own sheet may say of the mandatory sections: never a verdict."""
    short = [
        each.id
        for each in brief.rubric.criteria
        if brief.rubric.is_mandatory(each.id) and sheet.awards.get(each.id) != each.points
    ]
    if not short:
        return "必要项：全部符合。"
    return f"必要项：有 {len(short)} 项不符合（{'、'.join(short)}），由专家组合议认定。"


def _who(flow: Flow, sheet: SignedSheet, brief: Brief) -> None:
    rows: list[list[tuple[str, str]]] = [
        [
            ("专家", f"{sheet.name}（{sheet.seat}）"),
            ("单位、职称", unit_title(sheet.unit, sheet.title) or NONE),
        ],
        [("平台", f"{brief.platform.name}（{brief.platform.category}）")],
        [("运营主体", brief.platform.operator), ("评审日期", date_words(brief.date.isoformat()))],
        [("考核期", brief.period.words), (_signed_label(sheet), time_words(sheet.signed))],
    ]
    if sheet.paper is not None:
        rows.append([("来源", f"由汇总席按专家亲笔签名的纸质评分表代录：{sheet.paper.words}")])
        rows.append([("总分复核", f"纸面合计 {brief_points(sheet.paper.total)} 分，与逐项录入算得的一致")])
    if sheet.change is not None:
        rows.append([("更正原因", f"{CHANGE_WORDS[sheet.change.code]}：{sheet.change.note}")])
    if sheet.header.replaces:
        rows.append([("替代版本", "、".join(digest[:16] for digest in sheet.header.replaces))])
    paired(flow, rows)


def _verified(flow: Flow, sheet: SignedSheet, brief: Brief) -> None:
    names = period_labels(brief)
    rows: list[tuple[Cell, ...]] = []
    for section in brief.rubric.sections:
        for indicator in section.indicators:
            name = Cell(indicator_name(indicator), style=CELL_CENTER, rows=len(indicator.criteria))
            for number, criterion in enumerate(indicator.criteria):
                found = _verified_cells(criterion, sheet, brief, names)
                rows.append((found[0], *(() if number else (name,)), *found[1:]))
    widths = tuple(flow.width * share / sum(_SHARES) for share in _SHARES)
    header = header_cells("编号", "小类指标", "核实结果", "依据和说明", "得分")
    headed_table(flow, "核实情况", Table(widths, (header,), tuple(rows), _PAD))


def _verified_cells(
    criterion: Criterion, sheet: SignedSheet, brief: Brief, names: PeriodLabels
) -> tuple[Cell, Cell, Cell, Cell]:
    assessment = sheet.assessments.get(criterion.id, Assessment(None))
    points = award(criterion, assessment.finding).points
    return (
        Cell(criterion.id, style=CELL_CENTER),
        Cell("\n".join(finding_lines(criterion, assessment.finding, names))),
        Cell(_told(criterion, assessment, brief, names)),
        Cell(PENDING if points is None else brief_points(points), style=CELL_CENTER, continued=""),
    )


def _told(criterion: Criterion, assessment: Assessment, brief: Brief, names: PeriodLabels) -> str:
    """How the brief's fact was taken, evidence, the remark, the wish to discuss: a line each."""
    fact = brief.facts.get(criterion.id)
    lines = list(fact_taken(criterion, fact, assessment, names)) if fact else []
    lines += [evidence_words(assessment.evidence), assessment.remark]
    lines.append("留待合议" if assessment.discuss else "")
    return "\n".join(line for line in lines if line)


def _declared_and_signed(flow: Flow, sheet: SignedSheet) -> None:
    """The signature stands below the words it covers: with all of them, or with the end of a long opinion."""
    _declared(flow, sheet, flow.height_of(lambda there: _signature(there, sheet)))
    _signature(flow, sheet)


def _declared(flow: Flow, sheet: SignedSheet, keep: float) -> None:
    heading(flow, "声明和意见")
    flow.paragraph(_NO_CONFLICT)
    flow.paragraph(_declared_on(sheet))
    flow.paragraph(f"本人意见：{sheet.opinion.strip() or NONE}", keep=keep)


def _recused(flow: Flow, sheet: SignedSheet) -> None:
    heading(flow, "声明")
    flow.paragraph("本人申请回避本平台的评审。", STRONG)
    flow.paragraph(f"事由：{sheet.declaration.reason}")
    flow.paragraph(_declared_on(sheet))
    _signature(flow, sheet)


def _declared_on(sheet: SignedSheet) -> str:
    """When; on paper only the day is written."""
    if sheet.origin == "keyed":
        return f"声明日期（纸面）：{date_words(sheet.declaration.time)}"
    return f"声明时间：{time_words(sheet.declaration.time)}"


def _signature(flow: Flow, sheet: SignedSheet) -> None:
    heading(flow, "签名", keep=150)
    name = f"{sheet.name}（{sheet.seat}）"
    keyed = sheet.origin == "keyed"
    signature_boxes(flow, [(FIELD, f"汇总席代录签名，代录 {name}" if keyed else f"专家电子签名：{name}")])
    flow.paragraph(NOT_ONLY_THIS, SMALL)
    flow.gap(4)
    handwriting(flow, handwriting_tables(flow, [("专家", sheet.name, unit_title(sheet.unit, sheet.title))]))
