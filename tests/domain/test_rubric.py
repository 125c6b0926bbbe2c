"""A scoring table: what it answers, what it refuses and where."""

import copy
from fractions import Fraction
from typing import Any

import pytest

from app.domain import canonical
from app.domain.canonical import DecimalRefusedError
from app.domain.rubric import (
    RubricDuplicateError,
    RubricIdError,
    RubricPassTotalError,
    RubricSpellingError,
    RubricSumError,
    UnknownCriterionError,
    rubric_from_json,
    rubric_from_table,
    show,
)
from app.domain.rule_kinds import RuleDuplicateError, RuleNumberError, RuleOrderError, RulePointsError
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError
from app.errors import RefusedError


def table() -> dict[str, Any]:
    """A small sound table with every kind of rule, as a person writes it."""
    check = {"kind": "check", "label": "有固定的办公场地"}
    measure = {"kind": "measure", "label": "入驻机构", "at_least": 20, "unit": "家"}
    periods = {"kind": "periods", "label": "每月培训", "periods": 12, "each": 1}
    tiers = [{"at_least": 90, "points": 10}, {"at_least": "80.5", "points": 8}]
    items = [{"label": "国家级媒体", "unit": "次", "points_each": 2}]
    return {
        "id": "plan/annex-2", "annex": 2, "title": "评分表", "kind": "annual", "category": "运营服务类",
        "applicant_label": "平台运营单位名称", "note": "（注）", "total": 100, "pass_total": 80,
        "sections": [
            {"name": "基础", "points": 50, "mandatory": True, "indicators": [
                {"name": "硬件", "points": 50, "criteria": [
                    {"text": "得50分", "points": 50,
                     "rule": {"kind": "all_of", "conditions": [check, measure, periods]}},
                ]},
            ]},
            {"name": "服务", "points": 50, "indicators": [
                {"name": "", "suggested_name": "影响", "points": 40, "criteria": [
                    {"text": "得0-30分", "points": 30, "rule": {"kind": "range", "max": 30, "step": "0.5"}},
                    {"text": "满意度", "points": 10, "rule": {
                        "kind": "tiers", "label": "满意度", "unit": "%", "at_most": 100, "tiers": tiers,
                        "otherwise": 0, "desk": True}},
                ]},
                {"name": "媒体", "points": 10, "criteria": [
                    {"text": "通稿", "points": 10, "rule": {"kind": "accumulate", "items": items, "cap": 10}},
                ]},
            ]},
        ],
    }  # fmt: skip


def changed(path: str, value: object) -> dict[str, Any]:
    """The sound table with one value changed, or removed where `value` is ...; path "sections.0.points"."""
    changed = copy.deepcopy(table())
    *way, last = path.split(".")
    at: Any = changed
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    if value is ...:
        del at[last]
    else:
        at[int(last) if last.isdigit() else last] = value
    return changed


ALL_OF = "sections.0.indicators.0.criteria.0.rule"
CONDITIONS = f"{ALL_OF}.conditions"
RANGE = "sections.1.indicators.0.criteria.0.rule"
TIERS = "sections.1.indicators.0.criteria.1.rule"
MEDIA = "sections.1.indicators.1.criteria.0.rule"
TWICE = [{"kind": "check", "label": "甲"}] * 2
TWO_ITEMS = [{"label": "甲", "unit": "次", "points_each": 1}] * 2

BROKEN: list[tuple[str, object, type[RefusedError], str]] = [
    ("total", 99, RubricSumError, "total"),
    ("sections.0.points", 51, RubricSumError, "sections[0].points"),
    ("sections.0.indicators.0.points", 49, RubricSumError, "sections[0].indicators[0].points"),
    ("sections.1.name", "基础", RubricDuplicateError, "sections"),
    ("sections.1.indicators.0.suggested_name", "媒体", RubricDuplicateError, "sections[1].indicators"),
    ("sections.1.indicators.0.criteria.0.text", "通稿", RubricDuplicateError, "sections"),
    ("sections.1.indicators.0.suggested_name", ..., MissingKeyError, "sections[1].indicators[0]"),
    ("sections", [], ShapeError, "sections"),
    ("surprise", 1, UnknownKeyError, ""),
    ("sections.0.surprise", 1, UnknownKeyError, "sections[0]"),
    ("sections.0.indicators.0.surprise", 1, UnknownKeyError, "sections[0].indicators[0]"),
    ("sections.0.indicators.0.criteria.0.surprise", 1, UnknownKeyError,
     "sections[0].indicators[0].criteria[0]"),
    (f"{ALL_OF}.surprise", 1, UnknownKeyError, "sections[0].indicators[0].criteria[0].rule"),
    ("sections.0.indicators.0.criteria.0.id", "2.1.1.2", RubricIdError,
     "sections[0].indicators[0].criteria[0].id"),
    ("id", "plan/annex-3", RubricIdError, "id"),
    ("id", "../annex-2", RubricIdError, "id"),
    ("annex", 0, ShapeError, "annex"),
    ("kind", "monthly", ShapeError, "kind"),
    ("category", ..., MissingKeyError, ""),
    ("pass_total", ..., MissingKeyError, ""),
    ("pass_total", 101, RubricPassTotalError, "pass_total"),
    ("total", True, ShapeError, "total"),
    ("total", 100.0, ShapeError, "total"),
    ("total", -100, DecimalRefusedError, "total"),
    ("total", "1e2", DecimalRefusedError, "total"),
    (f"{ALL_OF}.kind", "any_of", ShapeError, "sections[0].indicators[0].criteria[0].rule.kind"),
    (CONDITIONS, [], ShapeError, "sections[0].indicators[0].criteria[0].rule.conditions"),
    (CONDITIONS, TWICE, RuleDuplicateError, "sections[0].indicators[0].criteria[0].rule.conditions"),
    (f"{CONDITIONS}.0.kind", "guess", ShapeError,
     "sections[0].indicators[0].criteria[0].rule.conditions[0].kind"),
    (f"{CONDITIONS}.0.label", " ", ShapeError,
     "sections[0].indicators[0].criteria[0].rule.conditions[0].label"),
    (f"{CONDITIONS}.1.at_least", ..., MissingKeyError,
     "sections[0].indicators[0].criteria[0].rule.conditions[1]"),
    (f"{CONDITIONS}.1.at_least", 0, RuleNumberError,
     "sections[0].indicators[0].criteria[0].rule.conditions[1].at_least"),
    (f"{CONDITIONS}.1.at_least", "2.5", RuleNumberError,
     "sections[0].indicators[0].criteria[0].rule.conditions[1].at_least"),
    (f"{CONDITIONS}.1.surprise", 1, UnknownKeyError,
     "sections[0].indicators[0].criteria[0].rule.conditions[1]"),
    (f"{CONDITIONS}.2.periods", 6, ShapeError,
     "sections[0].indicators[0].criteria[0].rule.conditions[2].periods"),
    (f"{CONDITIONS}.2.each", "0.5", RuleNumberError,
     "sections[0].indicators[0].criteria[0].rule.conditions[2].each"),
    (f"{RANGE}.max", 29, RulePointsError, "sections[1].indicators[0].criteria[0].rule"),
    (f"{RANGE}.step", 7, RuleNumberError, "sections[1].indicators[0].criteria[0].rule.step"),
    (f"{TIERS}.tiers.0.points", 9, RulePointsError, "sections[1].indicators[0].criteria[1].rule"),
    (f"{TIERS}.tiers.0.at_least", ..., MissingKeyError,
     "sections[1].indicators[0].criteria[1].rule.tiers[0]"),
    (f"{TIERS}.tiers.1.at_least", 90, RuleOrderError, "sections[1].indicators[0].criteria[1].rule.tiers"),
    (f"{TIERS}.tiers.1.points", 10, RuleOrderError, "sections[1].indicators[0].criteria[1].rule.tiers"),
    (f"{TIERS}.otherwise", 8, RuleOrderError, "sections[1].indicators[0].criteria[1].rule.otherwise"),
    (f"{TIERS}.at_most", 89, RuleNumberError, "sections[1].indicators[0].criteria[1].rule.at_most"),
    (f"{TIERS}.tiers", [], ShapeError, "sections[1].indicators[0].criteria[1].rule.tiers"),
    (f"{MEDIA}.cap", 9, RulePointsError, "sections[1].indicators[1].criteria[0].rule"),
    (f"{MEDIA}.items.0.points_each", 0, RuleNumberError,
     "sections[1].indicators[1].criteria[0].rule.items[0].points_each"),
    (f"{MEDIA}.items", TWO_ITEMS, RuleDuplicateError, "sections[1].indicators[1].criteria[0].rule.items"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "error", "place"), BROKEN, ids=str)
def test_a_broken_table_is_refused_with_its_place(
    path: str, value: object, error: type[RefusedError], place: str
) -> None:
    with pytest.raises(error) as told:
        rubric_from_table(changed(path, value))
    assert told.value.fields["place"] == place


def test_a_wrong_sum_says_both_numbers() -> None:
    with pytest.raises(RubricSumError) as told:
        rubric_from_table(changed("sections.0.points", 51), "annex-2.toml")
    assert told.value.fields == {"place": "annex-2.toml.sections[0].points", "written": "51", "found": "50"}


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_what_is_no_table_is_refused(value: object) -> None:
    with pytest.raises(ShapeError):
        rubric_from_table(value)


@pytest.mark.parametrize(("key", "value"), [("category", "运营服务类"), ("pass_total", 80)])
def test_an_accreditation_table_has_neither_category_nor_pass_line(key: str, value: object) -> None:
    accreditation = {**table(), "kind": "accreditation", "category": None}
    del accreditation["pass_total"]
    assert rubric_from_table(accreditation).pass_total is None
    with pytest.raises(UnknownKeyError) as told:
        rubric_from_table({**accreditation, key: value})
    assert told.value.fields["key"] == key


def test_ids_come_from_the_position_and_points_are_exact() -> None:
    rubric = rubric_from_table(table())
    assert [each.id for each in rubric.criteria] == ["2.1.1.1", "2.2.1.1", "2.2.1.2", "2.2.2.1"]
    assert rubric.mandatory_points == Fraction(50)
    assert rubric.criterion("2.2.1.1").points == Fraction(30)
    assert rubric.section_of("2.2.2.1").name == "服务"
    assert rubric.is_mandatory("2.1.1.1") and not rubric.is_mandatory("2.2.1.1")
    assert [len(section.criteria) for section in rubric.sections] == [1, 3]


@pytest.mark.parametrize("id", ["2.1.1.9", "", "2.1.1", "x" * 500])
def test_an_unknown_criterion_is_refused(id: str) -> None:
    rubric = rubric_from_table(table())
    for ask in (rubric.criterion, rubric.section_of, rubric.is_mandatory):
        with pytest.raises(UnknownCriterionError):
            ask(id)


def test_the_canonical_form_reads_back_as_the_same_rubric() -> None:
    rubric = rubric_from_table(table())
    written = canonical.write(rubric.to_json())
    again = rubric_from_json(canonical.read(written))
    assert again == rubric
    assert again.digest == rubric.digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("total", 100),
        ("total", "100.0"),
        (TIERS + ".desk", ...),
        ("sections.1.mandatory", ...),
        ("sections.0.indicators.0.criteria.0.id", ...),
    ],
)
def test_a_paper_holds_only_the_one_spelling(path: str, value: object) -> None:
    other = copy.deepcopy(rubric_from_table(table()).to_json())
    *way, last = path.split(".")
    at: Any = other
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    with pytest.raises(RubricSpellingError):
        rubric_from_json(other, "rubric")


def test_one_changed_character_changes_the_digest() -> None:
    other = rubric_from_table(changed("sections.0.indicators.0.criteria.0.text", "得50分。"))
    assert other.digest != rubric_from_table(table()).digest


def test_show_adds_the_mandatory_points_and_the_digest() -> None:
    rubric = rubric_from_table(table())
    assert show(rubric) == {**rubric.to_json(), "mandatory_points": "50", "digest": rubric.digest}
