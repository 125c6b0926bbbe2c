"""What comes from outside is shown letter by letter: no name, table or file name is read as markup."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip, QWidget

from app.services.scoring import RubricNotShippedError
from app.store.database import StoreLockedFault
from app.ui.feedback import Refusal, show_fault
from app.ui.plain import plain, tip

MARKUP = "<h1>有效</h1><b>甲</b>"
UI = sorted((Path(__file__).parents[2] / "app/ui").rglob("*.py"))


@pytest.mark.parametrize("path", UI, ids=lambda path: path.stem)
def test_no_page_makes_a_label_that_would_read_markup(path: Path) -> None:
    """`QLabel(…)` with a text guesses; `plain` and `label` do not. Pictures are shown by bare ones."""
    found = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QLabel"
    ]
    assert path.name in ("plain.py", "keying_scans.py") or found == []


def test_a_label_and_a_refusal_show_every_letter(qapp: QApplication) -> None:
    made, refusal = plain(MARKUP), Refusal()
    refusal.say(MARKUP)
    for each in (made, refusal):
        assert each.textFormat() == Qt.TextFormat.PlainText and each.text() == MARKUP
        assert each.sizeHint().width() >= each.fontMetrics().horizontalAdvance(MARKUP)
    assert isinstance(made, QLabel)


def test_a_dialog_shows_every_letter_of_a_foreign_name(qapp: QApplication) -> None:
    parent = QWidget()
    show_fault(parent, StoreLockedFault(path=MARKUP))
    [box] = parent.findChildren(QMessageBox)
    assert box.textFormat() == Qt.TextFormat.PlainText and MARKUP in box.text()
    box.close()


def test_a_refusal_in_words_of_a_foreign_table_shows_them(qapp: QApplication) -> None:
    refusal = Refusal()
    refusal.tell(RubricNotShippedError(rubric=MARKUP))
    assert MARKUP in refusal.text() and refusal.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("text", [MARKUP, "甲 & 乙", "a<b", "普通", "&lt;"])
def test_a_tool_tip_shows_every_letter(text: str, qapp: QApplication) -> None:
    widget = QWidget()
    widget.show()
    QToolTip.showText(widget.mapToGlobal(widget.rect().center()), tip(text), widget)
    QApplication.processEvents()
    [shown] = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")]
    assert isinstance(shown, QLabel)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert shown.text() == (text if text in ("甲 & 乙", "普通") else escaped)
    QToolTip.hideText()
