"""What a certificate of ours says, as openssl reads it, and which foreign certificates are taken."""

import datetime
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from app.crypto import certificates

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | dsa.DSAPrivateKey | ed25519.Ed25519PrivateKey
DAY = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
P256 = ec.generate_private_key(ec.SECP256R1())
OURS = certificates.new_certificate(P256, random=os.urandom)
SIGNING = certificates._usage()


def foreign(
    key: PrivateKey, *extensions: tuple[x509.ExtensionType, bool], name: str = "某 CA 的用户"
) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).serial_number(7)
    builder = builder.public_key(key.public_key()).not_valid_before(DAY).not_valid_after(DAY)
    for value, critical in extensions:
        builder = builder.add_extension(value, critical=critical)
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256()
    return builder.sign(key, digest).public_bytes(Encoding.DER)


def usage(**bits: bool) -> x509.KeyUsage:
    none = {
        "digital_signature": False,
        "content_commitment": False,
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": False,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    return x509.KeyUsage(**(none | bits))


def openssl(*arguments: str | Path) -> str:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_openssl_reads_our_certificate_as_the_design_says(tmp_path: Path) -> None:
    path = tmp_path / "ours.pem"
    path.write_bytes(certificates.certificate_pem(OURS))
    text = openssl("x509", "-in", path, "-noout", "-text", "-nameopt", "oneline")
    subject = re.search(r"Subject: CN = (zhiping-[0-9a-f]{16})\n", text)
    assert subject and subject.group(1) == certificates.subject_id(OURS)
    assert f"Issuer: CN = {subject.group(1)}\n" in text
    assert "Not Before: Jan  1 00:00:00 2000 GMT" in text
    assert "Not After : Dec 31 23:59:59 9999 GMT" in text
    assert "ASN1 OID: prime256v1" in text
    assert "Signature Algorithm: ecdsa-with-SHA256" in text
    assert re.search(r"Basic Constraints: critical\s+CA:FALSE", text)
    assert re.search(r"Key Usage: critical\s+Digital Signature, Non Repudiation\n", text)


def test_openssl_verifies_our_certificate_as_signed_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "ours.pem"
    path.write_bytes(certificates.certificate_pem(OURS))
    said = openssl("verify", "-CAfile", path, "-check_ss_sig", "-partial_chain", "-x509_strict", path)
    assert said.strip() == f"{path}: OK"


def test_two_certificates_share_neither_id_nor_serial() -> None:
    other = certificates.new_certificate(P256, random=os.urandom)
    assert certificates.subject_id(other) != certificates.subject_id(OURS)
    first, second = (x509.load_der_x509_certificate(der).serial_number for der in (OURS, other))
    assert first != second and first > 0 and second > 0


def test_id_and_serial_come_from_the_given_chance() -> None:
    der = certificates.new_certificate(P256, random=lambda size: b"\xab" * size)
    assert certificates.subject_id(der) == "zhiping-" + "ab" * 8
    assert x509.load_der_x509_certificate(der).serial_number == int("ab" * 16, 16) + 1


def test_pem_and_der_give_the_same_bytes() -> None:
    assert certificates.read_certificate(OURS) == OURS
    assert certificates.read_certificate(certificates.certificate_pem(OURS)) == OURS


def test_a_foreign_signing_certificate_is_taken_and_has_no_id_of_ours() -> None:
    leaf = (x509.BasicConstraints(ca=False, path_length=None), True)
    der = foreign(rsa.generate_private_key(65537, 2048), leaf, (SIGNING, True))
    assert certificates.read_certificate(der) == der
    assert certificates.subject_id(der) == ""


@pytest.mark.parametrize(
    "make_key",
    [
        lambda: rsa.generate_private_key(65537, 1024),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: ec.generate_private_key(ec.SECP256K1()),
        ed25519.Ed25519PrivateKey.generate,
        lambda: dsa.generate_private_key(2048),
    ],
    ids=["rsa-1024", "p-384", "secp256k1", "ed25519", "dsa"],
)
def test_another_kind_of_key_is_refused(make_key: Callable[[], PrivateKey]) -> None:
    with pytest.raises(certificates.CertificateKeyRefusedError):
        certificates.read_certificate(foreign(make_key()))


def test_a_certificate_of_an_authority_is_refused() -> None:
    for extension in (x509.BasicConstraints(ca=True, path_length=None), usage(key_cert_sign=True)):
        with pytest.raises(certificates.AuthorityCertificateError):
            certificates.read_certificate(foreign(P256, (extension, True)))


def test_a_serial_number_below_one_is_refused() -> None:
    serial = certificates.new_certificate(P256, random=lambda size: b"\x7e" * size)
    at = serial.index(b"\x02\x10" + b"\x7e" * 15) + 2
    with pytest.raises(certificates.CertificateRefusedError):
        certificates.read_certificate(serial[:at] + b"\xfe" + serial[at + 1 :])


def test_an_encrypting_certificate_is_refused() -> None:
    with pytest.raises(certificates.CertificateNotForSigningError):
        certificates.read_certificate(
            foreign(P256, (usage(key_encipherment=True, data_encipherment=True), True))
        )


def test_a_file_that_gives_away_the_private_key_is_refused_as_that() -> None:
    key = P256.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(certificates.PrivateKeyHandedOutError):
        certificates.read_certificate(certificates.certificate_pem(OURS) + key)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"%PDF-1.7\n",
        OURS + b"\0",
        OURS + OURS,
        OURS[:-1],
        certificates.certificate_pem(OURS) * 2,
        certificates.certificate_pem(OURS)[:-30],
        b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        certificates.certificate_pem(OURS) + b" " * certificates.MOST_CERTIFICATE_BYTES,
    ],
    ids=["empty", "tag", "pdf", "tail", "two-der", "cut", "two-pem", "cut-pem", "hollow", "too-large"],
)
def test_what_is_not_exactly_one_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(certificates.CertificateRefusedError):
        certificates.read_certificate(data)


def test_an_indefinite_length_spelling_is_refused() -> None:
    outer = b"\x30\x80" + OURS[4:] + b"\0\0"
    with pytest.raises(certificates.CertificateRefusedError):
        certificates.read_certificate(outer)


@given(st.integers(0, len(OURS) - 1), st.integers(1, 255))
def test_a_changed_certificate_is_refused_or_is_another_one(at: int, change: int) -> None:
    changed = bytearray(OURS)
    changed[at] ^= change
    try:
        found = certificates.read_certificate(bytes(changed))
    except certificates.CertificateRefusedError:
        return
    assert found == changed
    certificates.subject_id(found)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_our_own_words(data: bytes) -> None:
    with pytest.raises(certificates.CertificateRefusedError):
        certificates.read_certificate(data)
