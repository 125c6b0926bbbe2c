"""What a dishonest owner of a key can make with our own tools: papers that are signed well and lie."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from app.domain import canonical
from app.domain.acts import replay
from app.domain.brief import Brief
from app.domain.entries import Draft, Entry, following
from app.domain.history import Fact, draft
from app.domain.keyed_paper import KeyedPaper
from app.domain.record import SEAL, Attached, Findings, Record, fields_of, find
from app.domain.shape import as_object
from app.domain.signed_sheet import SignedSheet, signer_name
from app.domain.signer import Signer, signature_lines
from app.pdf.papers import render_record, render_sheet
from app.pdf.scans import remade
from app.pdf.signing import certify, sign
from app.services.appraisal import Appraisal, Known, appraise
from app.store.document_store import file_digest
from tests.pdf.scan_samples import a_picture
from tests.workspaces import NOON, PROGRAM, World

HOLDERS = {"chair": "王伟", "expert-E2": "李𬭚", "expert-E3": "张䶮"}
Body = dict[str, canonical.Json]
Edit = Callable[[list[Draft]], list[Draft]]


def signer_of(world: World, laptop: str) -> Signer:
    """The unlocked key of a laptop."""
    with world.laptop(laptop) as core:
        return core.identities.signer()


@lru_cache(maxsize=12)
def judged(data: bytes) -> Appraisal:
    """A file judged in this process, by nothing but itself."""
    return appraise(data, Known(), PROGRAM)


def known_from(record: Appraisal) -> Known:
    """What is known once a record's brief and sheets have been judged: that makes judging it cheap."""
    brief = judged(record.files["brief.pdf"])
    found = {brief.file_digest: brief.payload}
    known = Known(briefs={brief.digest: brief.payload})
    for name, data in record.files.items():
        if name != "brief.pdf":
            sheet = appraise(data, known, PROGRAM)
            found[sheet.file_digest] = sheet.payload
    return Known(files=found, briefs=known.briefs)


def parts(data: bytes) -> tuple[Brief, Record, Findings]:
    """What a sound record says."""
    found = judged(data)
    assert found.brief is not None and found.record is not None and found.findings is not None
    return found.brief, found.record, found.findings


def sheets_of(findings: Findings) -> dict[str, SignedSheet]:
    """The sheets a record rests on, by digest."""
    return dict(findings.panel.sheets)


def certified(
    pdf: bytes, signer: Signer, *, field: str = SEAL, permission: int = 2, name: str = "陈秘书"
) -> bytes:
    """`pdf` with its first signature, whose box names `name`."""
    return certify(
        pdf,
        field=field,
        signer=signer,
        time=NOON,
        reason="汇总席制表",
        permission=2 if permission == 2 else 1,
        lines=signature_lines(name, NOON, signer.digest),
    )


def countersigned(pdf: bytes, field: str, signer: Signer, reason: str = "组长签名") -> bytes:
    """`pdf` with one more signature, its box as the field's own expert would have it."""
    lines = signature_lines(HOLDERS[field], NOON, signer.digest)
    return sign(pdf, field=field, signer=signer, time=NOON, reason=reason, lines=lines)


def keyed_in(sheet: SignedSheet, form: str = "48271930") -> tuple[SignedSheet, dict[str, bytes]]:
    """An expert's sheet said to have been keyed in from a paper, with the scan of one."""
    scan = remade(a_picture(form), 600_000)
    paper = KeyedPaper(form, sheet.total, (file_digest(scan),))
    declared = replace(sheet.declaration, time="2026-11-22")
    return replace(sheet, origin="keyed", paper=paper, declaration=declared), {"scan-1.jpg": scan}


def lying_sheet(
    paper: SignedSheet, brief: Brief, signer: Signer, scans: Mapping[str, bytes] | None = None
) -> bytes:
    """A sheet rendered and signed as it stands, true or not."""
    signed = replace(paper, header=replace(paper.header, signer=signer.digest))
    name = signer_name(paper, brief)
    return certified(render_sheet(signed, brief, scans), signer, field="expert", permission=1, name=name)


def lying_record(
    record: Record, findings: Findings, files: Mapping[str, bytes], desk: Signer, chair: Signer | None = None
) -> bytes:
    """A record rendered from `findings`, sealed by the desk's own key and signed by the chair's."""
    sealed = certified(render_record(record, findings, files), desk)
    return sealed if chair is None else countersigned(sealed, "chair", chair)


def drafts_of(entries: Sequence[Entry]) -> list[Draft]:
    """The entries' contents, ready to be chained anew."""
    found: list[Draft] = []
    for entry in entries:
        body: Body = dict(as_object(canonical.read(entry.body)))
        body.pop("salt")
        found.append(Draft(entry.kind, entry.version, body))
    return found


def rechained(entries: Sequence[Entry], drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """A chain without a flaw that tells another history."""
    chain: list[Entry] = []
    for number, each in enumerate(drafts):
        time = entries[min(number, len(entries) - 1)].time
        head = chain[-1] if chain else None
        chain.append(following(head, entries[0].stream, each, time, f"{number:032x}"))
    return tuple(chain)


def draft_of(fact: Fact) -> Draft:
    """A fact that never happened."""
    return draft(fact)


def with_history(data: bytes, edit: Edit, *, drop: str = "") -> tuple[Record, Findings, dict[str, bytes]]:
    """The record and files after `edit` of its history, sheets of seat `drop` left out.

    Where the history cannot be replayed, the findings stay those of the true record.
    """
    brief, record, findings = parts(data)
    entries = rechained(record.entries, edit(drafts_of(record.entries)))
    sheets = {digest: each for digest, each in sheets_of(findings).items() if each.seat != drop}
    attached = tuple(each for each in record.sheets if each.seat != drop)
    names = {"brief.pdf", *(each.file for each in attached)}
    files = {name: one for name, one in judged(data).files.items() if name in names}
    lying = replace(record, entries=entries, sheets=attached)
    try:
        told = find(replay(entries, brief, sheets))
    except Exception:  # whatever this history breaks, the liar prints the old page
        return lying, findings, files
    return replace(lying, result=told.json, fields=fields_of(told.panel)), told, files


def attached_as(sheet: SignedSheet, data: bytes, digest: str) -> Attached:
    """How a record lists a sheet."""
    return Attached(sheet.seat, sheet.header.revision, sheet.digest, digest)
