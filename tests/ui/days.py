"""An expert's day before a real window: workspaces, keys, papers and sticks are real folders."""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.services.core import Core
from app.settings import Settings
from app.ui import tasks
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.pages import Page
from app.ui.people_page import PeoplePage
from app.ui.roster_page import RosterPage
from app.ui.stick_watch import StickWatch
from app.ui.way import Way
from tests.workspaces import World, panel_file

P = TypeVar("P", bound=Page)


@dataclass
class Day:
    """One run of the program on one laptop; `sticks` are those that are in, `others` the windows that other
    tests of this process left behind."""

    world: World
    base: Path
    desk: Desk
    window: MainWindow
    way: Way
    sticks: list[Path] = field(default_factory=list)
    others: list[QWidget] = field(default_factory=list)

    def settle(self) -> None:
        """Until no work is under way and nothing waits to be shown or taken away."""
        app = QApplication.instance()
        assert app is not None
        for _ in range(4):
            app.processEvents()
            while tasks.busy():
                app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def page(self, kind: type[P]) -> P:
        """The page in front, which must be of that kind."""
        self.settle()
        found = self.window.page
        mine = [each for each in windows() if each not in self.others]
        assert mine == [self.window], [(type(each).__name__, each.windowTitle()) for each in mine]
        assert isinstance(found, kind), f"{type(found).__name__} is in front"
        return found

    def press(self, pressed: QAbstractButton) -> None:
        """Presses a button that a person can press."""
        assert pressed.isEnabled() and pressed.isVisible(), pressed.text()
        pressed.click()
        self.settle()

    def plug(self, *sticks: Path) -> None:
        """These sticks are in now, and looked at."""
        self.sticks[:] = sticks
        self.way.watch.look()
        self.settle()

    def sit_down(self, at: int, pin: str = "") -> None:
        """Taps a name on the roster; a `pin` for a shared laptop."""
        roster = self.page(RosterPage)
        self.press(roster.names[at])
        if roster.alone.isVisible():
            self.press(roster.others if pin else roster.alone)
        for typed in (roster.secret.first, roster.secret.second):
            if typed.isVisible():
                typed.setText(pin)
        self.press(roster.go)

    def come_back(self, at: int, pin: str) -> None:
        """Chooses a name on the page 换人 and types the PIN."""
        people = self.page(PeoplePage)
        self.press(people.names[at])
        people.secret.first.setText(pin)
        self.press(people.go)

    def said(self) -> str:
        """All that the window says now."""
        return "\n".join(text_of(each) for each in self.window.findChildren(QWidget) if each.isVisible())


def text_of(widget: QWidget) -> str:
    """What a widget says, to the eye and to the screen reader."""
    shown = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return "\n".join(filter(None, (shown, widget.accessibleName(), widget.toolTip())))


@contextmanager
def day(world: World, base: Path, secret: str | None = None) -> Generator[Day, None, None]:
    """The program started on a laptop whose workspace folder is `base`, and closed in order."""

    def opened(settings: Settings) -> AbstractContextManager[Core]:
        return world.core(settings.workspace, settings.secret)

    sticks: list[Path] = []
    _warm(world)
    others = windows()
    desk = Desk(opened, Settings(base, secret))
    window = MainWindow(desk)
    way = Way(window, StickWatch(lambda: tuple(sticks)))
    running = Day(world, base, desk, window, way, sticks, others)
    way.entrance.begin()
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    running.settle()
    try:
        yield running
    finally:
        running.settle()
        window.may_close_unsent = True
        window.close()
        way.leave()
        desk.close()
        window.deleteLater()
        running.settle()


def windows() -> list[QWidget]:
    """What stands on the screen by itself: windows and dialogs."""
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


_warmed: list[bool] = []


def _warm(world: World) -> None:
    """Has the judging child load its libraries: on a busy machine its first file would take too long."""
    if not _warmed:
        _warmed.append(True)
        with world.laptop("desk") as core:
            core.opening.look(sorted(world.root.rglob("*.pdf"))[:1])()


def briefs(world: World, *platforms: tuple[int, str]) -> Path:
    """A stick with a brief for every (annex, platform)."""
    stick = world.root / "briefs"
    stick.mkdir(exist_ok=True)
    with world.laptop("desk") as core:
        for annex, platform in platforms:
            panel = core.panels.new(panel_file(world.root, annex=annex, platform=platform)).name
            core.panels.issue(panel, stick / f"{panel}.pdf")
    return stick
