"""The texts that the template itself writes on a sheet, so that what was typed over or beside them is found.

A row may have moved: at the head and above it a text may stand anywhere, below it in its own column.
"""

from collections.abc import Collection

from app.domain.frozen import frozen
from app.office.values import Cell, Content, Mirror, Page, Place, Unreadable
from app.services import round_form as form
from app.services.round_cells import plain, spelled_out

_INPUTS = ("input", "number_input", "day_input")
# What earlier versions wrote and this one no longer does: their workbooks are still read.
_FORMER = {
    form.EXPERTS: (
        "参加全部平台的，只在“全部平台”选一次；某个平台不同的，再在那一列改。每个平台须有一位组长。",  # 0.1.0
    )
}


@frozen
class FixedTexts:
    """The texts of one sheet whose head row is `head`, width and spaces aside; `names` are those of the
    platforms, shown by formulas in the row above the head, which some programs keep as texts."""

    head: int
    above: frozenset[str]
    below: frozenset[tuple[int, str]]
    names: frozenset[str]

    def hold(self, place: Place, content: Content) -> bool:
        """Whether a cell holds what the template wrote there."""
        row, column = place
        text = plain(spelled_out(content))
        if row > self.head:
            return (column, text) in self.below
        if row == self.head - 1 and (isinstance(content, Unreadable) or text in self.names):
            return True
        return text in self.above or form.platform_of(text) is not None


def fixed_texts(page: Page, head: int, names: Collection[str] = ()) -> FixedTexts:
    """The texts of a sheet of the template, where a workbook has its head row at `head`."""
    top = page.frozen[0]
    above = {plain(_text(cell)) for row in page.rows[:top] for cell in row}
    above |= {plain(each) for each in _FORMER.get(page.name, ())}
    below = {
        (column, plain(_text(cell)))
        for row in page.rows[top:]
        for column, cell in enumerate(row, start=1)
        if cell.look not in _INPUTS
    }
    return FixedTexts(head, frozenset(above), frozenset(below), frozenset(plain(each) for each in names))


def _text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Mirror):
        return value.otherwise
    return spelled_out(value) if value is not None else ""
