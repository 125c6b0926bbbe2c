"""What the organiser reported, as a proposal: visibly not taken until the expert confirms or corrects it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.flow import Flow
from app.ui.pages import button
from app.ui.plain import plain
from app.ui.style import mark
from app.ui.words import raw, t


class FactLine(QWidget):
    """组织方填报：23 家（佐证 7）【确认】【更正】"""

    confirmed = Signal()
    corrected = Signal()

    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = plain("", self)
        self.words.setProperty("role", "fact")
        self.words.setWordWrap(True)
        self.confirm = button(t("确认"), "take", t("确认组织方填报：{what}").format(what=raw(label)), self)
        self.confirm.setToolTip("Enter")
        self.correct = button(t("更正"), "small", t("更正组织方填报：{what}").format(what=raw(label)), self)
        line = Flow(self, gap=8)
        for each in (self.words, self.confirm, self.correct):
            line.addWidget(each)
        for each in (self.confirm, self.correct):
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.confirm.clicked.connect(self.confirmed)
        self.correct.clicked.connect(self.corrected)
        self.setVisible(False)

    def show_fact(self, proposal: str, evidence: str, state: str, *, locked: bool) -> None:
        """Shows the fact; `state` is "" while it is not taken, then "taken" or "corrected"."""
        self.setVisible(bool(proposal))
        if not proposal:
            return
        told = t("组织方填报：{what}").format(what=raw(proposal))
        if evidence:
            told += t("（佐证 {number}）").format(number=raw(evidence.removeprefix("佐证").strip()))
        told += {"taken": " " + t("已确认"), "corrected": " " + t("已更正")}.get(state, "")
        self.words.setText(told)
        self.words.setAccessibleName(told)
        mark(self.words, state=state)
        self.confirm.setVisible(not state and not locked)
        self.correct.setVisible(state != "corrected" and not locked)
