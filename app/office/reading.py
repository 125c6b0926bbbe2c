"""Foreign .xlsx bytes → sheets of plain values; no formula is evaluated, no link followed, nothing guessed.

Meant for a child process with limits of time and memory; what the file is at all is envelope.py's.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from app.errors import ZhipingError
from app.office import envelope
from app.office.values import Content, Percent, Place, Sheet, Unreadable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_SHEETS = 60
MOST_ROWS = 20_000
MOST_COLUMNS = 300
DIGITS, DECIMALS = 9, 4
_PERCENT = re.compile(r'(?:"[^"]*"|\\.|[^"%\\])*%')


def read(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet in order, with the cells that hold anything (blank texts left out); `name` is the file's.

    The refusals of `envelope.check`; WorkbookUnreadableError for whatever else is wrong with it.
    """
    envelope.check(name, data)
    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out (charts, controls, validations): only cells count here.
            warnings.simplefilter("ignore")
            book = _opened(data)
            if len(book.worksheets) > MOST_SHEETS:
                raise envelope.WorkbookTooLargeError(file=name)
            return tuple(Sheet(str(each.title), dict(_cells(each, name))) for each in book.worksheets)
    except (ZhipingError, MemoryError):
        raise
    except Exception as error:  # whatever XML or zip bytes, perhaps made for it, provoke
        raise envelope.WorkbookUnreadableError(file=name) from error


def _opened(data: bytes) -> "Workbook":
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)


def _cells(sheet: "ReadOnlyWorksheet", name: str) -> Iterator[tuple[Place, Content]]:
    # What the file says of its own size is not believed.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        for column, cell in enumerate(row, start=1):
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if number > MOST_ROWS or column > MOST_COLUMNS:
                raise envelope.WorkbookTooLargeError(file=name)
            yield (number, column), content(cell.value, cell.data_type, cell.number_format or "")


def content(value: object, kind: str, form: str) -> Content:
    """What a cell's value of openpyxl's `kind` under a number format may be taken for."""
    if kind == "f":
        return Unreadable("formula")
    if kind == "e":
        return Unreadable("error")
    if isinstance(value, bool | str):
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else Unreadable("time")
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return plain_number(value, percent=_PERCENT.match(form) is not None)
    return Unreadable("time")


def plain_number(value: float, *, percent: bool = False) -> Fraction | Percent | Unreadable:
    """The decimal a binary number was typed as: its shortest spelling, if that has at most nine digits before
    and four after the point; a percentage is what stands before the sign, unrounded.

    Of a percentage the first 15 digits count: typing 0.07 % makes some programs divide, one bit off.
    """
    spelled = Decimal(f"{value:.15g}") * 100 if percent else Decimal(repr(value))
    if not spelled.is_finite():
        return Unreadable("not_exact")
    if spelled < 0:
        return Unreadable("negative")
    exact = Fraction(spelled)
    if exact >= 10**DIGITS or (exact * 10**DECIMALS).denominator != 1:
        return Unreadable("not_exact")
    return Percent(exact) if percent else exact
