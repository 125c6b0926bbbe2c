"""A laptop and the experts who use it: one workspace folder each, and a small file that is safe to lose.

The file remembers how the last run ended and where, so that a crash is told and nothing is searched for.
"""

import json
from dataclasses import asdict
from pathlib import Path

from app.crypto import identity, key_file
from app.crypto.identity import Protection
from app.domain.frozen import frozen
from app.services.losable_file import write_losable

NAME = "view.json"
SHARED = "expert-"
_MOST_BYTES = 10_000


@frozen
class View:
    """What a workspace's window showed: whether it still runs (or crashed), whose it is, where they were."""

    running: bool = False
    owner: str = ""
    sheet: str = ""
    criterion: str = ""
    scale: str = "1.0"
    high_contrast: bool = False
    palette: str = "system"
    language: str = ""


@frozen
class Place:
    """One expert's workspace on this laptop."""

    folder: Path
    owner: str
    protection: Protection


def read_view(folder: Path) -> View:
    """The view of a workspace; the empty one where it is missing or damaged."""
    try:
        with (folder / NAME).open("rb") as file:
            value = json.loads(file.read(_MOST_BYTES))
        view = View(**{key: value[key] for key in asdict(View()) if key in value})
    except (OSError, ValueError, TypeError, KeyError):
        return View()
    texts = (view.owner, view.sheet, view.criterion, view.scale, view.palette, view.language)
    flags = (view.running, view.high_contrast)
    right = all(isinstance(each, str) for each in texts) and all(isinstance(each, bool) for each in flags)
    return view if right else View()


def write_view(folder: Path, view: View) -> None:
    """Remembers the view; a disk that does not take it stops nobody."""
    write_losable(folder / NAME, asdict(view))


def has_identity(folder: Path) -> bool:
    """Whether somebody's key lies in the workspace."""
    return key_file.exists(folder)


def places(base: Path) -> tuple[Place, ...]:
    """The experts of this laptop, in the order in which they came. The errors of `crypto.identity.load`."""
    folders = [base, *sorted(base.glob(f"{SHARED}*"), key=_number)]
    found = ((each, identity.load(each)) for each in folders)
    return tuple(Place(each, read_view(each).owner, key.protection) for each, key in found if key is not None)


def next_place(base: Path) -> Path:
    """The folder for the next expert on this laptop."""
    taken = [_number(each) for each in base.glob(f"{SHARED}*")]
    return base / f"{SHARED}{max(taken, default=0) + 1}"


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix(SHARED)
    return int(digits) if digits.isdecimal() else 0
