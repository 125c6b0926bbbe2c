"""Where 32 bytes outside the workspace are kept: the system's keyring, and whether it may be trusted.

Owns the keyring library and every judgement about its backends; knows nothing of key files.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.frozen import frozen
from app.errors import EnvironmentFault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "zhiping"
SECRET_BYTES = 32

# A list of what is accepted, not of what is refused: a backend nobody here has looked at may be a plain
# text file (keyrings.alt has several), and losing the choice of keyring only means typing a passphrase.
ACCEPTED = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
_CHAINER = "keyring.backends.chainer.ChainerBackend"
_NOTHING = frozenset({"keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"})
_HEX = re.compile(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}")

T = TypeVar("T")


class NoKeyringFault(EnvironmentFault):
    """This computer offers no keyring, or the user switched it off."""


class KeyringNotSafeFault(EnvironmentFault):
    """The only backend is one we do not accept, such as a plain text file; `backend` is its class path."""

    field_names = ("backend",)


class KeyringLockedFault(EnvironmentFault):
    """The keyring stayed locked: the user dismissed the system's question, or nobody was there to ask."""


class KeyringFailedFault(EnvironmentFault):
    """The keyring answered with an error; `reason` is the name of its kind, never its text."""

    field_names = ("reason",)


class KeyringForgetsFault(EnvironmentFault):
    """What was written did not come back; nothing rests on it."""


class KeyLostFault(EnvironmentFault):
    """The keyring holds nothing under this key id: another computer, another user, or it was deleted."""

    field_names = ("key_id",)


class SecretBox(Protocol):
    """A place outside the workspace's folder that keeps 32 bytes for each key id."""

    def available(self) -> bool:
        """Whether `keep` may be expected to work; asks the user nothing."""

    def keep(self, key_id: str, secret: bytes) -> None:
        """Keep 32 bytes and make sure that they come back. EnvironmentFault otherwise."""

    def fetch(self, key_id: str) -> bytes:
        """The 32 bytes kept; KeyLostFault if there are none, another EnvironmentFault if it fails."""

    def forget(self, key_id: str) -> None:
        """Remove what is kept, if anything is."""


@frozen
class SystemKeyring:
    """The keyring of the user's system; `accepted` names the backend classes that may hold a key."""

    service: str = SERVICE
    accepted: frozenset[str] = ACCEPTED

    def available(self) -> bool:
        """Whether an accepted backend is running; a locked one counts, it will ask when it is used."""
        try:
            self._backends()
        except EnvironmentFault:
            return False
        return True

    def keep(self, key_id: str, secret: bytes) -> None:
        """Keep `secret` (32 bytes, stored as hex: Windows takes 2560 bytes of UTF-16) and read it back."""
        if len(secret) != SECRET_BYTES:
            raise ValueError(f"a secret has {SECRET_BYTES} bytes, not {len(secret)}")
        backend = self._backends()[0]
        _asked(lambda: backend.set_password(self.service, key_id, secret.hex()))
        # A backend may take a secret and lose it without a word, as the library's null backend does.
        if _fetched(backend, self.service, key_id) != secret.hex():
            raise KeyringForgetsFault

    def fetch(self, key_id: str) -> bytes:
        """The 32 bytes kept under `key_id`. KeyLostFault where there are none or they are not ours."""
        for backend in self._backends():
            found = _fetched(backend, self.service, key_id)
            if found is not None and _HEX.fullmatch(found):
                return bytes.fromhex(found)
        raise KeyLostFault(key_id=key_id)

    def forget(self, key_id: str) -> None:
        """Remove what any accepted backend keeps under `key_id`; nothing there is no error."""
        for backend in self._backends():
            if _fetched(backend, self.service, key_id) is not None:
                _forget(backend, self.service, key_id)

    def _backends(self) -> tuple["KeyringBackend", ...]:
        """The accepted backends, best first; never empty. NoKeyringFault or KeyringNotSafeFault.

        Several may be alive at once (KWallet and GNOME swap places with the kind of session), which is
        when the library offers a chain: we walk it ourselves, as it would also write to a plain file.
        """
        chosen = _asked(_chosen)
        offered = [found for found in chosen if _path(found) not in _NOTHING]
        if not offered:
            raise NoKeyringFault
        accepted = tuple(found for found in offered if _path(found) in self.accepted)
        if not accepted:
            raise KeyringNotSafeFault(backend=_path(offered[0]))
        return accepted


def _chosen() -> list["KeyringBackend"]:
    """What the library would use, a chain taken apart."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    backend = keyring.get_keyring()
    if _path(backend) == _CHAINER:
        return list(ChainerBackend.backends)
    return [backend]


def _path(backend: "KeyringBackend") -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _fetched(backend: "KeyringBackend", service: str, key_id: str) -> str | None:
    return _asked(lambda: backend.get_password(service, key_id))


def _forget(backend: "KeyringBackend", service: str, key_id: str) -> None:
    _asked(lambda: backend.delete_password(service, key_id))


def _asked(question: Callable[[], T]) -> T:
    """The answer of the keyring library, whose errors and whose systems' errors end here."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    try:
        return question()
    except NoKeyringError as error:
        raise NoKeyringFault from error
    except (KeyringLocked, InitError) as error:
        # InitError: there is no keyring yet, and nobody answered the system's question for its password.
        raise KeyringLockedFault from error
    except Exception as error:  # each backend lets its own system's exceptions through
        raise KeyringFailedFault(reason=type(error).__name__) from error
