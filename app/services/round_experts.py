"""The sheet 专家 of a round's workbook: who sits on which panel, in what order, chair and reserves."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.brief import RosterError, Seat, check_roster
from app.domain.documents import MAX_EXPERTS
from app.domain.frozen import frozen
from app.domain.reserves import Reserve, check_reserve
from app.domain.signer import certificate_digest
from app.errors import RefusedError
from app.office.values import Place
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.hand_written import read_certificate_file
from app.services.round_cells import Cells, plain
from app.services.round_fixed import fixed_texts
from app.services.round_template import experts_page

LIMITS = {form.PERSON: 60, form.UNIT: 100, form.TITLE: 60, form.CERTIFICATE: 120}
"""The most characters that each column takes."""
_MEMBER, _CHAIR, _ABSENT = "member", "chair", "absent"
_IN_RESERVE = {form.YES: _MEMBER, "√": _MEMBER, "TRUE": _MEMBER}
_PARTS = {form.MEMBER: _MEMBER, form.CHAIR: _CHAIR, form.ABSENT: _ABSENT, "√": _MEMBER, "TRUE": _MEMBER}


@frozen
class Roster:
    """Who sits on one panel, and who may step in."""

    seats: tuple[Seat, ...] = ()
    reserves: tuple[Reserve, ...] = ()


@frozen
class _Expert:
    """One row, the name at `place`; `certificate` is a digest, "" for an open seat; `parts` by platform
    number."""

    place: Place
    name: str
    unit: str
    title: str
    certificate: str
    in_reserve: bool
    parts: Mapping[int, str]

    def takes_part(self, platform: int) -> bool:
        """Whether a platform's panel has them, with a seat or in reserve."""
        return self.parts.get(platform, _ABSENT) != _ABSENT


def read_experts(
    cells: Cells, head: int, platforms: Mapping[int, str], folder: Path
) -> Mapping[int, Roster] | None:
    """The seats and reserves of each platform (its name by its number) in the order of the rows; None where
    columns are gone. Problems noted. A sheet without the column 候补 has no reserves.

    Certificate files are looked for in `folder`.
    """
    heads = cells.heads(head)
    columns = {number: column for text, column in heads.items() if (number := form.platform_of(text))}
    wanted = [*form.EXPERT_COLUMNS, *(form.platform_label(each) for each in platforms)]
    missing = [name for name in wanted if plain(name) not in heads and name != form.RESERVE]
    if missing:
        cells.refuse(None, Told("round_columns_missing", {"columns": "、".join(missing)}))
        return None
    experts: list[_Expert] = []
    for row in cells.rows(head):
        places = {name: (row, heads[plain(name)]) for name in form.EXPERT_COLUMNS if plain(name) in heads}
        parts = {number: (row, column) for number, column in columns.items()}
        if not all(cells.is_blank(place) for place in (*places.values(), *parts.values())):
            experts.append(_expert(cells, places, parts, folder))
    cells.refuse_leftovers(fixed_texts(experts_page(1), head, platforms.values()).hold)
    found = {each: _seats(cells, (head, columns[each]), each, experts) for each in platforms}
    reserves = _Reserves(cells, experts)
    return {each: Roster(seats, reserves.of(each, seats)) for each, seats in found.items()}


def _expert(cells: Cells, places: Mapping[str, Place], parts: Mapping[int, Place], folder: Path) -> _Expert:
    told = {
        name: cells.text(places[name], name, limit=limit, needed=name == form.PERSON)
        for name, limit in LIMITS.items()
    }
    allowed = {word: part for word, part in _PARTS.items() if part != _ABSENT}
    reserve = places.get(form.RESERVE)
    in_reserve = reserve is not None and cells.choice(reserve, form.RESERVE, _IN_RESERVE) is not None
    usual = cells.choice(places[form.EVERYWHERE], form.EVERYWHERE, allowed)
    usual = usual or (_MEMBER if in_reserve else _ABSENT)
    own = {
        number: cells.choice(place, form.platform_label(number), _PARTS) for number, place in parts.items()
    }
    for place, part in ((places[form.EVERYWHERE], usual), *((parts[each], own[each]) for each in own)):
        if in_reserve and part == _CHAIR:
            cells.refuse(place, Told("round_reserve_chair"))
    return _Expert(
        place=places[form.PERSON],
        name=told[form.PERSON],
        unit=told[form.UNIT],
        title=told[form.TITLE],
        certificate=_certificate(cells, places[form.CERTIFICATE], told[form.CERTIFICATE], folder),
        in_reserve=in_reserve,
        parts={number: part or usual for number, part in own.items()},
    )


def _certificate(cells: Cells, place: Place, file: str, folder: Path) -> str:
    if not file:
        return ""
    if Path(file).name != file or "\\" in file:
        cells.refuse(place, Told("round_certificate_name"))
        return ""
    try:
        return certificate_digest(read_certificate_file(folder / file))
    except RefusedError:
        cells.refuse(place, Told("round_certificate", {"file": file}))
        return ""


def _seats(cells: Cells, place: Place, platform: int, experts: Sequence[_Expert]) -> tuple[Seat, ...]:
    taking_part = [each for each in experts if each.takes_part(platform) and not each.in_reserve]
    seats = tuple(
        Seat(f"E{at}", each.name, each.unit, each.title, each.parts[platform] == _CHAIR, each.certificate)
        for at, each in enumerate(taking_part, start=1)
    )
    chairs = sum(each.chair for each in seats)
    label = form.platform_label(platform)
    if not 1 <= len(seats) <= MAX_EXPERTS:
        told = Told("round_experts", {"platform": label, "experts": len(seats), "most": MAX_EXPERTS})
        cells.refuse(place, told)
    elif chairs != 1:
        cells.refuse(place, Told("round_chairs", {"platform": label, "chairs": chairs}))
    else:
        try:
            return check_roster(seats)
        except RosterError as error:
            cells.refuse_for(place, error)
    return ()


class _Reserves:
    """The reserves of each platform; what is wrong with one is said once, on however many platforms."""

    def __init__(self, cells: Cells, experts: Sequence[_Expert]) -> None:
        self._cells = cells
        self._rows = [each for each in experts if each.in_reserve]
        self._told: set[Place] = set()

    def of(self, platform: int, seats: Sequence[Seat]) -> tuple[Reserve, ...]:
        """Who may step in for the experts of `seats`."""
        found: list[Reserve] = []
        for each in self._rows:
            # A row without a name is a problem already.
            if not each.takes_part(platform) or not each.name or each.place in self._told:
                continue
            reserve = Reserve(each.name, each.unit, each.title, each.certificate)
            try:
                found.append(check_reserve(reserve, seats, found))
            except RefusedError as error:
                self._told.add(each.place)
                self._cells.refuse_for(each.place, error)
        return tuple(found)
