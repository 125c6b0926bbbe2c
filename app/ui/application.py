"""Starts the screen: Qt, fonts, look, the window, its first page; ends it again."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from app.errors import RefusedError, ZhipingError
from app.settings import Settings
from app.ui.desk import Desk, OpenCore
from app.ui.feedback import LogError, install_last_resort, show_fault
from app.ui.main_window import MainWindow
from app.ui.style import Look, apply, load_fonts

Begin = Callable[[MainWindow], None]
LOCK = "window.lock"


class AlreadyOpenError(RefusedError):
    """Another window of the program has this workspace open."""


def dressed(argv: Sequence[str], fonts: Path, look: Look | None = None) -> QApplication:
    """The one QApplication of this process, with the program's fonts and look."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(list(argv))
    app.setApplicationName("zhiping")
    app.setApplicationDisplayName("")
    app.setStyle("Fusion")
    load_fonts(fonts)
    apply(app, look or Look())
    return app


def run(open_core: OpenCore, settings: Settings, fonts: Path, log_error: LogError, begin: Begin) -> int:
    """Shows the window until it is closed; `begin` shows its first page. Returns the exit code."""
    app = dressed(sys.argv[:1], fonts)
    install_last_resort(log_error)
    try:
        desk = Desk(open_core, settings)
    except ZhipingError as error:
        show_fault(None, error)
        return app.exec() or 1
    lock = QLockFile(str(desk.folder / LOCK))
    try:
        take(lock)
        window = MainWindow(desk)
        begin(window)
        window.show()
        return app.exec()
    except ZhipingError as error:  # such as a damaged key: said, where a window that never came says nothing
        show_fault(None, error)
        return app.exec() or 1
    finally:
        desk.close()
        lock.unlock()


def take(lock: QLockFile) -> None:
    """Makes this the one window on a workspace: two would show each other's past. AlreadyOpenError."""
    lock.setStaleLockTime(0)  # a lock is stale when its program is gone, however old it is
    if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
        raise AlreadyOpenError
