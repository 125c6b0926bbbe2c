"""Reading a scoring table (评分表); refuses an invalid one and says where.

The values are rubric_values.py's, the rules rule_kinds.py's, both offered here too; files are the store's.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from app.domain import canonical
from app.domain.canonical import Json
from app.domain.rubric_values import (
    Criterion,
    CriterionId,
    Indicator,
    Kind,
    Rubric,
    Section,
    UnknownCriterionError,
)
from app.domain.rule_kinds import (
    Accumulate,
    AllOf,
    Check,
    Condition,
    Item,
    Measure,
    Periods,
    Range,
    Rule,
    Tier,
    Tiers,
    at_least_one,
    read_number,
    read_rule,
)
from app.domain.shape import MissingKeyError, Reader, UnknownKeyError
from app.errors import RefusedError

__all__ = [
    "Accumulate", "AllOf", "Check", "Condition", "Criterion", "CriterionId", "Indicator", "Item", "Kind",
    "Measure", "Periods", "Range", "Rubric", "Rule", "Section", "Tier", "Tiers", "UnknownCriterionError",
    "rubric_from_json", "rubric_from_table", "show",
]  # fmt: skip

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}/annex-([1-9][0-9]?)")


class RubricIdError(RefusedError):
    """An id that does not fit: a rubric's against its annex number, a criterion's against its position."""

    field_names = ("place", "id", "expected")


class RubricSumError(RefusedError):
    """Points that are written and points that the level below adds up to, in disagreement."""

    field_names = ("place", "written", "found")


class RubricDuplicateError(RefusedError):
    """A name or a text that stands in the table twice where it must stand once."""

    field_names = ("place", "text")


class RubricPassTotalError(RefusedError):
    """A pass line above the full total."""

    field_names = ("place",)


class RubricSpellingError(RefusedError):
    """A right rubric, but not in the one spelling that is hashed."""

    field_names = ("place",)


def rubric_from_json(value: Json, place: str = "") -> Rubric:
    """The inverse of `to_json`: validates everything and refuses any other spelling of the table."""
    rubric = rubric_from_table(value, place)
    if canonical.write(rubric.to_json()) != canonical.write(value):
        raise RubricSpellingError(place=place)
    return rubric


def rubric_from_table(value: object, place: str = "") -> Rubric:
    """A rubric as a person writes it: whole numbers allowed, ids by position and defaults left out.

    Refuses sums that disagree at any level, duplicates, thresholds missing or out of order, ids that are
    not their position, unknown keys and rules: a RefusedError with the dotted place.
    """
    reader = Reader(value, place)
    annex = reader.integer("annex", low=1, high=99)
    kind, category, pass_total = _kind(reader)
    parts = enumerate(at_least_one(reader, "sections"), start=1)
    rubric = Rubric(
        id=_rubric_id(reader, annex), annex=annex,
        title=reader.text("title", empty=False),
        kind=kind, category=category, pass_total=pass_total,
        applicant_label=reader.text("applicant_label", limit=60, empty=False),
        note=reader.text("note", limit=500),
        total=read_number(reader, "total"),
        sections=tuple(_section(part, f"{annex}.{at}") for at, part in parts),
    )  # fmt: skip
    reader.done()
    _check_sum(reader, "total", rubric.total, [section.points for section in rubric.sections])
    _check_once(reader.at("sections"), [section.name for section in rubric.sections])
    _check_once(reader.at("sections"), [criterion.text for criterion in rubric.criteria])
    if pass_total is not None and pass_total > rubric.total:
        raise RubricPassTotalError(place=reader.at("pass_total"))
    return rubric


def show(rubric: Rubric) -> Json:
    """What `rubric show` prints: the canonical form with the mandatory points and the digest."""
    points = canonical.write_decimal(rubric.mandatory_points)
    return {**rubric.to_json(), "mandatory_points": points, "digest": rubric.digest}


def _kind(reader: Reader) -> tuple[Kind, str | None, Fraction | None]:
    """Kind, category and pass line: an annual table has the last two, an accreditation table neither."""
    if reader.choice("kind", ("accreditation", "annual")) == "annual":
        return "annual", reader.text("category", limit=60, empty=False), read_number(reader, "pass_total")
    for key in ("category", "pass_total"):
        if reader.has(key) and reader.raw(key) is not None:
            raise UnknownKeyError(place=reader.place, key=key)
    return "accreditation", None, None


def _rubric_id(reader: Reader, annex: int) -> str:
    id = reader.text("id", limit=80)
    found = _ID.fullmatch(id)
    if found is None or found.group(1) != str(annex):
        raise RubricIdError(place=reader.at("id"), id=id, expected=f"…/annex-{annex}")
    return id


def _section(reader: Reader, position: str) -> Section:
    parts = enumerate(at_least_one(reader, "indicators"), start=1)
    indicators = tuple(_indicator(part, f"{position}.{at}") for at, part in parts)
    name, mandatory = reader.text("name", empty=False), reader.flag("mandatory", default=False)
    section = Section(name, read_number(reader, "points"), mandatory, indicators)
    reader.done()
    _check_sum(reader, "points", section.points, [indicator.points for indicator in section.indicators])
    _check_once(reader.at("indicators"), [each.name or each.suggested_name for each in section.indicators])
    return section


def _indicator(reader: Reader, position: str) -> Indicator:
    name, suggested = reader.text("name"), reader.text("suggested_name", default="")
    if not name and not suggested:
        raise MissingKeyError(place=reader.place, key="suggested_name")
    parts = enumerate(at_least_one(reader, "criteria"), start=1)
    criteria = tuple(_criterion(part, f"{position}.{at}") for at, part in parts)
    indicator = Indicator(name, suggested, read_number(reader, "points"), criteria)
    reader.done()
    _check_sum(reader, "points", indicator.points, [criterion.points for criterion in criteria])
    return indicator


def _criterion(reader: Reader, position: str) -> Criterion:
    id = reader.text("id", default=position)
    if id != position:
        raise RubricIdError(place=reader.at("id"), id=id[:40], expected=position)
    text, points = reader.text("text", limit=1000, empty=False), read_number(reader, "points")
    rule = read_rule(reader.object("rule"), points)
    reader.done()
    return Criterion(CriterionId(position), text, points, rule)


def _check_sum(reader: Reader, key: str, written: Fraction, parts: Sequence[Fraction]) -> None:
    found = sum(parts, Fraction(0))
    if found != written:
        texts = {"written": canonical.write_decimal(written), "found": canonical.write_decimal(found)}
        raise RubricSumError(place=reader.at(key), **texts)


def _check_once(place: str, texts: Sequence[str]) -> None:
    for at, text in enumerate(texts):
        if text in texts[:at]:
            raise RubricDuplicateError(place=place, text=text[:80])
