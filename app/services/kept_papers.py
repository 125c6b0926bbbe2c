"""The papers a workspace holds, as values: judged once per program version, then known by their digest."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from app.domain.brief import Brief, read_brief
from app.domain.signed_sheet import SignedSheet, read_signed_sheet
from app.errors import TrustError
from app.services.appraised import Appraisal, KeptPaperUnsoundError, Known
from app.services.workspace import Workspace
from app.store.document_store import Paper

if TYPE_CHECKING:
    from app.pdf.judging import Judge
    from app.services.appraiser import Appraiser

P = TypeVar("P", Brief, SignedSheet)


class PaperMissingError(TrustError):
    """An entry names a paper that the store does not hold."""

    field_names = ("digest",)


class KeptPapers:
    """The papers of one workspace; foreign bytes are judged in the child process of `judge`."""

    def __init__(self, workspace: Workspace, judge: "Callable[[], Judge]") -> None:
        self._workspace = workspace
        self._judge = judge

    def appraiser(self, sound: Callable[[Appraisal], None]) -> "Appraiser":
        """What judges for this workspace on any thread and keeps nothing."""
        from app.services.appraiser import Appraiser

        return Appraiser(self._judge(), self._workspace.program, sound)

    @cached_property
    def _appraiser(self) -> "Appraiser":
        return self.appraiser(self.remember)

    def appraise(self, data: bytes, known: Known) -> Appraisal:
        """Judges foreign bytes and remembers what was sound; NotOursError, NewerFormatError, JudgeFault."""
        return self._appraiser.appraise(data, known)

    def self_check(self, data: bytes, known: Known) -> Appraisal:
        """Judges a paper just made here; KeptPaperUnsoundError unless it is clean, then it is thrown away."""
        from app.services.appraiser import clean

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


def _same(found: P, digest: str) -> P:
    """`found` if it is what the entry names: judgements are remembered in a table that may be edited."""
    if found.digest != digest:
        raise KeptPaperUnsoundError(kind=found.header.kind, check="digest_differs")
    return found
