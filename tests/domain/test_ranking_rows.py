"""An applicant's row: taken from its record's findings, read back, and no number of it can be another."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.ranking_rows import Applicant, RankingDiffersError, applicant_of, read_applicant, shown_apart
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import ShapeError, UnknownKeyError
from app.errors import ZhipingError
from tests.builders import CONFIRMED, a_brief, a_desk, digest_of
from tests.rankings import an_applicant

PLAIN = RuleSheet(confirmed_by=CONFIRMED)
TRIMMED = RuleSheet(merging="trimmed", confirmed_by=CONFIRMED)
MINIMUM = RuleSheet(minimum_total=Fraction(85), confirmed_by=CONFIRMED)


def read_back(one: Applicant, rules: RuleSheet = PLAIN) -> Applicant:
    return read_applicant(canonical.read(canonical.write(one.to_json())), rules)


@pytest.mark.parametrize(
    ("rules", "points", "verdict"),
    [
        (PLAIN, {"1.2.1.2": 5}, "eligible"),
        (TRIMMED, {"1.2.1.2": 5}, "eligible"),
        (PLAIN, {"1.1.1.1": 0}, "ineligible"),
        (RuleSheet(minimum_total=Fraction(99), confirmed_by=CONFIRMED), {"1.2.1.2": 5}, "ineligible"),
        (RuleSheet(determined_in_mean=True), {"1.1.1.1": 0}, "ineligible"),
    ],
)
def test_a_row_says_what_the_record_says(rules: RuleSheet, points: dict[str, int], verdict: str) -> None:
    found = a_desk(a_brief(1, 5, rules=rules), [points] * 5).found
    one = applicant_of(found, digest_of("record"), 1)
    assert (one.verdict, one.mean) == (verdict, found.result.mean)
    assert one.sentence == found.verdict.sentence
    assert sum(each.counted for each in one.totals) == (3 if rules.merging == "trimmed" else 5)
    assert read_back(one, rules) == one and one.record_id == f"{one.panel}-R1"


def test_determined_totals_enter_the_mean_where_the_rules_say_so() -> None:
    rules = RuleSheet(determined_in_mean=True, confirmed_by=CONFIRMED)
    desk = a_desk(a_brief(1, 5, rules=rules), [{"1.1.1.1": 0}]).determine()
    one = applicant_of(desk.found, digest_of("record"), 1)
    assert [(str(each.own), str(each.entering)) for each in one.totals][:2] == [("85", "100"), ("100", "100")]
    assert read_back(one, rules) == one


def test_a_panel_that_could_not_determine_its_gate_is_undetermined() -> None:
    one = an_applicant("a", gate=None)
    assert read_back(one).verdict == "undetermined" and not one.eligible


LIES: list[Callable[[Applicant], Applicant]] = [
    lambda one: replace(one, mean=one.mean + 1),
    lambda one: replace(one, verdict="ineligible"),
    lambda one: replace(one, verdict="undetermined"),
    lambda one: replace(one, gate=Fraction(45)),
    lambda one: replace(one, gate=Fraction(45), gate_state="short"),
    lambda one: replace(one, gate_state="undetermined"),
    lambda one: replace(one, gate=None),
    lambda one: replace(one, totals=(replace(one.totals[0], counted=False), *one.totals[1:])),
    lambda one: replace(one, totals=(replace(one.totals[0], own=Fraction(10)), *one.totals[1:])),
    lambda one: replace(one, totals=(replace(one.totals[0], entering=Fraction(10)), *one.totals[1:])),
    lambda one: replace(one, totals=one.totals[:2], mean=Fraction(88)),
]


@pytest.mark.parametrize("lie", LIES)
def test_a_number_that_does_not_follow_from_the_others_is_found(
    lie: Callable[[Applicant], Applicant],
) -> None:
    one = an_applicant("a", {"E1": 90, "E2": 80, "E3": 85})
    with pytest.raises(RankingDiffersError):
        read_back(lie(one))


def test_a_total_below_the_agreed_minimum_is_not_eligible() -> None:
    low = an_applicant("a", {"E1": 84, "E2": 84, "E3": 84}, rules=MINIMUM)
    assert read_back(low, MINIMUM).verdict == "ineligible"
    with pytest.raises(RankingDiffersError):
        read_back(low, PLAIN)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, totals=()),
        lambda one: replace(one, totals=(one.totals[0], one.totals[0])),
        lambda one: replace(one, chair=replace(one.chair, seat="E9")),
    ],
)
def test_a_row_without_totals_with_a_seat_twice_or_a_chair_not_counted_is_refused(
    change: Callable[[Applicant], Applicant],
) -> None:
    with pytest.raises(ShapeError):
        read_back(change(an_applicant("a")))


@pytest.mark.parametrize("text", ["080", "80/1", "160/2", "-80", "80.0", "1/0", "x", "８０", "1/1000000007"])
def test_a_mean_has_one_spelling(text: str) -> None:
    value: Any = an_applicant("a").to_json()
    value["mean_exact"] = text
    with pytest.raises(ZhipingError):
        read_applicant(value, PLAIN)


@pytest.mark.parametrize("key", sorted(an_applicant("a").to_json()))
def test_a_row_without_one_of_its_keys_or_with_another_is_refused(key: str) -> None:
    value = {name: each for name, each in an_applicant("a").to_json().items() if name != key}
    with pytest.raises(ZhipingError):
        read_applicant(value, PLAIN)
    with pytest.raises(UnknownKeyError):
        read_applicant({**an_applicant("a").to_json(), "extra": 1}, PLAIN)


# As they are shown.


def test_values_that_would_look_alike_are_shown_with_more_digits() -> None:
    close = [Fraction(269, 3), Fraction(269, 3) + Fraction(1, 2000), Fraction(80)]
    assert [shown_apart(close, None)[each] for each in close] == ["89.6667", "89.6672", "80.0000"]
    assert shown_apart([Fraction(90), Fraction(90)], None) == {Fraction(90): "90.00"}


def test_a_value_just_below_the_minimum_never_looks_like_it() -> None:
    low = Fraction(84) + Fraction(999, 1000)
    assert shown_apart([low, Fraction(90)], Fraction(85))[low] == "84.999"


@given(st.lists(st.fractions(0, 100, max_denominator=19), min_size=1, max_size=6))
def test_different_values_never_look_alike(values: list[Fraction]) -> None:
    shown = shown_apart(values, None)
    assert len(set(shown.values())) == len(set(values))
