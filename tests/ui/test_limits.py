"""What a field does not hold is not taken, and never in silence."""

from fractions import Fraction

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.findings import REMARK_LIMIT
from app.services.keying import REASON_LIMIT
from app.ui.limits import Limit
from app.ui.organiser.keying_panels import CorrectionPanel, HeadPanel
from app.ui.partial_row import PartialRow
from app.ui.remark_row import RemarkRow

FULL = "已到 100 字，多出的没有记下。"


def told(ground: QWidget) -> list[str]:
    """All that can be read below `ground`."""
    return [each.text() for each in ground.findChildren(QLabel) if each.isVisibleTo(ground) and each.text()]


@pytest.fixture
def ground(qapp: QApplication) -> QWidget:
    made = QWidget()
    outer = QVBoxLayout(made)
    outer.addLayout(QVBoxLayout())
    return made


def placed(ground: QWidget, field: QLineEdit | QPlainTextEdit) -> Limit:
    """The field in an inner layout, a line below it."""
    outer = ground.layout()
    assert outer is not None
    inner = outer.itemAt(0)
    assert inner is not None
    box = inner.layout()
    assert isinstance(box, QVBoxLayout)
    box.addWidget(field)
    box.addWidget(QLabel("下面"))
    return Limit(field, 100)


def test_near_the_end_what_is_left_is_told_below_the_field(ground: QWidget) -> None:
    field = QLineEdit()
    placed(ground, field)
    field.setText("字" * 89)
    assert told(ground) == ["下面"]
    field.insert("字")
    assert set(told(ground)) == {"还可以写 10 字。", "下面"}
    field.insert("字" * 10)
    assert "已写满 100 字。" in told(ground) and field.accessibleDescription() == "已写满 100 字。"
    field.clear()
    assert told(ground) == ["下面"] and field.accessibleDescription() == ""


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_of_a_pasted_text_what_is_too_much_is_not_taken_and_said(
    ground: QWidget, make: type[QLineEdit] | type[QPlainTextEdit]
) -> None:
    field = make()
    limit = placed(ground, field)
    QApplication.clipboard().setText("贴" * 150)
    field.paste()
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    assert text == "贴" * 100
    assert FULL in told(ground) and field.accessibleDescription() == FULL
    assert limit.told is not None and limit.told.property("role") == "refused"


def test_what_was_cut_is_undone_with_what_it_came_from(ground: QWidget) -> None:
    field = QPlainTextEdit()
    placed(ground, field)
    QApplication.clipboard().setText("贴" * 150)
    field.paste()
    field.undo()
    assert field.toPlainText() == "" and told(ground) == ["下面"]


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_what_stood_there_before_is_not_cut_for_what_comes_in(
    ground: QWidget, make: type[QLineEdit] | type[QPlainTextEdit]
) -> None:
    field = make()
    placed(ground, field)
    if isinstance(field, QLineEdit):
        field.setText("前" * 50 + "后" * 48)
        field.setCursorPosition(50)
        field.insert("𠀀新新新")
        assert field.text() == "前" * 50 + "𠀀新" + "后" * 48
        return
    field.setPlainText("前" * 50 + "后" * 48)
    cursor = field.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, n=50)
    field.setTextCursor(cursor)
    field.insertPlainText("𠀀新新新")
    assert field.toPlainText() == "前" * 50 + "𠀀新" + "后" * 48


def test_a_text_that_is_put_there_loses_its_end(ground: QWidget) -> None:
    field = QPlainTextEdit()
    placed(ground, field)
    field.setPlainText("头" + "字" * 150)
    assert field.toPlainText() == "头" + "字" * 99 and FULL in told(ground)
    field.setPlainText("短")
    assert told(ground) == ["下面"]


def test_the_fields_of_the_cards_and_of_keying_say_it(qapp: QApplication) -> None:
    host = QWidget()
    partial, remark = PartialRow(host, "场地", Fraction(15)), RemarkRow(host, "场地")
    partial.show_saved(Fraction(3), "")
    correction, head = CorrectionPanel(1), HeadPanel()
    head.recused.click()
    for ground, field, limit in (
        (partial, partial.basis, REMARK_LIMIT),
        (remark, remark.text, REMARK_LIMIT),
        (correction, correction.note, REASON_LIMIT),
        (head, head.reason, REASON_LIMIT),
    ):
        QApplication.clipboard().setText("据" * (limit + 1))
        field.paste()
        assert f"已到 {limit} 字，多出的没有记下。" in told(ground)


def test_a_remark_that_was_cut_still_says_so_once_it_is_saved(qapp: QApplication) -> None:
    host = QWidget()
    row = RemarkRow(host, "场地")
    row.written.connect(lambda text: row.show_saved(text, (), "", locked=False))
    row.text.setPlainText("据" * (REMARK_LIMIT + 1))
    row.flush()
    assert f"已到 {REMARK_LIMIT} 字，多出的没有记下。" in told(row)
