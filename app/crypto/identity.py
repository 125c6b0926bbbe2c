"""An identity: one private key a workspace, its self-signed certificate, and the Signer made from both.

What certificates say is certificates', the lock is vault's, the file key_file's. Who only wants to know whose
workspace it is does not pay for loading the first.
"""

import contextlib
from functools import cached_property
from pathlib import Path

from app.crypto import key_file, vault
from app.crypto.key_file import IdentityExistsError, KeyFileDamagedError
from app.crypto.keyring_box import SecretBox
from app.crypto.vault import Protection, Random
from app.domain.frozen import frozen
from app.domain.signer import Signer, certificate_digest
from app.errors import EnvironmentFault, RefusedError

__all__ = ["Identity", "IdentityMissingError", "Protection", "create", "default_protection", "load", "unlock"]


class IdentityMissingError(RefusedError):
    """The workspace has no identity yet."""


@frozen
class Identity:
    """Who this workspace is: the certificate (DER) and what its private key rests on."""

    certificate: bytes
    protection: Protection

    @property
    def digest(self) -> str:
        """SHA-256 of the certificate in hex, by which seats and organisers are compared."""
        return certificate_digest(self.certificate)

    @cached_property
    def key_id(self) -> str:
        """The ASCII id in the certificate, by which the keyring knows the key.

        KeyFileDamagedError for a certificate that this program did not make, which is judged here.
        """
        from app.crypto import certificates

        try:
            certificate = certificates.read_certificate(self.certificate)
        except certificates.CertificateRefusedError as error:
            raise KeyFileDamagedError(why=error.code) from error
        key_id = certificates.subject_id(certificate)
        if not key_id or certificate != self.certificate:
            raise KeyFileDamagedError(why="certificate")
        return key_id


def default_protection(box: SecretBox) -> Protection:
    """ "keyring" where one is to be had, else "passphrase"."""
    return "keyring" if box.available() else "passphrase"


def create(
    folder: Path, *, protection: Protection, secret: str | None, box: SecretBox, random: Random
) -> Identity:
    """A new key and certificate, written to `folder` once and for all; `random(n)` gives n random bytes.

    `secret` is the passphrase (≥ 10 characters) or PIN (≥ 6 digits), None with "keyring". Nothing stays
    behind when it fails: IdentityExistsError, the refusals of `vault.check_new_secret`, the faults of `box`,
    MemoryShortFault, KeyFileNotWrittenFault.
    """
    from app.crypto import certificates

    if key_file.exists(folder):
        raise IdentityExistsError
    vault.check_new_secret(protection, secret)
    pkcs8, certificate = certificates.new_pair(random=random)
    identity = Identity(certificate, protection)
    kept = None if protection == "passphrase" else random(vault.KEY_BYTES)
    locked = vault.lock(pkcs8, certificate, protection=protection, secret=secret, kept=kept, random=random)
    if kept is not None:
        # The keyring first: a key file whose other half was never kept would be lost from its first day.
        box.keep(identity.key_id, kept)
    try:
        key_file.write_new(folder, locked, random=random)
    except (IdentityExistsError, EnvironmentFault):
        if kept is not None:
            with contextlib.suppress(EnvironmentFault):  # what the file could not be written for matters more
                box.forget(identity.key_id)
        raise
    return identity


def load(folder: Path) -> Identity | None:
    """The identity of `folder`, or None; needs no secret and asks no keyring.

    Its certificate is judged when it is used (`Identity.key_id`).
    KeyFileDamagedError, KeyFileNewerError, ScryptRefusedError, KeyFileUnreadableFault.
    """
    locked = key_file.read(folder)
    return None if locked is None else Identity(locked.certificate, locked.protection)


def unlock(folder: Path, *, secret: str | None, box: SecretBox) -> Signer:
    """The Signer of `folder`; its private key stays inside the closure.

    A `secret` that the protection does not use is left unread. IdentityMissingError, the errors of `load`,
    of `Identity.key_id`, of `vault.unlock` and of `box.fetch`, KeyNotOfCertificateError.
    """
    from app.crypto import certificates

    locked = key_file.read(folder)
    if locked is None:
        raise IdentityMissingError
    identity = Identity(locked.certificate, locked.protection)
    key_id = identity.key_id
    vault.check_secret_given(locked, secret)
    kept = None if identity.protection == "passphrase" else box.fetch(key_id)
    pkcs8 = vault.unlock(locked, secret=secret, kept=kept)
    sign = certificates.signing(pkcs8, identity.certificate)
    return Signer(identity.certificate, (), "ecdsa_sha256", sign)
