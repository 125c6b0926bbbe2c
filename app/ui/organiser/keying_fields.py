"""Fields for what stands on a paper sheet beside the findings: form number, day, a text as long as it is."""

import re
import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from app.ui.limits import Limit
from app.ui.organiser.bind_field import digits_of, grouped
from app.ui.words import t

_DIGITS = 8
_DAY = re.compile(r"([0-9]{4})\D+([0-9]{1,2})\D+([0-9]{1,2})\D*|([0-9]{4})([0-9]{2})([0-9]{2})")


class FormField(QLineEdit):
    """Eight digits in two groups; full-width ones count. `left` when the focus goes elsewhere."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "code")
        self.setAccessibleName(t("表号"))
        self.setPlaceholderText(t("8 位数字"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self.on_edited)

    def on_edited(self, text: str) -> None:
        """Groups what was typed and leaves the cursor behind the same digit."""
        before = len(digits_of(text[: self.cursorPosition()]))
        typed = digits_of(text)[:_DIGITS]
        self.setText(grouped(typed))
        at = min(before, len(typed))
        self.setCursorPosition(at + (at - 1) // 4 if at else 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class DayField(QLineEdit):
    """A day as people write it: 2026-11-22, 2026.11.22, 2026年11月22日, 20261122; shown as the first."""

    def __init__(self, name: str, example: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(t("如 {day}").format(day=example))
        self.setMaxLength(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self.on_finished)

    @property
    def day(self) -> str:
        """YYYY-MM-DD where it can be read so, else as typed; whether there is such a day is not ours."""
        text = unicodedata.normalize("NFKC", self.text()).strip()
        found = _DAY.fullmatch(text)
        if found is None:
            return text
        year, month, day = (each for each in found.groups() if each is not None)
        return f"{year}-{int(month):02}-{int(day):02}"

    def on_finished(self) -> None:
        """Shown as it is understood."""
        self.setText(self.day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TextField(QPlainTextEdit):
    """Some lines of text of at most `limit` characters; what is too much is not taken. `left` as above."""

    left = Signal()

    def __init__(self, name: str, hint: str, limit: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(96)
        Limit(self, limit)

    @property
    def text(self) -> str:
        """What stands there, without the blanks around it."""
        return self.toPlainText().strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
