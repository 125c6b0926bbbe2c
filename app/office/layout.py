"""How high a row must be for what is written in it: wrapped texts are measured, not left to the viewer.

Viewers differ in whether they fit rows by themselves; a height that is written holds in all of them.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.office.values import Cell, Mirror, Page

LINE = 17.0
MARGIN = 5.0
_HIGHEST = 400.0
_UNWRAPPED = ("title", "hint")


def heights(page: Page) -> tuple[float, ...]:
    """The height of every row in points."""
    found = [LINE + MARGIN] * len(page.rows)
    tall: list[tuple[int, int, float]] = []
    for at, row in enumerate(page.rows):
        for column, cell in enumerate(row):
            needed = _height(cell, page.widths[column : column + cell.across])
            if cell.down == 1:
                found[at] = max(found[at], needed)
            else:
                tall.append((at, cell.down, needed))
    for at, down, needed in tall:
        lacking = needed - sum(found[at : at + down])
        for each in range(at, at + down) if lacking > 0 else ():
            found[each] += lacking / down
    return tuple(round(min(each, _HIGHEST), 2) for each in found)


def _height(cell: Cell, widths: Sequence[int]) -> float:
    if cell.look == "title":
        return 30.0
    if cell.look in _UNWRAPPED:
        return LINE + MARGIN
    text = cell.value.otherwise if isinstance(cell.value, Mirror) else cell.value
    lines = _lines(text, sum(widths)) if isinstance(text, str) else 1
    # A mirror shows a name of a length nobody knows yet.
    return (max(lines, 2) if isinstance(cell.value, Mirror) else lines) * LINE + MARGIN


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    room = max(width - 1.0, 2.0)
    count = 0
    for line in text.split("\n"):
        used, lines = 0.0, 1
        for character in line:
            wide = 2.02 if unicodedata.east_asian_width(character) in "WFA" else 1.1
            if used + wide > room:
                used, lines = 0.0, lines + 1
            used += wide
        count += lines
    return count
