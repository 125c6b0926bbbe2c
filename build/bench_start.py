"""One start for bench_window.py, imported in the program's own order: `bench_start.py KIND FOLDER`.

KIND is bare (a Qt window, one label in the same fonts), home or scoring. Prints the seconds from
ZHIPING_BENCH_STARTED (time.time() before the process) to the first paint.
"""

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.main_window import MainWindow

STARTED = "ZHIPING_BENCH_STARTED"


def end_when_painted(window: "QWidget") -> None:
    """Says how long after the start of the process `window` was painted first, and ends the program."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.UpdateRequest:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self, self.on_painted)
            return False

        def on_painted(self) -> None:
            print(time.time() - float(os.environ[STARTED]), flush=True)
            os._exit(0)

    window.installEventFilter(Painted(window))


def bare() -> None:
    """A window with one line of text, and nothing of ours but the fonts."""
    from PySide6.QtWidgets import QApplication, QLabel

    from app import paths
    from app.ui.style import FAMILY, load_fonts

    app = QApplication([])
    load_fonts(paths.fonts())
    label = QLabel("知评")
    label.setStyleSheet(f"font-family: '{FAMILY}';")
    label.resize(1366, 728)
    end_when_painted(label)
    label.show()
    app.exec()


def ours(kind: str, folder: Path) -> None:
    """The program over the workspace in `folder`, as app.__main__ starts it; "scoring": on to 评分."""
    gc.disable()
    from app import paths
    from app.bootstrap import open_core
    from app.settings import Settings
    from app.ui.application import run
    from app.ui.home_page import HomePage
    from app.ui.stick_watch import StickWatch
    from app.ui.way import Way

    def begin(window: "MainWindow") -> None:
        way = Way(window, StickWatch(lambda: (), window))
        way.entrance.begin()
        assert isinstance(window.page, HomePage)
        if kind == "scoring":
            way.show_scoring(window.desk.core.scoring.names()[0])
        end_when_painted(window)

    run(open_core, Settings(folder, None), paths.fonts(), lambda error: folder, begin)


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else ours(sys.argv[1], Path(sys.argv[2]))
