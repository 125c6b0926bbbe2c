"""封存与签名: sealing a panel's record at its desk, signing it in order on any machine, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.canonical import write_decimal
from app.domain.documents import Header
from app.domain.history import RecordReopened, RecordSealed, RecordSigned, read_fact
from app.domain.panel import Panel, Place
from app.domain.record import (
    CHAIR,
    SEAL,
    Attached,
    Findings,
    Record,
    check_may_seal,
    fields_of,
    find,
    read_record,
    seat_of_field,
)
from app.domain.reservations import Reservation
from app.domain.signer import signature_lines
from app.errors import RefusedError
from app.pdf.papers import render_record
from app.pdf.signing import certify, sign
from app.services.appraisal import BRIEF_FILE, Appraisal, Known
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.panels import DeskPanel, Panels
from app.services.passing_over import passes_of, reason_of
from app.services.sticks import write_out
from app.services.workspace import Workspace, panel_stream, paper_of, record_stream, sheet_stream


class NotARecordError(RefusedError):
    """The file is a paper of ours, but not a record."""

    field_names = ("kind",)


class RecordUnsoundError(RefusedError):
    """The record does not stand up and is not signed; `check` is the code of what failed."""

    field_names = ("check",)


class NoFieldForYouError(RefusedError):
    """The record has no empty signature field for this workspace's owner."""


class NotYourTurnError(RefusedError):
    """Somebody else signs before; `name` is whose turn it is."""

    field_names = ("name",)


class LaterRevisionError(RefusedError):
    """This workspace signed a sheet revision that the record does not rest on."""

    field_names = ("revision",)


class OtherRecordSignedError(RefusedError):
    """This workspace signed another record of the same brief that this one does not name as replaced."""


class RecordForkError(RefusedError):
    """The returned record does not begin with the bytes the desk holds: it was signed in parallel."""


class NotThisRecordError(RefusedError):
    """The record is not the one sealed now."""


@dataclass(frozen=True)
class Sealed:
    """A record with its file."""

    record: Record
    findings: Findings
    data: bytes


@dataclass(frozen=True)
class SignedNow:
    """What was signed: the field, what the record says of the signer, the file, the fields still empty."""

    appraisal: Appraisal
    field: str
    place: Place
    total: str
    reservations: tuple[Reservation, ...]
    data: bytes


class Records:
    """Sealing at the desk and signing anywhere."""

    def __init__(
        self, workspace: Workspace, identities: Identities, panels: Panels, papers: KeptPapers
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._panels = panels
        self._papers = papers

    def seal(self, name: str, out: Path) -> Sealed:
        """Seals a panel's record: computed, rendered, certified, verified, kept, written to `out`.

        Sealed already, the same record is written again with the signatures it has by now. The refusals of
        `check_may_seal`; KeptPaperUnsoundError throws the paper away; NotWrittenFault: what is sealed is.
        """
        desk = self._panels.load(name)
        found = find(desk.panel)
        if desk.panel.sealed:
            return self._again(desk, found, out)
        check_may_seal(found)
        record, files = self._record(desk, found)
        me, time = self._identities.me(), self._workspace.clock()
        data = certify(
            render_record(record, found, files),
            field=SEAL,
            signer=self._identities.signer(),
            time=time,
            reason="汇总席制表",
            permission=2,
            lines=signature_lines(me.name, time, me.digest),
        )
        self._papers.self_check(data, self._known())
        paper = paper_of(record.header, record.digest, desk.stream, data)
        self._panels.act(name, RecordSealed(record.digest, record.header.revision), papers=[paper])
        write_out(out, data)
        return Sealed(record, found, data)

    def _again(self, desk: DeskPanel, found: Findings, out: Path) -> Sealed:
        paper = self._papers.paper(desk.panel.sealed)
        record = read_record(self._papers.payload(paper, self._known()), desk.panel.brief)
        write_out(out, paper.data)
        return Sealed(record, found, paper.data)

    def reopen(self, name: str, reason: str) -> Panel:
        """Takes the sealed record back, or opens the way to a superseding one; the reason is printed."""
        return self._panels.act(name, RecordReopened(self._panels.load(name).panel.sealed, reason))

    def sign(self, data: bytes, out: Path, passed_over: Mapping[str, str] | None = None) -> SignedNow:
        """Verifies a record first, then fills this workspace's own field if it is next (papers.md, trust.md).

        `passed_over` (seat → reason) is the chair's: the empty fields they sign over, named in their Reason.
        """
        found = self._papers.appraise(data, self._known())
        record, findings = _sound_record(found)
        passes = passes_of(found, passed_over or {})
        name = self._own_field(found, findings.panel, passes)
        place = _place(findings.panel, name)
        self._check_own_papers(record, place)
        self._check_sealed_here(record)
        signed, after = self._signed_before(record, data, name, reason_of(name, passes))
        if after is None:
            time = self._workspace.clock()
            signed = sign(
                data,
                field=name,
                signer=self._identities.signer(),
                time=time,
                reason=reason_of(name, passes),
                lines=signature_lines(place.name, time, place.certificate),
            )
            after = self._papers.self_check(signed, self._known())
            self._keep(after, name, signed)
        write_out(out, signed)
        mine = tuple(each for each in findings.reservations if each.seat in ("", place.seat))
        return SignedNow(after, name, place, _total(findings, place), mine, signed)

    def take_back(self, found: Appraisal, data: bytes) -> bool:
        """Takes a record with more signatures at its desk; False if it brings nothing new."""
        record, _ = _sound_record(found)
        desk = self._panels.load(record.header.panel_name)
        if desk.panel.sealed != record.digest:
            raise NotThisRecordError
        held = self._papers.paper(record.digest).data
        if held.startswith(data):
            return False
        if not data.startswith(held):
            raise RecordForkError
        fresh = [
            each.field for each in found.signatures if each.field not in (SEAL, *desk.panel.signed_fields)
        ]
        paper = paper_of(record.header, record.digest, desk.stream, data)
        facts = [RecordSigned(record.digest, name, found.file_digest) for name in fresh]
        self._panels.act(desk.panel.name, *facts, papers=[paper])
        return True

    def _record(self, desk: DeskPanel, found: Findings) -> tuple[Record, dict[str, bytes]]:
        panel = desk.panel
        brief_paper = self._papers.paper(panel.brief.digest)
        files = {BRIEF_FILE: brief_paper.data}
        attached: list[Attached] = []
        for place in panel.places:
            for digest in place.received:
                paper = self._papers.paper(digest)
                sheet = panel.sheets[digest]
                attached.append(Attached(place.seat, sheet.header.revision, digest, paper.file_digest))
                files[attached[-1].file] = paper.data
        opened = panel.brief.header
        header = Header(
            kind="record",
            rehearsal=opened.rehearsal,
            program=self._workspace.program,
            panel=opened.panel,
            signer=opened.signer,
            brief=panel.brief.digest,
            brief_number=opened.brief_number,
            previous_brief=opened.previous_brief,
            revision=len(panel.records) + 1,
            replaces=panel.records,
        )
        record = Record(
            header=header,
            sealed=self._workspace.now(),
            entries=desk.entries,
            sheets=tuple(attached),
            brief_file_digest=brief_paper.file_digest,
            fields=fields_of(panel),
            result=found.json,
        )
        return record, dict(sorted(files.items()))

    def _own_field(self, found: Appraisal, panel: Panel, passes: Mapping[str, str]) -> str:
        mine = self._identities.me().digest
        empty = found.empty_fields
        if CHAIR in empty:
            for at, name in enumerate(empty):
                if name != SEAL and _place(panel, name).certificate == mine:
                    waiting = [each for each in empty[:at] if name != CHAIR or each not in passes]
                    if waiting:
                        raise NotYourTurnError(name=_place(panel, waiting[0]).name)
                    return name
        raise NoFieldForYouError

    def _check_own_papers(self, record: Record, place: Place) -> None:
        name = record.header.panel_name
        signed = (read_fact(entry) for entry in self._workspace.entries.read(record_stream(name)))
        for fact in signed:
            if isinstance(fact, RecordSigned) and fact.record not in (record.digest, *record.header.replaces):
                raise OtherRecordSignedError
        attached = {each.digest for each in record.sheets}
        own = self._workspace.papers.in_stream(sheet_stream(f"{name}-{place.seat}"))
        sheets = [paper for paper in own if paper.kind == "sheet"]
        if sheets and sheets[-1].digest not in attached:
            raise LaterRevisionError(revision=len(sheets))

    def _signed_before(
        self, record: Record, data: bytes, name: str, reason: str
    ) -> tuple[bytes, Appraisal | None]:
        """The same signing of the same file, kept when the stick was full: written again, not done again."""
        for paper in self._workspace.papers.in_stream(record_stream(record.header.panel_name)):
            if len(paper.data) > len(data) and paper.data.startswith(data):
                after = self._papers.self_check(paper.data, self._known())
                if (after.signatures[-1].field, after.signatures[-1].reason) == (name, reason):
                    return paper.data, after
        return b"", None

    def _check_sealed_here(self, record: Record) -> None:
        """At the desk itself only the record sealed now takes a signature, and each field once."""
        name = record.header.panel_name
        if name in self._panels.names() and self._panels.load(name).panel.sealed != record.digest:
            raise NotThisRecordError

    def _keep(self, found: Appraisal, name: str, data: bytes) -> None:
        panel = found.header.panel_name
        fact, stream = RecordSigned(found.digest, name, found.file_digest), record_stream(panel)
        self._workspace.append(stream, [fact], [paper_of(found.header, found.digest, stream, data)])
        if panel in self._panels.names():
            kept = paper_of(found.header, found.digest, panel_stream(panel), data)
            self._panels.act(panel, fact, papers=[kept])

    def _known(self) -> Known:
        return Known(files=self._workspace.papers.remembered(self._workspace.program))


def _sound_record(found: Appraisal) -> tuple[Record, Findings]:
    if found.kind != "record":
        raise NotARecordError(kind=found.kind)
    if not found.is_sound or found.record is None or found.findings is None:
        raise RecordUnsoundError(check=found.failure.code if found.failure else "cannot_judge")
    return found.record, found.findings


def _place(panel: Panel, name: str) -> Place:
    place = panel.place(seat_of_field(name, panel))
    if place is None:
        raise NoFieldForYouError
    return place


def _total(found: Findings, place: Place) -> str:
    total = next(each.total for each in found.result.experts if each.seat == place.seat)
    return "" if total is None else write_decimal(total)
