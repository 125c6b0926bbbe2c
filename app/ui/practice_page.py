"""先练一遍: the four things that go wrong on the day, ticked off as they are met on a made-up platform."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.services.practice import traps
from app.ui.desk import Desk
from app.ui.pages import Page, button
from app.ui.parts import Panel, clear, label, middle, pill, row
from app.ui.reading_order import read_in_order
from app.ui.sheet_states import standing
from app.ui.words import law, t


class PracticePage(Page):
    """`act_requested` names the next act and the sheet; `ended` when the person has had enough."""

    act_requested = Signal(str, str)
    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("先练一遍"))
        self.manual = "practice"
        self.desk = desk
        sheet = desk.sheets()[0]
        self.brief, self.person = sheet.brief, sheet.member.name
        self.lessons = QVBoxLayout()
        self.lessons.setSpacing(10)
        self.done = label("", "good")
        self.leave = button(t("结束练习"), "quiet")
        self.go = button("", "primary")
        self.primary = self.go
        column = middle(self)
        column.addWidget(label(t("先练一遍，约 3 分钟，不计入评审"), "heading"))
        told = t("这是一个虚构的水果摊。评审时容易弄错的有四件事，每一件都在这里试一次。")
        column.addWidget(label(told, "secondary"))
        column.addLayout(self.lessons)
        column.addWidget(self.done)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.leave)
        self.bottom.row.addWidget(self.go)
        self.leave.clicked.connect(self.ended)
        self.go.clicked.connect(self.on_go)
        self.refresh()

    def refresh(self) -> None:
        super().refresh()
        sheet = self.desk.sheets()[0]
        clear(self.lessons)
        found = traps(sheet)
        for number, trap in enumerate(found, start=1):
            panel = Panel()
            title = label(f"{number}　{law(trap.title)}", "title")
            state = pill(t("练过了 ✓"), "ok") if trap.done else pill(t("还没练"))
            row(title, state, parent=panel.inside).setStretch(0, 1)
            panel.inside.addWidget(label(law(trap.lesson), "secondary"))
            self.lessons.addWidget(panel)
        whole = all(each.done for each in found)
        self.done.setText(t("四件都练过了。可以开始正式评审了。") if whole else "")
        self.done.setAccessibleName(self.done.text())
        self.done.setVisible(whole)
        next_act = standing(sheet)
        words = t("开始练习") if sheet.declaration is None else next_act.act_words
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setVisible(not whole)
        self.primary = self.leave if whole else self.go
        read_in_order(self)

    def on_go(self) -> None:
        """The next act on the practice sheet."""
        sheet = self.desk.sheets()[0]
        self.act_requested.emit(standing(sheet).act, sheet.id)
