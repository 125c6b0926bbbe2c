"""Texts and bars that paint themselves: what a key changes moves nothing and lays nothing out anew."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from app.ui.style import ink

_FONT = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Polish)
_TALLEST = 10_000


class Figure(QLabel):
    """One line in a place as wide as `widest`, the longest it is meant to say; it grows where it must.

    With "" it is as wide as its words."""

    def __init__(self, widest: str, role: str, parent: QWidget, *, right: bool = False) -> None:
        super().__init__(parent)
        self._widest, self._state, self._snug = widest, "", not widest
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
        if self._snug or len(words) > len(self._widest):
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


class Pill(Line):
    """Words on a soft ground of their state's colour, no wider than they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("caption", parent)

    def heightForWidth(self, width: int) -> int:
        tall = super().heightForWidth(width - 2 * self._side)
        return tall + self._side if tall else 0

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._words) + 2 * self._side
        return QSize(wide, self.fontMetrics().height() + self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._words:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(self._side, 0, -self._side, 0)
        words = self.fontMetrics().boundingRect(room, _BROKEN, self._words)
        ground = words.adjusted(-self._side, -self._side // 2, self._side, self._side // 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(f"{self._state}_soft" if self._state else "soft"))
        painter.drawRoundedRect(ground, self.fontMetrics().height() * 0.6, self.fontMetrics().height() * 0.6)
        painter.setPen(ink(self._state or "primary"))
        painter.drawText(room, _BROKEN, self._words)
        painter.end()

    @property
    def _side(self) -> int:
        return self.fontMetrics().height() * 3 // 5


class CheckBox(QCheckBox):
    """A check box with a tick: the style sheet can only fill the square."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self).toRectF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("on_primary"), max(box.width() / 9, 2.0)))
        corner, side = box.topLeft(), box.width()
        ends = [corner + QPointF(x, y) * side for x, y in ((0.26, 0.52), (0.44, 0.70), (0.76, 0.32))]
        painter.drawPolyline(ends)
        painter.end()


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
