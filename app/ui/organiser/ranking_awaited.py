"""The panels of a category whose record is not complete: the way there, or left out with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from app.services.ranking_scope import Awaited
from app.services.rankings import RankingLook
from app.ui.feedback import Refusal
from app.ui.organiser.ranking_decide import note_box
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, row, tell
from app.ui.reading_order import read_in_order
from app.ui.words import raw, t


class AwaitedPanel(Panel):
    """`opened` has the panel to go to; `left_out` a panel and the reason."""

    opened = Signal(str)
    left_out = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "title")
        self.rows = QVBoxLayout()
        self.jumps: list[QPushButton] = []
        self.outs: list[QPushButton] = []
        self._panel = ""
        self.form = QFrame()
        self.asked = label("", "secondary")
        self.note = note_box(t("请写明理由，会印在排序表上"), t("不纳入排序的理由"))
        self.save = button(t("登记不纳入"), "quiet")
        self.refusal = Refusal()
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 8, 0, 0)
        for shown in (self.asked, self.note):
            inside.addWidget(shown)
        inside.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside.addWidget(self.heading)
        self.inside.addLayout(self.rows)
        self.inside.addWidget(self.form)
        self.inside.addWidget(self.refusal)
        self.note.textChanged.connect(self.update_state)
        self.save.clicked.connect(lambda: self.left_out.emit(self._panel, self.note.toPlainText().strip()))
        self.form.setVisible(False)

    def show_look(self, look: RankingLook) -> None:
        """Who is awaited, and whom the ranking leaves out already."""
        clear(self.rows)
        self.jumps.clear()
        self.outs.clear()
        waiting, out = look.awaited, look.state.left_out
        self.setVisible(bool(waiting or out))
        told = t("还差 {n} 家的汇总记录，齐全后才能登记和排序").format(n=len(waiting))
        tell(self.heading, told if waiting else t("没有纳入排序的"))
        for each in waiting:
            self._add(each)
        for left in out:
            words = t("没有纳入：{platform}。{reason}")
            self.rows.addWidget(
                label(words.format(platform=raw(left.platform), reason=raw(left.reason)), "secondary")
            )
        if self._panel not in [each.panel for each in waiting]:
            self.form.setVisible(False)
        self.update_state()
        read_in_order(self)

    def _add(self, each: Awaited) -> None:
        why = {
            "unissued": t("任务书未签发"), "collecting": t("收表中"), "open": t("未封存"),
            "sealed": t("组长未签名"),
        }[each.why]  # fmt: skip
        name = raw(each.platform)
        told = label(t("{name}：{why}").format(name=name, why=why))
        jump = button(t("去处理"), "small", t("去处理：{name}").format(name=name))
        out = button(t("不纳入…"), "small", t("不纳入：{name}").format(name=name))
        jump.clicked.connect(lambda: self.opened.emit(each.panel))
        out.clicked.connect(lambda: self.ask(each))
        self.jumps.append(jump)
        self.outs.append(out)
        row(told, jump, out, parent=self.rows).setStretch(0, 1)

    def ask(self, each: Awaited) -> None:
        """Asks why a panel is left out."""
        self._panel = each.panel
        tell(self.asked, t("{name}不纳入这次排序，理由：").format(name=raw(each.platform)))
        self.form.setVisible(True)
        self.note.setFocus()

    def update_state(self) -> None:
        """Leaving out needs its reason."""
        self.save.setEnabled(bool(self.note.toPlainText().strip()))
