"""签名: showing the signer what a record says of them, then filling their own field, on any machine.

Sealing and taking back are records.py's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
from app.domain.reservations import Reservation
from app.domain.signer import signature_lines
from app.errors import RefusedError
from app.pdf.signing import sign
from app.services.appraisal import Appraisal, Known, doubts
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.panels import Panels
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


class NotThisRecordError(RefusedError):
    """The record is not the one sealed now."""


@dataclass(frozen=True)
class Look:
    """A record as its next signer should see it before signing: their field, and what it says of them.

    `total` is their own total as the record counts it, "" where it does not count.
    """

    appraisal: Appraisal
    record: Record
    findings: Findings
    data: bytes
    field: str
    place: Place
    total: str
    reservations: tuple[Reservation, ...]
    reason: str


@dataclass(frozen=True)
class SignedNow:
    """What was signed: the look it was signed on, the file, the record as it stands after."""

    look: Look
    appraisal: Appraisal
    data: bytes


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
        found = self._papers.appraise(data, self._known())
        record, findings = sound_record(found)
        passes = passes_of(found, passed_over or {})
        name = self._own_field(found, findings.panel, passes)
        place = _place(findings.panel, name)
        self._check_own_papers(record, place)
        self._check_sealed_here(record)
        listed = (*findings.reservations, *doubts(found, self._workspace.rubrics))
        mine = tuple(each for each in listed if each.seat in ("", place.seat))
        total = _total(findings, place)
        return Look(found, record, findings, data, name, place, total, mine, reason_of(name, passes))

    def sign(self, data: bytes, out: Path, passed_over: Mapping[str, str] | None = None) -> SignedNow:
        """Looks and signs in one act."""
        return self.sign_seen(self.look(data, passed_over), out)

    def sign_seen(self, look: Look, out: Path) -> SignedNow:
        """Signs what was looked at, verifies it again, keeps it and writes it to `out`."""
        signed, after = self._signed_before(look)
        if after is None:
            time = self._workspace.clock()
            signed = sign(
                look.data,
                field=look.field,
                signer=self._identities.signer(),
                time=time,
                reason=look.reason,
                lines=signature_lines(look.place.name, time, look.place.certificate),
            )
            after = self._papers.self_check(signed, self._known())
            self._keep(after, look.field, signed)
        write_out(out, signed)
        return SignedNow(look, after, signed)

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

    def _signed_before(self, look: Look) -> tuple[bytes, Appraisal | None]:
        """The same signing of the same file, kept when the stick was full: written again, not done again."""
        for paper in self._workspace.papers.in_stream(record_stream(look.record.header.panel_name)):
            if len(paper.data) > len(look.data) and paper.data.startswith(look.data):
                after = self._papers.self_check(paper.data, self._known())
                last = after.signatures[-1]
                if (last.field, last.reason) == (look.field, look.reason):
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
