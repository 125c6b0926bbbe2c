"""One kind of thing counted: − n +, the points of each, and what they come to."""

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Item
from app.ui.number_field import NumberField
from app.ui.number_row import NumberRow
from app.ui.plain import plain
from app.ui.rows import KeyButton, RowView, named
from app.ui.words import raw, t

_LARGEST = 999_999_999


class StepperRow(NumberRow):
    """Keys: digits are the count, ← → one less or more, Backspace clears. Blank − is 0, blank + is 1."""

    def __init__(self, parent: QWidget, at: int, item: Item) -> None:
        worth = t("每{unit} {points} 分").format(unit=raw(item.unit), points=write_decimal(item.points_each))
        super().__init__(parent, at, raw(item.label), worth)
        self.less = KeyButton("−", "step", named(self.label, t("少一")), self)
        self.field = NumberField(self.label, self, whole=True, steps=True)
        self.more = KeyButton("+", "step", named(self.label, t("多一")), self)
        self.unit = plain(raw(item.unit), self)
        shown: tuple[QWidget, ...] = (self.less, self.field, self.more, self.unit)
        for each in shown:
            self.control.addWidget(each)
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.less.clicked.connect(self.on_less_clicked)
        self.more.clicked.connect(self.on_more_clicked)
        self.follow(self.field)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        for button in (self.less, self.more):
            button.setEnabled(not view.locked)

    def on_less_clicked(self) -> None:
        """−"""
        self._step(-1)

    def on_more_clicked(self) -> None:
        """+"""
        self._step(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self.view is None or self.view.locked:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def _step(self, step: int) -> None:
        now = self.view.answer if self.view else None
        count = now if isinstance(now, Fraction) else Fraction(0)
        self.entered.emit(min(max(count + step, Fraction(0)), Fraction(_LARGEST)), str(self.at))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
