"""Where the person is, remembered in the workspace's small view file; after a crash, back to that place."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.frozen import replace
from app.services.laptop import View, read_view, write_view
from app.ui.pages import Page, button
from app.ui.parts import label
from app.ui.style import PALETTES, SCALES, Look
from app.ui.words import raw, t

_SOON_MS = 300


class Remembered(QObject):
    """The view of the open workspace: written soon after every step, and once more when it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self.view = View()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self.write)

    def enter(self, folder: Path) -> View:
        """From now on about this workspace; what its last run left behind."""
        self._folder = folder
        before = read_view(folder)
        # The old place stays until there is a new one: the power may fail again before the first step.
        self.view = replace(before, running=True)
        self.write()
        return before

    def at(self, sheet: str, criterion: str = "") -> None:
        """The person is at that criterion of that sheet, or with "" at none."""
        self.view = replace(self.view, sheet=sheet, criterion=criterion)
        self._timer.start()

    def named(self, owner: str) -> None:
        """Whose workspace it is."""
        self.view = replace(self.view, owner=owner)
        self.write()

    def with_look(self, look: Look) -> View:
        """The view with another look."""
        return _with_look(self.view, look)

    def write(self) -> None:
        """Writes it now."""
        self._timer.stop()
        if self._folder is not None:
            write_view(self._folder, self.view)

    def leave(self) -> None:
        """The workspace is closed in order."""
        if self._folder is not None:
            self.view = replace(self.view, running=False)
            self.write()
            self._folder = None


def read_look(folder: Path) -> Look:
    """The look that was chosen on this computer."""
    view = read_view(folder)
    scale = next((each for each in SCALES if str(each) == view.scale), SCALES[0])
    palette = view.palette if view.palette in PALETTES else PALETTES[-1]
    return Look(scale, view.high_contrast, palette, view.language)


def write_look(folder: Path, look: Look) -> None:
    """Remembers the look for this computer."""
    write_view(folder, _with_look(read_view(folder), look))


def _with_look(view: View, look: Look) -> View:
    return replace(
        view,
        scale=str(look.scale),
        high_contrast=look.high_contrast,
        palette=look.palette,
        language=look.language,
    )


def say_recovered(page: Page, time: str) -> QWidget:
    """Says above the page what was recovered."""
    said = t("上次没有正常关闭。评分全部保留，最后保存于 {time}，已回到原处。").format(time=raw(time))
    return say_above(page, said)


def say_brought_forward(page: Page, kept_copy: Path) -> QWidget:
    """Says above the page that the workspace was an earlier version's, and where it lies as it was."""
    said = t("您的数据是较早版本的知评写的，已按这一版整理好，内容没有变。整理前的数据原样留在：{path}")
    return say_above(page, said.format(path=raw(str(kept_copy))))


def say_above(page: Page, said: str) -> QWidget:
    """A line above the page that goes away at a click."""
    line = QWidget(page)
    inside = QHBoxLayout(line)
    inside.setContentsMargins(24, 10, 24, 10)
    inside.addWidget(label(said, "notice"), 1)
    seen = button(t("知道了"), "quiet")
    seen.clicked.connect(line.hide)
    inside.addWidget(seen)
    whole = page.layout()
    if isinstance(whole, QVBoxLayout):
        whole.insertWidget(0, line)
        _read_first(page, seen)
    return line


def _read_first(page: Page, first: QWidget) -> None:
    """Puts `first` before all else that the keyboard reaches on a page, whose own order stays."""
    others: list[QWidget] = []
    each = page.nextInFocusChain()
    while each is not None and each is not page:
        if each is not first and page.isAncestorOf(each) and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            others.append(each)
        each = each.nextInFocusChain()
    for before, after in pairwise((first, *others)):
        QWidget.setTabOrder(before, after)
