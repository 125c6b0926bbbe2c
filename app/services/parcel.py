"""The packaged folder that the program runs from, and its manifest: is every file there as it was packed?

It finds accidents, such as a copy that broke off, no more: who changes files can change the manifest.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.domain.frozen import frozen
from app.errors import EnvironmentFault

MANIFEST = "_internal/manifest.json"
_FORM = "zhiping-files-1"
_MOST_BYTES = 1_000_000
_BLOCK = 1 << 20


class ProgramDamagedFault(EnvironmentFault):
    """A file of the program is missing or another than the packed one; `file` is its path in the folder."""

    field_names = ("file",)


@frozen
class Packed:
    """What the manifest says of one file: its length in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


@frozen
class Parcel:
    """A packaged folder and its manifest; `files` are paths with `/`, in order."""

    folder: Path
    files: Mapping[str, Packed]


def describe(folder: Path) -> str:
    """The manifest of a finished folder, all its files but the manifest itself."""
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    names = {each.relative_to(folder).as_posix(): each for each in found}
    names.pop(MANIFEST, None)
    files = {name: [path.stat().st_size, digest_of(path)] for name, path in names.items()}
    return json.dumps({"format": _FORM, "files": files}, ensure_ascii=False, indent=0) + "\n"


def read(folder: Path) -> Parcel:
    """The packaged folder as its manifest describes it; ProgramDamagedFault if that cannot be read."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            value = json.loads(file.read(_MOST_BYTES))
        if value["format"] != _FORM:
            raise ValueError(value["format"])
        files = {str(name): Packed(int(size), str(digest)) for name, (size, digest) in value["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProgramDamagedFault(file=MANIFEST) from error
    return Parcel(folder, files)


def look_over(parcel: Parcel) -> None:
    """At once: every file is there and has its length. ProgramDamagedFault names the first that has not."""
    for name, packed in parcel.files.items():
        if _size(parcel.folder / name) != packed.size:
            raise ProgramDamagedFault(file=name)


def differing(parcel: Parcel, go_on: Callable[[], bool] = lambda: True) -> Iterator[str]:
    """Every file that is missing or not the packed one, read whole; stops where `go_on` says so."""
    for name, packed in parcel.files.items():
        if not go_on():
            return
        path = parcel.folder / name
        try:
            same = _size(path) == packed.size and digest_of(path) == packed.sha256
        except OSError:
            same = False
        if not same:
            yield name


def check(parcel: Parcel, go_on: Callable[[], bool] = lambda: True) -> None:
    """Reads every file, for a worker. ProgramDamagedFault names the first that is not as packed."""
    for name in differing(parcel, go_on):
        raise ProgramDamagedFault(file=name)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex; OSError where it cannot be read."""
    found = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else -1
    except OSError:
        return -1
