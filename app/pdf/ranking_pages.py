"""认定评审排序表 on paper, from its first page to 如何核验; the order of its parts.

Decisions and recommendation are ranking_decisions', scores, records and acts ranking_details'.
"""

from app.domain.canonical import check_code
from app.domain.frozen import replace
from app.domain.ranking_order import final_order
from app.domain.ranking_paper import SEAL, RankingFound, RankingPaper, chair_of_field
from app.domain.ranking_rows import Applicant, shown_apart
from app.domain.verdict import brief_points
from app.pdf.blocks import (
    NOT_ONLY_THIS,
    Figure,
    boxes_height,
    framed,
    grid_table,
    handwriting,
    handwriting_tables,
    headed_table,
    heading,
    paired,
    points,
    signature_boxes,
    title,
)
from app.pdf.brief_pages import confirmation_words
from app.pdf.flow import Flow
from app.pdf.paper_frame import INTERNAL, PaperFrame
from app.pdf.ranking_decisions import decisions, recommendation
from app.pdf.ranking_details import details
from app.pdf.styles import CELL, CELL_CENTER, CELL_SMALL, SMALL, Style
from app.pdf.tables import Cell, Table, header_cells
from app.pdf.wording import NONE, time_words, unit_title

KIND = "认定评审排序表"
_NAME = replace(CELL, weight="bold")
_RANK = Style(size=11, leading=15, weight="bold", align="center")
_HOW = (
    "用 PDF 阅读器打开时，可能提示“签名者身份未知”，这是因为签名使用自有密钥，不是文件有误。",
    "请把本文件和上面列出的汇总记录一起拖进知评的“验证”页：程序逐家比对摘要、综合评分和资格，并重算次序。",
    "只有本文件时，程序按所列的各位专家总分重算；总分与评分表是否相符，要有汇总记录才能核对。",
    "一份文件不能证明没有其他版本；纸质件以亲笔签名为准，页脚校验码不同的，不是同一版。",
)


def ranking_frame(paper: RankingPaper, found: RankingFound) -> PaperFrame:
    """Head and foot of a ranking's pages."""
    opening = found.state.opening
    return PaperFrame(
        kind=KIND,
        number=f"{paper.id} 第{paper.header.revision}版",
        panel=found.state.name,
        platform=opening.category,
        colour="",
        rehearsal=opening.rehearsal,
        unconfirmed=opening.rules.confirmed_by is None,
        code=check_code(paper.digest),
        rubric_digest=opening.rubric_digest,
        internal=True,
    )


def lay_out_ranking(paper: RankingPaper, found: RankingFound) -> Flow:
    """All pages of a ranking; its signature fields are `paper.fields`, in that order."""
    flow = Flow()
    _first_page(flow, paper, found)
    _not_ranked(flow, found)
    decisions(flow, found)
    flow.together(lambda there: recommendation(there, found))
    _reserved(flow, found)
    flow.together(lambda there: _signatures(there, paper, found))
    details(flow, paper, found)
    flow.together(lambda there: _how_to_verify(there, paper))
    return flow


def _first_page(flow: Flow, paper: RankingPaper, found: RankingFound) -> None:
    state, opening = found.state, found.state.opening
    title(flow, KIND, f"{paper.id} 第{paper.header.revision}版 · {INTERNAL}")
    framed(flow, found.sentence, figures=_figures(found))
    flow.gap(10)
    minimum = opening.rules.minimum_total
    gate = "基础条件须得满分" + ("" if minimum is None else f"，综合评分不低于 {brief_points(minimum)} 分")
    paired(
        flow,
        [
            [("平台类别", opening.category), ("认定资格", gate)],
            [("评分表", f"附件{opening.annex} {opening.title}")],
            [
                ("组织方", unit_title(opening.organiser.unit, opening.organiser.name)),
                ("封存时间", time_words(paper.sealed)),
            ],
            [("评审规则", confirmation_words(opening.rules))],
        ],
    )
    if any(each.eligible for each in state.applicants):
        headed_table(flow, "认定次序", _order_table(flow.width, found), keep=4 + SMALL.leading)
        flow.gap(4)
        flow.paragraph("次序按综合评分的精确值排列；并列不由程序打破，由专家组决定。", SMALL)
    else:
        heading(flow, "认定次序", keep=20)
        flow.paragraph("没有申报单位具备认定资格，没有次序。")


def _figures(found: RankingFound) -> list[Figure]:
    state = found.state
    eligible = sum(each.eligible for each in state.applicants)
    wanted = state.recommendation
    places = f"名额 {wanted.places} 个" if wanted else ""
    recommended = len(wanted.panels) if wanted else 0
    return [
        Figure("参加评审", str(len(state.applicants)), "家"),
        Figure("具备认定资格", str(eligible), "家"),
        Figure("专家组推荐", str(recommended), "家", places),
    ]


def _order_table(width: float, found: RankingFound) -> Table:
    state = found.state
    by_panel = {each.panel: each for each in state.applicants}
    shown = shown_apart([each.mean for each in state.applicants], state.opening.rules.minimum_total)
    recommended = state.recommendation.panels if state.recommendation else ()
    rows = []
    for standing in final_order(state.ranking, state.decisions):
        one = by_panel[standing.panel]
        first = one.panel in recommended
        rows.append(
            (
                Cell(str(standing.rank), _RANK),
                Cell(one.platform, _NAME),
                Cell(_bodies(one), CELL_SMALL),
                Cell(shown[one.mean], _RANK),
                Cell(_gate(one), CELL_CENTER),
                Cell(_remarks(found, one, standing.tied), _NAME if first else CELL),
            )
        )
    shares = (38.0, 122.0, 138.0, 60.0, 54.0, 72.0)
    header = header_cells("名次", "申报单位", "建设主体、运营主体", "综合评分", "基础条件", "说明")
    scale = width / sum(shares)
    return Table(tuple(share * scale for share in shares), (header,), tuple(rows))


def _bodies(one: Applicant) -> str:
    builder = f"建设主体：{one.builder}\n" if one.builder else ""
    return f"{builder}运营主体：{one.operator}\n专家组 {one.panel}"


def _gate(one: Applicant) -> str:
    points_got = "未能认定" if one.gate is None else brief_points(one.gate)
    return f"{points_got}/{brief_points(one.gate_of)}" if one.gate is not None else points_got


def _remarks(found: RankingFound, one: Applicant, tied: bool) -> str:
    state = found.state
    told = []
    if state.recommendation and one.panel in state.recommendation.panels:
        told.append("推荐")
    if tied:
        told.append("并列，未决定先后")
    if any(one.panel in each.panels for each in state.decisions):
        told.append("先后由专家组决定")
    return "；".join(told) or "—"


def _not_ranked(flow: Flow, found: RankingFound) -> None:
    state = found.state
    rows = [
        [each.platform, _bodies(each), _gate(each), each.sentence]
        for each in state.applicants
        if not each.eligible
    ]
    if rows:
        header = ("申报单位", "建设主体、运营主体", "基础条件", "原因（汇总记录的结论）")
        styles = (_NAME, CELL_SMALL, CELL_CENTER, CELL)
        table = grid_table(flow.width, (122, 138, 54, 170), header, rows, styles)
        headed_table(flow, "不参加排序", table)
    if state.left_out:
        rows = [[each.platform, each.panel, each.reason] for each in state.left_out]
        table = grid_table(flow.width, (150, 100, 234), ("平台", "专家组", "原因"), rows)
        headed_table(flow, "没有纳入本次排序", table)


def _reserved(flow: Flow, found: RankingFound) -> None:
    listed = [each.sentence for each in found.reservations]
    heading(flow, f"须人工核对 {len(listed)} 项" if listed else "须人工核对", keep=30)
    if listed:
        points(flow, listed, SMALL)
    else:
        flow.paragraph("无须人工核对事项。")


def _signatures(flow: Flow, paper: RankingPaper, found: RankingFound) -> None:
    """Lines for ink and the electronic fields: the desk, then every chair, because the panel decides."""
    state = found.state
    people = [("组长", f"{each.name}", unit_title(each.unit, each.title)) for each in state.chairs]
    organiser = state.opening.organiser
    tables = handwriting_tables(flow, [*people, ("组织方", organiser.name, organiser.unit)])
    heading(flow, "亲笔签名", keep=20 + tables[0].height)
    flow.paragraph(NOT_ONLY_THIS.replace("本记录以专家", "本表以专家组组长"), SMALL)
    flow.gap(4)
    handwriting(flow, tables)
    heading(flow, "电子签名", keep=min(boxes_height(len(paper.fields)), flow.page_room / 2))
    signature_boxes(flow, [(field, _caption(field, found)) for field in paper.fields])


def _caption(field: str, found: RankingFound) -> str:
    chair = chair_of_field(field, found.state)
    if field == SEAL or chair is None:
        return f"制表（汇总席）：{found.state.opening.organiser.name}"
    panels = "、".join(
        each.platform for each in found.state.applicants if each.chair.certificate == chair.certificate
    )
    return f"组长：{chair.name}" + (f"（{panels}）" if len(found.state.chairs) > 1 else "")


def _how_to_verify(flow: Flow, paper: RankingPaper) -> None:
    heading(flow, "如何核验本表", keep=80)
    points(flow, _HOW, CELL)
    flow.gap(4)
    flow.paragraph(f"程序版本：{paper.header.program or NONE}　本表校验码：{check_code(paper.digest)}", SMALL)
