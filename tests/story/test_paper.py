"""A panel of five of whom one had only paper: keyed in at the desk; and what becomes of it when they sign."""

from pathlib import Path

import pytest

from app.domain.canonical import check_code
from app.domain.record import ChairWithoutKeyError
from app.services.verification import Report
from tests.services.keying_desk import a_form, key
from tests.shelf import kept, shelf
from tests.workspaces import NAMES, STAFF, SURVEY, World, panel_file, scored, short

PAPER = "E5"


@kept
def _five() -> World:
    """Five experts whose certificates the brief knows; four signed sheets on the stick."""
    world = World(shelf() / "paper")
    world.stick.mkdir(parents=True)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    world.new_laptop("bureau", "周科长", "知识产权局", "")
    for number, name in enumerate(NAMES, start=1):
        world.new_laptop(f"E{number}", name)
    known = {number: f"E{number}.pem" for number in range(1, 6)}
    with world.laptop("desk") as desk:
        world.panel = desk.panels.new(panel_file(world.root, NAMES, certificates=known)).name
        desk.panels.issue(world.panel, world.stick / "brief.pdf")
    for number in range(1, 5):
        with world.laptop(f"E{number}") as core:
            sheet, paper = scored(core, world.file("stick/brief.pdf"))
            core.scoring.hand_over(sheet.id, paper, world.stick / f"E{number}.pdf")
    return world


@pytest.fixture
def five(tmp_path: Path) -> World:
    """A copy of the panel with everything in but E5's."""
    return _five().copy(tmp_path / "world")


def keyed_in(world: World) -> None:
    """The desk collects four sheets, prints a form for E5, keys it in: 80 without the survey."""
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        number = a_form(desk, world, PAPER)
        before, _ = desk.panels.findings(world.panel)
        assert before.result.mean is None
        key(world, desk, number, "80", PAPER, findings={"c2_1_3_1": short(STAFF)})
        desk.settling.supply(world.panel, SURVEY, {"value": "89.96"}, "佐证 12")


def signed_record(world: World) -> Report:
    """Sealed by the desk, signed by the chair, verified by a bureau that trusts the desk."""
    with world.laptop("desk") as desk:
        desk.records.seal(world.panel, world.root / "sealed.pdf")
    with world.laptop("E1") as chair:
        chair.signing.sign(world.file("sealed.pdf"), world.root / "record.pdf")
    with world.laptop("bureau") as bureau:
        [report] = bureau.verification.verify([world.root / "record.pdf"], [world.certificate("desk")])
    return report


def test_a_record_with_one_keyed_paper_is_valid_with_one_reservation(five: World) -> None:
    keyed_in(five)
    with five.laptop("desk") as desk:
        desk.settling.determine(five.panel, STAFF, "对照社保名册复核")
        found, _ = desk.panels.findings(five.panel)
        # Four at 98, the paper at 88: it counts like any other.
        assert found.json["mean"] == "96.00" and len(found.panel.counted) == 5
    report = signed_record(five)
    assert (report.verdict, [each.code for each in report.reservations]) == ("valid", ["keyed"])
    assert NAMES[4] in report.reservations[0].sentence and "代录" in report.reservations[0].sentence
    assert {each.state for each in report.checks if each.name != "time"} == {"ok"}


def test_the_experts_own_sheet_comes_later_and_the_paper_is_kept_beside_it(five: World) -> None:
    keyed_in(five)
    with five.laptop(PAPER) as core:
        sheet, own = scored(core, five.file("stick/brief.pdf"))
        core.scoring.hand_over(sheet.id, own, five.stick / "E5.pdf")
    with five.laptop("desk") as desk:
        outcomes = {each.path.stem: each.outcome for each in desk.collecting.collect([five.stick])}
        assert outcomes["E5"] == "accepted"
        found, _ = desk.panels.findings(five.panel)
        assert found.json["mean"] == "98.00" and found.reservations == ()
        assert [each.keyed for each in desk.forms.all(five.panel)] == [PAPER]
        sealed = desk.records.seal(five.panel, five.root / "first.pdf")
        assert [each.seat for each in sealed.record.sheets].count(PAPER) == 2
        desk.records.reopen(five.panel, "再核对一遍")
    report = signed_record(five)
    assert (report.verdict, report.reservations) == ("valid", ())


def test_a_chair_who_had_only_paper_hands_the_chair_on(tmp_path: Path) -> None:
    world = World(tmp_path / "chair")
    world.stick.mkdir(parents=True)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    for number in (2, 3):
        world.new_laptop(f"E{number}", NAMES[number - 1])
    with world.laptop("desk") as desk:
        world.panel = desk.panels.new(panel_file(world.root)).name
        desk.panels.issue(world.panel, world.stick / "brief.pdf")
    codes = {}
    for number in (2, 3):
        with world.laptop(f"E{number}") as core:
            sheet, paper = scored(core, world.file("stick/brief.pdf"))
            core.scoring.hand_over(sheet.id, paper, world.stick / f"E{number}.pdf")
            codes[f"E{number}"] = check_code(paper.sheet.digest)
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        key(world, desk, a_form(desk, world, "E1"), seat="E1")
        for seat, code in codes.items():
            desk.settling.bind(world.panel, seat, code)
        desk.settling.supply(world.panel, SURVEY, {"value": "95"}, "佐证 12")
        with pytest.raises(ChairWithoutKeyError):
            desk.records.seal(world.panel, world.root / "sealed.pdf")
        desk.settling.chair(world.panel, "E2", "组长的电脑故障，评分表由纸质代录")
        desk.records.seal(world.panel, world.root / "sealed.pdf")
    with world.laptop("E2") as chair:
        now = chair.signing.sign(world.file("sealed.pdf"), world.root / "record.pdf")
    assert now.appraisal.empty_fields == ()
