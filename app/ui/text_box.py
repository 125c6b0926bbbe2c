"""A field of several lines that lets the page scroll where it has nothing to scroll itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit


class TextBox(QPlainTextEdit):
    """Tab leads on; Page Up and Page Down go to the page once there is no more of the text that way."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        end = {Qt.Key.Key_PageUp: bar.minimum(), Qt.Key.Key_PageDown: bar.maximum()}.get(Qt.Key(event.key()))
        if end is not None and bar.value() == end:
            event.ignore()
        else:
            super().keyPressEvent(event)
