"""The desk's last pages before a real window: sticks as folders, waiting until work is done."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.ui import tasks
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from tests.ui.days import text_of
from tests.ui.desks import open_desk
from tests.workspaces import World

P = TypeVar("P", bound=Page)


@dataclass
class Hands:
    """A window over one laptop's workspace; `sticks` are those that are in."""

    world: World
    desk: Desk
    window: MainWindow
    watch: StickWatch
    sticks: list[Path]

    def settle(self) -> None:
        """Until no work is under way and what is shown bit by bit is there."""
        for _ in range(12):
            QApplication.processEvents()
            while tasks.busy():
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def show(self, page: P) -> P:
        """Brings a page to the front."""
        self.window.show_page(page)
        self.settle()
        return page

    def press(self, pressed: QAbstractButton) -> None:
        """Presses a button that a person can press."""
        assert pressed.isEnabled() and pressed.isVisible(), pressed.text()
        pressed.click()
        self.settle()

    def plug(self, *sticks: Path) -> None:
        """These sticks are in now."""
        for each in sticks:
            each.mkdir(parents=True, exist_ok=True)
        self.sticks[:] = sticks
        self.watch.look()
        self.settle()

    def said(self) -> str:
        """All that the window says now."""
        return "\n".join(text_of(each) for each in self.window.findChildren(QWidget) if each.isVisible())


@contextmanager
def hands(world: World, laptop: str = "desk", *, width: int = 1366, height: int = 728) -> Generator[Hands]:
    """A window over that laptop."""
    sticks: list[Path] = []
    with open_desk(world, laptop) as desk:
        window = MainWindow(desk)
        found = Hands(world, desk, window, StickWatch(lambda: tuple(sticks)), sticks)
        window.resize(width, height)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        try:
            yield found
        finally:
            found.settle()
            window.may_close_unsent = True
            window.close()
            window.deleteLater()
            found.settle()
