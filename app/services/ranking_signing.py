"""A chair signs a ranking on any machine: verified first, also against the records this chair signed.

Looking and signing are jobs for any thread; what they rest on is read before and kept after.
"""

from collections.abc import Mapping
from pathlib import Path

from app.domain.frozen import frozen
from app.domain.history import RankingSigned, RecordSigned, read_fact
from app.domain.ranking_paper import SEAL, RankingFound, RankingPaper, chair_of_field
from app.domain.ranking_rows import Applicant, Chair
from app.errors import RefusedError
from app.services.appraisal import Appraisal, Known
from app.services.appraiser import Appraiser
from app.services.field_signing import Signed, SignJob
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.ranking_scope import STREAM
from app.services.ranking_sealing import NotThisRankingError, SealedRanking, sound_ranking
from app.services.ranking_verification import differing
from app.services.rankings import Rankings
from app.services.record_signing import NotYourTurnError
from app.services.workspace import Workspace, paper_of, record_stream

_SIGNED = record_stream("")


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


@frozen
class RankingToSign(SealedRanking):
    """A ranking as its next signer should see it: the file, their field, who they are."""

    appraisal: Appraisal
    field: str
    chair: Chair

    @property
    def reason(self) -> str:
        """What the signature says."""
        return "组长签名"

    @property
    def signatory(self) -> Chair:
        """Whose field it is."""
        return self.chair


RankingSignedNow = Signed[RankingToSign]
RankingSignJob = SignJob[RankingToSign]


@frozen
class OwnWord:
    """What this workspace has said before: `me` its certificate's digest; `sealed` at its own desk, by
    ranking; the papers it `signed`, by ranking; by panel, the last record it signed and its file."""

    me: str
    sealed: Mapping[str, str]
    signed: Mapping[str, tuple[str, ...]]
    records: Mapping[str, tuple[str, bytes]]


@frozen
class RankingLookJob:
    """Verifies a ranking and finds this workspace's own field, if it is next; to be called on any thread."""

    data: bytes
    own: OwnWord
    known: Known
    appraiser: Appraiser

    def __call__(self) -> RankingToSign:
        """NotARankingError, RankingUnsoundError, NoRankingFieldError, NotYourTurnError, and those above."""
        appraisal = self.appraiser.appraise(self.data, Known())
        paper, found = sound_ranking(appraisal)
        field, chair = self._own_field(appraisal, found)
        name = paper.header.panel_name
        # At the desk itself only the paper sealed now takes a signature.
        if self.own.sealed.get(name, paper.digest) != paper.digest:
            raise NotThisRankingError
        if set(self.own.signed.get(name, ())) - {paper.digest, *paper.header.replaces}:
            raise OtherRankingSignedError
        for one in found.state.applicants:
            self._check_own_record(one, paper)
        return RankingToSign(paper, found, self.data, appraisal, field, chair)

    def _own_field(self, appraisal: Appraisal, found: RankingFound) -> tuple[str, Chair]:
        waiting = [(each, chair_of_field(each, found.state)) for each in appraisal.empty_fields]
        for field, chair in waiting:
            if chair is not None and chair.certificate == self.own.me:
                first = waiting[0][1]
                if waiting[0][0] != field and first is not None:
                    raise NotYourTurnError(name=first.name)
                if appraisal.empty_fields[0] != SEAL:
                    return field, chair
        raise NoRankingFieldError

    def _check_own_record(self, one: Applicant, paper: RankingPaper) -> None:
        """What this workspace signed of an applicant is what the ranking rests on, word for word."""
        if one.panel not in self.own.records:
            return
        signed, data = self.own.records[one.panel]
        if signed != one.record:
            raise OtherRecordRankedError(platform=one.platform, record=one.record_id)
        record = self.appraiser.appraise(data, self.known)
        if record.record is None or record.findings is None:
            raise OtherRecordRankedError(platform=one.platform, record=one.record_id)
        place = differing(one, record.record, record.findings, paper.header.signer)
        if place:
            raise RankedOtherwiseError(platform=one.platform, record=one.record_id, place=place)


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
        """Verifies a ranking and finds this workspace's own field; the refusals of RankingLookJob."""
        return self.prepare_look(data)()

    def sign(self, data: bytes, out: Path) -> RankingSignedNow:
        """Looks and signs in one act."""
        return self.sign_seen(self.look(data), out)

    def sign_seen(self, look: RankingToSign, out: Path) -> RankingSignedNow:
        """Signs what was looked at, verifies it again, keeps it and writes it to `out`."""
        made = self.keep(self.prepare(look)())
        made.write(out)
        return made

    def concerns(self, found: Appraisal) -> bool:
        """Whether a judged file is a sound ranking with an empty field for this workspace's owner."""
        if not self._identities.is_made or not found.is_sound or found.ranked is None:
            return False
        mine, state = self._identities.me().digest, found.ranked.state
        chairs = (chair_of_field(each, state) for each in found.empty_fields if each != SEAL)
        return any(chair is not None and chair.certificate == mine for chair in chairs)

    def prepare_look(self, data: bytes) -> RankingLookJob:
        """Looking as a value to be called on any thread; IdentityMissingError."""
        files = self._workspace.papers.remembered(self._workspace.program)
        return RankingLookJob(data, self._own_word(), Known(files=files), self._papers.appraiser(_nothing))

    def prepare(self, look: RankingToSign) -> RankingSignJob:
        """Signing as a value to be called on any thread."""
        stream = record_stream(look.paper.header.panel_name)
        kept = tuple(each.data for each in self._workspace.papers.in_stream(stream))
        signer, program = self._identities.signer, self._workspace.program
        return RankingSignJob(look, kept, self._workspace.clock(), signer, Known(), program)

    def keep(self, made: RankingSignedNow) -> RankingSignedNow:
        """Keeps what a job signed; on the main thread."""
        if made.fresh:
            self._papers.remember(made.appraisal)
            self._keep(made.appraisal, made.look.field, made.data)
        return made

    def _own_word(self) -> OwnWord:
        sealed = {name: self._rankings.load(name)[0].sealed for name in self._rankings.names()}
        signed: dict[str, tuple[str, ...]] = {}
        records: dict[str, tuple[str, bytes]] = {}
        entries = self._workspace.entries
        for stream in entries.streams(_SIGNED):
            name = stream.removeprefix(_SIGNED)
            facts = [read_fact(entry) for entry in entries.read(stream)]
            signed[name] = tuple(fact.ranking for fact in facts if isinstance(fact, RankingSigned))
            own = [fact.record for fact in facts if isinstance(fact, RecordSigned)]
            if own:
                records[name] = own[-1], self._papers.paper(own[-1]).data
        return OwnWord(self._identities.me().digest, sealed, signed, records)

    def _keep(self, found: Appraisal, field: str, data: bytes) -> None:
        name = found.header.panel_name
        fact, stream = RankingSigned(found.digest, field, found.file_digest), record_stream(name)
        # The desk's own entry first: without it the file would later pass for one already taken back.
        if name in self._rankings.names():
            kept = paper_of(found.header, found.digest, f"{STREAM}{name}", data)
            self._rankings.act(name, fact, papers=[kept])
        self._workspace.append(stream, [fact], [paper_of(found.header, found.digest, stream, data)])


def _nothing(_: Appraisal) -> None:
    """What was only looked at is not remembered."""
