"""The system's keyring, used for real: a Secret Service of our own, and the ways a keyring can be none."""

import os
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from app.crypto import certificates, identity, key_file, keyring_box, vault
from app.crypto.keyring_box import SystemKeyring
from app.errors import EnvironmentFault, ZhipingError

ROOT = Path(__file__).parents[2]
SECRET = bytes(range(32))
TOOLS = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
needs_secret_service = pytest.mark.skipif(
    bool(MISSING), reason=f"no Secret Service to start here: {', '.join(MISSING)} not installed"
)


def named(backend: type[KeyringBackend]) -> str:
    return f"{backend.__module__}.{backend.__qualname__}"


class Memory(KeyringBackend):
    """A backend of the library that works; the tests below break it one way each."""

    priority = -10

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[f"{service}/{username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[f"{service}/{username}"]


class Forgetful(Memory):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Failing(Memory):
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(f"{username} must not be quoted")


class PlaintextKeyring(Memory):
    """Stands where keyrings.alt's backends of this name stand: it works, and nobody here has accepted it."""


@pytest.fixture(autouse=True)
def _backend_put_back() -> Iterator[None]:
    before = keyring.core._keyring_backend
    yield
    keyring.core._keyring_backend = before


def using(backend: KeyringBackend) -> SystemKeyring:
    keyring.set_keyring(backend)
    return SystemKeyring(accepted=frozenset({named(Memory), named(Forgetful), named(Failing)}))


def every_act(box: SystemKeyring) -> tuple[Callable[[], object], ...]:
    return (lambda: box.keep("k", SECRET), lambda: box.fetch("k"), lambda: box.forget("k"))


def test_a_secret_is_kept_as_hex_under_our_service_and_comes_back() -> None:
    backend = Memory()
    box = using(backend)
    assert box.available()
    box.keep("zhiping-1", SECRET)
    assert backend.kept == {"zhiping/zhiping-1": SECRET.hex()}
    assert box.fetch("zhiping-1") == SECRET
    box.forget("zhiping-1")
    box.forget("zhiping-1")
    assert backend.kept == {}


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_backend_and_the_null_backend_are_no_keyring(backend: Callable[[], KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    box = SystemKeyring(accepted=frozenset({named(null.Keyring), named(fail.Keyring)}))
    assert not box.available()
    for act in every_act(box):
        with pytest.raises(keyring_box.NoKeyringFault):
            act()


def test_a_backend_that_loses_what_it_took_is_found_out_by_reading_back() -> None:
    with pytest.raises(keyring_box.KeyringForgetsFault):
        using(Forgetful()).keep("k", SECRET)


def test_a_backend_that_nobody_accepted_is_named_and_not_used() -> None:
    backend = PlaintextKeyring()
    box = using(backend)
    assert not box.available()
    for act in every_act(box):
        with pytest.raises(keyring_box.KeyringNotSafeFault) as caught:
            act()
        assert caught.value.fields == {"backend": named(PlaintextKeyring)}
    assert backend.kept == {}


def test_a_failing_backend_tells_its_kind_and_not_its_words() -> None:
    with pytest.raises(keyring_box.KeyringFailedFault) as caught:
        using(Failing()).fetch("zhiping-1")
    assert caught.value.fields == {"reason": "OSError"}


def test_nothing_kept_and_something_else_kept_are_a_lost_key() -> None:
    backend = Memory()
    box = using(backend)
    with pytest.raises(keyring_box.KeyLostFault):
        box.fetch("zhiping-1")
    for foreign in ("hunter2", SECRET.hex().upper(), SECRET.hex()[:-2], ""):
        backend.kept["zhiping/zhiping-1"] = foreign
        with pytest.raises(keyring_box.KeyLostFault):
            box.fetch("zhiping-1")


def test_only_32_bytes_are_ever_kept() -> None:
    backend = Memory()
    with pytest.raises(ValueError, match="32 bytes"):
        using(backend).keep("k", b"short")
    assert backend.kept == {}


def test_a_computer_whose_keyring_setting_names_nothing_falls_back(tmp_path: Path) -> None:
    done = child(
        "from app.crypto.keyring_box import SystemKeyring; from app.crypto import identity;"
        "print(identity.default_protection(SystemKeyring()))",
        tmp_path,
        PYTHON_KEYRING_BACKEND="no.such.Keyring",
    )
    assert done == "passphrase"


def test_a_computer_without_any_keyring_falls_back(tmp_path: Path) -> None:
    done = child(
        "from app.crypto.keyring_box import SystemKeyring; from app.crypto import identity;"
        "print(identity.default_protection(SystemKeyring()))",
        tmp_path,
        DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent",
    )
    assert done == "passphrase"


def test_asking_who_somebody_is_does_not_load_the_keyring_library(tmp_path: Path) -> None:
    done = child(
        "import sys; from pathlib import Path; from app.crypto import identity, keyring_box;"
        "identity.load(Path(sys.argv[1])); keyring_box.SystemKeyring(); print('keyring' in sys.modules)",
        tmp_path,
    )
    assert done == "False"


CHAIN = """
import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from app.crypto.keyring_box import SystemKeyring

KEPT = {"Plain": {}, "First": {}, "Second": {}}

class Plain(KeyringBackend):
    priority = 9
    def get_password(self, service, username):
        return KEPT[type(self).__name__].get(username)
    def set_password(self, service, username, password):
        KEPT[type(self).__name__][username] = password
    def delete_password(self, service, username):
        del KEPT[type(self).__name__][username]

class First(Plain):
    priority = 5

class Second(Plain):
    priority = 4

keyring.set_keyring(ChainerBackend())
box = SystemKeyring(accepted=frozenset({"__main__.First", "__main__.Second"}))
box.keep("k", bytes(32))
print({name: len(kept) for name, kept in KEPT.items()})
KEPT["Second"]["old"] = "11" * 32
print(box.available(), box.fetch("k") == bytes(32), box.fetch("old") == b"\\x11" * 32)
KEPT["Plain"]["k"] = "22" * 32
box.forget("k"); box.forget("old")
print({name: len(kept) for name, kept in KEPT.items()})
"""


def test_of_several_backends_only_accepted_ones_are_written_and_all_of_them_are_searched(
    tmp_path: Path,
) -> None:
    assert child(CHAIN, tmp_path, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent").splitlines() == [
        "{'Plain': 0, 'First': 1, 'Second': 0}",
        "True True True",
        "{'Plain': 1, 'First': 0, 'Second': 0}",
    ]


IN_A_SESSION = """
import os, sys
from pathlib import Path
import secretstorage
from app.crypto import identity
from app.crypto.keyring_box import SystemKeyring
from app.errors import EnvironmentFault

def said(act):
    try:
        return act()
    except EnvironmentFault as fault:
        return fault.code

folder, second, box = Path(sys.argv[1]) / "one", Path(sys.argv[1]) / "two", SystemKeyring()
folder.mkdir(); second.mkdir()
print(identity.default_protection(box))
def make(where, protection, secret):
    return identity.create(where, protection=protection, secret=secret, box=box, random=os.urandom)
"""

UNLOCKED = (
    IN_A_SESSION
    + """
made = make(folder, "keyring", None)
pinned = make(second, "keyring+pin", "204816")
signer = identity.unlock(folder, secret=None, box=box)
print(signer.certificate == made.certificate, len(signer.sign(b"x")) > 60)
print(identity.unlock(second, secret="204816", box=box).certificate == pinned.certificate)
bus = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(bus)
print(sorted(item.get_attributes()["username"] for item in collection.get_all_items())
      == sorted([made.key_id, pinned.key_id]))
print({item.get_attributes()["service"] for item in collection.get_all_items()})
collection.lock()
print(said(lambda: identity.unlock(folder, secret=None, box=box)))
print(said(lambda: box.keep("another", bytes(32))))
"""
)

NEVER_UNLOCKED = (
    IN_A_SESSION
    + """
print(said(lambda: make(folder, "keyring", None)), list(folder.iterdir()))
"""
)

FORGOTTEN = (
    IN_A_SESSION
    + """
made = make(folder, "keyring", None)
box.forget(made.key_id)
print(said(lambda: identity.unlock(folder, secret=None, box=box)), identity.load(folder) == made)
"""
)


@needs_secret_service
def test_a_real_secret_service_keeps_finds_and_locks(tmp_path: Path) -> None:
    assert in_session(UNLOCKED, tmp_path, unlocked=True) == [
        "keyring",
        "True True",
        "True",
        "True",
        "{'zhiping'}",
        "keyring_locked",
        "keyring_locked",
    ]


@needs_secret_service
def test_a_secret_service_that_nobody_unlocks_is_a_locked_keyring_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    assert in_session(NEVER_UNLOCKED, tmp_path, unlocked=False) == ["keyring", "keyring_locked []"]


@needs_secret_service
def test_a_secret_deleted_from_a_real_secret_service_is_a_lost_key(tmp_path: Path) -> None:
    assert in_session(FORGOTTEN, tmp_path, unlocked=True) == ["keyring", "key_lost True"]


def test_every_error_of_the_room_has_its_sentence_with_its_own_fields() -> None:
    sentences = tomllib.loads((ROOT / "resources/locale/zh_CN/crypto.toml").read_text("utf-8"))
    found = {
        error.code: error
        for room in (certificates, identity, key_file, keyring_box, vault)
        for error in vars(room).values()
        if isinstance(error, type)
        and issubclass(error, ZhipingError)
        and error.__module__.startswith("app.crypto.")
    }
    assert set(sentences) == set(found) and len(found) > 20
    for code, error in found.items():
        assert sentences[code].format(**dict.fromkeys(error.field_names, "…")).endswith("。")
        assert issubclass(error, EnvironmentFault) == error.__name__.endswith("Fault")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A home and a runtime folder of the test's own, and no bus and no keyring setting from outside."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    runtime = folder / "run"
    runtime.mkdir(exist_ok=True)
    runtime.chmod(stat.S_IRWXU)
    home = str(folder / "home")
    return {
        **kept,
        "HOME": home,
        "USERPROFILE": home,
        "XDG_DATA_HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def child(program: str, folder: Path, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(folder)],
        env=environment(folder, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def in_session(program: str, folder: Path, *, unlocked: bool) -> list[str]:
    """What `program` prints inside a D-Bus session with a GNOME keyring, unlocked by its password or not."""
    start = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
    script = folder / "program.py"
    script.write_text(program, encoding="utf-8")
    run = '"$0" -W error "$1" "$2"'
    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            (start if unlocked else "") + run,
            sys.executable,
            str(script),
            str(folder),
        ],
        env=environment(folder),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
