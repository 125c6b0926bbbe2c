"""A SecretBox in memory, for tests that are not about the system's keyring."""

from dataclasses import dataclass, field

from app.crypto.keyring_box import KeyLostFault, NoKeyringFault


@dataclass
class MemoryBox:
    """Keeps secrets in `secrets`; one that is not `there` behaves like a computer without a keyring."""

    there: bool = True
    secrets: dict[str, bytes] = field(default_factory=dict)

    def available(self) -> bool:
        return self.there

    def keep(self, key_id: str, secret: bytes) -> None:
        if not self.there:
            raise NoKeyringFault
        self.secrets[key_id] = secret

    def fetch(self, key_id: str) -> bytes:
        if key_id not in self.secrets:
            raise KeyLostFault(key_id=key_id)
        return self.secrets[key_id]

    def forget(self, key_id: str) -> None:
        self.secrets.pop(key_id, None)
