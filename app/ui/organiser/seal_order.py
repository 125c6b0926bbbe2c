"""The order of signing: who, as what, signed or not, by sign and word."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.domain.panel import Panel as DeskPanel
from app.ui.organiser.seal_words import Line, line_words, lines_of
from app.ui.parts import Panel, clear, label, pill
from app.ui.words import raw, t


class SealOrder(Panel):
    """One row a signature field."""

    def __init__(self) -> None:
        super().__init__(t("签名顺序"))
        self.rows: list[QFrame] = []
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        self.inside.addLayout(self.list)

    def show_panel(self, panel: DeskPanel) -> None:
        """Shows who has signed."""
        clear(self.list)
        self.rows = []
        for at, each in enumerate(lines_of(panel)):
            self.rows.append(_row(at, each))
            self.list.addWidget(self.rows[-1])


def _row(at: int, found: Line) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "row" if at else "")
    words, tone = line_words(found.state)
    frame.setAccessibleName(f"{at + 1} {raw(found.who)} {found.role} {words}")
    line = QHBoxLayout(frame)
    line.setContentsMargins(0, 8, 0, 8)
    line.setSpacing(12)
    number = label(str(at + 1), "id", wraps=False)
    line.addWidget(number)
    name: QLabel = label(raw(found.who), "title", wraps=False)
    line.addWidget(name)
    line.addWidget(label(found.role, "secondary"), 1)
    state = pill(words, tone)
    state.setMinimumWidth(96)
    state.setAlignment(Qt.AlignmentFlag.AlignCenter)
    line.addWidget(state)
    return frame
