"""One platform on 今日评审: colour, number, name, where it stands, and the one act that is next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.domain.sheet import Sheet
from app.ui.flow import Flow
from app.ui.pages import button
from app.ui.parts import band, label, pill
from app.ui.sheet_states import standing, total_words
from app.ui.words import raw, t


class HomeRow(QFrame):
    """`acted` names the act and the sheet; `narrow` puts the state under the name."""

    acted = Signal(str, str)

    def __init__(self, sheet: Sheet, *, first: bool, narrow: bool) -> None:
        super().__init__()
        found = standing(sheet)
        self.setProperty("role", "" if first else "row")
        self.setAccessibleName(f"{sheet.brief.platform.name} {found.words}")
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 14, 20, 14)
        line.setSpacing(16)
        line.addWidget(band(sheet.brief))
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(raw(sheet.brief.platform.name), "title"))
        told = f"{sheet.brief.platform.category} · {sheet.brief.platform.operator}"
        text.addWidget(label(raw(told), "caption"))
        line.addLayout(text, 1)
        state = _state(sheet)
        if narrow:
            below = Flow(gap=8)
            for shown in state:
                below.addWidget(shown)
            text.addSpacing(4)
            text.addLayout(below)
        else:
            for shown in state:
                line.addWidget(shown)
        name = t("{act}：{platform}").format(act=found.act_words, platform=raw(sheet.brief.platform.name))
        self.act = button(found.act_words, "quiet", name)
        self.act.setProperty("done", found.done)
        self.act.clicked.connect(lambda: self.acted.emit(found.act, sheet.id))
        line.addWidget(self.act, 0, Qt.AlignmentFlag.AlignVCenter)


def _state(sheet: Sheet) -> list[QLabel]:
    found = standing(sheet)
    shown = [pill(t("演练"), "warn")] if sheet.brief.header.rehearsal else []
    if points := total_words(sheet):
        shown.append(label(points, "score", wraps=False))
    return [*shown, pill(found.words, found.tone)]
