"""封存与签名: sealing a panel's record at its desk, signing it in order on any machine, taking it back."""

from pathlib import Path

from app.domain.act_refusals import NotSealedError
from app.domain.documents import Header
from app.domain.frozen import frozen
from app.domain.history import RecordReopened, RecordSealed, RecordSigned
from app.domain.panel import Panel
from app.domain.record import (
    SEAL,
    Attached,
    Findings,
    Record,
    check_may_seal,
    fields_of,
    find,
    read_record,
)
from app.errors import RefusedError
from app.services.appraisal import BRIEF_FILE, Appraisal, Known
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.panels import DeskPanel, Panels
from app.services.record_jobs import RecordPreviewJob, SealedNow, SealJob
from app.services.record_signing import NotThisRecordError, sound_record
from app.services.sticks import write_out
from app.services.workspace import Workspace, paper_of
from app.store.entry_store import StaleError


class RecordForkError(RefusedError):
    """The returned record does not begin with the bytes the desk holds: it was signed in parallel."""


@frozen
class Sealed:
    """A record with its file."""

    record: Record
    findings: Findings
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
        if desk.panel.sealed:
            return self._again(desk, find(desk.panel), out)
        sealed = self.keep_sealed(self.prepare_seal(name)())
        write_out(out, sealed.data)
        return sealed

    def prepare_seal(self, name: str) -> SealJob:
        """Sealing as a value to be called on any thread; the refusals of `check_may_seal`."""
        desk, found = self._may_seal(name)
        record, files = self._record(desk, found)
        me, time = self._identities.me(), self._workspace.clock()
        return SealJob(record, found, files, me, time, self._identities.signer, self._known())

    def keep_sealed(self, made: SealedNow) -> Sealed:
        """Keeps what a job sealed; on the main thread. StaleError if anything was entered meanwhile."""
        record = made.record
        name = record.header.panel_name
        desk = self._panels.load(name)
        if desk.entries[-1].digest != made.head:
            raise StaleError(stream=desk.stream)
        self._papers.remember(made.judged)
        paper = paper_of(record.header, record.digest, desk.stream, made.data)
        self._panels.act(name, RecordSealed(record.digest, record.header.revision), papers=[paper])
        return Sealed(record, made.findings, made.data)

    def file(self, name: str) -> bytes:
        """The record sealed now, with the signatures it has by now; NotSealedError."""
        panel = self._panels.load(name).panel
        if not panel.sealed:
            raise NotSealedError
        return self._papers.paper(panel.sealed).data

    def preview(self, name: str, width: int) -> RecordPreviewJob:
        """The record on paper, `width` pixels wide; what may not be sealed cannot be shown."""
        if self._panels.load(name).panel.sealed:
            return RecordPreviewJob(width, data=self.file(name))
        desk, found = self._may_seal(name)
        record, files = self._record(desk, found)
        return RecordPreviewJob(width, record=record, findings=found, files=files)

    def _may_seal(self, name: str) -> tuple[DeskPanel, Findings]:
        desk = self._panels.load(name)
        found = find(desk.panel)
        check_may_seal(found)
        return desk, found

    def _again(self, desk: DeskPanel, found: Findings, out: Path) -> Sealed:
        paper = self._papers.paper(desk.panel.sealed)
        record = read_record(self._papers.payload(paper, self._known()), desk.panel.brief)
        write_out(out, paper.data)
        return Sealed(record, found, paper.data)

    def reopen(self, name: str, reason: str) -> Panel:
        """Takes the sealed record back, or opens the way to a superseding one; the reason is printed."""
        return self._panels.act(name, RecordReopened(self._panels.load(name).panel.sealed, reason))

    def take_back(self, found: Appraisal, data: bytes) -> bool:
        """Takes a record with more signatures at its desk; False if it brings nothing new."""
        record, _ = sound_record(found)
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

    def _known(self) -> Known:
        return Known(files=self._workspace.papers.remembered(self._workspace.program))
