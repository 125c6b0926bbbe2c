"""可以散会, over the whole screen: everybody sees that nothing is missing. Any key or a click ends it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from app.domain.panel import Panel
from app.domain.progress import progress
from app.ui.parts import label
from app.ui.words import raw, t


class LeaveScreen(QWidget):
    """A window of its own; `panels` are those that are complete. Nobody's name, no score."""

    def __init__(self, panels: Sequence[Panel], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("role", "leave")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("可以散会"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(48, 40, 48, 32)
        inside.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what has no room is left out
        inside.setSpacing(20)
        self.heading = _centred(t("可以散会"), "leave")
        self.told = _centred(t("评分表、意见、签名都已齐全。"), "leave-told")
        self.setAccessibleName(f"{self.heading.text()} {self.told.text()}")
        inside.addStretch(2)
        inside.addWidget(self.heading)
        inside.addWidget(self.told)
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(24)
        self.lines: list[tuple[QLabel, QLabel]] = []
        for at, panel in enumerate(panels):
            name = _side(raw(panel.brief.platform.name), Qt.AlignmentFlag.AlignRight)
            self.lines.append((name, _side(collected_words(panel), Qt.AlignmentFlag.AlignLeft)))
            for column, shown in enumerate(self.lines[-1]):
                grid.addWidget(shown, at, column)
        self.more = _centred(t("等 {n} 个平台").format(n=len(panels)), "leave-line")
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(grid)
        middle.addStretch(1)
        inside.addLayout(middle)
        inside.addWidget(self.more)
        inside.addStretch(3)
        inside.addWidget(_centred(t("按任意键返回"), "leave-hint"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        line = self.lines[0][0].sizeHint().height() + 10 if self.lines else 1
        room = (self.height() - self.heading.sizeHint().height() - self.told.sizeHint().height()) * 2 // 3
        fits = max(1, room // line - 1)
        for at, shown in enumerate(self.lines):
            for each in shown:
                each.setVisible(at < fits)
        self.more.setVisible(len(self.lines) > fits)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()


def show_leave(panels: Sequence[Panel], parent: QWidget) -> LeaveScreen:
    """Fills the screen with it."""
    made = LeaveScreen(panels, parent)
    made.showFullScreen()
    made.setFocus()
    return made


def collected_words(panel: Panel) -> str:
    """✓ 评分表 4 份（另 1 人已登记）  ✓ 意见  ✓ 签名 2/3（另 1 人已说明）"""
    count = [panel.standing(each) for each in panel.places]
    told = t("✓ 评分表 {n} 份").format(n=len(panel.counted))
    aside = len(count) - count.count("counted")
    if aside:
        told += t("（另 {n} 人已登记）").format(n=aside)
    found = progress(panel)
    if panel.opinion.strip():
        told += t("  ✓ 意见")
    told += t("  ✓ 签名 {n}/{m}").format(n=found.signed, m=found.signers)
    over = found.signers - found.signed  # passed over, with a reason: nothing is owed any more
    return told + t("（另 {n} 人已说明）").format(n=over) if over else told


def _centred(text: str, role: str) -> QLabel:
    made = label(text, role)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def _side(text: str, side: Qt.AlignmentFlag) -> QLabel:
    made = label(text, "leave-line")
    made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return made
