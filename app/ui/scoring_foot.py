"""The foot of the scoring page: total of what is saved, how many are judged, undo, next, 核对并签署."""

from fractions import Fraction

from PySide6.QtWidgets import QProgressBar, QWidget

from app.domain.canonical import write_decimal
from app.ui.pages import Bottom, button
from app.ui.plain import plain
from app.ui.session import SheetSession
from app.ui.still import Figure, show_count
from app.ui.words import t


class ScoringFoot:
    """Fills a page's bottom bar; `many` criteria are the expert's to judge."""

    def __init__(self, bottom: Bottom, many: int) -> None:
        self._row = bottom.row
        self.word = plain(t("合计"))
        self.total = Figure("", "total", bottom)
        self.full = plain()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setRange(0, many)
        self.count = Figure(t("已评 {n} / {many} 项").format(n=many, many=many), "caption", bottom)
        self.keys = plain(t("1 符合 · 0 不符合 · Enter 下一项 · F2 说明"))
        self.keys.setToolTip(t("Ctrl+E 佐证 · Ctrl+D 留待合议 · Ctrl+Z 撤销 · F1 使用说明"))
        self.undo = button(t("撤销"), "link", t("撤销上一步"))
        self.undo.setToolTip("Ctrl+Z")
        self.next = button(t("下一未评项"), "plain")
        self.check = button(t("核对并签署"), "primary")
        self.spare: tuple[QWidget, ...] = (self.keys, self.bar, self.word, self.count)
        for each in (self.word, self.full, self.keys):
            each.setProperty("role", "caption")
        row = bottom.row
        for label in (self.word, self.total, self.full, self.bar, self.count):
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.keys)
        for act in (self.undo, self.next, self.check):
            row.addWidget(act)

    def fit(self, width: int) -> None:
        """Leaves out what says nothing new where there is little room."""
        for each in self.spare:
            each.setVisible(True)
        for each in self.spare:
            if self._row.sizeHint().width() <= width:
                return
            each.setVisible(False)

    def show_session(self, session: SheetSession) -> None:
        """Shows what is saved; no verdict, no pass mark."""
        sheet = session.sheet
        found = list(session.awards.values())
        total = sum((each.points for each in found if each.points is not None), Fraction(0))
        pending = any(each.state == "pending" for each in found)
        own = [each for each in found if each.state != "pending"]
        judged = sum(each.state == "judged" for each in own)
        self.total.show_words(write_decimal(total))
        self.total.setAccessibleName(t("合计 {n} 分").format(n=write_decimal(total)))
        full = t("/ {n} 分").format(n=write_decimal(sheet.brief.rubric.total))
        self.full.setText(t("分（不含满意度）") if pending else full)
        show_count(self.bar, judged)
        self.count.show_words(t("已评 {n} / {many} 项").format(n=judged, many=len(own)))
        self.undo.setEnabled(session.may_undo)
        self.next.setEnabled(judged < len(own))
