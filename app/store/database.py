"""The SQLite file: opening and checking it, transactions, backups, and whose fault an error is.

Knows no table by name; entry_store and document_store hold their own statements. Main thread only.
"""

import errno
import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.errors import EnvironmentFault, RefusedError, TrustError, ZhipingError
from app.store import migrations
from app.store.migrations import STEPS, Step

SqlValue = str | int | float | bytes | None
Row = tuple[SqlValue, ...]
Statement = tuple[str, Sequence[SqlValue]]

BUSY_MS = 2000
_COPY_SUFFIX = ".copy"
_PRAGMAS = (
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("synchronous", 2),
    ("temp_store", 2),
    # Pages. A short log is soon written over in place instead of growing, which makes a commit cost the disk
    # about half as much as with SQLite's 1000 (measured on ext4: 0.10 ms for 0.18 ms).
    ("wal_autocheckpoint", 64),
)


class DiskFullFault(EnvironmentFault):
    """No room on the disk; nothing of the act was written."""


class StoreLockedFault(EnvironmentFault):
    """Another program has held the file for longer than the busy timeout."""

    field_names = ("path",)


class StoreUnwritableFault(EnvironmentFault):
    """The file or its folder cannot be opened for writing."""

    field_names = ("path",)


class StoreDamagedFault(EnvironmentFault):
    """Not a SQLite file, or one whose pages are broken."""

    field_names = ("path",)


class StoreDeviceFault(EnvironmentFault):
    """The disk failed while reading or writing; `reason` is SQLite's name for it."""

    field_names = ("path", "reason")


class ForeignStoreError(RefusedError):
    """A sound SQLite file that is not ours; it was not touched."""

    field_names = ("path",)


class NewerStoreError(RefusedError):
    """A file made by a newer version of the program; it was not touched."""

    field_names = ("path", "version")


class BackupExistsError(RefusedError):
    """There already is a file where the backup should go."""

    field_names = ("path",)


class SchemaChangedError(TrustError):
    """The file's tables or triggers are not the ones we made: its protections were taken off."""

    field_names = ("path",)


class Database:
    """An open workspace file. Made by `open_database`; one a thread, and that the main thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection, kept_copy: Path | None = None) -> None:
        self.path = path
        self.kept_copy = kept_copy  # of the file before it was brought forward just now, if it was
        self._connection = connection
        self._cursor = connection.cursor()  # of every writing: one made anew each time costs a score 1 µs

    def rows(self, sql: str, values: Sequence[SqlValue] = ()) -> list[Row]:
        """All rows of a question. For the store room's own statements only."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _in_our_words(error, self.path) from error

    def write(self, statements: Sequence[Statement]) -> None:
        """Executes `statements` in one transaction: all of them, on the disk on return, or none.

        sqlite3.IntegrityError, the file's own refusal, passes through to the store that knows what it means.
        """
        execute = self._cursor.execute  # no helper in between: this runs for every score entered
        try:
            if len(statements) == 1:  # which is a transaction by itself
                execute(*statements[0])
                return
            execute("BEGIN")
            try:
                for sql, values in statements:
                    execute(sql, values)
                execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have rolled back already
                    execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise _in_our_words(error, self.path) from error

    def arrange(self, statements: Sequence[str]) -> None:
        """Makes TEMP objects that last as long as the connection; the file is not touched."""
        try:
            for sql in statements:
                self._connection.execute(sql)
        except sqlite3.Error as error:
            raise _in_our_words(error, self.path) from error

    def forget_freed_bytes(self) -> None:
        """After erasing: empties the write-ahead log and removes copies made before a migration.

        Where another program is reading, the log keeps the bytes until the last one closes the file.
        """
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        with _os_errors(self.path):
            for copy in self.path.parent.glob(f"{self.path.name}.v*{_COPY_SUFFIX}"):
                copy.unlink()

    def backup_to(self, path: Path) -> None:
        """A whole, closed copy of the file at `path`, checked before it gets its name.

        BackupExistsError if something is there; DiskFullFault, StoreUnwritableFault.
        """
        if path.exists():
            raise BackupExistsError(path=str(path))
        _copy(self._connection, path)

    def integrity(self) -> None:
        """Reads every page: StoreDamagedFault unless all is sound. Slow where large; not done on opening."""
        verdict = self.rows("PRAGMA integrity_check(1)")
        if verdict != [("ok",)] or self.rows("PRAGMA foreign_key_check"):
            raise StoreDamagedFault(path=str(self.path))

    def close(self) -> None:
        """Closes the file; the write-ahead log is folded in by the last one to leave."""
        self._connection.close()


def open_database(path: Path, *, busy_ms: int = BUSY_MS, steps: Sequence[Step] = STEPS) -> Database:
    """Opens the workspace file at `path`, making it (in an existing folder) or bringing it forward.

    A file with content is copied beside itself before a migration (`NAME.vN.copy`). Refuses foreign and
    newer files untouched; SchemaChangedError where tables or triggers are not ours; StoreLockedFault after
    `busy_ms` milliseconds, StoreUnwritableFault, StoreDamagedFault, DiskFullFault. `integrity` checks pages.
    """
    with _os_errors(path):
        # Names and scores lie in it: for its owner only. SQLite gives -wal and -shm the same rights.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        connection = sqlite3.connect(path, timeout=busy_ms / 1000, isolation_level=None)
        try:
            return _prepared(path, connection, steps)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise _in_our_words(error, path) from error


def _prepared(path: Path, connection: sqlite3.Connection, steps: Sequence[Step]) -> Database:
    """`connection` judged before anything in the file is changed, then switched on and migrated."""
    version = _judge(path, connection, len(steps))
    for name, value in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}")
        if connection.execute(f"PRAGMA {name}").fetchone() != (value,):
            raise StoreDeviceFault(path=str(path), reason=name)
    if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise StoreDeviceFault(path=str(path), reason="journal_mode")
    kept_copy: Path | None = None
    if version < len(steps):
        if version > 0:
            kept_copy = path.with_name(f"{path.name}.v{version}{_COPY_SUFFIX}")
            _copy(connection, kept_copy)
        migrations.take(connection, steps)
    if migrations.schema_of(connection) != migrations.expected_schema(steps):
        raise SchemaChangedError(path=str(path))
    connection.execute("BEGIN IMMEDIATE")  # finds out now, not at the first score, whether we may write
    connection.execute("ROLLBACK")
    return Database(path, connection, kept_copy)


def _judge(path: Path, connection: sqlite3.Connection, known: int) -> int:
    """The file's version, if it is ours to open."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = migrations.version_of(connection)
    if application == migrations.APPLICATION_ID:
        if version > known:
            raise NewerStoreError(path=str(path), version=version)
        return version
    objects = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    if application or version or objects:
        raise ForeignStoreError(path=str(path))
    return 0


def _copy(source: sqlite3.Connection, path: Path) -> None:
    """A self-contained copy under a temporary name, checked, flushed, then given its name."""
    partial = path.with_name(path.name + ".partial")
    with _os_errors(path):
        try:
            partial.unlink(missing_ok=True)
            os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            _fill(source, partial)
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)


def _fill(source: sqlite3.Connection, path: Path) -> None:
    try:
        target = sqlite3.connect(path)
        try:
            source.backup(target)
            # Out of write-ahead mode, so that it is one file that opens from read-only media too.
            target.execute("PRAGMA journal_mode = DELETE")
            if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StoreDamagedFault(path=str(path))
        finally:
            target.close()
    except sqlite3.Error as error:
        raise _in_our_words(error, path) from error
    with path.open("rb+") as written:
        os.fsync(written.fileno())


@contextmanager
def _os_errors(path: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullFault() from error
        raise StoreUnwritableFault(path=str(path)) from error


def _in_our_words(error: sqlite3.Error, path: Path) -> ZhipingError | sqlite3.Error:
    """Whose fault `error` is; itself where it is ours (a constraint, or a wrong statement: our bug)."""
    name: str = getattr(error, "sqlite_errorname", "")  # absent where Python's own layer raised it
    family = "_".join(name.split("_")[:2])
    where = str(path)
    if family == "SQLITE_FULL" or name == "SQLITE_IOERR_SHMSIZE":  # the latter: no room for the -shm file
        return DiskFullFault()
    if family in ("SQLITE_BUSY", "SQLITE_LOCKED"):
        return StoreLockedFault(path=where)
    if family in ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"):
        return StoreUnwritableFault(path=where)
    if family in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
        return StoreDamagedFault(path=where)
    if family == "SQLITE_IOERR":
        return StoreDeviceFault(path=where, reason=name)
    return error
