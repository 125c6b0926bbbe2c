"""A person with nothing but a keyboard: key events to the window in front, as the system sends them.

Looks at widgets, but sets nothing on them: whatever changes was typed.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable  # Qt asks for its platform when it is imported
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.days import Day

Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_STOPS = 400  # more than any page has; the way round a page ends long before


def focused() -> QWidget:
    """The control the keyboard is in."""
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is nowhere"
    return found


def words_of(widget: QWidget) -> str:
    """How a person would call a control: its text, else what the screen reader says."""
    return (widget.text() if isinstance(widget, QAbstractButton) else "") or widget.accessibleName()


def _front() -> QWindow:
    found = QGuiApplication.focusWindow()
    assert found is not None, "no window has the keyboard"
    return found


def group_of(widget: QWidget) -> list[QAbstractButton]:
    """The buttons of which only one can be chosen; arrows walk them. Empty where there is no such group."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return list(group.buttons()) if group is not None and group.exclusive() else []


class Keys:
    """Hands on the keyboard of whatever window is in front."""

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Presses and releases keys, one after the other."""
        for key in keys:
            QTest.keyClick(_front(), key, modifier)
            QApplication.processEvents()

    def control(self, key: Qt.Key) -> None:
        """Ctrl and a key."""
        self.press(key, modifier=_CONTROL)

    def type(self, text: str) -> None:
        """Types letters, digits and points one by one."""
        assert text.isascii()
        for character in text:
            QTest.keyClick(_front(), ord(character))
            QApplication.processEvents()

    def hold(self, key: Qt.Key, times: int = 30, text: str = "") -> None:
        """Keeps a key down: the first press, then what the system sends while it stays down."""
        for at in range(times + 1):
            down = QKeyEvent(QEvent.Type.KeyPress, key, _NONE, text, at > 0)
            QApplication.sendEvent(focused(), down)
            QApplication.processEvents()
        QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyRelease, key, _NONE, text))

    def paste(self, text: str) -> None:
        """Ctrl+V of what was copied elsewhere."""
        QGuiApplication.clipboard().setText(text)
        self.control(Key.Key_V)

    def compose(self, text: str, *, commit: bool = True) -> None:
        """Types with a Chinese input method: the letters under way, then (with `commit`) the words chosen."""
        QApplication.sendEvent(focused(), QInputMethodEvent(text, []))
        if commit:
            chosen = QInputMethodEvent("", [])
            chosen.setCommitString(text)
            QApplication.sendEvent(focused(), chosen)
        QApplication.processEvents()

    def walk_to(self, words: str) -> None:
        """Tab by Tab to the control of that name."""
        if not self.walk(lambda at: words in (words_of(at), at.accessibleName())):
            raise AssertionError(f"{words} is not reached by Tab; {self.stops()}")

    def walk(self, wanted: Callable[[QWidget], bool]) -> bool:
        """Tab by Tab, once round the page, to what is wanted; whether it was reached."""
        first = focused()
        for _ in range(_STOPS):
            if wanted(focused()) or self._within_group(wanted):
                return True
            self.press(Key.Key_Tab)
            if focused() is first:
                return False
        raise AssertionError("Tab goes on for ever")

    def stops(self) -> list[str]:
        """Every stop of Tab once round the page, by name; the keyboard is then where it was."""
        first, found = focused(), []
        for _ in range(_STOPS):
            found.append(words_of(focused()))
            self.press(Key.Key_Tab)
            if focused() is first:
                return found
        raise AssertionError(f"Tab never comes back to {words_of(first)}: {found[-5:]}")

    def _within_group(self, wanted: Callable[[QWidget], bool]) -> bool:
        """By arrows to what is wanted in the group the keyboard is in, if it is there."""
        group = group_of(focused())
        if not any(wanted(each) for each in group if each.isVisible() and each.isEnabled()):
            return False
        for _ in group:
            for arrow in (Key.Key_Right, Key.Key_Down):
                if wanted(focused()):
                    return True
                self.press(arrow)
        return wanted(focused())


@dataclass(frozen=True)
class Keyboard(Keys):
    """Hands on the keyboard of a running day."""

    running: Day

    def act(self, words: str) -> None:
        """Goes to a button by Tab (in a group by arrows) and presses Space."""
        self.look()
        self.walk_to(words)
        self.press(Key.Key_Space)
        self.running.settle()

    def look(self) -> None:
        """Looks at the page in front for as long as a double click is: before that it takes no key."""
        self.running.settle()
        while self.running.window.has_just_turned:
            QTest.qWait(10)
