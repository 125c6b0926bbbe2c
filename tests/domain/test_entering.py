"""What follows from an answer: facts confirmed or corrected, remarks drafted, the mandatory count."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain.brief import KnownFact
from app.domain.entering import (
    answers,
    assessed,
    blanks_taken,
    draft,
    is_blank,
    mandatory_state,
    off_paper,
    with_answer,
)
from app.domain.findings import AccumulateFinding, AllOfFinding, Assessment, RangeFinding, TiersFinding
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import RuleSheet
from app.domain.sheet import Member, Sheet
from app.domain.signed_sheet import Declaration
from tests.builders import TIME, a_brief

INSIDE, STAFF, MEDIA = CriterionId("2.2.1.1"), CriterionId("2.1.3.1"), CriterionId("2.4.1.1")
JUDGED, HIGHLIGHTS, MONTHS = CriterionId("1.2.1.1"), CriterionId("2.3.1.1"), CriterionId("2.2.4.1")
KNOWN = AllOfFinding((True, Fraction(23)))


def a_sheet() -> Sheet:
    facts = {INSIDE: KnownFact(KNOWN, "7")}
    brief = replace(a_brief(), facts=facts)
    declared = Declaration("no_conflict", "", TIME)
    return Sheet(brief, Member("E1", "王伟", "某大学", "教授"), "0" * 64, declared)


def entered(sheet: Sheet, criterion: CriterionId, *given: object) -> Sheet:
    """The sheet after the answers, one after the other."""
    row = sheet.brief.rubric.criterion(criterion)
    for at, answer in enumerate(given):
        finding = with_answer(row.rule, sheet.assessment(criterion).finding, at, answer)  # type: ignore[arg-type]  # a test's values
        sheet = sheet.with_assessment(row, assessed(sheet, row, finding))
    return sheet


def test_an_answer_leaves_the_others_as_they_are() -> None:
    row = a_sheet().brief.rubric.criterion(MEDIA)
    found = with_answer(row.rule, None, 1, Fraction(3))
    assert found == AccumulateFinding((None, Fraction(3)))
    assert answers(row.rule, found) == (None, Fraction(3))
    assert answers(row.rule, None) == (None, None)


def test_a_fact_is_confirmed_only_when_every_answer_is_the_facts() -> None:
    half = entered(a_sheet(), INSIDE, True)
    assert half.assessment(INSIDE).fact == ""
    assert entered(a_sheet(), INSIDE, True, Fraction(23)).assessment(INSIDE).fact == "confirmed"


def test_a_corrected_fact_drafts_its_remark_and_going_back_takes_it_away() -> None:
    corrected = entered(a_sheet(), INSIDE, True, Fraction(19))
    assert corrected.assessment(INSIDE) == Assessment(
        AllOfFinding((True, Fraction(19))), "经查佐证 7，入驻机构 19 家，少于 20 家。", fact="corrected"
    )
    back = entered(corrected, INSIDE, True, Fraction(23))
    assert back.assessment(INSIDE) == Assessment(KNOWN, fact="confirmed")


def test_a_draft_follows_the_finding_and_a_persons_words_stay() -> None:
    sheet = entered(a_sheet(), STAFF, Fraction(4), True)
    assert "4 人" in sheet.assessment(STAFF).remark
    again = entered(sheet, STAFF, Fraction(3))
    assert "3 人" in again.assessment(STAFF).remark
    row = sheet.brief.rubric.criterion(STAFF)
    own = sheet.with_assessment(row, replace(sheet.assessment(STAFF), remark="名册为准。"))
    assert entered(own, STAFF, Fraction(9)).assessment(STAFF).remark == "名册为准。"


def test_blank_is_no_finding_at_all() -> None:
    sheet = entered(entered(a_sheet(), STAFF, Fraction(4)), STAFF, None)
    assert sheet.assessment(STAFF).finding is None
    assert draft(sheet, sheet.brief.rubric.criterion(STAFF), sheet.assessment(STAFF)) == ""


def test_taking_the_proposal_fills_only_blanks() -> None:
    row = a_sheet().brief.rubric.criterion(INSIDE)
    own = with_answer(row.rule, None, 1, Fraction(19))
    assert blanks_taken(row, own, KNOWN) == AllOfFinding((True, Fraction(19)))
    assert blanks_taken(row, None, KNOWN) == KNOWN


def test_the_mandatory_count_is_of_conditions() -> None:
    def state(sheet: Sheet) -> tuple[int, int]:
        rubric = sheet.brief.rubric
        return mandatory_state(rubric, {each.id: sheet.award(each) for each in rubric.criteria})

    assert state(a_sheet()) == (9, 0)
    assert state(entered(a_sheet(), STAFF, Fraction(4), False)) == (7, 2)


def test_numbers_of_every_rule_kind_are_answers_and_other_kinds_are_our_bug() -> None:
    for criterion, found in (
        (JUDGED, RangeFinding(Fraction(7, 2))),
        (HIGHLIGHTS, TiersFinding(Fraction(2))),
        (MEDIA, AccumulateFinding((Fraction(2), None))),
    ):
        annex = int(criterion.split(".")[0])
        rule = a_brief(annex).rubric.criterion(criterion).rule
        number = next(each for each in answers(rule, found) if each is not None)
        assert with_answer(rule, None, 0, number) == found
        assert set(answers(rule, None)) == {None}
        for wrong in (True, (Fraction(1),)):
            with pytest.raises(TypeError):
                with_answer(rule, None, 0, wrong)


def test_a_partial_award_goes_when_nothing_is_short_of_it_any_more() -> None:
    brief = a_brief(rules=RuleSheet(partial_awards=True))
    row = brief.rubric.criterion(STAFF)
    sheet = replace(a_sheet(), brief=brief)
    short = AllOfFinding((Fraction(4), True), Fraction(3), "有四人在册。")
    assert assessed(sheet, row, short).finding == short
    enough = with_answer(row.rule, short, 0, Fraction(5))
    assert assessed(sheet, row, enough).finding == AllOfFinding((Fraction(5), True))


def test_a_known_number_that_is_not_an_all_of_fact_is_corrected_by_another() -> None:
    sheet = a_sheet()
    facts = {HIGHLIGHTS: KnownFact(TiersFinding(Fraction(3)), "9")}
    sheet = replace(sheet, brief=replace(sheet.brief, facts=facts))
    row = sheet.brief.rubric.criterion(HIGHLIGHTS)
    assert assessed(sheet, row, TiersFinding(Fraction(3))).fact == "confirmed"
    assert assessed(sheet, row, TiersFinding(Fraction(1))).fact == "corrected"


def test_a_grid_is_blank_until_one_of_its_periods_is_judged() -> None:
    row = a_sheet().brief.rubric.criterion(MONTHS)
    blank: tuple[Fraction | None, ...] = (None,) * 12
    assert is_blank(blank) and is_blank(None)
    assert not is_blank((Fraction(0), *blank[1:]))
    last = len(answers(row.rule, None)) - 1
    known = with_answer(row.rule, None, last, (Fraction(1),) * 12)
    untouched = with_answer(row.rule, None, last, blank)
    assert blanks_taken(row, untouched, known) == known


def test_what_was_typed_off_a_paper_confirms_nothing_and_says_where_it_differs() -> None:
    sheet = a_sheet()
    row = sheet.brief.rubric.criterion(INSIDE)
    same = off_paper(sheet, row, Assessment(KNOWN, fact="confirmed"))
    assert same == Assessment(KNOWN)
    other = AllOfFinding((True, Fraction(19)))
    assert off_paper(sheet, row, Assessment(other)) == Assessment(other, fact="corrected")
    half = AllOfFinding((True, None))
    assert off_paper(sheet, row, Assessment(half)).fact == ""
    unknown = sheet.brief.rubric.criterion(STAFF)
    assert off_paper(sheet, unknown, Assessment(AllOfFinding((Fraction(1), True)))).fact == ""
