"""A chair signs a ranking on any machine: verified first, also against the records this chair signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.history import RankingSigned, RecordSigned, read_fact
from app.domain.ranking_paper import SEAL, RankingFound, RankingPaper, chair_of_field
from app.domain.ranking_rows import Applicant, Chair
from app.domain.signer import signature_lines
from app.errors import RefusedError
from app.pdf.signing import sign
from app.services.appraisal import Appraisal, Known
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.ranking_scope import STREAM
from app.services.ranking_sealing import NotThisRankingError, sound_ranking
from app.services.ranking_verification import differing
from app.services.rankings import Rankings
from app.services.record_signing import NotYourTurnError
from app.services.sticks import write_out
from app.services.workspace import Workspace, paper_of, record_stream


class NoRankingFieldError(RefusedError):
    """The ranking has no empty signature field for this workspace's owner."""


class OtherRankingSignedError(RefusedError):
    """This workspace signed another paper of the same ranking that this one does not name as replaced."""


class OtherRecordRankedError(RefusedError):
    """The ranking rests on another record of an applicant than the last one this workspace signed."""

    field_names = ("platform", "record")


class RankedOtherwiseError(RefusedError):
    """The ranking says something else of an applicant than the record this workspace signed."""

    field_names = ("platform", "record", "place")


@dataclass(frozen=True)
class RankingToSign:
    """A ranking as its next signer should see it: their field, who they are, the file."""

    appraisal: Appraisal
    paper: RankingPaper
    found: RankingFound
    data: bytes
    field: str
    chair: Chair


@dataclass(frozen=True)
class RankingSignedNow:
    """What was signed: the look it was signed on, the file, the ranking as it stands after."""

    look: RankingToSign
    appraisal: Appraisal
    data: bytes


class RankingSigning:
    """Signs a ranking with this workspace's key: only one's own field, only in turn."""

    def __init__(
        self, workspace: Workspace, identities: Identities, rankings: Rankings, papers: KeptPapers
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._rankings = rankings
        self._papers = papers

    def look(self, data: bytes) -> RankingToSign:
        """Verifies a ranking and finds this workspace's own field, if it is next.

        NotARankingError, RankingUnsoundError, NoRankingFieldError, NotYourTurnError, and the refusals above.
        """
        appraisal = self._papers.appraise(data, Known())
        paper, found = sound_ranking(appraisal)
        field, chair = self._own_field(appraisal, found)
        self._check_sealed_here(paper)
        self._check_signed_before(paper)
        for one in found.state.applicants:
            self._check_own_record(one, paper)
        return RankingToSign(appraisal, paper, found, data, field, chair)

    def sign(self, data: bytes, out: Path) -> RankingSignedNow:
        """Looks and signs in one act."""
        return self.sign_seen(self.look(data), out)

    def sign_seen(self, look: RankingToSign, out: Path) -> RankingSignedNow:
        """Signs what was looked at, verifies it again, keeps it and writes it to `out`."""
        signed, after = self._done_before(look)
        if after is None:
            time = self._workspace.clock()
            signed = sign(
                look.data,
                field=look.field,
                signer=self._identities.signer(),
                time=time,
                reason="组长签名",
                lines=signature_lines(look.chair.name, time, look.chair.certificate),
            )
            after = self._papers.self_check(signed, Known())
            self._keep(after, look.field, signed)
        write_out(out, signed)
        return RankingSignedNow(look, after, signed)

    def _own_field(self, appraisal: Appraisal, found: RankingFound) -> tuple[str, Chair]:
        mine = self._identities.me().digest
        waiting = [(each, chair_of_field(each, found.state)) for each in appraisal.empty_fields]
        for field, chair in waiting:
            if chair is not None and chair.certificate == mine:
                first = waiting[0][1]
                if waiting[0][0] != field and first is not None:
                    raise NotYourTurnError(name=first.name)
                if appraisal.empty_fields[0] != SEAL:
                    return field, chair
        raise NoRankingFieldError

    def _check_sealed_here(self, paper: RankingPaper) -> None:
        """At the desk itself only the paper sealed now takes a signature."""
        name = paper.header.panel_name
        if name in self._rankings.names() and self._rankings.load(name)[0].sealed != paper.digest:
            raise NotThisRankingError

    def _check_signed_before(self, paper: RankingPaper) -> None:
        for entry in self._workspace.entries.read(record_stream(paper.header.panel_name)):
            fact = read_fact(entry)
            known = (paper.digest, *paper.header.replaces)
            if isinstance(fact, RankingSigned) and fact.ranking not in known:
                raise OtherRankingSignedError

    def _check_own_record(self, one: Applicant, paper: RankingPaper) -> None:
        """What this workspace signed of an applicant is what the ranking rests on, word for word."""
        signed = list(self._signed_records(one.panel))
        if not signed:
            return
        if signed[-1] != one.record:
            raise OtherRecordRankedError(platform=one.platform, record=one.record_id)
        known = Known(files=self._workspace.papers.remembered(self._workspace.program))
        record = self._papers.appraise(self._papers.paper(one.record).data, known)
        if record.record is None or record.findings is None:
            raise OtherRecordRankedError(platform=one.platform, record=one.record_id)
        place = differing(one, record.record, record.findings, paper.header.signer)
        if place:
            raise RankedOtherwiseError(platform=one.platform, record=one.record_id, place=place)

    def _signed_records(self, panel: str) -> Iterator[str]:
        for entry in self._workspace.entries.read(record_stream(panel)):
            fact = read_fact(entry)
            if isinstance(fact, RecordSigned):
                yield fact.record

    def _done_before(self, look: RankingToSign) -> tuple[bytes, Appraisal | None]:
        """The same signing of the same file, kept when the stick was full: written again, not done again."""
        for kept in self._workspace.papers.in_stream(record_stream(look.paper.header.panel_name)):
            if len(kept.data) > len(look.data) and kept.data.startswith(look.data):
                after = self._papers.self_check(kept.data, Known())
                if after.signatures[-1].field == look.field:
                    return kept.data, after
        return b"", None

    def _keep(self, found: Appraisal, field: str, data: bytes) -> None:
        name = found.header.panel_name
        fact, stream = RankingSigned(found.digest, field, found.file_digest), record_stream(name)
        # The desk's own entry first: without it the file would later pass for one already taken back.
        if name in self._rankings.names():
            kept = paper_of(found.header, found.digest, f"{STREAM}{name}", data)
            self._rankings.act(name, fact, papers=[kept])
        self._workspace.append(stream, [fact], [paper_of(found.header, found.digest, stream, data)])
