"""The schema: what it is, that shipped steps never change, and that an old file is brought forward whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.store import migrations
from app.store.database import NewerStoreError, open_database
from app.store.entry_store import EntryStore
from app.store.migrations import STEPS, Step
from tests.store.facts import STREAM, enter

GOLDEN = Path(__file__).parents[1] / "data" / "schema.sql"

# A step that shipped is never edited: add another one, and its digest here.
SHIPPED = (
    "b63079d219a41eadd699fc8e2820db8070e7578c02488f8965bf0519595c1025",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",  # 0.2.0, nothing but its number
)

NEXT = Step(("ALTER TABLE judgements ADD COLUMN remark TEXT", "CREATE INDEX by_time ON judgements (time)"))
BROKEN = Step(("CREATE TABLE half (x TEXT) STRICT", "CREATE TABLE entries (x TEXT) STRICT"))


def copies_beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.glob("*.copy*"))


def user_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return migrations.version_of(connection)


def test_each_step_is_the_one_that_shipped() -> None:
    assert tuple(step.digest for step in STEPS) == SHIPPED


def test_the_schema_is_the_golden_one() -> None:
    assert migrations.expected_schema(STEPS) == GOLDEN.read_text(encoding="utf-8")


def test_every_table_is_strict() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(GOLDEN.read_text(encoding="utf-8"))
        tables = connection.execute("PRAGMA table_list").fetchall()
    ours = {row[1]: row[5] for row in tables if not row[1].startswith("sqlite_")}
    assert ours == {"entries": 1, "bodies": 1, "papers": 1, "judgements": 1}


def test_a_new_file_needs_no_copy(path: Path) -> None:
    open_database(path).close()
    assert copies_beside(path) == []
    assert user_version(path) == len(STEPS)


def test_an_old_file_is_copied_and_brought_forward_with_its_data(path: Path) -> None:
    old = open_database(path)
    enter(EntryStore(old), "1.1", "1.2")
    written = EntryStore(old).read(STREAM)
    old.close()

    new = open_database(path, steps=(*STEPS, NEXT))
    assert EntryStore(new).read(STREAM) == written
    new.close()

    assert user_version(path) == len(STEPS) + 1
    assert copies_beside(path) == [f"{path.name}.v{len(STEPS)}.copy"]
    copy = open_database(path.with_name(copies_beside(path)[0]))
    assert EntryStore(copy).read(STREAM) == written
    copy.close()


def test_opening_again_migrates_and_copies_nothing(path: Path) -> None:
    open_database(path).close()
    before = path.read_bytes()
    open_database(path).close()
    assert path.read_bytes() == before
    assert copies_beside(path) == []


def test_a_failing_step_leaves_the_file_as_it_was(path: Path) -> None:
    old = open_database(path)
    enter(EntryStore(old), "1.1")
    old.close()
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_database(path, steps=(*STEPS, BROKEN))
    assert user_version(path) == len(STEPS)
    again = open_database(path)
    assert len(EntryStore(again).read(STREAM)) == 1
    again.close()


def test_a_migrated_file_is_newer_than_the_program_before(path: Path) -> None:
    open_database(path, steps=(*STEPS, NEXT)).close()
    before = path.read_bytes()
    with pytest.raises(NewerStoreError) as caught:
        open_database(path)
    assert caught.value.fields == {"path": str(path), "version": len(STEPS) + 1}
    assert path.read_bytes() == before
