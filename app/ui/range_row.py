"""Judged points from 0 to N: whole numbers as chips, and a field for the halves between."""

from fractions import Fraction
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Range
from app.ui.flow import Flow
from app.ui.number_field import NumberField
from app.ui.number_row import NumberRow
from app.ui.rows import KeyButton, RowView, named
from app.ui.style import mark
from app.ui.words import t

_MOST_CHIPS = 11


class RangeRow(NumberRow):
    """Keys: digits are the points, ← → a step less or more (from blank: 0), Backspace clears."""

    def __init__(self, parent: QWidget, at: int, rule: Range, step: Fraction) -> None:
        most = write_decimal(rule.maximum)
        note = t("每 {step} 分一档").format(step=write_decimal(step))
        super().__init__(parent, at, t("评 0–{most} 分").format(most=most), note, below=True)
        self._most, self._step = rule.maximum, step
        holder = QWidget(self)
        self.chips = [self._chip(points, holder) for points in _whole_points(rule.maximum)]
        self.field = NumberField(self.label, holder, whole=False, steps=True)
        flow = Flow(holder, gap=4)
        for _, chip in self.chips:
            flow.addWidget(chip)
        flow.addWidget(self.field)
        self.control.addWidget(holder, 1)
        self.follow(self.field)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        points = view.answer if isinstance(view.answer, Fraction) else None
        for worth, chip in self.chips:
            chip.setChecked(points == worth)
            chip.setEnabled(not view.locked)
            mark(chip, state="below" if points is not None and worth < points else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self.view is None or self.view.locked:
            super().keyPressEvent(event)
            return
        now = self.view.answer
        before = now if isinstance(now, Fraction) else None
        wanted = Fraction(0) if before is None else before + step * self._step
        self.entered.emit(min(max(wanted, Fraction(0)), self._most), str(self.at))
        self.field.selectAll()

    def _chip(self, points: int, parent: QWidget) -> tuple[Fraction, KeyButton]:
        chip = KeyButton(str(points), "chip", named(self.label, t("{n} 分").format(n=points)), parent)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        worth = Fraction(points)
        chip.clicked.connect(lambda: self._press(worth))
        return worth, chip

    def _press(self, points: Fraction) -> None:
        if self.view is not None:
            self.show_view(self.view)
        self.entered.emit(points, "")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _whole_points(most: Fraction) -> list[int]:
    """0…N, thinned out where there are more than chips have room for."""
    step = max(1, ceil(most / (_MOST_CHIPS - 1)))
    return list(range(0, int(most) + 1, step))
