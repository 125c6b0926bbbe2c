"""Rows of an all-or-nothing criterion: yes or no, and a number with its threshold."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Check, Measure
from app.ui.number_field import NumberField
from app.ui.number_row import NumberRow
from app.ui.plain import plain
from app.ui.rows import KeyButton, Row, RowView, named, roving
from app.ui.still import Figure
from app.ui.words import raw, t

_ANSWERS = {Qt.Key.Key_1: True, Qt.Key.Key_0: False}


class CheckRow(Row):
    """符合 / 不符合. Keys: 1, 0, Backspace; ← → walk the two buttons, Space presses."""

    def __init__(self, parent: QWidget, at: int, condition: Check) -> None:
        super().__init__(parent, at, raw(condition.label))
        self.yes = KeyButton(t("符合"), "yes", named(self.label, t("符合")), self)
        self.no = KeyButton(t("不符合"), "no", named(self.label, t("不符合")), self)
        self.buttons = (self.yes, self.no)
        for each in self.buttons:
            each.setCheckable(True)
            self.control.addWidget(each)
        self.yes.setToolTip(t("按 1"))
        self.no.setToolTip(t("按 0"))
        self.target = self.yes
        roving(self.buttons, self.yes)
        self.yes.clicked.connect(self.on_yes_clicked)
        self.no.clicked.connect(self.on_no_clicked)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        self.yes.setChecked(view.answer is True)
        self.no.setChecked(view.answer is False)
        for each in self.buttons:
            each.setEnabled(not view.locked)
            each.setAccessibleDescription("" if view.answer is not None else t("未判断"))
        front = self.no if view.answer is False else self.yes
        self.target = front
        roving(self.buttons, front)

    def on_yes_clicked(self) -> None:
        """符合; the button shows what is saved, so a press that is refused does not stay."""
        self._judge(True)

    def on_no_clicked(self) -> None:
        """不符合"""
        self._judge(False)

    def on_fact_corrected(self) -> None:
        """更正 of a yes is no."""
        super().on_fact_corrected()
        if self.view is not None:
            self._judge(self.view.proposal != t("符合"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ANSWERS and plain and self.view is not None and not self.view.locked:
            self._judge(_ANSWERS[key])
        elif key == Qt.Key.Key_Left:
            self.yes.setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Right:
            self.no.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _judge(self, answer: bool) -> None:
        if self.view is not None:
            self.yes.setChecked(self.view.answer is True)
            self.no.setChecked(self.view.answer is False)
        self.entered.emit(answer, "")
        if any(each.hasFocus() for each in self.buttons):
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)


class MeasureRow(NumberRow):
    """A number, its unit, the threshold and whether it is reached."""

    def __init__(self, parent: QWidget, at: int, condition: Measure) -> None:
        super().__init__(parent, at, raw(condition.label))
        space = "" if condition.unit == "%" else " "
        self._least = f"{write_decimal(condition.at_least)}{space}{condition.unit}"
        self.field = NumberField(self.label, self, whole=condition.whole)
        least = raw(self._least)
        self._words: dict[bool | None, tuple[str, str]] = {
            True: (t("≥ {least} ✓").format(least=least), "ok"),
            False: (t("不到 {least} ✗").format(least=least), "bad"),
            None: (t("须 ≥ {least}").format(least=least), ""),
        }
        self.result = Figure(
            max((words for words, _ in self._words.values()), key=len), "why", self, right=True
        )
        self.unit = plain(raw(condition.unit), self)
        self.unit.setProperty("role", "secondary")
        self.control.addWidget(self.result)
        self.control.addSpacing(6)
        self.control.addWidget(self.field)
        self.control.addWidget(self.unit)
        self.follow(self.field)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        words, state = self._words[view.holds]
        self.result.show_words(words, state)
