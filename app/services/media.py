"""Which folders lie on removable media, as far as the system tells: a workspace must not lie there."""

import os
import sys
from pathlib import Path

from app.errors import RefusedError

REMOVABLE = 2  # DRIVE_REMOVABLE of the Windows API
# Where desktops mount what is plugged in. /mnt is not among them: whole disks are kept there.
_STICKS = ("/media/", "/run/media/")


class WorkspaceOnStickError(RefusedError):
    """The workspace was to lie on removable media."""

    field_names = ("path",)


def refuse_stick(folder: Path) -> None:
    """WorkspaceOnStickError if a workspace in `folder` would lie on removable media."""
    if is_on_stick(folder):
        raise WorkspaceOnStickError(path=str(folder))


def is_on_stick(path: Path, platform: str = sys.platform) -> bool:
    """Whether `path`, which need not be there, lies on removable media."""
    there = Path(os.path.realpath(path))
    if platform == "win32":
        return drive_type(there.anchor) == REMOVABLE
    return f"{mount_point(there)}/".startswith(_STICKS if platform != "darwin" else ("/Volumes/",))


def runs_from(path: Path) -> bool:
    """Whether this very program was started from the stick that `path` lies on."""
    program = Path(sys.executable).resolve()
    return is_on_stick(program) and mount_point(program) == mount_point(Path(os.path.realpath(path)))


def mount_point(path: Path) -> Path:
    """The root of the volume that `path` lies on."""
    return next(each for each in (path, *path.parents) if os.path.ismount(each) or each == each.parent)


def drive_type(root: str) -> int:
    """What Windows calls a drive such as `E:\\`; 0 where it cannot be asked."""
    import ctypes

    api = getattr(ctypes, "windll", None)
    return 0 if api is None else int(api.kernel32.GetDriveTypeW(root))
