"""What stands above the matrix: which part is shown, the verdict as it stands, how to read what stands out;
and, before scores are open, who is awaited and nothing else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.panel import Panel
from app.domain.verdict import OPEN_WORDS
from app.ui.organiser.matrix_model import Shown
from app.ui.pages import button
from app.ui.parts import Panel as Box
from app.ui.parts import clear, label, pill, row, tell
from app.ui.top_bar import Elided
from app.ui.words import law, raw, t

SHOWN: tuple[Shown, ...] = ("disputes", "mandatory", "all")


class DiscussHead(QFrame):
    """Three tabs; `chosen` names the part of the matrix wanted."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "filters")
        self.tabs: dict[Shown, QPushButton] = {}
        group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(8)
        for shown, words in zip(SHOWN, (t("分歧"), t("必要项"), t("全部")), strict=True):
            made = button(words, "tab")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, wanted=shown: self.chosen.emit(wanted))
            group.addButton(made)
            line.addWidget(made)
            self.tabs[shown] = made
        self.verdict, self.legend = Elided("secondary"), label("", "caption", wraps=False)
        line.addSpacing(8)
        line.addWidget(self.verdict, 1)
        line.addWidget(self.legend)
        self.news = label("", "notice")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.news)

    def show_state(self, shown: Shown, disputes: int, verdict: str, news: str, *, judged: bool) -> None:
        """Says how the panel stands."""
        self.tabs[shown].setChecked(True)
        words = t("分歧 {n}").format(n=disputes) if disputes else t("分歧")
        self.tabs["disputes"].setText(words)
        self.tabs["disputes"].setAccessibleName(words)
        self.verdict.setText(law(verdict))
        told = t("▼ 低于中位数　▲ 高于中位数") if judged else t("粗体：与多数不同")
        tell(self.legend, told)
        tell(self.news, news)


class Awaited(QWidget):
    """Who is still awaited."""

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.told = label("", "heading"), label("", "secondary")
        self.list = QVBoxLayout()
        self.list.setSpacing(8)
        self.box = Box()
        self.box.setMaximumWidth(720)
        self.box.inside.addWidget(self.heading)
        self.box.inside.addWidget(self.told)
        self.box.inside.addLayout(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        middle = QHBoxLayout()  # not an alignment: it would not know how high wrapped words are
        middle.addStretch(1)
        middle.addWidget(self.box, 100)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)

    def show_panel(self, panel: Panel) -> None:
        """Names who is awaited and why: all there is to know now."""
        clear(self.list)
        settled = len(panel.places) - len(panel.waiting)
        words = t("已收 {n}/{m}。收齐前，任何人都看不到评分。")
        tell(self.heading, words.format(n=settled, m=len(panel.places)))
        tell(self.told, t("还在等："))
        for place in panel.waiting:
            name = label(raw(place.name))
            line = row(name, pill(law(OPEN_WORDS[panel.standing(place)]), "warn"), parent=self.list)
            line.setStretch(0, 1)

    def show_words(self, heading: str, told: str) -> None:
        """Says why there is nothing to discuss."""
        clear(self.list)
        tell(self.heading, heading)
        tell(self.told, told)
