"""The result as the terminal and the record spell it (the contract's `panel result`)."""

from fractions import Fraction
from typing import Any

from app.domain import canonical
from app.domain.flips import flips
from app.domain.result_json import exact, result_json
from tests.builders import Desk, a_brief, a_desk, a_sheet, name_of, points_for

STAFF = "2.1.3.1"


def told(desk: Desk) -> dict[str, Any]:
    found = desk.found
    flipping = flips(desk.panel, found.result, found.verdict)
    return result_json(desk.panel, found.result, found.verdict, found.reservations, flipping)


def test_a_finished_result_has_every_key_of_the_contract() -> None:
    points = [{**points_for(84), STAFF: 0}, points_for(80), points_for(80), points_for(80), points_for(61)]
    found = told(a_desk(points=points).determine())
    assert list(found) == [
        "id", "rehearsal", "experts", "waiting", "mean", "mean_exact", "margin_exact", "mandatory", "verdict",
        "sentence", "disputed", "determinations", "outliers", "reservations", "flips",
    ]  # fmt: skip
    assert found["experts"][0] == {
        "id": "E1", "name": name_of("E1"), "status": "counted", "total": "74", "mandatory": "15",
    }  # fmt: skip
    assert (found["mean"], found["mean_exact"], found["margin_exact"]) == ("75.00", "75", "-5")
    assert found["mandatory"] == {
        "points": "25", "of": "25", "mean": "23.00", "state": "full", "by": "determination",
    }  # fmt: skip
    assert found["determinations"][STAFF] == {"for": 4, "against": 1, "outcome": "full", "recorded": True}
    assert found["outliers"] == [
        {"expert": "E5", "total": "61", "median": "80", "difference": "-19", "explained": ""}
    ]
    assert found["verdict"] == "fail" and found["waiting"] == []
    assert canonical.read(canonical.write(found)) == found


def test_an_open_dispute_is_counted_and_not_yet_recorded() -> None:
    found = told(a_desk(points=[{STAFF: 0}]))
    assert found["disputed"] == [STAFF]
    assert found["determinations"][STAFF]["recorded"] is False
    assert found["mandatory"]["points"] is None and found["mandatory"]["state"] == "undetermined"


def test_who_is_awaited_and_why_is_all_that_is_told_before() -> None:
    brief = a_brief(experts=3, open_seats=("E2",))
    desk = Desk(brief).receive(
        a_sheet(brief), a_sheet(brief, "E2"), a_sheet(brief, "E3"), a_sheet(brief, "E3", points_for(84))
    )
    found = told(desk)
    assert found["waiting"] == [{"expert": "E2", "why": "pending"}, {"expert": "E3", "why": "conflict"}]
    assert [each["status"] for each in found["experts"]] == ["counted", "pending", "pending"]
    assert found["verdict"] == "undetermined"


def test_a_record_never_carries_what_would_flip_it() -> None:
    assert "flips" not in a_desk(points=[points_for(80)] * 5).found.json


def test_without_a_line_there_is_no_margin() -> None:
    found = told(a_desk(a_brief(1)))
    assert (found["mean"], found["margin_exact"], found["verdict"]) == ("100.00", None, "eligible")


def test_exact_numbers_are_fractions_in_lowest_terms() -> None:
    assert [exact(each) for each in (Fraction(796, 10), Fraction(80), Fraction(-2, 5), None)] == [
        "398/5", "80", "-2/5", None,
    ]  # fmt: skip
