"""A page's room for the matrix and the pane: beside each other, or the pane as a drawer over the right."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from app.ui.flow import Ordered
from app.ui.organiser.matrix_delegate import scaled

_DRAWER_BELOW, _PANE, _WIDEST = 1200, 420, 560  # logical pixels at the first text size


class _Places(Ordered):
    """Two widgets in reading order, put where `place` says."""

    def __init__(self, parent: QWidget, place: Callable[[QRect], None]) -> None:
        super().__init__(parent)
        self._place = place

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect)


class MatrixSplit(QWidget):
    """`narrowed` tells whether the pane is a drawer now; a drawer is shown while `is_out`."""

    narrowed = Signal(bool)

    def __init__(self, left: QWidget, pane: QWidget) -> None:
        super().__init__()
        self.left, self.pane = left, pane
        self.is_drawer, self.is_out, self.is_empty = False, False, False
        places = _Places(self, self.place)
        for each in (left, pane):
            places.addWidget(each)
        pane.raise_()

    @property
    def is_pane_shown(self) -> bool:
        """Whether the pane can be read."""
        return not self.is_empty and (self.is_out or not self.is_drawer)

    def pull(self, out: bool) -> None:
        """Puts the drawer out or away; a pane beside the matrix stays."""
        self.is_out = out
        self.place(self.rect())

    def empty(self, empty: bool) -> None:
        """While there is nothing to tell there is no pane."""
        self.is_empty = empty
        self.place(self.rect())

    def place(self, room: QRect) -> None:
        """Everything where it belongs in `room`."""
        drawer = room.width() < scaled(self.font(), _DRAWER_BELOW)
        if drawer != self.is_drawer:
            self.is_drawer = drawer
            self.narrowed.emit(drawer)
        least, most = scaled(self.font(), _PANE), scaled(self.font(), _WIDEST)
        wide = min(max(least, min(room.width() * 3 // 10, most)), room.width() * 2 // 3)
        shown = self.is_pane_shown
        beside = wide if shown and not drawer else 0
        self.left.setGeometry(0, 0, room.width() - beside, room.height())
        self.pane.setGeometry(room.width() - wide, 0, wide, room.height())
        self.pane.setVisible(shown)
