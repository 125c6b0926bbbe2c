"""评审任务书: what a panel judges, by whom, under which rules, with which facts known beforehand."""

from collections.abc import Mapping
from datetime import date

from app.domain.canonical import Json
from app.domain.documents import (
    MAX_EXPERTS,
    Document,
    object_of,
    read_header,
    require_spelling,
)
from app.domain.findings import Finding, read_finding, write_finding
from app.domain.frozen import frozen
from app.domain.period import Period, read_date, read_period
from app.domain.rubric import CriterionId, Rubric, Tiers, rubric_from_json
from app.domain.rule_sheet import RuleSheet, read_rule_sheet
from app.domain.rules import award
from app.domain.shape import Reader, ShapeError, as_object
from app.errors import RefusedError

COLOURS = ("blue", "green", "orange", "purple", "teal", "red")


class RosterError(RefusedError):
    """The roster cannot stand; `why` is one of "size", "chair", "ids", "certificate"."""

    field_names = ("why",)


class CategoryMismatchError(RefusedError):
    """The platform's category is not the rubric's."""

    field_names = ("category", "expected")


@frozen
class Platform:
    """What is judged: 类别, 建设主体, 运营主体."""

    name: str
    category: str
    builder: str
    operator: str


@frozen
class Seat:
    """One place on the roster; `certificate` is a digest, "" while the seat is open."""

    id: str
    name: str
    unit: str
    title: str
    chair: bool
    certificate: str


@frozen
class Person:
    """Somebody named on a paper who has no seat: the organiser's secretary, an observer."""

    name: str
    unit: str


@frozen
class KnownFact:
    """What the organiser entered once, with its evidence number; a proposal until an expert takes it."""

    finding: Finding
    evidence: str


@frozen
class Brief(Document):
    """The whole of a brief's payload."""

    issued: str
    organiser: Person
    rubric: Rubric
    platform: Platform
    period: Period
    date: date
    place: str
    colour: str
    rules: RuleSheet
    seats: tuple[Seat, ...]
    observers: tuple[Person, ...]
    facts: Mapping[CriterionId, KnownFact]

    def seat(self, seat: str) -> Seat | None:
        """The seat of the roster with that id."""
        return next((one for one in self.seats if one.id == seat), None)

    def to_json(self) -> dict[str, Json]:
        """The canonical form."""
        return self.header.to_json() | {
            "issued": self.issued,
            "organiser": person_json(self.organiser),
            "rubric": self.rubric.to_json(),
            "rubric_digest": self.rubric.digest,
            "platform": platform_json(self.platform),
            "period": self.period.to_json(),
            "date": self.date.isoformat(),
            "place": self.place,
            "colour": self.colour,
            "rules": self.rules.to_json(),
            "seats": [seat_json(seat) for seat in self.seats],
            "observers": [person_json(person) for person in self.observers],
            "facts": facts_json(self.facts),
        }


def read_brief(payload: bytes) -> Brief:
    """The brief of canonical payload bytes; a RefusedError or NotCanonicalError names what is wrong."""
    reader = object_of(payload)
    header = read_header(reader, "brief")
    rubric = rubric_from_json(as_object(reader.raw("rubric")), "rubric")  # type: ignore[arg-type]  # canonical.read made it
    if reader.digest("rubric_digest") != rubric.digest:
        raise ShapeError(place="rubric_digest", expected=rubric.digest[:8])
    rules = read_rule_sheet(reader.object("rules"))
    brief = Brief(
        header=header,
        issued=reader.text("issued", limit=25, empty=False),
        organiser=read_person(reader.object("organiser")),
        rubric=rubric,
        platform=read_platform(reader.object("platform"), rubric),
        period=read_period(reader.object("period")),
        date=read_date(reader.raw("date"), "date"),
        place=reader.text("place", limit=200),
        colour=reader.choice("colour", COLOURS),
        rules=rules,
        seats=check_roster(tuple(_read_seat(each) for each in reader.objects("seats", limit=MAX_EXPERTS))),
        observers=tuple(read_person(each) for each in reader.objects("observers", limit=10)),
        facts=read_facts(reader.object("facts"), rubric, rules),
    )
    reader.done()
    require_spelling(brief.payload, payload)
    return brief


def check_roster(seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    """`seats` if they are E1 … En in order with one chair and no certificate twice; RosterError otherwise."""
    if not 1 <= len(seats) <= MAX_EXPERTS:
        raise RosterError(why="size")
    if [seat.id for seat in seats] != [f"E{at}" for at in range(1, len(seats) + 1)]:
        raise RosterError(why="ids")
    if sum(seat.chair for seat in seats) != 1:
        raise RosterError(why="chair")
    known = [seat.certificate for seat in seats if seat.certificate]
    if len(set(known)) != len(known):
        raise RosterError(why="certificate")
    return seats


def read_platform(reader: Reader, rubric: Rubric) -> Platform:
    """The platform; its category must be the rubric's where the rubric has one (annexes 2–8)."""
    platform = Platform(
        name=reader.text("name", limit=120, empty=False),
        category=reader.text("category", limit=40, empty=False),
        builder=reader.text("builder", limit=120, default=""),
        operator=reader.text("operator", limit=120, empty=False),
    )
    reader.done()
    if rubric.category is not None and platform.category != rubric.category:
        raise CategoryMismatchError(category=platform.category, expected=rubric.category)
    return platform


def read_facts(reader: Reader, rubric: Rubric, rules: RuleSheet) -> Mapping[CriterionId, KnownFact]:
    """The known facts by criterion; every one a finding its rule accepts, with an evidence text."""
    facts: dict[CriterionId, KnownFact] = {}
    for key in reader.left():
        criterion = rubric.criterion(CriterionId(key))
        each = reader.object(key)
        finding = read_finding(criterion, each.raw("finding"), step=rules.step)
        # One value that may be locked on every sheet: pending or blank, it could never be supplied again.
        if isinstance(criterion.rule, Tiers) and award(criterion, finding).state != "judged":
            raise ShapeError(place=each.at("finding"), expected="judged")
        facts[criterion.id] = KnownFact(finding, each.text("evidence", limit=60, default=""))
        each.done()
    return facts


def facts_json(facts: Mapping[CriterionId, KnownFact]) -> dict[str, Json]:
    """The canonical form of known facts."""
    return {
        criterion: {"finding": write_finding(fact.finding), "evidence": fact.evidence}
        for criterion, fact in facts.items()
    }


def read_person(reader: Reader) -> Person:
    """`{name, unit}`."""
    person = Person(reader.text("name", limit=60, empty=False), reader.text("unit", limit=100, default=""))
    reader.done()
    return person


def _read_seat(reader: Reader) -> Seat:
    seat = Seat(
        id=reader.text("id", limit=3),
        name=reader.text("name", limit=60, empty=False),
        unit=reader.text("unit", limit=100),
        title=reader.text("title", limit=60),
        chair=reader.flag("chair"),
        certificate=reader.digest("certificate", empty=True),
    )
    reader.done()
    return seat


def person_json(person: Person) -> Json:
    """`{name, unit}`."""
    return {"name": person.name, "unit": person.unit}


def platform_json(platform: Platform) -> Json:
    """`{name, category, builder, operator}`."""
    return {
        "name": platform.name,
        "category": platform.category,
        "builder": platform.builder,
        "operator": platform.operator,
    }


def seat_json(seat: Seat) -> Json:
    """The canonical form of a seat."""
    return {
        "id": seat.id,
        "name": seat.name,
        "unit": seat.unit,
        "title": seat.title,
        "chair": seat.chair,
        "certificate": seat.certificate,
    }
