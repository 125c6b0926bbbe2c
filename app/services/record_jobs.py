"""Sealing, signing and showing a record as values that any thread may call: frozen things in and out.

What is read before and kept after is records.py's and record_signing.py's, on the main thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.domain.panel import Place
from app.domain.record import SEAL, Findings, Record
from app.domain.reservations import Reservation
from app.domain.signer import Signer, signature_lines
from app.pdf.papers import render_record
from app.pdf.preview import PageImage, pages
from app.pdf.signing import certify, sign
from app.services.appraisal import Appraisal, Known
from app.services.identities import Me
from app.services.kept_papers import Appraiser, clean
from app.services.sticks import write_out

__all__ = [
    "JudgedRecord", "Look", "PageImage", "RecordLookJob", "RecordPreviewJob", "RecordSignJob", "SealJob",
    "SealStep", "SealedNow", "SignedNow",
]  # fmt: skip
SealStep = Literal["render", "sign", "check"]


@dataclass(frozen=True)
class SealedNow:
    """A record just sealed, clean, not yet kept; `head` is the digest of the panel's last entry in it."""

    record: Record
    findings: Findings
    data: bytes
    judged: Appraisal
    head: str


@dataclass(frozen=True)
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
        data = certify(
            paper,
            field=SEAL,
            signer=self.signer(),
            time=self.time,
            reason="汇总席制表",
            permission=2,
            lines=signature_lines(self.me.name, self.time, self.me.digest),
        )
        tell("check")
        judged = clean(data, self.known, self.record.header.program)
        return SealedNow(self.record, self.findings, data, judged, self.record.entries[-1].digest)


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class JudgedRecord:
    """A foreign file, judged; `sound` is what of it may be remembered."""

    data: bytes
    found: Appraisal
    sound: tuple[Appraisal, ...]


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class SignedNow:
    """What was signed: the look it was signed on, the file, the record as it stands after.

    `fresh` unless this very signing was kept before, when the stick was full.
    """

    look: Look
    appraisal: Appraisal
    data: bytes
    fresh: bool = True

    def write(self, out: Path) -> None:
        """Writes the file with read-back; on any thread. NotWrittenFault: what is signed is."""
        write_out(out, self.data)


@dataclass(frozen=True)
class RecordSignJob:
    """Signs what was looked at. `kept`: the files of this record that were signed here."""

    look: Look
    kept: tuple[bytes, ...]
    time: datetime
    signer: Callable[[], Signer]
    known: Known
    program: str

    def __call__(self) -> SignedNow:
        """Signs and judges the result; the same signing of the same file is given again, not done again."""
        look = self.look
        for data in self.kept:
            if len(data) > len(look.data) and data.startswith(look.data):
                after = clean(data, self.known, self.program)
                last = after.signatures[-1]
                if (last.field, last.reason) == (look.field, look.reason):
                    return SignedNow(look, after, data, fresh=False)
        signed = sign(
            look.data,
            field=look.field,
            signer=self.signer(),
            time=self.time,
            reason=look.reason,
            lines=signature_lines(look.place.name, self.time, look.place.certificate),
        )
        return SignedNow(look, clean(signed, self.known, self.program), signed)


def _silent(_: SealStep) -> None:
    """Nobody listens."""
