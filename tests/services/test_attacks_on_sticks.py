"""A stick holds anything: every file is named with what became of it, none hangs or is merged by mistake."""

import os
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.services.collecting import Collected
from app.services.sticks import MOST_BYTES, MOST_FILES, NothingThereError, collect, how_many, read_one
from tests import workspaces
from tests.workspaces import World, panel_file, scored


def told(found: Sequence[Collected]) -> dict[str, tuple[str, str]]:
    return {each.path.name: (each.outcome, each.code) for each in found}


def kept(world: World) -> int:
    with world.laptop("desk") as desk:
        return len(desk.panels.load(world.panel).panel.sheets)


def test_things_that_are_no_files_are_named_and_nothing_hangs(submitted: World) -> None:
    stick = submitted.stick
    os.mkfifo(stick / "pipe.pdf")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(stick / "socket.pdf"))
    (stick / "link.pdf").symlink_to(stick / "E1.pdf")
    (stick / "nowhere.pdf").symlink_to(stick / "gone.pdf")
    (stick / "loop").symlink_to(stick)
    (stick / "empty.pdf").touch()
    with (stick / "huge.pdf").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with submitted.laptop("desk") as desk:
        found = told(desk.collecting.collect([stick, Path("/dev/null")]))
    listening.close()
    assert found["E1.pdf"] == found["E2.pdf"] == found["E3.pdf"] == ("pending", "import_pending")
    assert found["huge.pdf"] == ("refused", "file_too_large")
    assert found["empty.pdf"] == ("refused", "not_ours")
    assert found["socket.pdf"] == ("refused", "file_unreadable")
    for name in ("pipe.pdf", "link.pdf", "nowhere.pdf", "loop", "null"):
        assert found[name] == ("refused", "not_a_file"), name


def test_a_device_behind_a_name_is_not_read(submitted: World) -> None:
    with submitted.laptop("desk") as desk:
        [one] = desk.collecting.collect([Path("/dev/zero")])
    assert (one.outcome, one.code) == ("refused", "not_a_file")


@pytest.mark.parametrize(
    "name",
    [
        "a..pdf", "a\nb.pdf", "－－help.pdf", "--help.pdf", "-rf", "a;rm -rf ~.pdf", "%s%n.pdf", "{0}.pdf",
        "名" * 80 + ".pdf", "x" * 250 + ".pdf", "\u202egnp.pdf", os.fsdecode(b"\xff\xfe\x80.pdf"), "CON.pdf",
    ],
)  # fmt: skip
def test_a_sheet_under_a_strange_name_is_taken_like_any_other(submitted: World, name: str) -> None:
    folder = submitted.root / "names"
    folder.mkdir()
    try:
        (folder / name).write_bytes(submitted.file("stick/E2.pdf"))
    except OSError:
        pytest.skip("this file system has no such name")
    with submitted.laptop("desk") as desk:
        [one] = desk.collecting.collect([folder])
        assert len(desk.panels.load(submitted.panel).panel.sheets) == 1
    assert (one.path.name, one.outcome, one.expert) == (name, "pending", "E2")


def test_folders_below_the_fourth_level_are_named_and_not_entered(submitted: World) -> None:
    deep = submitted.stick / "1" / "2" / "3" / "4" / "5"
    deep.mkdir(parents=True)
    for folder in (deep.parents[1], deep):
        (folder / "E9.pdf").write_bytes(submitted.file("stick/E1.pdf")[:-9])
    with submitted.laptop("desk") as desk:
        found = desk.collecting.collect([submitted.stick])
    told_first = [(each.path.name, each.code) for each in found[:2]]
    assert told_first == [("4", "too_deep"), ("E9.pdf", "paper_altered")]
    assert not any("5" in each.path.parts[-2:] for each in found)


def test_after_five_hundred_files_the_rest_is_refused_in_one_line(submitted: World) -> None:
    folder = submitted.root / "many"
    folder.mkdir()
    for number in range(MOST_FILES + 20):
        (folder / f"{number:04}.txt").write_bytes(b"x")
    (folder / "9999.pdf").write_bytes(submitted.file("stick/E1.pdf"))
    found = list(collect([folder]))
    assert len(found) == MOST_FILES + 1 == how_many([folder])
    assert [each.refusal and each.refusal.code for each in found[-2:]] == [None, "too_many_files"]


def test_hidden_files_of_other_systems_are_passed_over(submitted: World) -> None:
    (submitted.stick / "._E1.pdf").write_bytes(b"Mac OS X")
    (submitted.stick / ".Trashes").mkdir()
    names = [found.path.name for found in collect([submitted.stick])]
    assert names == ["E1.pdf", "E2.pdf", "E3.pdf", "brief.pdf"]


def test_a_path_that_is_not_there_is_told_before_anything_is_read(submitted: World) -> None:
    with submitted.laptop("desk") as desk, pytest.raises(NothingThereError):
        desk.collecting.collect([submitted.stick, submitted.root / "gone"])
    assert kept(submitted) == 0
    with pytest.raises(NothingThereError):
        read_one(submitted.root / "gone")
    with pytest.raises(NothingThereError):
        list(collect([Path("a\0b")]))


def test_another_desks_sheet_is_refused_by_name_of_its_panel(submitted: World) -> None:
    with submitted.laptop("E3") as other:
        panel = other.panels.new(panel_file(submitted.root, platform="别处")).name
        brief = other.panels.issue(panel, submitted.root / "elsewhere.pdf")
    with submitted.laptop("E2") as core:
        _, paper = scored(core, brief)
    (submitted.stick / "foreign.pdf").write_bytes(paper.data)
    (submitted.stick / "foreign-brief.pdf").write_bytes(brief)
    with submitted.laptop("desk") as desk:
        found = desk.collecting.collect([submitted.stick])
    assert told(found)["foreign.pdf"] == ("refused", "other_panel")
    assert told(found)["foreign-brief.pdf"] == ("refused", "foreign_brief")
    assert next(each for each in found if each.code == "other_panel").panel == panel
    assert kept(submitted) == 3


def test_a_rehearsals_sheet_among_real_ones_is_refused(submitted: World) -> None:
    with submitted.laptop("E3") as other:
        file = panel_file(submitted.root, platform="演练", rehearsal=True)
        brief = other.panels.issue(other.panels.new(file).name, submitted.root / "rehearsal.pdf")
    with submitted.laptop("E2") as core:
        _, paper = scored(core, brief)
    (submitted.stick / "rehearsal.pdf").write_bytes(paper.data)
    with submitted.laptop("desk") as desk:
        found = desk.collecting.collect([submitted.stick])
        reports = {each.file.name: each for each in desk.verification.verify([submitted.stick])}
    assert told(found)["rehearsal.pdf"] == ("refused", "rehearsal_paper")
    assert kept(submitted) == 3
    assert reports["rehearsal.pdf"].rehearsal and not reports["E1.pdf"].rehearsal
    assert reports["rehearsal.pdf"].verdict == "unknown_signer"


def test_one_desks_rehearsal_and_real_panel_never_mix(submitted: World) -> None:
    """The same desk, the same experts: a rehearsal sheet goes to the rehearsal, nowhere else."""
    with submitted.laptop("desk") as desk:
        file = panel_file(submitted.root, platform="演练", rehearsal=True)
        rehearsal = desk.panels.new(file).name
        brief = desk.panels.issue(rehearsal, submitted.root / "rehearsal.pdf")
    with submitted.laptop("E2") as core:
        _, paper = scored(core, brief)
    (submitted.stick / "rehearsal.pdf").write_bytes(paper.data)
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        assert len(desk.panels.load(rehearsal).panel.sheets) == 1
        assert len(desk.panels.load(submitted.panel).panel.sheets) == 3


def test_progress_names_each_file_in_turn(submitted: World) -> None:
    seen: list[tuple[int, str]] = []
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick], lambda number, path: seen.append((number, path.name)))
        file = submitted.stick / "E1.pdf"
        desk.verification.verify([file], progress=lambda number, path: seen.append((number, path.name)))
    assert seen == [(1, "E1.pdf"), (2, "E2.pdf"), (3, "E3.pdf"), (4, "brief.pdf"), (1, "E1.pdf")]


def test_what_was_not_read_is_told_when_verifying_too(submitted: World) -> None:
    os.mkfifo(submitted.stick / "pipe.pdf")
    with submitted.laptop("desk") as desk:
        reports = desk.verification.verify([submitted.stick])
    assert [(each.verdict, each.told.code) for each in reports if each.file.name == "pipe.pdf"] == [
        ("not_ours", "not_a_file")
    ]
    assert workspaces.NAMES[0] in {line.signer for each in reports for line in each.signatures}
