"""What is looked over before the experts leave and the record is sealed: one check after the other.

Which of them the law of sealing demands is record.py's; the others may be passed over with a printed reason.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from app.domain.consolidation import Result, consolidate, gate_of
from app.domain.finding_values import Assessment
from app.domain.frozen import frozen, replace
from app.domain.panel import MIN_COUNTED, Counted, Panel
from app.domain.rubric import Criterion, CriterionId
from app.domain.signed_sheet import check_sheet, is_desk_supplied
from app.domain.votes import disputed, points_of, recorded
from app.errors import ZhipingError

CheckName = Literal[
    "sheets", "bindings", "survey", "consent", "chair", "arithmetic", "disputes", "consistency", "outliers",
    "remarks", "evidence", "even", "rules", "opinion",
]  # fmt: skip
CheckState = Literal["ok", "open", "passed", "note"]
# What each is called, on screen and in the record.
CHECK_WORDS: dict[CheckName, str] = {
    "sheets": "评分表和声明",
    "bindings": "签名确认",
    "survey": "满意度补录",
    "consent": "委托方同意",
    "chair": "组长",
    "arithmetic": "计算复核",
    "disputes": "必要项合议",
    "consistency": "事实认定一致",
    "outliers": "总分差异说明",
    "remarks": "零分项说明",
    "evidence": "佐证编号",
    "even": "有效评分表份数",
    "rules": "规则确认",
    "opinion": "专家组意见",
}
_MAY_PASS: tuple[CheckName, ...] = ("consistency", "remarks", "evidence", "rules", "opinion")


@frozen
class ClosingCheck:
    """One check: what it is about (seats, criteria), and the reason for going on where it was passed over.

    A "note" asks for nothing: it is told, so that nobody is surprised later.
    """

    name: CheckName
    state: CheckState
    seats: tuple[str, ...] = ()
    criteria: tuple[CriterionId, ...] = ()
    reason: str = ""

    @property
    def about(self) -> str:
        """What it is about as one text: a pass holds only as long as this stays the same."""
        return "、".join((*self.seats, *self.criteria))

    @property
    def may_pass(self) -> bool:
        """Whether one may go on without it, with a reason."""
        return self.state == "open" and self.name in _MAY_PASS


def closing_checks(panel: Panel) -> tuple[ClosingCheck, ...]:
    """Every check of a panel in the order in which it is best done.

    While a place is unsettled only what needs no score is looked at.
    """
    found = [_sheets(panel), _bindings(panel)]
    if panel.is_open:
        found += [*_counted(panel), *_scores(panel, consolidate(panel)), *_commission(panel), _opinion(panel)]
    return tuple(_with_reason(panel, each) for each in found)


def passed_checks(panel: Panel) -> tuple[ClosingCheck, ...]:
    """The checks that were passed over and still are not settled."""
    if not panel.passed:
        return ()
    return tuple(each for each in closing_checks(panel) if each.state == "passed")


def zero_awards(panel: Panel, criterion: Criterion) -> tuple[Counted, ...]:
    """The counted sheets that give a criterion nothing."""
    return tuple(each for each in panel.counted if points_of(panel, each, criterion) == 0)


def evidence_for(panel: Panel, criterion: Criterion) -> tuple[str, ...]:
    """The evidence numbers that anybody names for a criterion, each once: the desk's first."""
    known = panel.supplied.get(criterion.id) or panel.brief.facts.get(criterion.id)
    named = [known.evidence] if known else []
    named += [each.fact.evidence for each in panel.corrections if each.criterion == criterion.id]
    for each in panel.counted:
        named += each.sheet.assessments.get(criterion.id, Assessment(None)).evidence
    plain = (name.removeprefix("佐证").strip() for name in named)
    return tuple(dict.fromkeys(name for name in plain if name))


def _check(name: CheckName, seats: Iterable[str] = (), criteria: Iterable[CriterionId] = ()) -> ClosingCheck:
    about, where = tuple(seats), tuple(criteria)
    return ClosingCheck(name, "open" if about or where else "ok", about, where)


def _with_reason(panel: Panel, check: ClosingCheck) -> ClosingCheck:
    passed = panel.passed.get(check.name)
    if not check.may_pass or passed is None or passed.about != check.about:
        return check
    return replace(check, state="passed", reason=passed.reason)


def _sheets(panel: Panel) -> ClosingCheck:
    return _check("sheets", [each.seat for each in panel.waiting if panel.standing(each) == "missing"])


def _bindings(panel: Panel) -> ClosingCheck:
    return _check("bindings", [each.seat for each in panel.waiting if panel.standing(each) != "missing"])


def _counted(panel: Panel) -> Iterator[ClosingCheck]:
    """Whose sheets there are: enough of them, the chair's among them, and their numbers hold."""
    if panel.awaiting_supply:
        yield _check("survey", criteria=panel.awaiting_supply)
    counted = {each.place.seat: each for each in panel.counted}
    if len(counted) < MIN_COUNTED:
        yield ClosingCheck("consent", "open" if panel.consent is None or not counted else "ok")
    chair = counted.get(panel.chair)
    yield _check("chair", [] if chair and chair.place.certificate else [panel.chair])
    yield _check("arithmetic", [seat for seat, each in counted.items() if not _holds(panel, each)])
    if counted and len(counted) % 2 == 0:
        yield ClosingCheck("even", "note")


def _holds(panel: Panel, counted: Counted) -> bool:
    """Whether a sheet's awards and total, computed anew from its findings, are what it states."""
    try:
        check_sheet(counted.sheet, panel.brief)
    except ZhipingError:
        return False
    return True


def _scores(panel: Panel, result: Result) -> Iterator[ClosingCheck]:
    rubric = panel.brief.rubric
    gate = gate_of(panel, [each.place.seat for each in panel.counted]).open if panel.counted else ()
    yield _check("disputes", criteria=gate)
    undiscussed = [
        each
        for each in disputed(panel)
        if each not in gate and recorded(panel, rubric.criterion(each)) is None
    ]
    yield _check("consistency", criteria=undiscussed)
    if not panel.awaiting_supply:
        yield _check("outliers", [each.seat for each in result.outliers if not each.explained])
    own = [each for each in rubric.criteria if not is_desk_supplied(each, panel.brief)]
    yield _check("remarks", criteria=[each.id for each in own if _unsaid(panel, each)])
    yield _check("evidence", criteria=[each.id for each in own if _unproved(panel, each)])


def _unsaid(panel: Panel, criterion: Criterion) -> bool:
    """Whether some sheet gives a criterion nothing without a word."""
    zeros = (each.sheet.assessments[criterion.id] for each in zero_awards(panel, criterion))
    return any(not each.remark.strip() for each in zeros)


def _unproved(panel: Panel, criterion: Criterion) -> bool:
    """Whether points were given for a criterion for which nobody names any evidence."""
    given = len(panel.counted) > len(zero_awards(panel, criterion))
    return given and not evidence_for(panel, criterion)


def _commission(panel: Panel) -> Iterator[ClosingCheck]:
    yield ClosingCheck("rules", "open" if panel.brief.rules.confirmed_by is None else "ok")


def _opinion(panel: Panel) -> ClosingCheck:
    return ClosingCheck("opinion", "ok" if panel.opinion.strip() else "open")
