"""Starts the screen: Qt, fonts, look, the window, its first page; ends it again."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.errors import ZhipingError
from app.settings import Settings
from app.ui.desk import Desk, OpenCore
from app.ui.feedback import LogError, install_last_resort, show_fault
from app.ui.main_window import MainWindow
from app.ui.style import Look, apply, load_fonts

Begin = Callable[[MainWindow], None]


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
    try:
        window = MainWindow(desk)
        begin(window)
        window.show()
        return app.exec()
    finally:
        desk.close()
