"""What 合议 knows of its panel: the matrix, what is still to be discussed, notes not yet recorded."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.flips import flips
from app.domain.matrix import Line, Matrix, matrix, reopened
from app.domain.panel import Panel
from app.domain.record import Findings, find
from app.domain.rubric import CriterionId
from app.errors import ZhipingError
from app.ui.organiser.matrix_model import TOTALS
from app.ui.parts import work
from app.ui.words import raw, t


class DiscussState(QObject):
    """`weighed` when it is known which criteria would flip the verdict: that takes longer than a page may."""

    weighed = Signal()

    def __init__(self, panel: Panel, parent: QObject) -> None:
        super().__init__(parent)
        self.flipping: tuple[str, ...] = ()
        self.notes: dict[str, str] = {}
        self._look(panel)

    def look(self, panel: Panel) -> None:
        """The panel as it stands now; computed anew only where it is another."""
        if panel is not self.panel:
            self._look(panel)

    def _look(self, panel: Panel) -> None:
        self.panel = panel
        self.findings = found = find(panel)
        self.matrix = matrix(panel, found.result) if panel.counted else Matrix()
        self.flipping = ()

        def done(flipping: tuple[str, ...]) -> None:
            if self.findings is found:
                self.flipping = flipping
                self.weighed.emit()

        if self.matrix.lines:
            work(self, lambda: _flipping(found), done, _never)

    @property
    def is_locked(self) -> bool:
        """Whether nothing may be recorded now: the record is sealed, or the panel ended."""
        return bool(self.panel.sealed or self.panel.void)

    @property
    def names(self) -> dict[str, str]:
        """Every seat's name."""
        return {each.seat: raw(each.name) for each in self.panel.places}

    def to_do(self) -> Sequence[str]:
        """What is still to be discussed or explained, in the order it is best done."""
        found: list[str] = [each.criterion.id for each in self.matrix.disputes if each.to_discuss]
        unexplained = any(not each.explained for each in self.matrix.outliers)
        return [*found, *([TOTALS] if unexplained else [])]

    def may_record(self, line: Line | None) -> bool:
        """Whether 登记合议 would record something about a line."""
        if line is None or not line.disputed or self.is_locked:
            return False
        return line.to_discuss or line.criterion.id in self.notes

    def note(self, key: str) -> str:
        """What is written about a criterion: not yet recorded, else what was."""
        return self.notes.get(key, self._recorded(key))

    def write(self, key: str, note: str) -> None:
        """Keeps a note until it is recorded."""
        if note.strip() and note != self._recorded(key):
            self.notes[key] = note
        else:
            self.notes.pop(key, None)

    def news(self) -> str:
        """What a revision has reopened, and what is still to come."""
        told = []
        for each in reopened(self.panel) if self.matrix.lines else ():
            line = self.matrix.line(each.id)
            words = t("{id} 合议登记后收到更正版，须再次合议。")
            if line is not None and not line.disputed:
                words = t("{id} 合议登记后收到更正版，现在认定一致。")
            told.append(words.format(id=raw(each.id)))
        if self.matrix.lines and self.panel.awaiting_supply:
            told.append(t("满意度待补录，补录后才有总分。"))
        return "".join(told)

    def _recorded(self, key: str) -> str:
        found = self.panel.determinations.get(CriterionId(key))
        return found.note if found else ""


def _flipping(found: Findings) -> tuple[str, ...]:
    """On the worker's thread: the criteria that would flip the verdict, in the table's order."""
    told = flips(found.panel, found.result, found.verdict)
    return tuple(dict.fromkeys(each.criterion for each in told))


def _never(error: ZhipingError) -> None:
    """Weighing refuses nothing: what comes here is our bug."""
    raise error
