"""移交: one folder per round, every paper and a signed manifest, made at the desk, written with read-back.

What goes in: packages_content.py. Whether a folder is what its manifest says: packages_check.py.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from app.domain.brief import Person
from app.domain.canonical import check_code
from app.domain.documents import Header
from app.domain.frozen import frozen, replace
from app.domain.history import BriefNumbered, PackageMade, read_fact
from app.domain.manifest import (
    FIRST_FILE,
    MOST_FILES,
    BriefLine,
    Manifest,
    PackedFile,
    read_manifest,
)
from app.domain.signer import Signer, signature_lines
from app.errors import RefusedError
from app.pdf.papers import render_manifest
from app.pdf.signing import certify
from app.services.appraised import DESK_FIELD, Appraisal, KeptPaperUnsoundError, Known
from app.services.appraiser import clean
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.lookup_codes import Coded, codes_of, remember, remembered
from app.services.packages_content import (
    Extra,
    Packing,
    added,
    contents,
    kind_of,
    lacking,
    line_of,
    ranking_lacking,
    ranking_packed,
    rankings_within,
)
from app.services.packages_writing import check_folder, write_package
from app.services.panels import DeskPanel, Panels, PanelUnknownError
from app.services.rankings import Rankings
from app.services.workspace import WORKSPACE, Workspace, paper_of

__all__ = ["Extra", "Made", "PackageJob", "Packages", "kind_of"]

STREAM = "package/"


class PackageNotReadyError(RefusedError):
    """Panels that are neither sealed and signed nor void; `panels` says what each still needs."""

    field_names = ("panels",)


class PackageMixedError(RefusedError):
    """Rehearsals and official panels are never handed over together."""


class PackageTooManyFilesError(RefusedError):
    """More files than one package holds, because `verify` takes no more at once."""

    field_names = ("files", "limit")


@frozen
class Made:
    """A package as it is to be written: its manifest and the manifest's file, the other files by path.

    `judged` is None where the same manifest had been made before.
    """

    manifest: Manifest
    data: bytes
    files: Mapping[str, bytes]
    judged: Appraisal | None

    @property
    def code(self) -> str:
        """The manifest's 校验码."""
        return check_code(self.manifest.digest)

    @property
    def is_new(self) -> bool:
        """Whether this manifest was made just now."""
        return self.judged is not None


@frozen
class PackageJob:
    """Makes a package's manifest from what was read; to be called on any thread.

    `draft` is the manifest but for its files; `last` the one made before with its file, if there is one.
    """

    draft: Manifest
    packing: tuple[Packing, ...]
    codes: Mapping[str, str]
    last: tuple[Manifest, bytes] | None
    time: datetime
    signer: Callable[[], Signer]

    def __call__(self) -> Made:
        """Reckons codes, renders, signs, judges the result; the errors of crypto and pdf."""
        codes = codes_of([each.digest for each in self.packing], self.codes)
        manifest = replace(self.draft, files=tuple(_listed(each, codes) for each in self.packing))
        files = {each.path: each.data for each in self.packing}
        if self.last is not None and _same(self.last[0], manifest):
            return Made(*self.last, files, None)
        data = certify(
            render_manifest(manifest),
            field=DESK_FIELD,
            signer=self.signer(),
            time=self.time,
            reason="移交",
            permission=1,
            lines=signature_lines(manifest.organiser.name, self.time, manifest.header.signer),
        )
        return Made(manifest, data, files, clean(data, Known(), manifest.header.program))


class Packages:
    """Making and writing packages of this desk's panels."""

    def __init__(
        self,
        workspace: Workspace,
        identities: Identities,
        panels: Panels,
        papers: KeptPapers,
        rankings: Rankings,
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._panels = panels
        self._papers = papers
        self._rankings = rankings

    def make(
        self,
        names: Sequence[str],
        folder: Path,
        extras: Sequence[Extra] = (),
        progress: Callable[[int, str], None] | None = None,
    ) -> Made:
        """Makes the package of these panels and writes it into `folder`, new or empty; the three in a row.

        Nothing changed since the last time, the same manifest is written again. The refusals of `prepare`,
        OtherFilesThereError, NotWrittenFault: what was signed is kept.
        """
        job = self.prepare(names, extras)
        check_folder(folder, {each.path: each.data for each in job.packing})
        made = self.keep(job())
        write_package(made.manifest, made.data, made.files, folder, progress)
        return made

    def prepare(self, names: Sequence[str], extras: Sequence[Extra] = ()) -> PackageJob:
        """Reads what goes in; PackageNotReadyError names what is missing, panel by panel.

        PanelUnknownError, PackageMixedError, PackageTooManyFilesError, ExtraNameError.
        """
        steps = self.preparing(names, extras)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                job: PackageJob = done.value
                return job

    def preparing(
        self, names: Sequence[str], extras: Sequence[Extra] = ()
    ) -> Generator[None, None, PackageJob]:
        """As `prepare`, a panel at a time, so that a window answers in between."""
        desks = []
        for name in dict.fromkeys(names):
            desks.append(self._panels.load(name))
            yield
        self._check(desks)
        packing = yield from self._packing(desks, extras)
        chosen = {desk.panel.name for desk in desks}
        earlier = [each for each in self._made() if {line.panel for line in each[0].packed} <= chosen]
        me = self._identities.me()
        briefs = yield from self._briefs(chosen)
        replaced = tuple(digest for each, _ in earlier for digest in (*each.header.replaces, each.digest))
        header = Header(
            kind="manifest",
            rehearsal=desks[0].panel.brief.header.rehearsal,
            program=self._workspace.program,
            panel=earlier[-1][0].header.panel if earlier else self._workspace.random(16).hex(),
            signer=me.digest,
            brief="",
            brief_number=len(briefs),
            previous_brief=briefs[-1].brief,
            revision=1 + max((each.header.revision for each, _ in earlier), default=0),
            replaces=tuple(dict.fromkeys(replaced)),
        )
        time = self._workspace.clock()
        draft = Manifest(header, self._workspace.now(), Person(me.name, me.unit), (), briefs)
        codes = {each.digest: each.code for each in remembered(self._workspace).values()}
        last = earlier[-1] if earlier else None
        return PackageJob(draft, tuple(packing), codes, last, time, self._identities.signer)

    def keep(self, made: Made) -> Made:
        """Keeps a manifest that is new, and every code that was reckoned; on the main thread."""
        header, digest = made.manifest.header, made.manifest.digest
        if made.judged is not None:
            stream = f"{STREAM}{header.panel_name}"
            fact = PackageMade(digest, header.revision)
            self._workspace.append(stream, [fact], [paper_of(header, digest, stream, made.data)])
            self._papers.remember(made.judged)
        listed = [each for each in made.manifest.files if each.digest]
        remember(self._workspace, {each.sha256: Coded(each.digest, each.code) for each in listed})
        return made

    def lacking(self, names: Sequence[str]) -> dict[str, str]:
        """What each of these panels still needs before it can be handed over; finished ones are left out."""
        told = {name: lacking(self._panels.load(name)) for name in names}
        return {name: why for name, why in told.items() if why}

    def rankings_lacking(self, names: Sequence[str]) -> dict[str, str]:
        """What each sealed ranking of none but these panels still needs, by its category."""
        rankings = rankings_within(self._rankings, set(names))
        told = {each.opening.category: ranking_lacking(each) for each in rankings}
        return {category: why for category, why in told.items() if why}

    def handed_over(self) -> tuple[Manifest, ...]:
        """The last manifest of every package made at this desk, the oldest first."""
        return tuple(manifest for manifest, _ in self._made())

    def _check(self, desks: Sequence[DeskPanel]) -> None:
        if not desks:
            raise PanelUnknownError(panel="")
        if len({desk.panel.brief.header.rehearsal for desk in desks}) > 1:
            raise PackageMixedError
        missing = [(desk.panel, lacking(desk)) for desk in desks]
        told = [f"{panel.name} {panel.brief.platform.name}：{why}" for panel, why in missing if why]
        rankings = rankings_within(self._rankings, {desk.panel.name for desk in desks})
        told += [f"{each.name}：{why}" for each in rankings if (why := ranking_lacking(each))]
        if told:
            raise PackageNotReadyError(panels="".join(told))

    def _packing(
        self, desks: Sequence[DeskPanel], extras: Sequence[Extra]
    ) -> Generator[None, None, list[Packing]]:
        digits = len(str(max(desk.panel.brief.header.brief_number for desk in desks)))
        papers: list[Packing] = []
        for desk in desks:
            papers += contents(desk, self._papers, digits)
            yield
        rankings = rankings_within(self._rankings, {desk.panel.name for desk in desks})
        papers += [ranking_packed(each, self._papers) for each in rankings]
        others = added(extras, [FIRST_FILE, *(each.path for each in papers)])
        packing = sorted([*papers, *others], key=lambda each: each.path)
        if len(packing) > MOST_FILES:
            raise PackageTooManyFilesError(files=len(packing), limit=MOST_FILES)
        return packing

    def _briefs(self, chosen: set[str]) -> Generator[None, None, tuple[BriefLine, ...]]:
        """Every number this organiser ever gave, in order."""
        facts = (read_fact(entry) for entry in self._workspace.entries.read(WORKSPACE))
        numbered = [fact for fact in facts if isinstance(fact, BriefNumbered)]
        lines: list[BriefLine] = []
        for fact in numbered:
            lines.append(line_of(self._panels.load(fact.panel), packed=fact.panel in chosen))
            yield
        return tuple(lines)

    def _made(self) -> list[tuple[Manifest, bytes]]:
        """The last manifest of every package of this desk with its file, the oldest first."""
        found: list[tuple[Manifest, bytes]] = []
        for stream in self._workspace.entries.streams(STREAM):
            fact = read_fact(self._workspace.entries.read(stream)[-1])
            assert isinstance(fact, PackageMade)  # the one kind of this stream
            paper = self._papers.paper(fact.manifest)
            manifest = read_manifest(self._papers.payload(paper, Known()))
            if manifest.digest != fact.manifest:
                raise KeptPaperUnsoundError(kind="manifest", check="digest_differs")
            found.append((manifest, paper.data))
        return sorted(found, key=lambda each: (each[0].made, each[0].header.revision))


def _listed(each: Packing, codes: Mapping[str, str]) -> PackedFile:
    code = codes[each.digest] if each.digest else ""
    return PackedFile(each.path, len(each.data), each.sha256, each.kind, each.words, each.digest, code)


def _same(last: Manifest, now: Manifest) -> bool:
    """Whether nothing changed but the time."""
    told = [(each.files, each.briefs, each.organiser, each.header.signer) for each in (last, now)]
    return told[0] == told[1]
