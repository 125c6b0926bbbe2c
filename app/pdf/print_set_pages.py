"""Pages of the print set that are no paper of their own: 签到表, 承诺与回避, 规则确认单, 事实核对单, 更正单….

Lines for ink are blank; what has a signed paper is copied from it and not laid out again (print_set.py).
"""

from collections.abc import Iterator, Sequence

from app.domain.brief import Brief, KnownFact
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.period import day_words
from app.domain.record import Findings, Record
from app.domain.rubric import Accumulate, AllOf, Criterion, Measure, Range, Tiers
from app.pdf.blocks import (
    NOT_ONLY_THIS,
    framed,
    grid_table,
    handwriting,
    handwriting_tables,
    headed_table,
    heading,
    paired,
    title,
)
from app.pdf.brief_pages import confirmation_words, rules_table
from app.pdf.flow import Flow
from app.pdf.paper_frame import PaperFrame, frame_of
from app.pdf.record_pages import NO_OPINION, people
from app.pdf.styles import BODY, CELL, CELL_CENTER, SMALL, STRONG
from app.pdf.tables import Cell, Table, header_cells
from app.pdf.wording import (
    NONE,
    evidence_words,
    period_labels,
    time_words,
    unit_title,
    values,
)

ATTENDANCE, PROMISES, RULES = "签到表", "承诺与回避", "规则确认单"
FACTS, CORRECTIONS, OPINION = "事实核对单", "更正单", "专家组意见"
PRINTED = "打印件，以签名文件为准。"
RESERVES = "候补专家"
_RESERVES_SIGN = "到场的候补专家在这里签到。递补的由汇总席登记，登记之后才参加评分。"
_SPARE_ROWS = 4
_TALL = 11.0
_LINE = "＿＿"
_FACT_SHARES = (46.0, 150.0, 122.0, 60.0, 46.0, 30.0, 72.0)
_PROMISE = (
    "本人承诺：与本平台的建设主体、运营主体没有须回避的关系；评分由本人独立作出；"
    "不对外透露评审情况和其他专家的意见。须回避的，不参加本平台评审。"
)
_TO_OPERATOR = (
    "请运营单位逐项核对事实。属实的在“属实”栏打勾；有异议的写明，并在评审当日提供佐证。"
    "本单只核对事实，不含评分和结论。"
)


@frozen
class Correction:
    """One change after a signature: whose, from which revision to which, when, why; and what changed, as
    (place, before, after)."""

    seat: str
    name: str
    revisions: str
    time: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def brief_frame(brief: Brief, kind: str, *, internal: bool) -> PaperFrame:
    """Head and foot of a page that rests on the brief alone; its code is the brief's."""
    number = f"{brief.header.panel_name} 任务书 第{brief.header.brief_number}号"
    return frame_of(brief, kind, number, brief.digest, internal=internal)


def record_frame(record: Record, brief: Brief, kind: str) -> PaperFrame:
    """Head and foot of a page drawn from a record; its code is the record's."""
    return frame_of(brief, kind, f"{record.id} 第{record.header.revision}版", record.digest, internal=True)


def _about(flow: Flow, brief: Brief) -> None:
    paired(
        flow,
        [
            [("平台", f"{brief.platform.name}（{brief.platform.category}）")],
            [("评审日期", day_words(brief.date)), ("评审地点", brief.place or NONE)],
        ],
    )
    flow.gap(12)


def attendance(panel: Panel) -> Flow:
    """签到表: everybody who is expected, and room for those who are not; all signatures in ink."""
    brief, flow = panel.brief, Flow()
    title(flow, ATTENDANCE)
    _about(flow, brief)
    expected = [
        ("组长" if place.seat == panel.chair else "专家", place.name, unit_title(place.unit, place.title))
        for place in panel.places
    ]
    expected += [("列席", person.name, person.unit) for person in brief.observers]
    expected.append(("组织方", brief.organiser.name, brief.organiser.unit))
    expected += [("", "", "")] * _SPARE_ROWS
    rows = [[role, name, unit, "", "", ""] for role, name, unit in expected]
    flow.table(_present(flow, rows))
    if panel.free_reserves:
        listed = [
            ["候补", each.name, unit_title(each.unit, each.title), "", "", ""] for each in panel.free_reserves
        ]
        flow.gap(6)
        headed_table(flow, RESERVES, _present(flow, listed))
        flow.gap(4)
        flow.paragraph(_RESERVES_SIGN, SMALL)
    return flow


def _present(flow: Flow, rows: Sequence[Sequence[str]]) -> Table:
    """Who is there, a row each, to be signed."""
    header = ("身份", "姓名", "单位、职称", "签名", "到场时间", "离场时间")
    styles = (CELL_CENTER, CELL_CENTER, CELL, CELL, CELL, CELL)
    return grid_table(flow.width, (42, 76, 150, 100, 58, 58), header, rows, styles, _TALL)


def promises(panel: Panel) -> Flow:
    """承诺与回避: what everybody promises, to be signed in ink, and what each has declared so far.

    A recusal's reason stays on the expert's own declaration.
    """
    flow = Flow()
    title(flow, PROMISES)
    _about(flow, panel.brief)
    flow.paragraph(_PROMISE, BODY)
    flow.gap(8)
    rows = []
    for place in panel.places:
        sheet = panel.current(place)
        declared = ""
        if sheet is not None:
            word = "回避" if sheet.recused else "无须回避"
            declared = f"{word}\n{time_words(sheet.declaration.time).replace(' ', chr(10))}"
        rows.append([place.seat, place.name, unit_title(place.unit, place.title), declared, "", ""])
    header = ("席位", "姓名", "单位、职称", "已作的声明", "亲笔签名", "日期")
    styles = (CELL_CENTER, CELL_CENTER, CELL, CELL_CENTER, CELL, CELL)
    flow.table(grid_table(flow.width, (36, 72, 136, 94, 88, 58), header, rows, styles, 8.0))
    flow.gap(6)
    flow.paragraph(f"{PRINTED}声明以各人签署的评分表或回避声明为准；回避的事由写在本人的声明上。", SMALL)
    return flow


def rules(brief: Brief) -> Flow:
    """规则确认单: every rule as chosen, and lines for whoever confirms it."""
    flow = Flow()
    title(flow, RULES, f"附件{brief.rubric.annex} {brief.rubric.title}")
    _about(flow, brief)
    flow.paragraph(confirmation_words(brief.rules), STRONG)
    flow.gap(4)
    flow.table(rules_table(flow.width, brief))
    by = brief.rules.confirmed_by
    who = ("委托方", by.name, by.unit) if by else ("委托方", "", "")
    organiser = ("组织方", brief.organiser.name, brief.organiser.unit)

    def confirmed(there: Flow) -> None:
        heading(there, "确认")
        there.paragraph("以上规则在评分之前确认，评分开始后不再改动。", SMALL)
        there.gap(4)
        handwriting(there, handwriting_tables(there, [who, organiser]))

    flow.together(confirmed)
    return flow


def facts(panel: Panel) -> Flow:
    """事实核对单, for the operator to sign: facts with their evidence; no names, no scores, no conclusion."""
    brief, flow = panel.brief, Flow()
    title(flow, FACTS)
    _about(flow, brief)
    framed(flow, _TO_OPERATOR, BODY)
    flow.gap(10)
    known = {**brief.facts, **{each.criterion: each.fact for each in panel.corrections}, **panel.supplied}
    rows = [
        row
        for each in brief.rubric.criteria
        if not isinstance(each.rule, Range)
        for row in _fact_rows(each, known.get(each.id), brief)
    ]
    widths = tuple(flow.width * share / sum(_FACT_SHARES) for share in _FACT_SHARES)
    header = header_cells("编号", "评分标准", "核实内容", "组织方填报", "佐证", "属实", "异议和说明")
    flow.table(Table(widths, (header,), tuple(rows), 2.5))

    def signed(there: Flow) -> None:
        there.gap(10)
        who = [("运营单位", "", brief.platform.operator), ("核实人员", "", "")]
        handwriting(there, handwriting_tables(there, who))
        there.gap(4)
        there.paragraph("运营单位签名并盖章。有异议的事实由专家组核实，以专家组核实的为准。", SMALL)

    flow.together(signed)
    return flow


def _fact_rows(criterion: Criterion, known: KnownFact | None, brief: Brief) -> Iterator[tuple[Cell, ...]]:
    """What is known, never what it is worth; room for ink where nothing is. A row a condition or item."""
    told = values(criterion, known.finding if known else None, period_labels(brief))
    units = _units(criterion)
    for number, ((label, value), unit) in enumerate(zip(told, units, strict=True)):
        lead = (
            Cell(criterion.id, style=CELL_CENTER, rows=len(told)),
            Cell(criterion.text, rows=len(told)),
        )
        yield (
            *(() if number else lead),
            Cell(label or getattr(criterion.rule, "label", "")),
            Cell(value if known else f"{_LINE} {unit}" if unit else "", style=CELL_CENTER),
            Cell(evidence_words([known.evidence]) if known else "", style=CELL_CENTER),
            Cell("☐", style=CELL_CENTER),
            Cell(""),
        )


def _units(criterion: Criterion) -> tuple[str, ...]:
    """The unit of each condition or item, "" where a word is the answer."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        return tuple(each.unit if isinstance(each, Measure) else "" for each in rule.conditions)
    if isinstance(rule, Accumulate):
        return tuple(each.unit for each in rule.items)
    return (rule.unit if isinstance(rule, Tiers) else "",)


def corrections(found: Findings, listed: Sequence[Correction]) -> Flow:
    """更正单: every revision with its reason and what it changed, each to be signed by its expert."""
    flow = Flow()
    title(flow, CORRECTIONS)
    _about(flow, found.panel.brief)
    for each in listed:
        rows = [list(change) for change in each.changes] or [["", NONE, NONE]]
        table = grid_table(flow.width, (60, 212, 212), ("编号", "更正前", "更正后"), rows, (CELL_CENTER,))
        lead = f"{each.revisions}，{time_words(each.time)}。原因：{each.reason}"
        headed_table(flow, f"{each.name}（{each.seat}）", table, lead=lead)
    reopened = found.panel.reopened
    if reopened:
        heading(flow, "汇总记录的撤回")
        for number, reason in enumerate(reopened, start=1):
            flow.paragraph(f"第{number}版撤回：{reason}", BODY)
    who = {each.seat: ("专家", f"{each.name}\n（{each.seat}）", "") for each in listed}
    tables = handwriting_tables(flow, list(who.values()))
    if tables:
        heading(flow, "亲笔签名", keep=20 + tables[0].height)
        handwriting(flow, tables)
    flow.gap(6)
    flow.paragraph(f"{PRINTED}更正前后的评分表都附在汇总记录里。", SMALL)
    return flow


def opinion(found: Findings) -> Flow:
    """专家组意见: the conclusion, the opinion, and lines for everybody's signature."""
    flow = Flow()
    title(flow, OPINION)
    _about(flow, found.panel.brief)
    framed(flow, found.verdict.sentence)
    heading(flow, "意见")
    tables = handwriting_tables(flow, people(found))
    text = found.panel.opinion.strip() or NO_OPINION
    flow.paragraph(text, BODY)
    heading(flow, "亲笔签名", keep=20 + tables[0].height)
    flow.paragraph(f"{PRINTED}{NOT_ONLY_THIS}", SMALL)
    flow.gap(4)
    handwriting(flow, tables)
    return flow
