"""Who this workspace is: making its identity once, signing with it, and whom it trusts as organiser."""

from dataclasses import dataclass

from app.crypto import identity
from app.crypto.identity import Identity, IdentityMissingError, Protection
from app.domain import canonical
from app.domain.history import IdentityMade, OrganiserTrusted, read_fact
from app.domain.signer import Signer, certificate_digest
from app.errors import RefusedError
from app.services.workspace import WORKSPACE, Workspace


class CodeDiffersError(RefusedError):
    """The typed 校验码 is not that of the certificate or paper at hand."""

    field_names = ("code",)


class NameMissingError(RefusedError):
    """An identity needs its owner's name."""


@dataclass(frozen=True)
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


class Identities:
    """The identity and the trust list of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._signer: Signer | None = None

    def new(self, name: str, unit: str = "", title: str = "") -> Me:
        """Makes the workspace's one identity: under the passphrase given to the program, else the keyring.

        NameMissingError, CharacterRefusedError, and the errors of `crypto.identity.create`.
        """
        if not name.strip():
            raise NameMissingError
        for place, text in (("name", name), ("unit", unit), ("title", title)):
            canonical.check_text(text, place)
        secret = self._workspace.secret
        protection: Protection = "passphrase" if secret else identity.default_protection(self._workspace.box)
        made = identity.create(
            self._workspace.folder,
            protection=protection,
            secret=secret,
            box=self._workspace.box,
            random=self._workspace.random,
        )
        self._workspace.append(WORKSPACE, [IdentityMade(made.digest, name, unit, title)])
        return Me(name, unit, title, made.certificate, made.protection)

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
                self._workspace.folder, secret=self._workspace.secret, box=self._workspace.box
            )
        return self._signer

    def export(self) -> bytes:
        """The certificate as PEM, to be handed to organisers."""
        return identity.certificate_pem(self.me().certificate)

    def trust(self, certificate: bytes, code: str) -> bytes:
        """Trusts an organiser's certificate (PEM or DER) whose 校验码 was compared; returns its DER.

        CodeDiffersError if `code` is another; CertificateRefusedError.
        """
        der = identity.read_certificate(certificate)
        found = canonical.check_code(certificate_digest(der))
        if not canonical.same_code(code, found):
            raise CodeDiffersError(code=code[:40])
        if der not in self.trusted():
            self._workspace.append(WORKSPACE, [OrganiserTrusted(der.hex())])
        return der

    def trusted(self) -> tuple[bytes, ...]:
        """The certificates (DER) of the organisers this workspace trusts."""
        facts = (read_fact(entry) for entry in self._workspace.entries.read(WORKSPACE))
        return tuple(bytes.fromhex(fact.certificate) for fact in facts if isinstance(fact, OrganiserTrusted))

    def _identity(self) -> Identity:
        found = identity.load(self._workspace.folder)
        if found is None:
            raise IdentityMissingError
        return found
