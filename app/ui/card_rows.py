"""Which row fits which answer of a criterion's rule, and what each shows of an assessment."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.brief import Brief
from app.domain.entering import answers, is_blank
from app.domain.finding_values import Answer, holds
from app.domain.period import labels
from app.domain.rubric import AllOf, Check, Condition, Criterion, Measure, Range, Tiers
from app.domain.rules import Award, award
from app.domain.sheet import Sheet
from app.domain.signed_sheet import is_desk_supplied
from app.ui.card_words import proposals
from app.ui.condition_rows import CheckRow, MeasureRow
from app.ui.period_grid import PeriodGrid
from app.ui.range_row import RangeRow
from app.ui.rows import Row, RowView
from app.ui.stepper_row import StepperRow
from app.ui.tier_row import TierRow


def rows_for(criterion: Criterion, brief: Brief, parent: QWidget) -> list[Row]:
    """A row an answer, in the rule's order, on `parent`."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        names = labels(brief.period, brief.rules.months)
        return [_condition_row(parent, at, each, names) for at, each in enumerate(rule.conditions)]
    if isinstance(rule, Range):
        return [RangeRow(parent, 0, rule, brief.rules.step)]
    if isinstance(rule, Tiers):
        return [TierRow(parent, 0, rule)]
    return [StepperRow(parent, at, item) for at, item in enumerate(rule.items)]


def views_of(sheet: Sheet, criterion: Criterion, told: Award) -> list[RowView]:
    """What each row shows now."""
    brief = sheet.brief
    supplied = is_desk_supplied(criterion, brief)
    known = None if supplied else brief.facts.get(criterion.id)
    names = labels(brief.period, brief.rules.months)
    worth = told if known is None else award(criterion, known.finding, period_labels=names)
    offered = proposals(criterion, known, worth)
    own = answers(criterion.rule, sheet.assessment(criterion.id).finding)
    theirs = answers(criterion.rule, known.finding) if known else own
    return [
        RowView(
            answer=None if is_blank(answer) else answer,
            holds=_holds(criterion, at, answer),
            proposal=offered[at],
            evidence=known.evidence if known else "",
            taken=known is not None and answer == theirs[at],
            award=told,
            locked=supplied or sheet.state != "scoring",
        )
        for at, answer in enumerate(own)
    ]


def _condition_row(
    parent: QWidget, at: int, condition: Condition, names: Mapping[int, tuple[str, ...]]
) -> Row:
    if isinstance(condition, Check):
        return CheckRow(parent, at, condition)
    if isinstance(condition, Measure):
        return MeasureRow(parent, at, condition)
    periods: Sequence[str] = names[condition.periods]
    return PeriodGrid(parent, at, condition, periods)


def _holds(criterion: Criterion, at: int, answer: Answer) -> bool | None:
    rule = criterion.rule
    return holds(rule.conditions[at], answer) if isinstance(rule, AllOf) else None
