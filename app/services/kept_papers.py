"""The papers a workspace holds, as values: judged once per program version, then known by their digest."""

from functools import partial

from app.domain.brief import Brief, read_brief
from app.domain.signed_sheet import SignedSheet, read_signed_sheet
from app.errors import TrustError
from app.pdf.judging import Judge
from app.services.appraisal import Appraisal, Known, appraise
from app.services.workspace import Workspace
from app.store.document_store import Paper


class KeptPaperUnsoundError(TrustError):
    """A paper in the workspace's own store does not stand up; `check` is the code of what failed."""

    field_names = ("kind", "check")


class PaperMissingError(TrustError):
    """An entry names a paper that the store does not hold."""

    field_names = ("digest",)


class KeptPapers:
    """The papers of one workspace; foreign bytes are judged in the child process of `judge`."""

    def __init__(self, workspace: Workspace, judge: Judge) -> None:
        self._workspace = workspace
        self._judge = judge

    def appraise(self, data: bytes, known: Known) -> Appraisal:
        """Judges foreign bytes and remembers what was sound; NotOursError, NewerFormatError, JudgeFault."""
        task = partial(appraise, known=known, program=self._workspace.program)
        found = self._judge.judge(data, task)
        self.remember(found)
        return found

    def self_check(self, data: bytes, known: Known) -> Appraisal:
        """Judges a paper just made here; KeptPaperUnsoundError unless it is clean, then it is thrown away."""
        found = appraise(data, known, self._workspace.program)
        if not found.is_sound:
            unclean = next(each for each in found.checks.values() if each.state != "ok")
            raise KeptPaperUnsoundError(kind=found.kind, check=unclean.code)
        self.remember(found)
        return found

    def remember(self, found: Appraisal) -> None:
        """Remembers a sound, fully signed paper's payload under its file digest."""
        if found.is_sound and not found.empty_fields:
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
        return read_brief(self.payload(self.paper(digest), Known()))

    def sheet(self, digest: str, brief: Brief) -> SignedSheet:
        """A kept sheet of `brief`."""
        paper = self.paper(digest)
        return read_signed_sheet(self.payload(paper, Known(briefs={brief.digest: brief.payload})), brief)

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
