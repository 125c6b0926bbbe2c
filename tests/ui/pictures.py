"""Pictures of every page to look at: `python -m tests.ui.pictures --out FOLDER [--lang en]`. No test."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, Qt  # Qt asks for its platform when it is imported
from PySide6.QtGui import QPixmap, QRegion  # Qt asks for its platform when it is imported
from PySide6.QtWidgets import QApplication, QWidget  # Qt asks for its platform when it is imported

from app import i18n  # Qt asks for its platform when it is imported
from app.domain.finding_values import Assessment, RangeFinding  # Qt asks for its platform when it is imported
from app.domain.rubric import CriterionId  # Qt asks for its platform when it is imported
from app.ui.desk import Desk  # Qt asks for its platform when it is imported
from app.ui.home_page import HomePage  # Qt asks for its platform when it is imported
from app.ui.main_window import MainWindow  # Qt asks for its platform when it is imported
from app.ui.pages import Page  # Qt asks for its platform when it is imported
from app.ui.scoring_page import ScoringPage  # Qt asks for its platform when it is imported
from app.ui.stick_watch import StickWatch  # Qt asks for its platform when it is imported
from app.ui.style import Look, apply  # Qt asks for its platform when it is imported
from tests import workspaces  # Qt asks for its platform when it is imported
from tests.ui.closing_scenes import closing_scenes
from tests.ui.day_scenes import day_scenes
from tests.ui.desk_scenes import desk_scenes
from tests.ui.desks import (  # Qt asks for its platform when it is imported
    application,
    brief_for,
    declared,
    open_desk,
)
from tests.ui.discuss_scenes import discuss_scenes
from tests.ui.handing_scenes import handing_scenes
from tests.ui.prepare_scenes import prepare_scenes  # Qt asks for its platform when it is imported
from tests.workspaces import (  # Qt asks for its platform when it is imported
    INSIDE,
    STAFF,
    World,
    full_marks,
    short,
)

LONG = "广州开发区粤港澳大湾区知识产权运营与地理标志产业综合公共服务平台（科学城园区）"


@dataclass(frozen=True)
class Screen:
    """A window's size in logical pixels, the pixels of the screen for each, and how it is dressed."""

    name: str
    width: int
    height: int
    ratio: float = 1.0
    look: Look = field(default_factory=Look)


SCREENS = (
    Screen("1366", 1366, 728),
    Screen("1366-at-150", 911, 512, 1.5),
    Screen("1920", 1920, 1040),
    Screen("large-text", 1366, 728, look=Look(1.5)),
    Screen("large-text-at-150", 911, 512, 1.5, Look(1.5)),
    Screen("high-contrast", 1366, 728, look=Look(1.0, True)),
    Screen("dark", 1366, 728, look=Look(palette="dark")),
    Screen("dark-high-contrast", 1366, 728, look=Look(1.0, True, "dark")),
)


@dataclass(frozen=True)
class Scene:
    """A page in a state: made on a desk, shown, then led to where the picture is taken."""

    name: str
    make: Callable[[Desk, QWidget], Page]
    then: Callable[[Page], None] = lambda page: None


def at(criterion: str) -> Callable[[Page], None]:
    """Leads a scoring page to a criterion."""

    def go(page: Page) -> None:
        assert isinstance(page, ScoringPage)
        page.go_to(criterion)

    return go


def scoring(sheet: str) -> Callable[[Desk, QWidget], Page]:
    """The scoring page of a sheet."""
    return lambda desk, parent: ScoringPage(desk, sheet, parent=parent)


def scoring_scenes(world: World, desk: Desk) -> Iterator[Scene]:
    """评分: empty, half done, complete, annex 1, the longest names, the unnamed indicator."""
    empty = declared(desk, world.file("stick/brief.pdf"))
    yield Scene("scoring-empty", scoring(empty))
    half = declared(desk, brief_for(world, 2, platform="商标服务平台").read_bytes())
    sheet = desk.core.scoring.load(half)
    found: dict[str, object] = {key: value for key, value in full_marks(2).items() if key < "2.2.4"}
    found["2.5.1.1"] = None
    found[STAFF] = short(STAFF)
    found["2.2.2.2"] = {"conditions": [True, True, True, ["1", "1", "0", *["1"] * 6, None, None, None]]}
    found[INSIDE] = {"conditions": [True, "19"], "fact": "corrected",
                     "remark": "经查佐证 7，入驻机构 19 家，少于 20 家。"}  # fmt: skip
    found.pop("2.5.1.1")
    desk.core.scoring.fill(sheet, found)
    yield Scene("scoring-half", scoring(half), at(STAFF))
    yield Scene("scoring-half-corrected", scoring(half), at(INSIDE))
    yield Scene("scoring-half-months", scoring(half), at("2.2.2.2"))
    full = declared(desk, brief_for(world, 8, platform=LONG).read_bytes())
    desk.core.scoring.fill(desk.core.scoring.load(full), full_marks(8))
    yield Scene("scoring-full-long-names", scoring(full))
    unnamed = desk.core.scoring.load(full).brief.rubric
    blank = next(i for s in unnamed.sections for i in s.indicators if not i.name)
    yield Scene("scoring-unnamed", scoring(full), at(blank.criteria[0].id))
    yield Scene("scoring-end", scoring(full), at("8.5.1.1"))
    first = declared(desk, brief_for(world, 1, platform="专利导航公共服务平台").read_bytes())
    sheet = desk.core.scoring.load(first)
    desk.core.scoring.enter(sheet, CriterionId("1.2.1.2"), Assessment(RangeFinding(Fraction(13, 2))))
    yield Scene("scoring-ranges", scoring(first), at("1.2.1.2"))
    yield Scene("scoring-tiers", scoring(first), at("1.2.5.1"))


def other_scenes(world: World, desk: Desk) -> Iterator[Scene]:
    """The pages beside 评分."""
    yield from (Scene(*each) for each in day_scenes(world, desk))


def reading(chapter: str, down: int = 0) -> Callable[[Page], None]:
    """Opens the manual over a page, at one of its own, so many screens down."""

    def read(page: Page) -> None:
        window = page.window()
        assert isinstance(window, MainWindow)
        window.manual.toggle(chapter, window.look)
        QApplication.processEvents()
        assert window.manual.page is not None
        bar = window.manual.page.text.verticalScrollBar()
        bar.setValue(down * bar.pageStep())

    return read


def manual_scenes(world: World, desk: Desk) -> Iterator[Scene]:
    """使用说明, over a page with a platform and over one without."""
    sheet = declared(desk, brief_for(world, 4, platform="信息服务平台").read_bytes())
    for chapter in ("index", "scoring", "handover", "questions"):
        yield Scene(f"manual-{chapter}", scoring(sheet), reading(chapter))
    yield Scene("manual-scoring-keys", scoring(sheet), reading("scoring", 3))
    watch = StickWatch(lambda: ())
    yield Scene("manual-home", lambda desk, parent: HomePage(desk, watch, shared=False), reading("home"))


def organiser_scenes(world: World, _desk: Desk) -> Iterator[Scene]:
    """组织评审, 收取评分表, 1 收表, in a world of their own."""
    own = world.copy(world.root.parent / "organiser")
    yield from (Scene(*each) for each in desk_scenes(own))


def round_scenes(world: World, desk: Desk) -> Iterator[Scene]:
    """准备新一轮 and 签发任务书, in a world of their own."""
    own = world.copy(world.root.parent / "round")
    yield from (Scene(*each) for each in prepare_scenes(own, desk))


def handing_over_scenes(world: World, _desk: Desk) -> Iterator[Scene]:
    """移交, 认定排序 and 验证, in worlds of their own."""
    yield from (Scene(*each) for each in handing_scenes(world.root.parent))


def closing_up_scenes(world: World, _desk: Desk) -> Iterator[Scene]:
    """意见与核对, 封存与签名 and a signer's own laptop, in worlds of their own."""
    own = world.root.parent / "closing"
    own.mkdir()
    yield from (Scene(*each) for each in closing_scenes(own))


def discussing_scenes(_world: World, _desk: Desk) -> Iterator[Scene]:
    """2 合议, of panels that lie in memory."""
    yield from (Scene(*each) for each in discuss_scenes())


# Other pages add their scenes here.
SCENES: tuple[Callable[[World, Desk], Iterator[Scene]], ...] = (
    scoring_scenes,
    other_scenes,
    manual_scenes,
    organiser_scenes,
    closing_up_scenes,
    round_scenes,
    handing_over_scenes,
    discussing_scenes,
)


def picture(window: QWidget, ratio: float) -> QPixmap:
    """The window as a screen with `ratio` pixels for each logical one shows it."""
    made = QPixmap(window.size() * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.white)
    window.render(made, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return made


def take(scene: Scene, screen: Screen, desk: Desk, out: Path) -> None:
    """One picture, written to a folder."""
    photographed(scene, screen, desk).save(str(out / f"{scene.name}-{screen.name}.png"))


def photographed(scene: Scene, screen: Screen, desk: Desk) -> QPixmap:
    """One picture."""
    app = application()
    apply(app, screen.look)
    window = MainWindow(desk, screen.look)
    page = scene.make(desk, window.stack)
    window.resize(screen.width, screen.height)
    window.show_page(page)
    window.show()
    for _ in range(3):
        app.processEvents()
    scene.then(page)
    if isinstance(page, ScoringPage):
        assert page.cards  # those too that are made while nobody waits
    for _ in range(3):
        app.processEvents()
    taken = picture(window, screen.ratio)
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return taken


def main() -> None:
    """Takes them all, or those whose name holds `--only`."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--only", default="")
    asked.add_argument("--screen", default="", help="one of SCREENS, by name")
    asked.add_argument("--lang", default="zh", choices=list(i18n.LANGUAGES))
    given = asked.parse_args()
    i18n.choose(given.lang)
    given.out.mkdir(parents=True, exist_ok=True)
    application()
    with tempfile.TemporaryDirectory() as folder:
        world = workspaces.issued().copy(Path(folder) / "world")
        with open_desk(world) as desk:
            for scene in [scene for each in SCENES for scene in each(world, desk)]:
                for screen in SCREENS:
                    if given.only in f"{scene.name}-{screen.name}" and given.screen in ("", screen.name):
                        take(scene, screen, desk, given.out)
    workspaces.clear_worlds()


if __name__ == "__main__":
    main()
