"""Tables as values and their fitting: cells that span rows and columns become parts with lines and heights.

Which part stands on which page, and its marks, are table_pages' matter.
"""

from collections.abc import Sequence
from typing import Literal

from app.domain.frozen import frozen, replace
from app.pdf.styles import CELL, CELL_STRONG, Style

CONTINUED = "（续）"
PAD_X = 4.5
PAD_Y = 4.0
# The least that a row leaves between its paddings, so that empty cells do not collapse.
_MIN_TEXT = 12.0
_PIECE_LINES = 5


@frozen
class Cell:
    """One cell: text, how many rows and columns it spans, how it is set.

    `continued` is put behind the text where the cell's rows go on to another page.
    """

    text: str
    style: Style = CELL
    rows: int = 1
    columns: int = 1
    valign: Literal["top", "middle"] = "middle"
    shade: bool = False
    continued: str = CONTINUED


@frozen
class Table:
    """Column widths in points, header rows (repeated on every page) and rows, cells in reading order:
    a place covered by a cell from above or from the left is not listed again. `pad` is the white above
    and below a cell's text in points."""

    widths: tuple[float, ...]
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    pad: float = PAD_Y


@frozen
class Part:
    """A fitted cell: its columns and rows as half-open ranges, its lines, its lines when continued.

    An open edge has neither rule nor padding: the text flows on into the next part.
    """

    left: int
    right: int
    first: int
    end: int
    cell: Cell
    lines: tuple[str, ...]
    pad: float
    again: tuple[str, ...] = ()
    open_above: bool = False
    open_below: bool = False

    def height(self, lines: Sequence[str]) -> float:
        """What these lines need in this part, in points."""
        padding = self.pad * (2 - self.open_above - self.open_below)
        return len(lines) * self.cell.style.leading + padding


def header_cells(*texts: str) -> tuple[Cell, ...]:
    """A plain header row: bold, centred, shaded."""
    return tuple(Cell(text, style=CELL_STRONG, shade=True) for text in texts)


def fit(
    widths: Sequence[float], rows: Sequence[Sequence[Cell]], tallest: float, pad: float = PAD_Y
) -> tuple[Part, ...]:
    """The parts of the rows, none taller than `tallest` points (if that leaves room for one line).

    A row that would be taller is cut into several rows without rules between them; a spanning cell that
    would be taller moves into its first row and is cut there. Raises ValueError for rows that do not fill
    the widths exactly.
    """
    parts = [_untall(part, tallest) for part in _placed(widths, rows, pad)]
    flat = [part for group in parts for part in group]
    cuts = _cuts(flat, len(rows), tallest)
    return tuple(piece for part in flat for piece in _pieces(part, cuts, tallest))


def natural_heights(parts: Sequence[Part]) -> list[float]:
    """For each row the height its own cells need; cells spanning several rows are left out."""
    pad = parts[0].pad if parts else PAD_Y
    heights = [_MIN_TEXT + 2 * pad] * max((part.end for part in parts), default=0)
    for part in parts:
        if part.open_above or part.open_below:
            heights[part.first] = min(heights[part.first], part.cell.style.leading)
    for part in parts:
        if part.end == part.first + 1:
            heights[part.first] = max(heights[part.first], part.height(part.lines))
    return heights


def _placed(widths: Sequence[float], rows: Sequence[Sequence[Cell]], pad: float) -> list[Part]:
    taken: set[tuple[int, int]] = set()
    parts: list[Part] = []
    for row, cells in enumerate(rows):
        waiting = list(cells)
        for column in range(len(widths)):
            if (row, column) in taken:
                continue
            if not waiting:
                raise ValueError(f"row {row} lacks a cell for column {column}")
            cell = waiting.pop(0)
            area = {
                (row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)
            }
            if area & taken or column + cell.columns > len(widths) or row + cell.rows > len(rows):
                raise ValueError(f"the cell at row {row}, column {column} overlaps or sticks out")
            taken |= area
            parts.append(_fitted(widths, row, column, cell, pad))
        if waiting:
            raise ValueError(f"row {row} has {len(waiting)} cells too many")
    return parts


def _fitted(widths: Sequence[float], row: int, column: int, cell: Cell, pad: float) -> Part:
    width = sum(widths[column : column + cell.columns]) - 2 * PAD_X
    lines = cell.style.lines(cell.text, width)
    again = cell.style.lines(cell.text + cell.continued, width) if cell.text else ()
    return Part(column, column + cell.columns, row, row + cell.rows, cell, lines, pad, again)


def _untall(part: Part, tallest: float) -> tuple[Part, ...]:
    """The part itself, or, if it spans rows and is too tall to be a label, its text in its first row."""
    if part.end == part.first + 1 or part.height(part.again) <= tallest:
        return (part,)
    top = replace(part, end=part.first + 1, again=(), open_below=True)
    rest = [
        replace(
            part, first=row, end=row + 1, lines=(), again=(), open_above=True, open_below=row + 1 < part.end
        )
        for row in range(part.first + 1, part.end)
    ]
    return (top, *rest)


def _lines_a_piece(part: Part, tallest: float) -> int:
    return min(_PIECE_LINES, max(1, int((tallest - 2 * part.pad) / part.cell.style.leading)))


def _cuts(parts: Sequence[Part], count: int, tallest: float) -> list[int]:
    """For each row the number of its first piece, and at the end the number of all pieces."""
    pieces = [1] * count
    for part in parts:
        if part.end == part.first + 1:
            tall = part.height(part.lines) > tallest
            needed = -(-len(part.lines) // _lines_a_piece(part, tallest)) if tall else 1
            pieces[part.first] = max(pieces[part.first], needed)
    cuts = [0]
    for number in pieces:
        cuts.append(cuts[-1] + number)
    return cuts


def _pieces(part: Part, cuts: Sequence[int], tallest: float) -> tuple[Part, ...]:
    first, end = cuts[part.first], cuts[part.end]
    step = _lines_a_piece(part, tallest)
    # What fits the first piece stands beside all of them as a label, and comes again with （续）.
    is_label = len(part.lines) <= step and not (part.open_above or part.open_below)
    if part.end > part.first + 1 or end == first + 1 or is_label:
        return (replace(part, first=first, end=end),)
    top = replace(part.cell, valign="top")
    return tuple(
        replace(
            part,
            cell=top,
            first=row,
            end=row + 1,
            lines=part.lines[(row - first) * step : (row - first + 1) * step],
            again=(),
            open_above=part.open_above or row > first,
            open_below=part.open_below or row + 1 < end,
        )
        for row in range(first, end)
    )
