"""Where a panel stands and what is owed, stage by stage; whose binding holds in the other panels."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.history import (
    ConsentRecorded,
    OpinionWritten,
    OutlierExplained,
    PanelVoided,
    RecordSealed,
    RecordSigned,
    SeatPlaced,
)
from app.domain.progress import Owed, allows, known_bindings, pending_places, progress, same_round
from app.domain.rule_sheet import RuleSheet
from tests.builders import Desk, a_brief, a_desk, a_header, a_sheet, digest_of, points_for, survey

OPEN = a_brief(open_seats=("E1", "E2"))
SURVEY = survey(OPEN.rubric).id


def whats(desk: Desk) -> list[tuple[str, str]]:
    return [(each.what, each.seat) for each in progress(desk.panel).owed]


def test_before_the_brief_is_issued_only_that_is_owed() -> None:
    found = progress(Desk(a_brief(), issued=False).panel)
    assert (found.stage, found.owed) == ("prepared", (Owed("brief", "prepared"),))


def test_while_seats_are_unsettled_it_is_said_who_owes_what() -> None:
    brief = a_brief(open_seats=("E1",))
    desk = Desk(brief).receive(a_sheet(brief), a_sheet(brief, "E2"), a_sheet(brief, "E2", {"2.2.1.1": 0}))
    desk.act(SeatPlaced("E3", "absent", "请假"))
    found = progress(desk.panel)
    assert (found.stage, found.settled, found.seats) == ("collect", 1, 5)
    assert whats(desk) == [("code", "E1"), ("choice", "E2"), ("sheet", "E4"), ("sheet", "E5"), ("survey", "")]
    assert found.owed[-1].criterion == SURVEY


def test_too_few_sheets_ask_for_consent_and_a_chair_who_has_one() -> None:
    brief = a_brief()
    desk = Desk(brief).supply()
    desk.receive(a_sheet(brief, "E2"), a_sheet(brief, "E3"))
    for seat in ("E1", "E4", "E5"):
        desk.act(SeatPlaced(seat, "absent", "请假"))
    assert whats(desk)[:2] == [("consent", ""), ("chair", "E1")]
    desk.act(ConsentRecorded("陈科长", "知识产权局", "2026-11-24", "复函"))
    assert whats(desk)[0] == ("chair", "E1")


def test_then_disputes_and_outliers_then_the_opinion_then_sealing() -> None:
    low = points_for(60, mandatory=15)
    desk = a_desk(points=[low])
    assert progress(desk.panel).stage == "discuss"
    owed = progress(desk.panel).owed
    assert {each.what for each in owed} == {"dispute", "outlier", "opinion", "seal"}
    assert [each.seat for each in owed if each.what == "outlier"] == ["E1"]
    desk.determine().act(OutlierExplained("E1", "从严"))
    assert progress(desk.panel).stage == "opinion"
    desk.act(OpinionWritten("建议合格。"))
    assert (progress(desk.panel).stage, whats(desk)) == ("seal", [("seal", "")])


@pytest.mark.parametrize(
    ("signatories", "order"), [("chair", ["E1"]), ("all", ["E2", "E3", "E4", "E5", "E1"])]
)
def test_once_sealed_signatures_are_owed_in_order_until_the_chair_has_signed(
    signatories: str, order: list[str]
) -> None:
    rules = replace(RuleSheet(), signatories=signatories)  # type: ignore[arg-type]  # one of the rule's values
    desk = a_desk(a_brief(rules=rules)).act(RecordSealed(digest_of("record"), 1))
    assert whats(desk) == [("signature", seat) for seat in order]
    found = progress(desk.panel)
    assert (found.stage, found.signed, found.signers) == ("sign", 0, len(order))
    desk.act(RecordSigned(digest_of("record"), "chair", digest_of("file")))
    assert (progress(desk.panel).stage, progress(desk.panel).owed) == ("done", ())
    assert progress(desk.panel).signed == 1


def test_a_signature_that_came_is_no_longer_owed() -> None:
    rules = replace(RuleSheet(), signatories="all")
    desk = a_desk(a_brief(rules=rules)).act(RecordSealed(digest_of("record"), 1))
    desk.act(RecordSigned(digest_of("record"), "expert-E2", digest_of("file")))
    assert whats(desk)[0] == ("signature", "E3")


def test_a_void_panel_owes_nothing() -> None:
    found = progress(Desk(a_brief()).act(PanelVoided("平台退出")).panel)
    assert (found.stage, found.owed) == ("void", ())


def test_what_the_law_refuses_is_not_allowed() -> None:
    brief = a_brief()
    panel = Desk(brief).receive(a_sheet(brief)).panel
    assert not allows(panel, SeatPlaced("E1", "absent", "请假"))
    assert allows(panel, SeatPlaced("E2", "absent", "请假"))


# ---- one binding for the round --------------------------------------------------------------------------


def other_panel(number: int, **changes: object) -> Desk:
    """Another panel with the same roster, its first two seats open."""
    header = a_header(panel=f"{number}" * 32, brief_number=number)
    return Desk(replace(OPEN, header=header, **changes))  # type: ignore[arg-type]  # the names are the brief's own


def test_a_seat_bound_by_code_binds_the_same_persons_sheets_in_the_round() -> None:
    one, two = other_panel(2), other_panel(3)
    for desk in (one, two):
        desk.receive(a_sheet(desk.brief), a_sheet(desk.brief, "E2"))
    name = one.panel.places[0].name
    found = pending_places([one.panel, two.panel], name, digest_of("E1"))
    assert [(panel.name, place.seat) for panel, place in found] == [
        (one.panel.name, "E1"), (two.panel.name, "E1"),
    ]  # fmt: skip
    assert known_bindings([one.panel, two.panel]) == ()
    one.bind("E1")
    [(panel, place, certificate)] = known_bindings([one.panel, two.panel])
    assert (panel.name, place.seat, certificate) == (two.panel.name, "E1", digest_of("E1"))
    two.bind("E1")
    assert known_bindings([one.panel, two.panel]) == ()


def test_two_panels_that_know_a_binding_bind_a_third_once() -> None:
    one, two, three = other_panel(2), other_panel(3), other_panel(4)
    for desk in (one, two, three):
        desk.receive(a_sheet(desk.brief))
    one.bind("E1")
    two.bind("E1")
    assert len(known_bindings([one.panel, two.panel, three.panel])) == 1


def test_another_name_another_key_or_a_key_given_up_binds_nothing() -> None:
    one, two = other_panel(2), other_panel(3)
    one.receive(a_sheet(one.brief)).bind("E1")
    two.receive(a_sheet(two.brief, signer="stranger"))
    assert known_bindings([one.panel, two.panel]) == ()
    two = other_panel(3).receive(a_sheet(other_panel(3).brief))
    assert len(known_bindings([one.panel, two.panel])) == 1
    lost = one.bind("E1", "new laptop", "电脑丢失")
    assert known_bindings([lost.panel, two.panel]) == ()
    third = other_panel(5).receive(a_sheet(other_panel(5).brief)).bind("E1")
    assert known_bindings([third.panel, lost.panel, two.panel]) == ()


def test_another_year_or_a_rehearsal_is_another_round() -> None:
    one = other_panel(2).receive(a_sheet(other_panel(2).brief)).bind("E1")
    later = other_panel(3, date=date(2027, 11, 24))
    later.receive(a_sheet(later.brief))
    practice = Desk(replace(OPEN, header=a_header(panel="9" * 32, brief_number=9, rehearsal=True)))
    practice.receive(a_sheet(practice.brief))
    assert known_bindings([one.panel, later.panel, practice.panel]) == ()
    assert same_round([later.panel, practice.panel, one.panel], one.panel) == (one.panel,)
