"""One file, judged: container, signers, numbers and page; pure, so that it can run in the judging child.

Trust and time need this computer's knowledge and are verification.py's. One level of attachments, no deeper.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.domain.brief import Brief, read_brief
from app.domain.canonical import read
from app.domain.documents import Kind, NewerFormatError, object_of, payload_digest, read_header, read_kind
from app.domain.record import SEAL, Findings, Record, read_record, recompute, seat_of_field
from app.domain.reservations import Reservation, page_not_reproduced, rubric_not_shipped
from app.domain.rubric import Rubric
from app.domain.signed_sheet import SignedSheet, read_signed_sheet, signer_name
from app.domain.signer import signature_lines
from app.domain.verification import Check
from app.domain.versions import NewerProgramError, is_newer, program_of
from app.errors import TrustError, ZhipingError
from app.pdf.comparison import same_appearances, same_pages
from app.pdf.container import Container, carried, open_container
from app.pdf.papers import render_brief, render_record, render_sheet
from app.pdf.proven import PROVEN, proof_of
from app.pdf.refusals import NotOursError
from app.services.appraised import (
    DESK_FIELD,
    EXPERT_FIELD,
    Appraisal,
    Known,
    Reading,
    numbers_failed,
    signers_check,
)
from app.services.keyed_scans import sound_scans
from app.services.packages_reading import read_manifest_paper
from app.services.ranking_reading import read_ranking_paper
from app.store.document_store import file_digest

__all__ = [
    "BRIEF_FILE", "DESK_FIELD", "EXPERT_FIELD", "Appraisal", "AttachmentBrokenError", "Known", "appraise",
    "attached_papers", "doubts", "rendering",
]  # fmt: skip

BRIEF_FILE = "brief.pdf"
# Why the numbers of a paper cannot be followed where a paper attached to it is of a later version.
_TOO_NEW = (NewerFormatError.code, NewerProgramError.code)


class AttachmentBrokenError(TrustError):
    """A paper attached to a record is missing, unsound, or another than the record names."""

    field_names = ("file",)


def appraise(data: bytes, known: Known, program: str) -> Appraisal:
    """What foreign `data` is; `program` names this version, whose pages can be compared exactly.

    NotOursError, NewerFormatError and NewerProgramError for what cannot be judged; everything else is told by
    the checks.
    """
    container = open_container(data)
    kind, found = _read(container, known, program)
    cryptographic = container.checks["signers"]
    return Appraisal(
        kind=kind,
        file_digest=container.file_digest,
        digest=payload_digest(found.header, container.payload),
        payload=container.payload,
        header=found.header,
        signatures=container.signatures,
        empty_fields=container.empty_fields,
        checks={
            "bytes": container.checks["bytes"],
            "later_changes": container.checks["later_changes"],
            "coverage": container.checks["coverage"],
            "signers": cryptographic if cryptographic.state != "ok" else found.signers,
            "numbers": found.numbers,
            "page": _page(data, container, found, program),
        },
        brief=found.brief,
        sheet=found.sheet,
        record=found.record,
        findings=found.findings,
        manifest=found.manifest,
        ranking=found.ranking,
        ranked=found.ranked,
        files=container.attachments,
        unreproduced=found.unreproduced,
    )


def _read(container: Container, known: Known, program: str) -> tuple[Kind, Reading]:
    """The paper in a container. What a later version made is either understood whole or not judged at all:
    NewerProgramError, where this version would have to call it wrong."""
    payload = read(container.payload)
    maker = program_of(payload)
    try:
        kind = read_kind(payload)
        found = _READERS[kind](container, known, program)
    except ZhipingError as error:
        if is_newer(maker, program):
            raise NewerProgramError(program=maker) from error
        raise
    if found.numbers.state == "failed" and (is_newer(maker, program) or found.numbers.code in _TOO_NEW):
        raise NewerProgramError(program=maker)
    return kind, found


def rendering(container: Container, known: Known, program: str) -> Callable[[], bytes] | None:
    """What this version draws of a paper's data, to be compared with its page; None where it cannot."""
    return _READERS[read_kind(read(container.payload))](container, known, program).render


def doubts(found: Appraisal, shipped: Sequence[Rubric]) -> tuple[Reservation, ...]:
    """What this program cannot vouch for: a rubric that is not among `shipped`, pages it does not make."""
    listed: list[Reservation] = []
    if found.brief is not None and found.brief.rubric.digest not in {each.digest for each in shipped}:
        listed.append(rubric_not_shipped(found.brief.rubric.id))
    if found.checks["page"].code == "page_of_other_version":
        listed.append(page_not_reproduced(found.header.panel_name))
    listed.extend(page_not_reproduced(name) for name in found.unreproduced)
    return tuple(listed)


def attached_papers(data: bytes) -> tuple[bytes, ...]:
    """The papers attached to a record, its brief first: what judging the record itself rests on."""
    found = carried(data)
    return tuple(found[name] for name in sorted(found, key=lambda name: name != BRIEF_FILE))


def _read_brief(container: Container, _known: Known, _program: str) -> Reading:
    header = read_header(object_of(container.payload), "brief")
    try:
        brief = read_brief(container.payload)
    except ZhipingError as error:
        return Reading(
            header, signers_check(container, {DESK_FIELD: header.signer}), numbers_failed(error), None
        )
    return Reading(
        header=header,
        signers=signers_check(container, {DESK_FIELD: header.signer}),
        numbers=Check("numbers", "ok", "brief_consistent"),
        render=lambda: render_brief(brief),
        names={DESK_FIELD: brief.organiser.name},
        brief=brief,
    )


def _read_sheet(container: Container, known: Known, _program: str) -> Reading:
    header = read_header(object_of(container.payload), "sheet")
    signers = signers_check(container, {EXPERT_FIELD: header.signer})
    payload = known.briefs.get(header.brief)
    if payload is None:
        return Reading(header, signers, Check("numbers", "unknown", "no_brief"), None)
    brief = read_brief(payload)
    try:
        sheet = read_signed_sheet(container.payload, brief)
        scans = sound_scans(sheet, container.attachments)
    except ZhipingError as error:
        return Reading(header, signers, numbers_failed(error), None, brief=brief)
    return Reading(
        header=header,
        signers=signers,
        numbers=Check("numbers", "ok", "sheet_consistent"),
        render=lambda: render_sheet(sheet, brief, scans),
        names={EXPERT_FIELD: signer_name(sheet, brief)},
        brief=brief,
        sheet=sheet,
    )


def _read_record(container: Container, known: Known, program: str) -> Reading:
    header = read_header(object_of(container.payload), "record")
    desk = signers_check(container, {SEAL: header.signer}, exact=False)
    try:
        brief, record, findings, others = _recomputed(container, known, program)
    except ZhipingError as error:
        return Reading(header, desk, numbers_failed(error), None)
    wanted = {SEAL: brief.header.signer}
    names = {SEAL: brief.organiser.name}
    for name in record.fields[1:]:
        place = findings.panel.place(seat_of_field(name, findings.panel))
        wanted[name] = place.certificate if place else ""
        names[name] = place.name if place else ""
    return Reading(
        header=header,
        signers=signers_check(container, wanted),
        numbers=Check("numbers", "ok", "record_recomputed", {"sheets": len(findings.panel.counted)}),
        render=lambda: render_record(record, findings, container.attachments),
        names=names,
        brief=brief,
        record=record,
        findings=findings,
        unreproduced=others,
    )


_READERS: Mapping[Kind, Callable[[Container, Known, str], Reading]] = {
    "brief": _read_brief,
    "sheet": _read_sheet,
    "record": _read_record,
    "manifest": read_manifest_paper,
    "ranking": read_ranking_paper,
}


def _recomputed(
    container: Container, known: Known, program: str
) -> tuple[Brief, Record, Findings, tuple[str, ...]]:
    """The record's papers, each judged in its turn, the result that comes out of them, and the names of
    those whose page another version made."""
    others: list[str] = []
    brief_payload = _attached(container, BRIEF_FILE, Known(files=known.files), program, others)
    brief = read_brief(brief_payload)
    record = read_record(container.payload, brief)
    listed = {each.file for each in record.sheets}
    if set(container.attachments) != {BRIEF_FILE, *listed} or len(listed) != len(record.sheets):
        raise AttachmentBrokenError(file="")
    if file_digest(container.attachments[BRIEF_FILE]) != record.brief_file_digest:
        raise AttachmentBrokenError(file=BRIEF_FILE)
    within = Known(briefs={brief.digest: brief_payload}, files=known.files)
    sheets: list[SignedSheet] = []
    for each in record.sheets:
        payload = _attached(container, each.file, within, program, others)
        sheet = read_signed_sheet(payload, brief)
        stated = (each.digest, each.seat, each.revision, each.file_digest)
        found = file_digest(container.attachments[each.file])
        if stated != (sheet.digest, sheet.seat, sheet.header.revision, found):
            raise AttachmentBrokenError(file=each.file)
        sheets.append(sheet)
    return brief, record, recompute(record, brief, sheets), tuple(others)


def _attached(container: Container, name: str, within: Known, program: str, others: list[str]) -> bytes:
    """The payload of a sound attached paper; AttachmentBrokenError for any other."""
    data = container.attachments.get(name)
    if data is None:
        raise AttachmentBrokenError(file=name)
    payload = within.files.get(file_digest(data))
    if payload is not None:
        return payload
    try:
        found = appraise(data, within, program)
    except NotOursError as error:
        raise AttachmentBrokenError(file=name) from error
    if not found.is_sound or found.kind not in ("brief", "sheet"):
        raise AttachmentBrokenError(file=name)
    if found.checks["page"].state != "ok":
        others.append(name)
    return found.payload


def _page(data: bytes, container: Container, found: Reading, program: str) -> Check:
    """The page and every signature's box are what we would draw from the data."""
    if found.render is None:
        return Check("page", "unknown", "no_brief" if found.brief is None else "page_not_made")
    if not _is_reproduced(container, found, found.render):
        if found.header.program != program:
            return Check("page", "unknown", "page_of_other_version", {"program": found.header.program})
        return Check("page", "failed", "page_differs")
    shown = {
        each.field: signature_lines(
            found.names[each.field], datetime.fromisoformat(each.claimed_time), each.digest
        )
        for each in container.signatures
        if each.claimed_time and each.field in found.names
    }
    proof = proof_of("appearances", data, shown)
    if len(shown) != len(container.signatures) or not (PROVEN.has(proof) or same_appearances(data, shown)):
        return Check("page", "failed", "appearance_differs")
    PROVEN.add(proof)
    return Check("page", "ok", "page_reproduced")


def _is_reproduced(container: Container, found: Reading, render: Callable[[], bytes]) -> bool:
    """Whether the page is what we draw. Seen once, a brief, sheet or record is not drawn again: what is drawn
    follows from its payload, the files in it, and a sheet's brief."""
    files = {name: file_digest(data) for name, data in container.attachments.items()}
    given = (file_digest(container.payload), files, found.brief.digest if found.brief else "")
    proof = proof_of("pages", container.first_revision, given)
    whole = found.header.kind in ("brief", "sheet", "record")
    if whole and PROVEN.has(proof):
        return True
    same = same_pages(container.first_revision, render())
    if same and whole:
        PROVEN.add(proof)
    return same
