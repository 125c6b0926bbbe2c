"""The record in words: determinations and dissent, outliers, facts, revisions, the rules."""

from app.domain.consolidation import Outlier
from app.domain.finding_values import Assessment
from app.domain.forms import keyed_from, state_of
from app.domain.keyed_paper import form_words
from app.domain.panel import Panel
from app.domain.record import Findings, Record
from app.domain.rubric import Criterion, CriterionId
from app.domain.rules import PeriodLabels
from app.domain.seat_acts import place_of
from app.domain.signed_sheet import CHANGE_WORDS, is_desk_supplied
from app.domain.verdict import brief_points
from app.domain.votes import Vote
from app.pdf.blocks import grid_table, headed_table, heading, points
from app.pdf.brief_pages import confirmation_words, rules_table
from app.pdf.flow import Flow
from app.pdf.record_summary import Sheets, by_hand
from app.pdf.styles import CELL_CENTER, SMALL, STRONG
from app.pdf.wording import (
    NONE,
    corrected_values,
    evidence_words,
    fact_words,
    finding_lines,
    period_labels,
    time_words,
)

_FORM_STATES = {"out": "未交回", "keyed": "已代录", "void": "作废"}
_OUTCOMES = {"full": "认定满分", "not_full": "认定未得满分", "equal": "未过半数，未能认定"}


def details(flow: Flow, record: Record, sheets: Sheets) -> None:
    """Every part that has something to say, in the order a reader asks for it."""
    found = sheets.found
    panel = found.panel
    by_hand(flow, sheets)
    _discussed(flow, found)
    _outliers(flow, found)
    _facts(flow, panel)
    _revised(flow, panel)
    _forms(flow, panel)
    _earlier_records(flow, record, panel)
    rules = rules_table(flow.width, panel.brief)
    headed_table(flow, "评审规则确认单", rules, lead=confirmation_words(panel.brief.rules))


def _discussed(flow: Flow, found: Findings) -> None:
    heading(flow, "分歧与合议认定")
    if not found.result.disputed:
        flow.paragraph("各份评分表在事实认定上没有分歧。")
        return
    for criterion in found.result.disputed:
        _dispute(flow, found, criterion)
    flow.paragraph("不同意见保留在各自的评分表中，随本记录附上。", SMALL)


def _dispute(flow: Flow, found: Findings, criterion: CriterionId) -> None:
    flow.need(SMALL.leading * 2 + STRONG.leading * 3)
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
        rows = [_fact_row(panel, each, names) for each in known]
        header = ("编号", "组织方填报", "佐证", "专家核实")
        table = grid_table(flow.width, (44, 212, 58, 170), header, rows, (CELL_CENTER,))
        headed_table(flow, "组织方填报的事实", table)


def _fact_row(panel: Panel, criterion: Criterion, names: PeriodLabels) -> list[str]:
    """A known fact and how the counted experts took it: 4 人确认；E2 更正为入驻机构 19 家."""
    fact = panel.brief.facts[criterion.id]
    told = "\n".join(finding_lines(criterion, fact.finding, names))
    confirmed, own, corrected = 0, 0, []
    for each in panel.counted:
        assessment = each.sheet.assessments.get(criterion.id, Assessment(None))
        if assessment.fact == "confirmed":
            confirmed += 1
        elif assessment.fact == "corrected":
            value = corrected_values(criterion, fact, assessment.finding, names)
            corrected.append(f"{each.place.seat} 更正为 {value}" if value else f"{each.place.seat} 已更正")
        else:
            own += 1
    taken = [f"{confirmed} 人确认"] if confirmed else []
    taken += corrected
    if own and not is_desk_supplied(criterion, panel.brief):
        taken.append(f"{own} 人自行核实")
    return [criterion.id, told, evidence_words([fact.evidence]) or NONE, "；".join(taken) or "统一采用"]


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


def _forms(flow: Flow, panel: Panel) -> None:
    """Every numbered paper form and what became of it; which keyed-in sheet a later signed one replaced."""
    if not panel.forms:
        return
    keyed = keyed_from(panel)
    names = {place.seat: f"{place.name}（{place.seat}）" for place in panel.places}
    rows = []
    for number, form in panel.forms.items():
        state = _FORM_STATES[state_of(panel, form)]
        note = form.void
        if number in keyed:
            place = place_of(panel, keyed[number])
            current = panel.current(place)
            stands = current is not None and current.origin == "keyed"
            note = f"{names[place.seat]}，" + ("计入汇总" if stands else "已由本人签署的评分表取代，保留备查")
        rows.append([form_words(number), names.get(form.seat, "未指定"), state, note or NONE])
    table = grid_table(flow.width, (80, 120, 70, 214), ("表号", "印给", "状态", "说明"), rows, (CELL_CENTER,))
    headed_table(flow, "纸质评分表", table)


def _earlier_records(flow: Flow, record: Record, panel: Panel) -> None:
    if record.header.revision > 1:
        heading(flow, "本记录替代的版本")
        replaced = "、".join(digest[:16] for digest in record.header.replaces)
        flow.paragraph(f"本记录为第{record.header.revision}版，替代：{replaced}。")
        points(flow, [f"撤回原因：{reason}" for reason in panel.reopened])
