"""The matrix on the screen: the experts scroll, the summary columns beside them stand still."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QTableView, QWidget

from app.domain.matrix import Matrix
from app.ui.organiser.matrix_delegate import (
    CriterionHead,
    ExpertHead,
    MatrixDelegate,
    heading_height,
    row_height,
    scaled,
)
from app.ui.organiser.matrix_model import MatrixModel, Shown
from app.ui.words import t

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OFF, _ON = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn
_COLUMN, _WIDEST, _HEAD, _WIDEST_HEAD, _SUMMARY = (
    88,
    170,
    190,
    560,
    84,
)  # logical pixels at the first text size


class _Table(QTableView):
    """One of the two views. Arrows walk its cells, Tab leaves it; `entered` on Enter or a double click."""

    entered = Signal()

    def __init__(self, model: MatrixModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(MatrixDelegate(model, self))
        self.head = ExpertHead(model, self)
        self.setHorizontalHeader(self.head)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self.entered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)


class MatrixView(QWidget):
    """`chosen` has the key of the row in use (a criterion, or TOTALS); `entered` asks to act on it."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, model: MatrixModel) -> None:
        self._ready = False
        super().__init__()
        self.model = model
        self.experts, self.summary = _Table(model), _Table(model)
        self.rows = CriterionHead(model, self.experts)
        self.experts.setVerticalHeader(self.rows)
        self.summary.verticalHeader().hide()
        self.experts.setAccessibleName(t("认定对照表"))
        self.summary.setAccessibleName(t("认定与状态"))
        self.summary.setProperty("role", "summary")
        self.summary.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.summary.setSelectionModel(self.experts.selectionModel())
        self.experts.setVerticalScrollBarPolicy(_OFF)
        bars = self.experts.verticalScrollBar(), self.summary.verticalScrollBar()
        bars[0].valueChanged.connect(bars[1].setValue)
        bars[1].valueChanged.connect(bars[0].setValue)
        bars[1].rangeChanged.connect(lambda: bars[1].setValue(bars[0].value()))
        line = QFrame()
        line.setFixedWidth(1)
        line.setProperty("role", "rule")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.experts, 1)
        row.addWidget(line)
        row.addWidget(self.summary)
        for view in (self.experts, self.summary):
            view.entered.connect(self.entered)
        self.experts.selectionModel().currentRowChanged.connect(self.on_row)
        self._key = ""
        self._ready = True

    @property
    def key(self) -> str:
        """The row in use; "" where there is none."""
        return self._key

    def show_matrix(self, matrix: Matrix, shown: Shown, judged: bool) -> None:
        """Shows another matrix, or another part of it; the row in use stays where it is still there."""
        kept, at = self._key, self.experts.currentIndex().column()
        self._key = ""
        self.model.show_matrix(matrix, shown, judged)
        self._fit_rows()
        self._fit_columns()
        first = next((row.key for row in self.model.rows if row.key), "")
        self.choose(kept if self.model.row_of(kept) >= 0 else first, max(at, 0))
        if not self._key:
            self.on_row(QModelIndex())

    def choose(self, key: str, column: int = -1) -> None:
        """Goes to a row; the column stays where it was."""
        row = self.model.row_of(key)
        if row < 0:
            return
        now = self.experts.currentIndex().column() if column < 0 else column
        index = self.model.index(row, min(max(now, 0), max(self.model.experts - 1, 0)))
        self.experts.setCurrentIndex(index)
        self.experts.scrollTo(index)

    def on_row(self, current: QModelIndex) -> None:
        """Another row is in use."""
        self.rows.current = current.row() if current.isValid() else -1
        self.rows.viewport().update()
        self._key = self.model.rows[current.row()].key if current.isValid() else ""
        self.chosen.emit(self._key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self.experts.scrollTo(self.experts.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._ready:
            self._fit_rows()
            self._fit_columns()

    def _fit_rows(self) -> None:
        high, heading = row_height(self.font()), heading_height(self.font())
        for view in (self.experts, self.summary):
            view.verticalHeader().setMinimumSectionSize(heading)
            view.verticalHeader().setDefaultSectionSize(high)
            for at, row in enumerate(self.model.rows):
                view.verticalHeader().resizeSection(at, high if row.key else heading)

    def _fit_columns(self) -> None:
        """The experts share what is left beside the words of the rows; what is too many scrolls."""
        count, extra = self.model.experts, len(self.model.summaries)
        if not count:
            return
        font = self.font()
        summary = scaled(font, _SUMMARY)
        metrics = QFontMetrics(font)
        bar = self.summary.verticalScrollBar().sizeHint().width()
        room = self.width() - extra * summary - bar - 1
        own = (room - scaled(font, 270)) // count
        column = min(max(own, scaled(font, _COLUMN), metrics.height() * 3), scaled(font, _WIDEST))
        head = min(max(room - count * column, scaled(font, _HEAD)), scaled(font, _WIDEST_HEAD))
        head = min(head, room * 3 // 5)
        scrolls = head + count * column > room
        if not scrolls:
            column = (room - head) // count
        self.rows.setFixedWidth(head)
        self.summary.setFixedWidth(extra * summary + bar)
        for view in (self.experts, self.summary):
            view.setHorizontalScrollBarPolicy(_ON if scrolls else _OFF)
            view.horizontalHeader().setMinimumSectionSize(1)
            for at in range(count + extra):
                view.setColumnHidden(at, (at >= count) is (view is self.experts))
                view.horizontalHeader().resizeSection(at, column if at < count else summary)
