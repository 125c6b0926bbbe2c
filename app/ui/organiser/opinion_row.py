"""One check before the experts leave: its state by sign and word, one sentence, the way to put it right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.domain.closing import ClosingCheck
from app.domain.record import Findings
from app.ui.organiser.opinion_words import PLACE_OF, check_name, check_words, state_words
from app.ui.pages import button
from app.ui.parts import label, pill
from app.ui.words import raw, t


class CheckRow(QFrame):
    """`jump` where it is put right, `reason_asked` to go on without it; both with the check."""

    jump = Signal(object)
    reason_asked = Signal(object)

    def __init__(self, found: Findings, check: ClosingCheck, *, first: bool) -> None:
        """Once the record is sealed nothing can be put right any more: it only tells."""
        super().__init__()
        self.check = check
        words, tone = state_words(check)
        self.setProperty("role", "" if first else "row")
        told = check_words(found, check)
        self.setAccessibleName(f"{check_name(check)} {words} {told}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(12)
        state = pill(words, tone)
        state.setMinimumWidth(state.fontMetrics().horizontalAdvance(t("→ 已写明理由")) + 28)
        state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(check_name(check), "" if check.state == "ok" else "title"))
        text.addWidget(label(told, "secondary"))
        if check.reason:
            text.addWidget(label(t("继续的理由：{why}").format(why=raw(check.reason)), "why"))
        line.addLayout(text, 1)
        self.settle = button(t("处理"), "quiet", t("处理：{name}").format(name=check_name(check)))
        self.settle.clicked.connect(lambda: self.jump.emit(check))
        why = t("写明理由后继续：{name}").format(name=check_name(check))
        self.go_on = button(t("写明理由后继续"), "small", why)
        self.go_on.clicked.connect(lambda: self.reason_asked.emit(check))
        if found.panel.sealed or found.panel.void:
            return
        if check.may_pass:
            line.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignTop)
        if check.state == "open" and check.name in PLACE_OF:
            line.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignTop)
