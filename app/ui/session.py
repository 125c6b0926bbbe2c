"""One open sheet on the screen: holds the immutable Sheet, enters through the service, undoes and redoes.

Every entry is saved when `enter` returns; what the screen shows is `sheet`, never what was typed.
"""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.findings import Assessment
from app.domain.rubric import CriterionId
from app.domain.rules import Award
from app.domain.sheet import Sheet


@dataclass
class _Step:
    criterion: CriterionId
    before: Assessment
    after: Assessment
    field: str


class Enters(Protocol):
    """Where entries are saved: `Scoring`, or `PaperTyping` at the desk."""

    def enter(self, sheet: Sheet, criterion: CriterionId, assessment: Assessment) -> Sheet:
        """Saved when it returns; a refusal leaves all as it was."""

    def time(self) -> str:
        """This computer's time as entries spell it."""


class SheetSession(QObject):
    """The sheet at hand, its `awards` and its steps. `changed` names the criterion, "" for all of it."""

    changed = Signal(str)

    def __init__(self, scoring: Enters, sheet: Sheet, saved_at: str = "") -> None:
        super().__init__()
        self._scoring = scoring
        self.sheet = sheet
        self.saved_at = saved_at
        self.awards: dict[CriterionId, Award] = {}
        self._judge()
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def enter(self, criterion: CriterionId, assessment: Assessment, field: str = "") -> None:
        """Enters and saves; a second entry in the same `field` (not "") right after is the same step.

        The errors are Scoring.enter's; the sheet is then as it was.
        """
        before = self.sheet.assessment(criterion)
        if assessment == before:
            return
        self._save(criterion, assessment)
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last and field and (last.criterion, last.field) == (criterion, field):
            last.after = assessment
        else:
            self._done.append(_Step(criterion, before, assessment, field))
        self.changed.emit(criterion)

    def settle(self) -> None:
        """The field was left: the next entry is a step of its own."""
        if self._done:
            self._done[-1].field = ""

    @property
    def may_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def may_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._undone)

    def undo(self) -> CriterionId | None:
        """Takes the last step back, as a new entry; which criterion, None if there was nothing."""
        if not self._done:
            return None
        step = self._done[-1]
        self._save(step.criterion, step.before)
        self._undone.append(self._done.pop())
        step.field = ""
        self.changed.emit(step.criterion)
        return step.criterion

    def redo(self) -> CriterionId | None:
        """Takes the last undone step again."""
        if not self._undone:
            return None
        step = self._undone[-1]
        self._save(step.criterion, step.after)
        self._done.append(self._undone.pop())
        self.changed.emit(step.criterion)
        return step.criterion

    def replace(self, sheet: Sheet) -> None:
        """The sheet after an act elsewhere (declared, signed, revised): no step reaches back over it."""
        self.sheet = sheet
        self._judge()
        self._done.clear()
        self._undone.clear()
        self.changed.emit("")

    def _save(self, criterion: CriterionId, assessment: Assessment) -> None:
        self.sheet = self._scoring.enter(self.sheet, criterion, assessment)
        self.awards[criterion] = self.sheet.award(self.sheet.brief.rubric.criterion(criterion))
        self.saved_at = self._scoring.time()

    def _judge(self) -> None:
        """Awards are remembered: a key changes one of them."""
        self.awards = {each.id: self.sheet.award(each) for each in self.sheet.brief.rubric.criteria}
