"""评审任务书: read as written, in one spelling, or refused."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from app.domain import canonical
from app.domain.brief import (
    Brief,
    CategoryMismatchError,
    KnownFact,
    RosterError,
    check_roster,
    read_brief,
)
from app.domain.canonical import NotCanonicalError
from app.domain.finding_values import TiersFinding
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError
from app.errors import ZhipingError
from tests.builders import CONFIRMED, a_brief, digest_of, rubric, survey, worth

STAFF = rubric().criterion("2.1.3.1")
FACTS = {
    "2.1.3.1": KnownFact(worth(STAFF, 10), "7"),
    "2.5.1.1": KnownFact(TiersFinding(Fraction("89.96")), "8"),
}
BRIEFS = [
    a_brief(),
    a_brief(facts=FACTS),
    a_brief(1, 19, open_seats=("E2", "E19")),
    a_brief(8, 1, rules=RuleSheet(merging="trimmed", step=Fraction(1, 10), confirmed_by=CONFIRMED)),
    a_brief(header=replace(a_brief().header, rehearsal=True, brief_number=3, previous_brief=digest_of("2"))),
]


def changed(brief: Brief, **changes: Any) -> bytes:
    return canonical.write({**brief.to_json(), **changes})


@pytest.mark.parametrize("brief", BRIEFS)
def test_a_brief_is_read_as_it_is_written(brief: Brief) -> None:
    found = read_brief(brief.payload)
    assert found == brief
    assert (found.payload, found.digest) == (brief.payload, brief.digest)


def test_a_seat_is_found_by_its_id() -> None:
    brief = a_brief()
    assert brief.seat("E3") == brief.seats[2]
    assert brief.seat("E6") is None


@pytest.mark.parametrize("key", sorted(a_brief().to_json()))
def test_a_brief_without_one_of_its_keys_is_refused(key: str) -> None:
    value = {k: v for k, v in a_brief().to_json().items() if k != key}
    with pytest.raises(MissingKeyError):
        read_brief(canonical.write(value))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"extra": 1}, UnknownKeyError),
        ({"rubric_digest": digest_of("other")}, ShapeError),
        ({"rubric": rubric(3).to_json()}, ShapeError),
        ({"colour": "white"}, ShapeError),
        ({"date": "2026-11-31"}, ShapeError),
        ({"rules": {}}, NotCanonicalError),
        ({"organiser": {"name": "林"}}, NotCanonicalError),
        ({"facts": {"2.1.3.1": {"finding": {"conditions": ["5", True]}}}}, NotCanonicalError),
        (
            {"facts": {"2.1.3.1": {"finding": {"conditions": ["5.0", True]}, "evidence": ""}}},
            NotCanonicalError,
        ),
        ({"facts": {"2.1.3.1": {"finding": {"value": "5"}, "evidence": ""}}}, ZhipingError),
        ({"facts": {"2.9.9.9": {"finding": None, "evidence": ""}}}, ZhipingError),
        ({"platform": {"name": "某平台", "category": "商标服务类", "builder": "", "operator": "某公司"}},
         CategoryMismatchError),
        ({"seats": []}, RosterError),
        ({"observers": [{"name": "", "unit": ""}]}, ShapeError),
    ],
)  # fmt: skip
def test_a_changed_brief_is_refused(changes: dict[str, Any], error: type[ZhipingError]) -> None:
    with pytest.raises(error):
        read_brief(changed(a_brief(), **changes))


@pytest.mark.parametrize("finding", [{"pending": True}, {"value": None}, None])
def test_a_known_satisfaction_rate_is_a_number_or_is_not_known(finding: Any) -> None:
    # Locked on every sheet while pending, it could never be supplied and would count as 0.
    facts = {survey(rubric()).id: {"finding": finding, "evidence": "8"}}
    with pytest.raises(ShapeError):
        read_brief(changed(a_brief(), facts=facts))


def test_an_accreditation_brief_may_bear_any_category() -> None:
    brief = a_brief(1)
    found = replace(brief, platform=replace(brief.platform, category="新设类"))
    assert read_brief(found.payload).platform.category == "新设类"


def test_a_roster_has_one_chair_places_in_order_and_no_certificate_twice() -> None:
    seats = a_brief().seats
    assert check_roster(seats) == seats
    for wrong, why in [
        ((), "size"),
        (a_brief(experts=20).seats, "size"),
        (seats[1:], "ids"),
        ((seats[1], seats[0]), "ids"),
        (tuple(replace(seat, chair=False) for seat in seats), "chair"),
        (tuple(replace(seat, chair=True) for seat in seats), "chair"),
        (tuple(replace(seat, certificate=digest_of("one")) for seat in seats), "certificate"),
    ]:
        with pytest.raises(RosterError) as refused:
            check_roster(wrong)
        assert refused.value.fields["why"] == why


def test_open_seats_do_not_share_a_certificate() -> None:
    seats = a_brief(open_seats=("E1", "E2", "E3")).seats
    assert check_roster(seats) == seats
