"""A field that holds only so many characters says so below itself: near the end, and when more was given."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QBoxLayout, QLabel, QLayout, QLineEdit, QPlainTextEdit

from app.ui.parts import label, tell
from app.ui.style import mark
from app.ui.words import t

_NEAR = 50  # characters from which on what is left is told, a tenth of a shorter limit


class Limit(QObject):
    """At most `limit` characters in `field`, counted as the papers count them. What a key or a pasted text
    brings beyond is not taken; what stood there before is never cut for it."""

    def __init__(self, field: QLineEdit | QPlainTextEdit, limit: int) -> None:
        super().__init__(field)
        self._field, self._limit = field, limit
        self._cutting = self._lost = False
        self.told: QLabel | None = None  # made when there is something to say
        field.textChanged.connect(self.check)

    def check(self) -> None:
        """Takes off what is too much, and says how things stand."""
        if self._cutting:
            return
        field = self._field
        text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        over = len(text) - self._limit
        if over > 0:
            self._cutting = True
            self._cut(text, over)
            self._cutting = False
        self._lost = over > 0 or (self._lost and over == 0)
        self._tell(-over if over < 0 else 0)

    def _cut(self, text: str, over: int) -> None:
        """Takes `over` characters off before the cursor, where they came in; else off the end."""
        field = self._field
        at = field.cursorPosition() if isinstance(field, QLineEdit) else field.textCursor().position()
        before = text.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore")
        end = len(before) if len(before) >= over else len(text)
        start, stop = _units(text[: end - over]), _units(text[:end])
        if isinstance(field, QLineEdit):
            field.setSelection(start, stop - start)
            field.del_()
            return
        cursor = field.textCursor()
        cursor.joinPreviousEditBlock()  # undone with what it came from
        cursor.setPosition(start)
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.endEditBlock()

    def _tell(self, left: int) -> None:
        said = ""
        if self._lost:
            said = t("已到 {n} 字，多出的没有记下。").format(n=self._limit)
        elif left == 0:
            said = t("已写满 {n} 字。").format(n=self._limit)
        elif left <= min(_NEAR, self._limit // 10):
            said = t("还可以写 {n} 字。").format(n=left)
        if self.told is None:
            box = _box_of(self._field, _layout_of(self._field)) if said else None
            if box is None:
                return
            self.told = label("", "caption")
            box.insertWidget(box.indexOf(self._field) + 1, self.told)
        mark(self.told, role="refused" if self._lost else "caption")
        tell(self.told, said)
        self.told.setVisible(bool(said))
        self._field.setAccessibleDescription(said)


def _units(text: str) -> int:
    """A text's length as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2


def _layout_of(field: QLineEdit | QPlainTextEdit) -> QLayout | None:
    parent = field.parentWidget()
    return parent.layout() if parent is not None else None


def _box_of(field: QLineEdit | QPlainTextEdit, layout: QLayout | None) -> QBoxLayout | None:
    """The box in which `field` lies, at any depth of `layout`."""
    if isinstance(layout, QBoxLayout) and layout.indexOf(field) >= 0:
        return layout
    items = [layout.itemAt(at) for at in range(layout.count())] if layout is not None else []
    inner = (_box_of(field, each.layout()) for each in items if each is not None)
    return next((each for each in inner if each is not None), None)
