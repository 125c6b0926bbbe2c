"""The matrix of a panel (合议): what every counted expert found on every criterion, and what is open.

Empty while a place is unsettled: then nobody sees a score, the desk neither. Words about a dispute are
differences.py's, what stands at the gate consolidation.py's.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from app.domain.consolidation import Outlier, Result
from app.domain.differences import cell_words
from app.domain.frozen import frozen
from app.domain.panel import Panel, Place
from app.domain.period import labels
from app.domain.rubric import Criterion, Range
from app.domain.rules import award
from app.domain.votes import Vote, disputed, finding_of, median, points_of, recorded, vote

State = Literal["agreed", "judged", "open", "reopened", "differs", "determined", "undetermined", "discussed"]
# Distance from the median, in parts of the criterion's points, above or from which a judgement is hotter.
_WARM, _HOT = Fraction(1, 5), Fraction(2, 5)
_UNDONE: tuple[State, ...] = ("open", "reopened", "differs")


@frozen
class Cell:
    """One expert on one criterion. `rare`: fewer found this than something else; `heat` from −3 (far below
    the median) to 3, for judged points only. `points` is None while the desk's value is awaited."""

    seat: str
    words: str
    points: Fraction | None
    rare: bool
    heat: int


@frozen
class Line:
    """One criterion: the experts' cells in roster order, how they stand to each other, what came of it.

    `flagged`: somebody marked it 留待合议, whether experts differ or not. `decides`: the gate waits for a
    joint determination.
    """

    criterion: Criterion
    section: str
    mandatory: bool
    disputed: bool
    flagged: bool
    decides: bool
    state: State
    vote: Vote
    median: Fraction | None
    spread: Fraction | None
    cells: tuple[Cell, ...]

    @property
    def to_discuss(self) -> bool:
        """Whether experts differ and no discussion is recorded that still holds."""
        return self.state in _UNDONE


@frozen
class Matrix:
    """The counted places, their totals by seat (none while a value is awaited), a line a criterion.

    `keyed` are the seats whose paper the desk keyed in.
    """

    places: tuple[Place, ...] = ()
    keyed: frozenset[str] = frozenset()
    totals: Mapping[str, Fraction] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    outliers: tuple[Outlier, ...] = ()

    @property
    def disputes(self) -> tuple[Line, ...]:
        """The lines on which experts differ: those at the gate first, then facts that only cost points."""
        found = [each for each in self.lines if each.disputed]
        return tuple(sorted(found, key=lambda each: not each.mandatory))

    @property
    def is_waiting(self) -> bool:
        """Whether sealing waits for a discussion or an explanation."""
        gate = any(each.decides and each.to_discuss for each in self.lines)
        return gate or any(not each.explained for each in self.outliers)

    def line(self, criterion: str) -> Line | None:
        """The line of a criterion."""
        return next((each for each in self.lines if each.criterion.id == criterion), None)


@frozen
class Voice:
    """What one expert found on a criterion and wrote beside it; `full` is None while a value is awaited, and
    where points are a judgement."""

    name: str
    chair: bool
    keyed: bool
    why: tuple[str, ...]
    points: Fraction | None
    full: bool | None
    remark: str
    evidence: tuple[str, ...]
    flagged: bool


def voices(panel: Panel, criterion: Criterion) -> tuple[Voice, ...]:
    """Every counted expert on a criterion, in roster order. Only of an open panel."""
    names, found = labels(panel.brief.period, panel.brief.rules.months), []
    for each in panel.counted:
        own = award(criterion, finding_of(panel, each, criterion), period_labels=names)
        written = each.sheet.assessments[criterion.id]
        found.append(
            Voice(
                name=each.place.name,
                chair=each.place.seat == panel.chair,
                keyed=each.sheet.origin == "keyed",
                why=own.why,
                points=own.points,
                full=None if isinstance(criterion.rule, Range) else own.full,
                remark=written.remark,
                evidence=written.evidence,
                flagged=written.discuss,
            )
        )
    return tuple(found)


def matrix(panel: Panel, result: Result) -> Matrix:
    """The matrix of a panel as it stands with the result that follows from it."""
    if not panel.is_open:
        return Matrix()
    differ = disputed(panel)
    return Matrix(
        places=tuple(each.place for each in panel.counted),
        keyed=frozenset(each.place.seat for each in panel.counted if each.sheet.origin == "keyed"),
        totals={each.seat: each.total for each in result.experts if each.total is not None},
        lines=tuple(
            _line(panel, section.name, each, each.id in differ)
            for section in panel.brief.rubric.sections
            for each in section.criteria
        ),
        outliers=result.outliers,
    )


def reopened(panel: Panel) -> tuple[Criterion, ...]:
    """Criteria whose recorded discussion no longer holds: a revision that touches them came in since."""
    found = (panel.brief.rubric.criterion(each) for each in panel.determinations)
    return tuple(each for each in found if recorded(panel, each) is None)


def _line(panel: Panel, section: str, criterion: Criterion, differs: bool) -> Line:
    words = cell_words(panel, criterion)
    points = {each.place.seat: points_of(panel, each, criterion) for each in panel.counted}
    known = [each for each in points.values() if each is not None]
    middle = median(known) if known else None
    spread = max(known) - min(known) if known else None
    often, most = Counter(words.values()), max(Counter(words.values()).values(), default=0)
    judged = isinstance(criterion.rule, Range)
    cells = tuple(
        Cell(
            seat=seat,
            words=told,
            points=points[seat],
            rare=differs and often[told] < most,
            heat=_heat(points[seat], middle, criterion.points) if judged else 0,
        )
        for seat, told in words.items()
    )
    found = vote(panel, criterion)
    joint = panel.brief.rubric.is_mandatory(criterion.id) and panel.brief.rules.gate == "joint"
    decides = joint and bool(found.in_favour and found.against)
    return Line(
        criterion=criterion,
        section=section,
        mandatory=panel.brief.rubric.is_mandatory(criterion.id),
        disputed=differs,
        flagged=any(each.sheet.assessments[criterion.id].discuss for each in panel.counted),
        decides=decides,
        state=_state(panel, criterion, decides) if differs else "judged" if judged and spread else "agreed",
        vote=found,
        median=middle,
        spread=spread,
        cells=cells,
    )


def _state(panel: Panel, criterion: Criterion, decides: bool) -> State:
    held = recorded(panel, criterion)
    if held is None and criterion.id in panel.determinations:
        return "reopened"
    if not decides:
        return "differs" if held is None else "discussed"
    if held is None:
        return "open"
    return (
        "undetermined"
        if held.outcome == "equal" and panel.brief.rules.equal == "undetermined"
        else "determined"
    )


def _heat(points: Fraction | None, middle: Fraction | None, of: Fraction) -> int:
    if points is None or middle is None or points == middle:
        return 0
    far = abs(points - middle) / of
    heat = 1 + (far >= _WARM) + (far >= _HOT)
    return heat if points > middle else -heat
