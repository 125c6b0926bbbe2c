"""The matrix as a table model: a row a criterion, a column a counted expert, then the summary columns.

Empty before scores are open. Painting is matrix_delegate.py's.
"""

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.canonical import write_decimal
from app.domain.frozen import frozen
from app.domain.matrix import Cell, Line, Matrix, State
from app.domain.rubric import AllOf
from app.domain.verdict import brief_points
from app.ui.plain import tip
from app.ui.words import law, raw, t

Index = QModelIndex | QPersistentModelIndex
Shown = Literal["disputes", "mandatory", "all"]
TOTALS = "totals"
_NOWHERE = QModelIndex()


@frozen
class Row:
    """A heading (`line` None, `key` ""), a criterion, or the totals of which some lie far off."""

    key: str
    title: str
    line: Line | None = None


@frozen
class Look:
    """What a cell shows: its words, small words below, a sign before; how it stands out."""

    words: str
    small: str = ""
    sign: str = ""
    heat: int = 0
    rare: bool = False
    state: str = ""


def state_words(state: State) -> tuple[str, str]:
    """What a line's state is called, and its tone."""
    return {
        "agreed": (t("一致"), ""),
        "judged": (t("各自评分"), ""),
        "open": (t("待合议"), "warn"),
        "reopened": (t("须再议"), "warn"),
        "differs": (t("不一致"), ""),
        "determined": (t("已认定"), "ok"),
        "undetermined": (t("未能认定"), "bad"),
        "discussed": (t("已合议"), "ok"),
    }[state]


def rows_of(matrix: Matrix, shown: Shown) -> tuple[Row, ...]:
    """The rows of a view: mandatory disputes first, then facts that differ, then totals to be explained."""
    totals = [Row("", t("总分差异")), Row(TOTALS, t("综合评分"))] if matrix.outliers else []
    if shown == "disputes":
        gate = [each for each in matrix.disputes if each.mandatory]
        facts = [each for each in matrix.disputes if not each.mandatory]
        flagged = [each for each in matrix.lines if each.flagged and not each.disputed]
        parts = [(t("必要项的分歧"), gate), (t("其他事实的分歧"), facts), (t("专家留待合议"), flagged)]
        return (*(row for title, lines in parts for row in _part(title, lines)), *totals)
    lines = [each for each in matrix.lines if shown == "all" or each.mandatory]
    found: list[Row] = []
    for section in dict.fromkeys(each.section for each in lines):
        found.extend(_part(raw(section), [each for each in lines if each.section == section]))
    return (*found, *(totals if shown == "all" else ()))


def _part(title: str, lines: Sequence[Line]) -> list[Row]:
    return [Row("", title), *(Row(each.criterion.id, title, each) for each in lines)] if lines else []


class MatrixModel(QAbstractTableModel):
    """`judged` for a table with judged points (annex 1): heat by distance from the median."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matrix = Matrix()
        self.rows: tuple[Row, ...] = ()
        self.judged = False

    @property
    def experts(self) -> int:
        """How many columns are experts'; the summary columns follow."""
        return len(self.matrix.places)

    @property
    def summaries(self) -> tuple[str, ...]:
        """The titles of the summary columns."""
        if not self.matrix.places:
            return ()
        return (t("中位数"), t("极差"), t("状态")) if self.judged else (t("认定"), t("状态"))

    def show_matrix(self, matrix: Matrix, shown: Shown, judged: bool) -> None:
        """Shows another matrix, or another part of it."""
        self.beginResetModel()
        self.matrix, self.judged = matrix, judged
        self.rows = rows_of(matrix, shown)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a criterion (or TOTALS); -1 where it is not shown."""
        return next((at for at, row in enumerate(self.rows) if row.key == key and key), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.experts + len(self.summaries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def look(self, row: int, column: int) -> Look:
        """What a cell shows."""
        found = self.rows[row]
        if not found.key:
            return Look("")
        if column >= self.experts:
            return self._summary(found, column - self.experts)
        if found.line is None:
            return self._total(column)
        cell = found.line.cells[column]
        points = "" if cell.points is None else t("{n} 分").format(n=write_decimal(cell.points))
        small = "" if points == cell.words else points
        return Look(law(cell.words), small, sign_of(cell), cell.heat, cell.rare)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not self.rows[index.row()].key:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.look(index.row(), index.column()).words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.told(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.told(index.row(), index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            row = self.rows[section] if section < len(self.rows) else Row("", "")
            return f"{row.key} {raw(row.line.criterion.text)}" if row.line else row.title
        if section < self.experts:
            return self.name(section)
        return self.summaries[section - self.experts] if section < self.columnCount() else None

    def name(self, column: int) -> str:
        """Whose column it is, and whether the desk keyed it in from paper."""
        place = self.matrix.places[column]
        keyed = t("{name}（代录）") if place.seat in self.matrix.keyed else "{name}"
        return keyed.format(name=raw(place.name))

    def total(self, column: int) -> str:
        """That expert's total, "" while it is not known."""
        total = self.matrix.totals.get(self.matrix.places[column].seat)
        return "" if total is None else brief_points(total)

    def told(self, row: int, column: int) -> str:
        """A cell for the screen reader: expert, criterion, finding, points, how it stands out."""
        look, found = self.look(row, column), self.rows[row]
        who = self.name(column) if column < self.experts else self.summaries[column - self.experts]
        what = found.key if found.line else found.title
        away = ""
        if look.sign:
            away = t("高于中位数") if look.sign == "▲" else t("低于中位数")
        elif look.rare:
            away = t("与多数不同")
        return "，".join(filter(None, (who, what, look.words, look.small, away)))

    def _total(self, column: int) -> Look:
        seat = self.matrix.places[column].seat
        found = next((each for each in self.matrix.outliers if each.seat == seat), None)
        if found is None:
            return Look(self.total(column))
        small = t("已说明") if found.explained else t("待说明")
        return Look(self.total(column), small, "▲" if found.difference > 0 else "▼", rare=True)

    def _summary(self, row: Row, at: int) -> Look:
        title = self.summaries[at]
        if row.line is None:
            return self._totals_state() if title == t("状态") else Look("")
        if title == t("状态"):
            words, state = state_words(row.line.state)
            return Look(words, state=state)
        if title == t("认定"):
            counts = row.line.vote
            told = f"{len(counts.in_favour)}∶{len(counts.against)}"
            return Look(told if isinstance(row.line.criterion.rule, AllOf) else "—")
        number = row.line.median if title == t("中位数") else row.line.spread
        return Look("—" if number is None else brief_points(number))

    def _totals_state(self) -> Look:
        left = [each for each in self.matrix.outliers if not each.explained]
        return Look(t("待说明"), state="warn") if left else Look(t("已说明"), state="ok")


def sign_of(cell: Cell) -> str:
    """▲ above the median, ▼ below it."""
    return "▲" if cell.heat > 0 else "▼" if cell.heat < 0 else ""
