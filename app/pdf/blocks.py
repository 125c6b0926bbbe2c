"""The building blocks papers share: headings, label tables, lists, signature boxes, lines for handwriting."""

from collections.abc import Sequence

from app.domain.frozen import frozen, replace
from app.pdf.drawing import Box, Rule, Text, text_width
from app.pdf.flow import Flow
from app.pdf.styles import (
    BODY,
    CELL,
    CELL_CENTER,
    CELL_LABEL,
    FIGURE,
    HEADING,
    LEAD,
    SMALL,
    STRONG,
    SUBTITLE,
    TITLE,
    Style,
)
from app.pdf.table_pages import TableOnPages
from app.pdf.tables import PAD_Y, Cell, Table, header_cells

NOT_ONLY_THIS = "本记录以专家亲笔签名或其合法电子签名为准；校验码用于比对内容是否改动。"
SOFT = (0.957, 0.965, 0.976)
_BOX_HEIGHT = 62.0
_BOX_GAP = 16.0
_MANY_BOXES = 6
_FRAME_PAD = 14.0
_LABEL_WIDTH = 66.0
# What stands on a page with a table of lines for ink: its heading and note, a short opinion with its own.
_BESIDE_HANDWRITING = 150.0
_CAPTION = replace(SMALL, grey=0.15)
_HEADING_HEIGHT = 14 + HEADING.leading + 4


@frozen
class Figure:
    """One large number: what it is, the number, its unit, and a note under it."""

    caption: str
    value: str
    unit: str = ""
    note: str = ""


def title(flow: Flow, text: str, below: str = "", style: Style = SUBTITLE) -> None:
    """The paper's own title, with a line below it."""
    flow.bookmark(text)
    flow.paragraph(text, TITLE)
    if below:
        flow.paragraph(below, style)
    flow.gap(10)


def heading(flow: Flow, text: str, keep: float = 60.0) -> None:
    """A heading that is never left alone at a page's foot: `keep` points of what follows stay with it."""
    flow.need(min(_HEADING_HEIGHT + keep, flow.page_room))
    flow.gap(14)
    flow.bookmark(text)
    flow.paragraph(text, HEADING)
    flow.gap(4)


def paired(flow: Flow, rows: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Labels and their values, one or two pairs a row; a lone value takes the row's width."""
    value = flow.width / 2 - _LABEL_WIDTH
    cells = tuple(
        tuple(
            cell
            for label, text in row
            for cell in (
                Cell(label, style=CELL_LABEL, shade=True),
                Cell(text, columns=1 if len(row) > 1 else 3),
            )
        )
        for row in rows
    )
    flow.table(Table((_LABEL_WIDTH, value, _LABEL_WIDTH, value), (), cells))


def grid_table(
    width: float,
    shares: Sequence[float],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    styles: Sequence[Style] = (),
    pad: float = PAD_Y,
) -> Table:
    """A plain table of a width: shares of the width, a header, texts; styles by column."""
    total = sum(shares)
    widths = tuple(width * share / total for share in shares)
    looks = [*styles, *[CELL] * (len(shares) - len(styles))]
    cells = tuple(
        tuple(Cell(text, style=look) for text, look in zip(row, looks, strict=True)) for row in rows
    )
    return Table(widths, (header_cells(*header),), cells, pad)


def grid(
    flow: Flow,
    shares: Sequence[float],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    styles: Sequence[Style] = (),
) -> None:
    """`grid_table` over the column's width."""
    flow.table(grid_table(flow.width, shares, header, rows, styles))


def headed_table(flow: Flow, text: str, table: Table, lead: str = "", keep: float = 0.0) -> None:
    """A heading, a line under it if there is one, and a table: its first rows stay with them, its last rows
    with `keep` points of what follows."""
    fitted = flow.fitted(table)
    led = len(STRONG.lines(lead, flow.width)) * STRONG.leading + 4 if lead else 0.0
    heading(flow, text, keep=led + fitted.start_height)
    if lead:
        flow.paragraph(lead, STRONG)
        flow.gap(4)
    flow.table(fitted, keep)


def points(flow: Flow, texts: Sequence[str], style: Style = BODY) -> None:
    """A list: each text indented behind its own dot."""
    for text in texts:
        flow.need(style.leading * min(2, len(style.lines(text, flow.width - 14))))
        flow.place(Text(flow.left + 3, style.baseline(flow.y), "·", style.size, "bold"))
        flow.paragraph(text, style, indent=14)
        flow.gap(2)


def framed(flow: Flow, text: str, style: Style = LEAD, figures: Sequence[Figure] = ()) -> None:
    """A text on a soft ground, what everybody must see first, and under it figures large side by side."""
    lines = style.lines(text, flow.width - 2 * _FRAME_PAD)
    words = len(lines) * style.leading + 22
    height = words + (_figures_height(flow, figures) if figures else 0.0)
    if height > flow.page_room:
        flow.paragraph(text, style)
        return
    flow.need(height)
    top = flow.take(height)
    flow.place(Box(flow.left, top, flow.width, height, fill=SOFT, outline=0.55))
    for number, line in enumerate(lines):
        below = top + 11 + number * style.leading
        flow.line(line, style, flow.left + _FRAME_PAD, flow.width - 2 * _FRAME_PAD, below)
    if figures:
        _figures(flow, figures, top + words)


def _notes(flow: Flow, figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    room = flow.width / len(figures) - 2 * _FRAME_PAD
    return [_CAPTION.lines(each.note, room) if each.note else () for each in figures]


def _figures_height(flow: Flow, figures: Sequence[Figure]) -> float:
    noted = max(len(lines) for lines in _notes(flow, figures))
    return 8 + _CAPTION.leading + FIGURE.leading + noted * _CAPTION.leading + 9


def _figures(flow: Flow, figures: Sequence[Figure], top: float) -> None:
    width = flow.width / len(figures)
    bottom = top + _figures_height(flow, figures)
    flow.place(Rule(flow.left + _FRAME_PAD, top, flow.left + flow.width - _FRAME_PAD, top, grey=0.7))
    for column, (each, notes) in enumerate(zip(figures, _notes(flow, figures), strict=True)):
        left, room = flow.left + column * width, width - 2 * _FRAME_PAD
        if column:
            flow.place(Rule(left, top + 10, left, bottom - 10, grey=0.7))
        y = top + 8
        flow.line(each.caption, _CAPTION, left + _FRAME_PAD, room, y)
        y += _CAPTION.leading
        flow.line(each.value, FIGURE, left + _FRAME_PAD, room, y)
        after = left + _FRAME_PAD + text_width(each.value, FIGURE.size, FIGURE.weight) + 5
        flow.place(Text(after, FIGURE.baseline(y), each.unit, BODY.size))
        for number, line in enumerate(notes):
            below = y + FIGURE.leading + number * _CAPTION.leading
            flow.line(line, _CAPTION, left + _FRAME_PAD, room, below)


def signature_boxes(flow: Flow, boxes: Sequence[tuple[str, str]]) -> None:
    """Two boxes a row, three where there are many; each a signature field (name, caption above its box)."""
    columns = 2 if len(boxes) <= _MANY_BOXES else 3
    width = (flow.width - _BOX_GAP * (columns - 1)) / columns
    for start in range(0, len(boxes), columns):
        row = boxes[start : start + columns]
        texts = [_CAPTION.lines(text, width) for _, text in row]
        above = max(len(lines) for lines in texts) * _CAPTION.leading + 2
        flow.need(above + _BOX_HEIGHT + 8)
        top = flow.take(above + _BOX_HEIGHT + 8)
        for column, ((name, _), lines) in enumerate(zip(row, texts, strict=True)):
            left = flow.left + column * (width + _BOX_GAP)
            for number, line in enumerate(lines):
                flow.line(line, _CAPTION, left, width, top + number * _CAPTION.leading)
            flow.place(Box(left, top + above, width, _BOX_HEIGHT, outline=0.55))
            flow.field(name, left, top + above, width, _BOX_HEIGHT)


def boxes_height(boxes: int) -> float:
    """What so many signature boxes take with one line of caption each."""
    columns = 2 if boxes <= _MANY_BOXES else 3
    return -(-boxes // columns) * (_CAPTION.leading + 2 + _BOX_HEIGHT + 8)


Signer = tuple[str, str, str]


def handwriting_tables(flow: Flow, people: Sequence[Signer]) -> list[TableOnPages]:
    """Lines for names in ink: (role, name, unit and title), an empty cell to sign in, one for the date.

    As few tables of about one length as it takes for each to stand on one page.
    """
    count = 1
    while True:
        size = -(-len(people) // count)
        tables = [
            flow.fitted(_handwriting_table(flow.width, people[start : start + size]))
            for start in range(0, len(people), size)
        ]
        if size == 1 or all(table.height <= flow.page_room - _BESIDE_HANDWRITING for table in tables):
            return tables
        count += 1


def handwriting(flow: Flow, tables: Sequence[TableOnPages]) -> None:
    """The tables, none of them cut where a page can hold it."""
    for number, table in enumerate(tables):
        flow.need(min(table.height, flow.page_room))
        flow.gap(6 if number else 0)
        flow.table(table)


def _handwriting_table(width: float, people: Sequence[Signer]) -> Table:
    shares = (46.0, 92.0, 156.0, 120.0, 70.0)
    total = sum(shares)
    rows = tuple(
        (Cell(role, style=CELL_CENTER), Cell(name, style=CELL_CENTER), Cell(unit), Cell("\n"), Cell("\n"))
        for role, name, unit in people
    )
    header = header_cells("身份", "姓名", "单位、职称", "亲笔签名", "日期")
    return Table(tuple(width * share / total for share in shares), (header,), rows)
