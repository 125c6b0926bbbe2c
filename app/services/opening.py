"""What a file or a stick holds, before anything is opened: briefs to score, sheets and records to verify.

Looking is pure and may run on any thread; opening a brief is scoring.py's, verifying verification.py's.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.errors import RefusedError, TrustError, ZhipingError
from app.pdf.judging import Judge
from app.pdf.refusals import NotOursError
from app.services.appraisal import Appraisal, Known, appraise
from app.services.sticks import collect

_PDF = b"%PDF-"


@frozen
class Offer:
    """One file: what it was judged to be, or why it cannot be judged."""

    path: Path
    data: bytes
    found: Appraisal | None
    error: ZhipingError | None

    @property
    def kind(self) -> str:
        """ "brief", "sheet", "record", or "" for what is not ours."""
        return self.found.kind if self.found else ""

    @property
    def brief(self) -> Brief | None:
        """The brief, if the file is a sound one."""
        sound = self.found is not None and self.found.kind == "brief" and self.found.is_sound
        return self.found.brief if sound and self.found else None


@frozen
class LookJob:
    """Looks at every file under `paths`."""

    paths: tuple[Path, ...]
    judge: Judge
    program: str

    def __call__(self) -> tuple[Offer, ...]:
        """One offer a file; NothingThereError, TooManyFiles and the like are told by the offers."""
        return tuple(self._offer(found.path, found.data, found.refusal) for found in collect(self.paths))

    def _offer(self, path: Path, data: bytes | None, refusal: RefusedError | None) -> Offer:
        if data is None:
            return Offer(path, b"", None, refusal or NotOursError(why="unreadable"))
        if not data.startswith(_PDF):
            return Offer(path, b"", None, NotOursError(why="unreadable"))
        task = partial(appraise, known=Known(), program=self.program)
        try:
            return Offer(path, data, self.judge.judge(data, task), None)
        except (RefusedError, TrustError) as error:
            return Offer(path, data, None, error)


class Opening:
    """Looks at files for one workspace."""

    def __init__(self, judge: Judge, program: str) -> None:
        self._judge = judge
        self._program = program

    def look(self, paths: Sequence[Path]) -> LookJob:
        """Looking at all files under `paths`, to be called on any thread."""
        return LookJob(tuple(paths), self._judge, self._program)
