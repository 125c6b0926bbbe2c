"""The sections on the left: how much of each is judged, its subtotal, and the state of the mandatory one."""

from fractions import Fraction

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.entering import mandatory_state
from app.domain.rubric import Section
from app.ui.plain import plain
from app.ui.session import SheetSession
from app.ui.still import Figure, show_count
from app.ui.style import mark
from app.ui.words import raw, t


def mandatory_words(session: SheetSession) -> tuple[str, str]:
    """必要项 of an own sheet and its state: how it stands, never whether it passes."""
    unjudged, unmet = mandatory_state(session.sheet.brief.rubric, session.awards)
    if unjudged:
        return t("还有 {n} 个条件未判断").format(n=unjudged), "warn"
    if unmet:
        return t("有 {n} 个条件不符合。是否满足由专家组合议认定。").format(n=unmet), "bad"
    return t("全部符合"), "ok"


def subtotal(session: SheetSession, section: Section) -> tuple[int, Fraction, bool]:
    """Of a section: criteria judged, their points, whether one is still to be supplied by the desk."""
    found = [session.awards[each.id] for each in section.criteria]
    points = sum((each.points for each in found if each.points is not None), Fraction(0))
    pending = any(each.state == "pending" for each in found)
    return sum(each.state == "judged" for each in found), points, pending


class SectionButton(QPushButton):
    """One section; goes to its first unjudged criterion."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self.section = section
        self.setProperty("role", "section")
        self.name = plain(raw(section.name), self)
        self.name.setWordWrap(True)
        many = len(section.criteria)
        self.count = Figure(f"{many}/{many}", "caption", self, right=True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, many)
        full = write_decimal(section.points)
        self.points = Figure(t("{n} / {full} 分").format(n=f"{full}.0", full=full), "caption", self)
        self.required = plain(t("必要项"), self)
        mark(self.name, role="section")
        mark(self.required, role="pill", state="warn")
        shown: tuple[QWidget, ...] = (self.name, self.count, self.bar, self.points, self.required)
        for part in shown:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.required.setVisible(section.mandatory)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 5, 12, 5)
        column.setSpacing(3)
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.points)
        foot.addStretch(1)
        foot.addWidget(self.required)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addLayout(foot)

    def show_session(self, session: SheetSession) -> None:
        """Shows how far the section is."""
        judged, points, pending = subtotal(session, self.section)
        many = len(self.section.criteria)
        self.count.show_words(f"{judged}/{many}")
        show_count(self.bar, judged)
        told = t("{n} / {full} 分").format(n=write_decimal(points), full=write_decimal(self.section.points))
        self.points.show_words(t("待补录") if pending and not judged else told)
        name = t("{name}，已评 {n}/{many} 项，{points}")
        self.setAccessibleName(
            name.format(name=raw(self.section.name), n=judged, many=many, points=self.points.text())
        )
        if self.section.mandatory:
            words, state = mandatory_words(session)
            self.setAccessibleDescription(words)
            mark(self.required, state=state)

    def show_level(self, level: int) -> None:
        """How much is shown: 2 everything, 1 without the points, 0 the name alone."""
        name = raw(self.section.name)
        self.name.setWordWrap(level > 0)
        room = max(self.width() - self.count.width() - 36, 40)
        short = self.name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        self.name.setText(name if level else short)
        self.bar.setVisible(level > 0)
        self.points.setVisible(level > 1)
        self.required.setVisible(level > 1 and self.section.mandatory)
        if (layout := self.layout()) is not None:
            layout.invalidate()

    def sizeHint(self) -> QSize:
        return QSize(180, self.needed(self.width()))

    def needed(self, width: int) -> int:
        """The height it takes at a width."""
        layout = self.layout()
        if layout is None:
            return 0
        tall = layout.totalHeightForWidth(max(width, 120)) if layout.hasHeightForWidth() else -1
        return tall if tall >= 0 else layout.totalSizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class SectionList(QFrame):
    """`chosen` names the section pressed by its position."""

    chosen = Signal(int)
    kind: type[SectionButton] = SectionButton

    def __init__(self, sections: tuple[Section, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName(t("大类指标"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        self.buttons = [self.kind(section, self) for section in sections]
        for at, each in enumerate(self.buttons):
            column.addWidget(each)
            each.clicked.connect(lambda _checked=False, at=at: self.chosen.emit(at))
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Once the children are dressed: before that their sizes are not those of the style sheet.
        QTimer.singleShot(0, self, self.fit)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self.fit)
        return super().event(event)

    def fit(self) -> None:
        """Where the screen is low, first the points go, then the bars."""
        room = self.height() - 4 - 2 * len(self.buttons)
        for level in (2, 1, 0):
            for each in self.buttons:
                each.show_level(level)
            if sum(each.needed(self.width()) for each in self.buttons) <= room:
                return

    def show_session(self, session: SheetSession, at: int | None = None) -> None:
        """Shows how far every section is, or the one at that place."""
        for each in self.buttons if at is None else (self.buttons[at],):
            each.show_session(session)

    def mark_current(self, at: int) -> None:
        """Shows in which section the keyboard is."""
        for place, each in enumerate(self.buttons):
            mark(each, state="current" if place == at else "")
