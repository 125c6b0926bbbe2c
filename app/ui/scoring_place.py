"""Where the person is among the cards, to be back there when the cards were made anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea, QWidget

from app.ui.criterion_card import CriterionCard


@dataclass(frozen=True)
class Place:
    """The card with the keyboard ("" for none), its control by name, the cursor in it, the open remarks, and
    how far down the page is, as a part of all of it."""

    criterion: str = ""
    control: str = ""
    cursor: int = 0
    asked: frozenset[str] = frozenset()
    down: float = 0.0

    def restore(self, cards: Sequence[CriterionCard], area: QScrollArea) -> None:
        """Back to it."""
        for card in cards:
            if card.criterion.id in self.asked:
                card.asked = True
                card.refresh()
        bar = area.verticalScrollBar()
        bar.setValue(round(self.down * bar.maximum()))
        here = next((each for each in cards if each.criterion.id == self.criterion), None)
        if here is None:
            return
        found = (each for each in here.findChildren(QWidget) if each.accessibleName() == self.control)
        control = next((each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus), None)
        if control is None:
            return
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(control, QPlainTextEdit):
            cursor = control.textCursor()
            cursor.setPosition(min(self.cursor, len(control.toPlainText())), QTextCursor.MoveMode.MoveAnchor)
            control.setTextCursor(cursor)


def place_of(cards: Sequence[CriterionCard], area: QScrollArea) -> Place:
    """Where the person is now."""
    bar, focused = area.verticalScrollBar(), QApplication.focusWidget()
    card = next((each for each in cards if focused is not None and each.isAncestorOf(focused)), None)
    return Place(
        criterion=card.criterion.id if card else "",
        control=focused.accessibleName() if card and focused else "",
        cursor=focused.textCursor().position() if isinstance(focused, QPlainTextEdit) else 0,
        asked=frozenset(each.criterion.id for each in cards if each.asked),
        down=bar.value() / bar.maximum() if bar.maximum() else 0.0,
    )
