"""One dispute in large type for a whole room: the criterion, the facts counted, the evidence; no names.

What is projected also bears no score, no remark and nothing that would flip the verdict; the chair's own
reading sheet bears the remarks beside it, still without names.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.differences import determined_words, evidence_words, splits
from app.domain.frozen import frozen
from app.domain.matrix import Line, voices
from app.domain.panel import Panel
from app.ui.pages import Bottom, button
from app.ui.parts import label, tell
from app.ui.words import law, raw, t

_HEAD, _TEXT, _LABEL, _COUNT, _QUOTE = 24, 34, 26, 46, 26  # pixels on a screen 768 high
_SMALLEST = 0.4
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
_BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp)


@frozen
class Words:
    """A paragraph of a slide, its size at a screen 768 high, and how it is set."""

    text: str
    size: int
    bold: bool = False
    role: str = ""
    above: int = 10


def slide_of(panel: Panel, line: Line, *, projected: bool) -> tuple[Words, ...]:
    """What a slide says about one dispute of an open panel."""
    criterion = line.criterion
    where = f" · {t('必要项')}" if line.mandatory else ""
    words = [
        Words(f"{raw(criterion.id)}　{raw(line.section)}{where}", _HEAD, role="secondary", above=0),
        Words(raw(criterion.text), _TEXT, bold=True),
    ]
    facts = splits(panel, criterion)
    for each in facts:
        aside = f"（{raw(each.line)}）" if each.line else ""
        words.append(Words(f"{raw(each.label)}{aside}", _LABEL, role="secondary", above=22))
        words += [Words(_counted(number, told), _COUNT, bold=True, above=4) for number, told in each.counts]
    if not facts:
        words.append(Words(t("各项条件认定一致，其余有不同看法，请合议。"), _LABEL, above=22))
    evidence = law(evidence_words(panel, criterion.id)) or t("材料")
    words.append(Words(t("请对照{where}").format(where=evidence), _LABEL, role="look", above=22))
    return tuple(words if projected else words + _written(panel, line))


def _counted(number: int, told: str) -> str:
    gap = " " if told[:1].isdigit() else ""
    return t("{n} 人认定{gap}{told}").format(n=number, gap=gap, told=law(told))


def _written(panel: Panel, line: Line) -> list[Words]:
    """The remarks, each once and in an order that tells nobody's seat, then what was determined."""
    remarks = sorted({each.remark.strip() for each in voices(panel, line.criterion) if each.remark.strip()})
    found = [Words(f"“{raw(each)}”", _QUOTE, above=14) for each in remarks]
    settled = determined_words(panel, line.criterion)
    return [*found, Words(law(settled), _QUOTE, bold=True, above=18)] if settled else found


class LargeType(QWidget):
    """Paragraphs below each other, as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: list[QLabel] = []
        self._words: tuple[Words, ...] = ()

    def show_words(self, words: Sequence[Words]) -> None:
        """Shows another slide."""
        self._words = tuple(words)
        for old in self.labels:
            old.hide()
            old.deleteLater()
        self.labels = []
        for each in words:
            made = label(each.text, each.role)
            made.setParent(self)
            made.show()
            self.labels.append(made)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The largest size at which all of it is on the screen."""
        size = max(self.height(), 1) / 620
        while size > _SMALLEST and self._place(size) > self.height():
            size *= 0.93
        free = max(0, self.height() - self._place(size))
        for made in self.labels:
            made.move(made.x(), made.y() + free // 3)

    def _place(self, size: float) -> int:
        """Puts everything below each other at a size; how high it is."""
        margin = round(48 * size)
        wide, top = max(self.width() - 2 * margin, 1), round(12 * size)
        for made, each in zip(self.labels, self._words, strict=True):
            font = QFont(self.font())
            font.setPixelSize(max(12, round(each.size * size)))
            font.setBold(each.bold)
            made.setFont(font)
            high = made.heightForWidth(wide)
            top += round(each.above * size)
            made.setGeometry(margin, top, wide, high)
            top += high
        return top


class Stage(QWidget):
    """A window of its own over the whole screen: slides, ← → between them, Esc ends. Goes with its page."""

    def __init__(self, page: QWidget, title: str, gone: Callable[[], None] | None = None) -> None:
        super().__init__(page, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "stage")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._gone = gone
        self.slides: tuple[tuple[Words, ...], ...] = ()
        self.at = 0
        self.sheet = LargeType()
        self.count = label("", "caption", wraps=False)
        self.before, self.after = button(t("‹ 上一项"), "quiet"), button(t("下一项 ›"), "quiet")
        self.end = button(t("结束（Esc）"), "quiet")
        foot = Bottom()
        foot.row.addWidget(self.count)
        foot.row.addStretch(1)
        for act in (self.before, self.after, self.end):
            act.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each has its key
            foot.row.addWidget(act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        middle.setContentsMargins(24, 24, 24, 8)
        middle.addWidget(self.sheet)
        whole.addLayout(middle, 1)
        whole.addWidget(foot)
        self.before.clicked.connect(lambda: self.go(self.at - 1))
        self.after.clicked.connect(lambda: self.go(self.at + 1))
        self.end.clicked.connect(self.close)

    def show_slides(self, slides: Sequence[Sequence[Words]], at: int) -> None:
        """Shows these, beginning with one of them."""
        self.slides = tuple(tuple(each) for each in slides)
        self.go(at)

    def go(self, at: int) -> None:
        """To a slide; before the first and after the last there is nothing."""
        self.at = min(max(at, 0), max(len(self.slides) - 1, 0))
        self.sheet.show_words(self.slides[self.at] if self.slides else ())
        self.setAccessibleDescription("\n".join(each.text() for each in self.sheet.labels))
        tell(self.count, t("{n} / {m}　← → 换项").format(n=self.at + 1, m=len(self.slides)))
        self.before.setEnabled(self.at > 0)
        self.after.setEnabled(self.at < len(self.slides) - 1)

    def fill_screen(self) -> None:
        """Over a whole screen: the second one where there are two, since that is the room's."""
        page = self.parentWidget()
        here = (page or self).screen()
        other = next((each for each in QGuiApplication.screens() if each is not here), here)
        self.setGeometry(other.geometry())
        self.showFullScreen()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in _NEXT:
            self.go(self.at + 1)
        elif event.key() in _BEFORE:
            self.go(self.at - 1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.slides:
            self.go(self.at)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._gone is not None:
            self._gone()
