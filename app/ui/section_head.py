"""The heading of a section between the cards: name, points, subtotal, and how the mandatory one stands."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Section
from app.ui.plain import plain
from app.ui.section_list import mandatory_words, subtotal
from app.ui.session import SheetSession
from app.ui.still import Figure, Pill
from app.ui.words import raw, t


class SectionHead(QWidget):
    """平台基础条件（25 分）· 必要项：还有 4 个条件未判断 … 小计 15 / 25 分"""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self.section = section
        name = plain(raw(section.name), self)
        name.setProperty("role", "title")
        self.state = Pill(self)
        full = write_decimal(section.points)
        widest = t("小计 {n} / {full} 分").format(n=f"{full}.0", full=full)
        self.sum = Figure(widest, "caption", self, right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 10, 4, 0)
        row.setSpacing(12)
        row.addWidget(name)
        row.addWidget(self.state, 1)
        row.addWidget(self.sum)

    def show_session(self, session: SheetSession) -> None:
        """Shows what is saved."""
        _, points, _ = subtotal(session, self.section)
        full = write_decimal(self.section.points)
        self.sum.show_words(t("小计 {n} / {full} 分").format(n=write_decimal(points), full=full))
        if self.section.mandatory:
            words, state = mandatory_words(session)
            self.state.show_words(t("必要项：{words}").format(words=words), state)
