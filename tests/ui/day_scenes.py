"""The pages beside the scoring page in their states, for tests/ui/pictures.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.services.laptop import Place
from app.ui.brief_page import BriefPage
from app.ui.check_page import CheckPage
from app.ui.desk import Desk
from app.ui.handover_page import HandoverPage
from app.ui.home_page import HomePage
from app.ui.pages import Page
from app.ui.people_page import PeoplePage
from app.ui.roster_page import RosterPage
from app.ui.settings_page import SettingsPage
from app.ui.stick_watch import StickWatch
from app.ui.style import Look
from tests.ui.desks import brief_for, declared
from tests.workspaces import STAFF, World, full_marks, short

Make = Callable[[Desk, QWidget], Page]


def day_scenes(world: World, desk: Desk) -> Iterator[tuple[str, Make]]:
    """Home, roster, brief, check, handover, settings, people."""
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
    yield "brief", lambda desk, parent: BriefPage(desk, opened.id)
    yield "check-gaps", lambda desk, parent: CheckPage(desk, gaps)
    yield "check-done", lambda desk, parent: CheckPage(desk, full)
    yield "handover", lambda desk, parent: HandoverPage(desk, watch, signed)
    yield "settings", lambda desk, parent: SettingsPage(desk, me, Look())
    yield "people", lambda desk, parent: PeoplePage(people)
