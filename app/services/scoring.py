"""The expert: opening a brief, declaring, scoring, signing, revising. One seat, one sheet, one stream."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.brief import Brief
from app.domain.canonical import check_text
from app.domain.findings import Assessment, write_assessment
from app.domain.frozen import frozen, replace
from app.domain.history import (
    BriefOpened,
    Declared,
    Fact,
    OpinionWritten,
    RevisionOpened,
    Scored,
    SheetHandedOver,
    SheetSigned,
    read_fact,
)
from app.domain.rubric import CriterionId
from app.domain.shape import TextTooLongError
from app.domain.sheet import NotSignedError, Sheet
from app.domain.sheet_history import replay_sheet
from app.domain.signed_sheet import (
    Change,
    Declaration,
    DeclarationKind,
    OtherBriefError,
    SignedSheet,
    check_brief_assessment,
    read_brief_assessment,
)
from app.errors import RefusedError
from app.services.appraised import Appraisal, Known
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.seating import member_of
from app.services.sticks import write_out
from app.services.workspace import Workspace, paper_of, sheet_stream
from app.store.entry_store import StaleError

if TYPE_CHECKING:
    from app.services.signing_job import Made, PreviewJob, SigningJob

REASON_LIMIT, OPINION_LIMIT = 500, 2000


class NotABriefError(RefusedError):
    """The file is a paper of ours, but not a brief."""

    field_names = ("kind",)


class BriefUnsoundError(RefusedError):
    """The brief was changed after signing; `check` is the code of what failed."""

    field_names = ("check",)


class RubricNotShippedError(RefusedError):
    """The brief's rubric bears the name of a shipped one and is another."""

    field_names = ("rubric",)


class SheetUnknownError(RefusedError):
    """This workspace has no sheet of that name."""

    field_names = ("sheet",)


class OtherSheetOpenError(RefusedError):
    """This workspace already sits on another seat of the panel."""

    field_names = ("sheet",)


@frozen
class Submitted:
    """A sheet just signed: the paper and its file's bytes."""

    sheet: SignedSheet
    data: bytes

    def write(self, out: Path) -> None:
        """Writes the file and reads it back; on any thread. NotWrittenFault, ReadBackFault."""
        write_out(out, self.data)


class Scoring:
    """The sheets of one expert. Every act is saved when it returns."""

    def __init__(self, workspace: Workspace, identities: Identities, papers: KeptPapers) -> None:
        self._workspace = workspace
        self._identities = identities
        self._papers = papers
        self._latest: dict[str, Sheet] = {}

    def time(self) -> str:
        """This computer's time as entries spell it, for what the screen calls saved."""
        return self._workspace.now()

    def saved_at(self, name: str) -> str:
        """When the last act on a sheet was saved, "" where there is none."""
        entries = self._workspace.entries.read_headers(sheet_stream(name))
        return entries[-1].time if entries else ""

    def names(self) -> tuple[str, ...]:
        """The sheets of this workspace, by name (ZP…-E1)."""
        every = sheet_stream("")
        return tuple(each.removeprefix(every) for each in self._workspace.entries.streams(every))

    def open(self, data: bytes, seat: str | None = None, found: Appraisal | None = None) -> Sheet:
        """Opens a brief's file for this workspace's owner: the seat named, else the one with their name.

        `found` is what `data` was judged to be, where that is known. Opening again changes nothing. A seat
        after the roster's last is a late expert's. A signed sheet of one's own, made where a copy of this
        workspace lives, is taken in: the next revision replaces both.
        """
        me = self._identities.me()
        found = found or self._papers.appraise(data, Known())
        if found.kind == "sheet" and found.header.signer == me.digest:
            return self._take_in(found, data)
        brief, paper_digest = self._brief(found)
        member = member_of(brief, me, seat)
        sheet = Sheet(brief=brief, member=member, certificate=me.digest)
        for known in self.names():
            if known == sheet.id:
                return self._under(self.load(known), brief)
            if known.startswith(f"{brief.header.panel_name}-"):
                raise OtherSheetOpenError(sheet=known)
        stream = sheet_stream(sheet.id)
        fact = BriefOpened(paper_digest, member.seat, member.name, member.unit, member.title)
        self._workspace.append(stream, [fact], [paper_of(brief.header, brief.digest, stream, data)])
        return self._now(sheet)

    def load(self, name: str) -> Sheet:
        """A sheet as it stands; SheetUnknownError, or a TrustError where its history is broken."""
        entries = self._workspace.entries.read(sheet_stream(name))
        first = read_fact(entries[0]) if entries else None
        if not isinstance(first, BriefOpened):
            raise SheetUnknownError(sheet=name)
        brief = self._papers.brief(first.brief)
        return self._now(replay_sheet(entries, brief, self._identities.me().digest))

    def declare(self, sheet: Sheet, recusal: str | None = None) -> Sheet:
        """Declares 无须回避, or with a reason 回避 (at any time before sealing)."""
        if recusal is not None:
            _text(recusal, "reason", REASON_LIMIT)
        kind: DeclarationKind = "no_conflict" if recusal is None else "recused"
        declaration = Declaration(kind, recusal or "", self._workspace.now())
        declared = sheet.with_declaration(declaration)
        self._check_latest(sheet)
        [entry] = self._workspace.append(sheet_stream(sheet.id), [Declared(kind, recusal or "")])
        return self._now(replace(declared, declaration=replace(declaration, time=entry.time)))

    def enter(self, sheet: Sheet, criterion: CriterionId, assessment: Assessment) -> Sheet:
        """Enters one criterion and saves it: one entry, one commit.

        Refused as `findings.read_assessment` refuses: what a replay would refuse is never written.
        """
        entered = sheet.brief.rubric.criterion(criterion)
        check_brief_assessment(entered, assessment, sheet.brief)
        scored = Scored(criterion, write_assessment(assessment))
        return self._keep(sheet, sheet.with_assessment(entered, assessment), scored)

    def fill(self, sheet: Sheet, findings: Mapping[str, object]) -> Sheet:
        """Enters many criteria at once (contract.md, FINDINGS); all or, at the first refusal, none."""
        facts: list[Fact] = []
        before = sheet
        for key, value in findings.items():
            criterion = sheet.brief.rubric.criterion(CriterionId(key))
            assessment = read_brief_assessment(criterion, value, sheet.brief)
            if assessment == sheet.assessment(criterion.id):
                continue
            sheet = sheet.with_assessment(criterion, assessment)
            facts.append(Scored(criterion.id, write_assessment(assessment)))
        return self._keep(before, sheet, *facts) if facts else sheet

    def write_opinion(self, sheet: Sheet, opinion: str) -> Sheet:
        """The expert's own opinion, at most 2000 characters."""
        _text(opinion, "opinion", OPINION_LIMIT)
        return self._keep(sheet, sheet.with_opinion(opinion), OpinionWritten(opinion))

    def revise(self, sheet: Sheet, code: str, note: str) -> Sheet:
        """Opens a signed sheet again for a reason; the earlier revision stays."""
        _text(note, "note", REASON_LIMIT)
        return self._keep(sheet, sheet.with_revision(Change(code, note)), RevisionOpened(code, note))

    def submit(self, sheet: Sheet) -> Submitted:
        """Signs the sheet and keeps it. SheetIncompleteError, RemarkMissingError, crypto's, pdf's."""
        return self.keep(self.prepare(sheet)())

    def prepare(self, sheet: Sheet) -> "SigningJob":
        """All that signing takes, as a value to be called on any thread; what may be signed, as `submit`."""
        from app.services.signing_job import SigningJob

        self._check_latest(sheet)
        paper = sheet.to_sign(program=self._workspace.program, time=self._workspace.now())
        return SigningJob(sheet, paper, self._workspace.clock(), self._identities.signer)

    def keep(self, made: "Made") -> Submitted:
        """Keeps what a signing job made; StaleError if the sheet was changed meanwhile."""
        self._check_latest(made.sheet)
        sheet, paper = made.sheet, made.paper
        self._papers.remember(made.judged)
        stream = sheet_stream(sheet.id)
        kept = paper_of(paper.header, paper.digest, stream, made.data)
        self._workspace.append(stream, [SheetSigned(paper.digest, paper.header.revision)], [kept])
        self._now(sheet.with_signature(paper.digest))
        return Submitted(paper, made.data)

    def preview(self, sheet: Sheet, width: int) -> "PreviewJob":
        """The sheet as its paper will look, `width` pixels wide; what cannot be signed cannot be shown."""
        from app.services.signing_job import PreviewJob

        paper = sheet.to_sign(program=self._workspace.program, time=self._workspace.now())
        return PreviewJob(sheet.brief, paper, width)

    def signed(self, sheet: Sheet) -> Submitted | None:
        """The last signed revision of a sheet, if there is one."""
        if not sheet.signed:
            return None
        paper = self._papers.sheet(sheet.signed[-1], sheet.brief)
        return Submitted(paper, self._papers.paper(paper.digest).data)

    def hand_over(self, name: str, submitted: Submitted, out: Path) -> None:
        """Writes a signed sheet out, reads it back, records that it left. NotWrittenFault, ReadBackFault."""
        write_out(out, submitted.data)
        self.handed_over(name, submitted)

    def handed_over(self, name: str, submitted: Submitted) -> Sheet:
        """Records that a signed sheet left, after `Submitted.write` wrote it."""
        self._workspace.append(sheet_stream(name), [SheetHandedOver(submitted.sheet.digest)])
        return self.load(name)

    def _keep(self, before: Sheet, sheet: Sheet, *facts: Fact) -> Sheet:
        self._workspace.append(sheet_stream(self._check_latest(before)), facts)
        return self._now(sheet)

    def _now(self, sheet: Sheet) -> Sheet:
        """Remembers `sheet` as what the stream says now."""
        self._latest[sheet.id] = sheet
        return sheet

    def _check_latest(self, sheet: Sheet) -> str:
        """The sheet's name; StaleError unless an act starts from the sheet as it stands: an entry that its
        own replay would refuse must never be written."""
        name = sheet.id
        latest = self._latest.get(name)
        if latest is None:
            latest = self.load(name)
        if sheet is not latest and sheet != replace(latest, handed_over=sheet.handed_over):
            raise StaleError(stream=sheet_stream(name))
        return name

    def _take_in(self, found: Appraisal, data: bytes) -> Sheet:
        """A sheet signed with this identity elsewhere: a restored backup may give two of one revision."""
        if not self._workspace.papers.by_payload_digest(found.header.brief):
            raise SheetUnknownError(sheet=found.header.panel_name)
        brief = self._papers.brief(found.header.brief)
        found = self._papers.appraise(data, Known(briefs={brief.digest: brief.payload}))
        if not found.is_sound or found.sheet is None:
            failure = found.failure
            raise BriefUnsoundError(check=failure.code if failure else "cannot_judge")
        sheet = self.load(f"{found.header.panel_name}-{found.sheet.seat}")
        if found.digest in sheet.signed:
            return sheet
        if sheet.state != "signed":
            raise NotSignedError
        stream = sheet_stream(sheet.id)
        fact = SheetSigned(found.digest, found.header.revision)
        self._workspace.append(stream, [fact], [paper_of(found.header, found.digest, stream, data)])
        return self._now(sheet.with_signature(found.digest))

    def _under(self, sheet: Sheet, brief: Brief) -> Sheet:
        """`sheet`, unless the brief at hand is another of the same panel: a brief is never reissued."""
        if sheet.brief.digest != brief.digest:
            raise OtherBriefError(panel=brief.header.panel_name)
        return sheet

    def _brief(self, found: Appraisal) -> tuple[Brief, str]:
        if found.kind != "brief":
            raise NotABriefError(kind=found.kind)
        if not found.is_sound or found.brief is None:
            failure = found.failure
            raise BriefUnsoundError(check=failure.code if failure else "no_signature")
        shipped = {each.id: each.digest for each in self._workspace.rubrics}
        rubric = found.brief.rubric
        if shipped.get(rubric.id, rubric.digest) != rubric.digest:
            raise RubricNotShippedError(rubric=rubric.id)
        return found.brief, found.digest


def _text(text: str, place: str, limit: int) -> str:
    if len(text) > limit:
        raise TextTooLongError(place=place, limit=limit)
    return check_text(text, place, multiline=True)
