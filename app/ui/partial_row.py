"""部分得分: points below full ones, with a written basis, where the rules of this review allow them."""

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.findings import REMARK_LIMIT
from app.ui.feedback import Refusal
from app.ui.limits import Limit
from app.ui.number_field import NumberField
from app.ui.plain import plain
from app.ui.words import raw, t


class PartialRow(QFrame):
    """`given` tells points (None: 0 or full again) and basis after every key in the points, and when the
    basis is written."""

    given = Signal(object, str)

    def __init__(self, parent: QWidget, name: str, most: Fraction) -> None:
        super().__init__(parent)
        self.setProperty("role", "row")
        told = t("部分得分（少于 {most} 分）").format(most=write_decimal(most))
        self.field = NumberField(t("部分得分：{name}").format(name=raw(name)), self, whole=False)
        self.basis = QLineEdit()
        Limit(self.basis, REMARK_LIMIT)
        self.basis.setPlaceholderText(t("依据"))
        self.basis.setAccessibleName(t("部分得分的依据：{name}").format(name=raw(name)))
        self.refusal = Refusal()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(plain(told))
        row.addWidget(self.field)
        written = QVBoxLayout()
        written.setSpacing(2)
        written.addWidget(self.basis)
        row.addLayout(written, 1)
        row.addWidget(self.refusal)
        self.field.typed.connect(self.on_typed)
        self.basis.editingFinished.connect(self.on_basis_finished)

    def show_saved(self, points: Fraction | None, basis: str) -> None:
        """Shows what is saved."""
        self.field.show_value(points)
        self.refusal.say("")
        if not self.basis.hasFocus():
            self.basis.setText(basis)
        self.basis.setVisible(points is not None)

    def on_typed(self, points: Fraction | None) -> None:
        """After every key."""
        self.given.emit(points, self.basis.text())

    def on_basis_finished(self) -> None:
        """The basis is written."""
        if self.field.value is not None:
            self.given.emit(self.field.value, self.basis.text())
