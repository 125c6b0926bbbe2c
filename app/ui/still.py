"""Texts and bars that change under every key: another value moves nothing and lays nothing out anew."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from app.ui.style import ink

_FONT = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Polish)
_TALLEST = 10_000


class Figure(QLabel):
    """One line in a place as wide as `widest`, the longest it is meant to say; it grows where it must."""

    def __init__(self, widest: str, role: str, parent: QWidget, *, right: bool = False) -> None:
        super().__init__(parent)
        self._widest, self._state = widest, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("role", role)
        self._fit()

    def show_words(self, words: str, state: str = "") -> None:
        """Says `words`, in the ink named `state`."""
        if state != self._state:
            self._state = state
            self.update()
        if words == self.text():
            return
        if len(words) > len(self._widest):
            self._widest = words
            self._fit()
        self.setText(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _FONT:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(ink(self._state) if self._state else self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), self.text())
        painter.end()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance(self._widest) + 2, metrics.height())


class Line(QLabel):
    """Words that break into lines, at least `least` pixels high; only a new height is laid out anew.

    QLabel asks for its place again after every text, and a state of the style sheet dresses a widget anew,
    which takes longer than all else a key does: here words and ink are painted.
    """

    def __init__(self, role: str, parent: QWidget, least: int = 0) -> None:
        super().__init__(parent)
        self._words = self._state = ""
        self.least = least
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("role", role)

    def text(self) -> str:
        return self._words

    def show_words(self, words: str, state: str = "") -> None:
        """Says `words`, in the ink named `state`."""
        if state != self._state:
            self._state = state
            self.update()
        if words == self._words:
            return
        before = self.heightForWidth(self.width())
        self._words = words
        self.setAccessibleName(words)
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        whole = self.fontMetrics().boundingRect(0, 0, max(width, 1), _TALLEST, _BROKEN, self._words)
        return max(self.least, whole.height() if self._words else 0)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 8, max(self.least, self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 4, self.least)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(ink(self._state) if self._state else self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), _BROKEN, self._words)
        painter.end()


_BROKEN = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def show_count(bar: QProgressBar, value: int) -> None:
    """Shows `value` with the next picture of the window; QProgressBar would paint at once."""
    if bar.value() != value:
        bar.setUpdatesEnabled(False)
        bar.setValue(value)
        bar.setUpdatesEnabled(True)


class Chip(Figure):
    """Words in a frame that can be lit."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, "chip", parent)
        self._lit = False
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(words)
        self.setText(words)

    def light(self, lit: bool, description: str) -> None:
        """Lights it or not; `description` tells the screen reader."""
        if lit != self._lit:
            self._lit = lit
            self.setAccessibleDescription(description)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink("primary" if self._lit else "line"))
        painter.setBrush(ink("primary" if self._lit else "surface"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(ink("on_primary" if self._lit else "secondary"))
        painter.drawText(self.rect(), int(self.alignment()), self.text())
        painter.end()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        tall = metrics.height() * 2
        self.setFixedSize(metrics.horizontalAdvance(self._widest) + tall * 2 // 3, tall)
