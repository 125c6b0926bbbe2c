"""The steps that make the file's schema, each frozen the day it ships, and the act of taking them.

SQL only and no project code, so that an old file can be brought forward by any later version; no renaming,
whose text differs between SQLite versions. Opening and turning errors into sentences is database's business.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from app.domain.frozen import frozen

APPLICATION_ID = 0x5A504831  # "ZPH1"
NOT_NEXT = "zhiping: not the next entry"
ERASED_STREAM = "zhiping: the stream was erased"


@frozen
class Step:
    """One version of the schema: the statements that lead to it from the version before."""

    statements: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the statements, which a test pins: a step that shipped never changes."""
        return hashlib.sha256("\0".join(self.statements).encode("utf-8")).hexdigest()


_TABLES = (
    """CREATE TABLE entries (
  stream TEXT NOT NULL CHECK (length(stream) > 0),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  kind TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  time TEXT NOT NULL,
  body TEXT NOT NULL CHECK (length(body) = 64),
  previous TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE bodies (
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (stream, seq),
  FOREIGN KEY (stream, seq) REFERENCES entries (stream, seq)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE papers (
  file_digest TEXT NOT NULL CHECK (length(file_digest) = 64),
  stream TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  kind TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('official', 'rehearsal')),
  data BLOB NOT NULL,
  PRIMARY KEY (file_digest, stream)
) STRICT""",
    "CREATE INDEX papers_by_digest ON papers (digest)",
    "CREATE INDEX papers_by_kind ON papers (kind)",
    "CREATE INDEX papers_by_stream ON papers (stream)",
    """CREATE TABLE judgements (
  file_digest TEXT NOT NULL,
  program TEXT NOT NULL,
  time TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (file_digest, program)
) STRICT""",
)

# The insert triggers repeat what UNIQUE says because INSERT OR REPLACE would otherwise delete the old row
# without firing a delete trigger on any connection that has not switched recursive_triggers on.
_TRIGGERS = (
    f"""CREATE TRIGGER entries_are_appended BEFORE INSERT ON entries BEGIN
  SELECT CASE
    WHEN last.kind IS 'Erased' THEN RAISE(ABORT, '{ERASED_STREAM}')
    WHEN NEW.seq IS NOT COALESCE(last.seq, 0) + 1 OR NEW.previous IS NOT COALESCE(last.digest, '')
      THEN RAISE(ABORT, '{NOT_NEXT}')
  END FROM (SELECT MAX(seq) AS seq, kind, digest FROM entries WHERE stream = NEW.stream) AS last;
END""",
    """CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN
  SELECT RAISE(ABORT, 'zhiping: entries never change');
END""",
    """CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN
  SELECT RAISE(ABORT, 'zhiping: entries never go');
END""",
    """CREATE TRIGGER bodies_are_appended BEFORE INSERT ON bodies BEGIN
  SELECT RAISE(ABORT, 'zhiping: not the next body') FROM bodies
    WHERE stream = NEW.stream AND seq >= NEW.seq;
END""",
    """CREATE TRIGGER bodies_never_change BEFORE UPDATE ON bodies BEGIN
  SELECT RAISE(ABORT, 'zhiping: bodies never change');
END""",
    """CREATE TRIGGER bodies_go_when_erased BEFORE DELETE ON bodies BEGIN
  SELECT RAISE(ABORT, 'zhiping: bodies go only when their stream is erased') WHERE NOT EXISTS (
    SELECT 1 FROM entries WHERE stream = OLD.stream AND kind = 'Erased' AND seq > OLD.seq);
END""",
    f"""CREATE TRIGGER papers_are_kept BEFORE INSERT ON papers BEGIN
  SELECT RAISE(ABORT, '{ERASED_STREAM}') WHERE EXISTS (
    SELECT 1 FROM entries WHERE stream = NEW.stream AND kind = 'Erased');
  SELECT RAISE(ABORT, 'zhiping: the paper is already kept') WHERE EXISTS (
    SELECT 1 FROM papers WHERE file_digest = NEW.file_digest AND stream = NEW.stream);
END""",
    """CREATE TRIGGER papers_never_change BEFORE UPDATE ON papers BEGIN
  SELECT RAISE(ABORT, 'zhiping: papers never change');
END""",
    """CREATE TRIGGER papers_go_when_erased BEFORE DELETE ON papers BEGIN
  SELECT RAISE(ABORT, 'zhiping: papers go only when their stream is erased') WHERE NOT EXISTS (
    SELECT 1 FROM entries WHERE stream = OLD.stream AND kind = 'Erased');
END""",
)

STEPS: tuple[Step, ...] = (
    Step(_TABLES + _TRIGGERS),
    Step(()),  # 0.2.0: reserves, entries that 0.1.0 does not know
)


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the file has taken; 0 is a file without content."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def take(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Takes the steps the file has not taken, all or none. A sqlite3.Error leaves the file as it was."""
    import sqlite_utils

    with sqlite_utils.Database(connection, execute_plugins=False).atomic():
        # A write comes first: it takes the lock, so that of two programs opening a new file one waits.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _execute(connection, steps[version_of(connection) :])
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def schema_of(connection: sqlite3.Connection) -> str:
    """Every object's SQL, tables first, as in the golden tests/data/schema.sql."""
    found = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'trigger', type = 'index', name"
    ).fetchall()
    return "".join(f"{sql};\n" for (sql,) in found)


def expected_schema(steps: Sequence[Step]) -> str:
    """The schema after `steps`, made in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _execute(connection, steps)
        return schema_of(connection)


def _execute(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    for step in steps:
        for statement in step.statements:
            connection.execute(statement)
