"""Opening the file, the faults of the machine in our words, backups."""

import os
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import EnvironmentFault, RefusedError, TrustError
from app.store.database import (
    BackupExistsError,
    Database,
    DiskFullFault,
    ForeignStoreError,
    SchemaChangedError,
    StoreDamagedFault,
    StoreLockedFault,
    StoreUnwritableFault,
    open_database,
)
from app.store.document_store import DocumentStore
from app.store.entry_store import EntryStore
from tests.store.facts import STREAM, enter, paper

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, mounted for this test."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not AS_ROOT:
        pytest.skip("mounting a small disk needs root")
    mounting = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_every_protection_is_on(database: Database) -> None:
    protections = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "wal_autocheckpoint": 64,
        "journal_mode": "wal",
        "trusted_schema": 0,
    }
    assert {name: database.rows(f"PRAGMA {name}")[0][0] for name in protections} == protections
    assert database.rows("PRAGMA busy_timeout") == [(2000,)]


def test_foreign_keys_are_checked(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.write([("INSERT INTO bodies (stream, seq, data) VALUES ('nowhere', 1, x'00')", ())])


def test_writing_to_a_mistyped_table_makes_none(database: Database) -> None:
    before = database.rows("SELECT name FROM sqlite_master ORDER BY name")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.write([("INSERT INTO entrys (stream) VALUES ('x')", ())])
    assert database.rows("SELECT name FROM sqlite_master ORDER BY name") == before


def test_a_failing_statement_takes_the_ones_before_it_back(database: Database) -> None:
    kept = "INSERT INTO judgements (file_digest, program, time, data) VALUES ('a', 'b', 'c', x'00')"
    with pytest.raises(sqlite3.OperationalError):
        database.write([(kept, ()), ("INSERT INTO nothing VALUES (1)", ())])
    assert database.rows("SELECT * FROM judgements") == []
    database.write([(kept, ())])
    assert len(database.rows("SELECT * FROM judgements")) == 1


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_only_its_owner_may_read_the_file(path: Path, entries: EntryStore) -> None:
    enter(entries, "1.1")
    for name in (path, Path(f"{path}-wal")):
        assert stat.S_IMODE(name.stat().st_mode) == 0o600


def test_another_programs_file_is_refused_and_untouched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE songs (name TEXT)")
        foreign.commit()
    before = path.read_bytes()
    with pytest.raises(ForeignStoreError) as caught:
        open_database(path)
    assert isinstance(caught.value, RefusedError)
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_file_with_another_application_id_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("PRAGMA application_id = 7")
    with pytest.raises(ForeignStoreError):
        open_database(path)


def test_an_empty_file_left_by_a_crash_becomes_ours(path: Path) -> None:
    path.touch()
    with closing(open_database(path)) as database:
        enter(EntryStore(database), "1.1")


def test_something_else_entirely_is_damaged_and_untouched(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 this is no database" * 300)
    before = path.read_bytes()
    with pytest.raises(StoreDamagedFault):
        open_database(path)
    assert path.read_bytes() == before


def test_a_folder_in_its_place_or_no_folder_at_all_is_unwritable(path: Path) -> None:
    with pytest.raises(StoreUnwritableFault):
        open_database(path / "missing" / "workspace.sqlite")
    path.mkdir()
    with pytest.raises(StoreUnwritableFault) as caught:
        open_database(path)
    assert isinstance(caught.value, EnvironmentFault)


def test_a_read_only_disk_is_told_on_opening(small_disk: Path) -> None:
    open_database(small_disk / "w.sqlite").close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreUnwritableFault):
        open_database(small_disk / "w.sqlite")


def test_a_read_only_file_is_told_on_opening(path: Path) -> None:
    if AS_ROOT:
        pytest.skip("root may write everywhere; the read-only disk stands for this")
    open_database(path).close()
    path.chmod(0o400)
    with pytest.raises(StoreUnwritableFault):
        open_database(path)


def test_a_full_disk_keeps_all_that_was_accepted(small_disk: Path) -> None:
    path = small_disk / "w.sqlite"
    with closing(open_database(path)) as database:
        entries, papers = EntryStore(database), DocumentStore(database)
        enter(entries, "1.1")
        with pytest.raises(DiskFullFault):
            for number in range(40):
                papers.keep(paper(b"%PDF" + bytes([number]) * 100_000))
        with pytest.raises(DiskFullFault):
            enter(entries, *(f"1.{number}" for number in range(2, 3000)))
        kept = papers.in_stream(STREAM)
        assert 0 < len(kept) < 40
        assert [entry.seq for entry in entries.read(STREAM)] == [1]
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    with closing(open_database(path)) as database:
        enter(EntryStore(database), "1.2")
        assert [entry.seq for entry in EntryStore(database).read(STREAM)] == [1, 2]
        assert DocumentStore(database).in_stream(STREAM) == kept
        database.integrity()


def test_no_room_at_all_is_told_on_opening(small_disk: Path) -> None:
    with pytest.raises(OSError, match="space"), (small_disk / "ballast").open("wb", buffering=0) as ballast:
        while ballast.write(b"\0" * 65536) == 65536:
            pass
        ballast.write(b"\0")
    with pytest.raises(DiskFullFault):
        open_database(small_disk / "w.sqlite")


def test_a_full_database_is_a_full_disk_on_every_machine(database: Database, entries: EntryStore) -> None:
    enter(entries, "1.1")
    database.rows("PRAGMA max_page_count = 1")  # SQLite raises it to what is already there
    with pytest.raises(DiskFullFault):
        DocumentStore(database).keep(paper(b"x" * 100_000))
    database.rows("PRAGMA max_page_count = 1000000")
    enter(entries, "1.2")
    assert len(entries.read(STREAM)) == 2


def test_a_file_held_by_another_program_is_told_and_nothing_written(path: Path, database: Database) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedFault):
            open_database(path, busy_ms=1)
        database.rows("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreLockedFault) as caught:
            enter(EntryStore(database), "1.1")
        assert caught.value.fields == {"path": str(path)}
        other.execute("ROLLBACK")
    assert EntryStore(database).read(STREAM) == ()
    enter(EntryStore(database), "1.1")


def test_a_protection_taken_off_is_found_on_opening(path: Path) -> None:
    open_database(path).close()
    with closing(sqlite3.connect(path)) as attacker:
        attacker.execute("DROP TRIGGER entries_never_change")
        attacker.commit()
    with pytest.raises(SchemaChangedError) as caught:
        open_database(path)
    assert isinstance(caught.value, TrustError)


def test_only_the_thread_that_opened_the_file_may_use_it(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(sqlite3.ProgrammingError, match="thread"):
        pool.submit(database.rows, "PRAGMA user_version").result()


def test_a_backup_is_one_file_that_opens_with_everything_in_it(tmp_path: Path, database: Database) -> None:
    entries = EntryStore(database)
    enter(entries, "1.1", "1.2")
    DocumentStore(database).keep(paper())
    target = tmp_path / "backup" / "copy.sqlite"
    target.parent.mkdir()
    database.backup_to(target)
    assert [other.name for other in target.parent.iterdir()] == ["copy.sqlite"]
    with closing(open_database(target)) as copy:
        assert EntryStore(copy).read(STREAM) == entries.read(STREAM)
        assert DocumentStore(copy).in_stream(STREAM) == (paper(),)


def test_a_backup_overwrites_nothing(tmp_path: Path, database: Database) -> None:
    target = tmp_path / "copy.sqlite"
    target.write_bytes(b"something dear")
    with pytest.raises(BackupExistsError):
        database.backup_to(target)
    assert target.read_bytes() == b"something dear"


def test_a_backup_that_does_not_fit_leaves_nothing_behind(database: Database, small_disk: Path) -> None:
    DocumentStore(database).keep(paper(b"x" * 3_000_000))
    with pytest.raises(DiskFullFault):
        database.backup_to(small_disk / "copy.sqlite")
    assert list(small_disk.iterdir()) == []


def test_a_sound_file_passes_the_full_check(database: Database) -> None:
    enter(EntryStore(database), "1.1")
    database.integrity()


def test_broken_pages_are_found_by_the_full_check(path: Path) -> None:
    with closing(open_database(path)) as database:
        enter(EntryStore(database), *(f"1.{number}" for number in range(200)))
    data = bytearray(path.read_bytes())
    page = len(data) - 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with closing(open_database(path)) as database, pytest.raises(StoreDamagedFault):
        database.integrity()
