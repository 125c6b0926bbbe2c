"""A key that rested on the keyring alone gets a PIN: the computer turned out to be a shared one."""

from pathlib import Path

from app.crypto import identity, key_file, vault
from app.crypto.identity import Identity, IdentityMissingError, Protection
from app.crypto.keyring_box import SecretBox
from app.crypto.vault import Random


def add_pin(folder: Path, *, pin: str | None, box: SecretBox, random: Random) -> Identity:
    """From now on the key of `folder` asks for a PIN (≥ 6 digits) too; key and certificate stay.

    One that asks for something already is left as it is. IdentityMissingError, the refusals of
    `vault.check_new_secret`, the errors of `identity.load` and of `box.fetch`, MemoryShortFault,
    KeyFileNotWrittenFault with the old lock intact.
    """
    locked = key_file.read(folder)
    found = identity.load(folder)
    if locked is None or found is None:
        raise IdentityMissingError
    if found.protection != "keyring":
        return found
    protection: Protection = "keyring+pin"
    vault.check_new_secret(protection, pin)
    kept = box.fetch(found.key_id)
    pkcs8 = vault.unlock(locked, secret=None, kept=kept)
    anew = vault.lock(pkcs8, locked.certificate, protection=protection, secret=pin, kept=kept, random=random)
    key_file.replace(folder, anew, random=random)
    return Identity(found.certificate, protection)
