"""The record in words: opinion, determinations and dissent, outliers, facts, revisions, the rules."""

from app.domain.consolidation import Outlier
from app.domain.panel import Panel
from app.domain.record import Findings, Record
from app.domain.rubric import CriterionId
from app.domain.signed_sheet import CHANGE_WORDS
from app.domain.verdict import brief_points
from app.domain.votes import Vote
from app.pdf.blocks import heading, points
from app.pdf.brief_pages import confirmation_words, rules_table
from app.pdf.flow import Flow
from app.pdf.record_summary import Sheets, by_hand
from app.pdf.styles import SMALL, STRONG
from app.pdf.wording import NONE, fact_words, period_labels, time_words

_NO_OPINION = "专家组未另附意见。"
_OUTCOMES = {"full": "认定满分", "not_full": "认定未得满分", "equal": "未过半数，未能认定"}


def details(flow: Flow, record: Record, sheets: Sheets) -> None:
    """Every part that has something to say, in the order a reader asks for it."""
    found = sheets.found
    panel = found.panel
    heading(flow, "专家组意见")
    flow.paragraph(panel.opinion.strip() or _NO_OPINION)
    by_hand(flow, sheets)
    _discussed(flow, found)
    _outliers(flow, found)
    _facts(flow, panel)
    _revised(flow, panel)
    _earlier_records(flow, record, panel)
    heading(flow, "评审规则确认单")
    flow.paragraph(confirmation_words(panel.brief.rules), STRONG)
    flow.gap(4)
    flow.table(rules_table(flow.width, panel.brief))


def _discussed(flow: Flow, found: Findings) -> None:
    heading(flow, "分歧与合议认定")
    if not found.result.disputed:
        flow.paragraph("各份评分表在事实认定上没有分歧。")
        return
    for criterion in found.result.disputed:
        _dispute(flow, found, criterion)
    flow.paragraph("不同意见保留在各自的评分表中，随本记录附上。", SMALL)


def _dispute(flow: Flow, found: Findings, criterion: CriterionId) -> None:
    flow.need(STRONG.leading * 3)
    rubric = found.panel.brief.rubric
    kind = "（必要项）" if rubric.is_mandatory(criterion) else ""
    flow.paragraph(f"{criterion}{kind} {rubric.criterion(criterion).text}", SMALL)
    vote = found.result.votes[criterion]
    flow.paragraph(_vote_words(vote), STRONG, indent=14)
    determination = found.result.determinations.get(criterion)
    if determination is not None:
        flow.paragraph(f"合议于{time_words(determination.time)}：{determination.note}", indent=14)
    flow.gap(5)


def _vote_words(vote: Vote) -> str:
    counts = f"{len(vote.in_favour)}∶{len(vote.against)}"
    text = f"{_OUTCOMES[vote.outcome]}（{counts}）"
    dissent = min(len(vote.in_favour), len(vote.against))
    return f"{text}，不同意见 {dissent} 条已保留。" if dissent else f"{text}。"


def _outliers(flow: Flow, found: Findings) -> None:
    if found.result.outliers:
        heading(flow, "总分差异说明")
        points(flow, [_outlier_words(found.panel, each) for each in found.result.outliers])


def _outlier_words(panel: Panel, each: Outlier) -> str:
    place = panel.place(each.seat)
    name = place.name if place else each.seat
    side = "高" if each.difference > 0 else "低"
    how_far = f"{brief_points(each.median)} 分{side} {brief_points(abs(each.difference))} 分"
    return (
        f"{name}（{each.seat}）总分 {brief_points(each.total)} 分，比其他专家的中位数 {how_far}。"
        f"说明：{each.explained or NONE}"
    )


def _facts(flow: Flow, panel: Panel) -> None:
    names = period_labels(panel.brief)
    rubric = panel.brief.rubric
    if panel.corrections:
        heading(flow, "汇总席更正的填报事实")
        corrected = [
            (each, fact_words(rubric.criterion(each.criterion), each.fact, names))
            for each in panel.corrections
        ]
        points(flow, [f"{each.criterion} 更正为：{fact}。原因：{each.reason}" for each, fact in corrected])
    survey = [each for each in rubric.criteria if each.id in panel.supplied]
    if survey:
        heading(flow, "统一补录的第三方数据")
        points(flow, [f"{each.id} {fact_words(each, panel.supplied[each.id], names)}" for each in survey])
    known = [each for each in rubric.criteria if each.id in panel.brief.facts]
    if known:
        heading(flow, "组织方填报的事实")
        facts = panel.brief.facts
        points(flow, [f"{each.id} {fact_words(each, facts[each.id], names)}" for each in known], SMALL)


def _revised(flow: Flow, panel: Panel) -> None:
    """Every change after a signature, with its reason; the earlier revisions are attached."""
    lines = []
    for place in panel.places:
        for digest in place.received:
            sheet = panel.sheets[digest]
            if sheet.change is not None:
                why = f"{CHANGE_WORDS[sheet.change.code]}：{sheet.change.note}"
                when = time_words(sheet.signed)
                lines.append(f"{place.name}（{place.seat}）第{sheet.header.revision}版，{when}，{why}")
    if lines:
        heading(flow, "评分表的更正")
        points(flow, lines)


def _earlier_records(flow: Flow, record: Record, panel: Panel) -> None:
    if record.header.revision > 1:
        heading(flow, "本记录替代的版本")
        replaced = "、".join(digest[:16] for digest in record.header.replaces)
        flow.paragraph(f"本记录为第{record.header.revision}版，替代：{replaced}。")
        points(flow, [f"撤回原因：{reason}" for reason in panel.reopened])
