"""The board: a row a platform, a cell a seat, the stage last; painted, so that 20 × 7 stays fluid."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QSizePolicy,
    QTableView,
)

from app.ui.main_window import MainWindow
from app.ui.organiser.board_model import BoardModel, Line
from app.ui.organiser.board_painter import ROW, BoardPainter
from app.ui.organiser.seat_words import STEP_OF
from app.ui.style import Look
from app.ui.words import t

Index = QModelIndex | QPersistentModelIndex


class BoardTable(QTableView):
    """`opened` names the panel and the step that a click or Enter asks for."""

    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "board")
        self.setAccessibleName(t("各平台收表情况"))
        self.board = BoardModel(self)
        self.setModel(self.board)
        self.setItemDelegate(BoardPainter(self, self.board, lambda: self.look))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self.on_chosen)

    @property
    def look(self) -> Look:
        """How the window is dressed now."""
        window = self.window()
        return window.look if isinstance(window, MainWindow) else Look()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These platforms; the keyboard stays at the cell where it was."""
        at = self.currentIndex()
        row, column = max(at.row(), 0), max(at.column(), 0)
        self.board.show_lines(lines)
        self.setCurrentIndex(self.board.index(row, column))
        self.lay_out()

    def lay_out(self) -> None:
        """Rows and columns for the width there is and the size of the text."""
        px = self.look.px
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.horizontalHeader().setFixedHeight(px(44))
        self.setFixedHeight(px(44) + px(ROW) * len(self.board.lines) + 2 * self.frameWidth() + 2)
        seats, width = self.board.seats, self.viewport().width()
        last = min(px(128), width // 5)
        each = min(max((width - last) * 7 // 10 // max(seats, 1), 40), px(150)) if seats else 0
        first = max(width - last - each * seats, px(120))
        each = (width - last - first) // max(seats, 1)
        first = width - last - each * seats
        self.setColumnWidth(0, first)
        for at in range(1, seats + 1):
            self.setColumnWidth(at, each)
        self.setColumnWidth(seats + 1, last)

    def on_chosen(self, index: QModelIndex) -> None:
        """A cell was clicked, or Enter pressed on it: a seat leads to 收表, all else to where work waits."""
        line = self.board.lines[index.row()]
        step = "collect" if self.board.cell(index) else STEP_OF[line.progress.stage]
        self.opened.emit(line.panel.name, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid() and not event.isAutoRepeat():
                self.on_chosen(self.currentIndex())
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # the page scrolls
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            found = super().event(event)
            self.lay_out()
            return found
        return super().event(event)
