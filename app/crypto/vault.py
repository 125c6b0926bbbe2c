"""The lock around a private key: AES-256-GCM under a random key, and what that key itself rests on.

Pure computation on bytes (trust.md, "Keys and seats"); files, certificates and keyrings are elsewhere.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from app.domain import canonical
from app.domain.canonical import Json, first_refused_character
from app.domain.frozen import frozen, replace
from app.errors import EnvironmentFault, RefusedError, TrustError

Protection = Literal["keyring", "passphrase", "keyring+pin"]
Random = Callable[[int], bytes]

FORMAT = 1
KIND = "identity"
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SALT_BYTES = 16
LEAST_PASSPHRASE = 10
LEAST_PIN = 6
MOST_CHARACTERS = 1000

COST = 2**17
MOST_MEMORY = 2**28
_BLOCK = 8
_PARALLEL = 1


class PassphraseRefusedError(RefusedError):
    """A new passphrase under ten or over a thousand characters, or with one that cannot be typed again."""

    field_names = ("least",)


class PinRefusedError(RefusedError):
    """A new PIN that is not six digits or more, or holds anything else than digits."""

    field_names = ("least",)


class SecretNotWantedError(RefusedError):
    """A passphrase was given for a protection that uses none: it would protect nothing."""


class PassphraseNeededError(RefusedError):
    """The key is protected by a passphrase and none was given."""


class PinNeededError(RefusedError):
    """The key is protected by the keyring and a PIN, and no PIN was given."""


class WrongPassphraseError(RefusedError):
    """The passphrase does not open the key."""


class WrongPinError(RefusedError):
    """The PIN does not open the key."""


class KeyMismatchError(TrustError):
    """What the keyring holds under this key id does not open this file."""


class ScryptRefusedError(TrustError):
    """scrypt parameters that we never write; refused before any work is done with them."""


class MemoryShortFault(EnvironmentFault):
    """Not the 128 MB free that opening a passphrase takes."""


@frozen
class Scrypt:
    """scrypt's cost (N), block size (r), parallelism (p) and salt."""

    n: int
    r: int
    p: int
    salt: bytes

    def check(self) -> None:
        """ScryptRefusedError unless the work is bounded: N a power of two from ours up, at most 256 MB."""
        power = self.n > 0 and self.n & (self.n - 1) == 0
        ours = self.n >= COST and self.r == _BLOCK and self.p == _PARALLEL and len(self.salt) == SALT_BYTES
        if not power or not ours or 128 * self.n * self.r > MOST_MEMORY:
            raise ScryptRefusedError


@frozen
class Sealed:
    """An AES-256-GCM nonce and ciphertext (with its tag)."""

    nonce: bytes
    ciphertext: bytes


@frozen
class Locked:
    """A private key locked away: its certificate, what its protection rests on, and the ciphertexts.

    `key` is the PKCS#8 under a random key; that key lies in the keyring, or in `wrapped` under a key
    made by `scrypt` from something typed (and, with a PIN, from the keyring's 32 bytes too).
    """

    certificate: bytes
    protection: Protection
    scrypt: Scrypt | None
    wrapped: Sealed | None
    key: Sealed

    def header(self) -> dict[str, Json]:
        """All that is bound to the ciphertexts, so that neither parameters nor certificate can be swapped."""
        scrypt: Json = None
        if self.scrypt is not None:
            used = self.scrypt
            scrypt = {"n": used.n, "r": used.r, "p": used.p, "salt": used.salt.hex()}
        return {
            "format": FORMAT,
            "kind": KIND,
            "protection": self.protection,
            "certificate": self.certificate.hex(),
            "scrypt": scrypt,
        }


def check_new_secret(protection: Protection, secret: str | None) -> None:
    """Whether `secret` may protect a new key: ≥ 10 characters for a passphrase, ≥ 6 digits for a PIN.

    PassphraseNeededError, PinNeededError, PassphraseRefusedError, PinRefusedError, or
    SecretNotWantedError for a secret that would protect nothing.
    """
    if protection == "keyring":
        if secret is not None:
            raise SecretNotWantedError
        return
    spelt = unicodedata.normalize("NFKC", _needed(protection, secret))
    if protection == "passphrase":
        # Unassigned characters may be normalised otherwise by a later Python, the others cannot be seen.
        unseen = first_refused_character(spelt) is not None
        if unseen or not LEAST_PASSPHRASE <= len(spelt) <= MOST_CHARACTERS:
            raise PassphraseRefusedError(least=LEAST_PASSPHRASE)
    elif not re.fullmatch(rf"[0-9]{{{LEAST_PIN},{MOST_CHARACTERS}}}", spelt):
        raise PinRefusedError(least=LEAST_PIN)


def check_secret_given(locked: Locked, secret: str | None) -> None:
    """PassphraseNeededError or PinNeededError where `locked` needs a secret and none was given."""
    if locked.protection != "keyring":
        _needed(locked.protection, secret)


def lock(
    pkcs8: bytes,
    certificate: bytes,
    *,
    protection: Protection,
    secret: str | None,
    kept: bytes | None,
    random: Random,
) -> Locked:
    """`pkcs8` locked; `kept` is the 32 bytes the keyring keeps (None with a passphrase alone).

    `secret` is one that `check_new_secret` let through. MemoryShortFault where scrypt gets no memory.
    """
    empty = Locked(certificate, protection, None, None, Sealed(b"", b""))
    if protection == "keyring":
        return replace(empty, key=_seal(_kept(kept), pkcs8, "key", empty, random))
    scrypt = Scrypt(COST, _BLOCK, _PARALLEL, random(SALT_BYTES))
    bound = replace(empty, scrypt=scrypt)
    key = random(KEY_BYTES)
    wrapping = _wrapping_key(scrypt, _needed(protection, secret), protection, kept)
    return replace(
        bound,
        wrapped=_seal(wrapping, key, "wrapped", bound, random),
        key=_seal(key, pkcs8, "key", bound, random),
    )


def unlock(locked: Locked, *, secret: str | None, kept: bytes | None) -> bytes:
    """The PKCS#8 again; a `secret` that the protection does not use is left unread.

    PassphraseNeededError, PinNeededError, WrongPassphraseError, WrongPinError, KeyMismatchError,
    ScryptRefusedError, MemoryShortFault.
    """
    if locked.scrypt is None or locked.wrapped is None:
        return _open(_kept(kept), locked.key, "key", locked, KeyMismatchError)
    typed = _needed(locked.protection, secret)
    wrapping = _wrapping_key(locked.scrypt, typed, locked.protection, kept)
    wrong = WrongPassphraseError if locked.protection == "passphrase" else WrongPinError
    key = _open(wrapping, locked.wrapped, "wrapped", locked, wrong)
    return _open(key, locked.key, "key", locked, KeyMismatchError)


def _needed(protection: Protection, secret: str | None) -> str:
    if not secret:
        raise PassphraseNeededError if protection == "passphrase" else PinNeededError
    return secret


def _kept(kept: bytes | None) -> bytes:
    if kept is None or len(kept) != KEY_BYTES:
        raise ValueError("the keyring's 32 bytes are needed here")
    return kept


def _wrapping_key(scrypt: Scrypt, secret: str, protection: Protection, kept: bytes | None) -> bytes:
    """The key around the key: scrypt of what was typed, and with a PIN the keyring's bytes as well."""
    scrypt.check()
    # NFKC: digits and letters typed full-width by a Chinese input method are the same secret.
    typed = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    try:
        stretched = hashlib.scrypt(
            typed,
            salt=scrypt.salt,
            n=scrypt.n,
            r=scrypt.r,
            p=scrypt.p,
            dklen=KEY_BYTES,
            maxmem=MOST_MEMORY + 2**20,
        )
    except (MemoryError, ValueError) as error:  # OpenSSL reports a failed allocation as a ValueError
        raise MemoryShortFault from error
    if protection == "passphrase":
        return stretched
    # Neither half alone says anything about the result: a stolen file or keyring cannot test a PIN.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    both = HKDF(SHA256(), KEY_BYTES, scrypt.salt, b"zhiping/1/identity/keyring+pin")
    return both.derive(_kept(kept) + stretched)


def _bound_to(purpose: str, locked: Locked) -> bytes:
    return f"zhiping/{FORMAT}/{KIND}/{purpose}\0".encode("ascii") + canonical.write(locked.header())


def _seal(key: bytes, plain: bytes, purpose: str, locked: Locked, random: Random) -> Sealed:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = random(NONCE_BYTES)
    return Sealed(nonce, AESGCM(key).encrypt(nonce, plain, _bound_to(purpose, locked)))


def _open(
    key: bytes, sealed: Sealed, purpose: str, locked: Locked, wrong: type[RefusedError] | type[TrustError]
) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, _bound_to(purpose, locked))
    except InvalidTag as error:
        raise wrong from error
