"""A Book → the bytes of an .xlsx: the same bytes for the same value, texts never formulas, numbers numbers.

What stands where is the caller's; how it looks is looks.py's, row heights layout.py's.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from app.office.layout import heights
from app.office.looks import Wardrobe
from app.office.values import Book, Cell, Mirror, Page, Place, address

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_BORN = datetime(2026, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CHOICES_LIMIT = 255
_NOT_OFFERED = "这里请从下拉清单中选一个。"


def write(book: Book) -> bytes:
    """The workbook's file. ValueError for a text that no cell can hold, or a list too long to be offered."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    wardrobe = Wardrobe()
    for page in book.pages:
        _write_page(made.create_sheet(page.name), page, book.footer, wardrobe)
    made.properties.creator = "知评"
    made.properties.created = _BORN
    made.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    made.save(out)
    return _settled(out.getvalue())


def _write_page(sheet: "Worksheet", page: Page, footer: str, wardrobe: Wardrobe) -> None:
    offered: dict[tuple[str, ...], list[str]] = {}
    covered: set[Place] = set()
    for row, (cells, height) in enumerate(zip(page.rows, heights(page), strict=True), start=1):
        sheet.row_dimensions[row].height = height
        for column, cell in enumerate(cells, start=1):
            if (row, column) in covered:
                continue
            _write_cell(sheet.cell(row, column), cell, wardrobe)
            covered |= _joined(sheet, (row, column), cell)
            if cell.choices:
                offered.setdefault(cell.choices, []).append(address((row, column)))
    for column, width in enumerate(page.widths, start=1):
        sheet.column_dimensions[address((1, column))[:-1]].width = width
    _offer(sheet, offered)
    _arrange(sheet, page, footer)


def _joined(sheet: "Worksheet", place: Place, cell: Cell) -> set[Place]:
    """Joins the cells that `cell` at `place` takes, and returns them; none where it is only itself."""
    if cell.across == cell.down == 1:
        return set()
    row, column = place
    last = (row + cell.down - 1, column + cell.across - 1)
    sheet.merge_cells(f"{address(place)}:{address(last)}")
    return {(down, across) for down in range(row, last[0] + 1) for across in range(column, last[1] + 1)}


def _write_cell(target: "SheetCell", cell: Cell, wardrobe: Wardrobe) -> None:
    value = cell.value
    if isinstance(value, Mirror):
        there = f"'{value.sheet}'!{address(value.place)}"
        target.value = f'=IF({there}="","{value.otherwise}",{there})'
    elif isinstance(value, Fraction):
        # The one float of the program: a spreadsheet knows no other number. What it shows is written decimal.
        target.value = value.numerator if value.denominator == 1 else float(value)
    elif isinstance(value, str):
        if len(value) > 32_000:
            raise ValueError("no cell holds so long a text")
        target.value = value
        target.data_type = "s"
    else:
        target.value = value
    # Quoted, it stays the text it is even where somebody edits the cell later.
    wardrobe.dress(target, cell, quoted=isinstance(value, str) and value.startswith(_BEGINS_FORMULA))


def _offer(sheet: "Worksheet", offered: Mapping[tuple[str, ...], list[str]]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for choices, places in offered.items():
        listed = ",".join(choices)
        if len(listed) > _CHOICES_LIMIT or any("," in each or '"' in each for each in choices):
            raise ValueError("a list that no viewer can offer")
        rule = DataValidation(
            type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True, error=_NOT_OFFERED
        )
        sheet.add_data_validation(rule)
        for place in places:
            rule.add(place)


def _arrange(sheet: "Worksheet", page: Page, footer: str) -> None:
    """What stays in sight, what can be typed in, and how it prints: A4 across, as wide as the paper."""
    rows, columns = page.frozen
    if rows or columns:
        sheet.freeze_panes = address((rows + 1, columns + 1))
    if rows:
        sheet.print_title_rows = f"1:{rows}"
    if page.filtered and len(page.rows) > rows:
        last = (len(page.rows), len(page.widths))
        sheet.auto_filter.ref = f"{address((rows, 1))}:{address(last)}"
    if page.guarded:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = False
        sheet.protection.formatRows = False
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.right.text = "&A  第 &P 页，共 &N 页"


def _settled(data: bytes) -> bytes:
    """The same workbook without the time of its making: one value, one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            content = made.read(part)
            if part.filename == "docProps/core.xml":
                content = _timeless(content)
            told = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            told.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(told, content)
    return out.getvalue()


def _timeless(core: bytes) -> bytes:
    """The properties with `modified`, which saving sets to now, as `created`."""
    head, opening, rest = core.partition(b"<dcterms:modified")
    attributes, bracket, rest = rest.partition(b">")
    _now, closing, tail = rest.partition(b"</dcterms:modified>")
    stamp = _BORN.strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
    return head + opening + attributes + bracket + stamp + closing + tail
