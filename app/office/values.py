"""Workbooks as plain values, whatever they mean: what was read from cells, what is to be written.

How they become files: writing.py; how foreign files become values: reading.py.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from app.domain.frozen import frozen

NAME_LIMIT = 31
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
Place = tuple[int, int]
"""Row and column, both from 1."""


@frozen
class Percent:
    """A number under a percent format: 89.96 for a cell that holds 0.8996, whatever the format rounds to."""

    value: Fraction


@frozen
class Unreadable:
    """A cell whose content may not be taken; `why` is one of "formula", "error", "not_exact", "negative",
    "time" and "date"."""

    why: str


Content = str | Fraction | bool | date | Percent | Unreadable


@frozen
class Sheet:
    """One sheet as it was read: its cells that hold anything, texts as they stand."""

    name: str
    cells: Mapping[Place, Content]


Look = Literal[
    "title", "hint", "band", "head", "label", "faint", "shut", "text", "number", "strong", "day",
    "input", "number_input", "day_input",
]  # fmt: skip


@frozen
class Mirror:
    """Shows what stands in another cell of the same workbook, or `otherwise` where that is blank."""

    sheet: str
    place: Place
    otherwise: str


@frozen
class Cell:
    """One cell to be written. Texts are never formulas; numbers are numbers with `decimals` places, None for
    as many as there are. `choices` are offered as a list. `across` and `down` cells are joined into one."""

    value: str | Fraction | bool | date | Mirror | None = None
    look: Look = "text"
    choices: tuple[str, ...] = ()
    decimals: int | None = None
    across: int = 1
    down: int = 1


@frozen
class Page:
    """One sheet to be written: widths in characters of the standard font (a hanzi takes two), rows of cells.

    `frozen` rows and columns stay in sight; the frozen rows are printed on every page. On a `guarded` page
    only cells of the "input" looks can be typed in (no password: it guards against slips, not people).
    """

    name: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: tuple[int, int] = (0, 0)
    guarded: bool = False
    filtered: bool = False


@frozen
class Book:
    """A workbook to be written; `footer` stands at the foot of every printed page."""

    pages: tuple[Page, ...]
    footer: str = ""


def address(place: Place) -> str:
    """C7 of (7, 3)."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def sheet_names(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Names a workbook takes for the wanted ones: no forbidden characters, at most 31, each once."""
    found: list[str] = []
    taken: set[str] = set()
    for each in wanted:
        plain = each.translate(_FORBIDDEN_IN_NAMES).strip() or "Sheet"
        name, number = plain[:NAME_LIMIT], 1
        while name.lower() in taken:
            number += 1
            tail = f" {number}"
            name = plain[: NAME_LIMIT - len(tail)] + tail
        taken.add(name.lower())
        found.append(name)
    return tuple(found)
