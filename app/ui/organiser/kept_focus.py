"""A page that makes its rows anew keeps the keyboard: what had it may be gone by then."""

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.pages import Page


def give_focus(page: Page, widget: QWidget) -> None:
    """The keyboard to `widget`; where it was made just now, as soon as it is shown.

    A page that something else lies over takes the keyboard from nobody.
    """
    if not page.isVisible():
        return
    widget.setFocus()
    if not widget.isVisible():
        QTimer.singleShot(0, widget, widget.setFocus)


@contextmanager
def kept_focus(page: Page) -> Generator[None]:
    """While `page` is filled anew: where the focus was on it and is not any more, it is opened again."""
    before = QApplication.focusWidget()
    mine = page.isVisible() and before is not None and (before is page or page.isAncestorOf(before))
    yield
    now = QApplication.focusWidget()
    if mine and (now is None or not (now is page or page.isAncestorOf(now))):
        page.opened()
