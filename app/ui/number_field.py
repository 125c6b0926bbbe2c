"""A field for one number: full-width digits and 。 count, nothing else can be typed, no wheel changes it."""

import re
import unicodedata
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.canonical import write_decimal
from app.ui.style import mark

_WHOLE = re.compile(r"[0-9]{0,9}")
_DECIMAL = re.compile(r"[0-9]{0,9}(\.[0-9]{0,4})?")
_ELSEWHERE = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
_OWN = (
    QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.SelectAll,
)  # fmt: skip


class _Numbers(QValidator):
    """Turns what a Chinese keyboard types into a plain number while it is typed."""

    def __init__(self, whole: bool, parent: QLineEdit) -> None:
        super().__init__(parent)
        self._form = _WHOLE if whole else _DECIMAL

    def validate(self, text: str, position: int) -> object:
        plain = (
            unicodedata.normalize("NFKC", text.replace("。", ".").replace("．", ".")).strip().replace(" ", "")
        )
        state = QValidator.State
        if not self._form.fullmatch(plain):
            return state.Invalid, text, position
        return state.Acceptable, plain, min(position, len(plain))


class NumberField(QLineEdit):
    """`typed` tells the number after every key, None for blank; `left` that the focus went elsewhere."""

    typed = Signal(object)
    left = Signal()

    def __init__(
        self, name: str, parent: QWidget, *, whole: bool, steps: bool = False, role: str = "number"
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._shown: Fraction | None = None
        self.setProperty("role", role)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setValidator(_Numbers(whole, self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMaxLength(14)
        self.textEdited.connect(self.on_text_edited)

    @property
    def value(self) -> Fraction | None:
        """The number that stands there; None for blank."""
        text = self.text().rstrip(".")
        return Fraction(text if not text.startswith(".") else f"0{text}") if text else None

    def show_value(self, value: Fraction | None) -> None:
        """Shows what is saved; leaves the text alone where it says that already (a point just typed)."""
        self._shown = value
        if self.value != value or not self.text():
            self.setText("" if value is None else write_decimal(value))
        self.setAccessibleDescription("" if value is None else write_decimal(value))
        mark(self, state="")

    def refuse(self) -> None:
        """Marks what was typed as not taken; it goes when the field is left."""
        mark(self, state="refused")

    def on_text_edited(self, _text: str) -> None:
        """Tells the number typed."""
        self.typed.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moving = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._steps
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        foreign = control and not any(event.matches(key) for key in _OWN)
        if event.key() in _ELSEWHERE or moving or foreign:
            event.ignore()  # undo among them: it is the sheet's, not the field's
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setText("" if self._shown is None else write_decimal(self._shown))
        mark(self, state="")
        self.left.emit()
