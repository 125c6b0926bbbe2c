"""认定评审排序表: sealing a ranking's paper at its desk, and taking it back with the chairs' signatures."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.documents import Header
from app.domain.entries import Entry
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
from app.domain.signer import signature_lines
from app.errors import RefusedError
from app.pdf.papers import render_ranking
from app.pdf.signing import certify
from app.services.appraisal import Appraisal, Known
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


@dataclass(frozen=True)
class SealedRanking:
    """A ranking with its file."""

    paper: RankingPaper
    found: RankingFound
    data: bytes


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
            return self._again(latest, out)
        name = self._rankings.ready(which, rehearsal=rehearsal)
        state, entries = self._rankings.load(name)
        check_may_seal_ranking(state)
        found = find_ranking(state)
        paper = self._paper(found, entries)
        me, time = self._identities.me(), self._workspace.clock()
        data = certify(
            render_ranking(paper, found),
            field=SEAL,
            signer=self._identities.signer(),
            time=time,
            reason="汇总席制表",
            permission=2,
            lines=signature_lines(me.name, time, me.digest),
        )
        self._papers.self_check(data, Known())
        kept = paper_of(paper.header, paper.digest, f"{STREAM}{name}", data)
        self._rankings.act(name, RankingSealed(paper.digest, paper.header.revision), papers=[kept])
        write_out(out, data)
        return SealedRanking(paper, found, data)

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

    def _again(self, state: RankingState, out: Path) -> SealedRanking:
        kept = self._papers.paper(state.sealed)
        paper = read_ranking(self._papers.payload(kept, Known()))
        write_out(out, kept.data)
        return SealedRanking(paper, find_ranking(state), kept.data)

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
