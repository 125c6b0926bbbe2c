"""A finding entered outside a sheet, with the control that fits the rule: 满意度, a fact of the brief."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.domain.brief import Brief
from app.domain.entering import answers, is_blank, with_answer
from app.domain.finding_values import Answer, Finding, holds
from app.domain.findings import read_finding, write_finding
from app.domain.period import labels
from app.domain.rubric import AllOf, Criterion
from app.domain.rules import award
from app.errors import RefusedError
from app.ui.card_rows import rows_for
from app.ui.organiser.seat_form import Inserted
from app.ui.parts import label
from app.ui.rows import Row, RowView
from app.ui.words import raw


class FindingForm(Inserted):
    """`finding` as it was entered so far, None while nothing was; `entered` after every change."""

    entered = Signal()

    def __init__(self, brief: Brief, criterion: Criterion, finding: Finding | None = None) -> None:
        super().__init__()
        self.brief, self.criterion, self.finding = brief, criterion, finding
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label(raw(f"{criterion.id}　{criterion.text}"), "secondary"))
        self.rows: list[Row] = rows_for(criterion, brief, self)
        for row in self.rows:
            inside.addWidget(row)
            row.entered.connect(self._entering(row))
        self.first = self.rows[0].target
        self.refresh()

    def refresh(self) -> None:
        """Shows what is entered."""
        rule = self.criterion.rule
        names = labels(self.brief.period, self.brief.rules.months)
        worth = award(self.criterion, self.finding, period_labels=names)
        for row, answer in zip(self.rows, answers(rule, self.finding), strict=True):
            met = holds(rule.conditions[row.at], answer) if isinstance(rule, AllOf) else None
            blank = is_blank(answer)
            row.show_view(RowView(None if blank else answer, met, "", "", False, worth, False))

    def _entering(self, row: Row) -> Callable[[Answer, str], None]:
        def entered(answer: Answer, _field: str) -> None:
            found = with_answer(self.criterion.rule, self.finding, row.at, answer)
            try:
                read_finding(self.criterion, write_finding(found), step=self.brief.rules.step)
            except RefusedError as error:
                row.refusal.tell(error)
                return
            self.finding = found
            self.refresh()
            self.entered.emit()

        return entered
