"""Files from outside and to outside: which ones are read at all, and writing so that it is really there.

Regular files only, each read once, and the bytes judged are the bytes kept (trust.md, "Sticks").
"""

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.frozen import frozen
from app.errors import EnvironmentFault, RefusedError

MOST_BYTES = 64_000_000
MOST_FILES = 500
MOST_LEVELS = 4


class NotAFileError(RefusedError):
    """Not a regular file: a pipe, a device, a link to nowhere."""


class FileTooLargeError(RefusedError):
    """More than 64 MB."""


class TooManyFilesError(RefusedError):
    """More than 500 files; the rest was not looked at."""


class TooDeepError(RefusedError):
    """A folder below the fourth level; what is in it was not looked at."""


class FileUnreadableError(RefusedError):
    """The file is there but cannot be read."""


class NothingThereError(RefusedError):
    """The path does not exist."""

    field_names = ("path",)


class NotWrittenFault(EnvironmentFault):
    """Nothing new was left behind: no room, no permission, or the medium is gone."""

    field_names = ("path", "reason")


class ReadBackFault(EnvironmentFault):
    """Written, but what was read back is not what was written."""

    field_names = ("path",)


@frozen
class Found:
    """One file of a stick: its bytes, or why it was not taken."""

    path: Path
    data: bytes | None
    refusal: RefusedError | None


def collect(paths: Sequence[Path]) -> Iterator[Found]:
    """Every file under `paths` in order of name, read once; hidden system files are passed over.

    NothingThereError before anything is read if a path does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise NothingThereError(path=str(path))
    count = 0
    for path in paths:
        for file, refusal in _files(path, 0):
            count += 1
            if count > MOST_FILES:
                yield Found(file, None, TooManyFilesError())
                return
            yield Found(file, None, refusal) if refusal else _read(file)


def how_many(paths: Sequence[Path]) -> int:
    """How many files `collect` will give for `paths`, at most one more than it takes; nothing is read."""
    count = 0
    for path in paths:
        for _ in _files(path, 0):
            count += 1
            if count > MOST_FILES:
                return count
    return count


def read_one(path: Path) -> bytes:
    """The bytes of one regular file; a RefusedError otherwise."""
    if not os.path.lexists(path):
        raise NothingThereError(path=str(path))
    found = _read(path)
    if found.data is None:
        raise found.refusal or FileUnreadableError()
    return found.data


def write_out(path: Path, data: bytes) -> None:
    """Writes `data` to `path` whole or not at all and reads it back past the cache.

    NotWrittenFault with the old state intact; ReadBackFault where the new file could not be seen again.
    """
    temporary = path.with_name(f".{os.getpid()}.zhiping.part")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise NotWrittenFault(path=str(path), reason=reason) from error
    try:
        _flush_folder(path.parent)
        back = _uncached(path)
    except OSError as error:
        raise ReadBackFault(path=str(path)) from error
    if back != data:
        raise ReadBackFault(path=str(path))


def take_away(path: Path) -> None:
    """Removes one file from a stick, so that it is really gone; OSError where it cannot be."""
    path.unlink()
    _flush_folder(path.parent)


def _files(path: Path, level: int) -> Iterator[tuple[Path, RefusedError | None]]:
    """Every file below `path`, with why it is not even opened if so."""
    try:
        is_folder = stat.S_ISDIR(path.lstat().st_mode)
        inside = sorted(path.iterdir()) if is_folder and level < MOST_LEVELS else []
    except OSError:
        yield path, None
        return
    if not is_folder:
        yield path, None
    elif level == MOST_LEVELS:
        yield path, TooDeepError()
    for each in inside:
        if not each.name.startswith("."):
            yield from _files(each, level + 1)


def _read(path: Path) -> Found:
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to would hang; links are not followed.
        handle = os.open(
            path,
            os.O_RDONLY
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_BINARY", 0),
        )
    except OSError:
        return Found(path, None, NotAFileError() if path.is_symlink() else FileUnreadableError())
    try:
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                return Found(path, None, NotAFileError())
            if state.st_size > MOST_BYTES:
                return Found(path, None, FileTooLargeError())
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return Found(path, None, FileUnreadableError())
    if len(data) > MOST_BYTES:
        return Found(path, None, FileTooLargeError())
    return Found(path, data, None)


def _uncached(path: Path) -> bytes:
    """The file's bytes, the system's cache asked to let go of them first where it can be asked."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle for a folder; the rename is journalled there
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # network drives have no fsync for a folder
            os.fsync(handle)
    finally:
        os.close(handle)
