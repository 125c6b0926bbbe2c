"""A manifest that is soundly signed and lies: about a file's kind, code, conclusion, or a brief's number."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.manifest import FIRST_FILE, Manifest
from app.pdf.archive import Attachment, finish
from app.pdf.drawing import draw
from app.pdf.manifest_pages import lay_out_manifest, manifest_frame
from app.pdf.papers import PAYLOAD, render_manifest
from app.services.verification import Report
from tests.services.forgery import certified, signer_of
from tests.workspaces import World, panel_file


def forged(world: World, laptop: str, change: Callable[[Manifest], Manifest]) -> list[Report]:
    """A package whose manifest was changed and signed on a laptop, as a bureau sees it."""
    folder = world.root / "package"
    with world.laptop("desk") as desk:
        manifest = desk.packages.make([world.panel], folder).manifest
    signer = signer_of(world, laptop)
    header = replace(manifest.header, signer=signer.digest)
    changed = change(replace(manifest, header=header))
    data = certified(render_manifest(changed), signer, field="desk", permission=1)
    (folder / FIRST_FILE).write_bytes(data)
    return look(world, folder)


def look(world: World, *paths: Path) -> list[Report]:
    trust = [world.certificate("desk")]
    with world.laptop("bureau") as bureau:
        return list(bureau.verification.verify(paths, trust))


def with_file(manifest: Manifest, kind: str, **changes: str) -> Manifest:
    files = [replace(each, **changes) if each.kind == kind else each for each in manifest.files]  # type: ignore[arg-type]  # texts only
    return replace(manifest, files=tuple(files))


def with_line(manifest: Manifest, **changes: str) -> Manifest:
    lines = (replace(manifest.briefs[0], **changes), *manifest.briefs[1:])  # type: ignore[arg-type]  # texts only
    return replace(manifest, briefs=lines)


def test_the_same_manifest_signed_again_stands(signed: World) -> None:
    assert forged(signed, "desk", lambda manifest: manifest)[0].told.code == "verify_package_whole"


LIES: list[Callable[[Manifest], Manifest]] = [
    lambda manifest: with_file(manifest, "record", code="1111 2222 3333 4444 5555"),
    lambda manifest: with_line(manifest, conclusion="考核不合格：综合评分 60.00 分，低于 80 分。"),
]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_a_paper_is_found(signed: World, lie: Callable[[Manifest], Manifest]) -> None:
    first = forged(signed, "desk", lie)[0]
    assert (first.verdict, first.told.code) == ("invalid", "verify_package_contradicts")
    assert first.notes[0].code == "note_package_contradicts"


def test_a_sheet_passed_off_as_a_workbook_is_found(signed: World) -> None:
    def lie(manifest: Manifest) -> Manifest:
        files = list(manifest.files)
        at = next(number for number, each in enumerate(files) if each.kind == "sheet")
        files[at] = replace(files[at], digest=files[at].digest[::-1])
        return replace(manifest, files=tuple(files))

    assert forged(signed, "desk", lie)[0].told.code == "verify_package_contradicts"


def test_another_brief_under_a_number_is_found(signed: World) -> None:
    with signed.laptop("desk") as desk:
        other = desk.panels.new(panel_file(signed.root, platform="商标服务平台"))
        desk.panels.issue(other.name, signed.root / "second.pdf")

    def lie(manifest: Manifest) -> Manifest:
        second = replace(manifest.briefs[1], brief="ab" * 32)
        header = replace(manifest.header, previous_brief=second.brief)
        return replace(manifest, header=header, briefs=(manifest.briefs[0], second))

    assert forged(signed, "desk", lie)[0].told.code == "verify_package_whole"
    reports = look(signed, signed.root / "package", signed.root / "second.pdf")
    assert "note_package_number" in [each.code for each in reports[0].notes]


def test_a_manifest_that_leaves_a_number_out_is_no_manifest(signed: World) -> None:
    first = forged(signed, "desk", lambda manifest: with_line(manifest, brief="cd" * 32))[0]
    assert (first.verdict, first.told.code) == ("invalid", "verify_contradicts")


def test_a_manifest_by_somebody_else_is_not_the_organisers(signed: World) -> None:
    first = forged(signed, "E1", lambda manifest: manifest)[0]
    assert (first.verdict, first.told.code) == ("unknown_signer", "verify_unknown_organiser")


def test_a_manifest_that_names_another_signer_is_refused(signed: World) -> None:
    def lie(manifest: Manifest) -> Manifest:
        return replace(manifest, header=replace(manifest.header, signer="ef" * 32))

    first = forged(signed, "desk", lie)[0]
    assert (first.verdict, first.told.code) == ("invalid", "verify_other_signer")


def test_a_page_that_says_something_else_is_found(signed: World) -> None:
    folder = signed.root / "package"
    with signed.laptop("desk") as desk:
        manifest = desk.packages.make([signed.panel], folder).manifest
    flow = lay_out_manifest(with_line(manifest, conclusion="考核不合格。"))
    frame = manifest_frame(manifest)
    page = finish(
        draw(flow.pages(frame.marks)),
        title=f"{frame.kind} {frame.number}",
        created=manifest.made,
        attachments=[Attachment(PAYLOAD, manifest.payload, "application/json", "数据", "Source")],
        fields=flow.fields(),
        bookmarks=flow.bookmarks(),
    )
    data = certified(page, signer_of(signed, "desk"), field="desk", permission=1)
    (folder / FIRST_FILE).write_bytes(data)
    assert look(signed, folder)[0].told.code == "verify_page_differs"
