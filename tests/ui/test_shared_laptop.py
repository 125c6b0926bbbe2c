"""换人 on a shared laptop: nothing of the last expert is reachable, everything of one's own comes back."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from app.crypto.identity import load
from app.services.laptop import places
from app.ui.brief_page import BriefPage
from app.ui.check_page import CheckPage
from app.ui.handover_page import HandoverPage
from app.ui.home_page import HomePage
from app.ui.lock_page import LockPage
from app.ui.people_page import PeoplePage
from app.ui.practice_page import PracticePage
from app.ui.roster_page import RosterPage
from app.ui.scoring_page import ScoringPage
from app.ui.settings_page import SettingsPage
from app.ui.verify_page import VerifyPage
from app.ui.words import set_translator
from tests.ui.days import Day, day, text_of
from tests.workspaces import NAMES, World, full_marks

FIRST, SECOND = "135790", "246810"
PLATFORM = "某某运营服务平台"
PAGES = ("home", "roster", "brief", "check", "handover", "settings", "people", "verify", "compare", "lock")


def take_brief(running: Day) -> None:
    running.plug(running.world.stick)
    running.press(running.page(HomePage).drop.open)


def swap(running: Day) -> PeoplePage:
    running.way.show_home()
    home = running.page(HomePage)
    running.press(next(each for each in home.links if each.text() == "换人"))
    return running.page(PeoplePage)


def first_scores(running: Day) -> str:
    """The first expert sits down with a PIN and has begun to score."""
    take_brief(running)
    running.sit_down(0, FIRST)
    running.press(running.page(BriefPage).confirm)
    page = running.page(ScoringPage)
    session = page.session
    filled = {"2.1.1.1": full_marks(2)["2.1.1.1"]}
    session.replace(running.desk.core.scoring.fill(session.sheet, filled))
    QGuiApplication.clipboard().setText("我的评语")
    return page.name


def test_nothing_of_the_last_expert_is_reachable(issued: World, tmp_path: Path) -> None:
    base = tmp_path / "base"
    with day(issued, base) as running:
        first_scores(running)
        people = swap(running)
        running.plug()
        everything = [running.window, *running.window.findChildren(QWidget)]
        said = "\n".join(text_of(each) for each in everything) + running.window.windowTitle()
        assert PLATFORM not in said and "10 分" not in said
        assert running.window.stack.count() == 1 and not running.window.top.back.isVisible()
        assert running.desk.sheets() == () and running.desk.folder == base
        assert QGuiApplication.clipboard().text() == ""
        running.press(people.newcomer)
        running.page(HomePage)
        assert running.desk.sheets() == () and PLATFORM not in running.said()
        take_brief(running)
        roster = running.page(RosterPage)
        assert not roster.alone.isVisible() and roster.secret.isVisible()  # known to be shared
        running.sit_down(1, SECOND)
        sheet = running.page(BriefPage).session.sheet
        assert (sheet.member.name, sheet.assessments) == (NAMES[1], {})
        assert not running.desk.session(sheet.id).may_undo
    assert [each.owner for each in places(base)] == [NAMES[0], NAMES[1]]
    found = load(base / "expert-1")
    assert found is not None and found.protection == "keyring+pin"


def test_one_comes_back_with_ones_own_pin_only(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = first_scores(running)
        swap(running)
        running.come_back(0, SECOND)
        page = running.page(PeoplePage)
        assert "PIN" in page.refusal.text() and page.secret.first.text() == ""
        assert running.desk.sheets() == ()
        running.come_back(0, FIRST)
        running.page(HomePage)
        assert running.desk.session(name).sheet.awards and not running.desk.session(name).may_undo
    with day(issued, tmp_path / "base") as running:
        running.page(PeoplePage)  # the next start asks who it is
        assert NAMES[0] in running.said() and PLATFORM not in running.said()
        running.come_back(0, FIRST)
        assert PLATFORM in running.said()


def test_a_short_pin_is_refused_beside_its_field(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        take_brief(running)
        running.sit_down(0, "123")
        roster = running.page(RosterPage)
        assert "6" in roster.refusal.text() and places(tmp_path / "base") == ()
        for typed in (roster.secret.first, roster.secret.second):
            typed.setText(FIRST)
        running.press(roster.go)
        running.page(BriefPage)


def test_practice_goes_through_the_four_traps_and_leaves_nothing(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        running.press(running.page(HomePage).links[0])
        running.press(running.page(PracticePage).go)
        running.press(running.page(BriefPage).confirm)
        page = running.page(ScoringPage)
        session, scoring = page.session, running.desk.core.scoring
        findings: dict[str, object] = {
            "9.1.1.1": {"conditions": [True, True]},
            "9.2.1.1": {"conditions": ["4"], "remark": "只有 4 种。"},
            "9.3.1.1": {"conditions": ["2"], "fact": "corrected", "remark": "排班表上 2 人。"},
            "9.3.2.1": {"points": "7"},
        }
        session.replace(scoring.fill(session.sheet, findings))
        running.way.show_home()
        assert running.said().count("练过了 ✓") == 6  # three lessons, told to eye and ear
        running.press(running.page(PracticePage).go)
        check = running.page(CheckPage)
        running.press(check.sure)
        running.press(check.sign)
        handover = running.page(HandoverPage)
        running.press(handover.write)
        running.press(handover.home)
        assert "四件都练过了" in running.said()
        folder = running.desk.folder
        running.press(running.page(PracticePage).leave)
        running.page(HomePage)
        assert not folder.exists() and running.desk.folder == tmp_path / "base"
        assert running.desk.sheets() == ()


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_fits_the_smallest_screen_names_its_controls_and_marks_its_texts(
    issued: World, tmp_path: Path, kind: str
) -> None:
    set_translator(lambda text: f"⟦{text}⟧", lambda text: f"⟦{text}⟧")
    try:
        with day(issued, tmp_path / "base") as running:
            show(running, kind)
            window = running.window
            window.resize(911, 512)
            running.settle()
            assert (window.width(), window.height()) == (911, 512)
            page = window.page
            assert page is not None and page.bottom.isVisible()
            assert page.mapTo(window, page.bottom.geometry().bottomRight()).y() < 512
            for each in page.findChildren(QWidget):
                if isinstance(each, QPushButton):
                    assert each.accessibleName(), each.text()
                told = text_of(each)
                assert unmarked(told) == "", told
    finally:
        set_translator()


def unmarked(text: str) -> str:
    """The Chinese outside ⟦ ⟧."""
    depth, left = 0, ""
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        left += sign if not depth and "\u4e00" <= sign <= "\u9fff" else ""
    return left


def show(running: Day, kind: str) -> None:
    if kind == "home":
        running.plug(running.world.stick)
        return
    take_brief(running)
    if kind == "roster":
        return
    running.sit_down(0, FIRST)
    name = running.page(BriefPage).session.sheet.id
    if kind == "brief":
        return
    if kind == "settings":
        running.way.on_settings()
        running.page(SettingsPage)
        return
    if kind == "people":
        running.way.entrance.show_people()
        return
    if kind == "verify":
        running.way.on_verify((running.world.stick / "brief.pdf",))
        assert running.page(VerifyPage).cards
        return
    if kind == "lock":
        running.window.show_page(LockPage(running.desk))
        return
    session, scoring = running.desk.session(name), running.desk.core.scoring
    session.replace(scoring.declare(session.sheet))
    if kind == "compare":
        running.way.on_compare()
    elif kind == "handover":
        session.replace(scoring.fill(session.sheet, full_marks(2)))
        scoring.submit(session.sheet)
        session.replace(scoring.load(name))
        running.way.show_handover(name)
    else:
        running.way.show_check(name)


def test_who_had_the_computer_alone_sets_a_pin_before_anybody_else_comes(
    issued: World, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    with day(issued, base) as running:
        take_brief(running)
        running.sit_down(0)  # 只有我用
        running.way.show_home()
        home = running.page(HomePage)
        running.press(home.people)
        lock = running.page(LockPage)
        assert not lock.go.isEnabled()
        for short in (lock.secret.first, lock.secret.second):
            short.setText("123")
        running.press(lock.go)
        assert "6" in lock.refusal.text() and [each.protection for each in places(base)] == ["keyring"]
        for typed in (lock.secret.first, lock.secret.second):
            typed.setText(FIRST)
        running.press(lock.go)
        people = running.page(PeoplePage)
        assert [each.protection for each in people.people] == ["keyring+pin"]
        running.press(people.names[0])
        assert people.secret.isVisible() and not people.go.isEnabled()
        running.come_back(0, SECOND)
        assert "PIN" in running.page(PeoplePage).refusal.text() and running.desk.sheets() == ()
        running.come_back(0, FIRST)
        running.page(HomePage)
        assert PLATFORM in running.said()
    with day(issued, base) as running:
        running.page(PeoplePage)  # the next start asks for it too


def test_closing_while_the_computer_is_locked_tells_nothing_of_anybody(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = first_scores(running)
        session, scoring = running.desk.session(name), running.desk.core.scoring
        scoring.submit(scoring.fill(session.sheet, full_marks(2)))
        session.replace(scoring.load(name))
        running.way.show_home()
        running.press(running.page(HomePage).people)
        assert [each.text() for each in running.way.box.buttons()] == ["写入 U 盘", "仍要换人"]
        running.way.box.buttons()[1].click()
        running.page(PeoplePage)
        assert running.desk.unsent() == () and running.desk.sheets() == ()
        running.window.close()
        running.settle()
        assert not running.window.isVisible()


def test_an_answer_that_was_refused_and_changed_still_asks_for_what_it_needs(
    issued: World, tmp_path: Path
) -> None:
    with day(issued, tmp_path / "base") as running:
        take_brief(running)
        running.sit_down(0, "123")  # too short: refused, and the workspace is the shared one already
        roster = running.page(RosterPage)
        running.press(roster.alone)
        running.press(roster.go)
        running.page(BriefPage)
        assert [(each.folder, each.protection) for each in places(tmp_path / "base")] == [
            (tmp_path / "base", "keyring")
        ]
