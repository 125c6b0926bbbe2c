"""The desk's pages in their states, for tests/ui/pictures.py; the worlds are real."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.canonical import check_code
from app.services.core import Core
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.organiser.board_owner import OwnerPage
from app.ui.organiser.board_page import BoardPage
from app.ui.organiser.collect_page import CollectPage
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.seat_page import SeatPage
from app.ui.organiser.seat_supply import FactPicker
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from tests.reserved import with_reserves
from tests.ui import day_scenes
from tests.ui.day_scenes import settle
from tests.workspaces import NAMES, World, panel_file, scored

RESERVES = (("孙立文", "某研究院", ""), ("司徒𬭚音", "粤港澳大湾区知识产权运营与地理标志产业综合研究院", ""))
Make = Callable[[Desk, QWidget], Page]
Then = Callable[[Page], None]
DeskScene = tuple[str, Make] | tuple[str, Make, Then]
OFFERED = ("prepare", "issue", "print", "ranking", "package")
PLATFORMS = (
    (2, "知识产权运营服务平台"), (3, "商标品牌服务平台"), (4, "专利导航服务平台"), (5, "金融服务平台"),
    (6, "海外护航服务平台"), (7, "知识产权信息服务平台"), (8, "专精特新服务平台"),
)  # fmt: skip


def desk_of(world: World, laptop: str = "desk") -> Desk:
    """The desk of a laptop of `world`, as the window has it."""
    made: Desk = day_scenes.Desk(  # type: ignore[attr-defined]  # the one that every_page closes
        lambda settings: world.core(settings.workspace), Settings(world.folder(laptop), None)
    )
    return made


def watching(*sticks: Path) -> StickWatch:
    """These sticks are in."""
    watch = StickWatch(lambda: sticks)
    watch.sticks = sticks
    return watch


def round_of(world: World, platforms: int = 7, experts: int = 5) -> list[str]:
    """A round at the world's desk: its panels, their briefs on the stick `round`."""
    stick = world.root / "round"
    stick.mkdir(exist_ok=True)
    names = []
    with world.laptop("desk") as core:
        for annex, platform in PLATFORMS[:platforms]:
            file = panel_file(world.root, NAMES[:experts], annex=annex, platform=platform)
            names.append(core.panels.new(with_reserves(file, *RESERVES)).name)
            core.panels.issue(names[-1], stick / f"{names[-1]}.pdf")
    return names


def signed_sheet(world: World, laptop: str, panel: str, out: Path) -> str:
    """A sheet of `panel` signed on a laptop and written out; its 校验码."""
    with world.laptop(laptop) as core:
        brief = (world.root / "round" / f"{panel}.pdf").read_bytes()
        sheet, paper = scored(core, brief)
        core.scoring.hand_over(sheet.id, paper, out)
        return check_code(paper.sheet.digest)


def collected(world: World) -> tuple[list[str], Path, str]:
    """A round of seven; a stick with sheets of three experts, an altered one and a picture; one's 校验码."""
    panels, stick = round_of(world), world.root / "in"
    stick.mkdir()
    for panel in panels[:2]:
        for laptop in ("E1", "E2", "E3"):
            signed_sheet(world, laptop, panel, stick / f"{panel}-{laptop}.pdf")
    code = signed_sheet(world, "E1", panels[3], stick / f"{panels[3]}-E1.pdf")
    changed = bytearray((stick / f"{panels[0]}-E3.pdf").read_bytes())
    changed[len(changed) // 2] ^= 1
    (stick / f"{panels[0]}-E3.pdf").write_bytes(bytes(changed))
    (stick / "照片.jpg").write_bytes(b"\xff\xd8 not ours")
    return panels, stick, code


def settled_partly(core: Core, panels: list[str], code: str) -> None:
    """One expert's code typed, one absent, one replaced by another."""
    core.settling.bind_everywhere(panels[3], "E1", core.settling.prepare_bind(panels[3], "E1", code)())
    core.settling.place(panels[1], "E4", "absent", "因病请假，已书面告知。")
    core.settling.replace(
        panels[1], "E5", "周明远", "某研究院", "研究员", "与建设主体有合作，提前告知；由周明远接替。"
    )


def stepped_in(core: Core, panel: str) -> None:
    """One expert replaced by a reserve; the other reserve is left."""
    reserve = core.settling.reserve(panel, RESERVES[1][0])
    core.settling.step_in(panel, "E3", reserve, "临时另有公务，提前告知。")


def desk_scenes(world: World) -> Iterator[DeskScene]:
    """组织评审, 收取评分表 and 1 收表, from an empty desk to a half settled one; each can be made again."""
    fresh = desk_of(world, "nobody")
    yield "board-owner", lambda _, parent: OwnerPage(fresh)
    world.new_laptop("empty", "赵秘书", "某会议服务公司", "")
    empty = desk_of(world, "empty")
    yield "board-empty", lambda _, parent: BoardPage(empty, watching(), OFFERED)
    panels, stick, code = collected(world)
    before = desk_of(world.copy(world.root.parent / "before"))
    yield "collect-empty", lambda _, parent: CollectPage(before, watching())
    yield "collect-stick", lambda _, parent: CollectPage(before, watching(stick)), settle
    copies = count()

    def whole_stick(_: Desk, parent: QWidget) -> Page:
        there = world.root.parent / f"copy-{next(copies)}"
        copied = world.copy(there)
        return CollectPage(desk_of(copied), watching(there / "in"), begin=True)

    yield "collect-list", whole_stick, settle
    desk = desk_of(world)
    desk.core.collecting.collect([stick])
    early = desk_of(world.copy(world.root.parent / "early"))
    yield "board", lambda _, parent: BoardPage(early, watching(), OFFERED)
    yield "seats-codes", lambda _, parent: SeatPage(PanelSession(early, panels[0]), watching(), keying=True)
    settled_partly(desk.core, panels, code)
    yield "board-later", lambda _, parent: BoardPage(desk, watching(), OFFERED)
    yield "seats", lambda _, parent: SeatPage(PanelSession(desk, panels[1]), watching(), keying=True)
    for name, then in (("form", settle_form), ("supply", supply_form), ("fact", fact_form)):
        yield f"seats-{name}", lambda _, parent: SeatPage(PanelSession(desk, panels[1]), watching()), then
    stepped_in(desk.core, panels[2])
    yield "seats-reserve", lambda _, parent: SeatPage(PanelSession(desk, panels[2]), watching(), keying=True)
    yield "seats-void-form", lambda _, parent: SeatPage(PanelSession(desk, panels[1]), watching()), void_form


def seat_page(page: Page) -> SeatPage:
    """The page, which is one."""
    assert isinstance(page, SeatPage)
    return page


def settle_form(page: Page) -> None:
    """登记 更换, about to be written."""
    found = seat_page(page)
    found.rows[5].acts["settle"].click()
    assert found.form is not None
    found.form.choices["replaced"].click()
    next(iter(found.form.then.values())).click()


def supply_form(page: Page) -> None:
    """补录满意度"""
    seat_page(page).supply.asked.emit(f"{seat_page(page).session.brief.rubric.annex}.5.1.1")


def fact_form(page: Page) -> None:
    """更正事实, a criterion chosen."""
    found = seat_page(page)
    found.fact.click()
    picker = found.findChild(FactPicker)
    assert picker is not None
    next(iter(picker.choices.values())).click()


def void_form(page: Page) -> None:
    """作废本组, asked."""
    seat_page(page).void.click()
