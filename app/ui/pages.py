"""What every page is: a scrolling or whole body, and below it a bar that is never pushed off the screen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.brief import Brief
from app.ui.toggle_button import ToggleButton

SMALLEST = QSize(911, 512)
# Roles whose checked state the style sheet shows in bold.
_BOLD_WHEN_CHOSEN = ("tab", "crumb", "choice")


class _Choice(ToggleButton):
    """A button that is bold while it is chosen, as wide as that from the beginning."""

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        bold = self.font()
        bold.setBold(True)
        text = self.text()
        more = QFontMetrics(bold).horizontalAdvance(text) - self.fontMetrics().horizontalAdvance(text)
        return QSize(size.width() + max(more, 0), size.height())


def button(text: str, role: str, name: str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button of a role of the style sheet; `name` for the screen reader where the text is a sign."""
    made = (_Choice if role in _BOLD_WHEN_CHOSEN else QPushButton)(text, parent)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setAccessibleName(name or text)
    return made


class Bottom(QFrame):
    """The bar at the foot: quiet things left, acts right, the page's one filled button last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 10, 24, 10)
        self.row.setSpacing(12)


class Page(QWidget):
    """One page of the window. Subclasses fill `body` (a layout) and `bottom.row`.

    `primary` is the one filled button; `brief` the platform it is about (for the colour band), `person` who
    acts and `saved_at` when the last act was saved, both "" where that means nothing; `head_changed` tells
    that one of these is another now.
    """

    head_changed = Signal()

    def __init__(self, title: str, *, scrolls: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.primary: QPushButton | None = None
        self.brief: Brief | None = None
        self.person = ""
        self.saved_at = ""
        self.manual = "index"
        self.stale = True
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.ground = QWidget(self)
        self.ground.setProperty("role", "ground")
        self.body = QVBoxLayout(self.ground)
        self.bottom = Bottom(self)
        whole.addWidget(scrolling(self.ground) if scrolls else self.ground, 1)
        whole.addWidget(self.bottom)

    def refresh(self) -> None:
        """Shows what is true now; called before the page is shown while it is stale."""
        self.stale = False

    def opened(self) -> None:
        """Puts the focus where the person begins."""
        if self.primary is not None:
            self.primary.setFocus()

    def may_leave(self) -> bool:
        """Whether the page may be left now; it says itself why not."""
        return True

    def undress(self) -> None:
        """Another text size or palette is coming: what is made anew faster than it is dressed anew may go."""

    def dress(self) -> None:
        """The look has changed: what went with `undress` comes back as it was."""

    def minimumSizeHint(self) -> QSize:
        """Never larger than the smallest screen: the body scrolls."""
        return QSize(0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self.refresh()
        self.opened()


def scrolling(inner: QWidget | None, parent: QWidget | None = None) -> QScrollArea:
    """`inner`, or what comes later, in a scroll area that never scrolls sideways."""
    area = QScrollArea(parent)
    only_down(area)
    if inner is not None:
        area.setWidget(inner)
    return area


def only_down(area: QScrollArea) -> None:
    """Has it never scroll sideways, without a frame, as wide as what is in it."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
