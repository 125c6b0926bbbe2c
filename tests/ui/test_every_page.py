"""Reading order is visual order: on every page Tab visits every control once, from top to bottom, in a row
from left to right, and Shift+Tab goes the same way back; what is below the fold is read with Page Down;
a wheel turned over a control changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.organiser.discuss_page import DiscussPage
from app.ui.organiser.steps import StepPage
from app.ui.scoring_page import ScoringPage
from tests.ui.pictures import Scene
from tests.ui.scenes import every_page, settle

Key = Qt.Key
_MOST = 300  # stops of the longest page, with room to spare


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[tuple[Desk, list[Scene]]]:
    """Every page in every state there is a picture of."""
    with every_page(tmp_path_factory.mktemp("scenes")) as found:
        yield found


@contextmanager
def shown(scene: Scene, desk: Desk, width: int, height: int) -> Iterator[MainWindow]:
    """The window with that page in front, as somebody finds it who came to it from another."""
    window = MainWindow(desk)
    page = scene.make(desk, window.stack)
    window.resize(width, height)
    window.show_page(page)
    window.show()
    window.activateWindow()
    settle()
    scene.then(page)
    settle()
    try:
        yield window
    finally:
        settle()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def press(window: MainWindow, key: Qt.Key) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if key == Key.Key_Backtab else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.windowHandle(), key, modifier)
    QApplication.processEvents()


def called(widget: QWidget) -> str:
    """How a report names a control."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words or type(widget).__name__


def round_trip(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """The stops of one way round; a control that keeps the key for its own parts (links of a text) is one."""
    first = QApplication.focusWidget()
    assert first is not None
    found = [first]
    for _ in range(_MOST):
        press(window, key)
        now = QApplication.focusWidget()
        assert now is not None
        if now is first and len(found) > 1:
            return found
        if now is not found[-1]:
            found.append(now)
    raise AssertionError(f"no way back to {called(first)}: … {[called(each) for each in found[-4:]]}")


def family(widget: QWidget) -> Sequence[QWidget]:
    """Buttons of which one can be chosen are one stop, as radio buttons are; arrows walk them."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.buttons() if group is not None and group.exclusive() else [widget]


def expected(window: MainWindow) -> list[QWidget]:
    """Everything on the screen that says it takes the keyboard by Tab, one of each group."""
    found: list[QWidget] = []
    for each in window.findChildren(QWidget):
        takes = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
        mine = each.isVisible() and each.isEnabled() and each.window() is window
        if takes and mine and not any(other in found for other in family(each)):
            found.append(each)
    return found


def place(window: MainWindow, widget: QWidget) -> tuple[int, QRect]:
    """In which of the parts below each other (bar on top, page, bar at the foot), and where in the window."""
    rect = QRect(widget.mapTo(window, QPoint()), widget.size())
    page = window.page
    assert page is not None
    if window.top.isAncestorOf(widget) or (isinstance(page, StepPage) and page.bar.isAncestorOf(widget)):
        return 0, rect  # the five steps do not scroll either
    return (2 if page.bottom.isAncestorOf(widget) else 1), rect


def before(one: tuple[int, QRect], other: tuple[int, QRect]) -> bool:
    """Whether a reader comes to `one` first. Two that share more than half of the lower one's height are in
    one row; an edge may be off by two pixels."""
    if one[0] != other[0]:
        return one[0] < other[0]
    first, second = one[1], other[1]
    shared = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    if shared > min(first.height(), second.height()) / 2:
        return first.left() < second.left() + 2
    return first.center().y() < second.center().y() + 2


def side_then_cards(window: MainWindow, widget: QWidget) -> int:
    """评分 has two columns, each read to its end: the sections, then the cards."""
    page = window.page
    return int(isinstance(page, ScoringPage) and page.area.isAncestorOf(widget))


def from_the_top(window: MainWindow, stops: list[QWidget]) -> list[QWidget]:
    """The same way round, beginning at the bar on top."""
    at = next((at for at, each in enumerate(stops) if window.top.isAncestorOf(each)), 0)
    while at > 0 and window.top.isAncestorOf(stops[at - 1]):
        at -= 1
    if at == 0 and window.top.isAncestorOf(stops[-1]):
        at = len(stops) - next(
            n for n, each in enumerate(reversed(stops)) if not window.top.isAncestorOf(each)
        )
    return stops[at:] + stops[:at]


def faults(window: MainWindow) -> list[str]:
    """What is wrong with the order of a page, in words."""
    wanted = expected(window)
    forth = round_trip(window, Key.Key_Tab)
    back = round_trip(window, Key.Key_Backtab)
    told = [f"reached twice: {called(each)}" for each in set(forth) if forth.count(each) > 1]
    reached = {other for each in forth for other in family(each)}
    told += [f"never reached: {called(each)}" for each in wanted if each not in reached]
    if back != [forth[0], *reversed(forth[1:])]:
        told.append("Shift+Tab goes another way back")
    spots = [
        (each, place(window, each), side_then_cards(window, each)) for each in from_the_top(window, forth)
    ]
    for (one, at, side), (other, then, other_side) in pairwise(spots):
        column = at[0] == then[0] == 1 and side != other_side
        if not (side < other_side if column else before(at, then)):
            told.append(f"{called(one)} comes before {called(other)}")
    return told


def found_on(
    pages: tuple[Desk, list[Scene]], width: int, height: int, look: Callable[[MainWindow], list[str]]
) -> dict[str, list[str]]:
    """What `look` finds wrong, page by page."""
    desk, scenes = pages
    told: dict[str, list[str]] = {}
    for scene in scenes:
        with shown(scene, desk, width, height) as window:
            if wrong := look(window):
                told[scene.name] = wrong
    return told


def test_tab_visits_every_control_once_in_the_order_of_the_eye(pages: tuple[Desk, list[Scene]]) -> None:
    assert found_on(pages, 1366, 728, faults) == {}


def faults_later(window: MainWindow) -> list[str]:
    """As `faults`, once the page has shown itself anew (a stick came, a sheet was signed elsewhere)."""
    page = window.page
    assert page is not None
    page.refresh()
    settle()
    if QApplication.focusWidget() is None:
        return ["the keyboard is nowhere"]
    return faults(window)


def unread(window: MainWindow) -> list[str]:
    """Where Page Down does not lead to the end of a page, nor Page Up back to its beginning."""
    page = window.page
    assert page is not None
    area = page.findChild(QScrollArea) if window.manual.page is None else None
    if area is None or isinstance(page, ScoringPage | DiscussPage):
        return []  # 评分 and 合议 go with the keyboard from row to row
    bar, told = area.verticalScrollBar(), []
    for key, end in ((Key.Key_PageDown, bar.maximum), (Key.Key_PageUp, bar.minimum)):
        for _ in range(40):
            press(window, key)
        if bar.value() != end():  # asked afterwards: 组织评审 grows while it is read
            told.append(f"{key.name} leads to {bar.value()} of {end()}")
    return told


def values(window: MainWindow) -> list[object]:
    """What every control of a window holds."""
    found: list[object] = []
    for each in window.findChildren(QWidget):
        if isinstance(each, QLineEdit):
            found.append(each.text())
        elif isinstance(each, QPlainTextEdit):
            found.append(each.toPlainText())
        elif isinstance(each, QAbstractButton):
            found.append((each.isChecked(), each.isEnabled()))
    return found


def turn(widget: QWidget) -> None:
    """The wheel a notch up and a notch down over the middle of a control."""
    middle = QPointF(widget.rect().center())
    for notch in (120, -120):
        event = QWheelEvent(
            middle,
            widget.mapToGlobal(middle),
            QPoint(0, notch),
            QPoint(0, notch),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)


def turned(window: MainWindow) -> list[str]:
    """Whether a wheel turned over any control changes what is entered or shown."""
    before, sheets = values(window), window.desk.sheets()
    for each in window.findChildren(QWidget):
        if each.isVisible() and isinstance(each, QLineEdit | QPlainTextEdit | QAbstractButton):
            each.setFocus()
            turn(each)
    return [] if (values(window), window.desk.sheets()) == (before, sheets) else ["a wheel changed something"]


def all_of_it(window: MainWindow) -> list[str]:
    """On the smallest screen, in one showing: its order, Page Down, its order once shown anew, the wheel."""
    return [*faults(window), *unread(window), *faults_later(window), *turned(window)]


def test_the_smallest_screen_is_in_order_can_be_read_to_its_end_and_no_wheel_changes_it(
    pages: tuple[Desk, list[Scene]],
) -> None:
    assert found_on(pages, 911, 512, all_of_it) == {}


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ((0, QRect(900, 10, 40, 40)), (1, QRect(0, 60, 40, 40)), True),
        ((1, QRect(0, 900, 40, 40)), (2, QRect(0, 600, 40, 40)), True),
        ((1, QRect(10, 100, 40, 40)), (1, QRect(60, 110, 40, 40)), True),
        ((1, QRect(60, 100, 40, 40)), (1, QRect(10, 110, 40, 40)), False),
        ((1, QRect(60, 100, 40, 40)), (1, QRect(10, 130, 40, 40)), True),
    ],
)
def test_the_order_of_the_eye_is_by_rows(
    one: tuple[int, QRect], other: tuple[int, QRect], first: bool
) -> None:
    assert before(one, other) is first
