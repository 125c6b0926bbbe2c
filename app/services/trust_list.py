"""信任的组织方: the trust list with the names that papers give each organiser, and certificates to be added.

Names are read from papers judged sound on this computer: a certificate of ours has only an id in it.
Trusting and revoking are identities.py's.
"""

import contextlib
from pathlib import Path

from app.crypto import certificates
from app.domain.brief import read_person
from app.domain.canonical import check_code, read
from app.domain.documents import object_of, read_kind
from app.domain.frozen import frozen
from app.domain.history import OrganiserTrusted, read_fact
from app.domain.signer import certificate_digest
from app.errors import RefusedError, TrustError
from app.services.appraised import Appraisal, Known
from app.services.appraiser import Appraiser
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.sticks import read_one
from app.services.workspace import WORKSPACE, Workspace

_OPENED = ("brief", "manifest", "ranking")


class NoCertificateHereError(RefusedError):
    """Neither a certificate nor a sound paper that its organiser signed."""

    field_names = ("file",)


@frozen
class Organiser:
    """A certificate (DER) with its 校验码, the names papers give its owner, and since when it is trusted."""

    certificate: bytes
    code: str
    names: tuple[str, ...] = ()
    since: str = ""


@frozen
class TrustListJob:
    """Reckons the codes and looks up the names; to be called on any thread."""

    trusted: tuple[tuple[bytes, str], ...]
    payloads: tuple[bytes, ...]

    def __call__(self) -> tuple[Organiser, ...]:
        """The organisers in the order they were trusted."""
        digests = {certificate_digest(der): der for der, _ in self.trusted}
        names: dict[bytes, dict[str, None]] = {der: {} for der in digests.values()}
        for payload in self.payloads:
            signer, name = _organiser(payload)
            if signer in digests and name:
                names[digests[signer]][name] = None
        return tuple(
            Organiser(der, check_code(certificate_digest(der)), tuple(names[der]), since)
            for der, since in self.trusted
        )


@frozen
class CertificateJob:
    """Finds the organiser's certificate in the file at `path`; to be called on any thread."""

    path: Path
    known: Known
    appraiser: Appraiser

    def __call__(self) -> Organiser:
        """NoCertificateHereError; CertificateRefusedError and its kin for a certificate that will not do."""
        data = read_one(self.path)
        if not data.startswith(b"%PDF-"):
            der = certificates.read_certificate(data)
            return Organiser(der, check_code(certificate_digest(der)))
        found = organiser_in(self.appraiser.appraise(data, self.known))
        if found is None:
            raise NoCertificateHereError(file=self.path.name[:80])
        return found


class TrustList:
    """Reading the trust list, and certificates for it."""

    def __init__(self, workspace: Workspace, identities: Identities, papers: KeptPapers) -> None:
        self._workspace = workspace
        self._identities = identities
        self._papers = papers

    def prepare(self) -> TrustListJob:
        """The list as a value to be told on any thread."""
        since: dict[bytes, str] = {}
        for entry in self._workspace.entries.read(WORKSPACE):
            fact = read_fact(entry)
            if isinstance(fact, OrganiserTrusted):
                since[bytes.fromhex(fact.certificate)] = entry.time[:10]
        trusted = tuple((der, since[der]) for der in self._identities.trusted())
        payloads = self._judged().values() if trusted else ()
        return TrustListJob(trusted, tuple(payloads))

    def read(self, path: Path) -> CertificateJob:
        """Finding a certificate in a file, as a value to be called on any thread."""
        return CertificateJob(path, Known(files=self._judged()), self._papers.appraiser(lambda _: None))

    def _judged(self) -> dict[str, bytes]:
        return dict(self._workspace.papers.remembered(self._workspace.program))


def organiser_in(found: Appraisal) -> Organiser | None:
    """The organiser who signed a sound paper: a brief, a record, a manifest or a ranking; else None."""
    opened = found.manifest or found.ranking or (found.brief if found.kind in ("brief", "record") else None)
    if opened is None or not found.is_sound:
        return None
    signer = opened.header.signer
    certificate = next((each.certificate for each in found.signatures if each.digest == signer), b"")
    names = (opened.organiser.unit or opened.organiser.name,)
    return Organiser(certificate, check_code(signer), names) if certificate else None


def _organiser(payload: bytes) -> tuple[str, str]:
    """Whose certificate signed a paper of the organiser's, and what it calls them; "" for other papers."""
    with contextlib.suppress(RefusedError, TrustError):  # judged by an older version, in another form
        if read_kind(read(payload)) in _OPENED:
            reader = object_of(payload)
            person = read_person(reader.object("organiser"))
            return reader.digest("signer"), person.unit or person.name
    return "", ""
