"""The sheet 规则 of a round's workbook: the rows that ask, and the rules, observers and mode they give."""

from collections.abc import Iterator, Mapping
from typing import Self

from app.domain.brief import Person
from app.domain.canonical import Json, write_decimal
from app.domain.frozen import frozen, replace
from app.domain.rule_sheet import FIXED, RuleSheet, read_rule_sheet
from app.domain.shape import Reader
from app.errors import RefusedError
from app.office.values import Cell, Page, Place
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.round_cells import Cells, plain
from app.services.round_fixed import fixed_texts

_HUNDRED = 100


@frozen
class RoundRules:
    """What holds for every panel of the round; `minimum_total` in the rules is for accreditation only."""

    rehearsal: bool
    rules: RuleSheet
    observers: tuple[Person, ...]

    @classmethod
    def default(cls) -> Self:
        """An official round, every rule at its default."""
        return cls(False, RuleSheet(), ())

    def for_kind(self, kind: str) -> RuleSheet:
        """The rule sheet of a panel judging by a table of that kind."""
        return self.rules if kind == "accreditation" else replace(self.rules, minimum_total=None)


def rules_page() -> Page:
    """The sheet, everything at its default."""
    rows = [
        (Cell("评审规则确认单", "title"),),
        (Cell("每条都可以“采用默认”。签发任务书后规则冻结，不能再改。", "hint"),),
        (Cell(form.RULE, "head"), Cell("默认是", "head"), Cell(form.CHOSEN, "head"), Cell("说明", "head")),
        _row(form.MODE, form.OFFICIAL, form.OFFICIAL, (form.OFFICIAL, form.REHEARSAL), "演练不进入正式评审"),
    ]
    for each in form.RULE_ROWS:
        default = each.question.options[0][1]
        others = "；".join(word for _, word in each.question.options[1:])
        rows.append(_row(each.label, default, form.DEFAULT, each.offered, f"也可以：{others}"))
    rows += [
        _row(form.STEP, "0.5", form.DEFAULT, tuple(form.STEP_OPTIONS), "只用于 0—N 分的评分项"),
        _row(form.OUTLIER, "15", form.DEFAULT, (), "填 1 至 100 的数，或“采用默认”"),
        _row(form.MINIMUM, "没有这条线", form.DEFAULT, (), "填 0 至 100 的数，或“采用默认”"),
        _band("委托方的确认（不填，每页都会写明“规则未经委托方确认”）"),
        *(_asked(label) for label in form.CONFIRMED.values()),
        _band("观察员（没有就不填）"),
        *(_asked(label) for at in range(form.MOST_OBSERVERS) for label in _observer(at)),
        _band("以下由程序固定，不能改"),
        *((Cell(rule, "label"), Cell(told, "label", across=3), Cell(), Cell()) for rule, told in FIXED),
    ]
    return Page(form.RULES, (30, 46, 40, 46), tuple(rows), (3, 1), guarded=True)


def read_rules(cells: Cells, below: int) -> RoundRules | None:
    """What the sheet says below its head row; None where it cannot be told, with the problem noted."""
    where: dict[str, Place] = {}
    for row in cells.rows(below):
        where[cells.key((row, 1))] = (row, 3)
    missing = [label for label in _labels() if plain(label) not in where]
    if missing:
        cells.refuse(None, Told("round_rows_missing", {"rows": "、".join(missing)}))
        return None
    where = {label: where[plain(label)] for label in _labels()}
    modes = {form.OFFICIAL: "", form.REHEARSAL: "yes"}
    rehearsal = cells.choice(where[form.MODE], form.MODE, modes, needed=True)
    told = _choices(cells, where) | _numbers(cells, where) | {"confirmed_by": _confirmation(cells, where)}
    observers = _observers(cells, where)
    try:
        rules = read_rule_sheet(Reader(told))
    except RefusedError as error:
        cells.refuse_for(None, error)
        return None
    cells.refuse_leftovers(fixed_texts(rules_page(), below).hold)
    return RoundRules(bool(rehearsal), rules, observers)


def _labels() -> Iterator[str]:
    """The labels of every row that asks."""
    yield from (form.MODE, *(each.label for each in form.RULE_ROWS), form.STEP, form.OUTLIER, form.MINIMUM)
    yield from form.CONFIRMED.values()
    for at in range(form.MOST_OBSERVERS):
        yield from _observer(at)


def _choices(cells: Cells, where: Mapping[str, Place]) -> dict[str, Json]:
    told: dict[str, Json] = {}
    for each in form.RULE_ROWS:
        value = cells.choice(where[each.label], each.label, each.options)
        if value is not None:
            told[each.question.key] = value == "true" if value in ("true", "false") else value
    step = cells.choice(where[form.STEP], form.STEP, form.STEP_OPTIONS)
    return told if step is None else {**told, "step": step}


def _numbers(cells: Cells, where: Mapping[str, Place]) -> dict[str, Json]:
    told: dict[str, Json] = {}
    for label, key, least in ((form.OUTLIER, "outlier_points", 1), (form.MINIMUM, "minimum_total", 0)):
        place = where[label]
        if cells.is_blank(place) or cells.key(place) == plain(form.DEFAULT):
            cells.skip(place)
            continue
        value = cells.number(place, label)
        if value is not None and not least <= value <= _HUNDRED:
            cells.refuse(place, Told("round_between", {"low": least, "high": _HUNDRED}))
        elif value is not None:
            told[key] = write_decimal(value)
    return told


def _confirmation(cells: Cells, where: Mapping[str, Place]) -> Json:
    """All four or none: who confirmed the rules, when, in which document."""
    places = {key: where[label] for key, label in form.CONFIRMED.items()}
    if all(cells.is_blank(place) for place in places.values()):
        return None
    limits = {"name": 60, "unit": 100, "document": 200}
    told: dict[str, Json] = {
        key: cells.text(places[key], form.CONFIRMED[key], limit=limit, needed=True)
        for key, limit in limits.items()
    }
    day = cells.day(places["date"], form.CONFIRMED["date"])
    complete = day is not None and all(told.values())
    return {**told, "date": day.isoformat()} if day is not None and complete else None


def _observers(cells: Cells, where: Mapping[str, Place]) -> tuple[Person, ...]:
    found: list[Person] = []
    for at in range(form.MOST_OBSERVERS):
        name, unit = (where[label] for label in _observer(at))
        given = not (cells.is_blank(name) and cells.is_blank(unit))
        person = Person(
            cells.text(name, form.PERSON, limit=60, needed=given), cells.text(unit, form.UNIT, limit=100)
        )
        if person.name:
            found.append(person)
    return tuple(found)


def _observer(at: int) -> Iterator[str]:
    yield form.OBSERVER.format(at + 1, form.PERSON)
    yield form.OBSERVER.format(at + 1, form.UNIT)


def _row(label: str, default: str, value: str, choices: tuple[str, ...], told: str) -> tuple[Cell, ...]:
    return Cell(label, "label"), Cell(default, "label"), Cell(value, "input", choices), Cell(told, "faint")


def _asked(label: str) -> tuple[Cell, ...]:
    asked = Cell(look="day_input") if label == form.CONFIRMED["date"] else Cell(look="input")
    return Cell(label, "label"), Cell(look="label"), asked, Cell(look="faint")


def _band(text: str) -> tuple[Cell, ...]:
    return Cell(text, "band", across=4), Cell(), Cell(), Cell()
