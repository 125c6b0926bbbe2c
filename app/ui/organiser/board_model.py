"""What the board shows: a line a platform, a cell a seat; status only, never a score."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.progress import Progress, progress
from app.ui.organiser.seat_words import SeatState, reserves_words, seat_note, seat_state, stage_words
from app.ui.plain import tip
from app.ui.words import raw, t

Index = QModelIndex | QPersistentModelIndex


@frozen
class Cell:
    """One seat of one platform: who, where it stands, why."""

    name: str
    state: SeatState
    note: str


@frozen
class Line:
    """One platform: its panel, where it stands, its seats in order."""

    panel: Panel
    progress: Progress
    cells: tuple[Cell, ...]

    @property
    def platform(self) -> str:
        """The platform's name."""
        return self.panel.brief.platform.name

    @property
    def stage(self) -> str:
        """Its stage in words."""
        return stage_words(self.progress)


def line_of(panel: Panel) -> Line:
    """What the board shows of a panel: status only."""
    cells = (Cell(each.name, seat_state(panel, each), seat_note(panel, each)) for each in panel.places)
    return Line(panel, progress(panel), tuple(cells))


class BoardModel(QAbstractTableModel):
    """Column 0 the platform, then the seats, the stage last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.roster: tuple[str, ...] = ()
        self.same_people = True

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These platforms, in this order."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.roster = max((tuple(cell.name for cell in line.cells) for line in lines), key=len, default=())
        self.same_people = all(
            cell.name == name for line in lines for cell, name in zip(line.cells, self.roster, strict=False)
        )
        self.endResetModel()

    @property
    def seats(self) -> int:
        """How many seats the largest panel has."""
        return len(self.roster)

    def cell(self, index: Index) -> Cell | None:
        """The seat at an index; None for the first and last column and for seats a panel has not."""
        cells = self.lines[index.row()].cells
        at = index.column() - 1
        return cells[at] if 0 <= at < len(cells) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.seats + 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._told(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._told(index))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        if section == 0:
            return t("　平台")
        if section == self.columnCount() - 1:
            return t("进度")
        if self.same_people:
            return raw(self.roster[section - 1])
        return t("席位 {n}").format(n=section)

    def _shown(self, index: Index) -> str:
        line = self.lines[index.row()]
        if index.column() == 0:
            return raw(line.platform)
        if index.column() == self.columnCount() - 1:
            return line.stage
        cell = self.cell(index)
        return cell.state.words if cell else ""

    def _told(self, index: Index) -> str:
        line = self.lines[index.row()]
        number = line.panel.brief.header.brief_number
        if index.column() == 0:
            told = t("第 {n} 号").format(n=number) + raw(f" {line.platform}")
            return "\n".join(each for each in (told, reserves_words(line.panel)) if each)
        if index.column() == self.columnCount() - 1:
            return raw(f"{line.platform}：") + line.stage
        cell = self.cell(index)
        if cell is None:
            return t("没有这个席位")
        note = f"（{cell.note}）" if cell.note else ""
        return raw(f"{line.platform}，{cell.name}：") + cell.state.word + note
