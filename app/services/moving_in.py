"""The program copied from a stick to this computer, file by file as its manifest says, and started there.

A folder that is not whole never bears the final name; one that is there and whole is used again.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.errors import EnvironmentFault
from app.services import parcel as parcels
from app.services.parcel import Parcel, ProgramDamagedFault
from app.services.sticks import NotWrittenFault, ReadBackFault

Progress = Callable[[int, int], None]


class NotStartedFault(EnvironmentFault):
    """The copied program does not start; `path` is the program's file."""

    field_names = ("path",)


def move_in(parcel: Parcel, home: Path, progress: Progress = lambda done, whole: None) -> Path:
    """Copies the folder below `home` and returns the copy; `progress` gets bytes copied and bytes in all.

    ProgramDamagedFault where the stick's own files are damaged, NotWrittenFault where there is no room or no
    permission, ReadBackFault where the copy came out otherwise; none of them leaves anything behind.
    """
    manifest = _manifest(parcel)
    target = home / f"{parcel.folder.name}-{parcels.digest_of(manifest)[:8]}"
    if _is_whole(target):
        return target
    working = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        working.mkdir(parents=True)
        whole, done = sum(each.size for each in parcel.files.values()), 0
        for name, packed in parcel.files.items():
            _copy(parcel.folder / name, working / name, name, packed.sha256)
            done += packed.size
            progress(done, whole)
        (working / parcels.MANIFEST).parent.mkdir(exist_ok=True)
        shutil.copyfile(manifest, working / parcels.MANIFEST)
        shutil.rmtree(target, ignore_errors=True)  # of a copy that broke off or was damaged since
        os.replace(working, target)
    except OSError as error:
        raise NotWrittenFault(path=str(home), reason=error.strerror or type(error).__name__) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return target


def start(program: Path, files: Sequence[Path], environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Starts the copied program with the same files; it goes on when this one ends. NotStartedFault."""
    try:
        return subprocess.Popen(
            [str(program), *map(str, files)],
            env=for_another(environ),
            cwd=program.parent,  # not the stick's: it could not be pulled out
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotStartedFault(path=str(program)) from error


def for_another(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without what the packaged program set for its own libraries."""
    found = {key: value for key, value in environ.items() if not key.startswith(("_PYI", "QT_PLUGIN_PATH"))}
    before = found.pop("LD_LIBRARY_PATH_ORIG", None)
    found.pop("LD_LIBRARY_PATH", None)
    return found | ({"LD_LIBRARY_PATH": before} if before else {}) | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


def _manifest(parcel: Parcel) -> Path:
    path = parcel.folder / parcels.MANIFEST
    if not path.is_file():
        raise ProgramDamagedFault(file=parcels.MANIFEST)
    return path


def _is_whole(target: Path) -> bool:
    try:
        parcels.check(parcels.read(target))
    except ProgramDamagedFault:
        return False
    return True


def _copy(source: Path, target: Path, name: str, sha256: str) -> None:
    """One file; what was read must be what was packed, and what was written what was read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        intact = source.is_file() and parcels.digest_of(source) == sha256
    except OSError:
        intact = False
    if not intact:
        raise ProgramDamagedFault(file=name)
    shutil.copyfile(source, target)
    shutil.copymode(source, target)
    if parcels.digest_of(target) != sha256:
        raise ReadBackFault(path=str(target))
