"""The grid of twelve months or four quarters under their real names; one number a cell."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.finding_values import Answer
from app.domain.rubric import Periods
from app.ui.flow import Flow
from app.ui.number_field import NumberField
from app.ui.plain import plain
from app.ui.rows import KeyButton, Row, RowView, named
from app.ui.style import mark
from app.ui.words import law, raw, t


class PeriodGrid(Row):
    """Keys: digits in a cell, ← → and Tab the cell before and after, Enter the next blank one, Backspace
    clears, Ctrl+1 fills the blanks."""

    def __init__(self, parent: QWidget, at: int, condition: Periods, names: Sequence[str]) -> None:
        words = t("每期至少 {n}").format(n=condition.each)
        super().__init__(parent, at, raw(condition.label), words, below=True)
        self._each = condition.each
        holder = QWidget(self)
        boxes = [_box(self.label, law(name), holder) for name in names]
        self.cells = [cell for _, cell in boxes]
        flow = Flow(holder, gap=8, most=6 if condition.periods == 12 else 4)
        for box, _ in boxes:
            flow.addWidget(box)
        self.control.addWidget(holder, 1)
        word = t("各月齐全") if condition.periods == 12 else t("各季齐全")
        self.fill = KeyButton(word, "small", named(self.label, word), self)
        self.fill.setToolTip(t("空白的各期都记 {n}（Ctrl+1）").format(n=condition.each))
        self.fill.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.fill.clicked.connect(self.on_fill_clicked)
        self.head.addWidget(self.fill)
        for cell in self.cells:
            cell.typed.connect(self.on_typed)
            cell.left.connect(self.left)
        self.target = self.cells[0]

    @property
    def is_open(self) -> bool:
        return self.view is not None and not self.view.locked and None in self._counts()

    @property
    def next_blank(self) -> QWidget | None:
        at = self._in_use()
        rest = zip(self.cells[at + 1 :], self._counts()[at + 1 :], strict=True)
        return next((cell for cell, count in rest if count is None), None)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        counts = self._counts()
        for cell, count in zip(self.cells, counts, strict=True):
            cell.show_value(count)
            cell.setReadOnly(view.locked)
            mark(cell, state="" if count is None else "met" if count >= self._each else "short")
        self.target = self.cells[counts.index(None) if None in counts else 0]
        self.fill.setVisible(not view.locked and None in counts)

    def state_of_fact(self, view: RowView) -> str:
        return "" if None in self._counts() else super().state_of_fact(view)

    def on_typed(self, _value: Fraction | None) -> None:
        """After every key in a cell."""
        at = self._in_use()
        self._enter(at, self.cells[at].value)

    def on_fill_clicked(self) -> None:
        """Every blank period has as many as it needs."""
        found: Answer = tuple(self._each if count is None else count for count in self._counts())
        self.entered.emit(found, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and any(cell.hasFocus() for cell in self.cells):
            at = min(max(self._in_use() + step, 0), len(self.cells) - 1)
            self.cells[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_1 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.on_fill_clicked()
        else:
            event.ignore()

    def _counts(self) -> tuple[Fraction | None, ...]:
        answer = self.view.answer if self.view else None
        return answer if isinstance(answer, tuple) else (None,) * len(self.cells)

    def _enter(self, at: int, value: Fraction | None) -> None:
        counts = list(self._counts())
        counts[at] = value
        found: Answer = tuple(counts) if any(count is not None for count in counts) else None
        self.entered.emit(found, f"{self.at}.{at}")

    def _in_use(self) -> int:
        return next((at for at, cell in enumerate(self.cells) if cell.hasFocus()), 0)


def _box(label: str, name: str, parent: QWidget) -> tuple[QWidget, NumberField]:
    box = QWidget(parent)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    told = plain(name, box)
    told.setProperty("role", "caption")
    told.setAlignment(Qt.AlignmentFlag.AlignCenter)
    cell = NumberField(named(label, name), box, whole=True, steps=True, role="cell")
    column.addWidget(told)
    column.addWidget(cell)
    return box, cell
