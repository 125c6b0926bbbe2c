"""先练一遍: a rehearsal in a folder of its own, made beside the screen, and the way back from it."""

import shutil
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.errors import ZhipingError
from app.services.core import Core
from app.settings import Settings
from app.ui.feedback import show_fault
from app.ui.home_page import HomePage
from app.ui.pages import Page
from app.ui.parts import work
from app.ui.stick_watch import StickWatch

if TYPE_CHECKING:
    from app.ui.way import Way


class PracticeWay(QObject):
    """Into the practice and out of it again; `watch` sees the practice's own stick."""

    def __init__(self, way: "Way") -> None:
        super().__init__(way)
        self._way = way
        self._folder: Path | None = None
        self.watch = StickWatch(self._stick, self)

    @property
    def is_on(self) -> bool:
        """Whether the open workspace is the practice's."""
        return self._folder is not None

    def page(self) -> Page:
        """The practice's 今日评审."""
        from app.ui.practice_page import PracticePage

        page = PracticePage(self._way.desk)
        page.act_requested.connect(self._way.on_act)
        page.ended.connect(self.on_ended)
        return page

    def begin(self) -> None:
        """Sets up the practice beside the screen, then opens it."""
        from app.services.practice import PASSPHRASE, set_up

        folder = Path(tempfile.mkdtemp(prefix="zhiping-"))
        (folder / "stick").mkdir()
        desk = self._way.desk
        opened = desk.open_core

        def open_core(workspace: Path, secret: str) -> AbstractContextManager[Core]:
            return opened(Settings(workspace, secret))

        def ready(own: Path) -> None:
            self._way.remembered.leave()
            self._folder = folder
            self._back_to = desk.settings
            desk.switch(Settings(own, PASSPHRASE))
            self.watch.look()
            self._way.show_home()

        self._show_busy(True)
        work(self, lambda: set_up(folder, open_core), ready, self.on_failed)

    def on_failed(self, error: ZhipingError) -> None:
        """There will be no practice; everything else is as it was."""
        self._show_busy(False)
        show_fault(self._way.window, error)

    def on_ended(self) -> None:
        """Back to one's own workspace; nothing of the practice stays."""
        self._way.desk.switch(self._back_to)
        self._remove()
        self._way.on_entered()

    def leave(self) -> None:
        """The window closes: nothing of the practice stays."""
        if self.is_on:
            self._way.desk.close()
            self._remove()

    def _show_busy(self, busy: bool) -> None:
        home = self._way.window.page
        if isinstance(home, HomePage):
            home.busy_with_practice(busy)

    def _remove(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _stick(self) -> tuple[Path, ...]:
        return () if self._folder is None else (self._folder / "stick",)
