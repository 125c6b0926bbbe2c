"""Texts as they are: names, tables and file names come from outside; none of them is read as markup."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def plain(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows `text` letter by letter."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    return made


def tip(text: str) -> str:
    """`text` as a tool tip shows it letter by letter: Qt reads one with a tag in it as markup."""
    markup = "<" in text or "&lt;" in text
    return text.replace("&", "&amp;").replace("<", "&lt;") if markup else text
