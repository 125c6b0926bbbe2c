"""How many platforms a round has of each annex: eight rows of − n +, typed or pressed, never spun."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.rubric import Rubric
from app.ui.number_field import NumberField
from app.ui.pages import button
from app.ui.parts import label, tell
from app.ui.plain import tip
from app.ui.words import raw, t

_MOST = 60
_WIDE = 820


def annex_words(rubric: Rubric) -> str:
    """附件 4 商标服务类: what an annex is called where there is little room."""
    return t("附件 {n} {what}").format(n=rubric.annex, what=raw(rubric.category or t("认定申报")))


class AnnexCounts(QWidget):
    """`changed` when a number is another; `rubrics` lists every table as often as it has platforms."""

    changed = Signal()

    def __init__(self, rubrics: Sequence[Rubric]) -> None:
        super().__init__()
        self._rubrics = tuple(rubrics)
        self.fields: list[NumberField] = []
        self.told: list[QLabel] = []  # what was not taken, a line for each field
        self._rows: list[QFrame] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(6)
        for each in self._rubrics:
            self._rows.append(self._row(each))
        self._columns = 0
        self.arrange(wide=True)

    def arrange(self, *, wide: bool) -> None:
        """Two columns, each read to its end from left to right, or one where there is little room."""
        columns = 2 if wide else 1
        if columns == self._columns:
            return
        self._columns = columns
        for at, each in enumerate(self._rows):
            self._grid.addWidget(each, at // columns, at % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)

    def rubrics(self) -> tuple[Rubric, ...]:
        """The tables in order, each as often as it is wanted."""
        pairs = zip(self._rubrics, self.fields, strict=True)
        return tuple(rubric for rubric, field in pairs for _ in range(_count(field)))

    def _row(self, rubric: Rubric) -> QFrame:
        name = annex_words(rubric)
        frame = QFrame()
        frame.setAccessibleName(name)
        inside, line = QVBoxLayout(frame), QHBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        line.setSpacing(6)
        told = label(name, "")
        told.setToolTip(tip(raw(rubric.title)))
        line.addWidget(told, 1)
        less = button("−", "step", t("{what}：少一个").format(what=name))
        field = NumberField(t("{what}：平台个数").format(what=name), frame, whole=True, role="cell")
        field.setFixedWidth(64)
        more = button("+", "step", t("{what}：多一个").format(what=name))
        for each in (less, field, more):
            line.addWidget(each)
        refused = label("", "refused")
        inside.addLayout(line)
        inside.addWidget(refused)
        inside.addStretch(1)
        less.clicked.connect(partial(self._step, field, -1))
        more.clicked.connect(partial(self._step, field, 1))
        field.typed.connect(partial(self._typed, field))
        self.fields.append(field)
        self.told.append(refused)
        return frame

    def _step(self, field: NumberField, by: int) -> None:
        self.put(field, max(_count(field) + by, 0))

    def put(self, field: NumberField, count: int) -> None:
        """So many platforms of the annex of `field`; where there may not be so many, that is said."""
        told = t("最多 {n} 个。").format(n=_MOST) if count > _MOST else ""
        tell(self.told[self.fields.index(field)], told)
        field.show_value(Fraction(min(count, _MOST)) if count else None)
        self.changed.emit()

    def _typed(self, field: NumberField, value: Fraction | None) -> None:
        self.put(field, int(value or 0))


def _count(field: NumberField) -> int:
    return int(field.value or 0)
