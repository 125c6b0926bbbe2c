"""签名: showing the signer what a record says of them, then filling their own field, on any machine.

Sealing and taking back are records.py's.
"""

from collections.abc import Mapping
from pathlib import Path

from app.domain.canonical import write_decimal
from app.domain.history import RecordSigned, read_fact
from app.domain.panel import Panel, Place
from app.domain.record import (
    CHAIR,
    SEAL,
    Findings,
    Record,
    seat_of_field,
)
from app.errors import RefusedError
from app.services.appraisal import Appraisal, Known, doubts
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.panels import Panels
from app.services.passing_over import passes_of, reason_of
from app.services.record_jobs import JudgedRecord, Look, RecordLookJob, RecordSignJob, SignedNow
from app.services.workspace import Workspace, panel_stream, paper_of, record_stream, sheet_stream

__all__ = ["Look", "RecordSigning", "SignedNow", "sound_record"]


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


class NotThisRecordError(RefusedError):
    """The record is not the one sealed now."""


class RecordSigning:
    """Signs a record with this workspace's key: verified first, only one's own field, only in turn."""

    def __init__(
        self, workspace: Workspace, identities: Identities, panels: Panels, papers: KeptPapers
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._panels = panels
        self._papers = papers

    def look(self, data: bytes, passed_over: Mapping[str, str] | None = None) -> Look:
        """Verifies a record and finds this workspace's own field, if it is next (papers.md, trust.md).

        `passed_over` (seat → reason) is the chair's: the empty fields they sign over, named in their Reason.
        """
        return self.look_at(self.prepare_look(data)(), passed_over)

    def prepare_look(self, data: bytes) -> RecordLookJob:
        """Judging what is to be signed, as a value to be called on any thread."""
        return RecordLookJob(data, self._known(), self._papers.appraiser)

    def look_at(self, judged: JudgedRecord, passed_over: Mapping[str, str] | None = None) -> Look:
        """What was judged, as its next signer should see it; on the main thread. As `look`."""
        for each in judged.sound:
            self._papers.remember(each)
        found = judged.found
        record, findings = sound_record(found)
        passes = passes_of(found, passed_over or {})
        name = self._own_field(found, findings.panel, passes)
        place = _place(findings.panel, name)
        self._check_own_papers(record, place)
        self._check_sealed_here(record)
        listed = (*findings.reservations, *doubts(found, self._workspace.rubrics))
        mine = tuple(each for each in listed if each.seat in ("", place.seat))
        total = _total(findings, place)
        return Look(found, record, findings, judged.data, name, place, total, mine, reason_of(name, passes))

    def concerns(self, found: Appraisal) -> bool:
        """Whether a judged file is a sound record with an empty field for this workspace's owner, next or
        not."""
        if not self._identities.is_made or found.kind != "record" or not found.is_sound:
            return False
        _, findings = sound_record(found)
        mine = self._identities.me().digest
        empty = [each for each in found.empty_fields if each != SEAL]
        return CHAIR in empty and any(_place(findings.panel, each).certificate == mine for each in empty)

    def may_pass_over(self, found: Appraisal) -> tuple[Place, ...]:
        """The places whose empty fields this workspace's owner, as the chair, may sign over; else none."""
        if not self.concerns(found):
            return ()
        _, findings = sound_record(found)
        if _place(findings.panel, CHAIR).certificate != self._identities.me().digest:
            return ()
        empty = [each for each in found.empty_fields if each not in (SEAL, CHAIR)]
        return tuple(_place(findings.panel, each) for each in empty)

    def sign(self, data: bytes, out: Path, passed_over: Mapping[str, str] | None = None) -> SignedNow:
        """Looks and signs in one act."""
        return self.sign_seen(self.look(data, passed_over), out)

    def sign_seen(self, look: Look, out: Path) -> SignedNow:
        """Signs what was looked at, verifies it again, keeps it and writes it to `out`."""
        made = self.keep(self.prepare(look)())
        made.write(out)
        return made

    def prepare(self, look: Look) -> RecordSignJob:
        """Signing as a value to be called on any thread."""
        stream = record_stream(look.record.header.panel_name)
        kept = tuple(each.data for each in self._workspace.papers.in_stream(stream))
        signer, program = self._identities.signer, self._workspace.program
        return RecordSignJob(look, kept, self._workspace.clock(), signer, self._known(), program)

    def keep(self, made: SignedNow) -> SignedNow:
        """Keeps what a job signed; on the main thread. NotThisRecordError if it was taken back meanwhile."""
        if made.fresh:
            self._check_sealed_here(made.look.record)
            self._papers.remember(made.appraisal)
            self._keep(made.appraisal, made.look.field, made.data)
        return made

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

    def _check_sealed_here(self, record: Record) -> None:
        """At the desk itself only the record sealed now takes a signature, and each field once."""
        name = record.header.panel_name
        if name in self._panels.names() and self._panels.load(name).panel.sealed != record.digest:
            raise NotThisRecordError

    def _keep(self, found: Appraisal, name: str, data: bytes) -> None:
        panel = found.header.panel_name
        fact, stream = RecordSigned(found.digest, name, found.file_digest), record_stream(panel)
        # The desk's own entry first: without it the file would later pass for one already taken back.
        if panel in self._panels.names():
            kept = paper_of(found.header, found.digest, panel_stream(panel), data)
            self._panels.act(panel, fact, papers=[kept])
        self._workspace.append(stream, [fact], [paper_of(found.header, found.digest, stream, data)])

    def _known(self) -> Known:
        return Known(files=self._workspace.papers.remembered(self._workspace.program))


def sound_record(found: Appraisal) -> tuple[Record, Findings]:
    """The record of a sound file; NotARecordError, RecordUnsoundError."""
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
