"""The 考核期 and the names of its months and quarters, as grids and papers show them."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.shape import Reader, ShapeError

Months = Literal["period", "calendar"]
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen
class Period:
    """From the first to the last day, both inclusive."""

    first: date
    last: date

    def to_json(self) -> Json:
        """The canonical form."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def words(self) -> str:
        """2025年6月8日至2026年6月7日"""
        return f"{day_words(self.first)}至{day_words(self.last)}"


def day_words(day: date) -> str:
    """2025年6月8日"""
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(text: object, place: str) -> date:
    """A date written YYYY-MM-DD; ShapeError for anything else or a day that does not exist."""
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ShapeError(place=place, expected="YYYY-MM-DD") from error
    raise ShapeError(place=place, expected="YYYY-MM-DD")


def read_period(reader: Reader) -> Period:
    """`{from, to}`; the last day may not lie before the first."""
    first = read_date(reader.raw("from"), reader.at("from"))
    last = read_date(reader.raw("to"), reader.at("to"))
    reader.done()
    if last < first:
        raise ShapeError(place=reader.at("to"), expected="to ≥ from")
    return Period(first, last)


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later; the last day of the month where it has none (月末 rule)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = 31 if first.month == 12 else (first.replace(month=first.month + 1) - first).days
    return first.replace(day=min(day.day, last))


@lru_cache(64)
def labels(period: Period, months: Months) -> Mapping[int, tuple[str, ...]]:
    """The names of the twelve months and four quarters of `period` (domain.md, 每月/每季度).

    `period` counts from its first day and names the day where that is not the 1st;
    `calendar` counts whole calendar months from the one the period begins in. Remembered: every award asks.
    """
    first = period.first if months == "period" else period.first.replace(day=1)
    named = {
        12: tuple(_label(add_months(first, at)) for at in range(12)),
        4: tuple(
            f"{_label(add_months(first, 3 * at))}—{_month(add_months(first, 3 * at + 2))}"
            if first.day == 1
            else f"{_label(add_months(first, 3 * at))}三个月"
            for at in range(4)
        ),
    }
    return MappingProxyType(named)


def _label(day: date) -> str:
    return _month(day) if day.day == 1 else f"{day_words(day)}起"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
