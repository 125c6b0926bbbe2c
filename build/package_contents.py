"""What the packaged folder holds: its names, what is shipped beside the code, what is left out and why.

Read by build/zhiping.spec inside PyInstaller and by the packaging; standard library only.
"""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER, WINDOW, TERMINAL = "知评", "知评", "zhiping"
INSIDE = "_internal"
MOST_MEGABYTES = 220
LINUX = sys.platform.startswith("linux")
Entry = tuple[str, str, str]  # PyInstaller's: place in the folder, source, kind
Imports = Callable[[str], Iterable[tuple[str, str | None]]]

# Nothing that only builds or tests, opens a connection, or draws another window than ours.
EXCLUDED_MODULES = (
    "PIL.AvifImagePlugin", "PIL.ImageQt", "PIL.ImageTk", "PIL.WebPImagePlugin", "PIL._avif", "PIL._webp",
    "_curses", "_dbm", "_gdbm", "_tkinter", "curses", "dbm.gnu", "dbm.ndbm", "fontTools", "idlelib",
    "justmytype", "justmytype_intl_cjk", "lib2to3", "lxml.html", "lxml.isoschematron", "lxml.objectify",
    "numpy", "pip", "pydoc_data", "readline", "requests", "setuptools", "tkinter", "turtledemo", "uharfbuzz",
)  # fmt: skip
# Of Qt: plugins and libraries that no page of ours uses. The virtual keyboard and the charts are GPL, the GTK
# theme would load GTK; whatever speaks to a network, plays or shows the web has no place here.
_UNWANTED = (
    r"PySide6/(Qt/)?plugins/(?!(platforms|platforminputcontexts|imageformats|xcbglintegrations|styles)/).*",
    r".*/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|wayland.*|direct2d)\.(so|dll)",
    r".*/platforminputcontexts/.*virtualkeyboard.*",
    r".*/imageformats/(lib)?q(?!jpeg).*",
    r"PySide6/(Qt/)?translations/(?!qtbase_(zh_CN|en)\.qm).*",
    r"(.*/)?opengl32sw\.dll",
    r"(.*/)?(libgtk|libgdk|libreadline|libgdbm|libncurses|libtinfo)[-_.0-9].*",
    r"[^/]+\.dist-info/(?!METADATA|entry_points\.txt).*",
)
_UNWANTED_PATTERN = re.compile("|".join(f"(?:{each})" for each in _UNWANTED))
# What a system with a screen has, in the version that suits its driver; ours are for one that has none.
GRAPHICS_FOLDER = "graphics"
GRAPHICS = ("libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libEGL.so.1", "libGL.so.1")
# Loaded by name while the program runs, so that no other library refers to them.
_LOADED_BY_NAME = re.compile(r"(.*/)?(libpython3.*|libpdfium\.so)")


def is_wanted(name: str) -> bool:
    """Whether a file that PyInstaller found goes into the folder; `name` is its place in it."""
    return _UNWANTED_PATTERN.fullmatch(name.replace("\\", "/")) is None


def modules(root: Path) -> list[str]:
    """Every module of ours: some are asked for by name only."""
    found = (each.relative_to(root).with_suffix("") for each in (root / "app").rglob("*.py"))
    return sorted(".".join(each.parts).removesuffix(".__init__") for each in found)


def datas(root: Path) -> list[tuple[str, str]]:
    """What is shipped beside the code: (source, folder inside)."""
    found = [(root / "rubrics", "rubrics"), (root / "resources/srgb.icc", "resources")]
    found += [(root / "resources" / name, f"resources/{name}") for name in ("fonts", "locale", "manual")]
    return [(str(source), folder) for source, folder in found]


def binaries(found: Iterable[Entry], imports: Imports) -> list[Entry]:
    """The wanted binaries and what they need; links are left out, as sticks know none.

    `imports` gives the libraries that a file needs, all the way down: (name, where it is).
    """
    wanted = [each for each in found if is_wanted(each[0]) and each[2] != "SYMLINK"]
    if not LINUX:
        return wanted
    roots = [each for each in wanted if _is_root(each)]
    needed = {name: path for _, source, _ in roots for name, path in imports(source)}
    names = {Path(name).name for name in needed}
    kept = [each for each in wanted if _is_root(each) or Path(each[0]).name in names]
    lent = [(f"{GRAPHICS_FOLDER}/{name}", needed.get(name), "BINARY") for name in GRAPHICS]
    return kept + [(place, source, kind) for place, source, kind in lent if source is not None]


def _is_root(entry: Entry) -> bool:
    place, _, kind = entry
    return kind == "EXTENSION" or "/plugins/" in place or _LOADED_BY_NAME.fullmatch(place) is not None
