"""Seats and papers at the desk: who may sit where, which paper stands, what is still awaited."""

from dataclasses import replace

import pytest

from app.domain.act_refusals import (
    BindingRefusedError,
    NotInConflictError,
    OtherNameError,
    OtherSignerError,
    ReasonMissingError,
    SeatOrderError,
    SeatReplacedError,
    SeatUnknownError,
    SheetInError,
)
from app.domain.forms import OwnSheetInError
from app.domain.history import (
    ChairChanged,
    Fact,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SheetReceived,
)
from app.domain.panel import Place
from app.errors import RefusedError
from tests.builders import Desk, a_brief, a_sheet, digest_of, points_for

FIXED = a_brief()
OPEN = a_brief(open_seats=("E2", "E3"))


def place(desk: Desk, seat: str) -> Place:
    found = desk.panel.place(seat)
    assert found is not None
    return found


def standing(desk: Desk, seat: str) -> str:
    return desk.panel.standing(place(desk, seat))


def refused(desk: Desk, error: type[RefusedError], *facts: Fact) -> None:
    """The acts are refused, and nothing is different after it."""
    before, entries = desk.panel, list(desk.entries)
    with pytest.raises(error):
        desk.act(*facts)
    assert (desk.panel, desk.entries) == (before, entries)


# Coming in.


def test_a_sheet_for_a_fixed_seat_counts_at_once() -> None:
    desk = Desk(FIXED).receive(a_sheet(FIXED))
    assert [standing(desk, f"E{at}") for at in (1, 2)] == ["counted", "missing"]
    assert [each.seat for each in desk.panel.waiting] == ["E2", "E3", "E4", "E5"]


def test_a_fixed_seat_refuses_every_other_certificate() -> None:
    with pytest.raises(OtherSignerError):
        Desk(FIXED).receive(a_sheet(FIXED, "E1", signer="somebody"))


def test_a_sheet_for_an_open_seat_is_pending_until_its_code_is_typed() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2"))
    assert standing(desk, "E2") == "pending"
    assert desk.panel.counted == ()
    desk.bind("E2")
    assert (standing(desk, "E2"), place(desk, "E2").binding) == ("counted", "typed")


def test_a_bound_seat_refuses_every_other_certificate() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2")).bind("E2")
    with pytest.raises(OtherSignerError):
        desk.receive(a_sheet(OPEN, "E2", signer="somebody"))


def test_of_two_pending_sheets_the_one_whose_code_was_typed_counts() -> None:
    true, false = a_sheet(OPEN, "E2"), a_sheet(OPEN, "E2", signer="somebody")
    desk = Desk(OPEN).receive(false, true)
    assert standing(desk, "E2") == "pending"
    assert desk.bind("E2").panel.current(place(desk, "E2")) == true


def test_a_seat_is_bound_only_to_a_certificate_whose_sheet_came() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2"))
    refused(desk, BindingRefusedError, SeatBound("E3", digest_of("E3"), ""))
    refused(desk, BindingRefusedError, SeatBound("E2", digest_of("nobody"), ""))
    refused(desk, BindingRefusedError, SeatBound("E2", "", ""))


def test_no_certificate_sits_on_two_seats() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2")).bind("E2")
    for seat, signer in (("E3", "E2"), ("E3", "E1")):
        with pytest.raises(OtherSignerError):
            desk.receive(a_sheet(OPEN, seat, signer=signer))
    refused(desk, BindingRefusedError, SeatBound("E4", digest_of("E2"), "换电脑"))


def test_the_same_file_twice_a_seat_that_is_not_its_own_and_an_unknown_digest_are_refused() -> None:
    sheet = a_sheet(FIXED)
    desk = Desk(FIXED).receive(sheet)
    refused(desk, BindingRefusedError, SheetReceived("E1", sheet.digest, digest_of("E1")))
    refused(desk, BindingRefusedError, SheetReceived("E2", sheet.digest, digest_of("E1")))
    refused(desk, BindingRefusedError, SheetReceived("E2", digest_of("none"), digest_of("E2")))
    other = a_sheet(FIXED, "E2")
    desk.sheets[other.digest] = other
    with pytest.raises(BindingRefusedError):
        desk.act(SheetReceived("E2", other.digest, digest_of("E1")))


def test_a_sheet_with_another_name_than_the_seat_is_refused() -> None:
    with pytest.raises(OtherNameError):
        Desk(FIXED).receive(a_sheet(FIXED, name="别人"))


# Re-binding.


def rebound() -> Desk:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2", points_for(84))).bind("E2")
    return desk.act(SeatBound("E2", digest_of("new laptop"), "电脑丢失"))


def test_a_bound_or_fixed_seat_is_bound_again_only_for_a_reason() -> None:
    for seat in ("E1", "E2"):
        desk = Desk(OPEN).receive(a_sheet(OPEN, "E1"), a_sheet(OPEN, "E2")).bind("E2")
        refused(desk, ReasonMissingError, SeatBound(seat, digest_of("new"), " "))
        desk.act(SeatBound(seat, digest_of("new"), "电脑丢失"))
        assert (place(desk, seat).binding, place(desk, seat).binding_reason) == ("rebound", "电脑丢失")


def test_what_an_expert_signed_stands_after_the_desk_has_bound_the_seat_again() -> None:
    # Otherwise the desk could make any signed sheet disappear and key another in.
    desk = rebound()
    assert standing(desk, "E2") == "counted"
    with pytest.raises(OwnSheetInError):
        desk.receive(a_sheet(OPEN, "E2", origin="keyed"))
    assert desk.panel.current(place(desk, "E2")) == a_sheet(OPEN, "E2", points_for(84))


def test_the_lost_key_signs_nothing_more_and_the_new_one_is_in_conflict_with_it() -> None:
    desk = rebound()
    with pytest.raises(OtherSignerError):
        desk.receive(a_sheet(OPEN, "E2", points_for(99)))
    again = a_sheet(OPEN, "E2", points_for(90), signer="new laptop")
    assert standing(desk.receive(again), "E2") == "conflict"
    assert standing(desk.act(SheetChosen("E2", again.digest, "当面确认")), "E2") == "counted"
    assert desk.panel.current(place(desk, "E2")) == again


def test_a_lost_laptop_may_be_found_again_and_its_certificate_stays_the_seats() -> None:
    desk = rebound()
    refused(desk, BindingRefusedError, SeatBound("E3", digest_of("E2"), ""))
    refused(desk, BindingRefusedError, SeatBound("E2", digest_of("new laptop"), "再次"))
    desk.act(SeatBound("E2", digest_of("E2"), "电脑找到了"))
    assert place(desk, "E2").certificate == digest_of("E2")


# Revisions and conflicts.


def test_a_higher_revision_replaces_and_an_older_one_that_comes_later_is_history() -> None:
    first = a_sheet(FIXED)
    second = a_sheet(FIXED, points=points_for(85), replaces=[first])
    third = a_sheet(FIXED, points=points_for(84), replaces=[first, second])
    for order in ((first, second, third), (third, first, second), (second, third, first)):
        desk = Desk(FIXED).receive(*order)
        assert desk.panel.current(place(desk, "E1")) == third
        assert len(place(desk, "E1").received) == 3


def conflict() -> tuple[Desk, list[str]]:
    one, other = a_sheet(FIXED, points=points_for(85)), a_sheet(FIXED, points=points_for(95))
    desk = Desk(FIXED).receive(one, other)
    return desk, [one.digest, other.digest]


def test_the_same_revision_with_other_content_is_a_conflict_that_is_awaited() -> None:
    desk, _ = conflict()
    assert standing(desk, "E1") == "conflict"
    assert desk.panel.current(place(desk, "E1")) is None
    assert "E1" in [each.seat for each in desk.panel.waiting]


def test_a_conflict_ends_with_the_experts_next_revision_that_names_both() -> None:
    desk, digests = conflict()
    sheets = [desk.sheets[each] for each in digests]
    one_only = a_sheet(FIXED, points=points_for(80), replaces=sheets[:1])
    assert standing(desk.receive(one_only), "E1") == "conflict"
    both = a_sheet(FIXED, points=points_for(81), replaces=[*sheets, one_only])
    assert desk.receive(both).panel.current(place(desk, "E1")) == both


def test_a_conflict_ends_when_the_desk_records_which_one_the_expert_stands_by() -> None:
    desk, digests = conflict()
    refused(desk, ReasonMissingError, SheetChosen("E1", digests[1], ""))
    refused(desk, NotInConflictError, SheetChosen("E1", digest_of("other"), "当面确认"))
    refused(desk, NotInConflictError, SheetChosen("E2", digests[1], "当面确认"))
    desk.act(SheetChosen("E1", digests[1], "当面确认"))
    assert desk.panel.current(place(desk, "E1")) == desk.sheets[digests[1]]


def test_a_third_paper_makes_a_conflict_again_whatever_the_desk_chose_before() -> None:
    desk, digests = conflict()
    desk.act(SheetChosen("E1", digests[1], "当面确认"))
    assert standing(desk.receive(a_sheet(FIXED, points=points_for(70))), "E1") == "conflict"


def test_a_choice_stays_when_only_history_comes_in() -> None:
    first = a_sheet(FIXED)
    two = [a_sheet(FIXED, points=points_for(total), replaces=[first]) for total in (84, 85)]
    desk = Desk(FIXED).receive(*two).act(SheetChosen("E1", two[0].digest, "当面确认")).receive(first)
    assert desk.panel.current(place(desk, "E1")) == two[0]


def test_a_seat_in_conflict_is_not_settled_by_leaving_it_out() -> None:
    desk, _ = conflict()
    refused(desk, SheetInError, SeatPlaced("E1", "absent", "没来"))


# Recusal.


def test_a_recusal_takes_a_sheet_already_in_out_of_the_arithmetic_and_keeps_it() -> None:
    first = a_sheet(FIXED)
    desk = Desk(FIXED).receive(first)
    assert [each.place.seat for each in desk.panel.counted] == ["E1"]
    desk.receive(a_sheet(FIXED, recused="与运营单位有合作", replaces=[first]))
    assert (standing(desk, "E1"), desk.panel.counted) == ("recused", ())
    assert first.digest in place(desk, "E1").received
    assert "E1" not in [each.seat for each in desk.panel.waiting]
    refused(desk, SheetInError, SeatPlaced("E1", "absent", "没来"))


# Places without a sheet.


@pytest.mark.parametrize("state", ["absent", "replaced", "refused"])
def test_a_seat_is_settled_without_a_sheet_for_a_reason(state: str) -> None:
    desk = Desk(FIXED)
    refused(desk, ReasonMissingError, SeatPlaced("E4", state, ""))
    desk.act(SeatPlaced("E4", state, "临时有事"))
    assert (standing(desk, "E4"), place(desk, "E4").reason) == (state, "临时有事")


def test_a_seat_is_not_settled_in_a_way_nobody_knows() -> None:
    refused(Desk(FIXED), SeatUnknownError, SeatPlaced("E4", "counted", "好"))
    refused(Desk(FIXED), SeatUnknownError, SeatPlaced("E9", "absent", "好"))


def test_a_seat_whose_sheet_counts_is_not_settled_otherwise() -> None:
    refused(Desk(FIXED).receive(a_sheet(FIXED)), SheetInError, SeatPlaced("E1", "refused", "分数太低"))


@pytest.mark.parametrize("state", ["absent", "refused"])
def test_a_sheet_that_comes_after_an_absence_was_recorded_counts(state: str) -> None:
    desk = Desk(FIXED).act(SeatPlaced("E1", state, "没来")).receive(a_sheet(FIXED))
    assert standing(desk, "E1") == "counted"


def test_a_replaced_experts_sheet_no_longer_comes_in() -> None:
    desk = Desk(FIXED).act(SeatPlaced("E1", "replaced", "换人"))
    with pytest.raises(SeatReplacedError):
        desk.receive(a_sheet(FIXED))


def test_a_replaced_experts_pending_sheet_is_not_bound_afterwards() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2")).act(SeatPlaced("E2", "replaced", "换人"))
    refused(desk, SeatReplacedError, SeatBound("E2", digest_of("E2"), ""))
    assert standing(desk, "E2") == "replaced"


# Late experts, the chair.


def late(seat: str = "E6", name: str = "冯新", reason: str = "临时增补") -> SeatAdded:
    return SeatAdded(seat, name, "某大学", "教授", reason)


def test_a_late_expert_gets_the_next_seat_open_and_with_a_reason() -> None:
    desk = Desk(FIXED).act(late())
    sheet = a_sheet(FIXED, "E6", name="冯新")
    assert standing(desk, "E6") == "missing"
    assert standing(desk.receive(sheet), "E6") == "pending"
    assert standing(desk.bind("E6"), "E6") == "counted"
    assert place(desk, "E6").added == "临时增补"
    assert desk.act(late("E7")).panel.places[-1].seat == "E7"


@pytest.mark.parametrize("fact", [late("E7"), late("E5"), late(name=" ")])
def test_a_late_expert_gets_no_other_seat(fact: SeatAdded) -> None:
    refused(Desk(FIXED), SeatOrderError, fact)


def test_a_late_expert_needs_a_reason_and_nobody_gets_a_twentieth_seat() -> None:
    refused(Desk(FIXED), ReasonMissingError, late(reason=""))
    refused(Desk(a_brief(experts=19)), SeatOrderError, late("E20"))


def test_another_expert_takes_the_chair_for_a_reason() -> None:
    desk = Desk(FIXED)
    refused(desk, ReasonMissingError, ChairChanged("E2", ""))
    refused(desk, SeatUnknownError, ChairChanged("E7", "回避"))
    desk.act(ChairChanged("E2", "原组长回避"))
    assert (desk.panel.chair, desk.panel.chair_reason) == ("E2", "原组长回避")


# Paper sheets keyed in at the desk.


def test_a_keyed_sheet_counts_only_under_the_desks_own_key() -> None:
    sheet = a_sheet(FIXED, "E1", origin="keyed")
    assert standing(Desk(FIXED).receive(sheet), "E1") == "counted"
    for signer in ("E1", "somebody"):
        with pytest.raises(OtherSignerError):
            Desk(FIXED).receive(a_sheet(FIXED, "E1", origin="keyed", signer=signer))


def test_a_keyed_sheet_stands_only_while_the_experts_own_has_not_come() -> None:
    own, by_desk = a_sheet(FIXED), a_sheet(FIXED, "E1", points_for(84), origin="keyed")
    desk = Desk(FIXED).receive(by_desk)
    assert desk.panel.current(place(desk, "E1")) == by_desk
    desk.receive(own)
    assert desk.panel.current(place(desk, "E1")) == own
    assert place(desk, "E1").received == (by_desk.digest, own.digest)


def test_nobody_keys_in_for_a_seat_that_has_a_sheet_of_its_own() -> None:
    for brief, seat in ((FIXED, "E1"), (OPEN, "E2")):
        desk = Desk(brief).receive(a_sheet(brief, seat))
        with pytest.raises(OwnSheetInError):
            desk.receive(a_sheet(brief, seat, points_for(84), origin="keyed"))


def test_a_keyed_sheet_does_not_stand_over_an_experts_own_that_is_still_pending() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2", points_for(84), origin="keyed"))
    assert standing(desk, "E2") == "counted"
    assert standing(desk.receive(a_sheet(OPEN, "E2")), "E2") == "pending"


def test_a_keyed_sheet_binds_no_seat() -> None:
    # Or the desk's own certificate would sit on the expert's seat.
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E2", origin="keyed"))
    refused(desk, BindingRefusedError, SeatBound("E2", digest_of("desk"), ""))


def test_a_keyed_sheet_is_corrected_by_a_keyed_revision() -> None:
    first = a_sheet(FIXED, "E1", points_for(84), origin="keyed")
    second = a_sheet(FIXED, "E1", points_for(85), origin="keyed", replaces=[first], code="sum_wrong")
    desk = Desk(FIXED).receive(first, second)
    assert desk.panel.current(place(desk, "E1")) == second


def test_the_history_of_all_seats_replays_to_the_same_panel() -> None:
    desk = rebound().act(late(), SeatPlaced("E4", "absent", "没来"), ChairChanged("E3", "调整"))
    assert desk.replayed() == desk.panel
    assert replace(desk.panel, sheets={}) != replace(rebound().panel, sheets={})
