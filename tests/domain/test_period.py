"""The 考核期: dates, corresponding days, the names of months and quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.period import Period, add_months, labels, read_date, read_period
from app.domain.shape import Reader, ShapeError

YEAR = Period(date(2025, 6, 8), date(2026, 6, 7))


def test_a_period_is_read_as_it_is_written() -> None:
    assert read_period(Reader(YEAR.to_json())) == YEAR
    assert YEAR.words == "2025年6月8日至2026年6月7日"


def test_one_day_is_a_period_and_a_day_less_is_not() -> None:
    assert read_period(Reader({"from": "2026-02-28", "to": "2026-02-28"})).first == date(2026, 2, 28)
    with pytest.raises(ShapeError, match="to"):
        read_period(Reader({"from": "2026-02-28", "to": "2026-02-27"}))


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-13-01", "20260228", "2026-2-28", "0000-01-01", "2026-02-28\n", 20260228, None],
)
def test_a_day_that_does_not_exist_or_is_spelled_otherwise_is_refused(text: object) -> None:
    with pytest.raises(ShapeError):
        read_date(text, "date")


def test_the_corresponding_day_is_the_last_of_a_shorter_month() -> None:
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2025, 12, 31), 24) == date(2027, 12, 31)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 24))
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_months_count_from_the_first_day_of_the_period_and_say_so() -> None:
    found = labels(YEAR, "period")
    assert found[12][0] == "2025年6月8日起" and found[12][11] == "2026年5月8日起"
    assert found[4] == (
        "2025年6月8日起三个月",
        "2025年9月8日起三个月",
        "2025年12月8日起三个月",
        "2026年3月8日起三个月",
    )


def test_calendar_months_are_whole_months_by_name() -> None:
    found = labels(YEAR, "calendar")
    assert found[12][0] == "2025年6月" and found[12][11] == "2026年5月"
    assert found[4][0] == "2025年6月—2025年8月" and len(found[4]) == 4


def test_a_period_from_the_first_of_a_month_names_plain_months() -> None:
    whole = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert labels(whole, "period") == labels(whole, "calendar")


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(["period", "calendar"]))
def test_no_two_months_bear_one_name(day: date, months: str) -> None:
    found = labels(Period(day, day), "period" if months == "period" else "calendar")
    assert (len(set(found[12])), len(set(found[4]))) == (12, 4)
