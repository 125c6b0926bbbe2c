"""评审规则确认单: defaults, options, what departs from the default, and its one spelling."""

from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest

from app.domain.rule_sheet import FIXED, QUESTIONS, STEPS, RuleSheet, read_rule_sheet
from app.domain.shape import Reader, ShapeError, UnknownKeyError
from app.errors import ZhipingError
from tests.builders import CONFIRMED

ALL = RuleSheet(
    merging="trimmed", gate="strict", equal="not_met", determined_in_mean=True, survey="experts",
    signatories="all", partial_awards=True, step=Fraction(1, 10), outlier_points=Fraction(10),
    minimum_total=Fraction(75), months="calendar", confirmed_by=CONFIRMED,
)  # fmt: skip


def test_an_empty_table_is_the_default_of_every_rule() -> None:
    assert read_rule_sheet(Reader({})) == RuleSheet()
    assert RuleSheet().departures() == ()


@pytest.mark.parametrize("sheet", [RuleSheet(), ALL])
def test_a_rule_sheet_is_read_as_it_is_written(sheet: RuleSheet) -> None:
    assert read_rule_sheet(Reader(sheet.to_json())) == sheet


def test_every_rule_off_its_default_is_told() -> None:
    told = ALL.departures()
    assert len(told) == len(fields(RuleSheet)) - 1
    assert all(any(question.question in text for text in told) for question in QUESTIONS)
    assert "评分步长：0.1 分" in told
    assert "离群须说明：与其他专家中位数相差超过 10 分" in told
    assert "认定最低综合评分：75 分" in told


def test_every_choice_has_a_question_and_the_default_is_its_first_option() -> None:
    numbers = {"step", "outlier_points", "minimum_total", "confirmed_by"}
    assert {question.key for question in QUESTIONS} == {each.name for each in fields(RuleSheet)} - numbers
    for question in QUESTIONS:
        assert RuleSheet().chosen(question.key) == question.options[0][0]
        assert ALL.chosen(question.key) == question.options[1][0]
    assert all(question and answer for question, answer in FIXED)


@pytest.mark.parametrize("step", STEPS)
def test_the_steps_offered_are_all_a_tenth_or_more(step: Fraction) -> None:
    assert step >= Fraction(1, 10)
    assert (1 / step).denominator == 1


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ({"merging": "median"}, ShapeError), ({"gate": ""}, ShapeError), ({"equal": None}, ShapeError),
        ({"determined_in_mean": "true"}, ShapeError), ({"step": "0.05"}, ShapeError),
        ({"step": "0"}, ShapeError), ({"step": 1}, ShapeError), ({"outlier_points": "0"}, ShapeError),
        ({"outlier_points": "100.5"}, ShapeError), ({"minimum_total": "100.01"}, ShapeError),
        ({"months": "weeks"}, ShapeError), ({"tie": "draw"}, UnknownKeyError),
        ({"confirmed_by": {"name": "", "unit": "局", "date": "2026-11-20", "document": "函"}}, ShapeError),
        ({"confirmed_by": {"name": "陈", "unit": "局", "date": "2026-02-30", "document": "函"}}, ShapeError),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_offered_is_refused(table: dict[str, Any], error: type[ZhipingError]) -> None:
    with pytest.raises(error):
        read_rule_sheet(Reader(table))


def test_null_means_no_minimum_and_nobody_who_confirmed() -> None:
    assert read_rule_sheet(Reader({"minimum_total": None, "confirmed_by": None})) == RuleSheet()
    assert read_rule_sheet(Reader({"minimum_total": "0"})).minimum_total == 0
