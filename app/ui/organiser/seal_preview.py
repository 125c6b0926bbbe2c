"""纸面预览 of a record: its pages drawn by the worker, larger or smaller."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.record_jobs import PageImage
from app.ui.pages import button
from app.ui.parts import clear, label, tell
from app.ui.preview_view import PreviewView
from app.ui.words import t

WIDTH = 1400  # pixels a page is drawn with
BASE = 860  # logical pixels of a page at 100 %
ZOOMS = (60, 80, 100, 130, 160, 200)


class SealZoom(QWidget):
    """Smaller, larger, how large, how many pages."""

    def __init__(self) -> None:
        super().__init__()
        self.smaller = button("−", "quiet", t("缩小"))
        self.larger = button("＋", "quiet", t("放大"))
        self.scale, self.count = label("", "secondary", wraps=False), label("", "secondary", wraps=False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for each in (self.count, self.smaller, self.scale, self.larger):
            line.addWidget(each)


class SealPreview(PreviewView):
    """Asks for the pages once it is shown something new; its scroll area scrolls sideways where it must."""

    def __init__(self) -> None:
        super().__init__()
        self.at = ZOOMS.index(100)
        self.zoom = SealZoom()
        self.zoom.smaller.clicked.connect(lambda: self.on_zoom(-1))
        self.zoom.larger.clicked.connect(lambda: self.on_zoom(1))
        self.pages.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._tell()

    def draw(self, job: Callable[[], Sequence[PageImage]]) -> None:
        clear(self.pages)
        self.papers.clear()
        super().draw(job)
        self._tell()

    def on_drawn(self, pages: Sequence[PageImage]) -> None:
        super().on_drawn(pages)
        self._resize()

    def on_zoom(self, by: int) -> None:
        """One step larger or smaller."""
        self.at = min(max(self.at + by, 0), len(ZOOMS) - 1)
        self._resize()

    def _resize(self) -> None:
        width = BASE * ZOOMS[self.at] // 100
        for paper in self.papers:
            paper.setFixedSize(width, paper.heightForWidth(width))
        self._tell()

    def _tell(self) -> None:
        zoom, pages = self.zoom, len(self.papers)
        tell(zoom.scale, f"{ZOOMS[self.at]}%")
        tell(zoom.count, t("共 {n} 页").format(n=pages) if pages else "")
        zoom.smaller.setEnabled(self.at > 0)
        zoom.larger.setEnabled(self.at < len(ZOOMS) - 1)
