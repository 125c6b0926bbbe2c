"""The record's numbers: criteria by experts (landscape), subtotals, totals, seats, the sums by hand."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.consolidation import ExpertLine, determined_totals, total_of
from app.domain.frozen import frozen
from app.domain.panel import Counted
from app.domain.record import Findings
from app.domain.rubric import Criterion, CriterionId, Section
from app.domain.verdict import brief_points
from app.domain.votes import points_of
from app.pdf.blocks import grid_table, headed_table, heading, points
from app.pdf.flow import A4_LANDSCAPE, Flow
from app.pdf.paper_frame import clipped
from app.pdf.styles import CELL, CELL_CENTER, Style
from app.pdf.tables import Cell, Table
from app.pdf.wording import NONE, STANDINGS, division, mean_words, total_words, with_points

_EXPERTS_A_TABLE = 9
_NAME_WIDTH = 48.0
_SECTION, _ID, _POINTS, _MEAN = 58.0, 38.0, 29.0, 42.0
_PAD = 2.0
_CRITERION = Style(size=7.5, leading=10)
_SMALL_CENTER = Style(size=8, leading=11, align="center")
_AWARD = Style(size=9, leading=12, align="center")
_SUM = Style(size=9, leading=12, weight="bold", align="center")
_TITLE = Style(size=14, leading=17, weight="bold", align="center")
_NOTE = Style(size=8, leading=10.5, grey=0.2, align="center")
_HEADER = Style(size=8, leading=11, weight="bold", align="center")


@frozen
class Sheets:
    """What is found, the counted sheets, and those of them that enter the mean; looked up once."""

    found: Findings
    counted: tuple[Counted, ...]
    in_mean: tuple[Counted, ...]
    points: Mapping[tuple[str, CriterionId], Fraction | None]

    def own(self, one: Counted, criterion: Criterion) -> Fraction | None:
        """An expert's award on a criterion; None while the desk's value is awaited."""
        return self.points[one.place.seat, criterion.id]


def sheets_of(found: Findings) -> Sheets:
    """The sheets of a panel; none while scores are not open."""
    counted = () if found.result.waiting else found.panel.counted
    seats = {line.seat for line in found.result.experts if line.status == "counted"}
    points = {
        (each.place.seat, criterion.id): points_of(found.panel, each, criterion)
        for each in counted
        for criterion in found.panel.brief.rubric.criteria
    }
    return Sheets(found, counted, tuple(each for each in counted if each.place.seat in seats), points)


def summary(flow: Flow, sheets: Sheets) -> None:
    """Everything in numbers, from a new landscape page on."""
    found, counted = sheets.found, sheets.counted
    flow.new_page(A4_LANDSCAPE)
    flow.bookmark("评分汇总表")
    flow.paragraph("评分汇总表", _TITLE)
    flow.paragraph("".join(_notes(found)), _NOTE)
    flow.gap(2)
    for number, group in enumerate(_groups(counted)):
        if number:
            flow.new_page()
        flow.table(_table(flow.width, sheets, group))
    if not counted:
        flow.paragraph("没有计入的评分表。")


def _groups(counted: Sequence[Counted]) -> list[Sequence[Counted]]:
    """The experts in as few tables as it takes, of about one width."""
    tables = max(1, -(-len(counted) // _EXPERTS_A_TABLE))
    size = -(-len(counted) // tables)
    return [counted[start : start + size] for start in range(0, len(counted), size or 1)]


def _line(found: Findings, seat: str) -> ExpertLine:
    return next(line for line in found.result.experts if line.seat == seat)


def _table(width: float, sheets: Sheets, group: Sequence[Counted]) -> Table:
    found = sheets.found
    each = max(34.0, min(48.0, 306.0 / len(group)))
    text = width - _SECTION - _ID - _POINTS - _MEAN - each * len(group)
    widths = (_SECTION, _ID, text, _POINTS, *[each] * len(group), _MEAN)
    names = [_expert_header(found, one) for one in group]
    header = tuple(
        Cell(label, style=_HEADER, shade=True)
        for label in ("大类指标", "编号", "评分标准", "分值", *names, "平均")
    )
    rows = [row for section in found.panel.brief.rubric.sections for row in _section(sheets, section, group)]
    totals = [total_of(found.panel, one) for one in group]
    rows.append(
        (
            Cell("总分", style=_SUM, columns=3, shade=True),
            Cell(brief_points(found.panel.brief.rubric.total), style=_SUM, shade=True),
            *[Cell(brief_points(total), style=_SUM, shade=True) for total in totals],
            Cell(total_words(found), style=_SUM, shade=True),
        )
    )
    return Table(widths, (header,), tuple(rows), _PAD)


def _expert_header(found: Findings, one: Counted) -> str:
    trimmed = "\n（去掉）" if _line(found, one.place.seat).status == "trimmed" else ""
    keyed = "\n（代录）" if one.sheet.origin == "keyed" else ""
    return f"{one.place.seat}\n{clipped(one.place.name, _NAME_WIDTH, _HEADER.size)}{keyed}{trimmed}"


def _section(sheets: Sheets, section: Section, group: Sequence[Counted]) -> list[tuple[Cell, ...]]:
    found = sheets.found
    # A section of one criterion is its own subtotal.
    summed = len(section.criteria) > 1
    label = Cell(
        with_points(section.name, section.points), _SMALL_CENTER, rows=len(section.criteria) + summed
    )
    rows: list[tuple[Cell, ...]] = []
    for criterion in section.criteria:
        lead = () if rows else (label,)
        own = [sheets.own(one, criterion) for one in group]
        rows.append(
            (
                *lead,
                Cell(criterion.id, _SMALL_CENTER),
                Cell(criterion.text + _mark(found, criterion), _CRITERION),
                Cell(brief_points(criterion.points), _SMALL_CENTER),
                *[Cell("—" if value is None else brief_points(value), _AWARD) for value in own],
                Cell(_mean_of(sheets, [criterion]), _AWARD),
            )
        )
    return [*rows, _subtotal(sheets, section, group)] if summed else rows


def _subtotal(sheets: Sheets, section: Section, group: Sequence[Counted]) -> tuple[Cell, ...]:
    sums = [_sum(sheets, one, section.criteria) for one in group]
    return (
        Cell("小计", _SUM, columns=2, shade=True),
        Cell(brief_points(section.points), _SUM, shade=True),
        *[Cell(brief_points(value), _SUM, shade=True) for value in sums],
        Cell(_mean_of(sheets, section.criteria), _SUM, shade=True),
    )


def _mark(found: Findings, criterion: Criterion) -> str:
    """※4∶1 behind a criterion that was determined together."""
    if criterion.id not in found.result.determinations:
        return ""
    vote = found.result.votes[criterion.id]
    return f"（※{len(vote.in_favour)}∶{len(vote.against)}）"


def _sum(sheets: Sheets, one: Counted, criteria: Sequence[Criterion]) -> Fraction:
    own = (sheets.own(one, criterion) for criterion in criteria)
    return sum((value for value in own if value is not None), Fraction(0))


def _mean_of(sheets: Sheets, criteria: Sequence[Criterion]) -> str:
    return mean_words([_sum(sheets, one, criteria) for one in sheets.in_mean])


def _notes(found: Findings) -> list[str]:
    compared = "与 80 分比较用精确值" if found.panel.brief.rubric.kind == "annual" else "判断用精确值"
    notes = [f"平均为计入的各份评分表该项得分的平均值，显示两位小数；{compared}。"]
    if found.result.determinations:
        notes.append("※ 表示该项经专家组合议认定（认定满分人数∶未认定满分人数）。")
        notes.append("认定只决定必要项是否满足，不改任何人的评分。")
    if any(line.status == "trimmed" for line in found.result.experts):
        notes.append("（去掉）表示按规则去掉的一个最高总分和一个最低总分，不计入平均。")
    if found.panel.brief.rules.determined_in_mean:
        notes.append("按约定，综合评分先以合议认定替换该项得分再平均；各项平均为专家本人评分的平均。")
    return notes


def seats(flow: Flow, found: Findings) -> None:
    """Every place on the roster: who, where it stands and why, the total of its sheet."""
    places = {place.seat: place for place in found.panel.places}
    rows = []
    for line in found.result.experts:
        place = places[line.seat]
        reason = place.reason if line.status in ("absent", "replaced", "refused") else ""
        who = f"{place.name}{'（组长）' if line.seat == found.panel.chair else ''}"
        total = "—" if line.total is None else brief_points(line.total)
        current = found.panel.current(place)
        status = STANDINGS[line.status] + ("（代录）" if current and current.origin == "keyed" else "")
        standing = "：".join(text for text in (status, reason) if text)
        rows.append([line.seat, who, place.unit or NONE, standing, total])
    styles = (CELL_CENTER, CELL, CELL, CELL, CELL_CENTER)
    header = ("席位", "姓名", "单位", "状态和原因", "总分")
    headed_table(flow, "专家组", grid_table(flow.width, (36, 104, 172, 130, 42), header, rows, styles, 3.0))


def by_hand(flow: Flow, sheets: Sheets) -> None:
    """The whole arithmetic, to be followed with a pocket calculator."""
    found, counted = sheets.found, sheets.in_mean
    if not counted:
        return
    heading(flow, "手算核对")
    lines = []
    for section in found.panel.brief.rubric.sections:
        terms = [_sum(sheets, one, section.criteria) for one in counted]
        lines.append(f"{section.name}：{division(terms, len(terms))}")
    totals = {one.place.seat: total_of(found.panel, one) for one in sheets.counted}
    if found.panel.brief.rules.determined_in_mean:
        changed = determined_totals(found.panel, totals)
        swaps = [
            f"{seat} {brief_points(totals[seat])}→{brief_points(changed[seat])}"
            for seat in totals
            if changed[seat] != totals[seat]
        ]
        lines += [f"以合议认定替换后：{'，'.join(swaps)}"] if swaps else []
        totals = dict(changed)
    dropped = [seat for seat in totals if _line(found, seat).status == "trimmed"]
    if dropped:
        lines.append(f"去掉：{'，'.join(f'{seat} {brief_points(totals[seat])} 分' for seat in dropped)}")
    lines.append(f"综合评分：{division(_kept(totals, dropped), len(totals) - len(dropped))}")
    gate = found.result.gate
    stands = "未能认定，满分" if gate.points is None else f"{brief_points(gate.points)}/"
    lines.append(f"必要项：{stands}{brief_points(gate.of)} 分")
    points(flow, lines)


def _kept(totals: dict[str, Fraction], dropped: Sequence[str]) -> list[Fraction]:
    return [total for seat, total in totals.items() if seat not in dropped]
