"""A package as a whole, once each of its files was judged: is everything there that its manifest lists, and
nothing else; and do the papers say what the manifest says of them. Pure, for any thread.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.frozen import frozen, replace
from app.domain.manifest import PAPERS, Manifest, PackedFile
from app.domain.manifest_check import FAULTS, Line, compare
from app.errors import Field
from app.services.appraised import Appraisal
from app.services.cross_notes import Told
from app.services.verify_report import Report


@frozen
class Judged:
    """One file given: its bytes (b"" where it was not read), what was found of it if anything, its report."""

    path: Path
    data: bytes
    found: Appraisal | None
    report: Report


def with_packages(given: Sequence[Judged]) -> list[Report]:
    """The reports again, a manifest's first, telling of its whole package.

    What a manifest lists and is no paper of ours is vouched for by it.
    """
    reports = [each.report for each in given]
    first: list[int] = []
    for at, one in enumerate(given):
        manifest = one.found.manifest if one.found is not None and one.found.is_sound else None
        if manifest is None:
            continue
        root = one.path.parent
        inside = {_within(each.path, root): each for each in given if _is_in(each, root, one)}
        first.append(at)
        others = {each.sha256: each for each in manifest.files if each.kind not in PAPERS}
        for number, each in enumerate(given):
            listed = others.get(_sha256(each))
            if listed is not None and each.found is None and _is_in(each, root, one):
                reports[number] = _listed(each.report, listed, one.report)
        reports[at] = _told(one.report, manifest, inside, given)
    rest = [at for at in range(len(given)) if at not in first]
    return [reports[at] for at in (*first, *rest)]


def _is_in(each: Judged, root: Path, manifest: Judged) -> bool:
    return each.path != manifest.path and root in each.path.parents


def _within(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _sha256(each: Judged) -> str:
    return hashlib.sha256(each.data).hexdigest() if each.data else ""


def _listed(report: Report, listed: PackedFile, manifest: Report) -> Report:
    """A file that rests on the manifest's word: as sound as the manifest itself is."""
    told = Told("verify_listed", {"what": listed.words})
    return replace(
        report, kind=listed.kind, rehearsal=manifest.rehearsal, verdict=manifest.verdict, told=told
    )


def _told(
    report: Report, manifest: Manifest, inside: Mapping[str, Judged], given: Sequence[Judged]
) -> Report:
    """The manifest's report with the package's sentence, every file's state, and what contradicts it."""
    lines = compare(manifest, {path: _sha256(each) for path, each in inside.items()})
    notes = (*_against(manifest, inside, given), *_faults(lines))
    if all(line.state == "missing" for line in lines):
        # The manifest alone: that the rest is not here says nothing of the package.
        return replace(report, notes=(Told("note_package_alone", {"files": len(lines)}), *report.notes))
    report = replace(report, notes=(*notes, *report.notes), package=lines)
    count: dict[str, Field] = {state: sum(line.state == state for line in lines) for state in FAULTS}
    count["files"] = len(manifest.files)
    if any(note.code == "note_package_contradicts" for note in notes):
        return replace(report, verdict="invalid", told=Told("verify_package_contradicts"))
    if count["altered"]:
        return replace(report, verdict="invalid", told=Told("verify_package_altered", count))
    if count["missing"]:
        return replace(report, verdict="incomplete", told=Told("verify_package_missing", count))
    whole = "verify_package_extra" if count["extra"] or count["renamed"] else "verify_package_whole"
    if report.verdict == "valid":
        return replace(report, told=Told(whole, count))
    return replace(report, notes=(Told(whole, count), *report.notes))


def _faults(lines: Sequence[Line]) -> Iterator[Told]:
    for line in lines:
        fields: dict[str, Field] = {"path": line.path, "what": line.words, "now": line.now}
        if line.state == "altered":
            yield Told("note_package_altered", fields)
        elif line.state == "missing":
            yield Told("note_package_missing", fields)
        elif line.state == "renamed":
            yield Told("note_package_renamed", fields)
        elif line.state == "extra":
            yield Told("note_package_extra", fields)


def _against(manifest: Manifest, inside: Mapping[str, Judged], given: Sequence[Judged]) -> Iterator[Told]:
    """Papers that are whole and yet not what the manifest says of them; other manifests."""
    by_file = {_sha256(each): each for each in inside.values() if each.found is not None}
    for listed in manifest.files:
        paper = by_file.get(listed.sha256)
        if paper is not None and listed.digest and not _agrees(listed, paper, manifest):
            yield Told("note_package_contradicts", {"path": listed.path})
    for each in given:
        other = each.found
        if other is None or not other.is_sound or other.digest == manifest.digest:
            continue
        if other.header.signer == manifest.header.signer and not _is_numbered(other, manifest):
            yield Told("note_package_number", {"number": other.header.brief_number})
        if other.manifest is not None:
            yield from _other_manifest(manifest, other.manifest)


def _agrees(listed: PackedFile, paper: Judged, manifest: Manifest) -> bool:
    found = paper.found
    if found is None or (found.kind, found.digest, paper.report.code) != (
        listed.kind,
        listed.digest,
        listed.code,
    ):
        return False
    if found.record is None:
        return True
    conclusions = {line.record: line.conclusion for line in manifest.packed}
    sentence = found.record.result.get("sentence")
    return conclusions.get(found.digest, sentence) == sentence


def _is_numbered(other: Appraisal, manifest: Manifest) -> bool:
    """Whether a brief of the same organiser, alone or in a record, is the one the manifest has under its
    number; one numbered later is none of the manifest's business."""
    if other.kind not in ("brief", "record") or other.header.brief_number > len(manifest.briefs):
        return True
    line = manifest.briefs[other.header.brief_number - 1]
    before = manifest.briefs[other.header.brief_number - 2].brief if other.header.brief_number > 1 else ""
    digest = other.digest if other.kind == "brief" else other.header.brief
    return (line.brief, before) == (digest, other.header.previous_brief)


def _other_manifest(manifest: Manifest, other: Manifest) -> Iterator[Told]:
    if manifest.digest in other.header.replaces:
        fields: dict[str, Field] = {
            "revision": manifest.header.revision,
            "later": other.header.revision,
            "date": other.made[:10],
        }
        yield Told("note_superseded", fields)
    elif other.digest in manifest.header.replaces:
        yield Told("note_supersedes", {"earlier": other.header.revision})
    elif {line.panel for line in manifest.packed} & {line.panel for line in other.packed}:
        yield Told("note_second_manifest", {"package": other.name})
