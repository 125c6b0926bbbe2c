"""The desks that bench_desk.py measures: a round of 20 × 7, sheets on a stick, a ranking."""

from pathlib import Path

from app.domain.brief import Platform, Seat
from app.domain.period import Period, read_date
from app.domain.rule_sheet import RuleSheet
from app.domain.signer import certificate_digest
from app.services.panel_file import PanelPlan
from tests import ranked_worlds, workspaces
from tests.crypto.memory_box import MemoryBox
from tests.workspaces import NAMES, STAFF, SURVEY, Clock, World, rubric, scored, short

PLATFORMS, SEATS = 20, 7
PEOPLE = (*NAMES, "孙浩", "周敏")
STICK = "sheets"


Pickled = tuple[Path, MemoryBox, Clock, str]


def opened_world(found: Pickled) -> World:
    """A world that another process made."""
    return World(*found)


def round_of_twenty(folder: Path, signed: int) -> World:
    """A round at the desk, every brief signed; the sheets of its first `signed` panels on a stick."""
    world = World(folder)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    for at, name in enumerate(PEOPLE, start=1):
        world.new_laptop(f"E{at}", name)
    certificates = [certificate_digest(world.certificate(f"E{at}")) for at in range(1, SEATS + 1)]
    with world.laptop("desk") as desk:
        panels = desk.panels.open_all([plan(at, certificates) for at in range(PLATFORMS)])
        briefs = [desk.panels.issue(each.name, world.root / f"{each.name}.pdf") for each in panels]
    world.panel = panels[0].name
    (world.root / STICK).mkdir()
    for number in range(1, SEATS + 1):
        with world.laptop(f"E{number}") as core:
            for panel, brief in zip(panels[:signed], briefs, strict=False):
                changes = {"c2_1_3_1": short(STAFF)} if panel.brief.rubric.annex == 2 and number > 5 else {}
                paper = scored(core, brief, None, **changes)[1]
                (world.root / STICK / f"{panel.name}-{number}.pdf").write_bytes(paper.data)
    return world


def plan(at: int, certificates: list[str]) -> PanelPlan:
    """One platform of the round; the tables of the year's assessment in turns."""
    table = rubric(2 + at % 7)
    seats = tuple(
        Seat(f"E{number}", name, "某大学", "教授", number == 1, certificate)
        for number, (name, certificate) in enumerate(zip(PEOPLE, certificates, strict=True), start=1)
    )
    return PanelPlan(
        rubric=table,
        rehearsal=False,
        platform=Platform(f"第{at + 1}{table.category}平台", table.category or "", "甲公司", "乙公司"),
        period=Period(read_date("2025-06-08", "from"), read_date("2026-06-07", "to")),
        date=read_date("2026-11-22", "date"),
        place="开发区科学城",
        rules=RuleSheet(),
        seats=seats,
        observers=(),
        facts={},
    )


def later(world: World, folder: Path) -> World:
    """The same round with its sheets collected, the first panel's opinion written, the second one's record
    sealed and signed."""
    found = world.copy(folder)
    with found.laptop("desk") as desk:
        desk.collecting.collect([found.root / STICK])
        second = desk.panels.in_order()[1]
        survey = f"{desk.panels.load(second).panel.brief.rubric.annex}.5.1.1"
        for name, criterion in ((found.panel, SURVEY), (second, survey)):
            desk.settling.supply(name, criterion, {"value": "92"}, "佐证 1")
            desk.settling.opinion(name, "平台运行良好，建议合格。")
        for each in desk.closing.checks(second):
            if each.may_pass:
                desk.closing.pass_over(second, each.name, "现场时间有限")
        sealed = desk.records.seal(second, found.root / "sealed.pdf").data
    with found.laptop("E1") as chair:
        chair.signing.sign(sealed, found.root / "record.pdf")
    with found.laptop("desk") as desk:
        desk.collecting.collect([found.root / "record.pdf"])
    return found


def four_ranked(folder: Path) -> World:
    """Four applicants of one category, every record signed, a tie to be decided."""
    found = ranked_worlds.complete().copy(folder)
    workspaces.clear_worlds()
    return found
