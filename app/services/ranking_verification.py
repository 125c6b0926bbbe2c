"""A ranking beside the records it rests on: whether each says what the ranking says of it, which are missing.

One level down: a record given beside the ranking was judged with all that is attached to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.frozen import replace
from app.domain.ranking_paper import chair_of_field
from app.domain.ranking_rows import Applicant, applicant_of
from app.domain.record import Findings, Record
from app.domain.reservations import Reservation, rubric_not_shipped
from app.domain.rubric import Rubric
from app.domain.verification import Check
from app.errors import Field, ZhipingError
from app.services.appraised import Appraisal
from app.services.beside_records import sheet_beside_record
from app.services.cross_notes import Told, replaced

Given = tuple[Path, Appraisal | ZhipingError, bytes]


def with_records(judged: Sequence[Given]) -> list[Given]:
    """The same files, every ranking and sheet among them looked at with the records given beside it."""
    papers = [found for _, found, _ in judged if isinstance(found, Appraisal)]
    return [
        (path, _beside(found, papers) if isinstance(found, Appraisal) else found, data)
        for path, found, data in judged
    ]


def _beside(found: Appraisal, papers: Sequence[Appraisal]) -> Appraisal:
    return beside_records(sheet_beside_record(found, papers), papers)


def beside_records(found: Appraisal, papers: Sequence[Appraisal]) -> Appraisal:
    """`found`, a sound ranking, its numbers compared with the sound records among `papers`."""
    if found.ranked is None or not found.is_sound:
        return found
    records = {each.digest: each for each in papers if each.record is not None and each.is_sound}
    seen = 0
    for one in found.ranked.state.applicants:
        given = records.get(one.record)
        if given is None or given.record is None or given.findings is None:
            continue
        seen += 1
        place = differing(one, given.record, given.findings, found.header.signer)
        if place:
            fields: dict[str, Field] = {"platform": one.platform, "record": one.record_id, "place": place}
            wrong = Check("numbers", "failed", "ranking_not_its_record", fields)
            return replace(found, checks={**found.checks, "numbers": wrong})
    checks = dict(found.checks)
    if seen:
        told: dict[str, Field] = {"seen": seen, "applicants": len(found.ranked.state.applicants)}
        checks["numbers"] = Check("numbers", "ok", "ranking_beside_records", told)
    return replace(found, checks=checks, given_records=frozenset(records))


def differing(one: Applicant, record: Record, findings: Findings, desk: str) -> str:
    """The first thing in which a record says otherwise than the ranking that names it; "" for nothing."""
    if record.header.signer != desk:
        return "signer"
    theirs = applicant_of(findings, record.digest, record.header.revision).to_json()
    return next((key for key, value in one.to_json().items() if theirs[key] != value), "")


def ranking_rubric(found: Appraisal) -> tuple[str, str] | None:
    """Id and digest of the table a ranking is of; None for other papers."""
    opening = found.ranked.state.opening if found.ranked else None
    return (opening.rubric, opening.rubric_digest) if opening else None


def ranking_reservations(found: Appraisal, shipped: Sequence[Rubric]) -> tuple[Reservation, ...]:
    """What a ranking itself leaves to be checked, and what this program and these files cannot show."""
    if found.ranked is None:
        return ()
    opening = found.ranked.state.opening
    known = opening.rubric_digest in {each.digest for each in shipped}
    doubt = () if known else (rubric_not_shipped(opening.rubric),)
    return (*found.ranked.reservations, *records_not_given(found), *doubt)


def ranking_signers(found: Appraisal) -> Mapping[str, str]:
    """Field → whose signature it awaits; empty for other papers."""
    if found.ranking is None or found.ranked is None:
        return {}
    state = found.ranked.state
    chairs = {field: chair_of_field(field, state) for field in found.ranking.fields}
    return {field: chair.name if chair else state.opening.organiser.name for field, chair in chairs.items()}


def ranking_holders(found: Appraisal) -> Mapping[str, tuple[str, str]]:
    """Certificate → (seat, name) of everybody a ranking names as a signer; empty for other papers."""
    if found.ranked is None:
        return {}
    state = found.ranked.state
    desk = {state.opening.signer: ("", state.opening.organiser.name)}
    return desk | {each.certificate: (each.seat, each.name) for each in state.chairs}


def records_not_given(found: Appraisal) -> tuple[Reservation, ...]:
    """What only the records could show, where they were not given beside the ranking."""
    if found.ranked is None:
        return ()
    missing = [each for each in found.ranked.state.applicants if each.record not in found.given_records]
    if not missing:
        return ()
    listed = "、".join(f"{each.platform}（{each.record_id}）" for each in missing)
    told = f"{len(missing)} 份汇总记录没有一起验证，所列总分和资格只凭本表：{listed}"
    return (Reservation("records_not_given", "", told),)


def ranking_notes(one: Appraisal, papers: Sequence[Appraisal]) -> tuple[Told, ...]:
    """What the other sound `papers` say of a ranking, each thing once."""
    found = [note for other in papers if other.digest != one.digest for note in _notes(one, other)]
    return tuple(note for at, note in enumerate(found) if note not in found[:at])


def _notes(one: Appraisal, other: Appraisal) -> Iterator[Told]:
    if one.ranking is not None and other.record is not None and one.ranked is not None:
        yield from _record_notes(one.ranked.state.applicants, other.record)
    if one.ranking is None or other.ranking is None or one.header.rehearsal != other.header.rehearsal:
        return
    if one.header.panel != other.header.panel:
        mine = {each.panel for each in one.ranked.state.applicants} if one.ranked else set()
        theirs = {each.panel for each in other.ranked.state.applicants} if other.ranked else set()
        if mine & theirs:
            yield Told("note_second_ranking", {"ranking": other.header.panel_name})
        return
    told = replaced(one, other, other.ranking.sealed)
    yield told or Told("note_other_ranking", {"revision": other.header.revision})


def _record_notes(applicants: Sequence[Applicant], record: Record) -> Iterator[Told]:
    mine = next((each for each in applicants if each.panel == record.header.panel_name), None)
    if mine is None:
        return
    fields: dict[str, Field] = {"record": record.id, "listed": mine.record_id, "platform": mine.platform}
    if mine.record == record.digest:
        yield Told("note_ranked_record", fields)
    elif mine.record in record.header.replaces:
        yield Told("note_ranked_record_newer", fields)
    else:
        yield Told("note_ranked_record_other", fields)
