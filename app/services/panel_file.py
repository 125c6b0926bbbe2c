"""PANEL.toml → what a brief needs (contract.md): every key known, every value checked, certificates read."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from app.crypto.certificates import read_certificate
from app.domain.brief import (
    KnownFact,
    Person,
    Platform,
    Seat,
    check_roster,
    read_facts,
    read_person,
    read_platform,
)
from app.domain.frozen import frozen, replace
from app.domain.period import Period, read_date, read_period
from app.domain.reserves import Reserve, check_reserves
from app.domain.rubric import CriterionId, Rubric
from app.domain.rule_sheet import RuleSheet, read_rule_sheet
from app.domain.shape import Reader
from app.domain.signer import certificate_digest
from app.errors import RefusedError
from app.services.sticks import read_one

MOST_BYTES = 1_000_000
_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")
_DECIMALS = ("step", "outlier_points", "minimum_total")


class PanelFileError(RefusedError):
    """PANEL.toml is not readable UTF-8 TOML; `why` says the line, or is a short key."""

    field_names = ("why",)


class RubricUnknownError(RefusedError):
    """No rubric of that id is shipped with the program."""

    field_names = ("rubric",)


class CertificateFileError(RefusedError):
    """A certificate file named in PANEL.toml cannot be read."""

    field_names = ("file",)


@frozen
class PanelPlan:
    """All that PANEL.toml says, checked against its rubric."""

    rubric: Rubric
    rehearsal: bool
    platform: Platform
    period: Period
    date: date
    place: str
    rules: RuleSheet
    seats: tuple[Seat, ...]
    observers: tuple[Person, ...]
    facts: Mapping[CriterionId, KnownFact]
    reserves: tuple[Reserve, ...] = ()


def read_panel_file(path: Path, rubrics: Sequence[Rubric]) -> PanelPlan:
    """The plan in `path`; certificate files are looked for beside it. A RefusedError names the place."""
    reader = Reader(_table(path))
    name = reader.text("rubric", limit=80)
    rubric = next((each for each in rubrics if each.id == name), None)
    if rubric is None:
        raise RubricUnknownError(rubric=name)
    rules = read_rule_sheet(reader.object("rules") if reader.has("rules") else Reader({}, "rules"))
    facts = reader.object("facts") if reader.has("facts") else Reader({}, "facts")
    plan = PanelPlan(
        rubric=rubric,
        rehearsal=reader.flag("rehearsal", default=False),
        platform=read_platform(reader.object("platform"), rubric),
        period=read_period(reader.object("period")),
        date=read_date(reader.raw("date"), "date"),
        place=reader.text("place", limit=200, default=""),
        rules=rules,
        seats=_seats(reader.objects("experts"), path.parent),
        observers=tuple(read_person(each) for each in reader.objects("observers", limit=10, default=())),
        facts=read_facts(facts, rubric, rules),
    )
    reserves = _reserves(reader.objects("reserves", default=()), plan.seats, path.parent)
    reader.done()
    return replace(plan, reserves=reserves)


def _seats(readers: Sequence[Reader], folder: Path) -> tuple[Seat, ...]:
    return check_roster(tuple(_seat(each, at, folder) for at, each in enumerate(readers, start=1)))


def _seat(reader: Reader, number: int, folder: Path) -> Seat:
    seat = Seat(
        id=f"E{number}",
        name=reader.text("name", limit=60, empty=False),
        unit=reader.text("unit", limit=100, default=""),
        title=reader.text("title", limit=60, default=""),
        chair=reader.flag("chair", default=False),
        certificate=_named_certificate(reader, folder),
    )
    reader.done()
    return seat


def _reserves(readers: Sequence[Reader], seats: Sequence[Seat], folder: Path) -> tuple[Reserve, ...]:
    return check_reserves([_reserve(each, folder) for each in readers], seats)


def _reserve(reader: Reader, folder: Path) -> Reserve:
    reserve = Reserve(
        name=reader.text("name", limit=60, empty=False),
        unit=reader.text("unit", limit=100, default=""),
        title=reader.text("title", limit=60, default=""),
        certificate=_named_certificate(reader, folder),
    )
    reader.done()
    return reserve


def _named_certificate(reader: Reader, folder: Path) -> str:
    """The digest of the certificate in the file that is named; "" where none is."""
    name = reader.text("certificate", default="")
    return _certificate(folder / name) if name else ""


def _certificate(path: Path) -> str:
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise CertificateFileError(file=path.name) from error
    if data is None:
        raise CertificateFileError(file=path.name)
    return certificate_digest(read_certificate(data))


def _table(path: Path) -> Mapping[str, object]:
    data = read_one(path)
    try:
        if len(data) > MOST_BYTES:
            raise PanelFileError(why="too_large")
        table = tomllib.loads(data.decode("utf-8-sig"), parse_float=str)
    except UnicodeDecodeError as error:
        raise PanelFileError(why="encoding") from error
    except tomllib.TOMLDecodeError as error:
        # The parser's own words are English; its line is all that a person needs.
        line = _LINE.search(str(error))
        raise PanelFileError(why=f"第 {line[1]} 行写法不对" if line else "ends_early") from error
    plain = _plain(table)
    assert isinstance(plain, dict)  # tomllib gives a table at the top
    rules = plain.get("rules")
    if isinstance(rules, dict):
        plain["rules"] = {
            key: str(value) if key in _DECIMALS and type(value) is int else value
            for key, value in rules.items()
        }
    return plain


def _plain(value: object) -> object:
    """TOML dates as the texts the forms use."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
