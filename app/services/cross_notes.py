"""What files that were given together say of each other; one file cannot prove that no other exists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.domain.period import Period
from app.domain.record import Record
from app.errors import Field
from app.services.appraisal import Appraisal


@frozen
class Told:
    """A sentence by its code and fields."""

    code: str
    fields: Mapping[str, Field] = field(default_factory=dict)


def notes(one: Appraisal, papers: Sequence[Appraisal]) -> tuple[Told, ...]:
    """What the other sound `papers` say of `one`, each thing once."""
    found: list[Told] = []
    for other in papers:
        if other.digest == one.digest:
            continue
        same_brief = other.header.brief == one.header.brief != ""
        if one.kind == other.kind == "record" and same_brief:
            found.append(_other_record(one, other))
        if one.record and other.sheet and same_brief and _is_missing(other, one.record):
            fields: dict[str, Field] = {"name": other.sheet.name, "seat": other.sheet.seat}
            found.append(Told("note_sheet_not_in_record", fields))
        if one.brief and other.brief and one.header.rehearsal == other.header.rehearsal:
            found.extend(_other_brief(one.brief, other.brief))
    return tuple(note for at, note in enumerate(found) if note not in found[:at])


def _other_brief(mine: Brief, theirs: Brief) -> Iterator[Told]:
    """Whatever kinds the two papers are: a second brief of one panel, a second panel of one round."""
    if mine.digest == theirs.digest:
        return
    if mine.header.panel == theirs.header.panel:
        yield Told("note_second_brief", {"panel": theirs.header.panel_name})
    elif _round(mine) == _round(theirs) and _overlap(mine.period, theirs.period):
        yield Told("note_second_panel", {"panel": theirs.header.panel_name})


def _round(brief: Brief) -> tuple[str, ...]:
    """Spaces, or another spelling of who runs it, make no other platform."""
    return brief.rubric.id, "".join(brief.platform.name.split()), brief.platform.category


def _overlap(mine: Period, theirs: Period) -> bool:
    return mine.first <= theirs.last and theirs.first <= mine.last


def _is_missing(sheet: Appraisal, record: Record) -> bool:
    return sheet.digest not in {each.digest for each in record.sheets}


def _other_record(one: Appraisal, other: Appraisal) -> Told:
    sealed = other.record.sealed if other.record is not None else ""
    return replaced(one, other, sealed) or Told("note_second_record", {"revision": other.header.revision})


def replaced(one: Appraisal, other: Appraisal, sealed: str) -> Told | None:
    """Which of two sealed papers replaces which, if one names the other; `sealed` is when the other was."""
    if one.digest in other.header.replaces:
        fields: dict[str, Field] = {
            "revision": one.header.revision,
            "later": other.header.revision,
            "date": sealed[:10],
        }
        return Told("note_superseded", fields)
    if other.digest in one.header.replaces:
        return Told("note_supersedes", {"earlier": other.header.revision})
    return None
