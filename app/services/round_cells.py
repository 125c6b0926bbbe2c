"""Taking one sheet of a workbook apart cell by cell: what is taken counts as read, problems are gathered.

Every problem names sheet and address; nothing here knows which sheet it is. The sentences: rounds.toml.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from app.domain.canonical import first_refused_character, write_decimal
from app.domain.frozen import frozen
from app.errors import RefusedError
from app.office.values import Content, Percent, Place, Sheet, Unreadable, address
from app.services.cross_notes import Told

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
_DAY = re.compile(r"([0-9]{4})(?:年|-|/|\.)([0-9]{1,2})(?:月|-|/|\.)([0-9]{1,2})日?")


@frozen
class Problem:
    """What is wrong in one cell, or with a whole sheet where `place` is None."""

    sheet: str
    place: Place | None
    told: Told

    @property
    def address(self) -> str:
        """C7; "" for a whole sheet."""
        return address(self.place) if self.place else ""


class Cells:
    """One sheet being read; `problems` is shared by all sheets of a workbook."""

    def __init__(self, sheet: Sheet, problems: list[Problem]) -> None:
        self.name = sheet.name
        self._cells = sheet.cells
        self._problems = problems
        self._read: set[Place] = set()

    def refuse(self, place: Place | None, told: Told) -> None:
        """Notes a problem of a cell, or of the whole sheet."""
        self._problems.append(Problem(self.name, place, told))

    def refuse_for(self, place: Place | None, error: RefusedError) -> None:
        """Notes what another module refused."""
        self.refuse(place, Told(error.code, error.fields))

    def rows(self, below: int) -> tuple[int, ...]:
        """The rows below one that hold anything."""
        return tuple(sorted({row for row, _ in self._cells if row > below}))

    def columns(self, row: int) -> tuple[int, ...]:
        """The columns of a row that hold anything."""
        return tuple(sorted(column for at, column in self._cells if at == row))

    def heads(self, row: int) -> dict[str, int]:
        """The columns of a head row by what they say, spaces aside."""
        return {self.key((row, column)): column for column in self.columns(row)}

    def is_blank(self, place: Place) -> bool:
        """Whether a cell holds nothing."""
        return place not in self._cells

    def key(self, place: Place) -> str:
        """What a label says, width and spaces aside; "" for anything but a text. It is not read by this."""
        content = self._cells.get(place)
        return plain(content) if isinstance(content, str) else ""

    def skip(self, place: Place) -> None:
        """Counts a cell as read: what it holds was judged already, or says nothing more."""
        self._read.add(place)

    def content(self, place: Place) -> Content | None:
        """What a cell holds, None for blank and for what may not be taken (which is noted)."""
        self._read.add(place)
        found = self._cells.get(place)
        if isinstance(found, Unreadable):
            self.refuse(place, _unreadable(found.why))
            return None
        return found

    def text(self, place: Place, what: str, *, limit: int, needed: bool = False) -> str:
        """A checked text without spaces around it; a number is the text of its digits."""
        found = self._found(place, what, needed)
        if found is None:
            return ""
        if isinstance(found, Fraction):
            return write_decimal(found)
        if not isinstance(found, str):
            self.refuse(place, Told("round_text", {"what": what}))
            return ""
        text = found.strip()
        wrong = first_refused_character(text)
        if wrong is not None:
            named = "换行" if wrong in "\r\n" else f"U+{ord(wrong):04X}"
            self.refuse(place, Told("round_character", {"character": named}))
        elif len(text) > limit:
            self.refuse(place, Told("round_long", {"limit": limit}))
        else:
            return text
        return ""

    def number(
        self, place: Place, what: str, *, whole: bool = False, percent: bool = False, needed: bool = False
    ) -> Fraction | None:
        """A number of at most nine digits and four decimals, full-width digits and 。 allowed.

        Where `percent`, a percentage is what stands before the sign, unrounded; a bare number from above 0 to
        1 is refused there, since 0.8996 might mean 89.96.
        """
        found = self._found(place, what, needed)
        if found is None:
            return None
        value, signed = _number(found)
        told: Told | None = None
        if value is None:
            told = Told("round_number", {"what": what})
        elif signed and not percent:
            told = Told("round_percent", {"what": what})
        elif percent and not signed and 0 < value <= 1:
            told = Told("round_ratio", {"value": write_decimal(value)})
        elif whole and value.denominator != 1:
            told = Told("round_whole", {"what": what})
        if told is None:
            return value
        self.refuse(place, told)
        return None

    def day(self, place: Place, what: str, *, needed: bool = True) -> date | None:
        """A date: a date cell, or 2026-06-08, 2026/6/8, 2026年6月8日."""
        found = self._found(place, what, needed)
        if found is None or isinstance(found, date):
            return found
        typed = day_of(found) if isinstance(found, str) else None
        if typed is not None:
            return typed
        self.refuse(place, Told("round_day", {"what": what}))
        return None

    def choice(
        self, place: Place, what: str, options: Mapping[str, str], *, needed: bool = False
    ) -> str | None:
        """The value of the option that stands in a cell, width and spaces aside; None for blank."""
        found = self._found(place, what, needed)
        if found is None:
            return None
        spelled = {plain(option): value for option, value in options.items()}
        text = plain(spelled_out(found))
        if text in spelled:
            return spelled[text]
        allowed = "、".join(dict.fromkeys(options))
        self.refuse(place, Told("round_choice", {"what": what, "allowed": allowed}))
        return None

    def refuse_leftovers(self, is_fixed: Callable[[Place, Content], bool]) -> None:
        """Every cell that was not read and is not the template's own text: nothing that was typed is passed
        over in silence."""
        for place, found in sorted(self._cells.items(), key=lambda each: each[0]):
            if place not in self._read and not is_fixed(place, found):
                told = Told("round_leftover")
                self.refuse(place, _unreadable(found.why) if isinstance(found, Unreadable) else told)

    def _found(self, place: Place, what: str, needed: bool) -> Content | None:
        if needed and self.is_blank(place):
            self.refuse(place, Told("round_blank", {"what": what}))
        return self.content(place)


def day_of(text: str) -> date | None:
    """The day a text names (2026-06-08, 2026/6/8, 2026年6月8日); None for anything else."""
    match = _DAY.fullmatch(plain(text))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:  # a day that no calendar has
        return None


def plain(text: str) -> str:
    """A text as it is compared: full-width forms as half-width, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def spelled_out(content: Content) -> str:
    """The text of a cell that holds a word or a number, as it is typed; no text anybody types for others."""
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, Fraction):
        return write_decimal(content)
    return content if isinstance(content, str) else "\0"


def _number(content: Content) -> tuple[Fraction | None, bool]:
    """The number a cell holds, and whether it was written as a percentage."""
    if isinstance(content, Percent):
        return content.value, True
    if isinstance(content, Fraction):
        return content, False
    if not isinstance(content, str):
        return None, False
    text = plain(content.replace("。", "."))
    bare = text.removesuffix("%")
    return (Fraction(bare) if _NUMBER.fullmatch(bare) else None), bare != text


def _unreadable(why: str) -> Told:
    match why:
        case "formula":
            return Told("round_formula")
        case "error":
            return Told("round_error")
        case "negative":
            return Told("round_negative")
        case "time":
            return Told("round_time")
        case _:
            return Told("round_not_exact")
