"""移交: packages made at the desk, written once and again, and judged by a bureau, whole and broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.canonical import check_code
from app.domain.manifest import FIRST_FILE
from app.i18n import sentence
from app.services.packages import (
    Extra,
    Made,
    PackageMixedError,
    PackageNotReadyError,
    PackageTooManyFilesError,
    kind_of,
)
from app.services.packages_content import ExtraNameError
from app.services.packages_writing import OtherFilesThereError
from app.services.panels import PanelUnknownError
from app.services.sticks import NotWrittenFault
from app.services.verification import Report
from tests.workspaces import NAMES, World, panel_file

BOOK = Extra("评审结果.xlsx", b"numbers", "workbook")


def pack(world: World, *extras: Extra, folder: str = "package") -> Made:
    with world.laptop("desk") as desk:
        return desk.packages.make([world.panel], world.root / folder, extras)


def verified(world: World, *paths: Path) -> dict[str, Report]:
    """The reports of a bureau that trusts the desk, by file name."""
    trust = [world.certificate("desk")]
    with world.laptop("bureau") as bureau:
        reports = bureau.verification.verify(paths or [world.root / "package"], trust)
    return {each.file.name: each for each in reports}


def told(report: Report) -> list[str]:
    return [each.code for each in report.notes]


def files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file())


def one(folder: Path, name: str) -> Path:
    return next(each for each in files(folder) if each.name.startswith(name))


def test_a_package_has_every_paper_and_its_manifest_says_so(signed: World) -> None:
    made = pack(signed, BOOK)
    assert {
        each.relative_to(signed.root / "package").as_posix() for each in files(signed.root / "package")
    } == {
        FIRST_FILE,
        *(each.path for each in made.manifest.files),
    }
    kinds = [each.kind for each in made.manifest.files]
    assert sorted(kinds) == ["brief", "record", "sheet", "sheet", "sheet", "workbook"]
    assert all(each.code == check_code(each.digest) for each in made.manifest.files if each.digest)
    (line,) = made.manifest.briefs
    assert (line.state, line.packed, line.panel) == ("sealed", True, signed.panel)
    assert not any(name in each.path for each in made.manifest.files for name in NAMES)


def test_a_whole_package_is_told_in_one_sentence_before_its_files(signed: World) -> None:
    pack(signed, BOOK)
    reports = list(verified(signed).values())
    first = reports[0]
    assert (first.file.name, first.kind, first.verdict) == (FIRST_FILE, "manifest", "valid")
    assert (
        sentence(first.told.code, first.told.fields) == "移交包完整：6 个文件与清单逐个相符，没有多出的文件。"
    )
    assert {each.state for each in first.package} == {"present"}
    assert {each.verdict for each in reports} == {"valid"}
    assert reports[-1].told.code == "verify_listed"


def test_the_same_package_is_written_again_as_it_was(signed: World) -> None:
    first = pack(signed, BOOK)
    second = pack(signed, BOOK, folder="again")
    assert first.is_new and not second.is_new
    assert second.data == first.data == (signed.root / "again" / FIRST_FILE).read_bytes()


def test_a_package_with_something_new_names_the_manifest_before(signed: World) -> None:
    first = pack(signed)
    second = pack(signed, BOOK, folder="again")
    assert second.manifest.header.revision == 2
    assert second.manifest.header.replaces == (first.manifest.digest,)
    assert second.manifest.name == first.manifest.name
    old = verified(signed, signed.root / "package", signed.root / "again")
    assert "note_supersedes" in told(old[FIRST_FILE])
    alone = verified(signed, signed.root / "package" / FIRST_FILE, signed.root / "again")
    assert len(alone) == 7
    with signed.laptop("bureau") as bureau:
        reports = bureau.verification.verify([signed.root / "package", signed.root / "again"])
    assert [told(each)[0] for each in reports[:2]] == ["verify_package_whole", "verify_package_whole"]
    assert "note_superseded" in told(reports[0]) and "note_supersedes" in told(reports[1])


def test_a_manifest_alone_says_only_that_it_is_alone(signed: World) -> None:
    pack(signed)
    report = verified(signed, signed.root / "package" / FIRST_FILE)[FIRST_FILE]
    assert (report.verdict, report.told.code, told(report)) == (
        "valid",
        "verify_valid_manifest",
        ["note_package_alone"],
    )


def test_a_changed_file_makes_the_package_invalid(signed: World) -> None:
    pack(signed, BOOK)
    changed = one(signed.root / "package", "评分表 E2")
    changed.write_bytes(changed.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
    report = verified(signed)[FIRST_FILE]
    assert (report.verdict, report.told.code) == ("invalid", "verify_package_altered")
    assert told(report) == ["note_package_altered"]
    (tmp := signed.root / "package" / BOOK.name).write_bytes(b"other numbers")
    reports = verified(signed)
    assert told(reports[FIRST_FILE]) == ["note_package_altered"] * 2
    assert reports[tmp.name].verdict == "not_ours"


def test_two_sound_papers_that_changed_places_are_found(signed: World) -> None:
    pack(signed)
    left, right = one(signed.root / "package", "评分表 E1"), one(signed.root / "package", "评分表 E2")
    ours, theirs = left.read_bytes(), right.read_bytes()
    left.write_bytes(theirs)
    right.write_bytes(ours)
    reports = verified(signed)
    assert reports[FIRST_FILE].verdict == "invalid"
    assert reports[left.name].verdict == "valid"


def test_a_missing_file_makes_it_incomplete_and_a_new_or_renamed_one_is_named(signed: World) -> None:
    pack(signed, BOOK)
    folder = signed.root / "package"
    (folder / "说明.txt").write_text("多出来的")
    (folder / BOOK.name).rename(folder / "改名.xlsx")
    reports = verified(signed)
    assert (reports[FIRST_FILE].verdict, reports[FIRST_FILE].told.code) == ("valid", "verify_package_extra")
    assert told(reports[FIRST_FILE]) == ["note_package_renamed", "note_package_extra"]
    assert (reports["改名.xlsx"].verdict, reports["说明.txt"].verdict) == ("valid", "not_ours")
    one(folder, "任务书").unlink()
    report = verified(signed)[FIRST_FILE]
    assert (report.verdict, report.told.code) == ("incomplete", "verify_package_missing")
    assert "note_package_missing" in told(report)


def test_a_changed_manifest_vouches_for_nothing(signed: World) -> None:
    pack(signed, BOOK)
    first = signed.root / "package" / FIRST_FILE
    first.write_bytes(first.read_bytes().replace(b"/Title", b"/Titel", 1))
    reports = verified(signed)
    assert reports[FIRST_FILE].verdict == "invalid"
    assert reports[FIRST_FILE].package == ()
    assert reports[BOOK.name].verdict == "not_ours"


def test_an_organiser_nobody_confirmed_is_said_first_and_the_package_after(signed: World) -> None:
    pack(signed)
    with signed.laptop("bureau") as bureau:
        first = bureau.verification.verify([signed.root / "package"])[0]
    assert (first.verdict, first.told.code) == ("unknown_signer", "verify_unknown_organiser")
    assert told(first) == ["verify_package_whole"]


def test_panels_that_are_not_finished_are_refused_by_name_with_what_is_missing(sealed: World) -> None:
    with sealed.laptop("desk") as desk:
        other = desk.panels.new(panel_file(sealed.root, platform="商标服务平台"))
        with pytest.raises(PackageNotReadyError) as refused:
            desk.packages.make([sealed.panel, other.name], sealed.root / "package")
        text = sentence(refused.value.code, refused.value.fields)
        assert f"还没有收回组长{NAMES[0]}签名" in text
        assert f"{other.name} 商标服务平台：任务书还没有签发。" in text
        assert set(desk.packages.lacking([sealed.panel, other.name])) == {sealed.panel, other.name}
        desk.records.reopen(sealed.panel, "意见有错字")
        assert desk.packages.lacking([sealed.panel]) == {sealed.panel: "汇总记录还没有封存。"}
        desk.panels.issue(other.name, sealed.root / "brief.pdf")
        assert "未交" in desk.packages.lacking([other.name])[other.name]
    assert not (sealed.root / "package").exists()


def test_a_void_panel_goes_along_and_other_rounds_are_only_numbers(signed: World) -> None:
    with signed.laptop("desk") as desk:
        void = desk.panels.new(panel_file(signed.root, platform="作废的平台"))
        desk.panels.issue(void.name, signed.root / "void.pdf")
        desk.settling.void(void.name, "运营主体退出")
        other = desk.panels.new(panel_file(signed.root, platform="别的平台"))
        made = desk.packages.make([signed.panel, void.name], signed.root / "package")
    lines = {line.panel: line for line in made.manifest.briefs}
    assert [line.number for line in made.manifest.briefs] == [1, 2, 3]
    assert (lines[void.name].state, lines[void.name].conclusion) == ("void", "运营主体退出")
    assert (lines[other.name].state, lines[other.name].packed, lines[other.name].platform) == (
        "not_issued",
        False,
        "",
    )
    assert "别的平台".encode() not in made.manifest.payload
    reports = verified(signed)
    assert reports[FIRST_FILE].verdict == "valid"


def test_rehearsals_and_official_panels_are_not_mixed(signed: World) -> None:
    with signed.laptop("desk") as desk:
        rehearsal = desk.panels.new(panel_file(signed.root, platform="演练平台", rehearsal=True)).name
        desk.settling.void(rehearsal, "练习完毕")
        with pytest.raises(PackageMixedError):
            desk.packages.make([signed.panel, rehearsal], signed.root / "package")
        with pytest.raises(PanelUnknownError):
            desk.packages.make([], signed.root / "package")
        with pytest.raises(PanelUnknownError):
            desk.packages.make(["ZPAAAAAAAA"], signed.root / "package")


def test_another_package_of_the_same_panels_is_told_where_neither_names_the_other(signed: World) -> None:
    with signed.laptop("desk") as desk:
        void = [desk.panels.new(panel_file(signed.root, platform=f"作废{at}")).name for at in (1, 2)]
        for name in void:
            desk.settling.void(name, "不再评审")
        first = desk.packages.make([signed.panel, void[0]], signed.root / "one")
        second = desk.packages.make([signed.panel, void[1]], signed.root / "two")
        both = desk.packages.make([signed.panel, *void], signed.root / "all")
    assert second.manifest.header.replaces == ()
    assert set(both.manifest.header.replaces) == {first.manifest.digest, second.manifest.digest}
    with signed.laptop("bureau") as bureau:
        reports = bureau.verification.verify([signed.root / "one", signed.root / "two"])
    assert all("note_second_manifest" in told(each) for each in reports[:2])


def test_a_folder_with_anything_else_in_it_is_left_alone(signed: World) -> None:
    folder = signed.root / "package"
    folder.mkdir()
    (folder / "家书.txt").write_text("别动")
    with pytest.raises(OtherFilesThereError):
        pack(signed)
    assert [each.name for each in files(folder)] == ["家书.txt"]
    with pytest.raises(OtherFilesThereError):
        pack(signed, folder="package/家书.txt")


def test_a_package_cut_short_is_finished_by_writing_it_again(signed: World) -> None:
    made = pack(signed, BOOK)
    folder = signed.root / "package"
    (folder / FIRST_FILE).unlink()
    (folder / BOOK.name).unlink()
    assert pack(signed, BOOK).data == made.data
    assert verified(signed)[FIRST_FILE].told.code == "verify_package_whole"


def test_an_earlier_package_is_never_written_over(signed: World) -> None:
    pack(signed)
    with pytest.raises(OtherFilesThereError):
        pack(signed, BOOK)
    assert verified(signed)[FIRST_FILE].told.code == "verify_package_whole"


def test_a_folder_that_cannot_be_made_is_the_machines_fault(signed: World) -> None:
    (signed.root / "file").write_text("")
    with pytest.raises(NotWrittenFault):
        pack(signed, folder="file/package")
    # What was signed is kept and goes out on the next stick.
    assert not pack(signed).is_new


@pytest.mark.parametrize("name", ["../x.txt", "a:b.txt", ".hidden", FIRST_FILE, "x" * 101, " x.txt"])
def test_names_that_not_every_computer_can_store_are_refused(signed: World, name: str) -> None:
    with pytest.raises(ExtraNameError):
        pack(signed, Extra(name, b""))
    with pytest.raises(ExtraNameError):
        pack(signed, Extra("A.txt", b""), Extra("a.TXT", b""))


def test_more_files_than_verifying_takes_are_refused(signed: World) -> None:
    with pytest.raises(PackageTooManyFilesError):
        pack(signed, *(Extra(f"{at}.txt", b"") for at in range(500)))


def test_what_a_file_is_shows_by_its_ending() -> None:
    assert [kind_of(name) for name in ("a.XLSX", "b.jpg", "c.pdf", "d")] == [
        "workbook",
        "scan",
        "other",
        "other",
    ]


def test_a_manifest_is_nothing_to_be_collected_or_opened(signed: World) -> None:
    pack(signed)
    with signed.laptop("desk") as desk:
        (found,) = desk.collecting.collect([signed.root / "package" / FIRST_FILE])
    assert (found.outcome, found.code) == ("refused", "manifest_not_collected")


def test_a_workspaces_own_files_are_passed_over(signed: World) -> None:
    with signed.laptop("bureau") as bureau:
        verified = bureau.verification.prepare([signed.folder("E1"), signed.root / "record.pdf"])()
    assert verified.skipped == (signed.folder("E1"),)
    assert [each.kind for each in verified.reports] == ["record"]
    # Beside no database such a name is like any other.
    (signed.root / "identity.key").write_text("x")
    with signed.laptop("bureau") as bureau:
        assert bureau.verification.prepare([signed.root / "identity.key"])().skipped == ()
