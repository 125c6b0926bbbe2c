"""What our certificates say, and which foreign ones are taken, by key and use; never by date or issuer.

Slow to load, so whoever only wants to know whose a workspace is does without it (identity.load).
"""

import datetime
import re
import warnings
from collections.abc import Callable

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID

from app.crypto.vault import Random
from app.errors import RefusedError, TrustError

# Pinned, so that neither years nor a wrong clock may void a certificate (RFC 5280, 4.1.2.5: no end known).
NOT_BEFORE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
NOT_AFTER = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)
MOST_CERTIFICATE_BYTES = 64 * 1024
_SUBJECT = re.compile(r"zhiping-[0-9a-f]{16}")
_RSA_BITS = range(2048, 8193)
_RSA_MOST_EXPONENT = 2**32
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class CertificateRefusedError(RefusedError):
    """Not one readable certificate in PEM or DER; root of the more precise refusals below."""


class PrivateKeyHandedOutError(CertificateRefusedError):
    """The file gives away a private key: whoever has seen it can sign in its owner's name."""


class CertificateKeyRefusedError(CertificateRefusedError):
    """A certificate for neither P-256 nor RSA of 2048 to 8192 bits."""


class AuthorityCertificateError(CertificateRefusedError):
    """A certificate that may certify others; it fills no seat."""


class CertificateNotForSigningError(CertificateRefusedError):
    """A certificate not made for signatures, such as the encrypting half of a CA's pair."""


class KeyNotOfCertificateError(TrustError):
    """The private key that came out is not the one of the certificate beside it."""


def new_pair(*, random: Random) -> tuple[bytes, bytes]:
    """A new P-256 key (PKCS #8) and its certificate (DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    pkcs8 = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return pkcs8, new_certificate(key, random=random)


def signing(pkcs8: bytes, certificate: bytes) -> Callable[[bytes], bytes]:
    """What signs with a key (PKCS #8), which stays inside; KeyNotOfCertificateError if it is not that of
    `certificate` (DER)."""
    key = load_der_private_key(pkcs8, password=None)
    certified = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certified:
        raise KeyNotOfCertificateError
    return lambda data: key.sign(data, ec.ECDSA(SHA256()))


def new_certificate(key: ec.EllipticCurvePrivateKey, *, random: Random) -> bytes:
    """A self-signed certificate (DER) for `key` under a random ASCII id; it names nobody.

    No name, because asn1crypto refuses rare hanzi in one: such a signature is made and never validates.
    """
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"zhiping-{random(8).hex()}")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1 + int.from_bytes(random(16), "big"))
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def read_certificate(data: bytes) -> bytes:
    """The one certificate in PEM or DER `data` (at most 64 KB) that may stand for a seat, as DER.

    Judges neither dates nor who issued it: certificates are compared, by digest. CertificateRefusedError
    and the four kinds of it.
    """
    if len(data) > MOST_CERTIFICATE_BYTES:
        raise CertificateRefusedError
    if b"PRIVATE KEY-----" in data:
        raise PrivateKeyHandedOutError
    try:
        with warnings.catch_warnings(action="ignore"):  # the library grumbles at over-long names; CAs do that
            certificate = _parsed(data)
            _check_fit(certificate)
            return certificate.public_bytes(Encoding.DER)
    except _UNREADABLE as error:
        raise CertificateRefusedError from error


def certificate_pem(der: bytes) -> bytes:
    """A certificate's DER as PEM, for handing it to others."""
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def subject_id(der: bytes) -> str:
    """The ASCII id in a certificate of ours; "" in any other that `read_certificate` took.

    It proves nothing: certificates are compared by digest.
    """
    with warnings.catch_warnings(action="ignore"):
        names = x509.load_der_x509_certificate(der).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    found = names[0].value if len(names) == 1 else ""
    return found if isinstance(found, str) and _SUBJECT.fullmatch(found) else ""


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _parsed(data: bytes) -> x509.Certificate:
    marks = data.count(b"-----BEGIN ")
    if marks == 0:
        certificate = x509.load_der_x509_certificate(data)
        if certificate.public_bytes(Encoding.DER) != data:  # its digest must be that of the bytes given
            raise CertificateRefusedError
        return certificate
    if marks > 1:
        raise CertificateRefusedError
    return x509.load_pem_x509_certificate(data)


def _check_fit(certificate: x509.Certificate) -> None:
    # The library reads these only when asked: ask now, so that nothing taken can fail later.
    _ = (certificate.subject, certificate.issuer)
    _ = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    if certificate.serial_number <= 0:  # RFC 5280, 4.1.2.2; the library is about to refuse it too
        raise CertificateRefusedError
    if not _strong(certificate.public_key()):
        raise CertificateKeyRefusedError
    for extension in certificate.extensions:
        if isinstance(extension.value, x509.BasicConstraints) and extension.value.ca:
            raise AuthorityCertificateError
        if isinstance(extension.value, x509.KeyUsage):
            if extension.value.key_cert_sign:
                raise AuthorityCertificateError
            if not (extension.value.digital_signature or extension.value.content_commitment):
                raise CertificateNotForSigningError


def _strong(key: object) -> bool:
    if isinstance(key, ec.EllipticCurvePublicKey):
        return isinstance(key.curve, ec.SECP256R1)
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size in _RSA_BITS and key.public_numbers().e < _RSA_MOST_EXPONENT
    return False
