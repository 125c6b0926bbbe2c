"""Where a filled-in workbook is dropped or chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.ui.drop_panel import DropPanel
from app.ui.parts import tell
from app.ui.words import t


class WorkbookDrop(DropPanel):
    """`files_given` with what was dropped or chosen."""

    def __init__(self, folder: Callable[[], Path] = Path.home) -> None:
        super().__init__(folder)
        self.setAccessibleName(t("把填好的工作簿拖到这里"))
        self.choose.setVisible(False)
        tell(self.words, t("把填好的工作簿拖到这里"))
        tell(self.hint, t("先检查，再预览，您确认以后才建立。有一处不对，就一个也不建立。"))

    def on_choose(self) -> None:
        """The system's dialog for files."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, t("选择工作簿"), str(self._folder()), f"{t('工作簿')} (*.xlsx);;{t('所有文件')} (*)"
        )
        if chosen:
            self.files_given.emit((Path(chosen),))
