"""Direct SQL with another program that switched every protection of its own connection off."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.entries import Entry, append
from app.store.database import Database, StoreDamagedFault
from app.store.document_store import DocumentStore
from app.store.entry_store import EntryStore
from tests.store.facts import STREAM, TIME, counted_salts, enter, paper, score

MORE = "kind, version, time, body"
ROW = f"stream, seq, {MORE}, previous, digest"

CHANGES = [
    "UPDATE entries SET time = '2020-01-01T00:00:00+08:00' WHERE seq = 1",
    "UPDATE entries SET seq = 9 WHERE seq = 2",
    "UPDATE OR REPLACE entries SET seq = 1 WHERE seq = 2",
    "UPDATE OR IGNORE entries SET kind = 'x'",
    "UPDATE bodies SET data = x'7b7d'",
    "UPDATE bodies SET stream = 'workspace'",
    "UPDATE papers SET data = x'00'",
    "UPDATE papers SET stream = 'workspace'",
    "DELETE FROM entries",
    "DELETE FROM entries WHERE seq = (SELECT MAX(seq) FROM entries)",
    "DELETE FROM bodies WHERE seq = 2",
    "DELETE FROM papers",
    "REPLACE INTO entries SELECT stream, seq, 'X', version, time, body, previous, digest FROM entries",
    f"REPLACE INTO entries SELECT {ROW} FROM entries WHERE seq = 2",
    "INSERT OR REPLACE INTO bodies SELECT stream, seq, x'7b7d' FROM bodies",
    "REPLACE INTO bodies SELECT stream, seq, x'7b7d' FROM bodies WHERE seq = 2",
    "REPLACE INTO papers SELECT file_digest, stream, digest, kind, mode, x'00' FROM papers",
    f"INSERT INTO entries SELECT {ROW} FROM entries WHERE true ON CONFLICT DO UPDATE SET kind = 'x'",
    "INSERT INTO bodies SELECT * FROM bodies WHERE true ON CONFLICT DO UPDATE SET data = x'00'",
    f"INSERT INTO entries SELECT stream, 9, {MORE}, previous, digest FROM entries WHERE seq = 2",
    f"INSERT INTO entries SELECT stream, 3, {MORE}, previous, digest FROM entries WHERE seq = 2",
    f"INSERT INTO entries SELECT stream, 0, {MORE}, '', digest FROM entries WHERE seq = 2",
    f"INSERT INTO entries SELECT 'new', 2, {MORE}, digest, digest FROM entries WHERE seq = 1",
    f"INSERT INTO entries SELECT 'new', 1, {MORE}, digest, digest FROM entries WHERE seq = 1",
]


@pytest.fixture
def written(entries: EntryStore, papers: DocumentStore) -> tuple[Entry, ...]:
    papers.keep(paper())
    enter(entries, "1.1", "1.2")
    return entries.read(STREAM)


@pytest.fixture
def attacker(path: Path, database: Database) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA recursive_triggers = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection


@pytest.mark.parametrize("sql", CHANGES)
def test_the_file_itself_refuses(
    sql: str,
    written: tuple[Entry, ...],
    attacker: sqlite3.Connection,
    entries: EntryStore,
    papers: DocumentStore,
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        attacker.execute(sql)
    assert entries.read(STREAM) == written
    assert papers.in_stream(STREAM) == (paper(),)
    assert entries.streams() == (STREAM,)


@pytest.mark.parametrize("verb", ["INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR ROLLBACK"])
def test_no_way_of_inserting_puts_a_second_entry_in_one_place(
    verb: str, written: tuple[Entry, ...], attacker: sqlite3.Connection, entries: EntryStore
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        attacker.execute(f"{verb} INTO entries SELECT {ROW} FROM entries WHERE seq = 1")
    assert entries.read(STREAM) == written


def test_deleting_bodies_of_one_erased_stream_opens_no_other(
    written: tuple[Entry, ...], attacker: sqlite3.Connection, entries: EntryStore
) -> None:
    enter(entries, "1.1", stream="workspace")
    entries.erase("workspace", "x", time=TIME, salt=counted_salts(9))
    for sql in (
        "DELETE FROM bodies",
        "DELETE FROM bodies WHERE stream = 'workspace'",  # the reason of the erasing stays
        "DELETE FROM entries WHERE stream = 'workspace'",
        "DELETE FROM papers",
        "INSERT INTO bodies VALUES ('workspace', 1, x'7b7d')",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            attacker.execute(sql)
    assert entries.read(STREAM) == written


def test_a_body_without_its_entry_is_found_by_the_full_check(
    written: tuple[Entry, ...], attacker: sqlite3.Connection, entries: EntryStore, database: Database
) -> None:
    attacker.execute("INSERT INTO bodies VALUES ('workspace', 1, x'7b7d')")
    assert entries.read("workspace") == ()
    with pytest.raises(StoreDamagedFault):
        database.integrity()


def test_columns_keep_their_types(written: tuple[Entry, ...], attacker: sqlite3.Connection) -> None:
    following = append(written, STREAM, score(), TIME, "0" * 32)
    values = (STREAM, 3, "X", "first", TIME, following.body_digest, following.previous, following.digest)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        attacker.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def test_every_table_is_guarded_or_derived(database: Database) -> None:
    """A table added later must say whether it is kept (three triggers) or derived."""
    tables = {str(name) for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    guarded = database.rows(
        "SELECT tbl_name, COUNT(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY 1 ORDER BY 1"
    )
    assert guarded == [("bodies", 3), ("entries", 3), ("papers", 3)]
    assert tables - {"bodies", "entries", "papers"} == {"judgements"}
