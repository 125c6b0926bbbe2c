"""Paints the board's cells: colour band and name, sign and word on a soft ground, the stage."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui.organiser.board_model import BoardModel, Cell, Index, Line
from app.ui.style import BANDS, CAPTION, Look

ROW = 56
_NARROW = 82  # below this width of a cell its word stands under its sign
_SMALLEST = 12


class BoardPainter(QStyledItemDelegate):
    """Paints a cell: colour band and name, sign and word on a soft ground, stage."""

    def __init__(self, table: QTableView, board: BoardModel, look: Callable[[], Look]) -> None:
        super().__init__(table)
        self._table, self._board, self._look = table, board, look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, self._look().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, rect = self._table, option.rect
        tokens = self._look().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.bg))
        painter.setPen(QPen(QColor(tokens.line)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = self._board.lines[index.row()]
        cell = self._board.cell(index)
        if index.column() == 0:
            self._platform(painter, rect, line)
        elif index.column() == self._board.columnCount() - 1:
            self._stage(painter, rect, line)
        elif cell is not None:
            self._seat(painter, rect, cell)
        if state & QStyle.StateFlag.State_HasFocus and table.hasFocus():
            painter.setPen(QPen(QColor(tokens.primary), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -3, -3), 6, 6)
        painter.restore()

    def _platform(self, painter: QPainter, rect: QRect, line: Line) -> None:
        look, brief = self._look(), line.panel.brief
        box = QRect(rect.left() + 10, rect.center().y() - look.px(16), look.px(32), look.px(32))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(BANDS[brief.colour]))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(self._font(bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(brief.header.brief_number))
        painter.setPen(QColor(look.tokens.text))
        room = rect.adjusted(box.width() + 20, 4, -8, -4)
        _fitted(painter, room, line.platform, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _stage(self, painter: QPainter, rect: QRect, line: Line) -> None:
        tokens = self._look().tokens
        stage = line.progress.stage
        colour = tokens.ok if stage == "done" else tokens.muted if stage == "void" else tokens.primary
        painter.setPen(QColor(colour))
        painter.setFont(self._font(bold=stage != "void"))
        _fitted(painter, rect.adjusted(6, 4, -6, -4), line.stage, Qt.AlignmentFlag.AlignCenter)

    def _seat(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        tokens = self._look().tokens
        ink, ground = {
            "ok": (tokens.ok, tokens.ok_soft),
            "warn": (tokens.warn, tokens.warn_soft),
            "bad": (tokens.bad, tokens.bad_soft),
            "none": (tokens.muted, ""),
        }.get(cell.state.tone, (tokens.secondary, tokens.sunken))
        box = rect.adjusted(4, 7, -4, -8)
        painter.setPen(QPen(QColor(tokens.line if ground else tokens.control), 1))
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground and not self._look().high_contrast:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(QColor(ink))
        centre = Qt.AlignmentFlag.AlignCenter
        half = box.height() // 2
        upper = QRect(box.left(), box.top() + 2, box.width(), half)
        lower = QRect(box.left(), box.top() + half - 2, box.width(), half)
        if self._board.same_people and box.width() >= self._look().px(_NARROW):
            painter.setFont(self._font(bold=True))
            painter.drawText(box, centre, cell.state.words)
            return
        if self._board.same_people:
            painter.setFont(self._font(bold=True))
            painter.drawText(upper, centre, cell.state.sign)
            painter.setFont(self._narrow_font(cell.state.word, box.width() - 4))
            painter.drawText(lower, centre, cell.state.word)
            return
        painter.setFont(self._font(CAPTION))
        _fitted(painter, upper, cell.name, centre)
        painter.setFont(self._font(CAPTION, bold=True))
        _fitted(painter, lower, cell.state.words, centre)

    def _narrow_font(self, text: str, width: int) -> QFont:
        """As large as fits, down to the smallest that can be read."""
        font = self._font(CAPTION)
        while QFontMetrics(font).horizontalAdvance(text) > width and font.pixelSize() > _SMALLEST:
            font.setPixelSize(font.pixelSize() - 1)
        return font

    def _font(self, size: int = 0, *, bold: bool = False) -> QFont:
        font = QFont(self._table.font())
        if size:
            font.setPixelSize(self._look().px(size))
        font.setBold(bold)
        return font


def _fitted(painter: QPainter, rect: QRect, text: str, where: Qt.AlignmentFlag) -> None:
    """`text` in one line, or where there is room in two; the end left out where there is none."""
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(text) <= rect.width():
        painter.drawText(rect, int(where), text)
        return
    if rect.height() < 2 * metrics.height() - 6:
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(where), short)
        return
    cut = next(at for at in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:at]) <= rect.width())
    rest = metrics.elidedText(text[cut:], Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(where), f"{text[:cut]}\n{rest}")
