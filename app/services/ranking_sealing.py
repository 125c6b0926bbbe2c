"""认定评审排序表: sealing a ranking's paper at its desk, and taking it back with the chairs' signatures.

Sealing is three steps: `prepare` and `keep` on the main thread, the job between them on any.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.domain.documents import Header
from app.domain.entries import Entry
from app.domain.frozen import frozen
from app.domain.ranking_acts import RankingState
from app.domain.ranking_facts import RankingSealed, RankingSigned
from app.domain.ranking_paper import (
    SEAL,
    RankingFound,
    RankingPaper,
    check_may_seal_ranking,
    find_ranking,
    ranking_fields,
    read_ranking,
)
from app.domain.signer import Signer
from app.errors import RefusedError
from app.pdf.papers import render_ranking
from app.pdf.preview import PageImage, pages
from app.services.appraisal import Appraisal, Known
from app.services.appraiser import clean
from app.services.field_signing import seal_paper
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.ranking_scope import STREAM
from app.services.rankings import Rankings
from app.services.sticks import write_out
from app.services.workspace import Workspace, paper_of


class NotARankingError(RefusedError):
    """The file is a paper of ours, but not a ranking."""

    field_names = ("kind",)


class RankingUnsoundError(RefusedError):
    """The ranking does not stand up; `check` is the code of what failed."""

    field_names = ("check",)


class NotThisRankingError(RefusedError):
    """The ranking is not the one sealed now, or is another desk's."""


class RankingForkError(RefusedError):
    """The returned ranking does not begin with the bytes the desk holds: it was signed in parallel."""


@frozen
class SealedRanking:
    """A ranking with its file."""

    paper: RankingPaper
    found: RankingFound
    data: bytes

    def preview(self, width: int) -> tuple[PageImage, ...]:
        """Every page as it is, `width` pixels wide; on any thread."""
        return pages(self.data, width)


@frozen
class MadeRanking:
    """A ranking certified and judged clean, not yet kept."""

    name: str
    sealed: SealedRanking
    judged: Appraisal


@frozen
class RankingSealJob:
    """Makes the paper of a ranking; to be called on any thread. `signer` unlocks the desk's key."""

    name: str
    paper: RankingPaper
    found: RankingFound
    time: datetime
    keeper: str
    signer: Callable[[], Signer]

    def preview(self, width: int) -> tuple[PageImage, ...]:
        """Every page as it will look, `width` pixels wide."""
        return pages(render_ranking(self.paper, self.found), width)

    def __call__(self) -> MadeRanking:
        """Renders, certifies, judges the result. The errors of crypto and pdf, KeptPaperUnsoundError."""
        header = self.paper.header
        data = seal_paper(
            render_ranking(self.paper, self.found),
            keeper=self.keeper,
            certificate=header.signer,
            time=self.time,
            signer=self.signer(),
        )
        judged = clean(data, Known(), header.program)
        return MadeRanking(self.name, SealedRanking(self.paper, self.found, data), judged)


class RankingSealing:
    """Seals and takes back at the desk."""

    def __init__(
        self, workspace: Workspace, identities: Identities, rankings: Rankings, papers: KeptPapers
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._rankings = rankings
        self._papers = papers

    def seal(self, which: str, out: Path, *, rehearsal: bool = False) -> SealedRanking:
        """Seals a ranking: computed, rendered, certified, verified, kept, written to `out`.

        Sealed already, the same paper is written again with the signatures it has by now. RankingAwaitsError,
        the refusals of `check_may_seal_ranking`, KeptPaperUnsoundError, NotWrittenFault: what is sealed is.
        """
        latest = self._rankings.latest(which, rehearsal=rehearsal)
        if latest is not None and latest.sealed:
            made = self.sealed(latest)
        else:
            made = self.keep(self.prepare(which, rehearsal=rehearsal)())
        write_out(out, made.data)
        return made

    def prepare(self, which: str, *, rehearsal: bool = False) -> RankingSealJob:
        """Sealing as a value to be called on any thread; RankingAwaitsError and the refusals of
        `check_may_seal_ranking`."""
        name = self._rankings.ready(which, rehearsal=rehearsal)
        state, entries = self._rankings.load(name)
        check_may_seal_ranking(state)
        found, me = find_ranking(state), self._identities.me()
        return RankingSealJob(
            name=name,
            paper=self._paper(found, entries),
            found=found,
            time=self._workspace.clock(),
            keeper=me.name,
            signer=self._identities.signer,
        )

    def keep(self, made: MadeRanking) -> SealedRanking:
        """Keeps what a job sealed; RankingSealedError where the ranking was sealed meanwhile."""
        paper = made.sealed.paper
        kept = paper_of(paper.header, paper.digest, f"{STREAM}{made.name}", made.sealed.data)
        self._rankings.act(made.name, RankingSealed(paper.digest, paper.header.revision), papers=[kept])
        self._papers.remember(made.judged)
        return made.sealed

    def sealed(self, state: RankingState) -> SealedRanking:
        """The paper of a sealed ranking, with the signatures it has by now."""
        kept = self._papers.paper(state.sealed)
        paper = read_ranking(self._papers.payload(kept, Known()))
        return SealedRanking(paper, find_ranking(state), kept.data)

    def take_back(self, found: Appraisal, data: bytes) -> bool:
        """Takes a ranking with more signatures at its desk; False if it brings nothing new."""
        paper, _ = sound_ranking(found)
        name = paper.header.panel_name
        if name not in self._rankings.names():
            raise NotThisRankingError
        held_file = self._workspace.papers.by_file_digest(found.file_digest)
        if held_file is not None and held_file.stream == f"{STREAM}{name}":
            return False
        state, _ = self._rankings.load(name)
        if state.sealed != paper.digest:
            raise NotThisRankingError
        held = self._papers.paper(paper.digest).data
        if held.startswith(data):
            return False
        if not data.startswith(held):
            raise RankingForkError
        known = (SEAL, *state.signed_fields)
        fresh = [each.field for each in found.signatures if each.field not in known]
        facts = [RankingSigned(paper.digest, field, found.file_digest) for field in fresh]
        kept = paper_of(paper.header, paper.digest, f"{STREAM}{name}", data)
        self._rankings.act(name, *facts, papers=[kept])
        return True

    def _paper(self, found: RankingFound, entries: tuple[Entry, ...]) -> RankingPaper:
        state = found.state
        header = Header(
            kind="ranking",
            rehearsal=state.opening.rehearsal,
            program=self._workspace.program,
            panel=state.opening.ranking,
            signer=state.opening.signer,
            brief="",
            brief_number=1,
            previous_brief="",
            revision=len(state.papers) + 1,
            replaces=state.papers,
        )
        return RankingPaper(
            header=header,
            sealed=self._workspace.now(),
            organiser=state.opening.organiser,
            entries=entries,
            fields=ranking_fields(state),
            result=found.json,
        )


def sound_ranking(found: Appraisal) -> tuple[RankingPaper, RankingFound]:
    """The ranking of a sound file; NotARankingError, RankingUnsoundError."""
    if found.kind != "ranking":
        raise NotARankingError(kind=found.kind)
    if not found.is_sound or found.ranking is None or found.ranked is None:
        raise RankingUnsoundError(check=found.failure.code if found.failure else "cannot_judge")
    return found.ranking, found.ranked
