"""What would flip the verdict: any single award, named by criterion only, never by expert or direction.

Shown at the desk, never projected, never printed (domain.md).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.consolidation import Result, is_split, mandatory_criteria, mean_of, own_points, standing_award
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.rubric import Criterion, CriterionId
from app.domain.signed_sheet import is_desk_supplied
from app.domain.verdict import Verdict, VerdictKind, decide, threshold_of

Matrix = Mapping[CriterionId, Mapping[str, Fraction]]


@frozen
class Flip:
    """A criterion on which one expert's other award would change the verdict into `verdict`."""

    criterion: CriterionId
    verdict: VerdictKind


def flips(panel: Panel, result: Result, verdict: Verdict) -> tuple[Flip, ...]:
    """Every single-award flip of a decided verdict; empty while there is none."""
    if verdict.kind == "undetermined" or result.mean is None:
        return ()
    criteria = panel.brief.rubric.criteria
    own: Matrix = {each.id: own_points(panel, each) for each in criteria}
    found: list[Flip] = []
    for criterion in criteria:
        kinds = {
            _with_awards(panel, {**own, criterion.id: {**own[criterion.id], **dict.fromkeys(seats, other)}})
            for seats in _voices(panel, criterion)
            for other in (Fraction(0), criterion.points)
        }
        found.extend(Flip(criterion.id, kind) for kind in sorted(kinds) if kind != verdict.kind)
    return tuple(found)


def _voices(panel: Panel, criterion: Criterion) -> Sequence[Sequence[str]]:
    """The seats that have one award between them: each its own, all of them where the desk supplies it."""
    seats = [each.place.seat for each in panel.counted]
    return [seats] if is_desk_supplied(criterion, panel.brief) else [[seat] for seat in seats]


def _with_awards(panel: Panel, points: Matrix) -> VerdictKind:
    """The verdict if the sheets bore these awards and every dispute at the gate were discussed."""
    totals = {
        each.place.seat: sum((own[each.place.seat] for own in points.values()), Fraction(0))
        for each in panel.counted
    }
    if panel.brief.rules.determined_in_mean:
        totals = _determined(panel, points, totals)
    passed = decide(_gate(panel, points), mean_of(totals, panel), threshold_of(panel))
    if passed is None:
        return "undetermined"
    if panel.brief.rubric.kind == "annual":
        return "pass" if passed else "fail"
    return "eligible" if passed else "ineligible"


def _gate(panel: Panel, points: Matrix) -> bool | None:
    """Whether the gate is full if every dispute were discussed with these votes."""
    rules = panel.brief.rules
    standing = {each: standing_award(each, points[each.id], rules) for each in mandatory_criteria(panel)}
    if None in standing.values():
        return None
    return all(award == each.points for each, award in standing.items())


def _determined(panel: Panel, points: Matrix, totals: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The totals if every dispute at the gate were discussed with these votes."""
    found = dict(totals)
    for criterion in mandatory_criteria(panel):
        own = points[criterion.id]
        award = standing_award(criterion, own, panel.brief.rules)
        if award is None or not is_split(criterion, own, panel.brief.rules):
            continue
        for seat, points_there in own.items():
            found[seat] += award - points_there
    return found
