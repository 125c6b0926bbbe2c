"""One expert's sheet while it is filled, and the same sheet from its entries."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain.act_refusals import HistoryRefusedError
from app.domain.brief import Brief, KnownFact
from app.domain.canonical import Json
from app.domain.entries import ChainBrokenError, Entry, append
from app.domain.findings import Assessment, TiersFinding, read_assessment, write_assessment
from app.domain.history import (
    BriefOpened,
    Declared,
    Fact,
    OpinionWritten,
    PanelVoided,
    RevisionOpened,
    Scored,
    SheetHandedOver,
    SheetSigned,
    draft,
)
from app.domain.sheet import (
    AlreadyDeclaredError,
    Member,
    NotDeclaredError,
    NotSignedError,
    ReasonRefusedError,
    Sheet,
    SheetRecusedError,
    SheetSignedError,
)
from app.domain.sheet_history import NoSheetError, replay_sheet
from app.domain.signed_sheet import (
    Change,
    Declaration,
    RemarkMissingError,
    SheetIncompleteError,
    SurveyLockedError,
    read_signed_sheet,
)
from app.errors import ZhipingError
from tests.builders import TIME, a_brief, a_sheet, assessed, digest_of, name_of, rubric, worth

BRIEF = a_brief()
FREE = Declaration("no_conflict", "", TIME)
RECUSED = Declaration("recused", "与运营单位有合作", TIME)


def fresh(brief: Brief = BRIEF) -> Sheet:
    return Sheet(brief, Member("E1", name_of("E1"), "某大学", "教授"), digest_of("E1"))


def filled(brief: Brief = BRIEF) -> Sheet:
    sheet = fresh(brief).with_declaration(FREE)
    for criterion in brief.rubric.criteria:
        sheet = sheet.with_assessment(criterion, assessed(brief, criterion, criterion.points))
    return sheet


def signed(sheet: Sheet) -> Sheet:
    return sheet.with_signature(sheet.to_sign(program="0.1.0", time=TIME).digest)


def test_a_new_sheet_is_undeclared_and_everything_is_missing_but_what_the_desk_supplies() -> None:
    sheet = fresh()
    assert sheet.state == "undeclared"
    assert sheet.id == f"{BRIEF.header.panel_name}-E1"
    assert sheet.missing == tuple(each.id for each in BRIEF.rubric.criteria if each.id != "2.5.1.1")
    assert sheet.awards == {}


def test_nothing_is_scored_or_signed_before_the_declaration() -> None:
    criterion = BRIEF.rubric.criterion("2.1.1.1")
    with pytest.raises(NotDeclaredError):
        fresh().with_assessment(criterion, Assessment(worth(criterion, 10)))
    with pytest.raises(NotDeclaredError):
        fresh().with_opinion("好")
    with pytest.raises(NotDeclaredError):
        fresh().to_sign(program="0.1.0", time=TIME)


def test_a_filled_sheet_becomes_the_paper_that_everybody_reads_back() -> None:
    sheet = filled().with_opinion("好")
    paper = sheet.to_sign(program="0.1.0", time=TIME)
    assert sheet.missing == sheet.remarks_missing == ()
    assert paper == a_sheet(BRIEF, opinion="好")
    assert read_signed_sheet(paper.payload, BRIEF) == paper
    assert paper.total == 90 and "2.5.1.1" not in sheet.awards


def test_a_blank_is_named_when_signing_and_zero_can_be_entered() -> None:
    criterion = BRIEF.rubric.criterion("2.2.2.1")
    blank = filled().with_assessment(criterion, Assessment(None))
    assert blank.missing == ("2.2.2.1",)
    with pytest.raises(SheetIncompleteError) as refused:
        blank.to_sign(program="0.1.0", time=TIME)
    assert refused.value.fields == {"place": "2.2.2.1"}
    zero = blank.with_assessment(criterion, Assessment(worth(criterion, 0)))
    assert zero.awards[criterion.id] == 0
    assert zero.to_sign(program="0.1.0", time=TIME).total == 85


def test_an_unmet_mandatory_condition_asks_for_a_remark() -> None:
    criterion = BRIEF.rubric.criterion("2.1.2.1")
    sheet = filled().with_assessment(criterion, Assessment(worth(criterion, 0)))
    assert sheet.remarks_missing == ("2.1.2.1",)
    with pytest.raises(RemarkMissingError):
        sheet.to_sign(program="0.1.0", time=TIME)


def test_the_desks_value_is_locked_and_entering_it_as_it_is_changes_nothing() -> None:
    known = a_brief(facts={"2.5.1.1": KnownFact(TiersFinding(Fraction(85)), "8")})
    for brief, points in ((BRIEF, None), (known, 8)):
        sheet = filled(brief)
        criterion = brief.rubric.criterion("2.5.1.1")
        assert sheet.award(criterion).points == points
        with pytest.raises(SurveyLockedError):
            sheet.with_assessment(criterion, Assessment(TiersFinding(Fraction(99))))


def test_months_on_a_sheet_are_named_by_the_period() -> None:
    criterion = BRIEF.rubric.criterion("2.2.4.1")
    value = {"conditions": [True, ["1"] * 9 + ["0"] + ["1"] * 2], "remark": "缺一个月"}
    sheet = filled().with_assessment(criterion, read_assessment(criterion, value))
    assert "缺 2026年3月8日起" in "".join(sheet.award(criterion).why)
    assert "缺" not in "".join(filled().award(criterion).why)


def test_a_signed_sheet_refuses_new_scores() -> None:
    sheet = signed(filled())
    criterion = BRIEF.rubric.criterion("2.1.1.1")
    assert sheet.state == "signed"
    with pytest.raises(SheetSignedError):
        sheet.with_assessment(criterion, Assessment(None))
    with pytest.raises(SheetSignedError):
        sheet.with_opinion("另")
    with pytest.raises(SheetSignedError):
        sheet.to_sign(program="0.1.0", time=TIME)


def test_a_revision_names_what_it_replaces_and_why() -> None:
    first = signed(filled())
    second = first.with_revision(Change("slip", "人数写错"))
    assert second.state == "scoring"
    paper = second.to_sign(program="0.1.0", time=TIME)
    assert (paper.header.revision, paper.header.replaces) == (2, first.signed)
    third = signed(second).with_revision(Change("more_material", "补来佐证 9"))
    assert third.to_sign(program="0.1.0", time=TIME).header.replaces == signed(second).signed


def test_only_a_signed_sheet_is_revised_and_only_for_an_experts_reason() -> None:
    with pytest.raises(NotSignedError):
        filled().with_revision(Change("slip", "笔误"))
    for code in ("sum_wrong", "out_of_range"):
        with pytest.raises(ReasonRefusedError):
            signed(filled()).with_revision(Change(code, "代录"))


@pytest.mark.parametrize("before", [fresh(), filled(), signed(filled())], ids=["new", "filled", "signed"])
def test_an_expert_may_recuse_themselves_at_any_time(before: Sheet) -> None:
    sheet = before.with_declaration(RECUSED)
    assert sheet.state == "scoring"
    with pytest.raises(SheetRecusedError):
        sheet.with_assessment(BRIEF.rubric.criterion("2.1.1.1"), Assessment(None))
    paper = sheet.to_sign(program="0.1.0", time=TIME)
    assert paper.recused and paper.awards == {} and paper.header.replaces == before.signed
    done = sheet.with_signature(paper.digest)
    assert done.state == "recused"
    with pytest.raises(SheetRecusedError):
        done.with_declaration(RECUSED)
    with pytest.raises(SheetRecusedError):
        done.with_revision(Change("slip", "笔误"))
    with pytest.raises(SheetRecusedError):
        done.with_opinion("好")


def test_nobody_declares_twice_that_there_is_nothing_in_the_way() -> None:
    for sheet in (filled(), filled().with_declaration(RECUSED)):
        with pytest.raises(AlreadyDeclaredError):
            sheet.with_declaration(FREE)


# From entries.


def chain(*facts: Fact) -> list[Entry]:
    found: list[Entry] = []
    for at, fact in enumerate(facts):
        found.append(append(found, f"sheet/{fresh().id}", draft(fact), TIME, f"{at:032x}"))
    return found


OPENED = BriefOpened(BRIEF.digest, "E1", name_of("E1"), "某大学", "教授")
SCORES = tuple(
    Scored(each.id, write_assessment(assessed(BRIEF, each, each.points))) for each in rubric().criteria
)
DECLARED = Declared("no_conflict", "")


def replayed(*facts: Fact, brief: Brief = BRIEF) -> Sheet:
    return replay_sheet(chain(*facts), brief, digest_of("E1"))


def test_a_sheet_comes_back_from_its_entries() -> None:
    assert replayed(OPENED) == fresh()
    assert replayed(OPENED, DECLARED, *SCORES) == filled()
    one = replayed(OPENED, DECLARED, *SCORES, OpinionWritten("好"), SheetSigned(digest_of("paper"), 1))
    assert one == filled().with_opinion("好").with_signature(digest_of("paper"))
    handed = replayed(
        OPENED, DECLARED, *SCORES, SheetSigned(digest_of("paper"), 1), SheetHandedOver(digest_of("paper")),
        RevisionOpened("slip", "笔误"),
    )  # fmt: skip
    assert handed.handed_over == (digest_of("paper"),) and handed.change == Change("slip", "笔误")
    assert replayed(OPENED, Declared("recused", "利害")).declaration == Declaration("recused", "利害", TIME)


def test_a_score_taken_back_is_blank_again() -> None:
    assert replayed(OPENED, DECLARED, *SCORES, Scored("2.1.1.1", None)).missing == ("2.1.1.1",)


@pytest.mark.parametrize(
    "facts",
    [(), (DECLARED,), (OPENED, OPENED), (OPENED, PanelVoided("废")), (OPENED, DECLARED, OPENED)],
)
def test_a_history_that_is_no_sheets_is_broken(facts: tuple[Fact, ...]) -> None:
    with pytest.raises(NoSheetError):
        replayed(*facts)


@pytest.mark.parametrize(
    "facts",
    [
        (replace(OPENED, brief=digest_of("other")),),
        (OPENED, SCORES[0]),
        (OPENED, DECLARED, Scored("9.9.9.9", None)),
        (OPENED, DECLARED, Scored("2.1.1.1", {"points": "1"})),
        (OPENED, DECLARED, DECLARED),
        (OPENED, Declared("maybe", "")),
        (OPENED, DECLARED, RevisionOpened("slip", "笔误")),
    ],
)
def test_a_history_the_sheet_would_have_refused_is_broken(facts: tuple[Fact, ...]) -> None:
    with pytest.raises(HistoryRefusedError) as refused:
        replayed(*facts)
    assert refused.value.fields["seq"] == len(facts)


def test_a_sheets_entries_are_one_chain() -> None:
    entries = chain(OPENED, DECLARED)
    with pytest.raises(ChainBrokenError):
        replay_sheet(entries[1:], BRIEF, digest_of("E1"))


def test_every_prefix_of_a_sheets_history_is_a_sheet_or_refused_on_purpose() -> None:
    value: Json = {"conditions": [None, True]}
    facts = (OPENED, DECLARED, Scored("2.1.3.1", value), *SCORES, SheetSigned(digest_of("p"), 1), SCORES[0])
    entries = chain(*facts)
    for upto in range(1, len(entries)):
        assert replay_sheet(entries[:upto], BRIEF, digest_of("E1")).brief is BRIEF
    with pytest.raises(ZhipingError):
        replay_sheet(entries, BRIEF, digest_of("E1"))
