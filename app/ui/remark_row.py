"""The written part of a card: 说明, 佐证 numbers, and a partial award where the rules allow one."""

import re

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.findings import EVIDENCE_TEXT_LIMIT, REMARK_LIMIT
from app.ui.feedback import Refusal
from app.ui.limits import Limit
from app.ui.plain import plain
from app.ui.words import raw, t

_SPLIT = re.compile(r"[、，,；;\s]+")
_WIDE = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９", "0123456789", strict=True)}
_IDLE = 400  # milliseconds without a key after which what was written is saved


class _Writing(QPlainTextEdit):
    """Enter goes on, Shift+Enter breaks the line."""

    left = Signal()
    enter_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class RemarkRow(QFrame):
    """`written` tells the remark when writing pauses or ends; `evidence_given` the evidence numbers."""

    written = Signal(str)
    evidence_given = Signal(object)
    next_requested = Signal()

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setProperty("role", "row")
        self.asks = plain("", self)
        self.asks.setWordWrap(True)
        self.asks.setProperty("role", "why")
        self.text = _Writing(self)
        self.text.setAccessibleName(t("说明：{name}").format(name=raw(name)))
        self.text.setPlaceholderText(t("说明（最多 {n} 字）").format(n=REMARK_LIMIT))
        self.text.setTabChangesFocus(True)
        Limit(self.text, REMARK_LIMIT)
        self.text.left.connect(self.flush)
        self.text.enter_pressed.connect(self.on_enter)
        self.evidence = QLineEdit(self)
        self.evidence.setAccessibleName(t("佐证编号：{name}").format(name=raw(name)))
        self.evidence.setPlaceholderText(t("佐证编号，用顿号分开，如：7、12"))
        Limit(self.evidence, EVIDENCE_TEXT_LIMIT * 4)
        self.refusal = Refusal(self)
        self._saved = ""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self.flush)
        self.text.textChanged.connect(self._idle.start)
        self.evidence.editingFinished.connect(self.on_evidence_finished)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        for each in (self.asks, self.text, self.evidence, self.refusal):
            column.addWidget(each)
        self.evidence.setVisible(False)

    def show_saved(self, remark: str, evidence: tuple[str, ...], asks: str, *, locked: bool) -> None:
        """Shows what is saved; does not touch a text that is being written."""
        if remark != self._saved or not self.text.hasFocus():
            self._saved = remark
            if self.text.toPlainText() != remark:
                self.text.setPlainText(remark)
                self._idle.stop()
        if not self.evidence.hasFocus():
            self.evidence.setText("、".join(evidence))
        self.evidence.setVisible(self.evidence.isVisibleTo(self) or bool(evidence))
        self.asks.setText(asks)
        self.asks.setVisible(bool(asks))
        self.text.setReadOnly(locked)
        self.evidence.setReadOnly(locked)
        self.refusal.say("")
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 24)

    def ask_for_evidence(self) -> None:
        """Shows the field for evidence numbers and goes there."""
        self.evidence.setVisible(True)
        self.evidence.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Saves what is written now."""
        self._idle.stop()
        text = self.text.toPlainText()
        if text != self._saved:
            self._saved = text
            self.written.emit(text)

    def refused(self, saved: str) -> None:
        """The remark was not taken: what is saved is still `saved`."""
        self._saved = saved

    def on_evidence_finished(self) -> None:
        """The numbers without separators and without the word itself."""
        parts = (
            part.removeprefix("佐证").strip() for part in _SPLIT.split(self.evidence.text().translate(_WIDE))
        )
        self.evidence_given.emit(tuple(part for part in parts if part))

    def on_enter(self) -> None:
        """Enter in the remark: saved, and on to the next."""
        self.flush()
        self.next_requested.emit()
