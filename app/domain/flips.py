"""What would flip the verdict: any single award, named by criterion only, never by expert or direction.

Shown at the desk, never projected, never printed (domain.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.domain.consolidation import Result, mandatory_criteria, mean_of, total_of
from app.domain.panel import Panel
from app.domain.rubric import Criterion, CriterionId
from app.domain.verdict import Verdict, VerdictKind, decide, threshold_of
from app.domain.votes import points_of, recorded

Matrix = Mapping[CriterionId, Mapping[str, Fraction]]


@dataclass(frozen=True)
class Flip:
    """A criterion on which one expert's other award would change the verdict into `verdict`."""

    criterion: CriterionId
    verdict: VerdictKind


def flips(panel: Panel, result: Result, verdict: Verdict) -> tuple[Flip, ...]:
    """Every single-award flip of a decided verdict; empty while there is none."""
    if verdict.kind == "undetermined" or result.mean is None:
        return ()
    criteria = panel.brief.rubric.criteria
    own: Matrix = {
        each.id: {one.place.seat: points_of(panel, one, each) or Fraction(0) for one in panel.counted}
        for each in criteria
    }
    totals = {each.place.seat: total_of(panel, each) for each in panel.counted}
    found: list[Flip] = []
    for criterion in criteria:
        kinds = {
            _with_award(panel, own, totals, criterion, seat, other)
            for seat, award in own[criterion.id].items()
            for other in (Fraction(0), criterion.points)
            if other != award
        }
        found.extend(Flip(criterion.id, kind) for kind in sorted(kinds) if kind != verdict.kind)
    return tuple(found)


def _with_award(
    panel: Panel,
    own: Matrix,
    totals: Mapping[str, Fraction],
    criterion: Criterion,
    seat: str,
    award: Fraction,
) -> VerdictKind:
    changed = {**own, criterion.id: {**own[criterion.id], seat: award}}
    moved = {**totals, seat: totals[seat] + award - own[criterion.id][seat]}
    if panel.brief.rules.determined_in_mean:
        moved = _determined(panel, changed, moved)
    passed = decide(_gate(panel, changed), mean_of(moved, panel), threshold_of(panel))
    if passed is None:
        return "undetermined"
    if panel.brief.rubric.kind == "annual":
        return "pass" if passed else "fail"
    return "eligible" if passed else "ineligible"


def _gate(panel: Panel, points: Matrix) -> bool | None:
    """Whether the gate is full if every dispute were discussed with these votes."""
    state: bool | None = True
    for criterion in mandatory_criteria(panel):
        votes = points[criterion.id]
        in_favour = sum(each == criterion.points for each in votes.values())
        against = len(votes) - in_favour
        equal = in_favour == against and panel.brief.rules.gate == "joint"
        if equal and panel.brief.rules.equal == "undetermined":
            return None
        full = in_favour > against if panel.brief.rules.gate == "joint" else against == 0
        state = state and full
    return state


def _determined(panel: Panel, points: Matrix, totals: Mapping[str, Fraction]) -> dict[str, Fraction]:
    found = dict(totals)
    for criterion in mandatory_criteria(panel):
        if recorded(panel, criterion) is None:
            continue
        votes = points[criterion.id]
        in_favour = sum(each == criterion.points for each in votes.values())
        if 2 * in_favour > len(votes):
            found = {seat: total + criterion.points - votes[seat] for seat, total in found.items()}
        elif 2 * in_favour < len(votes):
            full = criterion.points
            found = {seat: total - (full if votes[seat] == full else 0) for seat, total in found.items()}
    return found
