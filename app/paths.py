"""Where resources, rubrics and the user's data are, frozen or from source. Makes no folder."""

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from app.errors import EnvironmentFault


class HomeUnknownFault(EnvironmentFault):
    """The machine names no folder for this user's data and none was given."""


def resources() -> Path:
    """The folder of sentences, fonts and icons."""
    return _base() / "resources"


def rubrics() -> Path:
    """The folder of the scoring tables shipped with the program."""
    return _base() / "rubrics"


def fonts() -> Path:
    """The folder of the two fonts, which build/fonts.py makes."""
    return resources() / "fonts"


def _base() -> Path:
    """The folder a frozen program was unpacked to, else the one above `app`."""
    unpacked: object = getattr(sys, "_MEIPASS", None)
    return Path(unpacked) if isinstance(unpacked, str) else Path(__file__).resolve().parent.parent


def parcel() -> Path | None:
    """The packaged folder this program was started from; None from source."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def name_home(environ: MutableMapping[str, str], platform: str) -> None:
    """Where the variable of the home folder is missing, what the system's list of users says."""
    if platform != "win32" and not environ.get("HOME"):
        environ.pop("HOME", None)
        found = os.path.expanduser("~")
        if os.path.isabs(found):
            environ["HOME"] = found


def program_home(environ: Mapping[str, str], platform: str) -> Path:
    """Where a program that came on a stick is copied to: beside the default workspace. HomeUnknownFault."""
    rest = {key: value for key, value in environ.items() if key != "ZHIPING_WORKSPACE"}
    workspace = default_workspace(rest, platform)
    return workspace.with_name(f"{workspace.name}-program")


def default_workspace(environ: Mapping[str, str], platform: str) -> Path:
    """The workspace where no `--workspace` was given.

    `ZHIPING_WORKSPACE` first, else the platform's data directory; `platform` as in `sys.platform`.
    An empty variable counts as unset, a relative XDG_DATA_HOME as well (its specification says so).
    Raises HomeUnknownFault where the variables name no home.
    """
    if chosen := environ.get("ZHIPING_WORKSPACE"):
        return Path(chosen)
    if platform == "win32":
        if local := environ.get("LOCALAPPDATA"):
            return Path(local) / "Zhiping"
        return _home(environ, "USERPROFILE") / "AppData" / "Local" / "Zhiping"
    if platform == "darwin":
        return _home(environ, "HOME") / "Library" / "Application Support" / "Zhiping"
    data = environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else _home(environ, "HOME") / ".local" / "share") / "zhiping"


def _home(environ: Mapping[str, str], name: str) -> Path:
    home = environ.get(name)
    if not home:
        raise HomeUnknownFault()
    return Path(home)
