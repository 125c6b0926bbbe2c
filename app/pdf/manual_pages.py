"""The manual's chapters on paper, from the same blocks as in the window; pictures of the screen beside them.

Which chapters make a book is manual_books'; single lines are rich_text's.
"""

from collections.abc import Callable, Mapping, Sequence

from app.domain.frozen import frozen, replace
from app.domain.manual_text import Block, Chapter, Line
from app.pdf.booklet import INK
from app.pdf.drawing import Box, Screenshot, Text
from app.pdf.flow import Flow
from app.pdf.rich_text import draw_line, plain, rich, rich_lines
from app.pdf.styles import BODY, CELL, HEADING, SMALL, Style
from app.pdf.tables import Cell, Table, header_cells

CHAPTER = Style(size=17, leading=27, weight="bold")
INNER = replace(HEADING, size=11.5, leading=18)
_NOTE = (0.957, 0.965, 0.976)
_INDENT = 18.0
_PICTURE_GAP = 10.0


@frozen
class Shot:
    """A picture of the screen: width and height in pixels, three bytes a pixel, what it shows."""

    width: int
    height: int
    rgb: bytes
    caption: str


Shots = Mapping[str, Sequence[Shot]]


def chapter(flow: Flow, page: Chapter, shots: Sequence[Shot] = (), width: float = 400.0) -> None:
    """A chapter: its title, its pictures, its blocks."""
    tall = max((min(width, flow.width) * each.height / each.width for each in shots), default=0)
    flow.need(CHAPTER.leading + 110 + tall)
    title_bar(flow, page.title)
    for shot in shots:
        pictures(flow, (shot,), width)
    blocks(flow, page.blocks)


def title_bar(flow: Flow, title: str) -> None:
    """A title with a bar of colour, named in the reader's table of contents."""
    flow.gap(22)
    flow.bookmark(title)
    top = flow.take(CHAPTER.leading + 6)
    flow.place(Box(flow.left, top + 4, 4, CHAPTER.leading - 8, fill=INK))
    flow.line(title, CHAPTER, flow.left + 13, flow.width - 13, top)


def blocks(flow: Flow, found: Sequence[Block]) -> None:
    """All blocks below each other; a heading stays with what follows."""
    for each in found:
        _WRITERS[each.kind](flow, each)


def pictures(flow: Flow, shots: Sequence[Shot], width: float | None = None) -> None:
    """Pictures side by side over a width (the column's), a caption under each."""
    room = min(width or flow.width, flow.width)
    each = (room - _PICTURE_GAP * (len(shots) - 1)) / len(shots)
    height = max(each * shot.height / shot.width for shot in shots)
    flow.need(height + SMALL.leading + 14)
    flow.gap(4)
    top = flow.take(height + SMALL.leading + 10)
    for at, shot in enumerate(shots):
        left = flow.left + at * (each + _PICTURE_GAP)
        tall = each * shot.height / shot.width
        flow.place(Screenshot(left, top, each, tall, shot.rgb, (shot.width, shot.height)))
        flow.place(Box(left, top, each, tall, outline=0.6))
        flow.line(shot.caption, SMALL, left, each, top + tall + 2)


def beside(flow: Flow, shot: Shot, width: float, write: Callable[[Flow], None]) -> None:
    """What `write` writes, in a narrower column, and at its right a picture of a width."""
    tall = width * shot.height / shot.width
    with flow.narrowed(width + 16):
        flow.need(max(flow.height_of(write), tall + SMALL.leading + 14))
        first = flow.y
        write(flow)
    left, top = flow.left + flow.width - width, first + 12
    flow.place(Screenshot(left, top, width, tall, shot.rgb, (shot.width, shot.height)))
    flow.place(Box(left, top, width, tall, outline=0.6))
    flow.line(shot.caption, SMALL, left, width, top + tall + 2)
    flow.take(max(0.0, top + tall + SMALL.leading + 4 - flow.y))


def _heading(flow: Flow, block: Block) -> None:
    flow.need(INNER.leading + 60)
    flow.gap(9)
    flow.paragraph(plain(block.lines[0]), INNER)
    flow.gap(2)


def _paragraph(flow: Flow, block: Block) -> None:
    rich(flow, block.lines[0], BODY)
    flow.gap(4)


def _note(flow: Flow, block: Block) -> None:
    lines = rich_lines(block.lines[0], BODY, flow.width - 26)
    height = len(lines) * BODY.leading + 10
    flow.need(height + 4)
    flow.gap(2)
    top = flow.take(height)
    flow.place(Box(flow.left, top, flow.width, height, fill=_NOTE))
    flow.place(Box(flow.left, top, 3, height, fill=INK))
    for number, pieces in enumerate(lines):
        draw_line(flow, pieces, BODY, flow.left + 14, top + 5 + number * BODY.leading)
    flow.gap(6)


def _bullets(flow: Flow, block: Block) -> None:
    _list(flow, block.lines, lambda _number: "·")


def _steps(flow: Flow, block: Block) -> None:
    _list(flow, block.lines, lambda number: f"{number}.")


def _list(flow: Flow, lines: Sequence[Line], sign: Callable[[int], str]) -> None:
    for number, line in enumerate(lines, start=1):
        rich(flow, line, BODY, indent=_INDENT, sign=sign(number))
        flow.gap(2)
    flow.gap(3)


def _table(flow: Flow, block: Block) -> None:
    header, *rows = [[plain(cell) for cell in row] for row in block.rows]
    shares = [_share([row[column] for row in (header, *rows)]) for column in range(len(header))]
    widths = tuple(flow.width * share / sum(shares) for share in shares)
    cells = tuple(
        tuple(Cell(text, style=replace(CELL, size=9.5, leading=14.5)) for text in row) for row in rows
    )
    flow.gap(2)
    flow.table(Table(widths, (header_cells(*header),), cells, 3.5))
    flow.gap(7)


def _share(texts: Sequence[str]) -> float:
    """How wide a column wants to be: its longest text, within what can be read."""
    return float(min(max(max(len(text) for text in texts), 7), 34))


_WRITERS: Mapping[str, Callable[[Flow, Block], None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "note": _note,
    "bullets": _bullets,
    "steps": _steps,
    "table": _table,
}


def word(flow: Flow, text: str, x: float, top: float, style: Style) -> None:
    """One word at a place of this page."""
    flow.place(Text(x, style.baseline(top), text, style.size, style.weight, style.grey, style.align))
