"""The end of a panel before a real window: a desk that has everything, its pages, its signers' laptops."""

from pathlib import Path

from app.ui.organiser.opinion_page import OpinionPage
from app.ui.organiser.opinion_row import CheckRow
from app.ui.organiser.seal_page import SealPage
from tests import workspaces
from tests.ui.days import Day
from tests.workspaces import World, bind_all, panel_file, scored


def opinion_page(running: Day) -> OpinionPage:
    """3 意见与核对 of the world's panel."""
    running.way.organiser.show_step(running.world.panel, "opinion")
    return running.page(OpinionPage)


def seal_page(running: Day) -> SealPage:
    """4 封存与签名 of the world's panel."""
    running.way.organiser.show_step(running.world.panel, "seal")
    return running.page(SealPage)


def row(page: OpinionPage, name: str) -> CheckRow:
    """The row of a check."""
    return next(each for each in page.rows if each.check.name == name)


def pass_all(world: World) -> None:
    """Every check that is open at the desk is passed over with a reason."""
    with world.laptop("desk") as core:
        for each in core.closing.checks(world.panel):
            if each.may_pass:
                core.closing.pass_over(world.panel, each.name, "现场时间有限")


def all_sign(folder: Path) -> World:
    """A panel whose three experts all sign the record, collected and bound; `brief.pdf` beside the stick."""
    world = workspaces.issued().copy(folder)
    with world.laptop("desk") as desk:
        file = panel_file(world.root, platform="乙平台", rules='signatories = "all"')
        world.panel = desk.panels.new(file).name
        brief = desk.panels.issue(world.panel, world.root / "all-brief.pdf")
    for number in (1, 2, 3):
        with world.laptop(f"E{number}") as core:
            sheet, paper = scored(core, brief)
            core.scoring.hand_over(sheet.id, paper, world.root / f"all-{number}.pdf")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / f"all-{number}.pdf" for number in (1, 2, 3)])
        bind_all(desk, world.panel, list(desk.panels.load(world.panel).panel.sheets.values()))
        desk.settling.supply(world.panel, workspaces.SURVEY, {"value": "89.96"}, "佐证 12")
        desk.settling.opinion(world.panel, "平台运行良好，建议合格。")
    pass_all(world)
    return world
