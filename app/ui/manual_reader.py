"""F1: the manual over the page one is at; closing it gives back that page, its focus and what was in sight.

The page below is only hidden: nothing is left, sent or forgotten. A page that comes to the front closes it.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QScrollBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import i18n
from app.ui.style import Look

if TYPE_CHECKING:
    from app.domain.manual_text import Manual
    from app.ui.manual_page import ManualPage


@cache
def shipped_manual() -> "Manual":
    """The manual of this program, read when it is first asked for."""
    from app.domain.manual_text import read_manual

    return read_manual(i18n.manual_texts())


class ManualReader(QObject):
    """Shows the manual in place of `stack`, which lies in `column`; `changed` is called after each time."""

    def __init__(self, stack: QStackedWidget, column: QVBoxLayout, changed: Callable[[], None]) -> None:
        super().__init__(stack)
        self._stack, self._column, self._changed = stack, column, changed
        self._focused: QWidget | None = None
        self._seen: list[tuple[QScrollBar, int]] = []
        self.page: ManualPage | None = None
        stack.currentChanged.connect(self.close)

    @property
    def is_open(self) -> bool:
        """Whether the manual is in front."""
        return self.page is not None

    def toggle(self, name: str, look: Look) -> None:
        """Opens the manual at the page of that name; where it is open, closes it."""
        if self.is_open:
            self.close()
        else:
            self._open(name, look)

    def set_look(self, look: Look) -> None:
        """The look was changed while one reads."""
        if self.page is not None:
            self.page.set_look(look)

    def close(self) -> None:
        """Back to the page below, as it was left."""
        if self.page is None:
            return
        page, self.page = self.page, None
        self._stack.show()
        page.hide()
        self._column.removeWidget(page)
        page.deleteLater()
        self._changed()
        self._give_back()

    def _open(self, name: str, look: Look) -> None:
        from app.ui.manual_page import ManualPage

        self._focused = QApplication.focusWidget()
        areas = self._stack.findChildren(QAbstractScrollArea)
        self._seen = [(bar, bar.value()) for bar in (each.verticalScrollBar() for each in areas)]
        page = ManualPage(shipped_manual(), look)
        page.closed.connect(self.close)
        page.show_chapter(name)
        self.page = page
        # The page below goes first: beside it the manual would have no height and scroll away from its top.
        self._stack.hide()
        self._column.addWidget(page, 1)
        page.show()
        page.opened()
        self._changed()

    def _give_back(self) -> None:
        focused, self._focused = self._focused, None
        seen, self._seen = self._seen, []
        if focused is not None and shiboken6.isValid(focused) and focused.isVisible():
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        for bar, value in seen:
            if shiboken6.isValid(bar):
                bar.setValue(value)
