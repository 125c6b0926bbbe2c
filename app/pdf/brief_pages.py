"""评审任务书 on paper: what is judged, by whom, under which rules, the known facts, and the blank form.

The blank form with its lines for handwriting is the fallback when no computer works.
"""

from app.domain.brief import Brief, Seat
from app.domain.period import day_words
from app.domain.rule_sheet import FIXED, QUESTIONS, RuleSheet
from app.domain.verdict import brief_points
from app.pdf.blocks import (
    NOT_ONLY_THIS,
    framed,
    grid,
    grid_table,
    handwriting,
    handwriting_tables,
    headed_table,
    heading,
    paired,
    signature_boxes,
    title,
)
from app.pdf.flow import Flow
from app.pdf.form_pages import annex_form
from app.pdf.paper_frame import COLOURS, REHEARSAL, PaperFrame, frame_of
from app.pdf.styles import CELL, CELL_CENTER, NUMBER, SMALL, STRONG
from app.pdf.tables import Cell, Table, header_cells
from app.pdf.wording import (
    NONE,
    date_words,
    evidence_words,
    finding_lines,
    period_labels,
    time_words,
    unit_title,
)

KIND = "评审任务书"
FIELD = "desk"
READ_ONLY = "本文件供阅读和打印。评分请双击 U 盘中的“知评”。"
_PRIVACY = (
    "个人信息说明：姓名、单位、职称只用于本次评审和核验，不作他用；本文件不收集证件号码、银行账号和位置。"
)
_PAPER = "纸质填写时，请在得分栏写明各项得分，在附页写明依据，签名后交汇总席代录。"


def brief_frame(brief: Brief) -> PaperFrame:
    """Head and foot of a brief's pages."""
    number = f"{brief.header.panel_name} 任务书 第{brief.header.brief_number}号"
    return frame_of(brief, KIND, number, brief.digest, internal=False)


def lay_out_brief(brief: Brief) -> Flow:
    """All pages of a brief, one signature field named `desk`."""
    flow = Flow()
    _first_page(flow, brief)
    _roster(flow, brief)
    _facts(flow, brief)
    signing = flow.height_of(lambda there: _signature(there, brief))
    headed_table(
        flow,
        "评审规则确认单",
        rules_table(flow.width, brief),
        lead=confirmation_words(brief.rules),
        keep=signing,
    )
    _signature(flow, brief)
    _blank_form(flow, brief)
    return flow


def _first_page(flow: Flow, brief: Brief) -> None:
    word = COLOURS[brief.colour][0]
    mode = f"（{REHEARSAL}，不计入评审）" if brief.header.rehearsal else ""
    title(flow, KIND, f"第 {brief.header.brief_number} 号 · {word}色{mode}", NUMBER)
    framed(flow, READ_ONLY, STRONG)
    heading(flow, "评审对象")
    platform = brief.platform
    paired(
        flow,
        [
            [("平台", platform.name)],
            [("平台类别", platform.category), ("建设主体", platform.builder or NONE)],
            [("运营主体", platform.operator), ("评审地点", brief.place or NONE)],
            [("评分表", f"附件{brief.rubric.annex} {brief.rubric.title}")],
            [("考核期", brief.period.words), ("评审日期", day_words(brief.date))],
            [
                ("组织方", unit_title(brief.organiser.unit, brief.organiser.name)),
                ("签发时间", time_words(brief.issued)),
            ],
        ],
    )


def _roster(flow: Flow, brief: Brief) -> None:
    rows = [_seat_row(seat) for seat in brief.seats]
    styles = (CELL_CENTER, CELL, CELL, CELL, CELL_CENTER, CELL)
    header = ("席位", "姓名", "单位", "职称", "组长", "签名")
    headed_table(flow, "专家组", grid_table(flow.width, (34, 80, 150, 90, 40, 90), header, rows, styles))
    if brief.observers:
        flow.gap(8)
        rows = [[person.name, person.unit or NONE] for person in brief.observers]
        grid(flow, (120, 364), ("列席人员", "单位"), rows)


def _seat_row(seat: Seat) -> list[str]:
    known = "已登记签名" if seat.certificate else "现场确认"
    return [seat.id, seat.name, seat.unit, seat.title, "组长" if seat.chair else "", known]


def _facts(flow: Flow, brief: Brief) -> None:
    if not brief.facts:
        heading(flow, "组织方填报的事实")
        flow.paragraph("组织方没有预先填报事实，由专家现场核实。")
        return
    names = period_labels(brief)
    rows = []
    for criterion in brief.rubric.criteria:
        fact = brief.facts.get(criterion.id)
        if fact is not None:
            words = "\n".join(finding_lines(criterion, fact.finding, names))
            rows.append([criterion.id, criterion.text, words, evidence_words([fact.evidence]) or NONE])
    header = ("编号", "评分标准", "组织方填报", "佐证")
    table = grid_table(flow.width, (46, 190, 178, 70), header, rows, (CELL_CENTER,))
    headed_table(flow, "组织方填报的事实", table, keep=4 + SMALL.leading)
    flow.gap(4)
    flow.paragraph("填报的事实供专家核实，以每位专家本人核实的为准。", SMALL)


def _signature(flow: Flow, brief: Brief) -> None:
    heading(flow, "组织方签名", keep=110)
    signature_boxes(flow, [(FIELD, f"{brief.organiser.name}，{brief.organiser.unit}（汇总席）")])
    flow.paragraph(_PRIVACY, SMALL)


def confirmation_words(rules: RuleSheet) -> str:
    """Who confirmed the rules, or that nobody did."""
    by = rules.confirmed_by
    if by is None:
        return "规则未经委托方确认。"
    return f"本规则由{by.unit}{by.name}于{date_words(by.date)}确认，依据：{by.document}。"


def rules_table(width: float, brief: Brief) -> Table:
    """Every question with all its options, the chosen one ticked; then the fixed rules and the numbers."""
    rules = brief.rules
    rows: list[tuple[Cell, ...]] = []
    for question in QUESTIONS:
        chosen = rules.chosen(question.key)
        options = [f"{'☑' if value == chosen else '☐'} {text}" for value, text in question.options]
        rows.append((Cell(question.question), Cell("\n".join(options))))
    minimum = "不设" if rules.minimum_total is None else f"{brief_points(rules.minimum_total)} 分"
    numbers = [
        ("评分步长", f"{brief_points(rules.step)} 分"),
        ("离群说明", f"与其他专家总分的中位数相差超过 {brief_points(rules.outlier_points)} 分的，须说明"),
    ]
    if brief.rubric.kind == "accreditation":
        numbers.append(("认定最低综合评分", minimum))
    rows += [(Cell(name), Cell(text)) for name, text in (*numbers, *FIXED)]
    return Table((150.0, width - 150.0), (header_cells("问题", "本次评审的规则"),), tuple(rows), 3.0)


def _blank_form(flow: Flow, brief: Brief) -> None:
    flow.new_page()
    flow.bookmark("评分表（纸质备用）")
    annex_form(flow, brief.rubric, brief.platform.operator, {}, "")
    flow.together(_paper_signature)


def _paper_signature(flow: Flow) -> None:
    flow.gap(2)
    flow.paragraph(_PAPER, SMALL)
    flow.paragraph(NOT_ONLY_THIS, SMALL)
    flow.gap(2)
    handwriting(flow, handwriting_tables(flow, [("专家", "", "")]))
