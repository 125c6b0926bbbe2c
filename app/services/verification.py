"""验证: any files → one report each (verify_report.py), and what they say together.

Judging is a job for any thread; what it rests on is read before and what was sound is kept after, on the main
thread.
"""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from app.crypto.identity import IdentityMissingError
from app.domain.frozen import frozen, replace
from app.domain.signer import certificate_digest
from app.errors import RefusedError, TrustError, ZhipingError
from app.services.appraisal import Appraisal, Known
from app.services.appraiser import Appraiser
from app.services.cross_notes import notes
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.lookup_codes import codes_of
from app.services.packages_check import Judged, with_packages
from app.services.ranking_verification import ranking_notes, with_records
from app.services.side_by_side import Sides
from app.services.sticks import collect, read_one
from app.services.verify_report import ORDER, SIGNED, Ground, Report, SignatureLine, VerifyVerdict, report_of
from app.services.workspace import Workspace, is_own_file
from app.store.document_store import file_digest

__all__ = [
    "ORDER",
    "SIGNED",
    "Report",
    "SignatureLine",
    "Verification",
    "Verified",
    "VerifyJob",
    "VerifyVerdict",
]

Progress = Callable[[int, Path], None]


class FileChangedError(RefusedError):
    """The file is not the one that was verified any more."""


_Judged = tuple[Path, Appraisal | ZhipingError, bytes]


@frozen
class Verified:
    """The reports on some files, and what was judged for them, to be remembered.

    `skipped`: workspace folders whose own files, database and key, were passed over; `papers`: what of the
    files is a paper of ours.
    """

    reports: tuple[Report, ...]
    judged: tuple[Appraisal, ...]
    skipped: tuple[Path, ...] = ()
    papers: tuple[tuple[Path, Appraisal], ...] = ()


class VerifyJob:
    """Verifies every file under `paths`; to be called once, on any thread."""

    def __init__(
        self,
        paths: Sequence[Path],
        known: Known,
        ground: Ground,
        appraiser: Callable[[Callable[[Appraisal], None]], Appraiser],
    ) -> None:
        self._paths = tuple(paths)
        self._known = known
        self._ground = ground
        self._seen: list[Appraisal] = []
        self._sound: dict[str, Appraisal] = {}
        self._appraiser = appraiser(self._see)

    def __call__(self, progress: Progress | None = None) -> Verified:
        """One report a file; `progress` is told the number and path of each as it begins."""
        judged: list[_Judged] = []
        skipped: dict[Path, None] = {}
        for number, found in enumerate(collect(self._paths), start=1):
            if is_own_file(found.path):
                skipped[found.path.parent] = None
                continue
            if progress is not None:
                progress(number, found.path)
            if found.data is None:
                judged.append((found.path, found.refusal or RefusedError(), b""))
            else:
                judged.append((found.path, self._appraise(found.data, self._known), found.data))
        judged = with_records(self._with_briefs(judged))
        papers = [found if isinstance(found, Appraisal) else None for _, found, _ in judged]
        # Each code takes a tenth of a second alone; reckoned here, the reports find them done.
        codes_of(digest for each in papers if each for digest in _coded(each))
        reports = [report_of(path, found, data, self._ground) for path, found, data in judged]
        told = _across(reports, papers)
        ours = [(path, found) for path, found, _ in judged if isinstance(found, Appraisal)]
        given = [
            Judged(path, data, one, report)
            for (path, _, data), one, report in zip(judged, papers, told, strict=True)
        ]
        return Verified(tuple(with_packages(given)), tuple(self._seen), tuple(skipped), tuple(ours))

    def _with_briefs(self, judged: list[_Judged]) -> list[_Judged]:
        """Sheets judged again with the briefs that were given beside them, alone or inside a record."""
        briefs = {
            found.brief.digest: found.brief.payload
            for _, found, _ in judged
            if isinstance(found, Appraisal) and found.brief is not None and found.is_sound
        }
        fuller = Known(files=self._known.files, briefs={**self._known.briefs, **briefs})
        again: list[_Judged] = []
        for path, found, data in judged:
            lone = isinstance(found, Appraisal) and found.kind == "sheet" and found.brief is None
            if lone and isinstance(found, Appraisal) and found.header.brief in briefs:
                found = self._appraise(data, fuller)
            again.append((path, found, data))
        return again

    def _appraise(self, data: bytes, known: Known) -> Appraisal | ZhipingError:
        """A paper that was found sound before, alone or inside a record, is not judged again."""
        found = self._sound.get(file_digest(data))
        if found is not None and (found.kind != "sheet" or found.header.brief in known.briefs):
            return found
        sound = {
            digest: each.payload for digest, each in self._sound.items() if each.checks["page"].state == "ok"
        }
        try:
            return self._appraiser.appraise(data, Known(known.briefs, {**known.files, **sound}))
        except (RefusedError, TrustError) as error:
            return error

    def _see(self, found: Appraisal) -> None:
        self._seen.append(found)
        if found.is_sound:
            self._sound[found.file_digest] = found


@frozen
class SidesJob:
    """Draws a page of the file at `path` from both sides, on any thread. `digest`: its bytes'."""

    path: Path
    digest: str
    known: Known
    appraiser: Appraiser

    def __call__(self, at: int, width: int) -> Sides:
        """FileChangedError where the file is another by now; NoPagesError and the refusals of judging."""
        data = read_one(self.path)
        if file_digest(data) != self.digest:
            raise FileChangedError
        return self.appraiser.sides(data, at, width, self.known)


class Verification:
    """Verifies files against what this workspace trusts."""

    def __init__(self, workspace: Workspace, identities: Identities, papers: KeptPapers) -> None:
        self._workspace = workspace
        self._identities = identities
        self._papers = papers

    def verify(
        self, paths: Sequence[Path], trust: Sequence[bytes] = (), progress: Progress | None = None
    ) -> tuple[Report, ...]:
        """One report a file under `paths`; `trust`: certificates (DER) of organisers to trust this once."""
        return self.keep(self.prepare(paths, trust)(progress))

    def prepare(self, paths: Sequence[Path], trust: Sequence[bytes] = ()) -> VerifyJob:
        """All that verifying takes, as a value to be called on any thread."""
        trusted = self._trusted() | {certificate_digest(each) for each in trust}
        files = self._workspace.papers.remembered(self._workspace.program)
        known = Known(files=files, briefs=self._briefs())
        ground = Ground(frozenset(trusted), self._workspace.rubrics, self._workspace.clock())
        return VerifyJob(paths, known, ground, self._papers.appraiser)

    def prepare_sides(self, path: Path, found: Appraisal) -> SidesJob:
        """Drawing the pages of a file that was verified, as a value to be called on any thread."""
        files = self._workspace.papers.remembered(self._workspace.program)
        known = Known(files=files, briefs=self._briefs())
        if found.brief is not None:
            known = Known(files=files, briefs={**known.briefs, found.brief.digest: found.brief.payload})
        return SidesJob(path, found.file_digest, known, self._papers.appraiser(lambda _: None))

    def keep(self, verified: Verified) -> tuple[Report, ...]:
        """Remembers what was sound, so that it is not judged again; the reports."""
        for found in verified.judged:
            self._papers.remember(found)
        return verified.reports

    def _briefs(self) -> dict[str, bytes]:
        papers = self._workspace.papers.list("brief")
        return {paper.digest: self._papers.payload(paper, Known()) for paper in papers}

    def _trusted(self) -> set[str]:
        """The trust list, and this workspace's own certificate: a desk trusts itself."""
        own = set[str]()
        with contextlib.suppress(IdentityMissingError):
            own.add(self._identities.me().digest)
        return own | {certificate_digest(each) for each in self._identities.trusted()}


def _across(reports: Sequence[Report], papers: Sequence[Appraisal | None]) -> list[Report]:
    """What several files say of each other; one file cannot prove that no other exists."""
    sound = [each for each in papers if each is not None and each.is_sound]
    return [
        replace(report, notes=(*notes(one, sound), *ranking_notes(one, sound))) if one is not None else report
        for report, one in zip(reports, papers, strict=True)
    ]


def _coded(found: Appraisal) -> tuple[str, ...]:
    """Whose 校验码 the report on a paper shows: its own, its signers', its organiser's."""
    opened = found.brief or found.manifest or found.ranking
    return found.digest, *(each.digest for each in found.signatures), opened.header.signer if opened else ""
