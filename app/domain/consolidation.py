"""Counted sheets → Result: totals, mean, gate, outliers (domain.md, "Decisions where the plan is silent").

Everything exact. While a place is unsettled there are no totals, no mean, no lists, for the desk either.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from app.domain.frozen import frozen
from app.domain.panel import Counted, Determination, Panel
from app.domain.rubric import Criterion, CriterionId
from app.domain.rule_sheet import RuleSheet
from app.domain.votes import Vote, disputed, median, points_of, recorded, vote

GateState = Literal["full", "short", "undetermined"]
ExpertStatus = Literal["counted", "trimmed", "recused", "absent", "replaced", "refused", "missing", "pending"]
TRIM_FROM = 5
OUTLIERS_FROM = 3


@frozen
class ExpertLine:
    """One seat in the result; points are None for seats that do not count, and before scores open."""

    seat: str
    name: str
    status: ExpertStatus
    total: Fraction | None
    mandatory: Fraction | None


@frozen
class Gate:
    """The mandatory section: points that stand, of how many, the mean of own awards, and by what."""

    points: Fraction | None
    of: Fraction
    mean: Fraction | None
    state: GateState
    by: Literal["agreement", "determination"]
    open: tuple[CriterionId, ...]
    equal: tuple[CriterionId, ...]


@frozen
class Outlier:
    """A total more than the rule's points from the median of the other counted totals."""

    seat: str
    total: Fraction
    median: Fraction
    explained: str

    @property
    def difference(self) -> Fraction:
        """Total minus median; may be negative."""
        return self.total - self.median


@frozen
class Result:
    """The panel's consolidated result; `mean` is None where there is none yet."""

    experts: tuple[ExpertLine, ...]
    waiting: tuple[tuple[str, str], ...]
    mean: Fraction | None
    mean_if_determined: Fraction | None
    gate: Gate
    disputed: tuple[CriterionId, ...]
    votes: Mapping[CriterionId, Vote]
    determinations: Mapping[CriterionId, Determination]
    outliers: tuple[Outlier, ...]
    awaiting_supply: tuple[CriterionId, ...]


def consolidate(panel: Panel) -> Result:
    """The result of a panel as it stands."""
    waiting = tuple((place.seat, panel.standing(place)) for place in panel.waiting)
    if waiting or not panel.counted or panel.awaiting_supply:
        return _unfinished(panel, waiting)
    totals = {each.place.seat: total_of(panel, each) for each in panel.counted}
    if_determined = determined_totals(panel, totals)
    entering = if_determined if panel.brief.rules.determined_in_mean else totals
    in_mean = kept(entering, panel)
    disputes = disputed(panel)
    votes = {each: vote(panel, panel.brief.rubric.criterion(each)) for each in disputes}
    gate = gate_of(panel, in_mean)
    return Result(
        experts=_lines(panel, totals, in_mean),
        waiting=(),
        mean=mean_of(entering, panel),
        mean_if_determined=mean_of(if_determined, panel),
        gate=gate,
        disputed=disputes,
        votes=votes,
        determinations=_recorded(panel, disputes),
        outliers=_outliers(panel, totals),
        awaiting_supply=(),
    )


def total_of(panel: Panel, counted: Counted) -> Fraction:
    """One sheet's total, with what the desk supplied."""
    points = (points_of(panel, counted, each) for each in panel.brief.rubric.criteria)
    return sum((each for each in points if each is not None), Fraction(0))


def mandatory_of(panel: Panel, counted: Counted) -> Fraction:
    """One sheet's own awards in the mandatory section."""
    found = (points_of(panel, counted, each) for each in mandatory_criteria(panel))
    return sum((each for each in found if each is not None), Fraction(0))


def mandatory_criteria(panel: Panel) -> tuple[Criterion, ...]:
    """The criteria of the mandatory section."""
    rubric = panel.brief.rubric
    return tuple(each for each in rubric.criteria if rubric.is_mandatory(each.id))


def kept(totals: Mapping[str, Fraction], panel: Panel) -> tuple[str, ...]:
    """The seats whose totals enter the mean of a panel."""
    return kept_seats(totals, panel.brief.rules)


def kept_seats(totals: Mapping[str, Fraction], rules: RuleSheet) -> tuple[str, ...]:
    """The seats whose totals enter the mean: all, or without one highest and one lowest from five on.

    Of equal totals the first in roster order is dropped.
    """
    seats = list(totals)
    if rules.merging == "mean" or len(seats) < TRIM_FROM:
        return tuple(seats)
    highest = max(seats, key=lambda seat: totals[seat])
    seats.remove(highest)
    seats.remove(min(seats, key=lambda seat: totals[seat]))
    return tuple(seats)


def mean_of(totals: Mapping[str, Fraction], panel: Panel) -> Fraction:
    """The exact mean of the totals that count."""
    seats = kept(totals, panel)
    return sum((totals[seat] for seat in seats), Fraction(0)) / len(seats)


def determined_totals(panel: Panel, totals: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """The totals as they would be if every determined award stood in every sheet."""
    found = dict(totals)
    for criterion in mandatory_criteria(panel):
        own = own_points(panel, criterion)
        award = standing_award(criterion, own, panel.brief.rules)
        if (
            award is None
            or recorded(panel, criterion) is None
            or not is_split(criterion, own, panel.brief.rules)
        ):
            continue
        for seat, points in own.items():
            found[seat] += award - points
    return found


def own_points(panel: Panel, criterion: Criterion) -> Mapping[str, Fraction]:
    """Every counted seat's own award on a criterion of a panel that awaits nothing."""
    return {each.place.seat: points_of(panel, each, criterion) or Fraction(0) for each in panel.counted}


def is_split(criterion: Criterion, own: Mapping[str, Fraction], rules: RuleSheet) -> bool:
    """Whether the gate waits for a joint determination: some gave full points and some did not."""
    full = {points == criterion.points for points in own.values()}
    return rules.gate == "joint" and len(full) == 2


def standing_award(criterion: Criterion, own: Mapping[str, Fraction], rules: RuleSheet) -> Fraction | None:
    """What stands at the gate by these own awards; None where equal numbers decide nothing.

    Not full is the lowest own award (0 but for partial awards): nobody is given what nobody gave.
    """
    in_favour = sum(points == criterion.points for points in own.values())
    if in_favour == len(own):
        return criterion.points
    if rules.gate == "joint":
        if 2 * in_favour > len(own):
            return criterion.points
        if 2 * in_favour == len(own) and rules.equal == "undetermined":
            return None
    return min(own.values())


def gate_of(panel: Panel, in_mean: Sequence[str]) -> Gate:
    """The mandatory section as it stands: by agreement, or by recorded determinations."""
    standing: list[Fraction] = []
    still_open: list[CriterionId] = []
    equal: list[CriterionId] = []
    by_determination = False
    for criterion in mandatory_criteria(panel):
        own = own_points(panel, criterion)
        split = is_split(criterion, own, panel.brief.rules)
        award = standing_award(criterion, own, panel.brief.rules)
        if split and recorded(panel, criterion) is None:
            still_open.append(criterion.id)
        elif award is None:
            equal.append(criterion.id)
        else:
            by_determination = by_determination or split
            standing.append(award)
    of = panel.brief.rubric.mandatory_points
    kept_own = [mandatory_of(panel, each) for each in panel.counted if each.place.seat in in_mean]
    points = None if still_open or equal else sum(standing, Fraction(0))
    return Gate(
        points=points,
        of=of,
        mean=sum(kept_own, Fraction(0)) / len(kept_own),
        state="undetermined" if points is None else "full" if points == of else "short",
        by="determination" if by_determination or equal else "agreement",
        open=tuple(still_open),
        equal=tuple(equal),
    )


def _recorded(panel: Panel, disputes: Sequence[CriterionId]) -> Mapping[CriterionId, Determination]:
    found = {each: recorded(panel, panel.brief.rubric.criterion(each)) for each in disputes}
    return {criterion: each for criterion, each in found.items() if each is not None}


def _outliers(panel: Panel, totals: Mapping[str, Fraction]) -> tuple[Outlier, ...]:
    if len(totals) < OUTLIERS_FROM:
        return ()
    found = []
    for each in panel.counted:
        seat = each.place.seat
        middle = median([total for other, total in totals.items() if other != seat])
        if abs(totals[seat] - middle) > panel.brief.rules.outlier_points:
            found.append(Outlier(seat, totals[seat], middle, each.place.explained))
    return tuple(found)


def _lines(panel: Panel, totals: Mapping[str, Fraction], in_mean: Sequence[str]) -> tuple[ExpertLine, ...]:
    own = {each.place.seat: mandatory_of(panel, each) for each in panel.counted} if totals else {}
    return tuple(
        ExpertLine(
            seat=place.seat,
            name=place.name,
            status=_status(panel, place.seat, trimmed=place.seat in totals and place.seat not in in_mean),
            total=totals.get(place.seat),
            mandatory=own.get(place.seat),
        )
        for place in panel.places
    )


def _status(panel: Panel, seat: str, *, trimmed: bool) -> ExpertStatus:
    place = panel.place(seat)
    assert place is not None  # the seat came from the panel itself
    standing = panel.standing(place)
    if trimmed:
        return "trimmed"
    return "pending" if standing == "conflict" else standing


def _unfinished(panel: Panel, waiting: tuple[tuple[str, str], ...]) -> Result:
    of = panel.brief.rubric.mandatory_points
    disputes = () if waiting else disputed(panel)
    return Result(
        experts=_lines(panel, {}, ()),
        waiting=waiting,
        mean=None,
        mean_if_determined=None,
        gate=Gate(None, of, None, "undetermined", "agreement", (), ()),
        disputed=disputes,
        votes={each: vote(panel, panel.brief.rubric.criterion(each)) for each in disputes},
        determinations=_recorded(panel, disputes),
        outliers=(),
        awaiting_supply=() if waiting else panel.awaiting_supply,
    )
