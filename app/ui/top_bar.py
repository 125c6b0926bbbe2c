"""The bar on top of every page: way back, colour and name of the platform, person, saved-at, size, help."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.brief import Brief
from app.ui.pages import button
from app.ui.plain import plain, tip
from app.ui.style import mark
from app.ui.words import raw, t


class Elided(QLabel):
    """One line that ends in … where there is no room; the whole text is its tool tip and name.

    `most` characters are as wide as it asks to be; without it takes what room there is.
    """

    def __init__(self, role: str, parent: QWidget | None = None, *, most: int = 0) -> None:
        super().__init__(parent)
        self._most = most
        self.whole = ""
        if most:
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a name comes from outside
        self.setProperty("role", role)
        wide = QSizePolicy.Policy.Maximum if most else QSizePolicy.Policy.Ignored
        self.setSizePolicy(wide, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        self.whole = text
        self.setAccessibleName(text)
        self.setToolTip(tip(text))
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        size, font = super().sizeHint(), self.fontMetrics()
        wide = size.width() + font.horizontalAdvance(self.whole) - font.horizontalAdvance(self.text())
        widest = self._most * font.horizontalAdvance("评")
        return QSize(min(wide, widest) if self._most else wide, size.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Shows as much as there is room for. Painted by Qt itself: a style asked from Python costs a start
        5 ms."""
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            super().setText(shown)


class TopBar(QFrame):
    """Always in sight; which platform this is can never be mistaken."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.back: QPushButton = button(t("‹ 返回"), "link", t("返回"))
        self.band = plain()
        self.name = Elided("title")
        self.rehearsal = plain(t("演练"))
        self.person = Elided("pill", most=12)
        self.saved = plain()
        self.text_size: QPushButton = button(t("字"), "link", t("文字大小"))
        self.help: QPushButton = button("?", "link", t("使用说明"))
        for pill in (self.saved, self.rehearsal):
            pill.setProperty("role", "pill")
        mark(self.band, role="band")
        mark(self.saved, state="ok")
        mark(self.rehearsal, state="warn")
        for quiet in (self.text_size, self.help, self.back):
            quiet.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 16, 6)
        row.setSpacing(10)
        left: tuple[QWidget, ...] = (self.back, self.band)
        right: tuple[QWidget, ...] = (self.rehearsal, self.person, self.saved, self.text_size, self.help)
        for shown in left:
            row.addWidget(shown, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.name, 1)
        for shown in right:
            row.addWidget(shown, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_for(self, brief: Brief | None, title: str, person: str, saved: str, may_go_back: bool) -> None:
        """What the bar says on a page; `saved` as 14:32."""
        self.back.setVisible(may_go_back)
        self.band.setVisible(brief is not None)
        self.rehearsal.setVisible(brief is not None and brief.header.rehearsal)
        self.name.setText(title if brief is None else raw(brief.platform.name))
        number = "" if brief is None else str(brief.header.brief_number)
        self.band.setText(number)
        self.band.setAccessibleName(t("第 {n} 号").format(n=number) if number else "")
        for coloured in (self, self.band):
            mark(coloured, band="" if brief is None else brief.colour)
        self.person.setText(raw(person))
        self.person.setVisible(bool(person))
        self.show_saved(saved)

    def show_saved(self, saved: str) -> None:
        """已保存 14:32"""
        self.saved.setText(t("已保存 {time}").format(time=saved) if saved else "")
        self.saved.setAccessibleName(self.saved.text())
        self.saved.setVisible(bool(saved))
