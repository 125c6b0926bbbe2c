"""纸质表: every number is accounted for, and what stands behind a keyed-in sheet cannot be made up."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain import canonical
from app.domain.act_refusals import ReasonMissingError, SeatUnknownError
from app.domain.canonical import DecimalRefusedError
from app.domain.forms import (
    Form,
    FormOtherSeatError,
    FormUnknownError,
    FormUsedError,
    FormVoidError,
    OwnSheetInError,
    check_may_key,
    may_key,
    state_of,
)
from app.domain.history import FormIssued, FormVoided, SeatPlaced
from app.domain.keyed_paper import (
    ControlTotalError,
    FormNumberError,
    KeyedPaper,
    form_words,
    read_form_number,
)
from app.domain.record import ChairWithoutKeyError, check_may_seal, fields_of
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError
from app.domain.sheet import SheetRecusedError
from app.domain.signed_sheet import Declaration, SignedSheet, check_sheet, read_signed_sheet, signer_name
from app.errors import ZhipingError
from tests.builders import Desk, a_brief, a_paper, a_sheet, digest_of, points_for

BRIEF = a_brief(experts=3)
OPEN = a_brief(experts=3, open_seats=("E1", "E2"))
NUMBER = "48271901"


def refused(desk: Desk, error: type[ZhipingError], fact: FormIssued | FormVoided) -> None:
    before = desk.panel
    with pytest.raises(error):
        desk.act(fact)
    assert desk.panel == before


def states(desk: Desk) -> dict[str, str]:
    return {number: state_of(desk.panel, form) for number, form in desk.panel.forms.items()}


def keyed(seat: str = "E1", form: str = NUMBER, replaces: tuple[SignedSheet, ...] = ()) -> SignedSheet:
    sheet = a_sheet(BRIEF, seat, origin="keyed", replaces=replaces, code="slip")
    return replace(sheet, paper=replace(a_paper(seat, sheet.total), form=form))


# Numbers.


def test_each_number_is_out_keyed_or_void() -> None:
    desk = Desk(BRIEF).act(FormIssued(NUMBER, "E1"), FormIssued("20000000", ""), FormIssued("30000000", ""))
    assert set(states(desk).values()) == {"out"}
    desk.receive(keyed()).act(FormVoided("30000000", "打印坏了"))
    assert states(desk) == {NUMBER: "keyed", "20000000": "out", "30000000": "void"}
    assert desk.panel.forms["30000000"] == Form("30000000", "", "打印坏了")
    assert desk.replayed() == desk.panel


def test_a_number_is_issued_once_for_a_seat_that_there_is() -> None:
    desk = Desk(BRIEF).act(FormIssued(NUMBER, ""))
    refused(desk, FormUsedError, FormIssued(NUMBER, "E1"))
    refused(desk, SeatUnknownError, FormIssued("20000000", "E9"))
    for spelling in ("2000000", "02000000", "2000 0000", "２００００００0", "号"):
        refused(desk, FormNumberError, FormIssued(spelling, ""))


def test_a_form_is_void_for_a_reason_and_only_while_nothing_was_keyed_in_from_it() -> None:
    desk = Desk(BRIEF).act(FormIssued(NUMBER, ""), FormIssued("20000000", "E2"))
    refused(desk, ReasonMissingError, FormVoided(NUMBER, " "))
    refused(desk, FormUnknownError, FormVoided("30000000", "坏了"))
    desk.receive(keyed())
    refused(desk, FormUsedError, FormVoided(NUMBER, "不想要了"))
    desk.act(FormVoided("20000000", "坏了"))
    refused(desk, FormVoidError, FormVoided("20000000", "又坏了"))


def test_a_number_is_read_as_people_type_it() -> None:
    for typed in ("48271901", " 4827 1901", "4827-1901", "４８２７　１９０１", "4827—1901"):
        assert read_form_number(typed) == NUMBER
    for typed in ("", "4827190", "048271901", "4827190x", "08271901"):
        with pytest.raises(FormNumberError):
            read_form_number(typed)
    assert form_words(NUMBER) == "4827 1901"


# Keying in.


def test_a_sheet_is_keyed_in_only_from_a_form_that_was_issued_for_it() -> None:
    with pytest.raises(FormUnknownError):
        check_may_key(Desk(BRIEF).panel, Desk(BRIEF).panel.places[0], NUMBER)
    desk = Desk(BRIEF).act(FormIssued(NUMBER, "E2"), FormIssued("20000000", ""), FormIssued("30000000", ""))
    with pytest.raises(FormOtherSeatError):
        desk.receive(keyed("E1"))
    desk.act(FormVoided("30000000", "打印坏了"))
    with pytest.raises(FormVoidError):
        desk.receive(keyed("E1", "30000000"))
    desk.receive(keyed("E1", "20000000"))
    with pytest.raises(FormUsedError):
        desk.receive(keyed("E3", "20000000"))
    desk.receive(keyed("E2", NUMBER))
    assert [desk.panel.standing(place) for place in desk.panel.places] == ["counted", "counted", "missing"]


def test_a_correction_replaces_everything_keyed_in_before_it() -> None:
    first = keyed()
    second = keyed(replaces=(first,))
    desk = Desk(BRIEF).receive(first)
    with pytest.raises(ShapeError):
        desk.receive(replace(keyed(), opinion="另一份"))
    desk.receive(second)
    with pytest.raises(ShapeError):
        desk.receive(keyed(replaces=(second,)))
    third = replace(
        keyed(replaces=(first,)),
        header=replace(second.header, revision=3, replaces=(first.digest, second.digest)),
    )
    assert desk.receive(third).panel.current(desk.panel.places[0]) == third
    with pytest.raises(ShapeError):
        header = replace(third.header, revision=9, replaces=(first.digest, second.digest, third.digest))
        desk.receive(replace(third, header=header))


def test_an_absent_experts_paper_may_still_come() -> None:
    desk = Desk(BRIEF).act(SeatPlaced("E1", "absent", "没来")).receive(keyed())
    assert desk.panel.standing(desk.panel.places[0]) == "counted"


def test_a_sheet_of_the_experts_own_ends_all_keying() -> None:
    desk = Desk(BRIEF).receive(keyed())
    assert may_key(desk.panel, desk.panel.places[0])
    assert not may_key(replace(desk.panel, void="改期"), desk.panel.places[0])
    desk.receive(a_sheet(BRIEF, "E1", points_for(84)))
    assert not may_key(desk.panel, desk.panel.places[0])
    with pytest.raises(OwnSheetInError):
        desk.receive(keyed(replaces=(keyed(),)))


# What the paper says of itself.


def test_a_keyed_sheet_without_its_paper_and_a_signed_one_with_a_paper_are_none() -> None:
    with pytest.raises(ShapeError):
        check_sheet(replace(keyed(), paper=None), BRIEF)
    with pytest.raises(ShapeError):
        check_sheet(replace(a_sheet(BRIEF), paper=a_paper("E1")), BRIEF)


def test_the_total_on_paper_is_the_total_of_what_was_keyed_in() -> None:
    sheet = keyed()
    with pytest.raises(ControlTotalError) as told:
        check_sheet(replace(sheet, paper=a_paper("E1", sheet.total - 1)), BRIEF)
    assert told.value.fields == {}


def test_paper_knows_days_and_no_clock() -> None:
    with pytest.raises(ShapeError):
        check_sheet(
            replace(keyed(), declaration=Declaration("no_conflict", "", "2026-11-24T09:00:00+08:00")), BRIEF
        )


def test_reasons_of_the_keying_itself_are_no_reasons_of_an_expert() -> None:
    first = a_sheet(BRIEF)
    with pytest.raises(ShapeError):
        check_sheet(a_sheet(BRIEF, replaces=[first], code="sum_wrong"), BRIEF)
    check_sheet(a_sheet(BRIEF, replaces=[keyed()], code="sum_wrong", origin="keyed"), BRIEF)


def with_paper(**changes: canonical.Json) -> bytes:
    value = keyed().to_json()
    paper = value["paper"]
    assert isinstance(paper, dict)
    value["paper"] = {key: each for key, each in {**paper, **changes}.items() if each is not None}
    return canonical.write(value)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"form": "1"}, FormNumberError),
        ({"form": None}, MissingKeyError),
        ({"total": "1.0"}, ZhipingError),
        ({"total": "-1"}, DecimalRefusedError),
        ({"scans": []}, ShapeError),
        ({"scans": [digest_of("a")] * 2}, ShapeError),
        ({"scans": ["A" * 64]}, ShapeError),
        ({"scans": [digest_of(str(at)) for at in range(9)]}, ZhipingError),
        ({"more": "x"}, UnknownKeyError),
    ],
)
def test_a_paper_is_read_strictly(changes: dict[str, canonical.Json], error: type[ZhipingError]) -> None:
    assert read_signed_sheet(with_paper(), BRIEF) == keyed()
    with pytest.raises(error):
        read_signed_sheet(with_paper(**changes), BRIEF)


def test_scans_are_named_by_their_pages() -> None:
    paper = KeyedPaper(NUMBER, Fraction(90), (digest_of("a"), digest_of("b")))
    assert dict(paper.files) == {"scan-1.jpg": digest_of("a"), "scan-2.jpg": digest_of("b")}
    assert paper.words == "纸质表号 4827 1901，扫描 2 页"


# At the sealing.


def test_whose_paper_was_keyed_in_signs_by_hand_unless_their_certificate_is_known() -> None:
    rules = RuleSheet(signatories="all")
    brief = a_brief(experts=3, open_seats=("E2",), rules=rules)
    desk = Desk(brief).receive(a_sheet(brief), a_sheet(brief, "E3", origin="keyed"))
    desk.receive(a_sheet(brief, "E2", origin="keyed"))
    assert fields_of(desk.panel) == ("seal", "expert-E3", "chair")


def test_a_chair_without_a_key_cannot_sign_last() -> None:
    desk = Desk(OPEN).receive(a_sheet(OPEN, "E1", origin="keyed"), a_sheet(OPEN, "E2"), a_sheet(OPEN, "E3"))
    desk.bind("E2").supply()
    with pytest.raises(ChairWithoutKeyError):
        check_may_seal(desk.found)


def test_a_keyed_sheet_is_signed_in_the_organisers_name() -> None:
    assert signer_name(keyed(), BRIEF) == BRIEF.organiser.name
    assert signer_name(a_sheet(BRIEF), BRIEF) == a_sheet(BRIEF).name


def test_a_recusal_keyed_in_is_not_keyed_into_a_sheet_again_but_the_experts_own_may_come() -> None:
    recusal = a_sheet(BRIEF, "E1", origin="keyed", recused="有合作")
    desk = Desk(BRIEF).receive(recusal)
    with pytest.raises(SheetRecusedError):
        desk.receive(a_sheet(BRIEF, "E1", origin="keyed", replaces=[recusal], code="slip"))
    desk.receive(a_sheet(BRIEF, "E1"))
    assert desk.panel.standing(desk.panel.places[0]) == "counted"
