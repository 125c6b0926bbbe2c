"""对照页面: what this program draws of a paper's data, beside the page that the file shows, page by page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import ZhipingError
from app.services.side_by_side import Sides
from app.services.signing_job import PageImage
from app.services.verification import SidesJob
from app.ui.feedback import Refusal
from app.ui.pages import button
from app.ui.parts import clear, label, progress, row, tell, work
from app.ui.preview_view import Paper
from app.ui.words import t

_WIDTH = 900  # pixels a page is drawn with: half of the window at 1920


class SidesView(QWidget):
    """Drawn once it is asked for. `drawn` when a page is there."""

    drawn = Signal()

    def __init__(self, job: SidesJob) -> None:
        super().__init__()
        self._job = job
        self._at = -1
        self.words, self.busy, self.refusal = label("", "notice"), progress(), Refusal()
        self.before, self.after = button(t("‹ 上一页"), "small"), button(t("下一页 ›"), "small")
        self.number = label("", "secondary", wraps=False)
        self.papers: list[Paper] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for shown in (self.words, self.busy, self.refusal):
            whole.addWidget(shown)
        self._line = row(self.before, self.number, self.after, parent=whole)
        self._line.addStretch(1)
        self.sides = QHBoxLayout()
        self.sides.setSpacing(16)
        whole.addLayout(self.sides)
        self.before.clicked.connect(lambda: self.show_page(self._at - 1))
        self.after.clicked.connect(lambda: self.show_page(self._at + 1))
        tell(self.words, "")
        self._show_turning(0, 0)

    def show_page(self, at: int) -> None:
        """The page at `at`, from 0; below 0 the first that differs."""
        self.busy.setVisible(True)
        self.refusal.say("")
        for turn in (self.before, self.after):
            turn.setEnabled(False)
        work(self, lambda: self._job(at, _WIDTH), self.on_drawn, self.on_failed)

    def on_drawn(self, sides: Sides) -> None:
        """Both are there, or the one that has such a page."""
        self.busy.setVisible(False)
        self._at = sides.at
        clear(self.sides)
        self.papers.clear()
        self._add(t("程序按数据生成的页面"), sides.ours)
        self._add(t("文件里的页面"), sides.theirs)
        tell(self.words, _words(sides))
        self._show_turning(sides.at, sides.pages)
        self.drawn.emit()

    def on_failed(self, error: ZhipingError) -> None:
        """There is nothing to compare."""
        self.busy.setVisible(False)
        self._show_turning(self._at, 0)
        self.refusal.tell(error)

    def _show_turning(self, at: int, pages: int) -> None:
        told = t("第 {n} 页，共 {m} 页").format(n=at + 1, m=pages) if pages else ""
        tell(self.number, told)
        for shown in (self.before, self.number, self.after):
            shown.setVisible(pages > 1)
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at + 1 < pages)

    def _add(self, heading: str, image: PageImage | None) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(label(heading, "section"))
        if image is None:
            side.addWidget(label(t("没有这一页"), "notice"))
        else:
            paper = Paper(image, t("{side}，第 {n} 页").format(side=heading, n=self._at + 1))
            self.papers.append(paper)
            side.addWidget(paper)
        side.addStretch(1)
        self.sides.addLayout(side, 1)


def _words(sides: Sides) -> str:
    if not sides.differing:
        return t("两边的页面看不出差别。签名图样只出现在文件里。")
    listed = "、".join(str(each + 1) for each in sides.differing)
    told = t("第 {pages} 页两边不同。请逐处对照；签名完好时，以左边按签名数据生成的内容为准。")
    return told.format(pages=listed)
