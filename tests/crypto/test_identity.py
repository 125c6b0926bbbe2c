"""An identity made, kept, found again and signing, with real keys, files and openssl."""

import base64
import hashlib
import os
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from app.crypto import certificates, identity, key_file, vault
from app.crypto.identity import Protection
from app.crypto.keyring_box import KeyLostFault, NoKeyringFault, SecretBox
from app.domain.signer import Signer
from tests.crypto.memory_box import MemoryBox

PASSPHRASE = "一把很长的钥匙 2022"
PIN = "204816"
SECRETS: dict[Protection, str | None] = {"keyring": None, "passphrase": PASSPHRASE, "keyring+pin": PIN}


@dataclass(frozen=True)
class Made:
    """A workspace with an identity, shared by the tests that only read it."""

    folder: Path
    identity: identity.Identity
    box: MemoryBox
    secret: str | None


def make(folder: Path, protection: Protection, secret: str | None, box: SecretBox) -> identity.Identity:
    return identity.create(folder, protection=protection, secret=secret, box=box, random=os.urandom)


def made(folder: Path, protection: Protection) -> Made:
    box = MemoryBox()
    return Made(folder, make(folder, protection, SECRETS[protection], box), box, SECRETS[protection])


@pytest.fixture(scope="module")
def by_passphrase(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("passphrase"), "passphrase")


@pytest.fixture(scope="module")
def by_pin(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("pin"), "keyring+pin")


@pytest.fixture(scope="module")
def by_keyring(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("keyring"), "keyring")


def openssl_agrees(signer: Signer, folder: Path) -> bool:
    message = "综合评分 88.20 分".encode()
    (folder / "message").write_bytes(message)
    (folder / "signature").write_bytes(signer.sign(message))
    (folder / "c.pem").write_bytes(certificates.certificate_pem(signer.certificate))
    (folder / "public.pem").write_bytes(openssl(folder, "x509", "-in", "c.pem", "-noout", "-pubkey").stdout)
    verify = ("dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "message")
    good = openssl(folder, *verify)
    (folder / "message").write_bytes(message + b"!")
    bad = openssl(folder, *verify)
    return good.returncode == 0 and bad.returncode != 0


def openssl(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, timeout=20, check=False)


def unlocked(source: Made) -> Signer:
    return identity.unlock(source.folder, secret=source.secret, box=source.box)


def test_a_key_under_a_passphrase_signs_and_openssl_agrees(by_passphrase: Made, tmp_path: Path) -> None:
    signer = unlocked(by_passphrase)
    assert (signer.certificate, signer.chain, signer.mechanism) == (
        by_passphrase.identity.certificate,
        (),
        "ecdsa_sha256",
    )
    assert openssl_agrees(signer, tmp_path)
    assert not by_passphrase.box.secrets


def test_a_key_under_keyring_and_pin_signs_and_openssl_agrees(by_pin: Made, tmp_path: Path) -> None:
    assert openssl_agrees(unlocked(by_pin), tmp_path)
    assert set(by_pin.box.secrets) == {by_pin.identity.key_id}


def test_a_key_in_the_keyring_signs_and_openssl_agrees(by_keyring: Made, tmp_path: Path) -> None:
    assert openssl_agrees(unlocked(by_keyring), tmp_path)
    assert [len(secret) for secret in by_keyring.box.secrets.values()] == [32]


def test_an_identity_is_found_again_without_any_secret(
    by_passphrase: Made, by_pin: Made, by_keyring: Made
) -> None:
    for source in (by_passphrase, by_pin, by_keyring):
        found = identity.load(source.folder)
        assert found == source.identity
        assert found.digest == hashlib.sha256(found.certificate).hexdigest()
        assert found.key_id == certificates.subject_id(found.certificate)


def test_a_workspace_without_an_identity_loads_none_and_cannot_sign(tmp_path: Path) -> None:
    assert identity.load(tmp_path) is None
    with pytest.raises(identity.IdentityMissingError):
        identity.unlock(tmp_path, secret=None, box=MemoryBox())


def test_a_wrong_passphrase_is_refused_as_that(by_passphrase: Made) -> None:
    with pytest.raises(vault.WrongPassphraseError):
        identity.unlock(by_passphrase.folder, secret=PASSPHRASE + " ", box=by_passphrase.box)


def test_full_width_typing_is_the_same_passphrase(by_passphrase: Made) -> None:
    identity.unlock(by_passphrase.folder, secret="一把很长的钥匙　２０２２", box=by_passphrase.box)


def test_a_secret_no_text_can_hold_is_only_wrong(by_passphrase: Made) -> None:
    with pytest.raises(vault.WrongPassphraseError):
        identity.unlock(by_passphrase.folder, secret="\udc80" * 12, box=by_passphrase.box)


def test_a_wrong_pin_is_refused_as_that(by_pin: Made) -> None:
    with pytest.raises(vault.WrongPinError):
        identity.unlock(by_pin.folder, secret="204817", box=by_pin.box)


def test_the_right_pin_is_worth_nothing_without_the_keyrings_own_bytes(by_pin: Made) -> None:
    other = MemoryBox(secrets={by_pin.identity.key_id: bytes(32)})
    with pytest.raises(vault.WrongPinError):
        identity.unlock(by_pin.folder, secret=PIN, box=other)
    with pytest.raises(KeyLostFault):
        identity.unlock(by_pin.folder, secret=PIN, box=MemoryBox())


def test_a_needed_secret_is_asked_for_before_any_work(by_passphrase: Made, by_pin: Made) -> None:
    for nothing in (None, ""):
        with pytest.raises(vault.PassphraseNeededError):
            identity.unlock(by_passphrase.folder, secret=nothing, box=by_passphrase.box)
        with pytest.raises(vault.PinNeededError):
            identity.unlock(by_pin.folder, secret=nothing, box=MemoryBox(there=False))


def test_a_key_lost_from_the_keyring_names_the_key(by_keyring: Made) -> None:
    with pytest.raises(KeyLostFault) as caught:
        identity.unlock(by_keyring.folder, secret=None, box=MemoryBox())
    assert caught.value.fields == {"key_id": by_keyring.identity.key_id}


def test_another_key_in_the_keyring_is_a_broken_trust(by_keyring: Made) -> None:
    other = MemoryBox(secrets={by_keyring.identity.key_id: bytes(32)})
    with pytest.raises(vault.KeyMismatchError):
        identity.unlock(by_keyring.folder, secret=None, box=other)


def test_a_passphrase_set_for_all_commands_does_not_disturb_a_key_in_the_keyring(by_keyring: Made) -> None:
    identity.unlock(by_keyring.folder, secret=PASSPHRASE, box=by_keyring.box)


@pytest.mark.parametrize(
    "secret", ["ninechars", "", "ab\u200bcdefghij", "x" * 1001, "line\nbreak!", "\udc80" * 12], ids=ascii
)
def test_a_poor_new_passphrase_is_refused_and_nothing_is_written(tmp_path: Path, secret: str) -> None:
    with pytest.raises((vault.PassphraseRefusedError, vault.PassphraseNeededError)):
        make(tmp_path, "passphrase", secret, MemoryBox())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "secret", ["12345", "12345a", "-123456", "１２３４５", "٠١٢٣٤٥", "123 456", "²²²²²²x"], ids=ascii
)
def test_a_pin_that_is_not_six_digits_is_refused_and_nothing_is_kept(tmp_path: Path, secret: str) -> None:
    box = MemoryBox()
    with pytest.raises(vault.PinRefusedError):
        make(tmp_path, "keyring+pin", secret, box)
    assert list(tmp_path.iterdir()) == [] and not box.secrets


def test_a_passphrase_that_would_protect_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(vault.SecretNotWantedError):
        make(tmp_path, "keyring", PASSPHRASE, MemoryBox())
    assert list(tmp_path.iterdir()) == []


def test_a_second_identity_is_refused_and_the_first_stays(by_keyring: Made) -> None:
    before = (by_keyring.folder / key_file.NAME).read_bytes()
    with pytest.raises(key_file.IdentityExistsError):
        make(by_keyring.folder, "keyring", None, by_keyring.box)
    assert (by_keyring.folder / key_file.NAME).read_bytes() == before
    assert set(by_keyring.box.secrets) == {by_keyring.identity.key_id}


def test_without_a_keyring_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoKeyringFault):
        make(tmp_path, "keyring", None, MemoryBox(there=False))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_leaves_nothing_in_the_keyring(tmp_path: Path) -> None:
    box = MemoryBox()
    with pytest.raises(key_file.KeyFileNotWrittenFault) as caught:
        make(tmp_path / "nowhere", "keyring", None, box)
    assert caught.value.fields == {"reason": "ENOENT"} and not box.secrets


def test_the_default_is_the_keyring_where_there_is_one() -> None:
    assert identity.default_protection(MemoryBox()) == "keyring"
    assert identity.default_protection(MemoryBox(there=False)) == "passphrase"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other people out by the folder's access list")
def test_the_key_file_is_its_owners_alone_and_the_only_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make(tmp_path, "keyring", None, MemoryBox())
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / key_file.NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [key_file.NAME]


def test_the_private_key_is_in_no_file_in_any_spelling(
    by_passphrase: Made, by_pin: Made, by_keyring: Made
) -> None:
    for source in (by_passphrase, by_pin, by_keyring):
        locked = key_file.read(source.folder)
        assert locked is not None
        kept = source.box.secrets.get(source.identity.key_id)
        pkcs8 = vault.unlock(locked, secret=source.secret, kept=kept)
        scalar = private_scalar(pkcs8)
        assert scalar in pkcs8
        typed = source.secret.encode() if source.secret else None
        hidden = [found for found in (scalar, pkcs8, kept, typed) if found]
        for path in source.folder.rglob("*"):
            found = path.read_bytes()
            for secret in hidden:
                for spelt in (secret, secret.hex().encode(), base64.b64encode(secret)):
                    assert spelt not in found and spelt.upper() not in found


def private_scalar(pkcs8: bytes) -> bytes:
    key = load_der_private_key(pkcs8, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.private_numbers().private_value.to_bytes(32, "big")


def test_a_signer_shows_no_private_key(by_keyring: Made) -> None:
    assert "PRIVATE" not in repr(unlocked(by_keyring)).upper()


def test_a_key_beside_another_certificate_is_refused(tmp_path: Path) -> None:
    """A file made whole again by someone who holds the keyring's bytes, around another's certificate."""
    box = MemoryBox()
    first = make(tmp_path, "keyring", None, box)
    other = ec.generate_private_key(ec.SECP256R1())
    pkcs8 = other.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    forged = vault.lock(
        pkcs8,
        first.certificate,
        protection="keyring",
        secret=None,
        kept=box.fetch(first.key_id),
        random=os.urandom,
    )
    (tmp_path / key_file.NAME).write_bytes(key_file.encode(forged))
    with pytest.raises(certificates.KeyNotOfCertificateError):
        identity.unlock(tmp_path, secret=None, box=box)


def test_one_guess_of_a_passphrase_costs_a_tenth_of_a_second_at_least(by_passphrase: Made) -> None:
    locked = key_file.read(by_passphrase.folder)
    assert locked is not None and locked.scrypt is not None
    assert (locked.scrypt.n, locked.scrypt.r, locked.scrypt.p) == (2**17, 8, 1)
    start = time.perf_counter()
    with pytest.raises(vault.WrongPassphraseError):
        vault.unlock(locked, secret="wrong", kept=None)
    assert time.perf_counter() - start > 0.1
