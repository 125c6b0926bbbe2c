"""Every prefix of every history: replay gives the panel that acted, or refuses on purpose; nothing leaks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.act_refusals import HistoryRefusedError
from app.domain.acts import replay
from app.domain.canonical import Json
from app.domain.entries import ChainBrokenError, Entry, append
from app.domain.flips import flips
from app.domain.history import (
    BriefIssued,
    ChairChanged,
    CheckPassedOver,
    ConsentRecorded,
    Determined,
    Fact,
    FactCorrected,
    FormIssued,
    FormVoided,
    OpinionWritten,
    OutlierExplained,
    PanelOpened,
    PanelVoided,
    RecordReopened,
    RecordSealed,
    RecordSigned,
    ReserveNamed,
    ReserveSeated,
    Scored,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SheetReceived,
    SurveySupplied,
    UnknownFactError,
    draft,
)
from app.domain.panel import Panel
from app.domain.record import find
from app.domain.result_json import result_json
from app.domain.signed_sheet import SignedSheet
from app.errors import ZhipingError
from tests.builders import Desk, a_brief, a_sheet, digest_of, points_for

STAFF = "2.1.3.1"
BRIEF = a_brief(experts=3, open_seats=("E2",))


def papers() -> list[SignedSheet]:
    found: list[SignedSheet] = []
    for seat in ("E1", "E2", "E3"):
        first = a_sheet(BRIEF, seat, points_for(84))
        second = a_sheet(BRIEF, seat, {STAFF: 0}, replaces=[first])
        found += [
            first,
            second,
            a_sheet(BRIEF, seat, points_for(60)),
            a_sheet(BRIEF, seat, points_for(90), origin="keyed"),
            a_sheet(BRIEF, seat, recused="利害关系", replaces=[first, second]),
            a_sheet(BRIEF, seat, signer="somebody"),
        ]
    return [*found, a_sheet(BRIEF, "E4", name="冯新"), a_sheet(BRIEF, "E4")]


PAPERS = papers()
SEATS = st.sampled_from(["E1", "E2", "E3", "E4", "E5"])
REASONS = st.sampled_from(["有事", "有事", " "])
RECORDS = st.sampled_from([digest_of("first"), digest_of("second"), ""])
SIGNERS = st.sampled_from([digest_of(each) for each in ("E1", "E2", "E4", "new", "somebody", "desk")])
VALUES: st.SearchStrategy[Json] = st.sampled_from([{"value": "95"}, {"pending": True}, None, {"value": "x"}])
RESERVES = [
    ReserveNamed("冯新", "某大学", "", digest_of("E4")),
    ReserveNamed("孙立文", "某大学", "", ""),
]
RESERVED = st.sampled_from([each.name for each in RESERVES])
FORMS = st.sampled_from(["48271901", "48271902", "48271903", "48271999", "4827"])
CRITERIA = st.sampled_from([STAFF, "2.1.1.1", "2.5.1.1", "9.9.9.9"])
ACTS: st.SearchStrategy[Fact] = st.one_of(
    st.sampled_from(PAPERS).map(lambda each: SheetReceived(each.seat, each.digest, each.header.signer)),
    st.sampled_from(PAPERS).map(lambda each: SheetReceived(each.seat, each.digest, each.header.signer)),
    st.sampled_from(PAPERS).map(lambda each: SheetReceived("E1", each.digest, digest_of("E1"))),
    st.sampled_from(PAPERS).map(lambda each: SheetChosen(each.seat, each.digest, "当面确认")),
    st.builds(SeatBound, SEATS, SIGNERS, REASONS),
    st.builds(SeatPlaced, SEATS, st.sampled_from(["absent", "replaced", "refused", "gone"]), REASONS),
    st.builds(SeatAdded, SEATS, st.just("冯新"), st.just("某大学"), st.just(""), REASONS),
    st.builds(ReserveSeated, SEATS, RESERVED, st.just("某大学"), SEATS, REASONS),
    st.sampled_from(RESERVES),
    st.builds(ChairChanged, SEATS, REASONS),
    st.builds(FormIssued, FORMS, st.one_of(st.just(""), SEATS)),
    st.builds(FormVoided, FORMS, REASONS),
    st.builds(FactCorrected, CRITERIA, VALUES, REASONS, REASONS),
    st.builds(SurveySupplied, CRITERIA, VALUES, REASONS),
    st.builds(
        Determined,
        CRITERIA,
        REASONS,
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(["full", "not_full", "equal"]),
    ),
    st.builds(OutlierExplained, SEATS, REASONS),
    st.builds(OpinionWritten, st.sampled_from(["", "好"])),
    st.builds(
        CheckPassedOver,
        st.sampled_from(["opinion", "evidence", "sheets", "x"]),
        st.sampled_from(["", STAFF]),
        REASONS,
    ),
    st.builds(ConsentRecorded, REASONS, REASONS, REASONS, REASONS),
    st.builds(RecordSealed, RECORDS, st.integers(0, 3)),
    st.builds(RecordReopened, RECORDS, REASONS),
    st.builds(RecordSigned, RECORDS, st.sampled_from(["chair", "expert-E2"]), RECORDS),
    st.sampled_from([BriefIssued(BRIEF.digest), PanelOpened(BRIEF.to_json()), Scored(STAFF, None)]),
    st.sampled_from([OpinionWritten("好")] * 9 + [PanelVoided("废")]),
)


def nothing_shows(panel: Panel) -> None:
    """While a place is unsettled: no total, no mean, no list but who is awaited."""
    found = find(panel)
    told = result_json(
        panel, found.result, found.verdict, found.reservations, flips(panel, found.result, found.verdict)
    )
    assert [told[key] for key in ("mean", "mean_exact", "margin_exact")] == [None] * 3
    assert not any(told[key] for key in ("disputed", "determinations", "outliers", "flips", "reservations"))
    mandatory, experts = told["mandatory"], told["experts"]
    assert isinstance(mandatory, Mapping) and isinstance(experts, Sequence)
    assert (mandatory["points"], mandatory["mean"], mandatory["state"]) == (None, None, "undetermined")
    for each in experts:
        assert isinstance(each, Mapping) and (each["total"], each["mandatory"]) == (None, None)
    assert told["verdict"] == "undetermined" and "分" not in str(told["sentence"])


@settings(max_examples=60)
@given(st.lists(ACTS, max_size=20), st.booleans(), st.lists(st.sampled_from(RESERVES), unique=True))
def test_acting_and_replaying_are_one_law_for_every_prefix(
    facts: list[Fact], filled: bool, reserves: list[Fact]
) -> None:
    desk = Desk(BRIEF, issued=False).act(*reserves, BriefIssued(BRIEF.digest))
    desk.sheets = {each.digest: each for each in PAPERS}
    if filled:
        desk.receive(PAPERS[0], PAPERS[6], PAPERS[13]).bind("E2")
        desk.sheets = {each.digest: each for each in PAPERS}
    panels = [desk.replayed(upto) for upto in range(len(desk.entries))]
    for fact in facts:
        panels.append(replace(desk.panel, sheets=desk.sheets))
        try:
            desk.act(fact)
        except ZhipingError:
            panels.pop()
            forced = [*desk.entries, _after(desk.entries, desk.stream, fact)]
            with pytest.raises(ZhipingError):
                replay(forced, BRIEF, desk.sheets)
    panels.append(replace(desk.panel, sheets=desk.sheets))
    for upto, panel in enumerate(panels):
        assert desk.replayed(upto) == panel
        if panel.waiting:
            nothing_shows(panel)
        else:
            find(panel)
    assert len(panels) == len(desk.entries) + 1


def _after(entries: Sequence[Entry], stream: str, fact: Fact) -> Entry:
    return append(entries, stream, draft(fact), "2026-11-24T20:00:00+08:00", "f" * 32)


def test_a_history_that_the_panel_would_have_refused_says_where_and_why() -> None:
    desk = Desk(BRIEF).receive(a_sheet(BRIEF))
    forced = [*desk.entries, _after(desk.entries, desk.stream, SeatPlaced("E1", "absent", "没来"))]
    with pytest.raises(HistoryRefusedError) as broken:
        replay(forced, BRIEF, desk.sheets)
    assert broken.value.fields == {"seq": 4, "why": "sheet_in"}


def test_an_entry_left_out_changed_or_put_elsewhere_breaks_the_chain() -> None:
    desk = Desk(BRIEF).receive(a_sheet(BRIEF), a_sheet(BRIEF, "E3")).act(SeatPlaced("E2", "absent", "没来"))
    entries = desk.entries
    assert replay(entries, BRIEF, desk.sheets) == desk.panel
    for broken in (
        entries[1:],
        entries[:2] + entries[3:],
        [*entries[:2], entries[3], entries[2], *entries[4:]],
        [*entries[:2], replace(entries[2], time="2026-11-24T08:00:00+08:00"), *entries[3:]],
        [*entries[:2], replace(entries[2], body=entries[3].body), *entries[3:]],
    ):
        with pytest.raises(ChainBrokenError):
            replay(broken, BRIEF, desk.sheets)


def test_an_entry_of_an_unknown_kind_or_with_a_foreign_field_is_not_passed_over() -> None:
    desk = Desk(BRIEF)
    unknown = append(
        desk.entries,
        desk.stream,
        replace(draft(PanelVoided("废")), kind="Forgiven"),
        "2026-11-24T20:00:00+08:00",
        "f" * 32,
    )
    with pytest.raises(UnknownFactError):
        replay([*desk.entries, unknown], BRIEF, {})


def test_a_sheet_the_record_does_not_bring_cannot_have_been_received() -> None:
    desk = Desk(BRIEF).receive(a_sheet(BRIEF))
    with pytest.raises(HistoryRefusedError):
        replay(desk.entries, BRIEF, {})


def test_no_entries_are_a_panel_not_yet_opened() -> None:
    assert not replay([], BRIEF, {}).issued
