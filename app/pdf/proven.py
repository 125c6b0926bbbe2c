"""What was found right once in this process, by digest: the same bytes are not drawn or read again.

Only what was right is remembered. A record is judged when it is sealed, after each signature, when it is
taken back and when it is handed over: its pages, which no signature changes, are drawn once.
"""

import hashlib

_MOST = 10_000


class Proven:
    """A set of proofs, the oldest forgotten first."""

    def __init__(self) -> None:
        self._proofs: dict[str, None] = {}

    def has(self, proof: str) -> bool:
        """Whether it was found right."""
        return proof in self._proofs

    def add(self, proof: str) -> None:
        """It is right."""
        self._proofs[proof] = None
        if len(self._proofs) > _MOST:
            del self._proofs[next(iter(self._proofs))]

    def clear(self) -> None:
        """Forgets everything, as a fresh process: for measurements."""
        self._proofs.clear()


def proof_of(what: str, data: bytes, rest: object = "") -> str:
    """The name of one finding: what was asked, of which bytes, given what else."""
    return f"{what} {hashlib.sha256(data).hexdigest()} {rest!r}"


PROVEN = Proven()
