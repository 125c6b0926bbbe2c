"""Where the person is among the cards, to be back there when the cards were made anew."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea, QWidget

from app.domain.frozen import frozen
from app.ui.criterion_card import CriterionCard


@frozen
class Place:
    """The card with the keyboard ("" for none), its control by name, the cursor in it, the open remarks, the
    first card in sight, and how far up its top is, as a part of its height (below 0: it begins lower). Where
    the card with the keyboard is out of sight, it is the first: the row in use comes back into sight."""

    criterion: str = ""
    control: str = ""
    cursor: int = 0
    asked: frozenset[str] = frozenset()
    top: str = ""
    above: float = 0.0

    def restore(self, cards: Sequence[CriterionCard], area: QScrollArea) -> None:
        """Back to it."""
        first = next((each for each in cards if each.criterion.id == self.top), None)
        if first is not None:
            area.verticalScrollBar().setValue(top_of(first, area) + round(self.above * first.height()))
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
    down, focused = area.verticalScrollBar().value(), QApplication.focusWidget()
    card = next((each for each in cards if focused is not None and each.isAncestorOf(focused)), None)
    below = (each for each in cards if top_of(each, area) + each.height() > down)
    first = next(below, cards[-1] if cards else None)  # under all cards stands what a paper says after them
    if card is not None and not -card.height() < top_of(card, area) - down < area.viewport().height():
        first, down = card, top_of(card, area)
    return Place(
        criterion=card.criterion.id if card else "",
        control=focused.accessibleName() if card and focused else "",
        cursor=focused.textCursor().position() if isinstance(focused, QPlainTextEdit) else 0,
        asked=frozenset(each.criterion.id for each in cards if each.asked),
        top=first.criterion.id if first else "",
        above=(down - top_of(first, area)) / max(first.height(), 1) if first else 0.0,
    )


def top_of(card: CriterionCard, area: QScrollArea) -> int:
    """Where a card begins, from the top of what is scrolled."""
    return card.mapTo(area.viewport(), QPoint()).y() + area.verticalScrollBar().value()
