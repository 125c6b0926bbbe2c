"""候补专家: named before the brief is issued and never after, in for one who is out, once."""

from dataclasses import replace

import pytest

from app.domain.act_refusals import (
    AlreadyIssuedError,
    BindingRefusedError,
    HistoryRefusedError,
    NotIssuedError,
    OtherSignerError,
    PanelVoidError,
    ReasonMissingError,
    ReserveKnownError,
    ReservesFullError,
    ReserveTooLateError,
    ReserveUnknownError,
    SeatNotGivenUpError,
    SeatOrderError,
    SeatTakenOverError,
    SeatUnknownError,
)
from app.domain.acts import replay
from app.domain.entries import append
from app.domain.history import (
    BriefIssued,
    ChairChanged,
    Fact,
    PanelVoided,
    ReserveNamed,
    ReserveSeated,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    draft,
)
from app.domain.reservations import reservations
from app.domain.reserves import MAX_RESERVES, Reserve, check_reserves
from app.errors import RefusedError
from tests.builders import Desk, a_brief, a_sheet, digest_of, name_of
from tests.domain.test_seats import place, refused, standing

BRIEF = a_brief(experts=3, open_seats=("E2",))
KNOWN = ReserveNamed("冯新", "某大学", "教授", digest_of("E4"))
OPEN = ReserveNamed("孙立文", "某院", "", "")


def prepared(*named: ReserveNamed, issued: bool = True) -> Desk:
    desk = Desk(BRIEF, issued=False).act(*(named or (KNOWN, OPEN)))
    return desk.act(BriefIssued(BRIEF.digest)) if issued else desk


def given_up(desk: Desk, seat: str = "E3") -> Desk:
    return desk.act(SeatPlaced(seat, "replaced", "临时有事"))


def stepping_in(
    seat: str = "E4", name: str = "冯新", unit: str = "某大学", instead: str = "E3", reason: str = "有事"
) -> ReserveSeated:
    return ReserveSeated(seat, name, unit, instead, reason)


# Named.


def test_reserves_are_named_while_the_panel_is_prepared_and_have_no_place() -> None:
    desk = prepared()
    assert desk.panel.reserves == (
        Reserve("冯新", "某大学", "教授", digest_of("E4")),
        Reserve("孙立文", "某院", "", ""),
    )
    assert desk.panel.free_reserves == desk.panel.reserves
    assert [each.seat for each in desk.panel.places] == ["E1", "E2", "E3"]
    assert desk.replayed() == desk.panel


def test_nobody_is_named_once_the_brief_is_issued_or_the_panel_void() -> None:
    refused(prepared(KNOWN), ReserveTooLateError, OPEN)
    refused(prepared(KNOWN, issued=False).act(PanelVoided("废")), PanelVoidError, OPEN)
    refused(prepared(), AlreadyIssuedError, BriefIssued(BRIEF.digest))


@pytest.mark.parametrize(
    ("fact", "error"),
    [
        (KNOWN, ReserveKnownError),
        (replace(KNOWN, name="另一位"), ReserveKnownError),
        (replace(OPEN, title="研究员"), ReserveKnownError),
        (ReserveNamed("另一位", "", "", digest_of("E1")), ReserveKnownError),
        (ReserveNamed(name_of("E2"), "某大学", "", ""), ReserveKnownError),
        (ReserveNamed(" ", "某大学", "", ""), ReserveUnknownError),
    ],
)
def test_nobody_is_named_twice_nor_a_certificate(
    fact: ReserveNamed,
    error: type[RefusedError],
) -> None:
    refused(prepared(issued=False), error, fact)


def test_two_of_one_name_and_two_without_a_certificate_may_be_named() -> None:
    desk = prepared(KNOWN, OPEN, replace(OPEN, unit="某所"), ReserveNamed(name_of("E2"), "某所", "", ""))
    assert len(desk.panel.reserves) == 4


def test_there_are_at_most_so_many() -> None:
    many = [replace(OPEN, name=f"候补{at}") for at in range(MAX_RESERVES)]
    refused(prepared(*many, issued=False), ReservesFullError, OPEN)


def test_the_readers_of_a_round_ask_the_same_law() -> None:
    some = Reserve("冯新", "某大学", "教授", digest_of("E4"))
    assert check_reserves([some], BRIEF.seats) == (some,)
    with pytest.raises(ReserveKnownError):
        check_reserves([some, some], BRIEF.seats)


# Stepping in.


def test_a_reserve_whose_certificate_is_known_is_bound_by_it_and_reads_out_no_code() -> None:
    desk = given_up(prepared()).act(stepping_in())
    found = place(desk, "E4")
    assert (found.name, found.unit, found.title) == ("冯新", "某大学", "教授")
    assert (found.binding, found.certificate, found.added, found.instead) == (
        "named", digest_of("E4"), "有事", "E3",
    )  # fmt: skip
    with pytest.raises(OtherSignerError):
        desk.receive(a_sheet(BRIEF, "E4", name="冯新", signer="somebody"))
    assert standing(desk.receive(a_sheet(BRIEF, "E4", name="冯新")), "E4") == "counted"
    assert desk.replayed() == desk.panel


def test_a_reserve_without_a_certificate_is_bound_by_typed_code() -> None:
    desk = given_up(prepared()).act(stepping_in(name="孙立文", unit="某院"))
    assert standing(desk.receive(a_sheet(BRIEF, "E4", name="孙立文")), "E4") == "pending"
    assert standing(desk.bind("E4"), "E4") == "counted"


def test_a_reserve_steps_in_for_a_recused_expert() -> None:
    desk = prepared().receive(a_sheet(BRIEF, recused="利害关系")).act(stepping_in(instead="E1"))
    assert [standing(desk, seat) for seat in ("E1", "E4")] == ["recused", "missing"]


@pytest.mark.parametrize("state", ["", "absent", "refused"])
def test_a_reserve_steps_in_for_nobody_who_may_still_hand_in_a_sheet(state: str) -> None:
    desk = prepared()
    if state:
        desk.act(SeatPlaced("E3", state, "没来"))
    refused(desk, SeatNotGivenUpError, stepping_in())


@pytest.mark.parametrize(
    ("fact", "error"),
    [
        (stepping_in(name="生人"), ReserveUnknownError),
        (stepping_in(unit="某院"), ReserveUnknownError),
        (stepping_in(instead="E9"), SeatUnknownError),
        (stepping_in(instead=""), SeatUnknownError),
        (stepping_in(seat="E5"), SeatOrderError),
        (stepping_in(reason=" "), ReasonMissingError),
    ],
)
def test_only_a_reserve_steps_in_on_the_next_seat_with_a_reason(
    fact: ReserveSeated,
    error: type[RefusedError],
) -> None:
    refused(given_up(prepared()), error, fact)


def test_a_reserve_steps_in_once_and_for_one_expert_one_reserve() -> None:
    desk = given_up(given_up(prepared()), "E2").act(stepping_in())
    assert [each.name for each in desk.panel.free_reserves] == ["孙立文"]
    refused(desk, ReserveUnknownError, stepping_in("E5", instead="E2"))
    refused(desk, SeatNotGivenUpError, stepping_in("E5", "孙立文", "某院"))
    given_up(desk, "E4").act(stepping_in("E5", "孙立文", "某院", "E4"))
    assert desk.panel.free_reserves == ()


def test_who_was_added_by_hand_is_no_reserve_any_more() -> None:
    desk = given_up(prepared()).act(SeatAdded("E4", "冯新", "某大学", "教授", "增补"))
    refused(desk, ReserveUnknownError, stepping_in("E5"))


def test_whoever_was_replaced_by_a_reserve_stays_replaced() -> None:
    desk = given_up(prepared()).act(stepping_in())
    refused(desk, SeatTakenOverError, SeatPlaced("E3", "absent", "其实缺席"))
    assert place(given_up(desk), "E3").reason == "临时有事"


def test_a_certificate_that_holds_a_seat_by_now_gets_no_second() -> None:
    desk = prepared().receive(a_sheet(BRIEF, "E2", signer="E4")).act(SeatBound("E2", digest_of("E4"), ""))
    refused(given_up(desk), BindingRefusedError, stepping_in())


def test_a_reserve_takes_the_chair_only_by_the_desks_entry() -> None:
    desk = prepared().act(SeatPlaced("E1", "replaced", "有事"), stepping_in(instead="E1"))
    assert desk.panel.chair == "E1"
    assert desk.act(ChairChanged("E4", "原组长已更换")).panel.chair == "E4"


# What the record says, and what its verifier refuses.


def test_the_record_says_that_they_were_named_before_for_whom_they_are_in_and_why() -> None:
    desk = given_up(given_up(prepared()), "E2").act(
        stepping_in(), stepping_in("E5", "孙立文", "某院", "E2", "调整")
    )
    told = {each.seat: each for each in reservations(desk.panel)}
    assert (told["E4"].code, told["E4"].sentence) == (
        "seat_added",
        f"冯新（E4）是签发任务书之前列明的候补专家（证书当时已写明），由汇总席登记接替{name_of('E3')}（E3）：有事",
    )
    assert told["E5"].sentence == (
        f"孙立文（E5）是签发任务书之前列明的候补专家，由汇总席登记接替{name_of('E2')}（E2）：调整"
    )
    assert told["E3"].code == "expert_replaced"


def test_a_reserve_nobody_needed_leaves_no_reservation() -> None:
    desk = prepared().receive(a_sheet(BRIEF), a_sheet(BRIEF, "E2"), a_sheet(BRIEF, "E3")).bind("E2")
    assert [each.code for each in reservations(desk.panel)] == ["seat_bound"]


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ([ReserveNamed("后来者", "", "", "")], ReserveTooLateError),
        ([stepping_in(name="后来者", unit="")], ReserveUnknownError),
        ([stepping_in(), stepping_in("E5")], ReserveUnknownError),
        ([stepping_in(), stepping_in("E5", "孙立文", "某院")], SeatNotGivenUpError),
    ],
)
def test_a_forged_history_says_where_and_why(forged: list[Fact], why: type[RefusedError]) -> None:
    desk = given_up(prepared())
    entries = list(desk.entries)
    for fact in forged:
        entries.append(append(entries, desk.stream, draft(fact), "2026-11-24T20:00:00+08:00", "f" * 32))
    with pytest.raises(HistoryRefusedError) as broken:
        replay(entries, BRIEF, desk.sheets)
    assert broken.value.fields == {"seq": len(entries), "why": why.code}


def test_no_reserve_steps_in_before_the_brief_is_issued() -> None:
    refused(prepared(issued=False), NotIssuedError, stepping_in())
