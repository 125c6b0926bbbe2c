"""A layout that breaks its widgets into lines where there is no room for all in one."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget


class Ordered(QLayout):
    """Keeps its items in the order they came; subclasses put them in their places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None


class Flow(Ordered):
    """Left to right, then the next line; as high as its width asks for, each line's widgets centred in it.

    With `most` the widgets stand in columns, as many as fit and divide `most` evenly.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4, most: int = 0) -> None:
        super().__init__(parent)
        self._gap = gap
        self._most = most
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() + self._gap for size in shown)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            x, height = rect.x(), max(size.height() for _, size in line)
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._gap
            y += height + self._gap
        return max(y - self._gap - rect.y(), 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        shown = [(item, _size(item, width)) for item in self._items if not item.isEmpty()]
        columns = 0
        if self._most and shown:
            wide = max(size.width() for _, size in shown)
            fitting = max((width + self._gap) // (wide + self._gap), 1)
            columns = max(n for n in range(1, fitting + 1) if n <= self._most and self._most % n == 0)
            wide = min((width + self._gap) // columns - self._gap, wide * 3 // 2)
            shown = [(item, QSize(wide, size.height())) for item, size in shown]
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = width + 1
        for item, size in shown:
            full = len(lines[-1]) == columns if lines and columns else used + size.width() > width
            if not lines or full:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self._gap
        return lines


def _size(item: QLayoutItem, width: int) -> QSize:
    """What an item asks for; a text that may break stays in one line while there is room."""
    label = item.widget()
    size = item.sizeHint()
    if isinstance(label, QLabel) and label.wordWrap():
        metrics = label.fontMetrics()
        # The padding of the style sheet, which a label does not tell: at most one and a half lines.
        whole = metrics.horizontalAdvance(label.text()) + metrics.height() * 3 // 2
        if whole <= width:
            return QSize(whole, label.heightForWidth(whole))
        return QSize(width, label.heightForWidth(width))
    return size
