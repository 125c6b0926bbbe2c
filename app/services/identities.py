"""Who this workspace is: making its identity once, signing with it, and whom it trusts as organiser."""

from collections.abc import Callable
from pathlib import Path

from app.crypto import identity
from app.crypto.adding_pin import add_pin
from app.crypto.identity import Identity, IdentityMissingError, Protection
from app.crypto.keyring_box import SecretBox
from app.domain import canonical
from app.domain.act_refusals import ReasonMissingError
from app.domain.frozen import frozen
from app.domain.history import IdentityMade, OrganiserDistrusted, OrganiserTrusted, read_fact
from app.domain.signer import Signer, certificate_digest
from app.errors import RefusedError
from app.services.workspace import WORKSPACE, Workspace

__all__ = [
    "CodeDiffersError",
    "Identities",
    "IdentityJob",
    "MadeIdentity",
    "Me",
    "NameMissingError",
    "Owner",
    "PinJob",
    "Protection",
    "TrustJob",
]


class CodeDiffersError(RefusedError):
    """The typed 校验码 is not that of the certificate or paper at hand."""

    field_names = ("code",)


class OrganiserNotTrustedError(RefusedError):
    """No certificate on the trust list has that digest or 校验码."""


class NameMissingError(RefusedError):
    """An identity needs its owner's name."""


@frozen
class Me:
    """The workspace's owner as papers print them, and their certificate."""

    name: str
    unit: str
    title: str
    certificate: bytes
    protection: Protection

    @property
    def digest(self) -> str:
        """The certificate's digest."""
        return certificate_digest(self.certificate)

    @property
    def code(self) -> str:
        """The certificate's 校验码."""
        return canonical.check_code(self.digest)


@frozen
class Owner:
    """Whose identity is to be made, as papers will print them."""

    name: str
    unit: str = ""
    title: str = ""


@frozen
class MadeIdentity:
    """An identity that lies in its folder and is not recorded yet."""

    owner: Owner
    identity: Identity
    secret: str | None


@frozen
class IdentityJob:
    """Makes a key and its certificate in `folder`, once and for all."""

    owner: Owner
    protection: Protection
    secret: str | None
    folder: Path
    box: SecretBox
    random: Callable[[int], bytes]

    def __call__(self) -> MadeIdentity:
        """The errors of `crypto.identity.create`."""
        made = identity.create(
            self.folder, protection=self.protection, secret=self.secret, box=self.box, random=self.random
        )
        return MadeIdentity(self.owner, made, self.secret)


@frozen
class PinJob:
    """Puts a PIN on the key in `folder`, which so far rested on the keyring alone."""

    pin: str
    folder: Path
    box: SecretBox
    random: Callable[[int], bytes]

    def __call__(self) -> str:
        """The PIN; the errors of `crypto.adding_pin`."""
        add_pin(self.folder, pin=self.pin, box=self.box, random=self.random)
        return self.pin


@frozen
class TrustJob:
    """Compares a certificate (PEM or DER) with the 校验码 typed from a letter."""

    certificate: bytes
    code: str

    def __call__(self) -> bytes:
        """The certificate's DER; CodeDiffersError if `code` is another, CertificateRefusedError."""
        from app.crypto import certificates

        der = certificates.read_certificate(self.certificate)
        if not canonical.same_code(self.code, canonical.check_code(certificate_digest(der))):
            raise CodeDiffersError(code=self.code[:40])
        return der


class Identities:
    """The identity and the trust list of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._signer: Signer | None = None
        self._secret = workspace.secret

    def new(self, name: str, unit: str = "", title: str = "") -> Me:
        """Makes the workspace's one identity: under the passphrase given to the program, else the keyring.

        NameMissingError, CharacterRefusedError, and the errors of `crypto.identity.create`.
        """
        secret = self._workspace.secret
        protection: Protection = "passphrase" if secret else self.protection(shared=False)
        return self.keep(self.prepare(Owner(name, unit, title), protection, secret)())

    def protection(self, *, shared: bool) -> Protection:
        """What a new key rests on here: the keyring, with a PIN on a `shared` computer; else a passphrase."""
        if identity.default_protection(self._workspace.box) == "passphrase":
            return "passphrase"
        return "keyring+pin" if shared else "keyring"

    def prepare(self, owner: Owner, protection: Protection, secret: str | None) -> IdentityJob:
        """The making of an identity as a value to be called on any thread; the refusals of `new`."""
        if not owner.name.strip():
            raise NameMissingError
        for place, text in (("name", owner.name), ("unit", owner.unit), ("title", owner.title)):
            canonical.check_text(text, place)
        space = self._workspace
        return IdentityJob(owner, protection, secret, space.folder, space.box, space.random)

    def prepare_pin(self, pin: str) -> PinJob:
        """Putting a PIN on this workspace's key, as a value to be called on any thread."""
        return PinJob(pin, self._workspace.folder, self._workspace.box, self._workspace.random)

    def keep_pin(self, pin: str) -> None:
        """What a PIN job set opens the key as long as this runs."""
        self._secret = pin

    def keep(self, made: MadeIdentity) -> Me:
        """Records what an identity job made; its secret opens the key as long as this runs."""
        owner = made.owner
        fact = IdentityMade(made.identity.digest, owner.name, owner.unit, owner.title)
        self._workspace.append(WORKSPACE, [fact])
        self._secret = made.secret
        return Me(owner.name, owner.unit, owner.title, made.identity.certificate, made.identity.protection)

    @property
    def is_made(self) -> bool:
        """Whether the workspace has its identity."""
        return self._identity_or_none() is not None

    def me(self) -> Me:
        """The workspace's owner; IdentityMissingError before there is one."""
        found = self._identity()
        for entry in self._workspace.entries.read(WORKSPACE):
            fact = read_fact(entry)
            if isinstance(fact, IdentityMade) and fact.certificate == found.digest:
                return Me(fact.name, fact.unit, fact.title, found.certificate, found.protection)
        raise IdentityMissingError

    def signer(self) -> Signer:
        """The unlocked signer, unlocked once a run; the errors are crypto's."""
        if self._signer is None:
            self._signer = identity.unlock(
                self._workspace.folder, secret=self._secret, box=self._workspace.box
            )
        return self._signer

    def export(self) -> bytes:
        """The certificate as PEM, to be handed to organisers."""
        from app.crypto import certificates

        return certificates.certificate_pem(self.me().certificate)

    def trust(self, certificate: bytes, code: str) -> bytes:
        """Trusts an organiser's certificate (PEM or DER) whose 校验码 was compared; returns its DER.

        CodeDiffersError if `code` is another; CertificateRefusedError.
        """
        return self.keep_trust(self.prepare_trust(certificate, code)())

    def prepare_trust(self, certificate: bytes, code: str) -> TrustJob:
        """Comparing an organiser's certificate with a typed 校验码, as a value to be called on any thread."""
        return TrustJob(certificate, code)

    def keep_trust(self, der: bytes) -> bytes:
        """Trusts the organiser's certificate that a trust job found right."""
        if der not in self.trusted():
            self._workspace.append(WORKSPACE, [OrganiserTrusted(der.hex())])
        return der

    def trusted(self) -> tuple[bytes, ...]:
        """The certificates (DER) of the organisers this workspace trusts now, in the order they came."""
        found: dict[str, bytes] = {}
        for fact in (read_fact(entry) for entry in self._workspace.entries.read(WORKSPACE)):
            if isinstance(fact, OrganiserTrusted):
                der = bytes.fromhex(fact.certificate)
                found[certificate_digest(der)] = der
            elif isinstance(fact, OrganiserDistrusted):
                found.pop(fact.certificate, None)
        return tuple(found.values())

    def distrust(self, organiser: bytes | str, reason: str) -> bytes:
        """Trusts an organiser no more from here on: their certificate (PEM or DER), or its typed 校验码.

        What was verified before is not altered, and the entry that trusted stays. Returns the DER.
        OrganiserNotTrustedError, ReasonMissingError, CertificateRefusedError, CharacterRefusedError.
        """
        from app.crypto import certificates

        if not reason.strip():
            raise ReasonMissingError
        canonical.check_text(reason, "reason")
        wanted = certificates.read_certificate(organiser) if isinstance(organiser, bytes) else organiser
        for der in self.trusted():
            digest = certificate_digest(der)
            if wanted == der or (isinstance(wanted, str) and _is_code(wanted, digest)):
                self._workspace.append(WORKSPACE, [OrganiserDistrusted(digest, reason)])
                return der
        raise OrganiserNotTrustedError

    def _identity_or_none(self) -> Identity | None:
        return identity.load(self._workspace.folder)

    def _identity(self) -> Identity:
        found = self._identity_or_none()
        if found is None:
            raise IdentityMissingError
        return found


def _is_code(typed: str, digest: str) -> bool:
    return canonical.same_code(typed, canonical.check_code(digest))
