"""Files the program was started with, or that a later start brought: opened as if dropped on 今日评审."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.ui.feedback import message
from app.ui.home_page import HomePage
from app.ui.main_window import MainWindow
from app.ui.words import raw, t


class GivenFiles(QObject):
    """Waits with the files while another page is in front: nobody is taken away from what they write."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.waiting: tuple[Path, ...] = ()
        window.stack.currentChanged.connect(self.on_turned)

    def on_given(self, files: Sequence[Path]) -> None:
        """Comes to the front, with the files where there are any."""
        window = self.window
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()
        self.waiting = (*self.waiting, *files)
        self.on_turned()
        if self.waiting and files:
            names = "、".join(each.name for each in self.waiting)
            said = t("收到“{names}”。回到今日评审就会打开。").format(names=raw(names))
            box = message(window, t("收到文件"), said)
            box.addButton(t("知道了"), box.ButtonRole.AcceptRole)
            box.open()

    def on_turned(self) -> None:
        """今日评审 is in front: opens what waits."""
        page = self.window.page
        if self.waiting and isinstance(page, HomePage):
            files, self.waiting = self.waiting, ()
            page.on_files(files)
