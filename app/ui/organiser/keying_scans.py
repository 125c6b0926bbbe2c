"""纸面扫描件: dropped or chosen, made plain beside the screen, shown as we drew them, in order of pages."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton, QVBoxLayout

from app.domain.keyed_paper import MAX_SCANS
from app.errors import ZhipingError
from app.services.keyed_scans import scan_pictures
from app.services.signing_job import PageImage
from app.ui.drop_frame import DropFrame
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.pages import button
from app.ui.parts import clear, label, progress, row, work
from app.ui.reading_order import read_in_order
from app.ui.words import t

_TALL = 220  # of a page on the screen, in logical pixels; drawn with twice as many
T = TypeVar("T")
_Taken = tuple[tuple[bytes, ...], tuple[PageImage, ...]]


class ScanPanel(DropFrame):
    """`take` makes pages plain on any thread, `folder` is where choosing begins. `changed` when the pages are
    others, or work on them begins or ends."""

    changed = Signal()

    def __init__(
        self, take: Callable[[Sequence[Path]], tuple[bytes, ...]], folder: Callable[[], Path]
    ) -> None:
        super().__init__(t("纸面扫描件"))
        self._take, self._folder = take, folder
        self.paths: tuple[Path, ...] = ()
        self.scans: tuple[bytes, ...] = ()
        self.pictures: tuple[PageImage, ...] = ()
        self.is_busy = False
        self.removes: list[QPushButton] = []
        self.choose = button(t("选择图片…"), "quiet")
        self.busy, self.refusal = progress(), Refusal()
        self.pages = Flow(gap=16)
        inside = self.inside
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(label(t("纸面扫描件"), "title"))
        told = t("把扫描件或照片拖到这里，每页一张（PNG、JPEG），按页码先后，最多 {n} 张。随记录一并保存。")
        words.addWidget(label(told.format(n=MAX_SCANS), "secondary"))
        line = row(parent=inside)
        line.addLayout(words, 1)
        line.addWidget(self.choose)
        inside.addWidget(self.busy)
        inside.addWidget(self.refusal)
        inside.addLayout(self.pages)
        self.choose.clicked.connect(self.on_choose)
        self.files_given.connect(self.add)

    def add(self, paths: Sequence[Path]) -> None:
        """More pages, behind those that are there; refused, nothing changes."""
        if self.is_busy or not paths:
            return
        wanted = (*self.paths, *paths)
        take = self._take

        def taken() -> _Taken:
            scans = take(wanted)
            return scans, scan_pictures(scans, _TALL * 2)

        def done(found: _Taken) -> None:
            self.paths = wanted
            self.scans, self.pictures = found
            self._set_busy(False)
            self._show()

        self.refusal.say("")
        self._set_busy(True)
        work(self, taken, done, self.on_failed)

    def remove(self, at: int) -> None:
        """Without that page."""
        self.paths = _without(self.paths, at)
        self.scans, self.pictures = _without(self.scans, at), _without(self.pictures, at)
        self.refusal.say("")
        self._show()

    def on_failed(self, error: ZhipingError) -> None:
        """Not taken; the pages are those that were there."""
        self._set_busy(False)
        self.refusal.tell(error)

    def on_choose(self) -> None:
        """The system's dialog for files."""
        kinds = f"{t('图片')} (*.png *.jpg *.jpeg *.PNG *.JPG *.JPEG)"
        chosen, _ = QFileDialog.getOpenFileNames(self, t("选择图片"), str(self._folder()), kinds)
        self.add([Path(each) for each in chosen])

    @property
    def takes_files(self) -> bool:
        return not self.is_busy

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy.setVisible(busy)
        for each in (self.choose, *self.removes):
            each.setEnabled(not busy)
        self.changed.emit()

    def _show(self) -> None:
        clear(self.pages)
        self.removes.clear()
        for at, picture in enumerate(self.pictures):
            self.pages.addWidget(self._page(at, picture))
        read_in_order(self)
        self.changed.emit()

    def _page(self, at: int, picture: PageImage) -> QFrame:
        name = t("第 {n} 页，共 {m} 页").format(n=at + 1, m=len(self.pictures))
        made = QFrame(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        shown = QLabel(made)
        shown.setPixmap(_drawn(picture))
        shown.setAccessibleName(name)
        remove = button(t("移除"), "link", t("移除第 {n} 页").format(n=at + 1), made)
        remove.clicked.connect(lambda: self.remove(at))
        self.removes.append(remove)
        for each in (shown, label(name, "caption", wraps=False), remove):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        return made


def _drawn(page: PageImage) -> QPixmap:
    image = QImage(page.pixels, page.width, page.height, QImage.Format.Format_RGBX8888)
    made = QPixmap.fromImage(image)
    painter = QPainter(made)
    painter.setPen(Qt.GlobalColor.lightGray)
    painter.drawRect(made.rect().adjusted(0, 0, -1, -1))
    painter.end()
    made.setDevicePixelRatio(max(page.width, page.height) / _TALL)
    return made


def _without(values: tuple[T, ...], at: int) -> tuple[T, ...]:
    return (*values[:at], *values[at + 1 :])
