"""A package onto a stick: into a new or empty folder, each file read back, the manifest last."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.manifest import FIRST_FILE, Manifest
from app.errors import RefusedError
from app.services.sticks import NotWrittenFault, read_one, write_out


class OtherFilesThereError(RefusedError):
    """The folder has files that are not of this package; `path` is the first. Nothing was written."""

    field_names = ("path",)


def check_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """OtherFilesThereError unless the folder is new, empty, or a part of this very package.

    An earlier manifest of ours there is another package: it is not written over.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OtherFilesThereError(path=str(folder))
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if name.rpartition("/")[2].startswith(".") or name == FIRST_FILE:
            continue  # the system's own; the manifest is compared when it is written
        if name not in files or read_one(path) != files[name]:
            raise OtherFilesThereError(path=str(path))


def write_package(
    manifest: Manifest,
    data: bytes,
    files: Mapping[str, bytes],
    folder: Path,
    progress: Callable[[int, str], None] | None = None,
) -> None:
    """Writes every file of the manifest and, when all are there, the manifest itself; on any thread.

    OtherFilesThereError, NotWrittenFault, ReadBackFault: begun again, it goes on where it stopped.
    """
    check_folder(folder, files)
    first = folder / FIRST_FILE
    if os.path.lexists(first) and read_one(first) != data:
        raise OtherFilesThereError(path=str(first))
    for number, each in enumerate(manifest.files, start=1):
        if progress is not None:
            progress(number, each.path)
        path = folder / each.path
        _make_folder(path.parent)
        if not path.exists():
            write_out(path, files[each.path])
    _make_folder(folder)
    write_out(first, data)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWrittenFault(path=str(folder), reason=error.strerror or type(error).__name__) from error
