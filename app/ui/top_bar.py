"""The bar on top of every page: way back, colour and name of the platform, person, saved-at, size, help."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QWidget,
)

from app.domain.brief import Brief
from app.ui.pages import button
from app.ui.style import BANDS, mark
from app.ui.words import raw, t


class Elided(QLabel):
    """One line that ends in … where there is no room; the whole text is its tool tip and name.

    `most` characters are as wide as it asks to be; without it takes what room there is.
    """

    def __init__(self, role: str, parent: QWidget | None = None, *, most: int = 0) -> None:
        super().__init__(parent)
        self._most = most
        if most:
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("role", role)
        wide = QSizePolicy.Policy.Maximum if most else QSizePolicy.Policy.Ignored
        self.setSizePolicy(wide, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        widest = self._most * self.fontMetrics().horizontalAdvance("评")
        return QSize(min(size.width(), widest), size.height()) if self._most else size

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        told = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment()), told)
        painter.end()


class TopBar(QFrame):
    """Always in sight; which platform this is can never be mistaken."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setProperty("role", "bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.back: QPushButton = button(t("‹ 返回"), "link", t("返回"))
        self.band = QLabel()
        self.name = Elided("title")
        self.rehearsal = QLabel(t("演练"))
        self.person = Elided("pill", most=12)
        self.saved = QLabel()
        self.text_size: QPushButton = button(t("字"), "link", t("文字大小"))
        self.help: QPushButton = button("?", "link", t("使用说明"))
        for pill in (self.saved, self.rehearsal):
            pill.setProperty("role", "pill")
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
        self._colour("" if brief is None else BANDS[brief.colour])
        self.person.setText(raw(person))
        self.person.setVisible(bool(person))
        self.show_saved(saved)

    def show_saved(self, saved: str) -> None:
        """已保存 14:32"""
        self.saved.setText(t("已保存 {time}").format(time=saved) if saved else "")
        self.saved.setAccessibleName(self.saved.text())
        self.saved.setVisible(bool(saved))

    def _colour(self, colour: str) -> None:
        """Dressing the bar anew costs milliseconds: only where the colour is another."""
        if colour == self._shown:
            return
        self._shown = colour
        line = f'QFrame[role="bar"] {{ border-bottom: 4px solid {colour}; }}'
        band = f"background: {colour}; color: white; font-weight: bold;"
        band += " border-radius: 6px; padding: 6px 14px;"
        self.setStyleSheet(line if colour else "")
        self.band.setStyleSheet(band if colour else "")
