"""The one spelling of our data, its digest and its 校验码 (trust.md, "Canonical data").

Knows JSON, text hygiene and exact decimals; knows nothing of what the data means.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]  # not in its types
from typing import Literal

from app.errors import RefusedError, TrustError

FORMAT = 1
MAX_BYTES = 4_000_000
MAX_LEVELS = 24
MAX_INTEGER = 2**31 - 1

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
Mode = Literal["official", "rehearsal"]

_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?")
# The library's speller as `JSONEncoder.encode` makes it, but once and not at every call, which was a third of
# the spelling. Without a look for circles: `_check`, which comes first, ends at MAX_LEVELS.
_spelled = c_make_encoder(None, None, encode_basestring, None, ":", ",", True, False, False)
_KEY = re.compile(r"[!-~]{1,200}")
# Written once: `str | bool` would be made anew at every question.
_AS_THEY_ARE = (str, bool)
_CONTAINERS = (dict, list, tuple)
# Printable ASCII, Chinese punctuation, common hanzi, full-width forms: all allowed, told at once.
_PLAIN = re.compile(r"[ -~“”‘’…—·、-】\u4e00-\u9fef！-～]*")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Hanzi extensions newer than this Python's Unicode tables: assigned, though it does not know it.
_LATER_HANZI = ((0x2EBF0, 0x2EE5D), (0x31350, 0x33479))


class NotCanonicalError(TrustError):
    """Bytes that are not in the one spelling; `why` is a short key such as "float" or "duplicate"."""

    field_names = ("why",)


class CharacterRefusedError(RefusedError):
    """A control, bidi, zero-width, private-use or unassigned character in a text."""

    field_names = ("place", "character")


class DecimalRefusedError(RefusedError):
    """Not a plain decimal of at most nine digits and six decimals."""

    field_names = ("place", "text")


def first_refused_character(text: str, *, multiline: bool = False) -> str | None:
    """The first character that may not stand in our data, or None; "\\n" only where `multiline`."""
    if _PLAIN.fullmatch(text):
        return None
    for character in text:
        if character == "\n" and multiline:
            continue
        if unicodedata.category(character) in _REFUSED_CATEGORIES:
            point = ord(character)
            if not any(low <= point <= high for low, high in _LATER_HANZI):
                return character
    return None


def check_text(text: str, place: str, *, multiline: bool = False) -> str:
    """`text` unchanged, or CharacterRefusedError naming the character as U+XXXX and `place`."""
    found = first_refused_character(text, multiline=multiline)
    if found is not None:
        raise CharacterRefusedError(place=place, character=f"U+{ord(found):04X}")
    return text


def write(value: Json) -> bytes:
    """The one spelling of `value`: UTF-8, sorted ASCII keys, no spaces. NotCanonicalError if it has none."""
    _check(value, 0)
    text = "".join(_spelled(value, 0))
    # A backslash stands where a character was spelled in another way: only then each text is looked at alone.
    if "\\" in text or first_refused_character(text) is not None:
        _check_texts(value)
    return text.encode("utf-8")


def read(data: bytes) -> Json:
    """The value of canonical bytes. NotCanonicalError for anything with another spelling."""
    if len(data) > MAX_BYTES:
        raise NotCanonicalError(why="too_large")
    if _levels(data) > MAX_LEVELS:
        raise NotCanonicalError(why="too_deep")
    try:
        value: Json = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_pairs,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_integer,
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NotCanonicalError(why="not_json") from error
    if write(value) != data:
        raise NotCanonicalError(why="other_spelling")
    return value


def digest(kind: str, mode: Mode, data: bytes) -> str:
    """SHA-256 in hex of `data` under its format, kind and mode; never truncated."""
    found = _begun(kind, mode).copy()  # two thirds of the time of beginning anew
    found.update(data)
    return found.hexdigest()


@lru_cache(64)
def _begun(kind: str, mode: Mode) -> "hashlib._Hash":
    return hashlib.sha256(f"zhiping/{FORMAT}/{kind}/{mode}\0".encode("ascii"))


@lru_cache(maxsize=4096)
def check_code(digest_hex: str) -> str:
    """The 校验码 of a digest: 20 digits in five groups of four, about 0.1 s to compute, then remembered."""
    raw = hashlib.scrypt(
        bytes.fromhex(digest_hex), salt=b"zhiping/code", n=2**15, r=8, p=1, maxmem=2**26, dklen=16
    )
    digits = f"{int.from_bytes(raw, 'big') % 10**20:020d}"
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


def same_code(typed: str, code: str) -> bool:
    """Whether `typed` is `code`, spaces aside and full-width digits allowed."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdecimal())
    return digits == code.replace(" ", "")


def parse_decimal(text: str, place: str = "") -> Fraction:
    """The exact value of a canonical decimal string; DecimalRefusedError otherwise."""
    if not _DECIMAL.fullmatch(text):
        raise DecimalRefusedError(place=place, text=text[:40])
    return Fraction(text)


def write_decimal(value: Fraction) -> str:
    """The shortest plain decimal of a non-negative value with at most six decimals ("10", "0.5")."""
    scaled = value * 10**6
    if scaled.denominator != 1 or value < 0:
        raise DecimalRefusedError(place="", text=str(value))
    whole, part = divmod(scaled.numerator, 10**6)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".") if part else str(whole)


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonicalError(why="duplicate")
    return found


def _no_float(_text: str) -> Json:
    raise NotCanonicalError(why="float")


def _integer(text: str) -> int:
    if len(text) > 10:
        raise NotCanonicalError(why="integer")
    return int(text)


def _levels(data: bytes) -> int:
    """The deepest nesting of brackets outside strings, without recursion."""
    depth = deepest = 0
    for token in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', data, re.DOTALL):
        mark = token.group()
        if mark in (b"[", b"{"):
            depth += 1
            deepest = max(deepest, depth)
        elif mark in (b"]", b"}"):
            depth -= 1
    return deepest


@lru_cache(1024)
def _is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def _check(value: object, level: int) -> None:
    """Refuses what no JSON of ours holds, the characters of its texts aside. Runs for every score entered."""
    if isinstance(value, _CONTAINERS):
        if level >= MAX_LEVELS:
            raise NotCanonicalError(why="too_deep")
        if isinstance(value, dict) and not all(isinstance(key, str) and _is_key(key) for key in value):
            raise NotCanonicalError(why="key")
        for item in _inside(value):
            if not isinstance(item, _AS_THEY_ARE):
                _check(item, level + 1)
    elif value is None or isinstance(value, _AS_THEY_ARE):
        return
    elif not isinstance(value, int):
        raise NotCanonicalError(why="type")
    elif not 0 <= value <= MAX_INTEGER:
        raise NotCanonicalError(why="integer")


def _check_texts(value: object) -> None:
    """Refuses a character that may not stand in our data, in any text of what `_check` let pass."""
    if isinstance(value, str):
        if first_refused_character(value, multiline=True) is not None:
            raise NotCanonicalError(why="character")
    elif isinstance(value, _CONTAINERS):
        for item in _inside(value):
            _check_texts(item)


def _inside(value: dict[object, object] | Sequence[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value
