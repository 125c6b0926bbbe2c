"""The small part of PDF syntax that our own writer uses, read strictly and in linear time.

One spelling of an object gives one value; anything else (comments, generations, indirect lengths) is refused.
Where the objects lie in a file is revisions.py's.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from app.pdf.refusals import DamagedFileError

MAX_TOKENS = 1_000_000
MAX_LEVELS = 40

_SPACE = rb"[\x00\t\n\x0c\r ]*"
_END = rb"(?=[\x00\t\n\x0c\r ()<>\[\]/]|\Z)"
_TOKEN = re.compile(
    _SPACE
    + rb"(?:(?P<ref>([1-9][0-9]{0,7}) 0 R)"
    + _END
    + rb"|(?P<integer>[+-]?[0-9]{1,12})"
    + _END
    + rb"|(?P<real>[+-]?(?:[0-9]{1,12}\.[0-9]{0,12}|\.[0-9]{1,12}))"
    + _END
    + rb"|/(?P<name>[!-$&'*-.0-;=?-Z\\^-z|~]{0,127})"
    + _END
    + rb"|(?P<open_dict><<)|(?P<close_dict>>>)|(?P<open_array>\[)|(?P<close_array>\])"
    + rb"|\((?P<literal>(?:[^()\\]|\\.)*)\)"
    + rb"|<(?P<hexadecimal>[0-9A-Fa-f]*)>"
    + rb"|(?P<keyword>true|false|null)"
    + _END
    + rb")",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PLAIN_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Keyword(Enum):
    """The three words that are values."""

    TRUE = "true"
    FALSE = "false"
    NULL = "null"


class Name(str):
    """A PDF name without its slash, escapes resolved."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an indirect object of generation 0."""

    number: int


@dataclass(frozen=True, slots=True)
class String:
    """The bytes of a string; `start` and `end` are where its spelling lies in the file."""

    raw: bytes
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary and its encoded data, a view into the file."""

    dictionary: Mapping[str, "Value"]
    data: memoryview


Value = int | Decimal | Keyword | Name | Ref | String | Stream | tuple["Value", ...] | Mapping[str, "Value"]
Dictionary = Mapping[str, Value]


class Scanner:
    """A cursor over a file's bytes that reads values and counts every name it meets."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.names: Counter[str] = Counter()
        self._left = MAX_TOKENS

    def value(self, level: int = 0) -> Value:
        """The next value (never a stream); DamagedFileError if there is none in our spelling."""
        return self._value(*self._token(), level)

    def _value(self, kind: str, found: re.Match[bytes], level: int) -> Value:
        if kind == "open_dict":
            return self._dictionary(level + 1)
        if kind == "open_array":
            return self._array(level + 1)
        if kind in ("close_dict", "close_array"):
            raise DamagedFileError(why="syntax")
        return self._plain(kind, found)

    def skip(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Match `pattern` here and step over it; None, without a step, where it does not match."""
        found = pattern.match(self.data, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def need(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        """Like `skip`, but DamagedFileError where it does not match."""
        found = self.skip(pattern)
        if found is None:
            raise DamagedFileError(why="syntax")
        return found

    def _token(self) -> tuple[str, re.Match[bytes]]:
        self._left -= 1
        if self._left < 0:
            raise DamagedFileError(why="too_many_objects")
        found = _TOKEN.match(self.data, self.at)  # as `need` does: a large file has a million of these
        if found is None:
            raise DamagedFileError(why="syntax")
        self.at = found.end()
        return found.lastgroup or "ref", found

    def _dictionary(self, level: int) -> Dictionary:
        if level > MAX_LEVELS:
            raise DamagedFileError(why="too_deep")
        entries: dict[str, Value] = {}
        while True:
            kind, found = self._token()
            if kind == "close_dict":
                return entries
            if kind != "name":
                raise DamagedFileError(why="syntax")
            key = self._name(found["name"])
            if key in entries:
                raise DamagedFileError(why="duplicate_key")
            entries[key] = self._value(*self._token(), level)

    def _array(self, level: int) -> tuple[Value, ...]:
        if level > MAX_LEVELS:
            raise DamagedFileError(why="too_deep")
        items: list[Value] = []
        while True:
            kind, found = self._token()
            if kind == "close_array":
                return tuple(items)
            items.append(self._value(kind, found, level))

    def _plain(self, kind: str, found: re.Match[bytes]) -> Value:
        spelling = found[kind]
        if kind == "name":
            return self._name(spelling)
        if kind == "integer":
            return int(spelling)
        if kind == "ref":
            return Ref(int(found[2]))
        if kind == "real":
            return Decimal(spelling.decode("ascii"))
        if kind == "keyword":
            return Keyword(spelling.decode("ascii"))
        raw = _unescaped(spelling) if kind == "literal" else _from_hex(spelling)
        return String(raw, found.start(kind) - 1, found.end())

    def _name(self, spelling: bytes) -> Name:
        if b"#" in spelling:
            spelling = _NAME_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), spelling)
        name = Name(spelling.decode("latin-1"))
        self.names[name] += 1
        return name


def _unescaped(spelling: bytes) -> bytes:
    if b"\r" in spelling:
        spelling = spelling.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\\" not in spelling:
        return spelling
    return _ESCAPE.sub(_escape, spelling)


def _escape(found: re.Match[bytes]) -> bytes:
    mark = found[1]
    if mark[0] in b"01234567":
        return bytes([int(mark, 8) & 255])
    if mark in (b"\n", b"\r\n"):
        return b""
    return _PLAIN_ESCAPES.get(mark, mark)


def _from_hex(spelling: bytes) -> bytes:
    if len(spelling) % 2:
        raise DamagedFileError(why="syntax")
    return bytes.fromhex(spelling.decode("ascii"))
