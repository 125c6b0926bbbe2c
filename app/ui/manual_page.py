"""使用说明: the manual's pages with their table of contents at the side; links lead to its own pages only."""

from math import ceil

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app import i18n
from app.domain.manual_text import INDEX, Manual
from app.ui.manual_html import page_html, sheet
from app.ui.pages import Page, button, scrolling
from app.ui.parts import label
from app.ui.rows import roving
from app.ui.style import Look, mark
from app.ui.words import raw, t

_WIDEST = 46  # hanzi in a line that are still good to read


class Contents(QFrame):
    """The table of contents: one stop for Tab, ↑ ↓ walk it. `chosen` with the name of a page."""

    chosen = Signal(str)

    def __init__(self, manual: Manual) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setAccessibleName(t("使用说明目录"))
        self.setStyleSheet("QPushButton { padding: 0.3em 0.6em; min-height: 1.3em; }")
        inner = QWidget()
        inner.setProperty("role", "side")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        self._group = QButtonGroup(self)
        self.entries: dict[str, QPushButton] = {}
        for page in manual.pages:
            entry = button(raw(page.title), "section")
            entry.setCheckable(True)
            entry.clicked.connect(lambda _checked=False, name=page.name: self.chosen.emit(name))
            self._group.addButton(entry)
            self.entries[page.name] = entry
            column.addWidget(entry)
        column.addStretch(1)
        self.area = scrolling(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def mark_current(self, name: str) -> None:
        """Shows which page is open."""
        for each, entry in self.entries.items():
            entry.setChecked(each == name)
            mark(entry, state="current" if each == name else "")
        roving(tuple(self.entries.values()), self.entries[name])
        # Once it has its place: before the first painting it has none.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.entries[name], 0, 0))


class ManualPage(Page):
    """`closed` when the reader has had enough. Shows the table of contents first."""

    closed = Signal()

    def __init__(self, manual: Manual, look: Look) -> None:
        super().__init__(t("使用说明"), scrolls=False)
        self.manual = INDEX
        self.book = manual
        self.look = look
        self.chapter = manual.page(INDEX)
        self.contents = Contents(manual)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.before = button(t("‹ 上一页"), "link", t("上一页"))
        self.after = button(t("下一页 ›"), "link", t("下一页"))
        self.leave = button(t("回到原处"), "primary")
        self.leave.setToolTip("Esc")
        self.primary = self.leave
        self._lay_out()
        self._connect()
        self.show_chapter(INDEX)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.contents)
        line.addWidget(self.text, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        if i18n.language() != next(iter(i18n.LANGUAGES)):
            self.body.addWidget(label(t("使用说明只有中文。"), "notice"))
        self.body.addLayout(line)
        for act in (self.before, self.after):
            self.bottom.row.addWidget(act)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.leave)

    def _connect(self) -> None:
        self.contents.chosen.connect(self.show_chapter)
        self.text.anchorClicked.connect(self.on_link)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.leave.clicked.connect(self.closed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.closed)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_chapter(self, name: str) -> None:
        """Opens a page of the manual at its top; the table of contents where there is none of that name."""
        self.chapter = self.book.page(name)
        self._write()
        self._go_to(0)
        self.text.setAccessibleName(t("使用说明：{title}").format(title=raw(self.chapter.title)))
        self.contents.mark_current(self.chapter.name)
        at = self.book.pages.index(self.chapter)
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at < len(self.book.pages) - 1)

    def set_look(self, look: Look) -> None:
        """Another text size or palette; the lines being read stay in sight."""
        self.look = look
        read = self._top
        self._write()
        self._hold(read)

    def on_link(self, url: QUrl) -> None:
        """A link inside the manual; there are no others."""
        self.show_chapter(url.path())
        self.text.setFocus()

    def opened(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        read = self._top
        self._fit(event.size().width())
        self._hold(read)

    def _turn(self, step: int) -> None:
        at = self.book.pages.index(self.chapter) + step
        self.show_chapter(self.book.pages[at].name)
        pressed = self.before if step < 0 else self.after
        (pressed if pressed.isEnabled() else self.text).setFocus()

    def _write(self) -> None:
        document = self.text.document()
        document.setDefaultStyleSheet(sheet(self.look))
        document.setDocumentMargin(self.look.px(24))
        document.setHtml(page_html(self.chapter, self.look))
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        """The side as wide as on the scoring page; lines no longer than is good to read."""
        em = self.fontMetrics().horizontalAdvance("指")
        side = min(em * 11, max(width * 23 // 100, 120))
        self.contents.setFixedWidth(side)
        # A margin of the document, not a narrower field: wherever the wheel turns, the text follows.
        frame = self.text.document().rootFrame()
        least = self.look.px(24)
        right = max(width - side - em * _WIDEST - least, least)
        shape = frame.frameFormat()
        if shape.rightMargin() != right:
            shape.setRightMargin(right)
            frame.setFrameFormat(shape)

    @property
    def _top(self) -> int:
        """The paragraph that is read first now, as a place in the text."""
        seen = self.text.verticalScrollBar().value()
        layout, block = self.text.document().documentLayout(), self.text.document().begin()
        while seen and block.isValid() and layout.blockBoundingRect(block).bottom() <= seen:
            block = block.next()
        return max(block.position(), 0)

    def _hold(self, place: int) -> None:
        """Stays there, also once everything has its new size."""
        chapter = self.chapter
        self._go_to(place)
        QTimer.singleShot(0, self, lambda: self._go_to(place) if self.chapter is chapter else None)

    def _go_to(self, place: int) -> None:
        """Scrolls there. The cursor goes along: a new margin carries it away, and Qt keeps it in sight."""
        document = self.text.document()
        cursor = self.text.textCursor()
        cursor.setPosition(place)
        self.text.setTextCursor(cursor)
        top = document.documentLayout().blockBoundingRect(document.findBlock(place)).top()
        self.text.verticalScrollBar().setValue(ceil(top) if place else 0)
