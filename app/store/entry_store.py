"""Streams of entries: appended in one transaction with their papers, read back with every link checked.

What entries mean is history's business; this module only promises that they are whole, in order and ours.
"""

import sqlite3
from collections.abc import Callable, Sequence

from app.domain.canonical import NotCanonicalError
from app.domain.entries import ERASED, ChainBrokenError, Draft, Entry, Header, check_headers, following
from app.errors import RefusedError
from app.store import migrations
from app.store.database import Database, Row, SqlValue, Statement
from app.store.document_store import ErasedStreamError, Paper, erasing, keeping

_HEADER = "SELECT e.stream, e.seq, e.kind, e.version, e.time, e.body, e.previous, e.digest"
_LAST = "e.seq = (SELECT MAX(seq) FROM entries WHERE stream = e.stream)"
# An entry and its body are one row to us, so that a score is one statement, which is a transaction by itself:
# a seventh less time than BEGIN, two INSERTs and COMMIT. The tables' own triggers judge both as ever.
_COLUMNS = "stream, seq, kind, version, time, body, previous, digest"
_APPENDED = (
    f"CREATE TEMP VIEW IF NOT EXISTS appended ({_COLUMNS}, data) AS SELECT '', 0, '', 0, '', '', '', '', x''",
    "CREATE TEMP TRIGGER IF NOT EXISTS appended_apart INSTEAD OF INSERT ON appended BEGIN"
    f" INSERT INTO entries ({_COLUMNS}) VALUES"
    " (NEW.stream, NEW.seq, NEW.kind, NEW.version, NEW.time, NEW.body, NEW.previous, NEW.digest);"
    " INSERT INTO bodies (stream, seq, data) VALUES (NEW.stream, NEW.seq, NEW.data); END",
)
_APPEND = "INSERT INTO appended VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class StaleError(RefusedError):
    """Another program appended to the stream since we last read it: read again, then decide again."""

    field_names = ("stream",)


class EntryStore:
    """The streams of one workspace file.

    Remembers each stream's head as last read or appended here, so that appending reads nothing; the file
    itself refuses an entry that is not the next one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        database.arrange(_APPENDED)
        self._heads: dict[str, Entry | Header | None] = {}

    def append(
        self,
        stream: str,
        drafts: Sequence[Draft],
        *,
        papers: Sequence[Paper] = (),
        time: str,
        salt: Callable[[], str],
    ) -> tuple[Entry, ...]:
        """Appends `drafts` in order and keeps `papers`, all in one transaction; returns the new entries.

        `salt` makes 32 random hex digits a call. StaleError, ErasedStreamError: nothing was written.
        """
        return self.append_together([(stream, drafts)], papers=papers, time=time, salt=salt)

    def append_together(
        self,
        acts: Sequence[tuple[str, Sequence[Draft]]],
        *,
        papers: Sequence[Paper] = (),
        time: str,
        salt: Callable[[], str],
    ) -> tuple[Entry, ...]:
        """As `append`, for one act that is told in several streams: (stream, drafts) each, all or nothing.

        ValueError for a stream named twice or a draft of kind `Erased`, which is `erase`'s to make.
        """
        if len(acts) > 1 and len({stream for stream, _ in acts}) < len(acts):
            raise ValueError("each stream once")
        made: list[Entry] = []
        for stream, drafts in acts:
            head = self._head(stream)
            for draft in drafts:
                if draft.kind == ERASED:
                    raise ValueError("a stream is erased by erase")
                head = following(head, stream, draft, time, salt())
                made.append(head)
        self._write(made, [], papers)
        return tuple(made)

    def erase(self, stream: str, reason: str, *, time: str, salt: Callable[[], str]) -> Entry:
        """Appends `Erased` with `reason` and deletes every earlier body and all papers of `stream`.

        Afterwards `read_headers` still proves the order and `read` refuses. The `Erased` entry keeps its own
        body. ValueError for a stream without entries.
        """
        head = self._head(stream)
        if head is None:
            raise ValueError("nothing to erase")
        made = following(head, stream, Draft(ERASED, 1, {"reason": reason}), time, salt())
        bodies = ("DELETE FROM bodies WHERE stream = ? AND seq < ?", (stream, made.seq))
        self._write([made], [bodies, *erasing(stream)], [])
        self._database.forget_freed_bytes()
        return made

    def read(self, stream: str) -> tuple[Entry, ...]:
        """All entries of `stream` in order, bodies and chain checked; () if there are none.

        ChainBrokenError naming the entry; ErasedStreamError.
        """
        rows = self._database.rows(
            f"{_HEADER}, b.data FROM entries e LEFT JOIN bodies b ON b.stream = e.stream AND b.seq = e.seq"
            " WHERE e.stream = ? ORDER BY e.seq",
            (stream,),
        )
        headers = self._headers(stream, rows)
        if headers and headers[-1].kind == ERASED:
            raise ErasedStreamError(stream=stream)
        return tuple(_entry(header, row[-1]) for header, row in zip(headers, rows, strict=True))

    def read_headers(self, stream: str) -> tuple[Header, ...]:
        """As `read` without the bodies, for erased streams too."""
        rows = self._database.rows(f"{_HEADER} FROM entries e WHERE e.stream = ? ORDER BY e.seq", (stream,))
        return self._headers(stream, rows)

    def is_erased(self, stream: str) -> bool:
        """Whether the contents of `stream` were erased."""
        head = self._last(stream)
        return head is not None and head.kind == ERASED

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, erased ones too, in order."""
        return tuple(head.stream for head in self.heads(prefix))

    def heads(self, prefix: str = "") -> tuple[Header, ...]:
        """The last entry's header of every stream that begins with `prefix`, in order of their names."""
        rows = self._database.rows(
            f"{_HEADER} FROM entries e WHERE substr(e.stream, 1, ?) = ? AND {_LAST} ORDER BY e.stream",
            (len(prefix), prefix),
        )
        return tuple(_header(str(row[0]), 0, row) for row in rows)

    def _write(self, made: Sequence[Entry], rest: Sequence[Statement], papers: Sequence[Paper]) -> None:
        """Writes `made`, `rest` and `papers` in one transaction; the file's refusals in our words.

        After a failure the remembered heads stay: whoever appends next without reading meets StaleError.
        """
        statements = [_appending(entry) for entry in made]
        statements += rest
        statements += map(keeping, papers)
        try:
            self._database.write(statements)
        except sqlite3.IntegrityError as error:
            streams = [entry.stream for entry in made] + [paper.stream for paper in papers]
            raise self._refusal(error, streams) from error
        for entry in made:
            self._heads[entry.stream] = entry

    def _refusal(self, error: sqlite3.IntegrityError, streams: Sequence[str]) -> RefusedError | sqlite3.Error:
        """Which of `streams` the file refused, in our words; `error` itself if it is our bug."""
        if migrations.ERASED_STREAM in str(error):
            return ErasedStreamError(stream=next(filter(self.is_erased, streams), ""))
        if migrations.NOT_NEXT in str(error):
            return StaleError(stream=next(filter(self._has_moved, streams), ""))
        return error

    def _has_moved(self, stream: str) -> bool:
        known, last = self._head(stream), self._last(stream)
        return (known and known.digest) != (last and last.digest)

    def _head(self, stream: str) -> Entry | Header | None:
        if stream not in self._heads:
            self._heads[stream] = self._last(stream)
        return self._heads[stream]

    def _last(self, stream: str) -> Header | None:
        rows = self._database.rows(f"{_HEADER} FROM entries e WHERE e.stream = ? AND {_LAST}", (stream,))
        return _header(stream, 0, rows[0]) if rows else None

    def _headers(self, stream: str, rows: Sequence[Row]) -> tuple[Header, ...]:
        headers = tuple(_header(stream, seq, row) for seq, row in enumerate(rows, start=1))
        check_headers(headers)
        self._heads[stream] = headers[-1] if headers else None
        return headers


def _appending(entry: Entry) -> Statement:
    """What writes `entry` and its body."""
    return _APPEND, (
        entry.stream,
        entry.seq,
        entry.kind,
        entry.version,
        entry.time,
        entry.body_digest,
        entry.previous,
        entry.digest,
        entry.body,
    )


def _header(stream: str, seq: int, row: Row) -> Header:
    """The header in `row`, compared with its own digest; ChainBrokenError naming `stream` and `seq`."""
    match row:
        case (
            str() as name,
            int() as number,
            str() as kind,
            int() as version,
            str() as time,
            str() as body,
            str() as previous,
            str() as digest,
            *_,
        ):
            header = Header(name, number, kind, version, time, body, previous)
            if _digest_or_none(header) == digest:
                return header
            seq = seq or number
    raise ChainBrokenError(stream=stream, seq=seq)


def _digest_or_none(header: Header) -> str | None:
    """The header's digest; None where edited bytes left something that has no canonical spelling."""
    try:
        return header.digest
    except NotCanonicalError:
        return None


def _entry(header: Header, body: SqlValue) -> Entry:
    """`header` with its body; ChainBrokenError if that is missing or not the one the header names."""
    if isinstance(body, bytes):
        entry = Entry(
            header.stream, header.seq, header.kind, header.version, header.time, body, header.previous
        )
        if entry.body_digest == header.body_digest:
            return entry
    raise ChainBrokenError(stream=header.stream, seq=header.seq)
