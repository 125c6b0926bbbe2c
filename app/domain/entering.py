"""Entering a finding answer by answer: what else of an assessment follows from it, and what stands open.

An answer is one condition, value, count or grid, by its position in the rule. Pure; saving is the service's.
"""

from collections.abc import Mapping, Sequence

from app.domain.brief import KnownFact
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Assessment,
    Fact,
    Finding,
    RangeFinding,
    TiersFinding,
    empty_finding,
)
from app.domain.frozen import replace
from app.domain.period import labels
from app.domain.rubric import AllOf, Criterion, CriterionId, Rubric, Rule
from app.domain.rules import Award, award, drafted_remark
from app.domain.sheet import Sheet
from app.domain.signed_sheet import is_desk_supplied, needs_remark


def answers(rule: Rule, finding: Finding | None) -> tuple[Answer, ...]:
    """All answers of a finding in the rule's order; blanks are None."""
    found = empty_finding(rule) if finding is None else finding
    if isinstance(found, AllOfFinding):
        return found.conditions
    if isinstance(found, AccumulateFinding):
        return found.counts
    return (found.points if isinstance(found, RangeFinding) else found.value,)


def with_answer(rule: Rule, finding: Finding | None, at: int, answer: Answer) -> Finding:
    """The finding with one answer given anew, None for blank; TypeError for an answer of another kind."""
    found = empty_finding(rule) if finding is None else finding
    if isinstance(found, AllOfFinding):
        given = (*found.conditions[:at], answer, *found.conditions[at + 1 :])
        return replace(found, conditions=given)
    if isinstance(answer, bool | tuple):
        raise TypeError(f"{answer!r} answers no number")
    if isinstance(found, AccumulateFinding):
        return AccumulateFinding((*found.counts[:at], answer, *found.counts[at + 1 :]))
    return RangeFinding(answer) if isinstance(found, RangeFinding) else TiersFinding(answer)


def blanks_taken(criterion: Criterion, finding: Finding | None, known: Finding) -> Finding:
    """The finding with every blank answer taken from what is known (确认)."""
    found = empty_finding(criterion.rule) if finding is None else finding
    own = answers(criterion.rule, finding)
    for at, answer in enumerate(answers(criterion.rule, known)):
        if is_blank(own[at]):
            found = with_answer(criterion.rule, found, at, answer)
    return found


def is_blank(answer: Answer) -> bool:
    """Nothing judged yet; of a grid, not one of its periods."""
    if isinstance(answer, tuple):
        return all(count is None for count in answer)
    return answer is None


def assessed(sheet: Sheet, criterion: Criterion, finding: Finding | None) -> Assessment:
    """What the sheet says of a criterion once `finding` is entered.

    Follows from it: whether the organiser's fact is confirmed or corrected; a remark where one is needed and
    none is there, drafted from the reasons; a draft nobody changed follows the finding, or goes.
    """
    before = sheet.assessment(criterion.id)
    finding = _tidy(criterion, finding)
    known = sheet.brief.facts.get(criterion.id)
    found = replace(before, finding=finding, fact=_fact(sheet, criterion, finding, known))
    drafted = not before.remark.strip() or before.remark == draft(sheet, criterion, before)
    if not drafted:
        # Whoever wrote the words decides about them; only a correction may not stand without any.
        return found
    told = _award(sheet, criterion, finding)
    wanted = needs_remark(criterion, found, told, sheet.brief)
    return replace(found, remark=draft(sheet, criterion, found) if wanted else "")


def draft(sheet: Sheet, criterion: Criterion, assessment: Assessment) -> str:
    """The remark that writes itself for an assessment; "" while nothing can be said."""
    known = sheet.brief.facts.get(criterion.id)
    evidence: Sequence[str] = assessment.evidence or ((known.evidence,) if known and known.evidence else ())
    return drafted_remark(criterion, _award(sheet, criterion, assessment.finding), evidence)


def off_paper(sheet: Sheet, criterion: Criterion, assessment: Assessment) -> Assessment:
    """The assessment as the desk may key it in from somebody's paper: nothing is confirmed for them, and a
    finding that is not the organiser's is a correction."""
    known = sheet.brief.facts.get(criterion.id)
    found = _fact(sheet, criterion, assessment.finding, known)
    return replace(assessment, fact="corrected" if found == "corrected" else "")


def mandatory_state(rubric: Rubric, awards: Mapping[CriterionId, Award]) -> tuple[int, int]:
    """Of the mandatory sections: how many conditions are unjudged, how many do not hold. Never a verdict."""
    found = [awards[each.id] for each in rubric.criteria if rubric.is_mandatory(each.id)]
    unmet = sum(len(each.unmet) or int(each.full is False) for each in found)
    return sum(each.unjudged for each in found), unmet


def _tidy(criterion: Criterion, finding: Finding | None) -> Finding | None:
    """None where nothing is judged; no partial award where nothing is short of it."""
    if finding is None or all(is_blank(each) for each in answers(criterion.rule, finding)):
        return None
    if isinstance(finding, AllOfFinding) and finding.award is not None:
        bare = replace(finding, award=None, basis="")
        if not award(criterion, bare).unmet:
            return bare
    return finding


def _fact(sheet: Sheet, criterion: Criterion, finding: Finding | None, known: KnownFact | None) -> Fact:
    if known is None or finding is None or is_desk_supplied(criterion, sheet.brief):
        return ""
    if finding == known.finding:
        return "confirmed"
    if _award(sheet, criterion, finding).state != "judged":
        return ""
    if isinstance(criterion.rule, AllOf) and isinstance(finding, AllOfFinding):
        same = replace(finding, award=None, basis="") == known.finding
        return "" if same else "corrected"
    return "corrected"


def _award(sheet: Sheet, criterion: Criterion, finding: Finding | None) -> Award:
    return award(criterion, finding, period_labels=labels(sheet.brief.period, sheet.brief.rules.months))
