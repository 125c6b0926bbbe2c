"""Papers as they came and as we made them, whole bytes under their digests; and judgements passed on them.

A paper never changes and goes only with its erased stream. Judgements are derived: they may be dropped at any
time and sealing never reads them. What a paper says is the domain's business.
"""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence

from app.domain.canonical import Mode
from app.domain.frozen import frozen
from app.errors import RefusedError, TrustError
from app.store import migrations
from app.store.database import Database, Row, Statement

_COLUMNS = "SELECT digest, file_digest, kind, mode, stream, data FROM papers"


class ErasedStreamError(RefusedError):
    """The stream's contents were erased; only its headers are left, and nothing can follow."""

    field_names = ("stream",)


class PaperDamagedError(TrustError):
    """A kept paper whose bytes are no longer those it was kept under."""

    field_names = ("file_digest",)


@frozen
class Paper:
    """A PDF: `digest` is its payload's, `file_digest` the SHA-256 of `data`, `stream` where it belongs."""

    digest: str
    file_digest: str
    kind: str
    mode: Mode
    stream: str
    data: bytes


@frozen
class Listed:
    """A kept paper without its bytes."""

    digest: str
    file_digest: str
    kind: str
    stream: str


def file_digest(data: bytes) -> str:
    """SHA-256 of a file's bytes in hex: what `sha256sum` shows."""
    return hashlib.sha256(data).hexdigest()


class DocumentStore:
    """The papers and judgements of one workspace file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, paper: Paper) -> None:
        """Keeps `paper`; again changes nothing. To keep papers with entries, see EntryStore.append.

        The same file may be kept for two streams: each has its own copy and is erased on its own.
        ErasedStreamError, DiskFullFault.
        """
        try:
            self._database.write([keeping(paper)])
        except sqlite3.IntegrityError as error:
            if migrations.ERASED_STREAM in str(error):
                raise ErasedStreamError(stream=paper.stream) from error
            raise

    def by_file_digest(self, file_digest: str) -> Paper | None:
        """The paper with exactly these bytes, or None."""
        found = self._papers("WHERE file_digest = ? ORDER BY rowid LIMIT 1", file_digest)
        return found[0] if found else None

    def by_payload_digest(self, digest: str) -> tuple[Paper, ...]:
        """The papers with this payload in the order kept: a record gaining signatures is several files."""
        return self._papers("WHERE digest = ? ORDER BY rowid", digest)

    def list(self, kind: str) -> tuple[Paper, ...]:
        """All papers of `kind` ("brief", "sheet", "record") in the order kept, bytes and all."""
        return self._papers("WHERE kind = ? ORDER BY rowid", kind)

    def listed(self) -> tuple[Listed, ...]:
        """Every paper in the order kept, without its bytes."""
        rows = self._database.rows("SELECT digest, file_digest, kind, stream FROM papers ORDER BY rowid", ())
        return tuple(
            Listed(str(digest), str(file), str(kind), str(stream)) for digest, file, kind, stream in rows
        )

    def in_stream(self, stream: str) -> tuple[Paper, ...]:
        """All papers of `stream` in the order kept."""
        return self._papers("WHERE stream = ? ORDER BY rowid", stream)

    def remember_judgement(self, file_digest: str, program: str, data: bytes, *, time: str) -> None:
        """Remembers what `program` (name and version) found of a file; a new finding replaces the old."""
        remember = (
            "INSERT INTO judgements (file_digest, program, time, data) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (file_digest, program) DO UPDATE SET time = excluded.time, data = excluded.data"
        )
        self._database.write([(remember, (file_digest, program, time, data))])

    def judgement(self, file_digest: str, program: str) -> bytes | None:
        """What `program` found of a file, if it is remembered."""
        found = self._database.rows(
            "SELECT data FROM judgements WHERE file_digest = ? AND program = ?", (file_digest, program)
        )
        match found:
            case [(bytes() as data,)]:
                return data
        return None

    def remembered(self, program: str) -> Mapping[str, bytes]:
        """Everything `program` found, by file digest."""
        rows = self._database.rows("SELECT file_digest, data FROM judgements WHERE program = ?", (program,))
        return {str(name): data for name, data in rows if isinstance(data, bytes)}

    def forget_judgements(self) -> None:
        """Drops all judgements; they are made again when needed."""
        self._database.write([("DELETE FROM judgements", ())])

    def _papers(self, condition: str, value: str) -> tuple[Paper, ...]:
        return _checked(self._database.rows(f"{_COLUMNS} {condition}", (value,)))


def keeping(paper: Paper) -> Statement:
    """What keeps `paper`, once. ValueError if its digest is not that of its bytes."""
    if file_digest(paper.data) != paper.file_digest:
        raise ValueError("the file digest is not that of the bytes")
    return (
        "INSERT INTO papers (file_digest, stream, digest, kind, mode, data) SELECT ?, ?, ?, ?, ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM papers WHERE file_digest = ? AND stream = ?)",
        (
            paper.file_digest,
            paper.stream,
            paper.digest,
            paper.kind,
            paper.mode,
            paper.data,
            paper.file_digest,
            paper.stream,
        ),
    )


def erasing(stream: str) -> tuple[Statement, ...]:
    """What deletes the papers of an erased stream, and what was found of them."""
    papers = "SELECT file_digest FROM papers WHERE stream = ?"
    return (
        (f"DELETE FROM judgements WHERE file_digest IN ({papers})", (stream,)),
        ("DELETE FROM papers WHERE stream = ?", (stream,)),
    )


def _checked(rows: Sequence[Row]) -> tuple[Paper, ...]:
    """`rows` as papers, their bytes compared with their digests."""
    papers: list[Paper] = []
    for row in rows:
        match row:
            case (
                str() as digest,
                str() as name,
                str() as kind,
                "official" | "rehearsal" as mode,
                str() as stream,
                bytes() as data,
            ) if file_digest(data) == name:
                papers.append(Paper(digest, name, kind, mode, stream, data))
            case _:
                raise PaperDamagedError(file_digest=str(row[1]))
    return tuple(papers)
