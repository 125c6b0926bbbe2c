"""The building blocks papers share: headings, label tables, lists, signature boxes, lines for handwriting."""

from collections.abc import Sequence
from dataclasses import replace

from app.pdf.drawing import Box, Text
from app.pdf.flow import Flow
from app.pdf.styles import (
    BODY,
    CELL,
    CELL_CENTER,
    CELL_LABEL,
    HEADING,
    LEAD,
    SMALL,
    SUBTITLE,
    TITLE,
    Style,
)
from app.pdf.tables import Cell, Table, header_cells

NOT_ONLY_THIS = "本记录以专家亲笔签名或其合法电子签名为准；校验码用于比对内容是否改动。"
SOFT = (0.957, 0.965, 0.976)
_BOX_HEIGHT = 62.0
_BOX_GAP = 16.0
_MANY_BOXES = 6


def title(flow: Flow, text: str, below: str = "", style: Style = SUBTITLE) -> None:
    """The paper's own title, with a line below it."""
    flow.bookmark(text)
    flow.paragraph(text, TITLE)
    if below:
        flow.paragraph(below, style)
    flow.gap(10)


def heading(flow: Flow, text: str, keep: float = 60.0) -> None:
    """A heading that is never left alone at a page's foot: `keep` points of what follows stay with it."""
    head = 14 + HEADING.leading + 4
    flow.need(min(head + keep, flow.page_room))
    flow.gap(14)
    flow.bookmark(text)
    flow.paragraph(text, HEADING)
    flow.gap(4)


def labelled(flow: Flow, rows: Sequence[tuple[str, str]], label_width: float = 92.0) -> None:
    """Labels on the left, values on the right, one a row."""
    cells = tuple((Cell(label, style=CELL_LABEL, shade=True), Cell(value)) for label, value in rows)
    flow.table(Table((label_width, flow.width - label_width), (), cells))


def grid(
    flow: Flow,
    shares: Sequence[float],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    styles: Sequence[Style] = (),
) -> None:
    """A plain table over the column's width: shares of the width, a header, texts; styles by column."""
    total = sum(shares)
    widths = tuple(flow.width * share / total for share in shares)
    looks = [*styles, *[CELL] * (len(shares) - len(styles))]
    cells = tuple(
        tuple(Cell(text, style=look) for text, look in zip(row, looks, strict=True)) for row in rows
    )
    flow.table(Table(widths, (header_cells(*header),), cells))


def points(flow: Flow, texts: Sequence[str], style: Style = BODY) -> None:
    """A list: each text indented behind its own dot."""
    for text in texts:
        flow.need(style.leading * min(2, len(style.lines(text, flow.width - 14))))
        flow.place(Text(flow.left + 3, style.baseline(flow.y), "·", style.size, "bold"))
        flow.paragraph(text, style, indent=14)
        flow.gap(2)


def framed(flow: Flow, text: str, style: Style = LEAD) -> None:
    """A text on a soft ground: what everybody must see first."""
    lines = style.lines(text, flow.width - 28)
    height = len(lines) * style.leading + 22
    if height > flow.page_room:
        flow.paragraph(text, style)
        return
    flow.need(height)
    top = flow.take(height)
    flow.place(Box(flow.left, top, flow.width, height, fill=SOFT, outline=0.7))
    for number, line in enumerate(lines):
        flow.line(line, style, flow.left + 14, flow.width - 28, top + 11 + number * style.leading)


def signature_boxes(flow: Flow, boxes: Sequence[tuple[str, str]]) -> None:
    """Two boxes a row, three where there are many; each a signature field (name, caption above its box)."""
    columns = 2 if len(boxes) <= _MANY_BOXES else 3
    width = (flow.width - _BOX_GAP * (columns - 1)) / columns
    caption = replace(SMALL, grey=0.15)
    for start in range(0, len(boxes), columns):
        row = boxes[start : start + columns]
        texts = [caption.lines(text, width) for _, text in row]
        above = max(len(lines) for lines in texts) * caption.leading + 2
        flow.need(above + _BOX_HEIGHT + 8)
        top = flow.take(above + _BOX_HEIGHT + 8)
        for column, ((name, _), lines) in enumerate(zip(row, texts, strict=True)):
            left = flow.left + column * (width + _BOX_GAP)
            for number, line in enumerate(lines):
                flow.line(line, caption, left, width, top + number * caption.leading)
            flow.place(Box(left, top + above, width, _BOX_HEIGHT, outline=0.55))
            flow.field(name, left, top + above, width, _BOX_HEIGHT)


def handwriting_height(people: int) -> float:
    """What the lines for so many people take, with short names."""
    return 24.0 + 35.0 * people


def handwriting(flow: Flow, people: Sequence[tuple[str, str, str]]) -> None:
    """Lines for names in ink: (role, name, unit and title), an empty cell to sign in, one for the date."""
    shares = (58.0, 86.0, 150.0, 120.0, 70.0)
    total = sum(shares)
    widths = tuple(flow.width * share / total for share in shares)
    rows = tuple(
        (Cell(role, style=CELL_CENTER), Cell(name, style=CELL_CENTER), Cell(unit), Cell("\n"), Cell("\n"))
        for role, name, unit in people
    )
    flow.table(Table(widths, (header_cells("身份", "姓名", "单位、职称", "亲笔签名", "日期"),), rows))
