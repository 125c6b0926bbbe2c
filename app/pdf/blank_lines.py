"""The blank places of a paper form: for every criterion what is to be verified, what the organiser stated,
and where the expert writes what they found, why, and the points."""

from collections.abc import Iterator, Sequence

from app.domain.brief import Brief
from app.domain.canonical import write_decimal
from app.domain.frozen import frozen
from app.domain.rubric import AllOf, Check, Criterion, Measure, Periods, Range, Tiers
from app.domain.rules import PeriodLabels
from app.domain.signed_sheet import is_desk_supplied
from app.domain.verdict import brief_points
from app.pdf.styles import CELL_STRONG, Style
from app.pdf.tables import Cell, Table
from app.pdf.wording import evidence_words, finding_lines, values

# Twelve narrow columns, so that months have cells of their own: six a row, quarters four.
_COLUMNS = 12
_WHAT, _RESULT, _WHY = 5, 3, 4
_MONTHS_A_ROW, _QUARTERS = 6, 4
_PAD = 4.0
_BLANK = "＿＿＿＿＿"
_TEXT = Style(size=9, leading=13)
_LABEL = Style(size=9.5, leading=14)
# What is written on needs the height of handwriting.
_WRITE = Style(size=10.5, leading=21)
_POINTS = Style(size=10.5, leading=21, align="right")
_MONTH = Style(size=7.5, leading=11, grey=0.2)
_HEAD = Style(size=9, leading=13, weight="bold")

Row = tuple[Cell, ...]


def findings_table(width: float, brief: Brief, names: PeriodLabels) -> Table:
    """Every criterion: a shaded line with its text and points, then a row for each thing to be found."""
    widths = (width / _COLUMNS,) * _COLUMNS
    rows = tuple(row for each in brief.rubric.criteria for row in _criterion_rows(each, brief, names))
    titles = (("核实内容", _WHAT), ("核实结果（请填写）", _RESULT), ("依据、佐证编号和说明（请填写）", _WHY))
    header = tuple(Cell(text, CELL_STRONG, columns=columns, shade=True) for text, columns in titles)
    return Table(widths, (header,), rows, _PAD)


def _criterion_rows(criterion: Criterion, brief: Brief, names: PeriodLabels) -> Iterator[Row]:
    text = f"{criterion.id}　{criterion.text}（满分 {brief_points(criterion.points)} 分）"
    head = Cell(text, _HEAD, columns=_WHAT + _RESULT, shade=True)
    if is_desk_supplied(criterion, brief):
        known = brief.facts.get(criterion.id)
        told = "；".join(finding_lines(criterion, known.finding, names)) if known else "由组织方统一补录"
        yield (head, Cell("不用填写", CELL_STRONG, columns=_WHY, shade=True))
        yield (Cell(f"{told}。不用填写。", _TEXT, columns=_COLUMNS),)
        return
    # A white cell to write the points in.
    yield (head, Cell("本项得分", _HEAD, columns=2, shade=True), Cell("分", _POINTS, columns=_WHY - 2))
    stated = _stated(criterion, brief, names)
    asked = [_place(place, stated[at] if stated else "") for at, place in enumerate(_places(criterion))]
    single = [row for row in asked if isinstance(row, tuple)]
    for at, cells in enumerate(single):
        yield cells if at else (*cells, Cell("", _TEXT, columns=_WHY, rows=len(single), continued=""))
    if not single:
        yield (Cell("依据、佐证编号和说明：", _WRITE, columns=_COLUMNS),)
    for row in asked:
        if not isinstance(row, tuple):
            yield from _grid(row, names)


@frozen
class _Periods:
    """A condition with a cell for each month or quarter, and what stands above them."""

    text: str
    condition: Periods


def _place(place: "_Place | Periods", stated: str) -> Row | _Periods:
    """The row of one thing to be found; months and quarters take rows of their own below."""
    if isinstance(place, Periods):
        each = f"每{'月' if place.periods > _QUARTERS else '季度'}不少于 {write_decimal(place.each)}"
        return _Periods(_with(f"{place.label}（{each}），请写各期的数", stated), place)
    return (
        Cell(_with(place.label, stated), _LABEL, columns=_WHAT),
        Cell(place.blank, _WRITE, columns=_RESULT),
    )


def _with(label: str, stated: str) -> str:
    return f"{label}\n{stated}" if stated else label


def _grid(asked: _Periods, names: PeriodLabels) -> Iterator[Row]:
    yield (Cell(asked.text, _LABEL, columns=_COLUMNS),)
    count = asked.condition.periods
    labels = names.get(count, ()) or tuple(f"第 {at} 期" for at in range(1, count + 1))
    a_row = _QUARTERS if count == _QUARTERS else _MONTHS_A_ROW
    for start in range(0, count, a_row):
        yield tuple(
            Cell(f"{label}\n\n", _MONTH, columns=_COLUMNS // a_row, valign="top")
            for label in labels[start : start + a_row]
        )


@frozen
class _Place:
    """One thing to be found and the blank for its answer."""

    label: str
    blank: str


def _places(criterion: Criterion) -> Iterator[_Place | Periods]:
    """What is asked, in the rule's order."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        for condition in rule.conditions:
            yield condition if isinstance(condition, Periods) else _condition(condition)
    elif isinstance(rule, Range):
        most, step = write_decimal(rule.maximum), write_decimal(rule.step)
        yield _Place(f"评分（0 至 {most} 分，每 {step} 分一档）", f"{_BLANK} 分")
    elif isinstance(rule, Tiers):
        yield _Place(rule.label, f"{_BLANK} {rule.unit}")
    else:
        for item in rule.items:
            each = write_decimal(item.points_each)
            yield _Place(f"{item.label}（每{item.unit} {each} 分）", f"{_BLANK} {item.unit}")


def _condition(condition: Check | Measure) -> _Place:
    if isinstance(condition, Check):
        return _Place(condition.label, "☐ 符合　☐ 不符合")
    least = f"（不少于 {write_decimal(condition.at_least)} {condition.unit}）"
    return _Place(f"{condition.label}{least}", f"{_BLANK} {condition.unit}")


def _stated(criterion: Criterion, brief: Brief, names: PeriodLabels) -> Sequence[str]:
    """The organiser's figure beside each place, to be confirmed or corrected."""
    known = brief.facts.get(criterion.id)
    if known is None:
        return ()
    evidence = f"（{evidence_words([known.evidence])}）" if known.evidence else ""
    return [f"组织方填报：{value}{evidence}" for _, value in values(criterion, known.finding, names)]
