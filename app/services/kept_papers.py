"""The papers a workspace holds, as values: judged once per program version, then known by their digest."""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from app.domain.brief import Brief, read_brief
from app.domain.signed_sheet import SignedSheet, read_signed_sheet
from app.errors import RefusedError, TrustError
from app.pdf.fonts import typeface
from app.pdf.judging import Judge
from app.services.appraisal import BRIEF_FILE, Appraisal, Known, appraise, attached_papers
from app.services.side_by_side import Sides, sides
from app.services.workspace import Workspace
from app.store.document_store import Paper, file_digest

P = TypeVar("P", Brief, SignedSheet)


class KeptPaperUnsoundError(TrustError):
    """A paper in the workspace's own store does not stand up; `check` is the code of what failed."""

    field_names = ("kind", "check")


class PaperMissingError(TrustError):
    """An entry names a paper that the store does not hold."""

    field_names = ("digest",)


class Appraiser:
    """Judges foreign bytes in the child process of `judge`, for any thread: it touches no store.

    `sound` is told of every appraisal; what of it may be remembered, `KeptPapers.remember` decides.
    """

    def __init__(self, judge: Judge, program: str, sound: Callable[[Appraisal], None]) -> None:
        self._judge = judge
        self._program = program
        self._sound = sound

    def appraise(self, data: bytes, known: Known) -> Appraisal:
        """What `data` is; NotOursError, NewerFormatError, JudgeFault."""
        if BRIEF_FILE.encode("ascii") in data:
            known = self._with_attached(data, known)
        return self._appraise(data, known)

    def sides(self, data: bytes, at: int, width: int, known: Known) -> Sides:
        """A page of `data` as we draw it and as the file has it; NoPagesError, NotOursError, JudgeFault."""
        if BRIEF_FILE.encode("ascii") in data:
            known = self._with_attached(data, known)
        return self._judge.judge(data, partial(sides, at=at, width=width, known=known, program=self._program))

    def _with_attached(self, data: bytes, known: Known) -> Known:
        """What is attached to a record, judged paper by paper: the child's limits are meant for one paper.

        Unsound ones are left for the record's own judging, which says what is wrong.
        """
        for paper in self._judge.judge(data, attached_papers):
            if file_digest(paper) in known.files:
                continue
            with contextlib.suppress(RefusedError, TrustError):
                known = self._knowing(paper, known)
        return known

    def _knowing(self, paper: bytes, known: Known) -> Known:
        """`known` and the paper, if it is sound."""
        found = self._appraise(paper, known)
        if not found.is_sound:
            return known
        briefs = {found.digest: found.payload} if found.kind == "brief" else {}
        # A page of another version stays to be told by the record that rests on it.
        files = {found.file_digest: found.payload} if found.checks["page"].state == "ok" else {}
        return Known(briefs={**known.briefs, **briefs}, files={**known.files, **files})

    def _appraise(self, data: bytes, known: Known) -> Appraisal:
        found = self._judge.judge(data, partial(appraise, known=known, program=self._program))
        self._sound(found)
        return found


class KeptPapers:
    """The papers of one workspace; foreign bytes are judged in the child process of `judge`."""

    def __init__(self, workspace: Workspace, judge: Judge) -> None:
        self._workspace = workspace
        self._judge = judge
        self._appraiser = self.appraiser(self.remember)

    def appraiser(self, sound: Callable[[Appraisal], None]) -> Appraiser:
        """What judges for this workspace on any thread and keeps nothing."""
        return Appraiser(self._judge, self._workspace.program, sound)

    def appraise(self, data: bytes, known: Known) -> Appraisal:
        """Judges foreign bytes and remembers what was sound; NotOursError, NewerFormatError, JudgeFault."""
        return self._appraiser.appraise(data, known)

    def self_check(self, data: bytes, known: Known) -> Appraisal:
        """Judges a paper just made here; KeptPaperUnsoundError unless it is clean, then it is thrown away."""
        found = clean(data, known, self._workspace.program)
        self.remember(found)
        return found

    def remember(self, found: Appraisal) -> None:
        """Remembers a sound, fully signed paper's payload under its file digest; none that leaves a doubt."""
        if found.is_sound and not found.empty_fields and found.checks["page"].state == "ok":
            self._workspace.papers.remember_judgement(
                found.file_digest, self._workspace.program, found.payload, time=self._workspace.now()
            )

    def paper(self, digest: str) -> Paper:
        """The last file kept of a payload; PaperMissingError without one."""
        found = self._workspace.papers.by_payload_digest(digest)
        if not found:
            raise PaperMissingError(digest=digest[:16])
        return found[-1]

    def brief(self, digest: str) -> Brief:
        """A kept brief; KeptPaperUnsoundError if it does not stand up any more."""
        return _same(read_brief(self.payload(self.paper(digest), Known())), digest)

    def sheet(self, digest: str, brief: Brief) -> SignedSheet:
        """A kept sheet of `brief`."""
        paper = self.paper(digest)
        payload = self.payload(paper, Known(briefs={brief.digest: brief.payload}))
        return _same(read_signed_sheet(payload, brief), digest)

    def payload(self, paper: Paper, known: Known) -> bytes:
        """The payload of a kept paper, judged again only where this version has not judged it yet."""
        payload = self._workspace.papers.judgement(paper.file_digest, self._workspace.program)
        if payload is not None:
            return payload
        found = self.appraise(paper.data, known)
        if not found.is_sound:
            check = found.failure
            raise KeptPaperUnsoundError(kind=found.kind, check=check.code if check else "unknown")
        return found.payload


def clean(data: bytes, known: Known, program: str) -> Appraisal:
    """What a paper just made here is; KeptPaperUnsoundError unless it is clean. Pure, for any thread."""
    found = appraise(data, known, program)
    if not found.is_sound:
        unclean = next(each for each in found.checks.values() if each.state != "ok")
        raise KeptPaperUnsoundError(kind=found.kind, check=unclean.code)
    return found


def _same(found: P, digest: str) -> P:
    """`found` if it is what the entry names: judgements are remembered in a table that may be edited."""
    if found.digest != digest:
        raise KeptPaperUnsoundError(kind=found.header.kind, check="digest_differs")
    return found


def prepare() -> None:
    """Loads, in the judging child, what the first file would otherwise pay for: libraries, typefaces."""
    typeface("regular")
    typeface("bold")
