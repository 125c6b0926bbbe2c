"""评审汇总记录 on paper, from its first page to 如何核验本记录; the order of its parts.

Tables of scores are record_summary's, discussions and reasons record_details', the acts record_journal's.
"""

from app.domain.brief import Brief
from app.domain.period import day_words
from app.domain.record import CHAIR, SEAL, Findings, Record, seat_of_field
from app.domain.rubric import CriterionId
from app.domain.verdict import brief_points, shown
from app.domain.votes import points_of
from app.pdf.blocks import (
    NOT_ONLY_THIS,
    framed,
    grid,
    handwriting,
    handwriting_height,
    heading,
    labelled,
    points,
    signature_boxes,
    title,
)
from app.pdf.flow import A4, Flow
from app.pdf.form_pages import annex_form
from app.pdf.paper_frame import INTERNAL, PaperFrame, code_of, frame_of
from app.pdf.record_details import details
from app.pdf.record_journal import journal
from app.pdf.record_summary import Sheets, sheets_of, summary
from app.pdf.styles import BODY, SMALL
from app.pdf.wording import NONE, mean_words, time_words, unit_title

KIND = "评审汇总记录"
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
    _signatures(flow, record, found)
    summary(flow, sheets)
    flow.new_page(A4)
    details(flow, record, sheets)
    journal(flow, record)
    _means_form(flow, sheets)
    _how_to_verify(flow, record, found)
    return flow


def _first_page(flow: Flow, record: Record, found: Findings) -> None:
    brief = found.panel.brief
    title(flow, KIND, f"{record.id} 第{record.header.revision}版 · {INTERNAL}")
    framed(flow, found.verdict.sentence)
    flow.gap(10)
    platform = brief.platform
    mandatory = found.result.gate
    stands = "未能认定" if mandatory.points is None else brief_points(mandatory.points)
    by = "，经合议认定" if mandatory.by == "determination" else ""
    mean = "—" if found.result.mean is None else f"{shown(found.result.mean)} 分"
    counted = sum(line.status in ("counted", "trimmed") for line in found.result.experts)
    labelled(
        flow,
        [
            ("平台", f"{platform.name}（{platform.category}）"),
            ("建设主体", platform.builder or NONE),
            ("运营主体", platform.operator),
            ("考核期", brief.period.words),
            ("评审日期、地点", unit_title(day_words(brief.date), brief.place)),
            ("评分表", f"附件{brief.rubric.annex} {brief.rubric.title}"),
            ("综合评分", f"{mean}（有效评分表 {counted} 份）"),
            ("必要项", f"{stands}/{brief_points(mandatory.of)} 分{by}"),
            ("封存时间", time_words(record.sealed)),
        ],
    )
    reservations = [each.sentence for each in found.reservations]
    if reservations:
        heading(flow, f"须人工核对 {len(reservations)} 项", keep=30)
        points(flow, reservations, SMALL)
    else:
        heading(flow, "须人工核对", keep=20)
        flow.paragraph("无须人工核对事项。")


def _signatures(flow: Flow, record: Record, found: Findings) -> None:
    heading(flow, "电子签名", keep=100)
    signature_boxes(flow, [(field, _caption(field, found)) for field in record.fields])
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
    people.append(("组织方", organiser.name, organiser.unit))
    heading(flow, "亲笔签名", keep=20 + handwriting_height(len(people)))
    flow.paragraph(NOT_ONLY_THIS, SMALL)
    flow.gap(4)
    handwriting(flow, people)


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
        own = [points_of(panel, each, criterion) for each in sheets.in_mean]
        awards[criterion.id] = mean_words([value for value in own if value is not None])
    mean = found.result.mean
    total = "—" if mean is None else shown(mean)
    annex_form(flow, panel.brief.rubric, panel.brief.platform.operator, awards, total, mark=" 汇总")
    flow.gap(4)
    flow.paragraph(_means_note(found), SMALL)


def _means_note(found: Findings) -> str:
    note = "得分为计入平均的各份评分表该项得分的平均值，显示两位小数；各项显示值相加与总分可能差在末位。"
    if found.panel.brief.rules.determined_in_mean:
        note += "总分按约定先以合议认定替换该项得分再平均。"
    return note + found.verdict.sentence


def _how_to_verify(flow: Flow, record: Record, found: Findings) -> None:
    flow.new_page()
    title(flow, "如何核验本记录")
    points(flow, _HOW, BODY)
    heading(flow, "所附文件")
    rows = [["zhiping.json", "本记录的全部数据", record.digest[:16]]]
    rows.append(["brief.pdf", "评审任务书", record.header.brief[:16]])
    names = {place.seat: place.name for place in found.panel.places}
    rows += [
        [each.file, f"{names.get(each.seat, '')}（{each.seat}）第{each.revision}版", each.digest[:16]]
        for each in record.sheets
    ]
    grid(flow, (160, 180, 144), ("文件名", "内容", "数据摘要（前 16 位）"), rows)
    heading(flow, "签名证书")
    grid(
        flow, (150, 190, 144), ("签名者", "证书校验码", "证书摘要（前 16 位）"), _certificates(record, found)
    )
    heading(flow, "评分表和程序")
    labelled(
        flow,
        [
            ("评分表编号", found.panel.brief.rubric.id),
            ("评分表摘要", found.panel.brief.rubric.digest),
            ("任务书校验码", code_of(record.header.brief)),
            ("本记录校验码", code_of(record.digest)),
            ("程序版本", record.header.program),
        ],
    )


def _certificates(record: Record, found: Findings) -> list[list[str]]:
    """The desk and every seat whose certificate is known; a 校验码, which takes time, for signers only."""
    signing = {seat_of_field(field, found.panel) for field in record.fields}
    desk = record.header.signer
    rows = [[f"汇总席：{found.panel.brief.organiser.name}", code_of(desk), desk[:16]]]
    for place in found.panel.places:
        if place.certificate:
            code = code_of(place.certificate) if place.seat in signing else "—"
            rows.append([f"{place.name}（{place.seat}）", code, place.certificate[:16]])
    return rows
