"""评审汇总记录 on paper, from its first page to 如何核验本记录; the order of its parts.

Tables of scores are record_summary's, discussions and reasons record_details', the acts record_journal's.
"""

from fractions import Fraction

from app.domain.brief import Brief
from app.domain.canonical import check_code
from app.domain.period import day_words
from app.domain.record import CHAIR, SEAL, Findings, Record, seat_of_field
from app.domain.rubric import CriterionId
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
from app.pdf.flow import A4, Flow
from app.pdf.form_pages import annex_form
from app.pdf.paper_frame import INTERNAL, PaperFrame, frame_of
from app.pdf.record_details import details
from app.pdf.record_journal import journal
from app.pdf.record_summary import Sheets, seats, sheets_of, summary
from app.pdf.styles import BODY, CELL, SMALL
from app.pdf.wording import NONE, mean_words, time_words, total_words, unit_title

KIND = "评审汇总记录"
_SHORT = 3
NO_OPINION = "专家组未另附意见。"
_HOW = (
    "用 PDF 阅读器打开时，可能提示“签名者身份未知”，这是因为签名使用专家自有密钥，不是文件有误。",
    "请用知评“验证”打开本文件，或把页脚校验码输入“验证”页。",
    "纸质件以亲笔签名为准；页脚校验码不同的，不是同一版。",
    "一份文件不能证明没有其他版本；几份文件请一起验证。",
)


def record_frame(record: Record, brief: Brief) -> PaperFrame:
    """Head and foot of a record's pages."""
    return frame_of(brief, KIND, f"{record.id} 第{record.header.revision}版", record.digest, internal=True)


def lay_out_record(record: Record, found: Findings) -> Flow:
    """All pages of a record; its signature fields are `record.fields`, in that order."""
    flow = Flow()
    sheets = sheets_of(found)
    _first_page(flow, record, found)
    flow.together(lambda there: _opinion_and_signatures(there, record, found))
    _means_form(flow, sheets)
    summary(flow, sheets)
    flow.new_page(A4)
    details(flow, record, sheets)
    journal(flow, record, found)
    _attached(flow, record, found)
    flow.together(lambda there: _how_to_verify(there, record, found))
    return flow


def _first_page(flow: Flow, record: Record, found: Findings) -> None:
    brief = found.panel.brief
    title(flow, KIND, f"{record.id} 第{record.header.revision}版 · {INTERNAL}")
    framed(flow, found.verdict.sentence, figures=_figures(found))
    flow.gap(10)
    platform = brief.platform
    paired(
        flow,
        [
            [("平台", f"{platform.name}（{platform.category}）")],
            [("建设主体", platform.builder or NONE), ("运营主体", platform.operator)],
            [("考核期", brief.period.words), ("评审日期", day_words(brief.date))],
            [("评审地点", brief.place or NONE), ("封存时间", time_words(record.sealed))],
            [("评分表", f"附件{brief.rubric.annex} {brief.rubric.title}")],
        ],
    )
    seats(flow, found)
    reservations = [each.sentence for each in found.reservations]
    if reservations:
        heading(flow, f"须人工核对 {len(reservations)} 项", keep=30)
        points(flow, reservations, SMALL)
    else:
        heading(flow, "须人工核对", keep=20)
        flow.paragraph("无须人工核对事项。")


def _figures(found: Findings) -> list[Figure]:
    """What the verdict rests on, to be found at a glance: the mean, and the mandatory section's gate."""
    result = found.result
    statuses = [line.status for line in result.experts]
    counted = statuses.count("counted") + statuses.count("trimmed")
    note = f"有效评分表 {counted} 份"
    if "trimmed" in statuses:
        note += f"，按规则去掉 {statuses.count('trimmed')} 份后平均"
    unit = "" if result.mean is None else "分"
    total = f"综合评分（满分 {brief_points(found.panel.brief.rubric.total)} 分）"
    figures = [Figure(total, total_words(found), unit, note)]
    gate = result.gate
    if gate.of:
        names = "、".join(each.name for each in found.panel.brief.rubric.sections if each.mandatory)
        value, unit = f"{brief_points(gate.points or Fraction(0))}/{brief_points(gate.of)}", "分"
        if gate.points is None:
            value, unit = "—" if result.mean is None else "未能认定", ""
        by = "经合议认定，须得满分" if gate.by == "determination" else "须得满分"
        figures.append(Figure(f"必要项：{names}", value, unit, by))
    return figures


def _opinion_and_signatures(flow: Flow, record: Record, found: Findings) -> None:
    """The opinion and, on the same page as its end, the lines for ink; then the electronic signatures."""
    tables = handwriting_tables(flow, people(found))
    ink = 58.0 + tables[0].height
    text = found.panel.opinion.strip() or NO_OPINION
    lines = len(BODY.lines(text, flow.width))
    heading(flow, "专家组意见", keep=60.0 if lines > _SHORT else lines * BODY.leading + ink)
    flow.paragraph(text, keep=ink)
    heading(flow, "亲笔签名", keep=20 + tables[0].height)
    flow.paragraph(NOT_ONLY_THIS, SMALL)
    flow.gap(4)
    handwriting(flow, tables)
    heading(flow, "电子签名", keep=min(boxes_height(len(record.fields)), flow.page_room / 2))
    signature_boxes(flow, [(field, _caption(field, found)) for field in record.fields])


def people(found: Findings) -> list[tuple[str, str, str]]:
    """Everybody who signs in ink: role, name, unit and title."""
    panel = found.panel
    people = [
        (
            "组长" if place.seat == panel.chair else "专家",
            f"{place.name}\n（{place.seat}）",
            unit_title(place.unit, place.title),
        )
        for place in panel.places
        if panel.standing(place) == "counted"
    ]
    people += [("列席", person.name, person.unit) for person in panel.brief.observers]
    organiser = panel.brief.organiser
    return [*people, ("组织方", organiser.name, organiser.unit)]


def _caption(field: str, found: Findings) -> str:
    panel = found.panel
    if field == SEAL:
        return f"制表（汇总席）：{panel.brief.organiser.name}"
    seat = seat_of_field(field, panel)
    name = next((place.name for place in panel.places if place.seat == seat), "")
    return f"{'组长' if field == CHAIR else '专家'}：{name}（{seat}）"


def _means_form(flow: Flow, sheets: Sheets) -> None:
    flow.new_page()
    flow.bookmark("附件汇总")
    found = sheets.found
    panel = found.panel
    awards: dict[CriterionId, str] = {}
    for criterion in panel.brief.rubric.criteria:
        own = [sheets.own(each, criterion) for each in sheets.in_mean]
        awards[criterion.id] = mean_words([value for value in own if value is not None])
    total = total_words(found)
    annex_form(flow, panel.brief.rubric, panel.brief.platform.operator, awards, total, mark=" 汇总")
    flow.gap(4)
    flow.paragraph(_means_note(found), SMALL)


def _means_note(found: Findings) -> str:
    note = "得分为计入平均的各份评分表该项得分的平均值，显示两位小数；各项显示值相加与总分可能差在末位。"
    if found.panel.brief.rules.determined_in_mean:
        note += "总分按约定先以合议认定替换该项得分再平均。"
    return note + found.verdict.sentence


def _attached(flow: Flow, record: Record, found: Findings) -> None:
    """What the file carries, and who signs it with which certificate."""
    rows = [["zhiping.json", "本记录的全部数据", record.digest[:16]]]
    rows.append(["brief.pdf", "评审任务书", record.header.brief[:16]])
    names = {place.seat: place.name for place in found.panel.places}
    origins = {digest: sheet.origin for digest, sheet in found.panel.sheets.items()}
    keyed = {each.digest: "（代录）" if origins.get(each.digest) == "keyed" else "" for each in record.sheets}
    rows += [
        [
            each.file,
            f"{names.get(each.seat, '')}（{each.seat}）第{each.revision}版{keyed[each.digest]}",
            each.digest[:16],
        ]
        for each in record.sheets
    ]
    header = ("文件名", "内容", "数据摘要（前 16 位）")
    headed_table(flow, "所附文件", grid_table(flow.width, (160, 180, 144), header, rows, pad=3.0))
    header = ("签名者", "证书校验码", "证书摘要（前 16 位）")
    certificates = _certificates(record, found)
    headed_table(flow, "签名证书", grid_table(flow.width, (150, 190, 144), header, certificates, pad=3.0))


def _how_to_verify(flow: Flow, record: Record, found: Findings) -> None:
    heading(flow, "评分表和程序", keep=80)
    paired(
        flow,
        [
            [("评分表编号", found.panel.brief.rubric.id), ("程序版本", record.header.program)],
            [("评分表摘要", found.panel.brief.rubric.digest)],
            [("任务书校验码", check_code(record.header.brief)), ("本记录校验码", check_code(record.digest))],
        ],
    )
    heading(flow, "如何核验本记录")
    points(flow, _HOW, CELL)


def _certificates(record: Record, found: Findings) -> list[list[str]]:
    """The desk and every seat whose certificate is known; a 校验码, which takes time, for signers only."""
    signing = {seat_of_field(field, found.panel) for field in record.fields}
    desk = record.header.signer
    rows = [[f"汇总席：{found.panel.brief.organiser.name}", check_code(desk), desk[:16]]]
    for place in found.panel.places:
        if place.certificate:
            code = check_code(place.certificate) if place.seat in signing else "—"
            rows.append([f"{place.name}（{place.seat}）", code, place.certificate[:16]])
    return rows
