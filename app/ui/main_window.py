"""The window: the bar on top of every page, the pages with the way back, help, text size, closing."""

from datetime import datetime

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
    QWindow,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.domain.frozen import replace
from app.domain.sheet import Sheet
from app.ui.desk import Desk
from app.ui.manual_reader import ManualReader
from app.ui.pages import SMALLEST, Page
from app.ui.style import SCALES, Look, apply
from app.ui.top_bar import TopBar
from app.ui.words import t

_Act = QAbstractSlider.SliderAction
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCROLLS = {
    Qt.Key.Key_PageUp: _Act.SliderPageStepSub,
    Qt.Key.Key_PageDown: _Act.SliderPageStepAdd,
    Qt.Key.Key_Home: _Act.SliderToMinimum,
    Qt.Key.Key_End: _Act.SliderToMaximum,
    Qt.Key.Key_Up: _Act.SliderSingleStepSub,
    Qt.Key.Key_Down: _Act.SliderSingleStepAdd,
}


class MainWindow(QMainWindow):
    """All pages of the program, and the manual over them; `unsent_found` is emitted instead of closing while
    a signed sheet has not been handed over."""

    unsent_found = Signal(object)
    look_changed = Signal(object)

    def __init__(self, desk: Desk, look: Look | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.look = look or Look()
        self.may_close_unsent = False
        self._back: list[Page] = []
        self._turned = QElapsedTimer()
        self._native: QWindow | None = None
        self._pressed_on: QWidget | None = None
        self.top = TopBar()
        self.stack = QStackedWidget()
        self.setCentralWidget(self._whole())
        self.manual = ManualReader(self.stack, self._column, self.on_page_changed)
        self.setMinimumSize(QSize(640, 400))
        self.resize(1366, 728)
        self.top.back.clicked.connect(self.go_back)
        self.top.text_size.clicked.connect(self.on_size_clicked)
        self.top.help.clicked.connect(self.on_help)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.on_help)
        self.stack.currentChanged.connect(self.on_turned)
        desk.changed.connect(self.on_desk_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.on_scheme_changed)

    @property
    def page(self) -> Page | None:
        """The page in front."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Page) else None

    def show_page(self, page: Page, *, keep: bool = True) -> None:
        """Brings a page to the front; with `keep` the one left is where 返回 leads."""
        before = self.page
        if before is not None and before is not page:
            if not before.may_leave():
                return
            if keep:
                self._back.append(before)
        self._add(page)
        self.stack.setCurrentWidget(page)
        if before is not None and not keep and before is not page and before not in self._back:
            self._forget(before)
        self.on_page_changed()

    def show_first(self, page: Page) -> None:
        """Brings a page to the front that nothing lies behind; all others are gone (换人)."""
        QToolTip.hideText()
        self._back.clear()
        self._add(page)
        self.stack.setCurrentWidget(page)
        for at in reversed(range(self.stack.count())):
            other = self.stack.widget(at)
            if other is not page and isinstance(other, Page):
                self._forget(other)
        self.on_page_changed()

    def go_back(self) -> None:
        """To the page this one was opened from; out of the manual to where it was opened."""
        if self.manual.is_open:
            self.manual.close()
            return
        page = self.page
        if not self._back or page is None or not page.may_leave():
            return
        self.stack.setCurrentWidget(self._back.pop())
        if page not in self._back:
            self._forget(page)
        self.on_page_changed()

    def on_turned(self) -> None:
        """Another page is in front: the second click of a double click is not meant for it."""
        self._turned.start()

    @property
    def has_just_turned(self) -> bool:
        """Whether the page in front is newer than a double click is long."""
        return self._turned.isValid() and self._turned.elapsed() < QApplication.doubleClickInterval()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees what the system sends to the window, before any widget does."""
        if watched is self._native and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            pressed = event.type() == QEvent.Type.KeyPress
            self._pressed_on = QApplication.focusWidget() if pressed else None
        twice = isinstance(event, QKeyEvent) and event.key() in _PRESSES
        if watched is self._native and (twice or event.type() == QEvent.Type.MouseButtonDblClick):
            return self.has_just_turned
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._native is None:
            self._native = self.windowHandle()
            self._native.installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, once a press, and never on a page just opened."""
        focused = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in _SCROLLS and not self.manual.is_open and (area := self._scrolled()):
            area.verticalScrollBar().triggerAction(_SCROLLS[Qt.Key(event.key())])
        elif not (enter and isinstance(focused, QAbstractButton)):
            super().keyPressEvent(event)
        elif self._pressed_on not in (None, focused):
            pass  # a field took the key and handed the focus on: the press was not meant for this button
        elif not event.isAutoRepeat() and not self.has_just_turned:
            focused.click()

    def _scrolled(self) -> QScrollArea | None:
        """What the keys that nobody took scroll: the body of the page in front."""
        return self.page.findChild(QScrollArea) if self.page else None

    def set_look(self, look: Look) -> None:
        """Text size and palette, at once."""
        self.look = look
        app = QApplication.instance()
        if isinstance(app, QApplication):
            pages = [self.stack.widget(at) for at in range(self.stack.count())]
            shown = [page for page in pages if isinstance(page, Page)]
            for page in shown:
                page.undress()
            apply(app, look)
            for page in shown:
                page.dress()
        self.manual.set_look(look)
        self.look_changed.emit(look)

    def on_scheme_changed(self) -> None:
        """The system has turned dark or light."""
        if self.look.palette == "system":
            self.set_look(self.look)

    def on_page_changed(self) -> None:
        """The bar on top and the title say where one is."""
        page = self.page
        if page is None:
            return
        title = self.manual.page.title if self.manual.page else page.title
        may_go_back = bool(self._back) or self.manual.is_open
        self.top.show_for(page.brief, title, page.person, clock_words(page.saved_at), may_go_back)
        subject = f"{page.brief.platform.name} · " if page.brief else ""
        self.setWindowTitle(f"{subject}{title} · {t('知评')}")

    def on_desk_changed(self) -> None:
        """Pages that are hidden refresh when they are shown; the one in front refreshes itself."""
        for at in range(self.stack.count()):
            page = self.stack.widget(at)
            if isinstance(page, Page) and page is not self.page:
                page.stale = True

    def on_size_clicked(self) -> None:
        """The next of the four text sizes."""
        at = SCALES.index(self.look.scale) if self.look.scale in SCALES else 0
        self.set_look(replace(self.look, scale=SCALES[(at + 1) % len(SCALES)]))

    def on_help(self) -> None:
        """F1: the manual's page for where one is."""
        if self.page is not None:
            self.manual.toggle(self.page.manual, self.look)

    def minimumSizeHint(self) -> QSize:
        """Fits the smallest screen."""
        return SMALLEST

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None and not self.page.may_leave():
            event.ignore()
            return
        unsent: tuple[Sheet, ...] = () if self.may_close_unsent else self.desk.unsent()
        if unsent:
            event.ignore()
            self.unsent_found.emit(unsent)
            return
        super().closeEvent(event)

    def _whole(self) -> QWidget:
        whole = QWidget()
        self._column = layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addWidget(self.stack, 1)
        return whole

    def _add(self, page: Page) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
            page.head_changed.connect(self.on_page_changed)

    def _forget(self, page: Page) -> None:
        self.stack.removeWidget(page)
        page.deleteLater()


def clock_words(time: str) -> str:
    """14:32 of an entry's time."""
    return datetime.fromisoformat(time).strftime("%H:%M") if time else ""
