"""A key that rested on the keyring alone gets a PIN: the same key, and nothing opens it without the PIN."""

import os
from pathlib import Path

import pytest

from app.crypto import identity, key_file, vault
from app.crypto.adding_pin import add_pin
from tests.crypto.memory_box import MemoryBox

PIN = "204816"


def made(folder: Path, protection: identity.Protection = "keyring", secret: str | None = None) -> MemoryBox:
    box = MemoryBox()
    identity.create(folder, protection=protection, secret=secret, box=box, random=os.urandom)
    return box


def test_the_same_key_opens_with_the_pin_only(tmp_path: Path) -> None:
    box = made(tmp_path)
    before = identity.unlock(tmp_path, secret=None, box=box)
    changed = add_pin(tmp_path, pin=PIN, box=box, random=os.urandom)
    assert changed.protection == "keyring+pin" and identity.load(tmp_path) == changed
    with pytest.raises(vault.PinNeededError):
        identity.unlock(tmp_path, secret=None, box=box)
    with pytest.raises(vault.WrongPinError):
        identity.unlock(tmp_path, secret="204817", box=box)
    after = identity.unlock(tmp_path, secret="２０４８１６", box=box)
    assert after.certificate == before.certificate
    assert [each.name for each in tmp_path.iterdir()] == [key_file.NAME]


@pytest.mark.parametrize("pin", ["12345", "abcdef", ""])
def test_what_is_no_pin_leaves_the_lock_as_it_was(tmp_path: Path, pin: str) -> None:
    box = made(tmp_path)
    before = (tmp_path / key_file.NAME).read_bytes()
    with pytest.raises((vault.PinRefusedError, vault.PinNeededError)):
        add_pin(tmp_path, pin=pin, box=box, random=os.urandom)
    assert (tmp_path / key_file.NAME).read_bytes() == before


def test_a_key_that_asks_already_is_left_alone(tmp_path: Path) -> None:
    box = made(tmp_path, "keyring+pin", "111111")
    assert add_pin(tmp_path, pin=PIN, box=box, random=os.urandom).protection == "keyring+pin"
    identity.unlock(tmp_path, secret="111111", box=box)


def test_without_an_identity_there_is_nothing_to_lock(tmp_path: Path) -> None:
    with pytest.raises(identity.IdentityMissingError):
        add_pin(tmp_path, pin=PIN, box=MemoryBox(), random=os.urandom)


def test_a_folder_that_takes_nothing_keeps_the_old_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = made(tmp_path)

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(key_file.KeyFileNotWrittenFault):
        add_pin(tmp_path, pin=PIN, box=box, random=os.urandom)
    identity.unlock(tmp_path, secret=None, box=box)
    assert [each.name for each in tmp_path.iterdir()] == [key_file.NAME]
