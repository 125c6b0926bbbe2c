"""Sealing, signing and showing a record as values that any thread may call: frozen things in and out.

What is read before and kept after is records.py's and record_signing.py's, on the main thread.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from app.domain.frozen import frozen
from app.domain.panel import Place
from app.domain.record import Findings, Record
from app.domain.reservations import Reservation
from app.domain.signer import Signer
from app.pdf.papers import render_record
from app.pdf.preview import PageImage, pages
from app.services.appraisal import Appraisal, Known
from app.services.appraiser import Appraiser, clean
from app.services.field_signing import Signed, SignJob, seal_paper
from app.services.identities import Me

__all__ = [
    "JudgedRecord", "Look", "PageImage", "RecordLookJob", "RecordPreviewJob", "RecordSignJob", "SealJob",
    "SealStep", "SealedNow", "SignedNow",
]  # fmt: skip
SealStep = Literal["render", "sign", "check"]


@frozen
class SealedNow:
    """A record just sealed, clean, not yet kept; `head` is the digest of the panel's last entry in it."""

    record: Record
    findings: Findings
    data: bytes
    judged: Appraisal
    head: str


@frozen
class SealJob:
    """Seals `record` with the desk's key; `files` are the papers it carries."""

    record: Record
    findings: Findings
    files: Mapping[str, bytes]
    me: Me
    time: datetime
    signer: Callable[[], Signer]
    known: Known

    def __call__(self, progress: Callable[[SealStep], None] | None = None) -> SealedNow:
        """Rendered, certified, judged; `progress` is told each step as it begins. KeptPaperUnsoundError."""
        tell = progress or _silent
        tell("render")
        paper = render_record(self.record, self.findings, self.files)
        tell("sign")
        me = self.me
        data = seal_paper(paper, keeper=me.name, certificate=me.digest, time=self.time, signer=self.signer())
        tell("check")
        judged = clean(data, self.known, self.record.header.program)
        return SealedNow(self.record, self.findings, data, judged, self.record.entries[-1].digest)


@frozen
class RecordPreviewJob:
    """Draws a record `width` pixels wide: `data` where it is sealed, else as it would be sealed now."""

    width: int
    data: bytes = b""
    record: Record | None = None
    findings: Findings | None = None
    files: Mapping[str, bytes] | None = None

    def __call__(self) -> tuple[PageImage, ...]:
        """Every page as pixels. The errors of pdf."""
        data = self.data
        if self.record is not None and self.findings is not None and self.files is not None:
            data = render_record(self.record, self.findings, self.files)
        return pages(data, self.width)


@frozen
class JudgedRecord:
    """A foreign file, judged; `sound` is what of it may be remembered."""

    data: bytes
    found: Appraisal
    sound: tuple[Appraisal, ...]


@frozen
class RecordLookJob:
    """Judges what is to be signed."""

    data: bytes
    known: Known
    appraiser: Callable[[Callable[[Appraisal], None]], Appraiser]

    def __call__(self) -> JudgedRecord:
        """What it is; NotOursError, NewerFormatError, JudgeFault."""
        sound: list[Appraisal] = []
        found = self.appraiser(sound.append).appraise(self.data, self.known)
        return JudgedRecord(self.data, found, tuple(sound))


@frozen
class Look:
    """A record as its next signer should see it before signing: their field, and what it says of them.

    `total` is their own total as the record counts it, "" where it does not count.
    """

    appraisal: Appraisal
    record: Record
    findings: Findings
    data: bytes
    field: str
    place: Place
    total: str
    reservations: tuple[Reservation, ...]
    reason: str

    @property
    def signatory(self) -> Place:
        """Whose field it is."""
        return self.place


SignedNow = Signed[Look]
RecordSignJob = SignJob[Look]


def _silent(_: SealStep) -> None:
    """Nobody listens."""
