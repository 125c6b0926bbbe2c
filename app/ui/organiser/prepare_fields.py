"""Small parts of the form: a field with its name above it, a field in a row, fields beside each other."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.limits import Limit
from app.ui.parts import label, tell


class TextField(QWidget):
    """A line with its name above and a word below it; nothing in it is ever spun."""

    def __init__(self, name: str, hint: str = "", *, limit: int = 120) -> None:
        super().__init__()
        self.line, self.below = QLineEdit(), label("", "caption")
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label(name, "caption"))
        inside.addWidget(self.line)
        inside.addWidget(self.below)
        inside.addStretch(1)
        self.below.setVisible(False)
        Limit(self.line, limit)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def put(self, text: str) -> None:
        """Shows a text; the cursor stays where it is if it is there already."""
        if self.line.text() != text:
            self.line.setText(text)

    def say(self, words: str) -> None:
        """What the field understands, below it."""
        tell(self.below, words)
        self.below.setVisible(bool(words))

    def on_typed(self, do: Callable[[str], None]) -> None:
        """Calls `do` after every key."""
        self.line.textEdited.connect(do)


def cell_of(field: QLineEdit, limit: int) -> QVBoxLayout:
    """A field of at most `limit` characters in a row of several: what is not taken is said below it."""
    cell = QVBoxLayout()
    cell.setSpacing(2)
    cell.addWidget(field)
    cell.addStretch(1)  # the fields of a row stay in line
    Limit(field, limit)
    return cell


def in_columns(fields: Sequence[QWidget], columns: int) -> QGridLayout:
    """Fields beside each other, read line by line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    for at, each in enumerate(fields):
        grid.addWidget(each, at // columns, at % columns)
    for at in range(columns):
        grid.setColumnStretch(at, 1)
    return grid
