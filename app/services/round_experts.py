"""The sheet 专家 of a round's workbook: who sits on which panel, in what order, who takes the chair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.brief import RosterError, Seat, check_roster
from app.domain.documents import MAX_EXPERTS
from app.domain.signer import certificate_digest
from app.errors import RefusedError
from app.office.values import Place
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.hand_written import read_certificate_file
from app.services.round_cells import Cells, plain

_LIMITS = {form.PERSON: 60, form.UNIT: 100, form.TITLE: 60, form.CERTIFICATE: 120}
_MEMBER, _CHAIR, _ABSENT = "member", "chair", "absent"
_PARTS = {form.MEMBER: _MEMBER, form.CHAIR: _CHAIR, form.ABSENT: _ABSENT, "√": _MEMBER, "TRUE": _MEMBER}


@dataclass(frozen=True)
class _Expert:
    """One row; `certificate` is a digest, "" for an open seat; `parts` by platform number."""

    name: str
    unit: str
    title: str
    certificate: str
    parts: Mapping[int, str]


def read_experts(
    cells: Cells, head: int, platforms: Sequence[int], folder: Path
) -> Mapping[int, tuple[Seat, ...]] | None:
    """The seats of each platform in the order of the rows; None where columns are gone. Problems noted.

    Certificate files are looked for in `folder`.
    """
    heads = cells.heads(head)
    columns = {number: column for text, column in heads.items() if (number := form.platform_of(text))}
    wanted = [*form.EXPERT_COLUMNS, *(form.platform_label(each) for each in platforms)]
    missing = [name for name in wanted if plain(name) not in heads]
    if missing:
        cells.refuse(None, Told("round_columns_missing", {"columns": "、".join(missing)}))
        return None
    experts: list[_Expert] = []
    for row in cells.rows(head):
        places = {name: (row, heads[plain(name)]) for name in form.EXPERT_COLUMNS}
        parts = {number: (row, column) for number, column in columns.items()}
        if not all(cells.is_blank(place) for place in (*places.values(), *parts.values())):
            experts.append(_expert(cells, places, parts, folder))
    cells.refuse_leftovers(head)
    return {each: _seats(cells, (head, columns[each]), each, experts) for each in platforms}


def _expert(cells: Cells, places: Mapping[str, Place], parts: Mapping[int, Place], folder: Path) -> _Expert:
    told = {
        name: cells.text(places[name], name, limit=limit, needed=name == form.PERSON)
        for name, limit in _LIMITS.items()
    }
    allowed = {word: part for word, part in _PARTS.items() if part != _ABSENT}
    usual = cells.choice(places[form.EVERYWHERE], form.EVERYWHERE, allowed) or _ABSENT
    own = {
        number: cells.choice(place, form.platform_label(number), _PARTS) for number, place in parts.items()
    }
    return _Expert(
        name=told[form.PERSON],
        unit=told[form.UNIT],
        title=told[form.TITLE],
        certificate=_certificate(cells, places[form.CERTIFICATE], told[form.CERTIFICATE], folder),
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
    taking_part = [each for each in experts if each.parts.get(platform, _ABSENT) != _ABSENT]
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
