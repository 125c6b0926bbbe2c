"""The signed sheets are the vote: who found what on a criterion, and where the counted experts differ."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.findings import Finding, TiersFinding
from app.domain.frozen import frozen
from app.domain.panel import Counted, Determination, Outcome, Panel
from app.domain.rubric import Criterion, CriterionId, Range
from app.domain.rules import award


@frozen
class Vote:
    """The counted sheets on one criterion: seats that gave full points and seats that did not."""

    in_favour: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """More than half of the counted experts decide; equal numbers decide nothing."""
        if len(self.in_favour) == len(self.against):
            return "equal"
        return "full" if len(self.in_favour) > len(self.against) else "not_full"


def finding_of(panel: Panel, counted: Counted, criterion: Criterion) -> Finding | None:
    """An expert's signed finding, the desk's value where it was supplied later."""
    assessment = counted.sheet.assessments.get(criterion.id)
    finding = assessment.finding if assessment else None
    if isinstance(finding, TiersFinding) and finding.pending and criterion.id in panel.supplied:
        return panel.supplied[criterion.id].finding
    return finding


def points_of(panel: Panel, counted: Counted, criterion: Criterion) -> Fraction | None:
    """An expert's award on a criterion; None while the desk's value is awaited."""
    key = counted.place.seat, criterion.id
    known = panel.worth.get(key)
    if known is None or known[0] is not counted.sheet:
        points = award(criterion, finding_of(panel, counted, criterion)).points
        known = panel.worth[key] = counted.sheet, points
    return known[1]


def vote(panel: Panel, criterion: Criterion) -> Vote:
    """The vote on a criterion by the latest signed findings of the counted sheets."""
    full = {each.place.seat: points_of(panel, each, criterion) == criterion.points for each in panel.counted}
    return Vote(
        tuple(seat for seat, is_full in full.items() if is_full),
        tuple(seat for seat, is_full in full.items() if not is_full),
    )


def disputed(panel: Panel) -> tuple[CriterionId, ...]:
    """Criteria on which the counted awards differ; a judgement (range) only where it splits the gate."""
    found: list[CriterionId] = []
    for criterion in panel.brief.rubric.criteria:
        awards: set[object] = {points_of(panel, each, criterion) for each in panel.counted}
        if isinstance(criterion.rule, Range):
            gate = panel.brief.rubric.is_mandatory(criterion.id)
            awards = {points == criterion.points for points in awards} if gate else set()
        if len(awards) > 1:
            found.append(criterion.id)
    return tuple(found)


def findings_on(panel: Panel, criterion: Criterion) -> Mapping[str, Finding | None]:
    """Every counted seat's finding on a criterion, by seat."""
    return {each.place.seat: finding_of(panel, each, criterion) for each in panel.counted}


def recorded(panel: Panel, criterion: Criterion) -> Determination | None:
    """The determination of a criterion that still holds: nobody's finding on it has changed since."""
    found = panel.determinations.get(criterion.id)
    if found is None or found.votes != findings_on(panel, criterion):
        return None
    return found


def median(totals: Sequence[Fraction]) -> Fraction:
    """The exact median of a non-empty list."""
    ordered = sorted(totals)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
