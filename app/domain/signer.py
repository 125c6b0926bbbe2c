"""Where keys meet papers: a value that signs. crypto makes it, pdf uses it, no private key travels."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from app.domain.frozen import frozen

Mechanism = Literal["ecdsa_sha256", "rsa_sha256"]


@frozen
class Signer:
    """A certificate (DER), its chain (DER, issuer first, root last) and the act of signing.

    `sign` takes the bytes to be signed (it hashes them itself) and returns a raw PKCS#1 v1.5
    signature or a DER-encoded ECDSA signature.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanism: Mechanism
    sign: Callable[[bytes], bytes]

    @property
    def digest(self) -> str:
        """The certificate's digest, by which seats and organisers are compared."""
        return certificate_digest(self.certificate)


def certificate_digest(der: bytes) -> str:
    """SHA-256 of a certificate's DER in hex: what `openssl x509 -fingerprint -sha256` shows."""
    return hashlib.sha256(der).hexdigest()


def signature_lines(name: str, time: datetime, digest: str) -> tuple[str, ...]:
    """What a signature's box says: who, when by their clock, and the certificate's short digest.

    The verifier draws the same lines again: a box that says anything else is not the signer's.
    """
    return (name, time.strftime("%Y-%m-%d %H:%M"), f"证书 {digest[:16]}")
