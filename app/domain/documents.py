"""What every paper carries: the header of its payload, and which kind it is.

The papers themselves: brief.py, signed_sheet.py, record.py.
"""

import re
from abc import ABC, abstractmethod
from functools import cache
from typing import Literal

from app.domain import canonical
from app.domain.canonical import FORMAT, Json, Mode, NotCanonicalError
from app.domain.frozen import frozen, once
from app.domain.shape import Reader, ShapeError, as_object
from app.errors import RefusedError

Kind = Literal["brief", "sheet", "record", "manifest", "ranking"]
KINDS: tuple[Kind, ...] = ("brief", "sheet", "record", "manifest", "ranking")
# Papers of no one brief: the brief itself, and what spans several panels.
_WITHOUT_BRIEF: tuple[Kind, ...] = ("brief", "manifest", "ranking")

_PANEL = re.compile(r"[0-9a-f]{32}")
_BASE32 = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_SEAT = re.compile(r"E([1-9]|1[0-9])")
MAX_EXPERTS = 19


class NewerFormatError(RefusedError):
    """Made by a newer version, in a format this one does not know."""

    field_names = ("format",)


class OtherKindError(RefusedError):
    """A paper of another kind than was asked for."""

    field_names = ("expected", "found")


@frozen
class Header:
    """What every payload names (trust.md, "Canonical data").

    `panel` is 128 random bits in hex; `brief` is "" in the brief itself and in what spans several panels;
    `revision` counts from 1; `replaces` holds the digests of every earlier paper this one replaces.
    """

    kind: Kind
    rehearsal: bool
    program: str
    panel: str
    signer: str
    brief: str
    brief_number: int
    previous_brief: str
    revision: int
    replaces: tuple[str, ...]

    @property
    def mode(self) -> Mode:
        """official or rehearsal: part of every digest."""
        return "rehearsal" if self.rehearsal else "official"

    @property
    def panel_name(self) -> str:
        """ZP and eight base-32 characters, as people and the terminal name the panel; a ranking's PX…,
        a package's YJ…."""
        if self.kind == "manifest":
            return package_name(self.panel)
        return ranking_name(self.panel) if self.kind == "ranking" else panel_name(self.panel)

    def to_json(self) -> dict[str, Json]:
        """The header's keys, to be joined with the paper's own."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "mode": self.mode,
            "program": self.program,
            "panel": self.panel,
            "signer": self.signer,
            "brief": self.brief,
            "brief_number": self.brief_number,
            "previous_brief": self.previous_brief,
            "revision": self.revision,
            "replaces": list(self.replaces),
        }


@frozen
class Document(ABC):
    """What every paper is: a header, and a value of its own whose one spelling is signed."""

    header: Header

    @abstractmethod
    def to_json(self) -> dict[str, Json]:
        """The canonical form: the header's keys and the paper's own."""

    @property
    def payload(self) -> bytes:
        """The canonical bytes that are signed."""
        return canonical.write(self.to_json())

    @once
    def digest(self) -> str:
        """The payload's digest."""
        return payload_digest(self.header, self.payload)


@cache
def panel_name(panel: str) -> str:
    """The short name of a panel's 128 bits: ZP and its first 40 bits in base 32."""
    return f"ZP{_short(panel)}"


@cache
def ranking_name(ranking: str) -> str:
    """The short name of a ranking's 128 bits: PX and its first 40 bits in base 32."""
    return f"PX{_short(ranking)}"


@cache
def package_name(package: str) -> str:
    """The short name of a package's 128 bits: YJ and its first 40 bits in base 32."""
    return f"YJ{_short(package)}"


def _short(bits128: str) -> str:
    bits = int(bits128[:10], 16)
    return "".join(_BASE32[(bits >> shift) & 31] for shift in range(35, -1, -5))


def read_kind(payload: Json) -> Kind:
    """Which paper a payload is; NewerFormatError before anything else is looked at."""
    reader = Reader(payload)
    number = reader.integer("format", low=1)
    if number > FORMAT:
        raise NewerFormatError(format=number)
    kind = reader.choice("kind", KINDS)
    return next(known for known in KINDS if known == kind)


def read_header(reader: Reader, expected: Kind) -> Header:
    """The header of a paper of the `expected` kind, its keys taken from `reader`."""
    number = reader.integer("format", low=1)
    if number > FORMAT:
        raise NewerFormatError(format=number)
    found = reader.choice("kind", KINDS)
    if found != expected:
        raise OtherKindError(expected=expected, found=found)
    header = Header(
        kind=expected,
        rehearsal=reader.choice("mode", ("official", "rehearsal")) == "rehearsal",
        program=reader.text("program", limit=40, empty=False),
        panel=read_panel(reader, "panel"),
        signer=reader.digest("signer"),
        brief=reader.digest("brief", empty=expected in _WITHOUT_BRIEF),
        brief_number=reader.integer("brief_number", low=1),
        previous_brief=reader.digest("previous_brief", empty=True),
        revision=reader.integer("revision", low=1, high=999),
        replaces=_digests(reader),
    )
    if expected == "brief" and (header.brief or header.revision != 1):
        raise ShapeError(place="brief", expected="first revision")
    if (header.revision > 1) != bool(header.replaces):
        raise ShapeError(place="replaces", expected="with a later revision")
    return header


def payload_digest(header: Header, payload: bytes) -> str:
    """The digest by which a paper is compared and from which its 校验码 is made."""
    return canonical.digest(header.kind, header.mode, payload)


def require_spelling(written: bytes, payload: bytes) -> None:
    """NotCanonicalError unless a paper's value, written again, is the very bytes that were read."""
    if written != payload:
        raise NotCanonicalError(why="other_spelling")


def read_seat_id(text: object, place: str) -> str:
    """E1 … E19; ShapeError otherwise."""
    if isinstance(text, str) and _SEAT.fullmatch(text):
        return text
    raise ShapeError(place=place, expected="E1…E19")


def seat_number(seat: str) -> int:
    """1 for E1: the order of the roster."""
    return int(seat[1:])


def object_of(payload: bytes) -> Reader:
    """A reader over canonical payload bytes; NotCanonicalError or ShapeError otherwise."""
    return Reader(as_object(canonical.read(payload)))


def read_panel(reader: Reader, key: str) -> str:
    """The 128 bits of a panel or a ranking, in hex; ShapeError otherwise."""
    value = reader.raw(key)
    if isinstance(value, str) and _PANEL.fullmatch(value):
        return value
    raise ShapeError(place=reader.at(key), expected="128 bits")


def _digests(reader: Reader) -> tuple[str, ...]:
    found = reader.texts("replaces", limit=200, each=64)
    if any(not re.fullmatch(r"[0-9a-f]{64}", text) for text in found) or len(set(found)) != len(found):
        raise ShapeError(place=reader.at("replaces"), expected="digests")
    return found
