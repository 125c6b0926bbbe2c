"""Two sides of a record's page: what is done with it, and what it looks like on paper."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.record_jobs import RecordPreviewJob
from app.ui.organiser.seal_preview import WIDTH, SealPreview
from app.ui.pages import Page, button
from app.ui.reading_order import read_in_order
from app.ui.words import raw, t


class SealTabs(QFrame):
    """Lies above the body of `page`, whose `column` it puts away while the paper is shown; `job` draws it."""

    def __init__(
        self, page: Page, column: QWidget, title: str, job: Callable[[int], RecordPreviewJob]
    ) -> None:
        super().__init__()
        self._page, self._column, self._job = page, column, job
        self._stale = True
        self.setProperty("role", "bar")
        self.acts, self.paper = button(title, "tab"), button(t("纸面预览"), "tab")
        self.preview = SealPreview()
        self.preview.setVisible(False)
        self.preview.zoom.setVisible(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 6, 24, 6)
        line.setSpacing(8)
        self._group = QButtonGroup(self)
        for each in (self.acts, self.paper):
            each.setCheckable(True)
            self._group.addButton(each)
            line.addWidget(each)
        line.addStretch(1)
        line.addWidget(self.preview.zoom)
        self.acts.setChecked(True)
        whole, area = page.layout(), page.findChild(QScrollArea)
        assert isinstance(whole, QVBoxLayout) and area is not None
        self.area = area
        whole.insertWidget(whole.indexOf(area), self)
        page.body.insertWidget(0, self.preview)
        self._group.buttonClicked.connect(self.on_tab)

    def refresh(self) -> None:
        """What is drawn is another now."""
        self._stale = True
        if self.paper.isChecked():
            self.on_tab()

    def show_acts(self) -> None:
        """Back to what is done with it."""
        self.acts.setChecked(True)
        self.on_tab()

    def on_tab(self) -> None:
        """One of the two sides."""
        paper, policy = self.paper.isChecked(), Qt.ScrollBarPolicy
        self._column.setVisible(not paper)
        self.preview.setVisible(paper)
        self.preview.zoom.setVisible(paper)
        self.area.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if paper else policy.ScrollBarAlwaysOff
        )
        if paper and self._stale:
            self._stale = False
            try:
                self.preview.draw(self._job(WIDTH))
            except ZhipingError as error:
                self.preview.show_words(raw(error_sentence(error)))
        read_in_order(self._page)
