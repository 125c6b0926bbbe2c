"""Judging papers: foreign ones in the child process, those just made here by themselves. Keeps nothing.

Loads all that reads a PDF, so whoever only looks up what is kept does without it (kept_papers).
"""

import contextlib
from collections.abc import Callable
from functools import partial

from app.domain.documents import object_of, payload_digest, read_header
from app.errors import RefusedError, TrustError
from app.pdf.fonts import typeface
from app.pdf.judging import Judge
from app.services.appraisal import BRIEF_FILE, appraise, attached_papers
from app.services.appraised import Appraisal, KeptPaperUnsoundError, Known
from app.services.side_by_side import Sides, sides
from app.store.document_store import file_digest

__all__ = ["Appraiser", "clean", "prepare"]


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
        return self._appraise(data, self._needed(data, known))

    def sides(self, data: bytes, at: int, width: int, known: Known) -> Sides:
        """A page of `data` as we draw it and as the file has it; NoPagesError, NotOursError, JudgeFault."""
        known = self._needed(data, known)
        return self._judge.judge(data, partial(sides, at=at, width=width, known=known, program=self._program))

    def _needed(self, data: bytes, known: Known) -> Known:
        """What of `known` the child is sent with `data`: only a record rests on other files."""
        if BRIEF_FILE.encode("ascii") in data:
            return self._with_attached(data, known)
        return Known(known.briefs)

    def _with_attached(self, data: bytes, known: Known) -> Known:
        """What is attached to a record, judged paper by paper: the child's limits are meant for one paper.

        Unsound ones are left for the record's own judging, which says what is wrong.
        """
        needed = Known(known.briefs)
        for paper in self._judge.judge(data, attached_papers):
            digest = file_digest(paper)
            if digest in known.files:
                needed = _joined(needed, digest, known.files[digest])
                continue
            with contextlib.suppress(RefusedError, TrustError):
                needed = self._knowing(paper, needed)
        return needed

    def _knowing(self, paper: bytes, known: Known) -> Known:
        """`known` and the paper, if it is sound."""
        found = self._appraise(paper, Known(known.briefs))
        if not found.is_sound:
            return known
        if found.checks["page"].state == "ok":
            return _joined(known, found.file_digest, found.payload)
        # A page of another version stays to be told by the record that rests on it.
        briefs = {found.digest: found.payload} if found.kind == "brief" else {}
        return Known({**known.briefs, **briefs}, known.files)

    def _appraise(self, data: bytes, known: Known) -> Appraisal:
        found = self._judge.judge(data, partial(appraise, known=known, program=self._program))
        self._sound(found)
        return found


def _joined(known: Known, digest: str, payload: bytes) -> Known:
    """`known` and the sound paper of that file digest; sheets are judged by a brief among them.

    What was remembered and cannot be read is left for the record's own judging.
    """
    briefs = dict(known.briefs)
    with contextlib.suppress(RefusedError, TrustError):
        briefs[payload_digest(read_header(object_of(payload), "brief"), payload)] = payload
    return Known(briefs, {**known.files, digest: payload})


def clean(data: bytes, known: Known, program: str) -> Appraisal:
    """What a paper just made here is; KeptPaperUnsoundError unless it is clean. Pure, for any thread."""
    found = appraise(data, known, program)
    if not found.is_sound:
        unclean = next(each for each in found.checks.values() if each.state != "ok")
        raise KeptPaperUnsoundError(kind=found.kind, check=unclean.code)
    return found


def prepare() -> None:
    """Loads, in the judging child, what the first file would otherwise pay for: libraries, typefaces."""
    typeface("regular")
    typeface("bold")
