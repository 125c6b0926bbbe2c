"""The only place of the screen that speaks errors: beside the control, in a dialog, or as last resort."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import RefusedError, ZhipingError
from app.i18n import error_sentence, sentence
from app.ui.words import raw, t

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

LogError = Callable[[BaseException], Path]


class Refusal(QLabel):
    """A line beside a control that says why it was not taken; away while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "refused")
        self.setWordWrap(True)
        self.setVisible(False)

    def say(self, text: str) -> None:
        """Says `text`, or nothing."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def tell(self, error: ZhipingError) -> None:
        """Says why it was refused; what is not the person's move opens a dialog instead."""
        if isinstance(error, RefusedError):
            self.say(raw(error_sentence(error)))
        else:
            show_fault(self, error)


def show_fault(parent: QWidget | None, error: ZhipingError) -> None:
    """A dialog about the machine's fault or broken trust: what happened, what is safe, what to do."""
    _dialog(parent, t("没有完成"), raw(error_sentence(error)))


def show_bug(parent: QWidget | None, log: Path) -> None:
    """Our own bug: nothing was lost, and where the log is."""
    _dialog(parent, t("程序出错了"), raw(sentence("our_bug", {"log": str(log)})))


def install_last_resort(log: LogError) -> None:
    """From now on whatever nobody caught is logged and told, and the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        written = log(error)
        if isinstance(error, ZhipingError):
            show_fault(None, error)
        else:
            show_bug(None, written)

    sys.excepthook = hook


def message(parent: QWidget | None, title: str, text: str) -> "QMessageBox":
    """A dialog over the window of `parent`, still without buttons and not open; its text is never markup."""
    from PySide6.QtWidgets import QMessageBox  # most starts never need it

    box = QMessageBox(parent.window() if parent else None)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _dialog(parent: QWidget | None, title: str, text: str) -> None:
    box = message(parent, title, text)
    box.setIcon(box.Icon.Warning)
    box.addButton(t("知道了"), box.ButtonRole.AcceptRole)
    box.open()
