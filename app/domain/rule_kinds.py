"""The four kinds of rule that turn what was found into points, and their JSON; domain.md, "Rule kinds".

Says what a rule is and whether it is well formed; what a rule awards is rules.py's.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from app.domain import canonical
from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.shape import Reader, ShapeError
from app.errors import RefusedError

LABEL_LIMIT = 60
UNIT_LIMIT = 10


class RuleOrderError(RefusedError):
    """Tiers that do not fall strictly from the top, in thresholds and in points."""

    field_names = ("place",)


class RulePointsError(RefusedError):
    """A rule whose best award is not the criterion's points."""

    field_names = ("place", "points", "best")


class RuleNumberError(RefusedError):
    """A number that must be above zero, whole, a multiple of the step or within the limit, and is not."""

    field_names = ("place",)


class RuleDuplicateError(RefusedError):
    """Two conditions or items of one rule with the same label."""

    field_names = ("place", "label")


@frozen
class Check:
    """A yes/no finding."""

    label: str


@frozen
class Measure:
    """A number that holds from `at_least` on (inclusive), in `unit`; whole numbers only where `whole`."""

    label: str
    at_least: Fraction
    unit: str
    whole: bool


@frozen
class Periods:
    """One whole count for each of 12 months or 4 quarters; each must reach `each`."""

    label: str
    periods: int
    each: Fraction


Condition = Check | Measure | Periods


@frozen
class AllOf:
    """Full points if every condition holds, else none."""

    conditions: tuple[Condition, ...]


@frozen
class Range:
    """Judged points from 0 to `maximum` in steps of `step`."""

    maximum: Fraction
    step: Fraction


@frozen
class Tier:
    """From `at_least` (inclusive) on: `points`."""

    at_least: Fraction
    points: Fraction


@frozen
class Tiers:
    """A measure picks the points, first hit from the top; `desk` marks third-party data the desk supplies."""

    label: str
    unit: str
    at_most: Fraction | None
    tiers: tuple[Tier, ...]
    otherwise: Fraction
    desk: bool


@frozen
class Item:
    """One kind of thing counted, and the points of each."""

    label: str
    unit: str
    points_each: Fraction


@frozen
class Accumulate:
    """Counts times points, added up, never more than `cap`."""

    items: tuple[Item, ...]
    cap: Fraction


Rule = AllOf | Range | Tiers | Accumulate


def read_number(reader: Reader, key: str, *, zero: bool = False) -> Fraction:
    """An exact number written as a decimal string or a whole TOML number; above zero unless `zero`."""
    return _number(reader.raw(key), reader.at(key), zero)


def read_optional(reader: Reader, key: str) -> Fraction | None:
    """The same, or None: null in the canonical form, left out in a file (TOML has no null)."""
    value = reader.raw(key) if reader.has(key) else None
    return None if value is None else _number(value, reader.at(key), False)


def at_least_one(reader: Reader, key: str) -> tuple[Reader, ...]:
    """The objects of a list that must not be empty."""
    parts = reader.objects(key, limit=99)
    if not parts:
        raise ShapeError(place=reader.at(key), expected="list")
    return parts


def _number(value: object, place: str, zero: bool) -> Fraction:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ShapeError(place=place, expected="decimal")
    number = canonical.parse_decimal(value, place)
    if number == 0 and not zero:
        raise RuleNumberError(place=place)
    return number


def read_rule(reader: Reader, points: Fraction) -> Rule:
    """The rule of a criterion worth `points`; refuses unknown kinds and keys, thresholds that are missing
    or out of order, and a best award other than `points`."""
    kind = reader.choice("kind", tuple(_KINDS))
    rule = _KINDS[kind](reader)
    reader.done()
    best = _best(rule)
    if best is not None and best != points:
        raise RulePointsError(
            place=reader.place, points=canonical.write_decimal(points), best=canonical.write_decimal(best)
        )
    return rule


def rule_json(rule: Rule) -> dict[str, Json]:
    """The rule in the contract's form, every key written."""
    write = canonical.write_decimal
    if isinstance(rule, AllOf):
        return {"kind": "all_of", "conditions": [_condition_json(each) for each in rule.conditions]}
    if isinstance(rule, Range):
        return {"kind": "range", "max": write(rule.maximum), "step": write(rule.step)}
    if isinstance(rule, Tiers):
        return {
            "kind": "tiers",
            "label": rule.label,
            "unit": rule.unit,
            "at_most": None if rule.at_most is None else write(rule.at_most),
            "tiers": [{"at_least": write(t.at_least), "points": write(t.points)} for t in rule.tiers],
            "otherwise": write(rule.otherwise),
            "desk": rule.desk,
        }
    items = [{"label": i.label, "unit": i.unit, "points_each": write(i.points_each)} for i in rule.items]
    return {"kind": "accumulate", "items": items, "cap": write(rule.cap)}


def _condition_json(condition: Condition) -> Json:
    if isinstance(condition, Check):
        return {"kind": "check", "label": condition.label}
    write = canonical.write_decimal
    if isinstance(condition, Periods):
        each = write(condition.each)
        return {"kind": "periods", "label": condition.label, "periods": condition.periods, "each": each}
    return {
        "kind": "measure", "label": condition.label, "at_least": write(condition.at_least),
        "unit": condition.unit, "whole": condition.whole,
    }  # fmt: skip


def _best(rule: Rule) -> Fraction | None:
    """The most a rule can award of itself; None for all_of, which awards the criterion's points."""
    if isinstance(rule, Range):
        return rule.maximum
    if isinstance(rule, Tiers):
        return rule.tiers[0].points
    return rule.cap if isinstance(rule, Accumulate) else None


def _label(reader: Reader) -> str:
    return reader.text("label", limit=LABEL_LIMIT, empty=False)


def _unit(reader: Reader) -> str:
    return reader.text("unit", limit=UNIT_LIMIT, empty=False)


def _read_all_of(reader: Reader) -> AllOf:
    parts = at_least_one(reader, "conditions")
    conditions = tuple(_read_condition(part) for part in parts)
    _check_labels(reader.at("conditions"), [condition.label for condition in conditions])
    return AllOf(conditions)


def _read_condition(reader: Reader) -> Condition:
    kind = reader.choice("kind", ("check", "measure", "periods"))
    label = _label(reader)
    condition: Condition = Check(label)
    if kind == "measure":
        least, unit = read_number(reader, "at_least"), _unit(reader)
        condition = Measure(label, least, unit, reader.flag("whole", default=True))
        _check_whole(reader.at("at_least"), least, condition.whole)
    elif kind == "periods":
        periods = reader.integer("periods")
        if periods not in (4, 12):
            raise ShapeError(place=reader.at("periods"), expected="4|12")
        condition = Periods(label, periods, read_number(reader, "each"))
        _check_whole(reader.at("each"), condition.each, True)
    reader.done()
    return condition


def _check_whole(place: str, number: Fraction, whole: bool) -> None:
    if whole and number.denominator != 1:
        raise RuleNumberError(place=place)


def _read_range(reader: Reader) -> Range:
    rule = Range(read_number(reader, "max"), read_number(reader, "step"))
    if (rule.maximum / rule.step).denominator != 1:
        raise RuleNumberError(place=reader.at("step"))
    return rule


def _read_tiers(reader: Reader) -> Tiers:
    label, unit = _label(reader), _unit(reader)
    at_most = read_optional(reader, "at_most")
    tiers: list[Tier] = []
    for part in at_least_one(reader, "tiers"):
        tiers.append(Tier(read_number(part, "at_least"), read_number(part, "points")))
        part.done()
    otherwise = read_number(reader, "otherwise", zero=True)
    _check_order(reader, tiers, otherwise)
    if at_most is not None and tiers[0].at_least > at_most:
        raise RuleNumberError(place=reader.at("at_most"))
    return Tiers(label, unit, at_most, tuple(tiers), otherwise, reader.flag("desk", default=False))


def _check_order(reader: Reader, tiers: Sequence[Tier], otherwise: Fraction) -> None:
    for above, below in pairwise(tiers):
        if above.at_least <= below.at_least or above.points <= below.points:
            raise RuleOrderError(place=reader.at("tiers"))
    if otherwise >= tiers[-1].points:
        raise RuleOrderError(place=reader.at("otherwise"))


def _read_accumulate(reader: Reader) -> Accumulate:
    items: list[Item] = []
    for part in at_least_one(reader, "items"):
        items.append(Item(_label(part), _unit(part), read_number(part, "points_each")))
        part.done()
    _check_labels(reader.at("items"), [item.label for item in items])
    return Accumulate(tuple(items), read_number(reader, "cap"))


def _check_labels(place: str, labels: Sequence[str]) -> None:
    for at, label in enumerate(labels):
        if label in labels[:at]:
            raise RuleDuplicateError(place=place, label=label)


_KINDS: Mapping[str, Callable[[Reader], Rule]] = {
    "all_of": _read_all_of, "range": _read_range, "tiers": _read_tiers, "accumulate": _read_accumulate,
}  # fmt: skip
