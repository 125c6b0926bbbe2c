"""Looks every two seconds which sticks are in, beside the screen: a network drive that hangs hangs nobody."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, QTimer, Signal

from app.services.media import REMOVABLE, drive_type
from app.ui.parts import work

Volumes = Callable[[], tuple[Path, ...]]
EVERY_MS = 2000
_LINUX = ("/media/", "/run/media/", "/mnt/")


def removable_volumes() -> tuple[Path, ...]:
    """The roots of the removable volumes that are mounted and ready, in order."""
    found = [each for each in QStorageInfo.mountedVolumes() if each.isValid() and each.isReady()]
    sticks = (
        each for each in found if is_removable(each.rootPath()) and is_device(bytes(each.device().data()))
    )
    return tuple(sorted(Path(each.rootPath()) for each in sticks))


def is_device(device: bytes, platform: str = sys.platform) -> bool:
    """Whether a volume lies on a device of its own, not in memory nor in the network, where that is told."""
    return not platform.startswith("linux") or device.startswith(b"/dev/")


def is_removable(root: str, platform: str = sys.platform) -> bool:
    """Whether a volume's root is a stick's, as far as the system tells."""
    if platform == "win32":
        return drive_type(root) == REMOVABLE
    if platform == "darwin":
        return root.startswith("/Volumes/")
    return root.startswith(_LINUX)


def stick_name(root: Path) -> str:
    """What a person calls the stick: the name its system shows, or its letter."""
    return root.name or str(root)


def may_write(root: Path) -> bool:
    """Whether the system lets anything be written there."""
    return not QStorageInfo(str(root)).isReadOnly()


def runs_from(root: Path) -> bool:
    """Whether this very program runs from that volume."""
    return Path(sys.executable).resolve().is_relative_to(root)


class StickWatch(QObject):
    """`changed` when a stick came or went; `sticks` are those that are in, `writable` those of them that take
    files."""

    changed = Signal()

    def __init__(self, volumes: Volumes = removable_volumes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._volumes = volumes
        self._looking = False
        self.sticks: tuple[Path, ...] = ()
        self.writable: tuple[Path, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Looks now and from now on."""
        self.look()
        self._timer.start()

    def stop(self) -> None:
        """Looks no more."""
        self._timer.stop()

    def look(self) -> None:
        """Looks once, unless the last look still hangs."""
        if not self._looking:
            self._looking = True
            work(self, self._look, self.on_found, lambda _error: self.on_found(((), ())))

    def _look(self) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """On the worker's thread: a drive that hangs hangs here."""
        found = self._volumes()
        return found, tuple(each for each in found if may_write(each))

    def on_found(self, found: tuple[tuple[Path, ...], tuple[Path, ...]]) -> None:
        """What the look brought."""
        self._looking = False
        if found != (self.sticks, self.writable):
            self.sticks, self.writable = found
            self.changed.emit()
