"""Entries: the facts of a stream and the hash chain that holds them in order (trust.md, "Entries").

Knows neither what a body means (history) nor where entries lie (store).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from app.domain import canonical
from app.domain.canonical import Json, NotCanonicalError
from app.domain.frozen import frozen, once
from app.domain.shape import Reader, ShapeError
from app.errors import TrustError

ERASED = "Erased"

_STREAM = re.compile(r"[a-z]+(/[A-Za-z0-9._-]{1,80})*")
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")
_SALT = re.compile(r"[0-9a-f]{32}")


class ChainBrokenError(TrustError):
    """An entry that does not follow from the one before it, or whose body is not the one it names."""

    field_names = ("stream", "seq")


@frozen
class Header:
    """An entry without its body, which is only named by digest: all that is left after erasing.

    `time` is RFC 3339 local time with offset, to the second; `seq` counts from 1; `previous` is the digest
    of the entry before it in the stream, "" for the first.
    """

    stream: str
    seq: int
    kind: str
    version: int
    time: str
    body_digest: str
    previous: str

    @once
    def digest(self) -> str:
        """The entry's digest, which the next entry names as `previous`."""
        return _digest(self, self.body_digest)


@frozen
class Entry:
    """One fact: `body` is canonical JSON with its salt (32 hex digits); the rest is as in `Header`."""

    stream: str
    seq: int
    kind: str
    version: int
    time: str
    body: bytes
    previous: str

    @once
    def body_digest(self) -> str:
        """The digest by which the chain names the body."""
        return canonical.digest("entry-body", "official", self.body)

    @property
    def header(self) -> Header:
        """The entry without its body."""
        return Header(
            self.stream, self.seq, self.kind, self.version, self.time, self.body_digest, self.previous
        )

    @once
    def digest(self) -> str:
        """The entry's digest, which the next entry names as `previous`."""
        return _digest(self, self.body_digest)

    def to_json(self) -> Json:
        """The whole entry, its body as a nested value; `entry_from_json` is the inverse."""
        return {
            "stream": self.stream,
            "seq": self.seq,
            "kind": self.kind,
            "version": self.version,
            "time": self.time,
            "body": canonical.read(self.body),
            "previous": self.previous,
        }


@frozen
class Draft:
    """What is to become an entry; `body` is without the salt, which is added on appending."""

    kind: str
    version: int
    body: Mapping[str, Json]


def append(chain: Sequence[Entry], stream: str, draft: Draft, time: str, salt: str) -> Entry:
    """The entry that follows `chain` (which may be empty). ValueError for what is our own mistake."""
    return following(chain[-1] if chain else None, stream, draft, time, salt)


def following(head: Entry | Header | None, stream: str, draft: Draft, time: str, salt: str) -> Entry:
    """The entry that follows `head` (None: the first of `stream`); the caller need not hold the whole chain.

    NotCanonicalError for a body without a canonical spelling or over the size limit; ValueError for a
    malformed stream, kind, version, time or salt, or a draft that brings its own salt: our own mistakes.
    """
    if head is not None and head.stream != stream:
        raise ValueError("the head belongs to another stream")
    if "salt" in draft.body or not _SALT.fullmatch(salt):
        raise ValueError("the salt is added on appending: 32 lower-case hex digits")
    if not (head or _STREAM.fullmatch(stream)) or not _is_kind(draft.kind) or draft.version < 1:
        raise ValueError("stream, kind or version is malformed")
    if not is_time(time):
        raise ValueError("time is RFC 3339 with offset, to the second")
    body = canonical.write({**draft.body, "salt": salt})
    if len(body) > canonical.MAX_BYTES:
        raise NotCanonicalError(why="too_large")
    seq, previous = (head.seq + 1, head.digest) if head else (1, "")
    return Entry(stream, seq, draft.kind, draft.version, time, body, previous)


def check_chain(entries: Sequence[Entry]) -> None:
    """ChainBrokenError naming stream and seq unless `entries` are one stream's, whole from its first.

    Checks stream, order, gaps and previous digests. An empty sequence is a sound chain. What no chain can
    show is a missing tail: compare the last digest with one known from elsewhere for that.
    """
    check_headers([entry.header for entry in entries])


def check_headers(headers: Iterable[Header]) -> None:
    """As `check_chain`, where the bodies may have been erased."""
    stream: str | None = None
    previous = ""
    for seq, header in enumerate(headers, start=1):
        stream = header.stream if stream is None else stream
        if (header.stream, header.seq, header.previous) != (stream, seq, previous):
            raise ChainBrokenError(stream=stream, seq=seq)
        previous = header.digest


def clock_went_back(entries: Sequence[Entry]) -> tuple[int, ...]:
    """The seqs of entries whose time lies before that of an earlier entry (offsets taken into account)."""
    found: list[int] = []
    latest: datetime | None = None
    for entry in entries:
        moment = datetime.fromisoformat(entry.time)
        if latest is not None and moment < latest:
            found.append(entry.seq)
        else:
            latest = moment
    return tuple(found)


def is_time(text: str) -> bool:
    """Whether `text` is a real moment as entries spell it, e.g. "2026-11-22T14:31:05+08:00"."""
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def entry_from_json(value: Json) -> Entry:
    """The entry of `Entry.to_json`. ShapeError, MissingKeyError, UnknownKeyError or NotCanonicalError.

    Checks the entry's form only; whether it follows from the one before is `check_chain`'s to say.
    """
    reader = Reader(value, "entry")
    stream = _matching(reader, "stream", _STREAM)
    seq = reader.integer("seq", low=1)
    kind = _matching(reader, "kind", _KIND)
    version = reader.integer("version", low=1)
    time = reader.text("time")
    if not is_time(time):
        raise ShapeError(place=reader.at("time"), expected="time")
    body = _body(reader)
    previous = reader.digest("previous", empty=seq == 1)
    if (previous == "") != (seq == 1):
        raise ShapeError(place=reader.at("previous"), expected="digest")
    reader.done()
    return Entry(stream, seq, kind, version, time, body, previous)


def _digest(entry: Entry | Header, body: str) -> str:
    """The digest of an entry whose body's digest is `body`; NotCanonicalError if a field has no spelling."""
    texts = (entry.stream, entry.kind, entry.time, entry.previous, body)
    if _is_plain("".join(texts)):
        # What canonical.write would say, said directly: this runs for every score entered.
        spelled = (
            f'{{"body":"{body}","kind":"{entry.kind}","previous":"{entry.previous}","seq":{entry.seq:d},'
            f'"stream":"{entry.stream}","time":"{entry.time}","version":{entry.version:d}}}'
        ).encode("ascii")
    else:
        spelled = canonical.write(
            {
                "stream": entry.stream,
                "seq": entry.seq,
                "kind": entry.kind,
                "version": entry.version,
                "time": entry.time,
                "body": body,
                "previous": entry.previous,
            }
        )
    return canonical.digest("entry", "official", spelled)


@lru_cache(256)
def _is_kind(text: str) -> bool:
    return _KIND.fullmatch(text) is not None


def _is_plain(text: str) -> bool:
    """Whether JSON would spell `text` as it is."""
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def _matching(reader: Reader, key: str, pattern: re.Pattern[str]) -> str:
    text = reader.text(key, limit=400)
    if not pattern.fullmatch(text):
        raise ShapeError(place=reader.at(key), expected=key)
    return text


def _body(reader: Reader) -> bytes:
    """The canonical bytes of the nested body, which must be an object with a salt."""
    value = reader.raw("body")
    place = reader.at("body")
    if not isinstance(value, Mapping):
        raise ShapeError(place=place, expected="object")
    salt = value.get("salt")
    if not isinstance(salt, str) or not _SALT.fullmatch(salt):
        raise ShapeError(place=f"{place}.salt", expected="32 hex")
    body = canonical.write(dict(value))
    if len(body) > canonical.MAX_BYTES:
        raise NotCanonicalError(why="too_large")
    return body
