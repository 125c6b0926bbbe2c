"""How the matrix looks: its cells, the words left of a row, and an expert's head; colour is never alone."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.canonical import write_decimal
from app.ui.organiser.matrix_model import Look, MatrixModel, Row
from app.ui.style import BODY, CAPTION, ink
from app.ui.words import raw, t

# Distance from the median, −3 to 3 (screens.md, "Tokens"): dark text on each has a contrast above 7 to 1.
_HEAT = {
    -3: "#F6B055", -2: "#FFD9A3", -1: "#FFF1DC", 1: "#E3EEFB", 2: "#BAD5F5", 3: "#7FB1EA",
}  # fmt: skip
_ON_HEAT = "#17202C"
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CHOSEN = QStyle.StateFlag.State_Selected
_FOCUS = QStyle.StateFlag.State_HasFocus


def scaled(font: QFont, size: float) -> int:
    """A size of the design at the text size of `font`, which is that of BODY."""
    return round(size * font.pixelSize() / BODY)


def small(font: QFont) -> QFont:
    """The same font in the size of a caption."""
    made = QFont(font)
    made.setPixelSize(scaled(font, CAPTION))
    return made


def bold(font: QFont) -> QFont:
    """The same font, bold."""
    made = QFont(font)
    made.setBold(True)
    return made


def elided(painter: QPainter, text: str, room: QRect, align: Qt.AlignmentFlag = _LEFT) -> None:
    """One line of text that ends in … where there is no room."""
    told = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(align), told)


def row_height(font: QFont) -> int:
    """Room for a finding and the points below it."""
    return QFontMetrics(font).height() + QFontMetrics(small(font)).height() + scaled(font, 8)


def heading_height(font: QFont) -> int:
    """Room for the words between the parts."""
    return QFontMetrics(font).height() + scaled(font, 6)


class MatrixDelegate(QStyledItemDelegate):
    """Paints every cell of both views."""

    def __init__(self, model: MatrixModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look, rect = self._model.look(index.row(), index.column()), option.rect
        heading = not self._model.rows[index.row()].key
        chosen = bool(option.state & _CHOSEN)
        painter.save()
        painter.fillRect(rect, ink("sunken" if heading else "soft" if chosen else "surface"))
        painter.setPen(ink("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if not heading:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if look.state:
                _pill(painter, rect, look, option.font)
            else:
                _cell(painter, rect, look, option.font)
            if option.state & _FOCUS:
                _frame(painter, rect)
        painter.restore()


def _cell(painter: QPainter, rect: QRect, look: Look, font: QFont) -> None:
    room = rect.adjusted(4, 3, -4, -4)
    pen = ink("text")
    if look.heat or look.rare:
        painter.setPen(ink("control") if abs(look.heat) == 3 or look.rare else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_HEAT[look.heat]) if look.heat else ink("warn_soft"))
        painter.drawRoundedRect(room, 6, 6)
        pen = QColor(_ON_HEAT) if look.heat else ink("warn")
    strong = look.rare or abs(look.heat) == 3
    painter.setPen(pen)
    painter.setFont(bold(font) if strong else font)
    inside = room.adjusted(2, 0, -2, 0)
    words = f"{look.sign} {look.words}" if look.sign else look.words
    if painter.fontMetrics().horizontalAdvance(words) > inside.width():
        painter.setFont(bold(small(font)) if strong else small(font))
    if not look.small:
        elided(painter, words, inside, _MIDDLE)
        return
    below = QFontMetrics(small(font)).height()
    gap = (inside.height() - painter.fontMetrics().height() - below) // 2
    first = QRect(inside.left(), inside.top() + gap, inside.width(), painter.fontMetrics().height())
    elided(painter, words, first, _MIDDLE)
    painter.setFont(small(font))
    painter.setPen(pen if look.heat or look.rare else ink("muted"))
    elided(painter, look.small, QRect(inside.left(), first.bottom() + 1, inside.width(), below), _MIDDLE)


def _pill(painter: QPainter, rect: QRect, look: Look, font: QFont) -> None:
    painter.setFont(small(font))
    metrics = painter.fontMetrics()
    size = QSize(metrics.horizontalAdvance(look.words) + scaled(font, 20), metrics.height() + scaled(font, 6))
    room = QRect(0, 0, min(size.width(), rect.width() - 4), size.height())
    room.moveCenter(rect.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(f"{look.state}_soft"))
    painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
    painter.setPen(ink(look.state))
    elided(painter, look.words, room, _MIDDLE)


def _frame(painter: QPainter, rect: QRect) -> None:
    pen = painter.pen()
    pen.setColor(ink("primary"))
    pen.setWidth(2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(2, 1, -2, -3), 6, 6)


class CriterionHead(QHeaderView):
    """Left of a row: id and points, below them the criterion's own words; a heading over its part."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = model
        self.current = -1
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        row = self._model.rows[logical]
        painter.save()
        ground = "sunken" if not row.key else "soft" if logical == self.current else "surface"
        painter.fillRect(rect, ink(ground))
        painter.setPen(ink("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row.key and logical == self.current:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height() - 1), ink("primary"))
        room = rect.adjusted(16, 0, -10, -1)
        if row.line is None:
            painter.setFont(bold(self.font()))
            painter.setPen(ink("text" if row.key else "secondary"))
            elided(painter, row.title, room)
        else:
            self._criterion(painter, room, row, logical == self.current)
        painter.restore()

    def _criterion(self, painter: QPainter, room: QRect, row: Row, strong: bool) -> None:
        assert row.line is not None
        criterion = row.line.criterion
        painter.setFont(bold(self.font()))
        height = painter.fontMetrics().height()
        below = QFontMetrics(small(self.font())).height()
        top = room.top() + (room.height() - height - below) // 2
        points = t("{n} 分").format(n=write_decimal(criterion.points))
        painter.setPen(ink("primary" if strong else "text"))
        elided(painter, raw(criterion.id), QRect(room.left(), top, room.width(), height))
        wide = painter.fontMetrics().horizontalAdvance(criterion.id) + scaled(self.font(), 12)
        painter.setFont(small(self.font()))
        painter.setPen(ink("muted"))
        note = f"{points} · {t('必要项')}" if row.line.mandatory else points
        elided(painter, note, QRect(room.left() + wide, top, room.width() - wide, height))
        painter.setPen(ink("secondary"))
        elided(painter, raw(criterion.text), QRect(room.left(), top + height, room.width(), below))


class ExpertHead(QHeaderView):
    """Above a column: the expert's name and own total; above a summary its title."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), row_height(self.font()))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        painter.fillRect(rect, ink("surface"))
        painter.setPen(ink("control"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(4, 2, -4, -3)
        total = self._model.total(logical) if logical < self._model.experts else ""
        painter.setFont(small(self.font()) if total else bold(small(self.font())))
        painter.setPen(ink("secondary"))
        name = str(self._model.headerData(logical, Qt.Orientation.Horizontal) or "")
        if not total:
            elided(painter, name, room, _MIDDLE)
        else:
            above = painter.fontMetrics().height()
            elided(painter, name, QRect(room.left(), room.top() + 2, room.width(), above), _MIDDLE)
            painter.setFont(bold(self.font()))
            painter.setPen(ink("text"))
            elided(painter, total, room.adjusted(0, above, 0, 0), _MIDDLE)
        painter.restore()
