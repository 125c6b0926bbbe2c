"""A row answered with a number that is typed: what its field shows, and what is told of every key."""

from fractions import Fraction

from app.ui.number_field import NumberField
from app.ui.rows import Row, RowView


class NumberRow(Row):
    """Keys: digits are the number, Backspace clears. Subclasses make the field and give it to `follow`."""

    field: NumberField

    def follow(self, field: NumberField) -> None:
        """`field` is the row's: the keyboard goes there, and what is typed there is entered."""
        self.field = self.target = field
        field.typed.connect(self.on_typed)
        field.left.connect(self.left)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        self.field.show_value(view.answer if isinstance(view.answer, Fraction) else None)
        self.field.setReadOnly(view.locked)

    def on_typed(self, value: Fraction | None) -> None:
        """After every key."""
        self.entered.emit(value, str(self.at))
