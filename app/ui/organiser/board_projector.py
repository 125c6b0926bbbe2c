"""投屏: the board for everybody in the room: how many sheets are in, no names, no scores. Esc ends it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.ui.organiser.board_model import Line
from app.ui.pages import scrolling
from app.ui.parts import Panel, band, label, row
from app.ui.style import mark
from app.ui.words import raw, t

_TWO_COLUMNS = 6


class BoardProjector(QWidget):
    """A window of its own over the whole screen; any of Esc, Enter, Space or a click ends it."""

    def __init__(self, lines: Sequence[Line], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("收表情况"))
        self.setAccessibleName(t("收表情况"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        ground = QWidget()
        ground.setProperty("role", "ground")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(48, 36, 48, 36)
        inside.setSpacing(24)
        self.heading = label(_heading(lines), "total")
        inside.addWidget(self.heading)
        self.grid = QGridLayout()
        self.grid.setSpacing(16)
        columns = 2 if len(lines) >= _TWO_COLUMNS else 1
        for at, line in enumerate(lines):
            self.grid.addWidget(_tile(line), at // columns, at % columns)
        for at in range(columns):
            self.grid.setColumnStretch(at, 1)
        inside.addLayout(self.grid)
        inside.addStretch(1)
        inside.addWidget(label(t("收齐前，任何人都看不到评分。按 Esc 结束投屏。"), "secondary"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(ground))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        else:
            super().keyPressEvent(event)


def _heading(lines: Sequence[Line]) -> str:
    settled = sum(each.progress.settled for each in lines)
    seats = sum(each.progress.seats for each in lines)
    return t("收表情况：{n}/{m}").format(n=settled, m=seats)


def _tile(line: Line) -> Panel:
    found = line.progress
    tile = Panel()
    name = label(raw(line.platform), "heading")
    done = found.settled == found.seats
    count = label(f"{found.settled}/{found.seats}", "total", wraps=False)
    count.setAccessibleName(t("已收 {n}/{m}").format(n=found.settled, m=found.seats))
    dots = label("●" * found.settled + "○" * (found.seats - found.settled), "title", wraps=False)
    state = label(t("已收齐") if done else t("正在收表"), "pill", wraps=False)
    mark(state, state="ok" if done else "warn")
    head = row(band(line.panel.brief), name, count, parent=tile.inside)
    head.setStretch(1, 1)
    foot = row(dots, state, parent=tile.inside)
    foot.addStretch(1)
    tile.setAccessibleName(f"{raw(line.platform)} {count.accessibleName()} {state.text()}")
    return tile
