"""A file read from its first byte to its last: a first revision and the increments appended to it.

Objects, cross-reference tables and trailers must tell the same story in the order of the bytes, so no reader
can be shown another file than we see: no hybrid or stream tables, no shadowed or stray objects, no loops.
"""

import re
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from app.domain.frozen import frozen
from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.syntax import Dictionary, Name, Ref, Scanner, Stream, Value

_HEADER = re.compile(rb"%PDF-1\.[4-7]\r?\n%[\x80-\xff]{4,8}\r?\n")
_OBJECT = re.compile(rb"[\x00\t\n\x0c\r ]*([1-9][0-9]{0,7}) 0 obj(?=[\s<\[(/+.0-9-]|true|false|null)")
_END_OBJECT = re.compile(rb"[\x00\t\n\x0c\r ]*endobj(?=[\r\n ])")
_STREAM = re.compile(rb"[\x00\t\n\x0c\r ]*stream\r?\n")
_END_STREAM = re.compile(rb"\r?\n?endstream(?=[\r\n ])")
_TABLE = re.compile(rb"[\x00\t\n\x0c\r ]*(?P<xref>xref[ \r]?\n)")
_SECTION = re.compile(rb"([0-9]{1,8}) ([0-9]{1,8})[ \r]?\n")
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \n| \r|\r\n)")
_TRAILER = re.compile(rb"[\x00\t\n\x0c\r ]*trailer(?=[\s<])")
_FOOT = re.compile(rb"[\x00\t\n\x0c\r ]*startxref\r?\n([0-9]{1,10})\r?\n%%EOF(?:\r?\n)?")
_FLATE = (Name("FlateDecode"), (Name("FlateDecode"),))
_AS_IT_IS = (None, (), Name("DCTDecode"), (Name("DCTDecode"),))
_TRAILER_KEYS = frozenset({"Size", "Root", "Info", "ID", "Prev"})


@frozen
class Revision:
    """What one revision adds: objects by number, trailer, how often it names what, its span of bytes."""

    start: int
    end: int
    objects: Mapping[int, Value]
    trailer: Dictionary
    table: int
    names: Mapping[str, int]

    @property
    def size(self) -> int:
        """One more than the highest object number so far."""
        size = self.trailer["Size"]
        return size if isinstance(size, int) else 0


@frozen
class Revisions:
    """All sound revisions in order; bytes from `end` on belong to none (`why` says what stopped us)."""

    data: bytes
    revisions: tuple[Revision, ...]
    why: str

    @property
    def first(self) -> Revision:
        """The revision the program rendered, before any signature."""
        return self.revisions[0]

    @property
    def end(self) -> int:
        """Where the last sound revision ends."""
        return self.revisions[-1].end

    @property
    def has_trailing_bytes(self) -> bool:
        """Whether bytes follow that are no sound revision."""
        return self.end != len(self.data)


REMEMBERED_BYTES = 4_000_000


def read(data: bytes) -> Revisions:
    """Take `data` apart.

    A fault in the first revision raises DamagedFileError (NotOursError for encryption); one in a later
    revision ends the reading there, and the rest counts as appended bytes. The last few small files are
    remembered: judging asks three times for the same one.
    """
    return _remembered(data) if len(data) <= REMEMBERED_BYTES else _read(data)


@lru_cache(maxsize=4)
def _remembered(data: bytes) -> Revisions:
    return _read(data)


def _read(data: bytes) -> Revisions:
    scanner = Scanner(data)
    scanner.need(_HEADER)
    found = [_revision(scanner, None)]
    why = ""
    while scanner.at < len(data):
        try:
            found.append(_revision(scanner, found[-1]))
        except NotOursError as error:
            why = str(error.fields["why"])
            break
    return Revisions(data, tuple(found), why)


def _revision(scanner: Scanner, previous: Revision | None) -> Revision:
    start = previous.end if previous else 0
    scanner.names = Counter()
    offsets: dict[int, int] = {}
    objects: dict[int, Value] = {}
    while head := scanner.skip(_OBJECT):
        number = int(head[1])
        if number in objects:
            raise DamagedFileError(why="duplicate_object")
        offsets[number] = head.start(1)
        objects[number] = _object(scanner)
    table = scanner.need(_TABLE).start("xref")
    entries = _entries(scanner, first=previous is None)
    if entries != offsets:
        raise DamagedFileError(why="cross_reference")
    trailer = _trailer(scanner)
    foot = scanner.need(_FOOT)
    if int(foot[1]) != table:
        raise DamagedFileError(why="cross_reference")
    _check_trailer(trailer, objects, previous)
    return Revision(start, scanner.at, objects, trailer, table, scanner.names)


def _object(scanner: Scanner) -> Value:
    value = scanner.value()
    if isinstance(value, Mapping) and scanner.skip(_STREAM):
        length = value.get("Length")
        if not isinstance(length, int) or not 0 <= length <= len(scanner.data) - scanner.at:
            raise DamagedFileError(why="stream_length")
        value = Stream(value, memoryview(scanner.data)[scanner.at : scanner.at + length])
        scanner.at += length
        scanner.need(_END_STREAM)
    scanner.need(_END_OBJECT)
    return value


def _entries(scanner: Scanner, *, first: bool) -> dict[int, int]:
    """The table's entries in use; only object 0 may be free."""
    entries: dict[int, int] = {}
    free: list[int] = []
    while section := scanner.skip(_SECTION):
        number, count = int(section[1]), int(section[2])
        if first and (number or entries):
            raise DamagedFileError(why="cross_reference")
        for at in range(number, number + count):
            entry = scanner.need(_ENTRY)
            if entry[3] == b"f":
                free.append(at)
            elif at in entries or entry[2] != b"00000":
                raise DamagedFileError(why="cross_reference")
            else:
                entries[at] = int(entry[1])
    if free != [0] and (first or free):
        raise DamagedFileError(why="cross_reference")
    return entries


def _trailer(scanner: Scanner) -> Dictionary:
    scanner.need(_TRAILER)
    trailer = scanner.value()
    if not isinstance(trailer, Mapping):
        raise DamagedFileError(why="trailer")
    if "Encrypt" in trailer:
        raise NotOursError(why="encrypted")
    if not _TRAILER_KEYS.issuperset(trailer):
        raise DamagedFileError(why="trailer")
    return trailer


def _check_trailer(trailer: Dictionary, objects: Mapping[int, Value], previous: Revision | None) -> None:
    highest = max(objects, default=0)
    size = max(highest + 1, previous.size if previous else 0)
    if trailer.get("Size") != size or not isinstance(trailer.get("Root"), Ref):
        raise DamagedFileError(why="trailer")
    if trailer.get("Prev") != (previous.table if previous else None):
        raise DamagedFileError(why="trailer")


def decoded(stream: Stream, limit: int) -> bytes:
    """The content of a stream, a JPEG still encoded, at most `limit` bytes of it.

    Raises NotOursError "too_large", DamagedFileError "filter" (our writer never uses it) or "structure".
    """
    kind = stream.dictionary.get("Filter")
    if kind in _AS_IT_IS:
        content = bytes(stream.data)
    elif kind in _FLATE and "DecodeParms" not in stream.dictionary:
        content = _inflated(stream.data, limit)
    else:
        raise DamagedFileError(why="filter")
    if len(content) > limit:
        raise NotOursError(why="too_large")
    return content


def _inflated(data: memoryview, limit: int) -> bytes:
    if not data:  # qpdf leaves an empty stream empty, filter or not
        return b""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise DamagedFileError(why="structure") from error
    if len(content) <= limit and (not unpacker.eof or unpacker.unused_data):
        raise DamagedFileError(why="structure")
    return content
