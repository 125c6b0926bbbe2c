"""What the tests of one run make once and all its processes share: built worlds, and 校验码 once reckoned.

tests/conftest.py opens the shelf of a run and takes it away when every process is done; whoever uses worlds
outside a run (a bench, the manual's pictures) has a shelf of its own. Loads nothing of the program by itself:
what conftest loads, coverage does not see.
"""

import hashlib
import os
import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_VARIABLE = "ZHIPING_TEST_SHELF"
_CODE_SALT = b"zhiping/code"
_PATIENCE = 600.0  # seconds for which another process may build the world that this one needs
_scrypt = hashlib.scrypt
_forget: list[Callable[[], None]] = []


def open_shelf() -> None:
    """Makes the run's shelf; children of this process find it."""
    os.environ[_VARIABLE] = tempfile.mkdtemp(prefix="zhiping-worlds-")


def close_shelf() -> None:
    """Takes the run's shelf off the disk: its other processes have ended."""
    shutil.rmtree(os.environ.pop(_VARIABLE), ignore_errors=True)


@cache
def shelf() -> Path:
    """The folder where built worlds stand."""
    return Path(os.environ.get(_VARIABLE) or tempfile.mkdtemp(prefix="zhiping-worlds-"))


def clear() -> None:
    """Takes a shelf of one's own off the disk; a run's stays for the processes that still use it."""
    if _VARIABLE in os.environ or not shelf.cache_info().currsize:
        return
    shutil.rmtree(shelf(), ignore_errors=True)
    shelf.cache_clear()
    for forget in _forget:
        forget()


def kept(make: Callable[[], T]) -> Callable[[], T]:
    """What `make` builds on the shelf, built once for all processes; nobody changes it, a test copies."""

    @cache
    def made() -> T:
        file = shelf() / f"{make.__module__}.{make.__qualname__}"
        with _alone(file.with_name(f"{file.name}.lock")):
            if file.exists():
                found: T = pickle.loads(file.read_bytes())
                return found
            found = make()
            _put(file, pickle.dumps(found))
            return found

    _forget.append(made.cache_clear)
    return made


@contextmanager
def _alone(file: Path) -> Generator[None, None, None]:
    """One process at a time; SQLite's lock ends with its process, on every system."""
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _put(file: Path, data: bytes) -> None:
    """Whole or not at all."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.write_bytes(data)
    new.replace(file)


def share_codes() -> None:
    """A 校验码 is reckoned as ever, a tenth of a second each, but once a run and not once a process."""
    if _VARIABLE in os.environ:
        hashlib.scrypt = _remembered  # type: ignore[assignment]  # asked with bytes only


def prepare() -> None:
    """Prepares a judging child of the tests: as the program does, and codes are shared."""
    from app.services.appraiser import prepare as as_the_program_does

    share_codes()
    as_the_program_does()


def _remembered(
    password: bytes, *, salt: bytes, n: int, r: int, p: int, maxmem: int = 0, dklen: int = 64
) -> bytes:
    """`hashlib.scrypt`, remembered for 校验码 alone: no passphrase is written down."""
    if salt != _CODE_SALT or _VARIABLE not in os.environ:
        return _scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=maxmem, dklen=dklen)
    file = shelf() / f"code-{password.hex()}-{n}-{r}-{p}-{dklen}"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        made = _scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=maxmem, dklen=dklen)
        with suppress(OSError):  # reckoned is reckoned, even where nothing can be put down
            _put(file, made)
        return made
