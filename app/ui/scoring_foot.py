"""The foot of the scoring page: total of what is saved, how many are judged, undo, next, 核对并签署."""

from fractions import Fraction

from PySide6.QtWidgets import QLabel, QProgressBar

from app.domain.canonical import write_decimal
from app.ui.pages import Bottom, button
from app.ui.session import SheetSession
from app.ui.top_bar import Elided
from app.ui.words import t


class ScoringFoot:
    """Fills a page's bottom bar."""

    def __init__(self, bottom: Bottom) -> None:
        self.word = QLabel(t("合计"))
        self.total = QLabel()
        self.total.setProperty("role", "total")
        self.full = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.count = Elided("caption")
        self.undo = button(t("撤销"), "link", t("撤销上一步"))
        self.undo.setToolTip("Ctrl+Z")
        self.next = button(t("下一未评项"), "plain")
        self.check = button(t("核对并签署"), "primary")
        for each in (self.word, self.full):
            each.setProperty("role", "caption")
        row = bottom.row
        for label in (self.word, self.total, self.full, self.bar):
            row.addWidget(label)
        row.addWidget(self.count, 1)
        for act in (self.undo, self.next, self.check):
            row.addWidget(act)

    def fit(self, width: int) -> None:
        """Leaves out what says nothing new where there is little room."""
        room = width / max(self.word.fontMetrics().height(), 1)
        self.bar.setVisible(room > 50)
        self.word.setVisible(room > 40)

    def show_session(self, session: SheetSession) -> None:
        """Shows what is saved; no verdict, no pass mark."""
        sheet = session.sheet
        found = list(session.awards.values())
        total = sum((each.points for each in found if each.points is not None), Fraction(0))
        pending = any(each.state == "pending" for each in found)
        own = [each for each in found if each.state != "pending"]
        judged = sum(each.state == "judged" for each in own)
        self.total.setText(write_decimal(total))
        self.total.setAccessibleName(t("合计 {n} 分").format(n=write_decimal(total)))
        full = t("/ {n} 分").format(n=write_decimal(sheet.brief.rubric.total))
        self.full.setText(t("分（不含满意度）") if pending else full)
        self.bar.setRange(0, len(own))
        self.bar.setValue(judged)
        self.count.setText(t("已评 {n} / {many} 项").format(n=judged, many=len(own)))
        self.undo.setEnabled(session.may_undo)
        self.next.setEnabled(judged < len(own))
