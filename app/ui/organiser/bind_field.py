"""A field for a 校验码 read aloud: twenty digits, grouped while they are typed, full-width ones too."""

import unicodedata

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.ui.style import mark
from app.ui.words import t

DIGITS = 20
_GROUP = 4


class CodeField(QLineEdit):
    """`complete` tells the code as soon as its last digit is there; `edited` that it is not, or no longer."""

    complete = Signal(str)
    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "code")
        self.setAccessibleName(name)
        self.setPlaceholderText(t("20 位数字"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self.on_edited)

    @property
    def code(self) -> str:
        """The digits typed so far, without spaces."""
        return digits_of(self.text())

    def on_edited(self, text: str) -> None:
        """Groups what was typed and leaves the cursor behind the same digit."""
        before = len(digits_of(text[: self.cursorPosition()]))
        typed = digits_of(text)[:DIGITS]
        self.setText(grouped(typed))
        at = min(before, len(typed))
        self.setCursorPosition(at + (at - 1) // _GROUP if at else 0)
        mark(self, state="")
        if len(typed) == DIGITS:
            self.complete.emit(typed)
        else:
            self.edited.emit()

    def show_state(self, state: str) -> None:
        """ "" while typing, then "met" or "refused"."""
        mark(self, state=state)

    def sizeHint(self) -> QSize:
        digit = self.fontMetrics().horizontalAdvance("0")
        return QSize(digit * (DIGITS + DIGITS // _GROUP + 1) + 24, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def digits_of(text: str) -> str:
    """The digits in a text, full-width ones as plain ones."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each in "0123456789")


def grouped(digits: str) -> str:
    """7741 7391 5265 …"""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
