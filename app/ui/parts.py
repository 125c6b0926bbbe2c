"""What pages are put together from: labels, panels, rows, the middle column, work that outlives no page."""

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.brief import Brief
from app.errors import ZhipingError
from app.ui import tasks
from app.ui.pages import Page
from app.ui.plain import plain
from app.ui.style import mark
from app.ui.words import raw, t

T = TypeVar("T")
WIDEST = 1040


def label(text: str = "", role: str = "", *, wraps: bool = True) -> QLabel:
    """A label of a role of the style sheet; never reads its text as markup."""
    made = plain()
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    if wraps:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    tell(made, text)
    return made


def caption_of(field: QWidget) -> QLabel:
    """The field's name, to stand above it for as long as something is typed there."""
    return label(field.accessibleName(), "caption")


def tell(shown: QLabel, text: str) -> None:
    """Says `text` on a label, to the screen reader too; a notice with nothing to say goes away."""
    shown.setText(text)
    shown.setAccessibleName(text)
    # Made visible before it has a parent, it would flash as a window of its own and take the keyboard.
    if shown.property("role") in ("notice", "good", "refused") and (shown.parent() or not text):
        shown.setVisible(bool(text))


def show_under_way(page: Page, bar: QProgressBar, step: QLabel, told: str) -> None:
    """Work of `page` begins (`told` says with what) or ends (""): the bar moves, or is gone with its line."""
    bar.setRange(0, 0)
    for shown in (bar, step):
        shown.setVisible(bool(told))
    tell(step, told)
    if told and page.isVisible():
        page.setFocus()  # a button that is disabled hands the focus on, to the way back


class Panel(QFrame):
    """A white ground with a line around it and things below each other."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(20, 16, 20, 16)
        self.inside.setSpacing(8)
        if title:
            self.setAccessibleName(title)
            self.inside.addWidget(label(title, "title"))


def middle(page: Page) -> QVBoxLayout:
    """The page's body as one column in the middle, never wider than is good to read."""
    column = QWidget()
    column.setMaximumWidth(WIDEST)
    inside = QVBoxLayout(column)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(14)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(column, 100)
    row.addStretch(1)
    page.body.setContentsMargins(24, 20, 24, 20)
    page.body.addLayout(row)
    page.body.addStretch(1)
    _hold_still(page)
    return inside


def _hold_still(page: Page) -> None:
    """The column stays where it is when the scroll bar comes or goes: its room is kept free."""
    area = page.findChild(QScrollArea)
    if area is None:
        return
    bar = area.verticalScrollBar()

    def keep_room(least: int, most: int) -> None:
        page.body.setContentsMargins(24, 20, 24 if most > least else 24 + bar.sizeHint().width(), 20)

    bar.rangeChanged.connect(keep_room)
    keep_room(0, 0)


def reveal(page: Page, shown: QWidget) -> None:
    """Scrolls a page's body to something that has just appeared, once it has its place."""

    def scroll() -> None:
        area = page.findChild(QScrollArea)
        if area is not None and shiboken6.isValid(shown):
            area.ensureWidgetVisible(shown, 0, 40)

    QTimer.singleShot(0, page, scroll)


def band(brief: Brief) -> QLabel:
    """The platform's number on its colour."""
    number = str(brief.header.brief_number)
    made = plain(raw(number))
    made.setAccessibleName(t("第 {n} 号").format(n=number))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumSize(44, 44)
    mark(made, role="band", band=brief.colour)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def pill(text: str, state: str = "") -> QLabel:
    """A short word about a state."""
    made = label(text, "pill", wraps=False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    mark(made, state=state)
    return made


def row(*items: QWidget, parent: QBoxLayout | None = None) -> QHBoxLayout:
    """Things beside each other, the first that can grow takes the room."""
    made = QHBoxLayout()
    made.setSpacing(12)
    for item in items:
        made.addWidget(item)
    if parent is not None:
        parent.addLayout(made)
    return made


def progress() -> QProgressBar:
    """A bar for work whose length nobody knows; hidden until there is some."""
    made = QProgressBar()
    made.setRange(0, 0)
    made.setTextVisible(False)
    made.setAccessibleName(t("正在处理"))
    made.setVisible(False)
    return made


def away(widget: QWidget) -> None:
    """Takes a widget off the screen, for good."""
    widget.hide()
    widget.deleteLater()


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and away."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            away(widget)
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def work(
    owner: QObject, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[ZhipingError], None]
) -> None:
    """Runs `job` on a worker; what comes back is told only while `owner` is there."""

    def tell_done(value: T) -> None:
        if shiboken6.isValid(owner):
            done(value)

    def tell_failed(error: ZhipingError) -> None:
        if shiboken6.isValid(owner):
            failed(error)

    tasks.run(job, tell_done, tell_failed)
