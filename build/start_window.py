"""The packaged program 知评: what a double click starts."""

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

from package_contents import GRAPHICS, GRAPHICS_FOLDER


def lend_graphics(inside: Path) -> None:
    """Loads the libraries that Qt is linked against and this system lacks; its own suit its driver better."""
    for name in GRAPHICS:
        try:
            ctypes.CDLL(name)
        except OSError:
            with suppress(OSError):  # then Qt says what it lacks
                ctypes.CDLL(str(inside / GRAPHICS_FOLDER / name), mode=ctypes.RTLD_GLOBAL)


if __name__ == "__main__":  # children that judge files import this module too
    if sys.platform.startswith("linux") and "--multiprocessing-fork" not in sys.argv:
        lend_graphics(Path(__file__).resolve().parent)
    from app.__main__ import window

    window()
