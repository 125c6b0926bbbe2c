"""One file, judged: container, signers, numbers and page; pure, so that it can run in the judging child.

Trust and time need this computer's knowledge and are verification.py's. One level of attachments, no deeper.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.brief import Brief, read_brief
from app.domain.canonical import read
from app.domain.documents import Header, Kind, object_of, payload_digest, read_header, read_kind
from app.domain.record import SEAL, Findings, Record, read_record, recompute, seat_of_field
from app.domain.reservations import Reservation, page_not_reproduced, rubric_not_shipped
from app.domain.rubric import Rubric
from app.domain.signed_sheet import SignedSheet, read_signed_sheet
from app.domain.signer import signature_lines
from app.domain.verification import Check, CheckName
from app.errors import TrustError, ZhipingError
from app.pdf.comparison import same_appearances, same_pages
from app.pdf.container import Container, SignatureFact, open_container
from app.pdf.papers import render_brief, render_record, render_sheet
from app.pdf.refusals import NotOursError
from app.store.document_store import file_digest

BRIEF_FILE = "brief.pdf"
DESK_FIELD = "desk"
EXPERT_FIELD = "expert"


class AttachmentBrokenError(TrustError):
    """A paper attached to a record is missing, unsound, or another than the record names."""

    field_names = ("file",)


@dataclass(frozen=True)
class Known:
    """What judging may take as given: briefs' payloads by digest, sound papers' payloads by file digest."""

    briefs: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Appraisal:
    """Six of the eight checks of one file, and the paper itself as far as it could be read."""

    kind: Kind
    file_digest: str
    digest: str
    payload: bytes
    header: Header
    signatures: tuple[SignatureFact, ...]
    empty_fields: tuple[str, ...]
    checks: Mapping[CheckName, Check]
    brief: Brief | None = None
    sheet: SignedSheet | None = None
    record: Record | None = None
    findings: Findings | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    unreproduced: tuple[str, ...] = ()

    @property
    def failure(self) -> Check | None:
        """The first failed check in the order of trust.md, if there is one."""
        return next((each for each in self.checks.values() if each.state == "failed"), None)

    @property
    def is_sound(self) -> bool:
        """Whether the paper may be taken: all checks ok, at most the page made by another version."""
        return all(
            each.state == "ok" or (each.name, each.code) == ("page", "page_of_other_version")
            for each in self.checks.values()
        )


@dataclass(frozen=True)
class _Read:
    """A paper as read: what is left to say of it are its signers, numbers and page."""

    header: Header
    signers: Check
    numbers: Check
    render: Callable[[], bytes] | None
    names: Mapping[str, str] = field(default_factory=dict)
    brief: Brief | None = None
    sheet: SignedSheet | None = None
    record: Record | None = None
    findings: Findings | None = None
    unreproduced: tuple[str, ...] = ()


def appraise(data: bytes, known: Known, program: str) -> Appraisal:
    """What foreign `data` is; `program` names this version, whose pages can be compared exactly.

    NotOursError and NewerFormatError for what cannot be judged; everything else is told by the checks.
    """
    container = open_container(data)
    kind = read_kind(read(container.payload))
    found = _READERS[kind](container, known, program)
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
        files=container.attachments,
        unreproduced=found.unreproduced,
    )


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
    found = open_container(data).attachments
    return tuple(found[name] for name in sorted(found, key=lambda name: name != BRIEF_FILE))


def _read_brief(container: Container, _known: Known, _program: str) -> _Read:
    header = read_header(object_of(container.payload), "brief")
    try:
        brief = read_brief(container.payload)
    except ZhipingError as error:
        return _Read(header, _signers(container, {DESK_FIELD: header.signer}), _failed(error), None)
    return _Read(
        header=header,
        signers=_signers(container, {DESK_FIELD: header.signer}),
        numbers=Check("numbers", "ok", "brief_consistent"),
        render=lambda: render_brief(brief),
        names={DESK_FIELD: brief.organiser.name},
        brief=brief,
    )


def _read_sheet(container: Container, known: Known, _program: str) -> _Read:
    header = read_header(object_of(container.payload), "sheet")
    signers = _signers(container, {EXPERT_FIELD: header.signer})
    payload = known.briefs.get(header.brief)
    if payload is None:
        return _Read(header, signers, Check("numbers", "unknown", "no_brief"), None)
    brief = read_brief(payload)
    try:
        sheet = read_signed_sheet(container.payload, brief)
    except ZhipingError as error:
        return _Read(header, signers, _failed(error), None, brief=brief)
    return _Read(
        header=header,
        signers=signers,
        numbers=Check("numbers", "ok", "sheet_consistent"),
        render=lambda: render_sheet(sheet, brief),
        names={EXPERT_FIELD: sheet.name},
        brief=brief,
        sheet=sheet,
    )


def _read_record(container: Container, known: Known, program: str) -> _Read:
    header = read_header(object_of(container.payload), "record")
    desk = _signers(container, {SEAL: header.signer}, exact=False)
    try:
        brief, record, findings, others = _recomputed(container, known, program)
    except ZhipingError as error:
        return _Read(header, desk, _failed(error), None)
    wanted = {SEAL: brief.header.signer}
    names = {SEAL: brief.organiser.name}
    for name in record.fields[1:]:
        place = findings.panel.place(seat_of_field(name, findings.panel))
        wanted[name] = place.certificate if place else ""
        names[name] = place.name if place else ""
    return _Read(
        header=header,
        signers=_signers(container, wanted),
        numbers=Check("numbers", "ok", "record_recomputed", {"sheets": len(findings.panel.counted)}),
        render=lambda: render_record(record, findings, container.attachments),
        names=names,
        brief=brief,
        record=record,
        findings=findings,
        unreproduced=others,
    )


_READERS: Mapping[Kind, Callable[[Container, Known, str], _Read]] = {
    "brief": _read_brief,
    "sheet": _read_sheet,
    "record": _read_record,
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
    if not found.is_sound or found.kind == "record":
        raise AttachmentBrokenError(file=name)
    if found.checks["page"].state != "ok":
        others.append(name)
    return found.payload


def _signers(container: Container, wanted: Mapping[str, str], *, exact: bool = True) -> Check:
    """Whether the fields are exactly those `wanted`, in order, each signed field by its own certificate."""
    fields = tuple(wanted)
    if exact and container.fields != fields:
        return Check("signers", "failed", "fields_differ")
    for signature in container.signatures:
        if signature.field in wanted and signature.digest != wanted[signature.field]:
            return Check("signers", "failed", "signer_differs", {"field": signature.field})
    signed = [each.field for each in container.signatures]
    if exact and signed != [name for name in fields if name in signed]:
        return Check("signers", "failed", "signing_order")
    return Check("signers", "ok", "signers_match")


def _failed(error: ZhipingError) -> Check:
    return Check("numbers", "failed", error.code, error.fields)


def _page(data: bytes, container: Container, found: _Read, program: str) -> Check:
    """The page and every signature's box are what we would draw from the data."""
    if found.render is None:
        return Check("page", "unknown", "no_brief" if found.brief is None else "page_not_made")
    if not same_pages(container.first_revision, found.render()):
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
    if len(shown) != len(container.signatures) or not same_appearances(data, shown):
        return Check("page", "failed", "appearance_differs")
    return Check("page", "ok", "page_reproduced")
