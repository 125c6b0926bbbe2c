"""按校验码查找: the 校验码 typed from a page finds the paper, its revision, a newer one, and what differs.

Looks among files given and everything this workspace keeps. Cross-checking files is verification.py's.
"""

import contextlib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.brief import read_brief
from app.domain.documents import KINDS
from app.domain.frozen import frozen
from app.domain.signer import certificate_digest
from app.errors import RefusedError, TrustError
from app.services.appraised import Known
from app.services.appraiser import Appraiser
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.lookup_codes import Coded, codes_of, remember, remembered
from app.services.lookup_differences import Difference, differences
from app.services.lookup_papers import Paper, Place, of_payload, papers_in
from app.services.verification import Progress, Verification, Verified, VerifyJob
from app.services.verify_report import Report
from app.services.workspace import Workspace
from app.store.document_store import Listed

__all__ = ["Certificate", "CodeShapeError", "Difference", "Looked", "Lookup", "LookupJob", "Paper", "Place"]

DIGITS = 20


class CodeShapeError(RefusedError):
    """What was typed is not twenty digits."""

    field_names = ("count",)


@frozen
class Certificate:
    """A certificate whose 校验码 was typed: whose it is."""

    digest: str
    words: str


@frozen
class Looked:
    """What a typed code turned out to be; `found` is None and `certificate` too where nothing bears it.

    `places` is everywhere the paper lies, `report` what verifying says of a file given. `newer` replaces it,
    `older` it replaces, as far as known here; `differences` are between it and the newer, else the older one.
    `near` are papers whose code is one slip of the finger away.
    """

    code: str
    found: Paper | None = None
    places: tuple[Place, ...] = ()
    report: Report | None = None
    newer: Paper | None = None
    older: Paper | None = None
    differences: tuple[Difference, ...] = ()
    certificate: Certificate | None = None
    near: tuple[Paper, ...] = ()


@frozen
class Kept:
    """A paper of this workspace: its payload where it was judged before, its bytes where those are needed."""

    listed: Listed
    payload: bytes
    data: bytes


@frozen
class Answer:
    """What looking up found, and what of it may be remembered: codes by file, and what was judged."""

    looked: Looked
    codes: Mapping[str, Coded]
    verified: Verified | None


@frozen
class LookupJob:
    """Looks for a code; to be called once, on any thread. `codes` are those known, by payload digest."""

    code: str
    verify: VerifyJob | None
    kept: tuple[Kept, ...]
    known: Known
    codes: Mapping[str, str]
    certificates: tuple[Certificate, ...]
    appraiser: Appraiser

    def __call__(self, progress: Progress | None = None) -> Answer:
        """Judges the files given, reckons every code not known yet, compares."""
        verified = self.verify(progress) if self.verify else None
        papers = [*self._given(verified), *self._held()]
        certificates = (*self.certificates, *_signers(papers))
        codes = codes_of(
            [*(each.digest for each in papers), *(each.digest for each in certificates)], self.codes
        )
        reports = verified.reports if verified else ()
        looked = self._look(papers, certificates, codes, reports)
        held = {each.listed.file_digest: each.listed.digest for each in self.kept}
        held |= {found.file_digest: found.digest for _, found in (verified.papers if verified else ())}
        fresh = {file: Coded(digest, codes[digest]) for file, digest in held.items() if digest in codes}
        return Answer(looked, fresh, verified)

    def _given(self, verified: Verified | None) -> list[Paper]:
        return [
            paper
            for path, found in (verified.papers if verified else ())
            for paper in papers_in(found, Place("given", str(path)))
        ]

    def _held(self) -> list[Paper]:
        """The workspace's papers; one that no longer stands up is left out: verifying would say so."""
        briefs = {digest: read_brief(payload) for digest, payload in self.known.briefs.items()}
        found: list[Paper] = []
        for each in self.kept:
            kind = next((kind for kind in KINDS if kind == each.listed.kind), None)
            with contextlib.suppress(RefusedError, TrustError):
                if each.payload and kind:
                    found.append(of_payload(each.listed.digest, kind, each.payload, each.data, briefs))
                else:
                    found.extend(papers_in(self.appraiser.appraise(each.data, self.known), Place("kept")))
        return found

    def _look(
        self,
        papers: Sequence[Paper],
        certificates: Sequence[Certificate],
        codes: Mapping[str, str],
        reports: Sequence[Report],
    ) -> Looked:
        bearing = [each for each in papers if codes[each.digest] == self.code]
        if not bearing:
            named = next((each for each in certificates if codes[each.digest] == self.code), None)
            near = {each.digest: each for each in papers if is_near(self.code, codes[each.digest])}
            return Looked(self.code, certificate=named, near=tuple(near.values()))
        found = self._whole(bearing[0])
        newer = max(
            (each for each in papers if found.digest in each.header.replaces),
            key=lambda each: each.header.revision,
            default=None,
        )
        older = max(
            (each for each in papers if each.digest in found.header.replaces),
            key=lambda each: each.header.revision,
            default=None,
        )
        pair = (found, newer) if newer else (older, found) if older else None
        told = differences(*(self._whole(each) for each in pair)) if pair else ()
        return Looked(
            code=self.code,
            found=found,
            places=tuple(sorted({each.place for each in bearing}, key=place_order)),
            report=next((each for each in reports if each.code == self.code), None),
            newer=newer,
            older=older,
            differences=told,
        )

    def _whole(self, paper: Paper) -> Paper:
        """A record this workspace keeps, with its sheets; anything else as it is."""
        if not paper.data:
            return paper
        with contextlib.suppress(RefusedError, TrustError):
            return next(papers_in(self.appraiser.appraise(paper.data, self.known), paper.place))
        return paper


class Lookup:
    """Finding papers by their 校验码."""

    def __init__(
        self, workspace: Workspace, identities: Identities, papers: KeptPapers, verification: Verification
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._papers = papers
        self._verification = verification

    def look_up(self, code: str, paths: Sequence[Path] = (), progress: Progress | None = None) -> Looked:
        """What the paper is that bears this code; CodeShapeError, NothingThereError."""
        return self.keep(self.prepare(code, paths)(progress))

    def prepare(self, code: str, paths: Sequence[Path] = ()) -> LookupJob:
        """All that looking up takes, as a value to be called on any thread."""
        typed = normal_code(code)
        space = self._workspace
        judged = space.papers.remembered(space.program)
        last = {each.digest: each for each in space.papers.listed()}
        kept = tuple(self._kept(each, judged.get(each.file_digest, b"")) for each in last.values())
        briefs = {
            each.listed.digest: each.payload for each in kept if each.listed.kind == "brief" and each.payload
        }
        return LookupJob(
            code=typed,
            verify=self._verification.prepare(paths) if paths else None,
            kept=kept,
            known=Known(briefs=briefs, files=judged),
            codes={each.digest: each.code for each in remembered(space).values()},
            certificates=self._certificates(),
            appraiser=self._papers.appraiser(lambda _: None),
        )

    def _kept(self, listed: Listed, payload: bytes) -> Kept:
        """With its bytes where the payload is not known, or does not tell all: a record's sheets."""
        if payload and listed.kind != "record":
            return Kept(listed, payload, b"")
        paper = self._workspace.papers.by_file_digest(listed.file_digest)
        return Kept(listed, payload, paper.data if paper else b"")

    def _certificates(self) -> tuple[Certificate, ...]:
        own: tuple[Certificate, ...] = ()
        if self._identities.is_made:
            me = self._identities.me()
            own = (Certificate(me.digest, f"本机的签名证书（{me.name}）"),)
        trusted = (certificate_digest(der) for der in self._identities.trusted())
        return (*own, *(Certificate(digest, "本机信任的一个组织方的证书") for digest in trusted))

    def keep(self, answer: Answer) -> Looked:
        """Remembers the codes reckoned and what was judged; on the main thread."""
        if answer.verified is not None:
            self._verification.keep(answer.verified)
        remember(self._workspace, answer.codes)
        return answer.looked


def normal_code(typed: str) -> str:
    """The 校验码 as papers print it, of what was typed: full-width digits, any spaces; CodeShapeError."""
    digits = "".join(each for each in unicodedata.normalize("NFKC", typed) if each.isdecimal())
    if len(digits) != DIGITS:
        raise CodeShapeError(count=len(digits))
    return " ".join(digits[at : at + 4] for at in range(0, DIGITS, 4))


def place_order(place: Place) -> tuple[int, str, str]:
    """Files given first, then this workspace's own, then papers inside others."""
    return ("given", "kept", "inside").index(place.where), place.path, place.name


def is_near(typed: str, code: str) -> bool:
    """Whether one digit is wrong, or two neighbours changed places."""
    wrong = [at for at, (one, other) in enumerate(zip(typed, code, strict=True)) if one != other]
    if len(wrong) == 2:
        first, second = wrong
        between = typed[first + 1 : second].strip()
        return not between and typed[first] == code[second] and typed[second] == code[first]
    return len(wrong) == 1


def _signers(papers: Sequence[Paper]) -> tuple[Certificate, ...]:
    """The certificates that the papers at hand name: organisers', and those of seats that are fixed."""
    found: dict[str, str] = {}
    for brief in (each.brief for each in papers if each.brief is not None):
        organiser = brief.organiser.unit or brief.organiser.name
        found.setdefault(brief.header.signer, f"组织方“{organiser}”的证书")
        for seat in brief.seats:
            if seat.certificate:
                found.setdefault(seat.certificate, f"{seat.name}的签名证书")
    for sheet in (each.sheet for each in papers if each.sheet is not None):
        found.setdefault(sheet.header.signer, f"{sheet.name}的签名证书")
    return tuple(Certificate(digest, words) for digest, words in found.items())
