"""How a written cell looks, one entry a look: white on blue heads, yellow where to type, grey where not."""

from copy import copy
from functools import cache
from typing import TYPE_CHECKING

from app.domain.frozen import frozen
from app.office.values import Cell, Look

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection
    from openpyxl.styles.cell_style import StyleArray

FONT = "微软雅黑"
_INK, _FAINT, _LINE = "1F2933", "7B8794", "CBD2D9"


@frozen
class _Dress:
    size: float = 10.5
    bold: bool = False
    colour: str = _INK
    fill: str = ""
    across: str = "left"
    wrap: bool = True
    boxed: bool = True
    form: str = "General"
    typed: bool = False


_DRESSES: dict[Look, _Dress] = {
    "title": _Dress(size=16, bold=True, wrap=False, boxed=False),
    "hint": _Dress(colour="52606D", wrap=False, boxed=False),
    "band": _Dress(bold=True, fill="DCE7F3"),
    "head": _Dress(bold=True, colour="FFFFFF", fill="2F5D8C", across="center"),
    "label": _Dress(fill="F5F7FA"),
    "faint": _Dress(colour=_FAINT, fill="F5F7FA"),
    "input": _Dress(fill="FFF9DB", form="@", typed=True),
    "number_input": _Dress(fill="FFF9DB", across="center", typed=True),
    "day_input": _Dress(fill="FFF9DB", across="center", form="yyyy-mm-dd", typed=True),
    "shut": _Dress(colour=_FAINT, fill="E4E7EB", across="center"),
    "text": _Dress(form="@"),
    "number": _Dress(across="right"),
    "strong": _Dress(bold=True, fill="DCE7F3", across="right"),
    "day": _Dress(form='yyyy"年"m"月"d"日"', across="center"),
}


class Wardrobe:
    """The looks of one workbook, each made once: a workbook of results has a hundred thousand cells."""

    def __init__(self) -> None:
        self._worn: dict[tuple[str, str, bool], StyleArray] = {}

    def dress(self, target: "SheetCell", cell: Cell, *, quoted: bool = False) -> None:
        """Gives a sheet's cell the look of `cell`; `quoted` marks a text that would read as a formula."""
        key = (cell.look, _form(cell), quoted)
        if key in self._worn:
            # What openpyxl itself keeps of a cell's style: its public setters look all parts up anew.
            target._style = copy(self._worn[key])
            return
        font, fill, border, alignment, protection = _made(cell.look)
        target.font, target.fill, target.border = font, fill, border
        target.alignment, target.protection = alignment, protection
        target.number_format, target.quotePrefix = key[1], quoted
        self._worn[key] = copy(target._style)


def _form(cell: Cell) -> str:
    if cell.decimals is not None:
        return f"0.{'0' * cell.decimals}" if cell.decimals else "0"
    return _DRESSES[cell.look].form


@cache
def _made(look: Look) -> "tuple[Font, PatternFill, Border, Alignment, Protection]":
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    worn = _DRESSES[look]
    side = Side(style="thin", color=_LINE)
    return (
        Font(name=FONT, size=worn.size, bold=worn.bold, color=worn.colour),
        PatternFill("solid", fgColor=worn.fill) if worn.fill else PatternFill(),
        Border(left=side, right=side, top=side, bottom=side) if worn.boxed else Border(),
        Alignment(
            horizontal=worn.across, vertical="center", wrap_text=worn.wrap, indent=worn.across == "right"
        ),
        Protection(locked=not worn.typed),
    )
