"""Filling a signature field of a record or a ranking: the desk's seal, and a signer's own, on any thread.

Who may fill which field, and keeping what was signed: record_signing.py, ranking_signing.py.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from app.domain.frozen import frozen
from app.domain.record import SEAL
from app.domain.signer import Signer, signature_lines
from app.pdf.signing import certify, sign
from app.services.appraisal import Appraisal, Known
from app.services.appraiser import clean
from app.services.sticks import write_out


class Signatory(Protocol):
    """Whose field it is: the name, and the digest of the certificate."""

    @property
    def name(self) -> str: ...

    @property
    def certificate(self) -> str: ...


class ToSign(Protocol):
    """A paper as its next signer saw it: the file, their field, the Reason they sign with, who they are."""

    @property
    def data(self) -> bytes: ...

    @property
    def field(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def signatory(self) -> Signatory: ...


LookT = TypeVar("LookT", bound=ToSign)


@frozen
class Signed(Generic[LookT]):
    """What was signed: the look it was signed on, the paper as it stands after, the file.

    `fresh` unless this very signing was kept before, when the stick was full.
    """

    look: LookT
    appraisal: Appraisal
    data: bytes
    fresh: bool = True

    def write(self, out: Path) -> None:
        """Writes the file with read-back; on any thread. NotWrittenFault: what is signed is."""
        write_out(out, self.data)


@frozen
class SignJob(Generic[LookT]):
    """Signs what was looked at; to be called on any thread. `kept`: files of this paper signed here."""

    look: LookT
    kept: tuple[bytes, ...]
    time: datetime
    signer: Callable[[], Signer]
    known: Known
    program: str

    def __call__(self) -> Signed[LookT]:
        """Signs and judges the result; the same signing of the same file is given again, not done again."""
        look = self.look
        for data in self.kept:
            if len(data) > len(look.data) and data.startswith(look.data):
                after = clean(data, self.known, self.program)
                last = after.signatures[-1]
                if (last.field, last.reason) == (look.field, look.reason):
                    return Signed(look, after, data, fresh=False)
        signed = sign(
            look.data,
            field=look.field,
            signer=self.signer(),
            time=self.time,
            reason=look.reason,
            lines=signature_lines(look.signatory.name, self.time, look.signatory.certificate),
        )
        return Signed(look, clean(signed, self.known, self.program), signed)


def seal_paper(paper: bytes, *, keeper: str, certificate: str, time: datetime, signer: Signer) -> bytes:
    """The rendered `paper` with the desk's seal, in the keeper's name; later fields may still be filled."""
    return certify(
        paper,
        field=SEAL,
        signer=signer,
        time=time,
        reason="汇总席制表",
        permission=2,
        lines=signature_lines(keeper, time, certificate),
    )
