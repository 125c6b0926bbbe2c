"""The one spelling of our CMS in DER (RFC 5652, EN 319 142-1 baseline B), written out byte for byte.

Who signs with what, and whether it is genuine, is strict_cms's.
"""

import hashlib
from collections.abc import Sequence
from typing import Literal

DigestName = Literal["sha256", "sha384", "sha512"]
Family = Literal["ecdsa", "rsa"]

_INTEGER_ONE = b"\x02\x01\x01"
_NULL = b"\x05\x00"
_SEQUENCE, _SET, _OCTETS = 0x30, 0x31, 0x04
_TAGGED_0, _TAGGED_1 = 0xA0, 0xA1

_DATA = bytes.fromhex("06092A864886F70D010701")
_SIGNED_DATA = bytes.fromhex("06092A864886F70D010702")
_CONTENT_TYPE = bytes.fromhex("06092A864886F70D010903")
_MESSAGE_DIGEST = bytes.fromhex("06092A864886F70D010904")
_ALGORITHM_PROTECTION = bytes.fromhex("06092A864886F70D010934")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("060B2A864886F70D010910022F")

_DIGESTS: dict[DigestName, bytes] = {
    "sha256": bytes.fromhex("0609608648016503040201") + _NULL,
    "sha384": bytes.fromhex("0609608648016503040202") + _NULL,
    "sha512": bytes.fromhex("0609608648016503040203") + _NULL,
}
_SIGNATURES: dict[tuple[Family, DigestName], bytes] = {
    ("ecdsa", "sha256"): bytes.fromhex("06082A8648CE3D040302"),
    ("ecdsa", "sha384"): bytes.fromhex("06082A8648CE3D040303"),
    ("ecdsa", "sha512"): bytes.fromhex("06082A8648CE3D040304"),
    ("rsa", "sha256"): bytes.fromhex("06092A864886F70D01010B") + _NULL,
    ("rsa", "sha384"): bytes.fromhex("06092A864886F70D01010C") + _NULL,
    ("rsa", "sha512"): bytes.fromhex("06092A864886F70D01010D") + _NULL,
}


def attributes(
    certificates: Sequence[bytes], family: Family, digest_name: DigestName, message_digest: bytes
) -> bytes:
    """The signed attributes as a SET, which is what is signed: every certificate is named by its SHA-256."""
    named = [_tlv(_SEQUENCE, _tlv(_OCTETS, hashlib.sha256(item).digest())) for item in certificates]
    protected = _tlv(_SEQUENCE, _DIGESTS[digest_name]) + _tlv(_TAGGED_1, _SIGNATURES[family, digest_name])
    values = (
        (_CONTENT_TYPE, _DATA),
        (_MESSAGE_DIGEST, _tlv(_OCTETS, message_digest)),
        (_ALGORITHM_PROTECTION, _tlv(_SEQUENCE, protected)),
        (_SIGNING_CERTIFICATE_V2, _tlv(_SEQUENCE, _tlv(_SEQUENCE, *named))),
    )
    return _tlv(_SET, *sorted(_tlv(_SEQUENCE, kind, _tlv(_SET, value)) for kind, value in values))


def assemble(
    certificates: Sequence[bytes],
    issuer_and_serial: bytes,
    family: Family,
    digest_name: DigestName,
    signed_attributes: bytes,
    signature: bytes,
) -> bytes:
    """The whole ContentInfo: version 1, no content, one signer (the first certificate), nothing unsigned."""
    digest_algorithm = _tlv(_SEQUENCE, _DIGESTS[digest_name])
    signer_info = _tlv(
        _SEQUENCE,
        _INTEGER_ONE,
        _tlv(_SEQUENCE, issuer_and_serial),
        digest_algorithm,
        # Implicitly tagged: the same content under another tag.
        bytes([_TAGGED_0]) + signed_attributes[1:],
        _tlv(_SEQUENCE, _SIGNATURES[family, digest_name]),
        _tlv(_OCTETS, signature),
    )
    signed_data = _tlv(
        _SEQUENCE,
        _INTEGER_ONE,
        _tlv(_SET, digest_algorithm),
        _tlv(_SEQUENCE, _DATA),
        _tlv(_TAGGED_0, *sorted(certificates)),
        _tlv(_SET, signer_info),
    )
    return _tlv(_SEQUENCE, _SIGNED_DATA, _tlv(_TAGGED_0, signed_data))


def _tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content
