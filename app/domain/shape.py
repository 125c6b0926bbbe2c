"""Reading a JSON object field by field: every key is asked for once, what is left over is refused.

Used for everything that comes from outside as canonical JSON or TOML; says the place of what is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain import canonical
from app.domain.canonical import Json
from app.errors import RefusedError

DIGEST = re.compile(r"[0-9a-f]{64}")


class ShapeError(RefusedError):
    """A value of the wrong kind; `place` is a dotted path, `expected` a short key such as "text"."""

    field_names = ("place", "expected")


class UnknownKeyError(RefusedError):
    """A key that the form does not know."""

    field_names = ("place", "key")


class MissingKeyError(RefusedError):
    """A key that the form needs."""

    field_names = ("place", "key")


class TextTooLongError(RefusedError):
    """A text longer than the form allows (counted in characters)."""

    field_names = ("place", "limit")


class Reader:
    """One JSON object being taken apart; call `done()` at the end."""

    def __init__(self, value: object, place: str = "") -> None:
        if not isinstance(value, Mapping):
            raise ShapeError(place=place, expected="object")
        self._left: dict[str, object] = dict(value)
        self.place = place

    def at(self, key: str) -> str:
        """The dotted path of `key` in this object."""
        return f"{self.place}.{key}" if self.place else key

    def has(self, key: str) -> bool:
        """Whether `key` is present and was not taken yet."""
        return key in self._left

    def is_null(self, key: str) -> bool:
        """Whether `key` is present as null; then it counts as taken."""
        if key in self._left and self._left[key] is None:
            del self._left[key]
            return True
        return False

    def left(self) -> tuple[str, ...]:
        """The keys not yet taken, in order."""
        return tuple(self._left)

    def raw(self, key: str) -> object:
        """The untouched value of `key`; MissingKeyError without it."""
        if key not in self._left:
            raise MissingKeyError(place=self.place, key=key)
        return self._left.pop(key)

    def text(
        self,
        key: str,
        *,
        limit: int = 200,
        default: str | None = None,
        multiline: bool = False,
        empty: bool = True,
    ) -> str:
        """A checked text of at most `limit` characters."""
        if default is not None and key not in self._left:
            return default
        value = self.raw(key)
        if not isinstance(value, str) or (not empty and not value.strip()):
            raise ShapeError(place=self.at(key), expected="text")
        if len(value) > limit:
            raise TextTooLongError(place=self.at(key), limit=limit)
        return canonical.check_text(value, self.at(key), multiline=multiline)

    def choice(self, key: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        """One of `allowed`."""
        if default is not None and key not in self._left:
            return default
        value = self.raw(key)
        if not isinstance(value, str) or value not in allowed:
            raise ShapeError(place=self.at(key), expected="|".join(allowed))
        return value

    def digest(self, key: str, *, empty: bool = False) -> str:
        """64 lower-case hex digits; "" too where `empty`."""
        value = self.raw(key)
        if isinstance(value, str) and (DIGEST.fullmatch(value) or (empty and value == "")):
            return value
        raise ShapeError(place=self.at(key), expected="digest")

    def integer(self, key: str, *, low: int = 0, high: int = canonical.MAX_INTEGER) -> int:
        """A whole number from `low` to `high`."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ShapeError(place=self.at(key), expected=f"{low}–{high}")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """true or false."""
        if default is not None and key not in self._left:
            return default
        value = self.raw(key)
        if not isinstance(value, bool):
            raise ShapeError(place=self.at(key), expected="true|false")
        return value

    def decimal(self, key: str, *, default: Fraction | None = None) -> Fraction:
        """A canonical decimal string as an exact number."""
        if default is not None and key not in self._left:
            return default
        value = self.raw(key)
        if not isinstance(value, str):
            raise ShapeError(place=self.at(key), expected="decimal")
        return canonical.parse_decimal(value, self.at(key))

    def items(
        self, key: str, *, limit: int = 500, default: Sequence[object] | None = None
    ) -> Sequence[object]:
        """A list of at most `limit` values."""
        if default is not None and key not in self._left:
            return default
        value = self.raw(key)
        if not isinstance(value, list | tuple) or len(value) > limit:
            raise ShapeError(place=self.at(key), expected="list")
        return value

    def texts(
        self, key: str, *, limit: int = 50, each: int = 200, default: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        """A list of at most `limit` texts of at most `each` characters."""
        found: list[str] = []
        for at, value in enumerate(self.items(key, limit=limit, default=default)):
            place = f"{self.at(key)}[{at}]"
            if not isinstance(value, str):
                raise ShapeError(place=place, expected="text")
            if len(value) > each:
                raise TextTooLongError(place=place, limit=each)
            found.append(canonical.check_text(value, place))
        return tuple(found)

    def objects(
        self, key: str, *, limit: int = 500, default: Sequence[object] | None = None
    ) -> tuple["Reader", ...]:
        """A list of objects, each as a Reader of its own."""
        values = self.items(key, limit=limit, default=default)
        return tuple(Reader(value, f"{self.at(key)}[{at}]") for at, value in enumerate(values))

    def object(self, key: str) -> "Reader":
        """A nested object."""
        return Reader(self.raw(key), self.at(key))

    def done(self) -> None:
        """UnknownKeyError if anything was not asked for."""
        for key in self._left:
            raise UnknownKeyError(place=self.place, key=key[:80])


def as_object(value: Json) -> Mapping[str, Json]:
    """`value` as an object; ShapeError otherwise."""
    if not isinstance(value, Mapping):
        raise ShapeError(place="", expected="object")
    return value
