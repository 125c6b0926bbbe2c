"""Collecting sheets: again changes nothing, older is history, two papers of one revision are shown."""

import shutil
from collections.abc import Sequence

import pytest

from app.domain.canonical import check_code
from app.domain.sheet import NotSignedError
from app.services.collecting import Collected
from app.services.scoring import BriefUnsoundError, NotABriefError, SheetUnknownError
from app.services.settling import CodeUnknownError
from tests.services.forgery import judged, lying_sheet, signer_of
from tests.workspaces import NAMES, STAFF, World, bind_all, full_marks, panel_file, revised, scored, short


def told(found: Sequence[Collected]) -> list[tuple[str, str]]:
    return [(each.outcome, each.code) for each in found]


def entries(world: World) -> int:
    with world.laptop("desk") as desk:
        return len(desk.panels.load(world.panel).entries)


def test_the_same_stick_again_changes_nothing(settled: World) -> None:
    before = entries(settled)
    with settled.laptop("desk") as desk:
        found = desk.collecting.collect([settled.stick])
    assert told(found) == [("unchanged", "import_unchanged")] * 4
    assert {each.panel for each in found} == {settled.panel}
    assert entries(settled) == before


def test_collected_sheets_leave_the_stick_only_when_asked_and_only_kept_ones(submitted: World) -> None:
    (submitted.stick / "别的.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    changed = bytearray(submitted.file("stick/E3.pdf"))
    changed[len(changed) // 2] ^= 1
    (submitted.stick / "E3.pdf").write_bytes(changed)
    with submitted.laptop("desk") as desk:
        found = desk.collecting.collect([submitted.stick])
        assert len(list(submitted.stick.iterdir())) == 5
        (submitted.stick / "E2.pdf").write_bytes(submitted.file("stick/E2.pdf") + b"later")
        assert [path.name for path in desk.collecting.take_off(found)] == ["E1.pdf"]
        kept = desk.panels.load(submitted.panel).panel.place("E1")
        assert kept is not None and len(kept.received) == 1
    left = {path.name for path in submitted.stick.iterdir()}
    assert left == {"brief.pdf", "E2.pdf", "E3.pdf", "别的.pdf"}


def test_one_file_under_two_names_is_one_sheet(submitted: World) -> None:
    shutil.copy(submitted.stick / "E1.pdf", submitted.stick / "E1 (1).pdf")
    with submitted.laptop("desk") as desk:
        found = desk.collecting.collect([submitted.stick])
        place = desk.panels.load(submitted.panel).panel.place("E1")
    assert told(found)[:2] == [("pending", "import_pending"), ("unchanged", "import_unchanged")]
    assert place is not None and len(place.received) == 1


def test_one_sheet_in_two_different_files_is_one_sheet(submitted: World) -> None:
    """Signed a second time over the same content: another file, the same paper."""
    brief = judged(submitted.file("stick/brief.pdf")).brief
    with submitted.laptop("E1") as core:
        paper = core.scoring.signed(core.scoring.load(core.scoring.names()[0]))
    assert brief is not None and paper is not None
    again = lying_sheet(paper.sheet, brief, signer_of(submitted, "E1"))
    assert again != paper.data
    (submitted.stick / "E1-again.pdf").write_bytes(again)
    with submitted.laptop("desk") as desk:
        found = desk.collecting.collect([submitted.stick / "E1.pdf", submitted.stick / "E1-again.pdf"])
        place = desk.panels.load(submitted.panel).panel.place("E1")
    assert told(found) == [("pending", "import_pending"), ("unchanged", "import_unchanged")]
    assert place is not None and len(place.received) == 1


def test_the_desks_own_sheet_is_collected_though_its_file_is_known_here(issued: World) -> None:
    """One computer may be desk and expert at once: its sheet has still to come in."""
    with issued.laptop("desk") as desk:
        file = panel_file(issued.root, ["陈秘书", "李𬭚", "张䶮"], platform="自任专家")
        brief = desk.panels.issue(desk.panels.new(file).name, issued.root / "own.pdf")
        sheet, paper = scored(desk, brief)
        desk.scoring.hand_over(sheet.id, paper, issued.root / "own-sheet.pdf")
        [first] = desk.collecting.collect([issued.root / "own-sheet.pdf"])
        [again] = desk.collecting.collect([issued.root / "own-sheet.pdf"])
    assert (first.outcome, again.outcome) == ("pending", "unchanged")


def test_an_older_revision_after_a_newer_one_is_history(submitted: World) -> None:
    old = submitted.stick / "E3.pdf"
    with submitted.laptop("E3") as core:
        name = core.scoring.names()[0]
        newer = revised(core, name)
        core.scoring.hand_over(name, newer, submitted.root / "E3-2.pdf")
    with submitted.laptop("desk") as desk:
        [first] = desk.collecting.collect([submitted.root / "E3-2.pdf"])
        desk.settling.bind(submitted.panel, "E3", check_code(newer.sheet.digest))
        [second] = desk.collecting.collect([old])
        panel = desk.panels.load(submitted.panel).panel
    assert (first.outcome, first.revision) == ("pending", 2)
    assert (second.outcome, second.code, second.revision) == ("history", "import_history", 1)
    assert panel.standing(panel.places[2]) == "counted"
    assert panel.current(panel.places[2]) == newer.sheet


def test_a_newer_revision_of_a_bound_seat_is_accepted_and_replaces(settled: World) -> None:
    with settled.laptop("E3") as core:
        name = core.scoring.names()[0]
        core.scoring.hand_over(name, revised(core, name), settled.root / "E3-2.pdf")
    with settled.laptop("desk") as desk:
        before = desk.panels.findings(settled.panel)[0]
        [one] = desk.collecting.collect([settled.root / "E3-2.pdf"])
        after = desk.panels.findings(settled.panel)[0]
    assert (one.outcome, one.code) == ("accepted", "import_accepted")
    assert one.fields == {"name": "张䶮", "revision": 2}
    assert before.result.determinations != {} and after.result.determinations == {}
    assert after.result.mean is not None and before.result.mean is not None
    assert after.result.mean > before.result.mean


def two_papers(world: World) -> World:
    """E2's laptop is restored from a backup made before signing, and both copies sign a first revision."""
    shutil.copytree(world.folder("E2"), world.folder("E2-restored"))
    for laptop, staff in (("E2", full_marks(2)[STAFF]), ("E2-restored", short(STAFF))):
        with world.laptop(laptop) as core:
            sheet, paper = scored(core, world.file("stick/brief.pdf"), c2_1_3_1=staff)
            core.scoring.hand_over(sheet.id, paper, world.root / f"{laptop}.pdf")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / "E2.pdf"])
        bind_all(desk, world.panel, list(desk.panels.load(world.panel).panel.sheets.values()))
        [second] = desk.collecting.collect([world.root / "E2-restored.pdf"])
    assert (second.outcome, second.code) == ("pending", "import_conflict")
    return world


def standing(world: World) -> str:
    with world.laptop("desk") as desk:
        panel = desk.panels.load(world.panel).panel
        return panel.standing(panel.places[1])


def test_two_first_revisions_of_one_key_conflict_until_the_desk_records_which_stands(issued: World) -> None:
    world = two_papers(issued)
    assert standing(world) == "conflict"
    digest = judged_digest(world, "E2.pdf")
    with world.laptop("desk") as desk:
        with pytest.raises(CodeUnknownError):
            desk.settling.choose(world.panel, "E2", "0000 0000 0000 0000 0000", "当面确认")
        panel = desk.settling.choose(world.panel, "E2", check_code(digest), "专家当面确认以先交的为准")
        assert panel.current(panel.places[1]) is not None
        assert panel.current(panel.places[1]).digest == digest  # type: ignore[union-attr]  # just asserted
    assert standing(world) == "counted"


def test_the_experts_next_revision_names_both_papers_and_ends_the_conflict(issued: World) -> None:
    world = two_papers(issued)
    other = world.file("E2.pdf")
    with world.laptop("E2-restored") as core:
        sheet = core.scoring.open(other)
        assert len(sheet.signed) == 2
        assert core.scoring.open(other).signed == sheet.signed
        paper = revised(core, sheet.id)
        core.scoring.hand_over(sheet.id, paper, world.root / "both.pdf")
    assert (paper.sheet.header.revision, len(paper.sheet.header.replaces)) == (3, 2)
    with world.laptop("desk") as desk:
        [one] = desk.collecting.collect([world.root / "both.pdf"])
        panel = desk.panels.load(world.panel).panel
        assert panel.current(panel.places[1]) == paper.sheet
    assert (one.outcome, standing(world)) == ("accepted", "counted")


def test_only_ones_own_signed_sheet_of_an_opened_brief_is_taken_in(issued: World) -> None:
    world = two_papers(issued)
    with world.laptop("E1") as core, pytest.raises(NotABriefError):
        core.scoring.open(world.file("E2.pdf"))
    data = world.file("E2-restored.pdf")
    with world.laptop("E2") as core, pytest.raises(BriefUnsoundError):
        core.scoring.open(data[: len(data) - 1] + b" ")
    with world.laptop("E2") as core:
        core.scoring.revise(core.scoring.load(core.scoring.names()[0]), "slip", "笔误")
        with pytest.raises(NotSignedError):
            core.scoring.open(data)


def test_a_sheet_of_a_brief_never_opened_here_is_not_taken_in(issued: World) -> None:
    shutil.copytree(issued.folder("E2"), issued.folder("E2-fresh"))
    with issued.laptop("E2") as core:
        _, paper = scored(core, issued.file("stick/brief.pdf"))
    with issued.laptop("E2-fresh") as core, pytest.raises(SheetUnknownError):
        core.scoring.open(paper.data)


def judged_digest(world: World, name: str) -> str:
    return judged(world.file(name)).digest


def test_a_whole_stick_of_several_panels_is_sorted_in_one_go(issued: World) -> None:
    """Three platforms, five experts each, all on one stick, in no order."""
    issued.new_laptop("E4", NAMES[3])
    issued.new_laptop("E5", NAMES[4])
    names: list[str] = []
    with issued.laptop("desk") as desk:
        for platform in ("甲平台", "乙平台", "丙平台"):
            certificates = {number: f"E{number}.pem" for number in range(1, 6)}
            file = panel_file(issued.root, NAMES, platform=platform, certificates=certificates)
            names.append(desk.panels.new(file).name)
            desk.panels.issue(names[-1], issued.root / f"{platform}.pdf")
    for number in range(1, 6):
        with issued.laptop(f"E{number}") as core:
            for platform in ("甲平台", "乙平台", "丙平台"):
                sheet, paper = scored(core, issued.file(f"{platform}.pdf"))
                core.scoring.hand_over(sheet.id, paper, issued.stick / f"{sheet.id}.pdf")
    (issued.stick / "brief.pdf").unlink()
    with issued.laptop("desk") as desk:
        found = desk.collecting.collect([issued.stick])
        assert told(found) == [("accepted", "import_accepted")] * 15
        for name in names:
            panel = desk.panels.load(name).panel
            assert panel.is_open and len(panel.counted) == 5
        assert [desk.panels.load(name).panel.brief.header.brief_number for name in names] == [2, 3, 4]
