"""评审汇总记录: when it may be sealed, that it reads back, and that every number in it must come out."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.act_refusals import PanelSealedError, PanelVoidError, SeatsUnsettledError
from app.domain.canonical import Json, NotCanonicalError
from app.domain.history import (
    ChairChanged,
    ConsentRecorded,
    OpinionWritten,
    OutlierExplained,
    PanelVoided,
    RecordReopened,
    RecordSealed,
    SeatPlaced,
)
from app.domain.record import (
    Attached,
    ChairNotCountedError,
    DisputeOpenError,
    OutlierUnexplainedError,
    Record,
    SurveyAwaitedError,
    TooFewSheetsError,
    check_may_seal,
    fields_of,
    read_record,
    recompute,
    seat_of_field,
)
from app.domain.rule_sheet import RuleSheet
from app.domain.signed_sheet import NumbersDifferError, OtherBriefError
from app.errors import RefusedError, ZhipingError
from tests.builders import Desk, a_brief, a_desk, a_sheet, digest_of, points_for

STAFF = "2.1.3.1"
FIRST = digest_of("first record")
CONSENT = ConsentRecorded("陈科长", "知识产权局", "2026-11-24", "电话记录")


def a_finished_desk() -> Desk:
    """Something of everything: a revision, a recusal, an absence, a determination, an opinion."""
    brief = a_brief(experts=6)
    first = a_sheet(brief, "E2", {STAFF: 0})
    desk = Desk(brief).receive(
        a_sheet(brief, "E1", points_for(84)),
        first,
        a_sheet(brief, "E2", {**points_for(90), STAFF: 0}, replaces=[first]),
        a_sheet(brief, "E3", points_for(88)),
        a_sheet(brief, "E4", recused="利害关系"),
        a_sheet(brief, "E6", points_for(87)),
    )
    return desk.act(SeatPlaced("E5", "absent", "没来")).supply().determine().act(OpinionWritten("总体良好"))


def sheets_of(desk: Desk) -> list[Any]:
    return list(desk.sheets.values())


# Sealing.


def refused(desk: Desk, error: type[RefusedError]) -> None:
    with pytest.raises(error):
        check_may_seal(desk.found)


def test_a_panel_with_everything_in_may_be_sealed() -> None:
    check_may_seal(a_finished_desk().found)
    check_may_seal(a_desk().found)


def test_sealing_waits_for_every_place_for_satisfaction_and_for_the_discussion() -> None:
    refused(Desk(a_brief()), SeatsUnsettledError)
    refused(a_desk(supply=""), SurveyAwaitedError)
    refused(a_desk(points=[{STAFF: 0}]), DisputeOpenError)
    check_may_seal(a_desk(points=[{"2.2.1.1": 0}]).found)


def test_equal_numbers_may_be_sealed_once_they_were_discussed() -> None:
    desk = a_desk(a_brief(experts=4), [{STAFF: 0}, {STAFF: 0}])
    refused(desk, DisputeOpenError)
    check_may_seal(desk.determine().found)


def test_sealing_waits_for_a_word_on_every_outlier() -> None:
    desk = a_desk(points=[points_for(60), *[points_for(80)] * 4])
    refused(desk, OutlierUnexplainedError)
    check_may_seal(desk.act(OutlierExplained("E1", "从严掌握")).found)


def test_fewer_than_three_sheets_need_the_commissioning_sides_consent() -> None:
    desk = a_desk(a_brief(experts=2))
    refused(desk, TooFewSheetsError)
    check_may_seal(desk.act(CONSENT).found)


def test_no_consent_seals_a_record_without_a_single_sheet() -> None:
    desk = Desk(a_brief(experts=1)).act(SeatPlaced("E1", "absent", "没来"), CONSENT).supply()
    refused(desk, TooFewSheetsError)


def test_a_chair_who_recused_themselves_cannot_sign_last_but_another_can() -> None:
    brief = a_brief()
    desk = Desk(brief).receive(
        a_sheet(brief, "E1", recused="利害关系"), *(a_sheet(brief, f"E{at}") for at in range(2, 6))
    )
    refused(desk.supply(), ChairNotCountedError)
    check_may_seal(desk.act(ChairChanged("E3", "原组长回避")).found)


def test_a_sealed_or_void_panel_is_not_sealed_again() -> None:
    refused(a_desk().act(RecordSealed(FIRST, 1)), PanelSealedError)
    refused(a_desk().act(PanelVoided("废")), PanelVoidError)


# Fields.


def test_the_desk_seals_and_the_chair_signs_last() -> None:
    panel = a_finished_desk().panel
    assert fields_of(panel) == ("seal", "chair")
    every = replace(panel, chair="E3", brief=replace(panel.brief, rules=RuleSheet(signatories="all")))
    assert fields_of(every) == ("seal", "expert-E1", "expert-E2", "expert-E6", "chair")
    assert [seat_of_field(each, every) for each in fields_of(every)] == ["", "E1", "E2", "E6", "E3"]


# Reading.


def test_a_record_is_read_as_it_is_written_and_its_numbers_come_out() -> None:
    desk = a_finished_desk()
    record = desk.record()
    found = read_record(record.payload, desk.brief)
    assert found == record and (found.digest, found.id) == (record.digest, f"{desk.panel.name}-R1")
    again = recompute(found, desk.brief, sheets_of(desk))
    assert again == desk.found
    assert again.verdict.sentence == (
        "考核合格：综合评分 84.75 分，平台基础条件 25/25 分（其中 2.1.3.1 经合议认定，3∶1）。"
    )


def test_a_superseding_record_is_the_next_revision_and_names_the_one_before() -> None:
    desk = a_desk().act(RecordSealed(FIRST, 1), RecordReopened(FIRST, "漏了意见"), OpinionWritten("补"))
    record = desk.record()
    assert (record.header.revision, record.header.replaces, record.id[-3:]) == (2, (FIRST,), "-R2")
    recompute(read_record(record.payload, desk.brief), desk.brief, sheets_of(desk))


@pytest.mark.parametrize("key", sorted(a_desk().record().to_json()))
def test_a_record_without_one_of_its_keys_is_refused(key: str) -> None:
    desk = a_desk()
    value = {k: v for k, v in desk.record().to_json().items() if k != key}
    with pytest.raises(ZhipingError):
        read_record(canonical.write(value), desk.brief)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"brief": digest_of("other")}, OtherBriefError),
        ({"mode": "rehearsal"}, OtherBriefError),
        ({"extra": 1}, RefusedError),
        ({"fields": "seal"}, RefusedError),
        ({"result": []}, RefusedError),
        ({"entries": [{}]}, RefusedError),
        ({"brief_file_digest": ""}, RefusedError),
    ],
)
def test_a_record_in_another_form_is_refused(changes: dict[str, Any], error: type[ZhipingError]) -> None:
    desk = a_desk()
    with pytest.raises(error):
        read_record(canonical.write({**desk.record().to_json(), **changes}), desk.brief)


def test_an_attached_sheet_bears_the_name_made_of_its_seat_revision_and_digest() -> None:
    desk = a_desk()
    record = desk.record()
    assert record.sheets[0].file == f"E1-1-{record.sheets[0].digest[:8]}.pdf"
    value: Any = canonical.read(record.payload)
    value["sheets"][0]["file"] = "../E1.pdf"
    with pytest.raises(RefusedError):
        read_record(canonical.write(value), desk.brief)


# Attacks by a desk that is not honest.

DESK = a_finished_desk()
RECORD = DESK.record()


def forged(change: Callable[[Record], Record]) -> None:
    with pytest.raises(ZhipingError):
        record = change(RECORD)
        recompute(read_record(record.payload, DESK.brief), DESK.brief, sheets_of(DESK))


def places_in(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, inner in items for place in places_in(inner, (*at, key)))]


@settings(max_examples=100)
@given(st.data())
def test_no_word_and_no_number_of_a_result_can_be_another(data: st.DataObject) -> None:
    result: Any = canonical.read(canonical.write(RECORD.result))
    place = data.draw(st.sampled_from([each for each in places_in(result) if each]))
    holder = result
    for key in place[:-1]:
        holder = holder[key]
    old = holder[place[-1]]
    others: list[Json] = [None, True, False, 0, 1, "", "0", "100", "pass", "fail", [], {}, "E1"]
    new = data.draw(
        st.sampled_from([each for each in others if canonical.write(each) != canonical.write(old)])
    )
    holder[place[-1]] = new
    with pytest.raises(NumbersDifferError):
        recompute(replace(RECORD, result=result), DESK.brief, sheets_of(DESK))


def test_a_result_with_something_more_or_less_is_refused() -> None:
    forged(lambda record: replace(record, result={**record.result, "note": "通过"}))
    for left_out in RECORD.result:
        less = {key: value for key, value in RECORD.result.items() if key != left_out}
        with pytest.raises(NumbersDifferError):
            recompute(replace(RECORD, result=less), DESK.brief, sheets_of(DESK))


def test_a_record_signed_by_another_desk_numbered_otherwise_or_replacing_another_is_refused() -> None:
    for header in (
        replace(RECORD.header, signer=digest_of("other desk")),
        replace(RECORD.header, revision=2, replaces=(FIRST,)),
        replace(RECORD.header, replaces=(FIRST,)),
    ):
        with pytest.raises(NumbersDifferError):
            recompute(replace(RECORD, header=header), DESK.brief, sheets_of(DESK))


def test_a_field_left_out_or_in_another_order_is_refused() -> None:
    for fields in (("seal",), ("chair", "seal"), ("seal", "expert-E2", "chair"), ()):
        forged(lambda record, fields=fields: replace(record, fields=fields))  # type: ignore[misc]  # as above


def test_a_sheet_left_out_added_or_called_anothers_is_refused() -> None:
    forged(lambda record: replace(record, sheets=record.sheets[1:]))
    forged(lambda record: replace(record, sheets=(*record.sheets, record.sheets[0])))
    first = RECORD.sheets[0]
    forged(lambda record: replace(record, sheets=(replace(first, seat="E3"), *record.sheets[1:])))
    forged(lambda record: replace(record, sheets=(replace(first, revision=2), *record.sheets[1:])))
    extra = a_sheet(DESK.brief, "E5")
    listed = (*RECORD.sheets, Attached("E5", 1, extra.digest, digest_of("file")))
    with pytest.raises(NumbersDifferError):
        recompute(replace(RECORD, sheets=listed), DESK.brief, [*sheets_of(DESK), extra])


def test_a_sheet_exchanged_for_another_of_the_same_seat_is_refused() -> None:
    better = a_sheet(DESK.brief, "E1", points_for(99))
    sheets = [better if each.seat == "E1" else each for each in sheets_of(DESK)]
    listed = tuple(
        replace(each, digest=better.digest) if each.seat == "E1" else each for each in RECORD.sheets
    )
    with pytest.raises(ZhipingError):
        recompute(replace(RECORD, sheets=listed), DESK.brief, sheets)


def test_entries_left_out_or_of_another_panel_are_refused() -> None:
    # Without the last, the opinion, it would be another panel's true record: no result rests on it.
    for upto in range(len(RECORD.entries) - 1):
        forged(lambda record, upto=upto: replace(record, entries=record.entries[:upto]))  # type: ignore[misc]  # as above
    other = tuple(replace(each, stream="panel/ZPAAAAAAAA") for each in RECORD.entries)
    forged(lambda record: replace(record, entries=other))


def test_what_could_not_have_been_sealed_is_no_record() -> None:
    for desk in (
        a_desk(points=[{STAFF: 0}]),
        a_desk(supply=""),
        a_desk(a_brief(experts=2)),
        a_desk().act(PanelVoided("废")),
    ):
        with pytest.raises(ZhipingError):
            recompute(desk.record(), desk.brief, sheets_of(desk))


def test_true_is_not_one_in_a_result() -> None:
    desk = a_finished_desk()
    result = {**desk.record().result, "rehearsal": 0}
    with pytest.raises(NumbersDifferError):
        recompute(desk.record(result=result), desk.brief, sheets_of(desk))


def test_a_number_in_another_spelling_is_refused_before_it_is_compared() -> None:
    with pytest.raises(NotCanonicalError):
        read_record(RECORD.payload.replace(b'"revision":1', b'"revision": 1', 1), DESK.brief)
    assert RECORD.result["mean_exact"] == str(Fraction(339, 4))
