"""Fitted tables onto pages: which rows a page holds, how high they are, and the marks that show them.

The header is repeated, a group cut by a page's end is labelled again with （续）; never an error for height.
"""

from collections.abc import Sequence

from app.domain.frozen import frozen
from app.pdf.drawing import Box, Mark, Rule, Text
from app.pdf.tables import PAD_X, Part, Table, fit, natural_heights

SHADE = (0.945, 0.95, 0.955)
# A row or label may take this share of a page before it is cut into pieces that flow.
_TALLEST_SHARE = 0.3
# So many rows at least begin a table, and end it where something must not stand alone after it.
_TOGETHER = 3


@frozen
class Slice:
    """The rows [first, end) as one page shows them, with their heights in points."""

    first: int
    end: int
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        """All rows together."""
        return sum(self.heights)


class TableOnPages:
    """One table fitted for a page height: cut it with `slices`, show a slice with `marks`."""

    def __init__(self, table: Table, page_room: float) -> None:
        tallest = page_room * _TALLEST_SHARE
        header = fit(table.widths, table.header, page_room, table.pad)
        rows = table.rows
        if sum(natural_heights(header)) > tallest:
            header, rows = (), table.header + rows
        self._widths = table.widths
        self._header = header
        self._parts = fit(table.widths, rows, tallest, table.pad)
        self._natural = natural_heights(self._parts)
        self._spanning = sorted(
            (part for part in self._parts if part.end > part.first + 1),
            key=lambda part: part.end - part.first,
        )
        header_natural = natural_heights(header)
        spanning = [part for part in header if part.end > part.first + 1]
        self._header_slice = _sliced(0, len(header_natural), header_natural, spanning)

    @property
    def header_height(self) -> float:
        """What the repeated header takes on each page."""
        return self._header_slice.height

    @property
    def start_height(self) -> float:
        """The header and the first rows: what a heading above must not be parted from."""
        return self.header_height + self._slice(0, min(_TOGETHER, len(self._natural))).height

    @property
    def height(self) -> float:
        """The whole table on one page, were it high enough."""
        return self.header_height + self._slice(0, len(self._natural)).height

    def slices(self, first_room: float, page_room: float, keep: float = 0.0) -> list[Slice | None]:
        """The table cut for the room left on this page and for full pages after it.

        A None at the start says: nothing fits here, begin on a new page. The last rows stay on one page with
        `keep` points of what follows, and no row ends a table alone.
        """
        slices = self._filled(first_room, page_room)
        last = slices[-1] if slices else None
        if last is None:
            return slices
        room = (first_room if len(slices) == 1 else page_room) - self.header_height
        if last.height + keep > room and last.end - last.first > 1:
            cut = max(last.first + 1, last.end - _TOGETHER)
            return [*slices[:-1], self._slice(last.first, cut), self._slice(cut, last.end)]
        return self._without_widow(slices, last, room - keep)

    def _without_widow(self, slices: list[Slice | None], last: Slice, room: float) -> list[Slice | None]:
        before = slices[-2] if len(slices) > 1 else None
        if before is None or last.end - last.first > 1 or before.end - before.first < _TOGETHER:
            return slices
        more = self._slice(last.first - 1, last.end)
        if more.height > room:
            return slices
        return [*slices[:-2], self._slice(before.first, before.end - 1), more]

    def _filled(self, first_room: float, page_room: float) -> list[Slice | None]:
        slices: list[Slice | None] = []
        start, room = 0, first_room - self.header_height
        while start < len(self._natural):
            best = self._best_slice(start, room)
            if best is None and slices:
                best = self._slice(start, start + 1)
            slices.append(best)
            start = best.end if best else start
            room = page_room - self.header_height
        return slices

    def marks(self, piece: Slice, left: float, top: float) -> list[Mark]:
        """The header and the rows of a slice, from a top left corner."""
        header = self._show(self._header, self._header_slice, left, top)
        body = self._show(self._parts, piece, left, top + self.header_height)
        return list(dict.fromkeys(header + body))

    def _best_slice(self, start: int, room: float) -> Slice | None:
        best = None
        for end in range(start + 1, len(self._natural) + 1):
            candidate = self._slice(start, end)
            if candidate.height > room:
                break
            best = candidate
        return best

    def _slice(self, first: int, end: int) -> Slice:
        return _sliced(first, end, self._natural, self._spanning)

    def _show(self, parts: Sequence[Part], piece: Slice, left: float, top: float) -> list[Mark]:
        xs, ys = _edges(self._widths, left), _edges(piece.heights, top)
        visible = [part for part in parts if part.first < piece.end and part.end > piece.first]
        shades: list[Mark] = []
        marks: list[Mark] = []
        for part in visible:
            x1, x2 = xs[part.left], xs[part.right]
            y1 = ys[max(part.first, piece.first) - piece.first]
            y2 = ys[min(part.end, piece.end) - piece.first]
            if part.cell.shade:
                shades.append(Box(x1, y1, x2 - x1, y2 - y1, fill=SHADE))
            marks += _border(part, piece, (x1, y1, x2, y2))
            marks += _lines(part, _shown(part, piece.first), (x1, y1, x2, y2))
        return shades + marks


def _sliced(first: int, end: int, natural: Sequence[float], spanning: Sequence[Part]) -> Slice:
    """Rows with their own heights, stretched evenly where a cell over several of them needs more."""
    heights = list(natural[first:end])
    for part in spanning:
        low, high = max(part.first, first), min(part.end, end)
        if low >= high:
            continue
        lack = part.height(_shown(part, first)) - sum(heights[low - first : high - first])
        if lack > 0:
            for row in range(low - first, high - first):
                heights[row] += lack / (high - low)
    return Slice(first, end, tuple(heights))


def _shown(part: Part, page_first: int) -> tuple[str, ...]:
    return part.lines if part.first >= page_first else part.again


def _edges(sizes: Sequence[float], start: float) -> list[float]:
    edges = [start]
    for size in sizes:
        edges.append(round(edges[-1] + size, 3))
    return edges


def _border(part: Part, piece: Slice, box: tuple[float, float, float, float]) -> list[Mark]:
    x1, y1, x2, y2 = box
    marks: list[Mark] = [Rule(x1, y1, x1, y2), Rule(x2, y1, x2, y2)]
    if not part.open_above or part.first <= piece.first:
        marks.append(Rule(x1, y1, x2, y1))
    if not part.open_below or part.end >= piece.end:
        marks.append(Rule(x1, y2, x2, y2))
    return marks


def _lines(part: Part, lines: Sequence[str], box: tuple[float, float, float, float]) -> list[Mark]:
    x1, y1, x2, y2 = box
    style = part.cell.style
    spare = (y2 - y1) - len(lines) * style.leading
    top = y1 + (0.0 if part.open_above else part.pad) if part.cell.valign == "top" else y1 + spare / 2
    x = style.x(x1 + PAD_X, x2 - x1 - 2 * PAD_X)
    return [
        Text(
            x=round(x, 3),
            y=round(style.baseline(top + index * style.leading), 3),
            text=line,
            size=style.size,
            weight=style.weight,
            grey=style.grey,
            align=style.align,
        )
        for index, line in enumerate(lines)
        if line.strip()
    ]
