"""The key file under damage, forgery, odd file systems and newer programs."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from app.crypto import certificates, identity, key_file, vault
from app.crypto.vault import Locked, Scrypt, Sealed
from app.domain import canonical
from app.domain.canonical import Json
from tests.crypto.memory_box import MemoryBox

CERTIFICATE = b"not judged by these tests"
KEPT = bytes(range(32))
SALT = b"s" * 16


def keyring_locked() -> Locked:
    return vault.lock(
        b"the key", CERTIFICATE, protection="keyring", secret=None, kept=KEPT, random=os.urandom
    )


def spelt_scrypt(scrypt: Scrypt) -> bytes:
    """A well-spelt file with these parameters, checksum and all; no scrypt was run for it."""
    sealed = Sealed(b"n" * 12, b"c" * 48)
    return key_file.encode(Locked(CERTIFICATE, "passphrase", scrypt, sealed, sealed))


def forged(data: bytes, **changes: Json) -> bytes:
    """`data` with some values changed and its checksum made right again."""
    value = {**json.loads(data), **changes}
    value.pop("checksum")
    return canonical.write({**value, "checksum": key_file._checksum(value)})


def test_a_key_file_comes_back_as_it_was() -> None:
    locked = keyring_locked()
    assert key_file.decode(key_file.encode(locked)) == locked
    with_scrypt = spelt_scrypt(Scrypt(2**17, 8, 1, SALT))
    assert key_file.encode(key_file.decode(with_scrypt)) == with_scrypt


def test_every_single_changed_byte_is_refused_without_any_secret(tmp_path: Path) -> None:
    identity.create(tmp_path, protection="keyring", secret=None, box=MemoryBox(), random=os.urandom)
    data = (tmp_path / key_file.NAME).read_bytes()
    for at in range(len(data)):
        for change in (0x01, 0x20, 0x80, 0xFF):
            with pytest.raises(key_file.KeyFileDamagedError):
                key_file.decode(data[:at] + bytes([data[at] ^ change]) + data[at + 1 :])


def test_every_cut_and_every_addition_is_refused() -> None:
    data = key_file.encode(keyring_locked())
    for at in range(len(data)):
        with pytest.raises(key_file.KeyFileDamagedError):
            key_file.decode(data[:at])
    with pytest.raises(key_file.KeyFileDamagedError):
        key_file.decode(data + b"\n")


def test_a_forger_who_mends_the_checksum_opens_nothing() -> None:
    """Certificate, protection, parameters and ciphertexts are bound to each other by the lock itself."""
    locked = keyring_locked()
    twisted = replace(locked.key, ciphertext=b"\xff" + locked.key.ciphertext[1:])
    for changed in (
        replace(locked, certificate=b"another one"),
        replace(locked, key=twisted),
        replace(locked, key=replace(locked.key, nonce=b"0" * 12)),
    ):
        again = key_file.decode(key_file.encode(changed))
        with pytest.raises(vault.KeyMismatchError):
            vault.unlock(again, secret=None, kept=KEPT)


def test_a_forger_can_swap_neither_salt_nor_cost_nor_protection_nor_certificate() -> None:
    locked = vault.lock(
        b"the key", CERTIFICATE, protection="keyring+pin", secret="204816", kept=KEPT, random=os.urandom
    )
    assert locked.scrypt is not None
    for changed in (
        replace(locked, scrypt=replace(locked.scrypt, salt=SALT)),
        replace(locked, scrypt=replace(locked.scrypt, n=2**18)),
        replace(locked, protection="passphrase"),
        replace(locked, certificate=b"another one"),
    ):
        again = key_file.decode(key_file.encode(changed))
        with pytest.raises((vault.WrongPinError, vault.WrongPassphraseError)):
            vault.unlock(again, secret="204816", kept=KEPT)
    assert vault.unlock(locked, secret="204816", kept=KEPT) == b"the key"


@pytest.mark.parametrize(
    "scrypt",
    [
        Scrypt(2**21, 8, 1, SALT),
        Scrypt(2**19, 8, 1, SALT),
        Scrypt(2**30, 8, 1, SALT),
        Scrypt(2**16, 8, 1, SALT),
        Scrypt(2**17 + 1, 8, 1, SALT),
        Scrypt(0, 8, 1, SALT),
        Scrypt(2**17, 16, 1, SALT),
        Scrypt(2**17, 1, 1, SALT),
        Scrypt(2**17, 8, 2, SALT),
        Scrypt(2**17, 8, 1, b"short"),
    ],
    ids=lambda scrypt: f"{scrypt.n}-{scrypt.r}-{scrypt.p}-{len(scrypt.salt)}",
)
def test_parameters_that_we_never_write_are_refused_when_the_file_is_read(scrypt: Scrypt) -> None:
    with pytest.raises(vault.ScryptRefusedError):
        key_file.decode(spelt_scrypt(scrypt))
    with pytest.raises(vault.ScryptRefusedError):
        sealed = Sealed(b"n" * 12, b"c" * 48)
        vault.unlock(Locked(CERTIFICATE, "passphrase", scrypt, sealed, sealed), secret="anything", kept=None)


@given(st.integers(0, 2**31 - 1), st.integers(0, 64), st.integers(0, 64))
def test_what_is_let_through_never_takes_more_than_256_megabytes(n: int, r: int, p: int) -> None:
    scrypt = Scrypt(n, r, p, SALT)
    try:
        scrypt.check()
    except vault.ScryptRefusedError:
        assert (n, r, p) not in {(2**17, 8, 1), (2**18, 8, 1)}
    else:
        assert 2**17 <= n <= 2**18 and (r, p) == (8, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 0},
        {"kind": "brief"},
        {"protection": "none"},
        {"protection": "passphrase"},
        {"certificate": ""},
        {"certificate": "ABCD"},
        {"certificate": "abc"},
        {"certificate": "ab cd"},
        {"extra": 1},
        {"key": None},
        {"key": {"nonce": "00", "ciphertext": "00" * 16}},
        {"key": {"nonce": "00" * 12, "ciphertext": "00" * 15}},
        {"wrapped": {"nonce": "00" * 12, "ciphertext": "00" * 48}},
        {"scrypt": {"n": 131072, "r": 8, "p": 1, "salt": "00" * 16}},
        {"scrypt": []},
    ],
    ids=str,
)
def test_a_well_spelt_file_of_another_shape_is_refused(changes: dict[str, Json]) -> None:
    with pytest.raises(key_file.KeyFileDamagedError):
        key_file.decode(forged(key_file.encode(keyring_locked()), **changes))


def test_a_file_of_a_newer_program_is_refused_as_that() -> None:
    with pytest.raises(key_file.KeyFileNewerError):
        key_file.decode(forged(key_file.encode(keyring_locked()), format=2, invented=True))


def test_a_file_without_a_certificate_of_ours_is_damaged(tmp_path: Path) -> None:
    (tmp_path / key_file.NAME).write_bytes(key_file.encode(keyring_locked()))
    with pytest.raises(key_file.KeyFileDamagedError):
        identity.unlock(tmp_path, secret=None, box=MemoryBox())


def test_a_file_around_somebody_elses_kind_of_certificate_is_damaged(tmp_path: Path) -> None:
    """Sound, strong and for signing, but not one that this program made."""
    foreign = self_signed(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody")]))
    assert certificates.read_certificate(foreign) == foreign
    (tmp_path / key_file.NAME).write_bytes(key_file.encode(replace(keyring_locked(), certificate=foreign)))
    with pytest.raises(key_file.KeyFileDamagedError):
        identity.unlock(tmp_path, secret=None, box=MemoryBox())


def self_signed(name: x509.Name) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    dates = (certificates.NOT_BEFORE, certificates.NOT_AFTER)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, *dates)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def test_a_file_that_the_system_does_not_hand_out_is_the_machines_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(key_file.KeyFileUnreadableFault) as caught:
        key_file.read(tmp_path / "file")
    assert caught.value.fields == {"reason": "ENOTDIR"}


@given(st.binary(max_size=300) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_refused_in_our_own_words(data: bytes) -> None:
    with pytest.raises(key_file.KeyFileDamagedError):
        key_file.decode(data)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_a_folder_a_broken_link_and_a_huge_file_are_damaged_and_block_nothing(tmp_path: Path) -> None:
    path = tmp_path / key_file.NAME
    for put in (
        lambda: os.mkfifo(path),
        lambda: path.symlink_to(tmp_path / "gone"),
        lambda: path.write_bytes(b" " * (key_file.MOST_BYTES + 1)),
        lambda: path.mkdir(),
    ):
        put()
        with pytest.raises(key_file.KeyFileDamagedError):
            key_file.read(tmp_path)
        with pytest.raises(key_file.IdentityExistsError):
            key_file.write_new(tmp_path, keyring_locked(), random=os.urandom)
        path.rmdir() if path.is_dir() else path.unlink()
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_links_still_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")  # what exFAT says on Linux

    monkeypatch.setattr(os, "link", refused)
    locked = keyring_locked()
    key_file.write_new(tmp_path, locked, random=os.urandom)
    with pytest.raises(key_file.IdentityExistsError):
        key_file.write_new(tmp_path, keyring_locked(), random=os.urandom)
    assert key_file.read(tmp_path) == locked
    assert [path.name for path in tmp_path.iterdir()] == [key_file.NAME]


def test_a_file_made_large_enough_is_refused_unread() -> None:
    with pytest.raises(key_file.KeyFileDamagedError):
        key_file.decode(b" " * (key_file.MOST_BYTES + 1))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on file size to stand in for a full disk")
def test_a_write_that_breaks_off_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    done = in_a_child(
        "import os, resource, signal, sys; from pathlib import Path\n"
        "from app.crypto import key_file, vault\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "before = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))\n"
        "try: key_file.write_new(Path(sys.argv[1]), vault.lock(b'k', b'c', protection='keyring', secret=None,"
        " kept=bytes(32), random=os.urandom), random=os.urandom)\n"
        "except key_file.KeyFileNotWrittenFault as fault: print(fault.fields['reason'])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, before)",
        tmp_path,
    )
    assert done == "EFBIG"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on address space is Linux's")
def test_too_little_memory_for_scrypt_is_the_machines_fault(tmp_path: Path) -> None:
    done = in_a_child(
        "import os, resource; from app.crypto import vault;"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize();"
        "before = resource.getrlimit(resource.RLIMIT_AS)\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, before[1]))\n"
        "try: vault.lock(b'k', b'c', protection='passphrase', secret='long enough', kept=None,"
        " random=os.urandom)\n"
        "except vault.MemoryShortFault as fault: print(fault.code)\n"
        "resource.setrlimit(resource.RLIMIT_AS, before)",
        tmp_path,
    )
    assert done == "memory_short"


def in_a_child(program: str, folder: Path) -> str:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
