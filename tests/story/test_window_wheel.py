"""A wheel turned over a control changes nothing, on any page."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from tests.ui.pictures import Scene
from tests.ui.scenes import every_page, settle


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[Scene]]]:
    with every_page(tmp_path_factory.mktemp("wheel")) as found:
        yield found


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


def test_a_wheel_over_any_control_of_any_page_changes_nothing(pages: tuple[Desk, list[Scene]]) -> None:
    desk, scenes = pages
    changed = []
    for scene in scenes:
        window = MainWindow(desk)
        window.show_page(scene.make(desk, window.stack))
        window.show()
        QApplication.processEvents()
        before, sheets = values(window), desk.sheets()
        for each in window.findChildren(QWidget):
            if each.isVisible() and isinstance(each, QLineEdit | QPlainTextEdit | QAbstractButton):
                each.setFocus()
                turn(each)
        if (values(window), desk.sheets()) != (before, sheets):
            changed.append(scene.name)
        settle()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert changed == []
