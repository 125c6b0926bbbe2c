"""A person before the desk's window, for bench_desk_child.py: opens pages, waits, and is timed."""

import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.ui import tasks
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from app.ui.way import Way

Took = tuple[float, float]
TICK_MS = 5  # without a pause it would be what keeps the computer busy
LEADING = ("prepare", "prepare_form", "issue", "print", "ranking", "package")


class Ticks(QObject):
    """How long the window did not answer: the longest gap between two rounds of its event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.worst: Took = (0.0, 0.0)
        self._last = moment()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_tick)
        self._timer.start(TICK_MS)

    def on_tick(self) -> None:
        """One round."""
        now = moment()
        self.worst = max(self.worst[0], now[0] - self._last[0]), max(self.worst[1], now[1] - self._last[1])
        self._last = now


def moment() -> Took:
    """Now, by the clock and by this thread's processor time."""
    return time.perf_counter(), time.thread_time()


def timed(act: Callable[[], object]) -> Took:
    """Until what follows at once is painted."""
    begun = moment()
    act()
    QApplication.processEvents()
    ended = moment()
    return ended[0] - begun[0], ended[1] - begun[1]


def idle(least: int = 0) -> None:
    """Until no work is under way, and for at least so many milliseconds."""
    clock = QElapsedTimer()
    clock.start()
    while tasks.busy() or clock.elapsed() < least:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Running:
    """The organiser's window with 今日评审 in front, as it is when the board is asked for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.window = MainWindow(desk)
        self.way = Way(self.window, StickWatch(lambda: ()))
        self.way.show_home()
        self.window.resize(1366, 728)
        self.window.show()
        QApplication.processEvents()

    @property
    def page(self) -> Page:
        """The page in front."""
        assert self.window.page is not None
        return self.window.page

    def open(self, page: str) -> None:
        """Brings a page to the front as an act of a person does."""
        way, names = self.way.organiser, self.desk.core.panels.in_order()
        if page == "board":
            way.show_board()
        elif page == "stick":
            way.show_collect()
        elif page == "keying":
            way.show_keying(names[-1], "E2")
        elif page in LEADING:
            way.show_desk_page(page)
        else:
            # The second panel is signed, the first one has everything but its record.
            way.show_step(names[1 if page == "handover" else 0], page)

    def back(self) -> None:
        """To the page this one was opened from."""
        self.window.go_back()
        idle()
