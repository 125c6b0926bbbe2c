"""The dots of one criterion: every expert's points on their scale, and the median; no names."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.canonical import write_decimal
from app.domain.verdict import brief_points
from app.ui.organiser.matrix_delegate import scaled, small
from app.ui.style import ink
from app.ui.words import t


class DotPlot(QWidget):
    """Dots of equal points stand on each other, shrunk where there are many."""

    def __init__(self) -> None:
        super().__init__()
        self._points: tuple[Fraction, ...] = ()
        self._median, self._most = Fraction(0), Fraction(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Sequence[Fraction], median: Fraction, most: Fraction) -> None:
        """Shows how the experts judged, from 0 to `most`."""
        self._points, self._median, self._most = tuple(points), median, most
        counts = sorted(Counter(points).items())
        told = t("，").join(t("{n} 人 {m} 分").format(n=n, m=write_decimal(each)) for each, n in counts)
        self.setAccessibleName(t("得分分布：{told}，中位数 {m}").format(told=told, m=brief_points(median)))
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Forgets how anybody judged."""
        self._points = ()
        self.setAccessibleName("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self.font(), 240), scaled(self.font(), 132))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small(self.font()))
        line = painter.fontMetrics().height()
        left, right = scaled(self.font(), 16), self.width() - scaled(self.font(), 16)
        base = self.height() - line - 8

        def place(points: Fraction) -> float:
            return left + (right - left) * float(points / self._most)

        self._axis(painter, base, [(place(Fraction(n)), n) for n in range(int(self._most) + 1)])
        self._middle(painter, place(self._median), line, base)
        counts = Counter(self._points)
        high = max(counts.values(), default=1)
        size = min(scaled(self.font(), 14), (base - line - 6) / high)
        painter.setPen(ink("text"))
        painter.setBrush(ink("soft"))
        for points, number in counts.items():
            for at in range(number):
                spot = QRectF(place(points) - size / 2, base - 3 - size * (at + 1), size, size)
                painter.drawEllipse(spot.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _axis(self, painter: QPainter, base: float, marks: Sequence[tuple[float, int]]) -> None:
        painter.setPen(ink("control"))
        painter.drawLine(QPointF(marks[0][0], base), QPointF(marks[-1][0], base))
        for x, number in marks:
            painter.setPen(ink("control"))
            painter.drawLine(QPointF(x, base), QPointF(x, base + 4))
            painter.setPen(ink("secondary"))
            room = QRectF(x - 16, base + 5, 32, painter.fontMetrics().height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), str(number))

    def _middle(self, painter: QPainter, x: float, line: int, base: float) -> None:
        painter.setPen(ink("primary"))
        painter.drawLine(QPointF(x, line + 2), QPointF(x, base))
        words = t("中位数 {n}").format(n=brief_points(self._median))
        wide = painter.fontMetrics().horizontalAdvance(words)
        at = min(max(x - wide / 2, 0), self.width() - wide)
        painter.drawText(QRectF(at, 0, wide + 1, line), int(Qt.AlignmentFlag.AlignLeft), words)
