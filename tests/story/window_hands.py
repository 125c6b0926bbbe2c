"""A person with a mouse and a keyboard before a window: finds controls by what they say, clicks and types.

Nothing is set on a widget: what changes was clicked where the control is seen, typed, dropped or chosen in
the system's dialog. A control that is covered, disabled or named twice alike fails.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from app.ui.organiser.keying_page import KeyingPage
from app.ui.stepper_row import StepperRow
from tests.story.keyboard import Keys, focused
from tests.story.scoring_hands import fulfil
from tests.ui.days import Day, day, text_of, windows
from tests.workspaces import World

W = TypeVar("W", bound=QWidget)
_LEFT = Qt.MouseButton.LeftButton
_TICK_MS = 5
_PATIENCE_SECONDS = 30
_MOST_ROWS = 100
_BITS = 40


@dataclass(frozen=True)
class Person(Keys):
    """Whoever sits before a running window."""

    running: Day

    # ---- what is seen -------------------------------------------------------------------------------

    @property
    def front(self) -> QWidget:
        """What fills the screen: the window, or what lies over it (可以散会)."""
        not_over = (self.running.window, *self.running.others)
        return next((each for each in windows() if each not in not_over), self.running.window)

    def said(self) -> str:
        """All that is said now, to the eye and to the screen reader."""
        return "\n".join(text_of(each) for each in (self.front, *_shown(self.front, QWidget)))

    def sees(self, *words: str) -> None:
        """These words are there, once what is under way is done."""
        ends = perf_counter() + _PATIENCE_SECONDS
        while missing := [each for each in words if each not in (told := self.said())]:
            if perf_counter() > ends:
                break
            self.running.settle()
        assert not missing, f"{missing} not in:\n{told}"

    def may(self, words: str) -> bool:
        """Whether there is such a button, and it can be pressed."""
        return any(each.isEnabled() for each in _named(_shown(self.front, QAbstractButton), words))

    def in_sight(self, words: str) -> bool:
        """Whether that button is seen without scrolling."""
        return not self.find(QAbstractButton, words).visibleRegion().isEmpty()

    # ---- the mouse ----------------------------------------------------------------------------------

    def click(self, words: str, near: str = "") -> None:
        """Presses the button that says `words`, in the row or panel that says `near`."""
        self.click_on(self.find(QAbstractButton, words, near))

    def tick(self, words: str) -> None:
        """Ticks a box, or takes the tick away."""
        self.click_on(self.find(QCheckBox, words))

    def find(self, kind: type[W], words: str, near: str = "") -> W:
        """The one control that says `words`, of several the one nearest to what says `near`."""
        everything = _shown(self.front, kind)
        found = [each for each in _named(everything, words) if each.isEnabled()]
        if near and found:
            closest = min(_far(each, near) for each in found)
            found = [each for each in found if _far(each, near) == closest]
        names = [(text_of(each), each.isEnabled()) for each in everything]
        assert len(found) == 1, f"{len(found)} × {words} {near}: {names}\n{self.said()}"
        return found[0]

    def click_on(self, pressed: QWidget, at: QRect | None = None) -> None:
        """Scrolls to a control, as with the wheel, and clicks on it where it is seen."""
        self.scroll_to(pressed)
        point = _middle_of(pressed, at)
        hit = self.front.childAt(point)
        assert hit is not None and (hit is pressed or pressed.isAncestorOf(hit)), (
            f"{text_of(pressed)} is covered by {hit}"
        )
        handle = self.front.windowHandle()
        assert handle is not None
        QTest.mouseClick(handle, _LEFT, Qt.KeyboardModifier.NoModifier, point)
        self.wait()

    def scroll_to(self, wanted: QWidget) -> None:
        """Until it is in sight."""
        at = wanted.parentWidget()
        while at is not None:
            if isinstance(at, QScrollArea):
                at.ensureWidgetVisible(wanted, 0, 40)
            at = at.parentWidget()
        QApplication.processEvents()

    def click_cell(self, table: str, row: str, column: str) -> None:
        """A cell of a table, by what its row begins with and its column is called."""
        view = self.find(QAbstractItemView, table)
        model = view.model()
        rows = [str(model.index(at, 0).data()) for at in range(model.rowCount())]
        heads = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
        index = model.index(rows.index(row), [each.strip() for each in heads].index(column))
        self.click_on(view.viewport(), view.visualRect(index))

    def drop(self, place: str, *paths: Path) -> None:
        """Drags files from a folder onto a place that takes them."""
        wanted = [each for each in _named(_shown(self.front, QFrame), place) if each.acceptDrops()]
        assert len(wanted) == 1, f"{len(wanted)} × {place}\n{self.said()}"
        self.scroll_to(wanted[0])
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
        point, copy = wanted[0].rect().center(), Qt.DropAction.CopyAction
        none = Qt.KeyboardModifier.NoModifier
        over = QDragEnterEvent(point, copy, data, _LEFT, none)
        QApplication.sendEvent(wanted[0], over)
        assert over.isAccepted(), place
        QApplication.sendEvent(wanted[0], QDropEvent(QPointF(point), copy, data, _LEFT, none))
        self.wait()

    def wait(self) -> None:
        """Until what is shown bit by bit is all there."""
        self.running.settle()
        for _ in range(_BITS):
            QApplication.processEvents()
        self.running.settle()

    # ---- the keyboard -------------------------------------------------------------------------------

    def write(self, field: str, text: str, near: str = "") -> None:
        """Clicks into a field, marks what is there and types over it."""
        kinds = (QLineEdit, QPlainTextEdit, QTextEdit)
        here = [each for each in _shown(self.front, QWidget) if isinstance(each, kinds)]
        found = [each for each in _named(here, field) if each.isEnabled()]
        if near and found:
            closest = min(_far(each, near) for each in found)
            found = [each for each in found if _far(each, near) == closest]
        assert len(found) == 1, f"{len(found)} × {field}: {[text_of(each) for each in here]}\n{self.said()}"
        into = found[0]
        self.click_on(into.viewport() if isinstance(into, QAbstractScrollArea) else into)
        self.control(Qt.Key.Key_A)
        if text.isdigit() and text.isascii():
            self.type(text)
        else:
            self.compose(text)
        self.wait()

    # ---- the system's dialog, sticks, time ----------------------------------------------------------

    def choose(self, words: str, *paths: Path) -> None:
        """Presses a button that opens the system's dialog for files, and chooses there."""
        typed = " ".join(f'"{each}"' for each in paths) if len(paths) > 1 else str(paths[0])
        seen: list[str] = []

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(20, answer)
                return
            seen.append(dialog.windowTitle())
            dialog.findChildren(QLineEdit)[0].setText(typed)
            dialog.accept()

        QTimer.singleShot(0, answer)
        self.click(words)
        self.wait()
        assert len(seen) == 1, words

    def plug(self, *sticks: Path) -> None:
        """These sticks are in now."""
        for each in sticks:
            each.mkdir(parents=True, exist_ok=True)
        self.running.plug(*sticks)


def copy_off(clerk: Person) -> None:
    """Types a paper of full marks off, row after row, until the keyboard stands below the findings."""
    page = clerk.running.page(KeyingPage)
    while clerk.running.window.has_just_turned:  # a page that was just opened takes no Enter
        QApplication.processEvents()
    for _ in range(_MOST_ROWS):
        row = next((row for card in page.cards for row in card.rows if row.isAncestorOf(focused())), None)
        if row is None:
            return
        if isinstance(row, StepperRow):
            clerk.type("5")
        else:
            fulfil(clerk, row)
        clerk.press(Qt.Key.Key_Return)
    raise AssertionError("the paper never ends")


class Pulse(QObject):
    """How long the window was without a tick of its event loop, at most, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_tick)
        self._timer.start(_TICK_MS)

    def on_tick(self) -> None:
        """The window answers."""
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> float:
        """The longest gap."""
        self._timer.stop()
        return self.longest


@contextmanager
def person(world: World, laptop: str) -> Generator[Person, None, None]:
    """Somebody at the window of a laptop of `world`, started now and closed in order."""
    warming = world.stick / "brief.pdf"  # what a day has its judging child look at beforehand
    if not warming.exists():
        warming.parent.mkdir(parents=True, exist_ok=True)
        warming.write_bytes(b"%PDF-1.7")
    with day(world, world.folder(laptop)) as running:
        yield Person(running)


def _shown(top: QWidget, kind: type[W]) -> list[W]:
    return [each for each in top.findChildren(kind) if each.isVisible()]


def _names(widget: QWidget) -> tuple[str, ...]:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return tuple(filter(None, (text, widget.accessibleName())))


def _named(widgets: Iterable[W], words: str) -> list[W]:
    """Those called exactly so; where there is none, those whose name holds the words."""
    known = list(widgets)
    exact = [each for each in known if words in _names(each)]
    return exact or [each for each in known if any(words in name for name in _names(each))]


def _far(widget: QWidget, words: str) -> int:
    """How many frames around a control until one says `words`."""
    at, steps = widget.parentWidget(), 1
    while at is not None:
        told = (at, *_shown(at, QLabel), *_shown(at, QAbstractButton))
        if any(words in text_of(each) for each in told):
            return steps
        at, steps = at.parentWidget(), steps + 1
    return 999


def _middle_of(widget: QWidget, at: QRect | None) -> QPoint:
    """The middle of what is seen of a control, in the window's pixels; of a box that is ticked, the box."""
    seen = widget.visibleRegion().boundingRect()
    seen = seen.intersected(at) if at is not None else seen
    assert not seen.isEmpty(), f"{text_of(widget)} is out of sight"
    point = seen.center()
    if isinstance(widget, QCheckBox):
        point = QPoint(min(12, seen.center().x()), point.y())
    return widget.mapTo(widget.window(), point)
