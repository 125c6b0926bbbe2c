"""The paper on the screen: pages drawn by the worker, below each other, as wide as there is room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.errors import ZhipingError
from app.services.signing_job import PageImage
from app.ui.feedback import Refusal
from app.ui.parts import clear, label, progress, tell, work
from app.ui.words import t

WIDTH = 1400  # pixels a page is drawn with: sharp on a screen of 150 %
SHOWN = 1040


class Paper(QWidget):
    """One page, scaled to the width it is given."""

    def __init__(self, page: PageImage, name: str) -> None:
        super().__init__()
        image = QImage(page.pixels, page.width, page.height, QImage.Format.Format_RGBX8888)
        self._picture = QPixmap.fromImage(image)
        self.setAccessibleName(name)
        self.setMaximumWidth(SHOWN)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(SHOWN, self.heightForWidth(SHOWN))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._picture.height() / max(1, self._picture.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._picture)
        painter.setPen(Qt.GlobalColor.lightGray)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PreviewView(QWidget):
    """Asks for the pages once it is shown something new."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "notice")
        self.busy = progress()
        self.refusal = Refusal()
        self.papers: list[Paper] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for shown in (self.words, self.busy, self.refusal):
            whole.addWidget(shown)
        self.pages = QVBoxLayout()
        self.pages.setSpacing(16)
        whole.addLayout(self.pages)

    def show_words(self, text: str) -> None:
        """Says why there is nothing to show."""
        clear(self.pages)
        self.papers.clear()
        tell(self.words, text)

    def draw(self, job: Callable[[], Sequence[PageImage]]) -> None:
        """Has the pages drawn beside the screen."""
        self.show_words("")
        self.busy.setVisible(True)
        work(self, job, self.on_drawn, self.on_failed)

    def on_drawn(self, pages: Sequence[PageImage]) -> None:
        """The pages are there."""
        self.busy.setVisible(False)
        for number, page in enumerate(pages, start=1):
            name = t("第 {n} 页，共 {m} 页").format(n=number, m=len(pages))
            paper = Paper(page, name)
            self.papers.append(paper)
            self.pages.addWidget(paper)

    def on_failed(self, error: ZhipingError) -> None:
        """They could not be drawn."""
        self.busy.setVisible(False)
        self.refusal.tell(error)
