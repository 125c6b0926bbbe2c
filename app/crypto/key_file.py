"""The key file `identity.key`: its one spelling, and how it is written once and read whole.

Locks and opens nothing itself (vault), and judges no certificate (identity).
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import cast

from app.crypto.vault import (
    FORMAT,
    KEY_BYTES,
    KIND,
    NONCE_BYTES,
    TAG_BYTES,
    Locked,
    Protection,
    Random,
    Scrypt,
    ScryptRefusedError,
    Sealed,
)
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.shape import Reader, ShapeError, as_object
from app.errors import EnvironmentFault, RefusedError, TrustError, ZhipingError

NAME = "identity.key"
MOST_BYTES = 64 * 1024
_HEX = re.compile(r"([0-9a-f]{2})+")
_PROTECTIONS = ("keyring", "passphrase", "keyring+pin")


class IdentityExistsError(RefusedError):
    """The workspace has its identity already; a key file is never overwritten."""


class KeyFileNewerError(RefusedError):
    """A key file made by a newer version of the program."""


class KeyFileDamagedError(TrustError):
    """The key file is not as it was written; `why` is a short key."""

    field_names = ("why",)


class KeyFileNotWrittenFault(EnvironmentFault):
    """The folder did not take the key file; `reason` is the system's name for it, such as ENOSPC."""

    field_names = ("reason",)


class KeyFileUnreadableFault(EnvironmentFault):
    """The system does not let the key file be read; `reason` as above."""

    field_names = ("reason",)


def encode(locked: Locked) -> bytes:
    """The file's bytes: canonical JSON, closed by a checksum that tells damage from a wrong passphrase."""
    value: dict[str, Json] = {
        **locked.header(),
        "key": _sealed_json(locked.key),
        "wrapped": None if locked.wrapped is None else _sealed_json(locked.wrapped),
    }
    return canonical.write({**value, "checksum": _checksum(value)})


def decode(data: bytes) -> Locked:
    """The value of a key file's bytes. KeyFileDamagedError, KeyFileNewerError, ScryptRefusedError."""
    try:
        return _decode(data)
    except (KeyFileNewerError, KeyFileDamagedError, ScryptRefusedError):
        raise
    except ZhipingError as error:
        raise KeyFileDamagedError(why=error.code) from error


def exists(folder: Path) -> bool:
    """Whether anything at all lies where the key file of `folder` would be."""
    return os.path.lexists(folder / NAME)


def read(folder: Path) -> Locked | None:
    """The locked key of `folder`, or None. As `decode`, and KeyFileUnreadableFault."""
    path = folder / NAME
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
            raise KeyFileDamagedError(why="file")
        data = path.read_bytes()
    except FileNotFoundError:
        if exists(folder):
            raise KeyFileDamagedError(why="link") from None
        return None
    except OSError as error:
        raise KeyFileUnreadableFault(reason=_reason(error)) from error
    return decode(data)


def write_new(folder: Path, locked: Locked, *, random: Random) -> None:
    """The key file of `folder`, readable by its owner alone, whole or not at all, never over another.

    IdentityExistsError, KeyFileNotWrittenFault.
    """
    _write(folder, locked, _publish, random)


def replace(folder: Path, locked: Locked, *, random: Random) -> None:
    """The key file of `folder` anew, the same key under another lock: the old file or the new, never less.

    KeyFileNotWrittenFault.
    """
    _write(folder, locked, os.replace, random)


def _write(folder: Path, locked: Locked, publish: Callable[[Path, Path], None], random: Random) -> None:
    temporary = folder / f"{NAME}.{random(8).hex()}.new"
    try:
        try:
            with open(temporary, "xb", opener=_owner_only) as file:
                file.write(encode(locked))
                file.flush()
                os.fsync(file.fileno())
            publish(temporary, folder / NAME)
            _flush_folder(folder)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise KeyFileNotWrittenFault(reason=_reason(error)) from error


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _publish(temporary: Path, target: Path) -> None:
    """`temporary` under the name `target` unless something has that name already."""
    try:
        # A link is refused where the name is taken, in one step; a rename would overwrite on POSIX.
        os.link(temporary, target)
    except FileExistsError:
        raise IdentityExistsError from None
    except OSError:  # a file system without links, such as exFAT
        if os.path.lexists(target):
            raise IdentityExistsError from None
        temporary.rename(target)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folder, and keeps names in its journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


def _checksum(value: dict[str, Json]) -> str:
    return hashlib.sha256(canonical.write(value)).hexdigest()


def _decode(data: bytes) -> Locked:
    if len(data) > MOST_BYTES:
        raise KeyFileDamagedError(why="file")
    value = canonical.read(data)
    reader = Reader(value)
    body = {key: item for key, item in as_object(value).items() if key != "checksum"}
    if reader.digest("checksum") != _checksum(body):
        raise KeyFileDamagedError(why="checksum")
    if reader.integer("format", low=FORMAT) > FORMAT:
        raise KeyFileNewerError
    reader.choice("kind", (KIND,))
    locked = Locked(
        certificate=_hex(reader, "certificate"),
        protection=cast(Protection, reader.choice("protection", _PROTECTIONS)),
        scrypt=_scrypt(reader),
        wrapped=_wrapped(reader),
        key=_sealed(reader.object("key"), least=TAG_BYTES),
    )
    reader.done()
    typed = locked.protection != "keyring"
    if (locked.scrypt is not None) is not typed or (locked.wrapped is not None) is not typed:
        raise ShapeError(place="scrypt", expected="protection")
    return locked


def _scrypt(reader: Reader) -> Scrypt | None:
    value = reader.raw("scrypt")
    if value is None:
        return None
    inner = Reader(value, reader.at("scrypt"))
    scrypt = Scrypt(inner.integer("n"), inner.integer("r"), inner.integer("p"), _hex(inner, "salt"))
    inner.done()
    scrypt.check()
    return scrypt


def _wrapped(reader: Reader) -> Sealed | None:
    value = reader.raw("wrapped")
    if value is None:
        return None
    return _sealed(Reader(value, reader.at("wrapped")), least=KEY_BYTES + TAG_BYTES)


def _sealed(reader: Reader, *, least: int) -> Sealed:
    sealed = Sealed(_hex(reader, "nonce"), _hex(reader, "ciphertext"))
    reader.done()
    if len(sealed.nonce) != NONCE_BYTES or len(sealed.ciphertext) < least:
        raise ShapeError(place=reader.place, expected="length")
    return sealed


def _sealed_json(sealed: Sealed) -> Json:
    return {"nonce": sealed.nonce.hex(), "ciphertext": sealed.ciphertext.hex()}


def _hex(reader: Reader, key: str) -> bytes:
    text = reader.text(key, limit=MOST_BYTES)
    if not _HEX.fullmatch(text):
        raise ShapeError(place=reader.at(key), expected="hex")
    return bytes.fromhex(text)
