"""The pages beside the scoring page in their states, for tests/ui/pictures.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from app.services.cross_notes import Told
from app.services.laptop import Place
from app.services.practice import PASSPHRASE, set_up
from app.services.selftest_report import Line, SelfReport
from app.settings import Settings
from app.ui import tasks
from app.ui.brief_page import BriefPage
from app.ui.check_page import CheckPage
from app.ui.compare_page import ComparePage
from app.ui.desk import Desk
from app.ui.handover_page import HandoverPage
from app.ui.home_page import HomePage
from app.ui.lock_page import LockPage
from app.ui.pages import Page
from app.ui.people_page import PeoplePage
from app.ui.practice_page import PracticePage
from app.ui.recovery import say_recovered
from app.ui.roster_page import RosterPage
from app.ui.scoring_page import ScoringPage
from app.ui.selftest_page import SelftestPage
from app.ui.settings_page import SettingsPage
from app.ui.stick_watch import StickWatch
from app.ui.style import Look
from app.ui.verify_page import VerifyPage
from tests.ui.desks import brief_for, declared
from tests.workspaces import STAFF, World, full_marks, short

Make = Callable[[Desk, QWidget], Page]
Then = Callable[[Page], None]
DayScene = tuple[str, Make] | tuple[str, Make, Then]


def settle(page: Page) -> None:
    """Until no work is under way."""
    app = QApplication.instance()
    assert app is not None
    while tasks.busy():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(3):
        app.processEvents()


def day_scenes(world: World, desk: Desk) -> Iterator[DayScene]:
    """Home, roster, brief, check, handover, settings, people; then the states between them."""
    core = desk.core.scoring
    opened = core.open(brief_for(world, 5, platform="金融服务平台").read_bytes())
    gaps = declared(desk, brief_for(world, 6, platform="海外护航服务平台").read_bytes())
    found = {key: value for key, value in full_marks(6).items() if key < "6.2.2"}
    core.fill(core.load(gaps), found)
    signed = declared(desk, brief_for(world, 2, platform="运营服务平台二").read_bytes())
    core.submit(core.fill(core.load(signed), full_marks(2, c2_1_3_1=short(STAFF))))
    full = declared(desk, brief_for(world, 3, platform="商标品牌服务平台").read_bytes())
    core.fill(core.load(full), full_marks(3))
    watch = StickWatch(lambda: ())
    me = desk.core.identities.me()
    people = [Place(Path("1"), "王伟", "keyring+pin"), Place(Path("2"), "欧阳㛃", "keyring+pin")]
    yield "home", lambda desk, parent: HomePage(desk, watch, shared=True)
    yield "roster", lambda desk, parent: RosterPage(opened.brief, keyring=True, shared=True)
    yield "roster-late", lambda desk, parent: RosterPage(opened.brief, keyring=True, shared=False), late
    yield "brief", lambda desk, parent: BriefPage(desk, opened.id)
    yield "check-gaps", lambda desk, parent: CheckPage(desk, gaps)
    yield "check-done", lambda desk, parent: CheckPage(desk, full)
    yield "check-paper", lambda desk, parent: CheckPage(desk, full), show_paper
    yield "handover", lambda desk, parent: HandoverPage(desk, watch, signed), settle
    yield "revision", lambda desk, parent: HandoverPage(desk, watch, signed), revise
    yield "settings", lambda desk, parent: SettingsPage(desk, me, Look()), settle
    yield "selftest", lambda desk, parent: SelftestPage(desk, watch)
    yield "selftest-found", lambda desk, parent: SelftestPage(desk, watch, selftest_report())
    yield "people", lambda desk, parent: PeoplePage(people)
    yield "people-wrong-pin", lambda desk, parent: PeoplePage(people), wrong_pin
    yield "lock", lambda desk, parent: LockPage(desk)
    yield "recovered", lambda desk, parent: ScoringPage(desk, gaps, parent=parent), recovered
    yield (
        "roster-not-named",
        lambda desk, parent: RosterPage(opened.brief, keyring=True, shared=None, known="司马" + "𬭚" * 20),
    )
    yield from _first_day(world)
    yield from _three_platforms(world)
    yield from _verified(world)


def late(page: Page) -> None:
    """Somebody who is not on the roster."""
    assert isinstance(page, RosterPage)
    page.late.click()


def _first_day(world: World) -> Iterator[DayScene]:
    """Before anything is there, and the practice."""
    empty = Desk(lambda settings: world.core(settings.workspace), Settings(world.folder("new"), None))
    brief = brief_for(world, 4, platform="专利导航服务平台")
    brief_for(world, 2, platform="运营服务平台三")
    none, one = StickWatch(lambda: ()), StickWatch(lambda: (brief.parent,))
    one.sticks = (brief.parent,)
    wrong = world.root / "照片.jpg"
    wrong.write_bytes(b"\xff\xd8 not ours")
    yield "home-empty", lambda desk, parent: HomePage(empty, none, shared=False)
    yield "home-stick", lambda desk, parent: HomePage(empty, one, shared=False), settle
    yield "home-wrong-file", lambda desk, parent: HomePage(empty, none, shared=False), drop(wrong)
    own = set_up(world.root / "practice", lambda folder, secret: world.core(folder, secret))
    practice = Desk(lambda settings: world.core(settings.workspace, PASSPHRASE), Settings(own, PASSPHRASE))
    yield "practice", lambda desk, parent: PracticePage(practice)


def _three_platforms(world: World) -> Iterator[DayScene]:
    """One expert's day: one platform handed over, one half done, one recused, and two of one annex."""
    desk = Desk(lambda settings: world.laptop("E2"), Settings(world.folder("E2"), None))
    core = desk.core.scoring
    whole = declared(desk, brief_for(world, 3, platform="商标品牌服务平台").read_bytes())
    paper = core.submit(core.fill(core.load(whole), full_marks(3)))
    core.hand_over(whole, paper, world.root / "out.pdf")
    half = declared(desk, brief_for(world, 2, platform="知识产权运营服务平台").read_bytes())
    core.fill(core.load(half), {key: value for key, value in full_marks(2).items() if key < "2.2.4"})
    same = declared(desk, brief_for(world, 2, platform="科学城运营服务平台").read_bytes())
    core.fill(core.load(same), full_marks(2, c2_1_3_1=short(STAFF)))
    recused = core.open(brief_for(world, 8, platform="专精特新服务平台").read_bytes())
    core.declare(recused, "我是运营单位的顾问。")
    none = StickWatch(lambda: ())
    yield "home-day", lambda _desk, parent: HomePage(desk, none, shared=False)
    yield "compare", lambda _desk, parent: ComparePage(desk)
    yield "recused", lambda _desk, parent: CheckPage(desk, recused.id)


def _verified(world: World) -> Iterator[DayScene]:
    sheet = world.root / "out.pdf"
    altered = world.root / "改动过的评分表.pdf"
    data = bytearray(sheet.read_bytes())
    data[len(data) // 2] ^= 1
    altered.write_bytes(bytes(data))
    several = [world.stick / "brief.pdf", sheet, altered, world.root / "照片.jpg"]
    yield "verify-empty", lambda desk, parent: VerifyPage(desk)
    yield "verify-one", lambda desk, parent: VerifyPage(desk, [sheet]), settle
    yield "verify-several", lambda desk, parent: VerifyPage(desk, several), settle


def drop(*paths: Path) -> Then:
    """Files given to a page with a place to drop them."""

    def then(page: Page) -> None:
        assert isinstance(page, HomePage)
        page.on_files(tuple(paths))
        settle(page)

    return then


def selftest_report() -> SelfReport:
    """A self-test with every colour in it."""
    digests = tuple(f"huangpu-2022/annex-{n}  24a9d1396a8ec64{n}" for n in range(1, 9))
    stick = Told("selftest_stick_failed", {"name": "评审 U 盘", "reason": "Read-only file system"})
    zone = {"time": "2026-11-24 08:31", "zone": "UTC+09:00"}
    found = (
        Line("manifest", "green", Told("selftest_manifest_whole", {"count": 812})),
        Line("rubrics", "green", Told("selftest_rubrics", {"count": 8}), digests),
        Line("keyring", "amber", Told("selftest_keyring_none")),
        Line("clock", "amber", Told("selftest_clock_zone", zone)),
        Line("stick", "red", stick),
        Line("rehearsal", "none", Told("selftest_stick_none")),
    )
    return SelfReport("2026-11-24T08:31:00+09:00", "0.1.0", found)


def show_paper(page: Page) -> None:
    """The tab 纸面预览."""
    assert isinstance(page, CheckPage)
    page.tabs[1].click()
    settle(page)


def revise(page: Page) -> None:
    """The reasons of a revision, one of them chosen."""
    assert isinstance(page, HandoverPage)
    settle(page)
    page.revise.click()
    page.revision.reasons["slip"].click()
    settle(page)


def wrong_pin(page: Page) -> None:
    """A PIN that was refused."""
    assert isinstance(page, PeoplePage)
    page.names[0].click()
    page.refusal.say("PIN 不对，没有签名，也没有改动。请再试一次。")


def recovered(page: Page) -> None:
    """After a crash."""
    say_recovered(page, "14:31")
