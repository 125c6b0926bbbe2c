"""Acts of a panel beyond its seats: issuing, discussing, supplying, sealing, taking back, ending as void."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain import acts
from app.domain.act_refusals import (
    AlreadyIssuedError,
    EvidenceMissingError,
    HistoryRefusedError,
    NotAnActError,
    NotDisputedError,
    NotIssuedError,
    NotSealedError,
    NotSuppliedByDeskError,
    PanelSealedError,
    PanelVoidError,
    ReasonMissingError,
    SeatsUnsettledError,
    SeatUnknownError,
    VoteDiffersError,
)
from app.domain.brief import KnownFact
from app.domain.entries import Entry, append
from app.domain.finding_values import TiersFinding
from app.domain.findings import Assessment, read_finding, write_finding
from app.domain.history import (
    FACTS,
    BriefIssued,
    ConsentRecorded,
    Determined,
    Fact,
    FactCorrected,
    OpinionWritten,
    OutlierExplained,
    PanelOpened,
    PanelVoided,
    RecordReopened,
    RecordSealed,
    RecordSigned,
    ReserveNamed,
    Scored,
    SheetReceived,
    SurveySupplied,
    draft,
)
from app.domain.rubric import UnknownCriterionError
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import ShapeError
from app.domain.votes import recorded
from app.errors import RefusedError, ZhipingError
from tests.builders import TIME, Desk, a_brief, a_desk, a_sheet, digest_of, rubric, worth

BRIEF = a_brief()
STAFF = "2.1.3.1"
RECORD = digest_of("record")


def refused(desk: Desk, error: type[ZhipingError], *facts: Fact) -> None:
    before = desk.panel
    with pytest.raises(error):
        desk.act(*facts)
    assert desk.panel == before


def split(in_favour: int, experts: int = 5) -> Desk:
    """A panel that differs on the staff: so many find it in order."""
    brief = a_brief(experts=experts)
    return a_desk(brief, [{STAFF: 10 if at < in_favour else 0} for at in range(experts)])


# Issuing.


def test_nothing_happens_before_the_brief_is_issued() -> None:
    desk = Desk(BRIEF, issued=False)
    sheet = a_sheet(BRIEF)
    desk.sheets[sheet.digest] = sheet
    refused(desk, NotIssuedError, SheetReceived("E1", sheet.digest, sheet.header.signer))
    refused(desk, NotIssuedError, RecordReopened(RECORD, "错"))
    assert not desk.panel.is_open


def test_a_brief_is_issued_once_and_only_the_one_that_was_opened() -> None:
    desk = Desk(BRIEF, issued=False)
    refused(desk, AlreadyIssuedError, BriefIssued(digest_of("other")))
    refused(desk, AlreadyIssuedError, PanelOpened(a_brief(place="别处").to_json()))
    desk.act(BriefIssued(BRIEF.digest))
    refused(desk, AlreadyIssuedError, BriefIssued(BRIEF.digest))
    refused(desk, AlreadyIssuedError, PanelOpened(BRIEF.to_json()))


def test_an_act_of_another_stream_is_none_of_a_panels() -> None:
    refused(Desk(BRIEF), NotAnActError, Scored(STAFF, None))
    known = {
        PanelOpened, ReserveNamed, BriefIssued, PanelVoided, RecordSigned, RecordReopened, *acts._ACTS,
    }  # fmt: skip
    others = {"BriefOpened", "Declared", "Scored", "SheetSigned", "RevisionOpened", "SheetHandedOver",
              "IdentityMade", "OrganiserTrusted", "BriefNumbered", "OrganiserDistrusted", "PackageMade",
              "RankingOpened", "ApplicantTaken", "ApplicantLeftOut", "OrderDecided", "Recommended",
              "RankingSealed", "RankingReopened", "RankingSigned"}  # fmt: skip
    assert {each.__name__ for each in set(FACTS) - known} == others


def test_a_history_begins_with_opening_its_panel_and_opens_it_once() -> None:
    for facts in ([BriefIssued(BRIEF.digest)], [PanelOpened(BRIEF.to_json())] * 2):
        entries: list[Entry] = []
        for fact in facts:
            entries.append(append(entries, "panel/x", draft(fact), TIME, "0" * 32))
        with pytest.raises(HistoryRefusedError) as broken:
            acts.replay(entries, BRIEF, {})
        assert broken.value.fields["seq"] == len(facts)


# While places are unsettled.


def test_nobody_discusses_explains_or_seals_while_a_place_is_unsettled() -> None:
    desk = Desk(BRIEF).receive(a_sheet(BRIEF), a_sheet(BRIEF, "E2", {STAFF: 0}))
    refused(desk, SeatsUnsettledError, Determined(STAFF, "合议", 1, 1, "equal"))
    refused(desk, SeatsUnsettledError, OutlierExplained("E1", "严格"))
    refused(desk, SeatsUnsettledError, RecordSealed(RECORD, 1))
    with pytest.raises(SeatsUnsettledError) as said:
        desk.act(RecordSealed(RECORD, 1))
    assert said.value.fields["seats"] == "、".join(each.name for each in desk.panel.places[2:])


# Determinations.


@pytest.mark.parametrize(("in_favour", "outcome"), [(4, "full"), (1, "not_full")])
def test_the_signed_sheets_are_the_vote(in_favour: int, outcome: str) -> None:
    desk = split(in_favour).determine(STAFF)
    found = recorded(desk.panel, rubric().criterion(STAFF))
    assert found is not None
    assert (found.in_favour, found.against, found.outcome) == (in_favour, 5 - in_favour, outcome)


def test_equal_numbers_determine_nothing_and_are_recorded_as_such() -> None:
    found = recorded(split(2, 4).determine(STAFF).panel, rubric().criterion(STAFF))
    assert found is not None and found.outcome == "equal"


@pytest.mark.parametrize(
    "fact",
    [
        Determined(STAFF, "合议", 5, 0, "full"),
        Determined(STAFF, "合议", 1, 4, "not_full"),
        Determined(STAFF, "合议", 4, 1, "not_full"),
        Determined(STAFF, "合议", 3, 2, "full"),
    ],
)
def test_nobody_enters_anothers_vote(fact: Determined) -> None:
    refused(split(4), VoteDiffersError, fact)


def test_what_the_experts_agree_on_is_not_determined() -> None:
    refused(split(4), NotDisputedError, Determined("2.1.1.1", "合议", 5, 0, "full"))
    refused(split(4), UnknownCriterionError, Determined("9.9.9.9", "合议", 5, 0, "full"))


def test_a_revision_that_touches_the_criterion_reopens_its_determination() -> None:
    desk = split(4).determine(STAFF)
    last = desk.panel.counted[4].sheet
    desk.receive(a_sheet(BRIEF, "E5", {STAFF: 0}, replaces=[last], opinion="另一意见"))
    assert recorded(desk.panel, rubric().criterion(STAFF)) is not None
    now = desk.panel.counted[4].sheet
    desk.receive(a_sheet(BRIEF, "E5", {}, replaces=[last, now]))
    assert recorded(desk.panel, rubric().criterion(STAFF)) is None


def test_a_revision_elsewhere_leaves_a_determination_as_it_is() -> None:
    desk = split(4).determine(STAFF)
    last = desk.panel.counted[4].sheet
    desk.receive(a_sheet(BRIEF, "E5", {STAFF: 0, "2.2.1.1": 0}, replaces=[last]))
    assert recorded(desk.panel, rubric().criterion(STAFF)) is not None
    assert "2.2.1.1" in desk.found.result.disputed


def test_another_finding_with_the_same_award_reopens_it_too() -> None:
    desk = split(4).determine(STAFF)
    criterion = rubric().criterion(STAFF)
    seven = Assessment(read_finding(criterion, {"conditions": ["7", True]}))
    same = a_sheet(BRIEF, "E1", replaces=[desk.panel.counted[0].sheet])
    desk.receive(replace(same, assessments={**same.assessments, criterion.id: seven}))
    assert desk.panel.counted[0].sheet.awards[criterion.id] == 10
    assert recorded(desk.panel, criterion) is None


def test_a_recusal_reopens_the_determinations_it_voted_on() -> None:
    desk = split(3).determine(STAFF)
    desk.receive(a_sheet(BRIEF, "E1", recused="利害关系", replaces=[desk.panel.counted[0].sheet]))
    assert recorded(desk.panel, rubric().criterion(STAFF)) is None
    found = recorded(desk.determine(STAFF).panel, rubric().criterion(STAFF))
    assert found is not None and (found.in_favour, found.against) == (2, 2)


# What the desk supplies.


def test_satisfaction_is_supplied_once_for_all_and_a_change_is_kept_in_sight() -> None:
    desk = a_desk(supply="")
    assert list(desk.panel.awaiting_supply) == ["2.5.1.1"]
    desk.supply("85")
    assert [*desk.panel.awaiting_supply, *desk.panel.supplied_again] == []
    desk.supply("95")
    assert list(desk.panel.supplied_again) == ["2.5.1.1"]
    assert desk.found.result.mean == 100


@pytest.mark.parametrize("finding", [{"pending": True}, {"value": None}, None])
def test_a_blank_is_no_satisfaction_rate(finding: object) -> None:
    # Supplied as a blank it would count as 0.
    desk = a_desk(supply="")
    refused(desk, ShapeError, SurveySupplied("2.5.1.1", finding, "报告"))  # type: ignore[arg-type]  # JSON


def test_what_is_supplied_needs_evidence_and_must_be_the_desks_to_supply() -> None:
    value = write_finding(worth(rubric().criterion("2.5.1.1"), 10))
    desk = a_desk(supply="")
    refused(desk, EvidenceMissingError, SurveySupplied("2.5.1.1", value, " "))
    refused(desk, NotSuppliedByDeskError, SurveySupplied(STAFF, {"conditions": ["5", True]}, "报告"))
    known = a_brief(facts={"2.5.1.1": KnownFact(TiersFinding(Fraction(95)), "8")})
    refused(Desk(known), NotSuppliedByDeskError, SurveySupplied("2.5.1.1", value, "报告"))
    experts = a_brief(rules=RuleSheet(survey="experts"))
    refused(Desk(experts), NotSuppliedByDeskError, SurveySupplied("2.5.1.1", value, "报告"))
    refused(desk, RefusedError, SurveySupplied("2.5.1.1", {"value": "101"}, "报告"))


def test_a_fact_of_the_brief_is_corrected_with_evidence_and_reason_and_changes_no_sheet() -> None:
    fact = FactCorrected(STAFF, {"conditions": ["4", True]}, "佐证 7", "名册有误")
    desk = a_desk()
    before = desk.found.result.mean
    refused(desk, EvidenceMissingError, replace(fact, evidence=""))
    refused(desk, ReasonMissingError, replace(fact, reason=""))
    refused(desk, UnknownCriterionError, replace(fact, criterion="9.9.9.9"))
    desk.act(fact)
    assert [each.criterion for each in desk.panel.corrections] == [STAFF]
    assert desk.found.result.mean == before


# Words and consent.


def test_outliers_are_explained_in_words_and_by_seat() -> None:
    desk = a_desk()
    refused(desk, ReasonMissingError, OutlierExplained("E1", ""))
    refused(desk, SeatUnknownError, OutlierExplained("E9", "严格"))
    assert desk.act(OutlierExplained("E1", "从严掌握")).panel.places[0].explained == "从严掌握"


def test_the_panels_opinion_is_the_last_one_written() -> None:
    desk = Desk(BRIEF).act(OpinionWritten("一"), OpinionWritten("二"))
    assert desk.panel.opinion == "二"


def test_a_consent_says_who_when_and_where() -> None:
    whole = ConsentRecorded("陈科长", "知识产权局", "2026-11-24", "电话记录")
    desk = Desk(BRIEF)
    for key in ("name", "unit", "date", "document"):
        refused(desk, ReasonMissingError, replace(whole, **{key: " "}))
    found = desk.act(whole).panel.consent
    assert found is not None and (found.name, found.document) == ("陈科长", "电话记录")


# Sealing.


def test_a_sealed_panel_takes_no_act_but_signing_and_taking_back() -> None:
    desk = a_desk().act(RecordSealed(RECORD, 1))
    refused(desk, PanelSealedError, OpinionWritten("另"))
    refused(desk, PanelSealedError, RecordSealed(digest_of("second"), 2))
    desk.act(RecordSigned(RECORD, "chair", digest_of("file")))
    assert (desk.panel.sealed, desk.panel.signed_fields) == (RECORD, ("chair",))


def test_a_record_is_numbered_one_after_the_other_and_has_a_digest() -> None:
    for fact in (RecordSealed(RECORD, 2), RecordSealed(RECORD, 0), RecordSealed("", 1)):
        refused(a_desk(), NotSealedError, fact)


def test_only_the_sealed_record_is_signed_and_each_field_once() -> None:
    desk = a_desk()
    refused(desk, NotSealedError, RecordSigned(RECORD, "chair", digest_of("file")))
    refused(desk, NotSealedError, RecordReopened("", "错"))
    desk.act(RecordSealed(RECORD, 1))
    refused(desk, NotSealedError, RecordSigned(digest_of("other"), "chair", digest_of("file")))
    desk.act(RecordSigned(RECORD, "chair", digest_of("file")))
    refused(desk, NotSealedError, RecordSigned(RECORD, "chair", digest_of("file")))


def test_a_record_taken_back_needs_a_reason_and_the_next_is_signed_anew() -> None:
    desk = a_desk().act(RecordSealed(RECORD, 1), RecordSigned(RECORD, "chair", digest_of("file")))
    refused(desk, ReasonMissingError, RecordReopened(RECORD, " "))
    refused(desk, NotSealedError, RecordReopened(digest_of("other"), "错"))
    desk.act(RecordReopened(RECORD, "漏了意见"), OpinionWritten("补"), RecordSealed(digest_of("second"), 2))
    assert desk.panel.records == (RECORD, digest_of("second"))
    assert (desk.panel.reopened, desk.panel.signed_fields) == (("漏了意见",), ())


# The end.


def test_a_void_panel_takes_nothing_more() -> None:
    refused(a_desk(), ReasonMissingError, PanelVoided(""))
    desk = a_desk().act(PanelVoided("平台名称有误，另行组织"))
    for fact in (
        OpinionWritten("好"),
        PanelVoided("再"),
        RecordSealed(RECORD, 1),
        PanelOpened(BRIEF.to_json()),
    ):
        refused(desk, PanelVoidError, fact)
