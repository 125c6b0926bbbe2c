"""A PAdES signature: composed in our one form when signing, composed again and compared when judging.

Whatever could hide in a CMS (unsigned attributes, BER forms, stray certificates) makes the two differ.
Which bytes of the file are signed is the container's.
"""

import hashlib
from typing import TYPE_CHECKING

from app.domain.frozen import frozen
from app.domain.signer import Signer
from app.pdf import cms_form
from app.pdf.cms_form import DigestName, Family

if TYPE_CHECKING:
    from asn1crypto import cms, x509

_DIGESTS: tuple[DigestName, ...] = ("sha256", "sha384", "sha512")
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_MIN_RSA_BITS = 2048
_MAX_CERTIFICATES = 8
_MAX_ECDSA = 72


class CmsFault(Exception):  # private to the room: it becomes a Check, it never leaves
    """Why a CMS is not accepted: `code` of the check, and whether it is merely beyond our judgement."""

    def __init__(self, code: str, *, unknown: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.unknown = unknown


@frozen
class Sealed:
    """An accepted CMS: who signed, with what, and the digest of the file's bytes that was signed."""

    certificate: bytes
    chain: tuple[bytes, ...]
    is_authority: bool
    mechanism: str
    digest_name: DigestName
    message_digest: bytes


def compose(signer: Signer, message_digest: bytes) -> bytes:
    """The DER of a detached CMS over a SHA-256 digest, signed by `signer` (see `accepts`)."""
    ders = (signer.certificate, *signer.chain)
    certificate = _certificate(signer.certificate)
    family = _family(certificate)
    attributes = cms_form.attributes(ders, family, "sha256", message_digest)
    signature = _lasting(signer.sign(attributes), family)
    return cms_form.assemble(ders, _issuer_and_serial(certificate), family, "sha256", attributes, signature)


def accepts(signer: Signer) -> bool:
    """Whether `judge` would accept this signer's key: P-256, or RSA of at least 2048 bits."""
    try:
        certificate = _certificate(signer.certificate)
        return signer.mechanism == f"{_family(certificate)}_sha256"
    except (CmsFault, ValueError, TypeError, KeyError):
        return False


def room_for(signer: Signer) -> int:
    """The largest size in bytes that `compose` gives for this signer."""
    ders = (signer.certificate, *signer.chain)
    certificate = _certificate(signer.certificate)
    family = _family(certificate)
    attributes = cms_form.attributes(ders, family, "sha256", bytes(32))
    longest = bytes(_MAX_ECDSA if family == "ecdsa" else (certificate.public_key.bit_size + 7) // 8)
    who = _issuer_and_serial(certificate)
    return len(cms_form.assemble(ders, who, family, "sha256", attributes, longest))


def judge(der: bytes) -> Sealed:
    """What an intact CMS of our form says; CmsFault for any other form, algorithm or a wrong signature."""
    from asn1crypto import cms, tsp

    assert tsp  # importing it is what teaches cms to read signing-certificate-v2
    try:
        info = cms.ContentInfo.load(der, strict=True)
        signer_info, certificates = _chosen(info["content"])
        digest_name, family = _algorithms(signer_info, certificates[0])
        message_digest = bytes(_attribute(signer_info, "message_digest").native)
        signature = _lasting(signer_info["signature"].native, family)
        ders = tuple(certificate.dump() for certificate in certificates)
        attributes = cms_form.attributes(ders, family, digest_name, message_digest)
        who = _issuer_and_serial(certificates[0])
        rebuilt = cms_form.assemble(ders, who, family, digest_name, attributes, signature)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise CmsFault("signature_form") from error
    if rebuilt != der:
        raise CmsFault("signature_form")
    _verify(der, certificates[0], message_digest)
    return Sealed(
        certificate=ders[0],
        chain=ders[1:],
        is_authority=bool(certificates[0].ca),
        mechanism=f"{family}_{digest_name}",
        digest_name=digest_name,
        message_digest=message_digest,
    )


def _check_unsigned(signer_info: "cms.SignerInfo") -> None:
    """No unsigned attribute is ours; a time-stamp alone is not wrong, but nothing here judges it yet."""
    kinds = [attribute["type"].native for attribute in signer_info["unsigned_attrs"]]
    if kinds == ["signature_time_stamp_token"]:
        raise CmsFault("time_stamp_unknown", unknown=True)
    if kinds:
        raise CmsFault("unsigned_attribute")


def _chosen(signed: "cms.SignedData") -> "tuple[cms.SignerInfo, list[x509.Certificate]]":
    """The one signer, and all certificates in the order in which signing-certificate-v2 names them."""
    if len(signed["signer_infos"]) != 1 or len(signed["certificates"]) > _MAX_CERTIFICATES:
        raise CmsFault("signature_form")
    signer_info = signed["signer_infos"][0]
    _check_unsigned(signer_info)
    by_digest = {hashlib.sha256(item.chosen.dump()).digest(): item.chosen for item in signed["certificates"]}
    named = [item["cert_hash"].native for item in _attribute(signer_info, "signing_certificate_v2")["certs"]]
    if sorted(named) != sorted(by_digest) or len(named) != len(signed["certificates"]):
        raise CmsFault("signing_certificate")
    return signer_info, [by_digest[digest] for digest in named]


def _algorithms(signer_info: "cms.SignerInfo", certificate: "x509.Certificate") -> tuple[DigestName, Family]:
    """The digest and the family of the signature; an unknown CmsFault for what is not accepted (trust.md)."""
    family = _family(certificate)
    stated = [signer_info[key]["algorithm"].native for key in ("digest_algorithm", "signature_algorithm")]
    for digest_name in _DIGESTS:
        if stated == [digest_name, f"{digest_name}_{family}"]:
            return digest_name, family
    raise CmsFault("algorithm_unknown", unknown=True)


def _family(certificate: "x509.Certificate") -> Family:
    """The kind of a key that is strong enough; an unknown CmsFault for any other."""
    key = certificate.public_key
    if key.algorithm == "rsa" and key.bit_size >= _MIN_RSA_BITS:
        return "rsa"
    if key.algorithm == "ec" and key.curve == ("named", "secp256r1"):
        return "ecdsa"
    raise CmsFault("algorithm_unknown", unknown=True)


def _certificate(der: bytes) -> "x509.Certificate":
    from asn1crypto import x509

    return x509.Certificate.load(der, strict=True)


def _issuer_and_serial(certificate: "x509.Certificate") -> bytes:
    body = certificate["tbs_certificate"]
    return bytes(body["issuer"].dump() + body["serial_number"].dump())


def _attribute(signer_info: "cms.SignerInfo", kind: str) -> "cms.CMSAttribute":
    for attribute in signer_info["signed_attrs"]:
        if attribute["type"].native == kind:
            return attribute["values"][0]
    raise CmsFault("signing_certificate" if kind == "signing_certificate_v2" else "signature_form")


def _verify(der: bytes, certificate: "x509.Certificate", message_digest: bytes) -> None:
    """The signature over the attributes as they are spelt: asn1crypto encodes anew what was looked into,
    which costs more than all the rest, so it reads them afresh."""
    from asn1crypto import cms
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        signer_info = cms.ContentInfo.load(der, strict=True)["content"]["signer_infos"][0]
        intact, valid = validate_sig_integrity(signer_info, certificate, "data", message_digest)
    except Exception as error:  # whatever a library raises on a hostile key or attribute: it does not verify
        raise CmsFault("signature_wrong") from error
    if not (intact and valid):
        raise CmsFault("signature_wrong")


def _lasting(signature: bytes, family: Family) -> bytes:
    """The one of two equivalent ECDSA signatures that has the smaller s, so that no one can swap them."""
    from asn1crypto.algos import DSASignature

    if family != "ecdsa":
        return signature
    parts = DSASignature.load(signature, strict=True)
    r, s = int(parts["r"].native), int(parts["s"].native)
    return bytes(DSASignature({"r": r, "s": min(s, _P256_ORDER - s)}).dump())
