"""投屏（不显示姓名和分数）: what the room may see of the disputes; and which large sheet is open now."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.matrix import Line
from app.domain.panel import Panel
from app.ui.organiser.reading_sheet import Stage, slide_of
from app.ui.words import t


class Stages:
    """At most one large sheet is open for a page: the room's, or the chair's own (`projected` False)."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._projected = True
        self.stage: Stage | None = None

    def open(self, panel: Panel, lines: Sequence[Line], at: int, *, projected: bool) -> None:
        """Opens a sheet of all disputes over a screen, one of them first."""
        self.close()
        self._projected = projected
        title = t("投屏（不显示姓名和分数）") if projected else t("大字阅读（不显示姓名）")
        self.stage = Stage(self._page, title, self._gone)
        self.refresh(panel, lines, at)
        self.stage.fill_screen()

    def refresh(self, panel: Panel, lines: Sequence[Line], at: int = -1) -> None:
        """Shows what the disputes are now, on the sheet that is open."""
        if self.stage is None:
            return
        slides = [slide_of(panel, each, projected=self._projected) for each in lines]
        if slides:
            self.stage.show_slides(slides, self.stage.at if at < 0 else at)
        else:
            self.close()

    def close(self) -> None:
        """Puts the sheet away."""
        if self.stage is not None:
            self.stage.close()

    def _gone(self) -> None:
        self.stage = None
