"""A frame files can be dropped on: it shows that it takes them, and tells where on this computer they lie."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.style import mark


class DropFrame(QFrame):
    """`files_given` with the paths that were dropped. Subclasses fill `inside`."""

    files_given = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(name)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(20, 16, 20, 16)
        self.inside.setSpacing(8)

    @property
    def takes_files(self) -> bool:
        """Whether something may be dropped now."""
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.takes_files:
            mark(self, state="over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        mark(self, state="")

    def dropEvent(self, event: QDropEvent) -> None:
        mark(self, state="")
        paths = tuple(Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.files_given.emit(paths)
