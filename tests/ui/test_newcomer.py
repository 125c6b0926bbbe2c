"""No dead ends: what a person does who has read nothing, and what a day does to a laptop."""

import resource
import threading
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from app.domain.canonical import check_code
from app.ui import codes
from app.ui.application import LOCK, AlreadyOpenError, take
from app.ui.brief_page import BriefPage
from app.ui.check_page import CheckPage
from app.ui.compare_page import ComparePage
from app.ui.handover_page import HandoverPage
from app.ui.home_page import HomePage
from app.ui.roster_page import RosterPage
from app.ui.scoring_page import ScoringPage
from app.ui.verify_page import VerifyPage
from tests.ui.days import Day, briefs, day
from tests.ui.desks import brief_for
from tests.ui.test_day import complete, sign, start
from tests.workspaces import NAMES, World, panel_file


def give(running: Day, *paths: Path) -> None:
    """Files dropped on today's page."""
    running.page(HomePage).on_files(paths)
    running.settle()


def centre(running: Day, button: QWidget) -> QPoint:
    """Where a button's middle is in the window."""
    return button.mapTo(running.window, button.rect().center())


def double_click(running: Day, button: QWidget) -> None:
    """As the system sends it: the second click goes to whatever is there by then."""
    handle = running.window.windowHandle()
    place = centre(running, button)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    running.settle()


# ---- wrong, foreign, damaged, doubled ------------------------------------------------------------------


def test_a_brief_among_other_files_is_opened_and_the_others_are_told(issued: World, tmp_path: Path) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 a photo")
    with day(issued, tmp_path / "base") as running:
        give(running, photo, issued.stick / "brief.pdf")
        running.sit_down(0)
        home = running.page(HomePage)
        assert len(running.desk.sheets()) == 1
        assert "照片.jpg" in home.drop.refusal.text() and "不是知评生成的" in home.drop.refusal.text()


def test_the_same_brief_again_leads_to_what_is_next(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        running.press(running.page(BriefPage).confirm)
        running.way.show_home()
        give(running, issued.stick / "brief.pdf")
        running.page(ScoringPage)
        complete(running, name)
        sign(running, name)
        running.way.show_home()
        give(running, issued.stick / "brief.pdf")
        running.page(HandoverPage)
        assert len(running.desk.sheets()) == 1


def test_a_damaged_brief_is_told_from_the_stick_and_when_dropped(issued: World, tmp_path: Path) -> None:
    data = bytearray(issued.file("stick/brief.pdf"))
    data[data.index(b"/Type /Page") + 200] ^= 1
    (tmp_path / "stick").mkdir()
    broken = tmp_path / "stick" / "任务书.pdf"
    broken.write_bytes(bytes(data))
    with day(issued, tmp_path / "base") as running:
        running.plug(tmp_path / "stick")
        home = running.page(HomePage)
        assert not home.drop.open.isVisible()
        assert "“任务书.pdf”不完整或被改动过" in running.said()
        give(running, broken)
        page = running.page(VerifyPage)
        assert "不能采用" in page.cards[0].told.text()


def test_an_empty_folder_is_told(issued: World, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with day(issued, tmp_path / "base") as running:
        give(running, tmp_path / "empty")
        assert running.page(HomePage).drop.refusal.text() == "这里没有可以打开的文件。"
        running.way.on_verify((tmp_path / "empty",))
        page = running.page(VerifyPage)
        assert page.drop.refusal.text() == "这里没有可以验证的文件。" and page.choose.isEnabled()


def test_files_are_verified_beside_the_screen_with_progress(
    issued: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        running.plug(tmp_path)
        running.press(page.write)
        running.way.show_home()
        running.press(running.page(HomePage).verify)
        verify = running.page(VerifyPage)
        steps: list[str] = []
        monkeypatch.setattr(verify, "on_step", lambda n, m, each: steps.append(f"{n}/{m}"))
        verify.verify([issued.stick / "brief.pdf", *tmp_path.glob("*.pdf")])
        assert not verify.choose.isEnabled() and verify.bar.isVisible() and verify.cards == []
        running.settle()
        assert len(verify.cards) == 2 and verify.choose.isEnabled() and not verify.bar.isVisible()
        told = [each.told.text() for each in verify.cards]
        assert all("本机还没有确认组织方" in each for each in told)
        assert not verify.cards[0].checks.isVisible()
        running.press(verify.cards[0].fold)
        assert verify.cards[0].checks.isVisible() and "签名之后没有任何改动。" in running.said()
        assert "分" not in "".join(told).replace("确认", "")  # whose points they are, is not ours to show


def test_a_brief_that_names_others_only_says_so_and_asks_for_the_seat_alone(
    issued: World, tmp_path: Path
) -> None:
    with issued.laptop("desk") as desk:
        other = desk.panels.new(panel_file(issued.root, NAMES[2:], platform="别人的平台")).name
        desk.panels.issue(other, tmp_path / "other.pdf")
    with day(issued, tmp_path / "base") as running:
        start(running, 0)
        running.way.show_home()
        give(running, tmp_path / "other.pdf")
        roster = running.page(RosterPage)
        assert f"名单上没有“{NAMES[0]}”" in running.said() and not roster.question.isVisible()
        running.press(roster.late)
        assert not roster.name.isVisible()
        running.press(roster.go)
        assert running.page(BriefPage).session.sheet.member.name == NAMES[0]


def test_the_second_newcomer_takes_the_seat_the_desk_told_them_on_every_brief(
    issued: World, tmp_path: Path
) -> None:
    other = brief_for(issued, 3, platform="另一个平台")
    with day(issued, tmp_path / "base") as running:
        give(running, issued.stick / "brief.pdf")
        roster = running.page(RosterPage)
        assert not roster.seat.isVisible()
        running.press(roster.late)
        running.press(roster.alone)
        roster.name.setText("孙立")
        assert roster.seat.isVisible() and roster.seat.text() == "E4"
        for wrong in ("E3", "E20", "四", ""):
            roster.seat.setText(wrong)
            running.press(roster.go)
            assert "从 E4 开始" in roster.refusal.text() and running.window.page is roster
        roster.seat.setText("ｅ５")
        running.press(roster.go)
        assert running.page(BriefPage).session.sheet.member.seat == "E5"
        running.way.show_home()
        give(running, other)
        assert running.page(BriefPage).session.sheet.member.seat == "E5"


def test_a_seat_of_another_certificate_cannot_be_taken(issued: World, tmp_path: Path) -> None:
    certificate = issued.new_laptop("bound", NAMES[0])
    with issued.laptop("desk") as desk:
        file = panel_file(issued.root, platform="指定证书的平台", certificates={1: certificate})
        desk.panels.issue(desk.panels.new(file).name, tmp_path / "bound.pdf")
    with day(issued, tmp_path / "base") as running:
        give(running, tmp_path / "bound.pdf")
        roster = running.page(RosterPage)
        assert [each.isEnabled() for each in roster.names] == [False, True, True]
        assert "已在另一台电脑上登记" in running.said()
        assert QApplication.focusWidget() is roster.names[1]


# ---- hands -----------------------------------------------------------------------------------------------


def test_the_second_click_of_a_double_click_never_falls_on_the_next_page(
    issued: World, tmp_path: Path
) -> None:
    with day(issued, tmp_path / "base") as running:
        start(running)
        page = running.page(BriefPage)
        double_click(running, page.confirm)
        scoring = running.page(ScoringPage)  # not 核对并签署, which lies below the same place
        assert scoring.session.sheet.assessments == {}
        running.way.show_home()
        home = running.page(HomePage)
        QTest.qWait(QApplication.doubleClickInterval() + 50)
        double_click(running, home.acts[0])
        assert running.page(ScoringPage).session.sheet.assessments == {}


def test_enter_presses_the_button_that_has_the_focus_once(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        running.plug(issued.stick)
        home = running.page(HomePage)
        QTest.qWait(QApplication.doubleClickInterval() + 50)
        home.drop.open.setFocus()
        QTest.keyClick(home.drop.open, Qt.Key.Key_Return)
        roster = running.page(RosterPage)
        QTest.keyClick(roster.names[0], Qt.Key.Key_Return)  # the page has only just opened
        assert not roster.names[0].isChecked()
        QTest.qWait(QApplication.doubleClickInterval() + 50)
        QTest.keyClick(roster.names[0], Qt.Key.Key_Return)
        assert roster.names[0].isChecked()


def test_the_brief_is_read_by_keyboard_before_anything_is_declared(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        start(running)
        page = running.page(BriefPage)
        area = page.findChild(QScrollArea)
        assert area is not None and QApplication.focusWidget() is area
        QTest.keyClick(area, Qt.Key.Key_Space)
        assert page.session.sheet.declaration is None
        QTest.keyClick(area, Qt.Key.Key_PageDown)
        assert area.verticalScrollBar().value() > 0
        page.confirm.setFocus()
        QTest.keyClick(page.confirm, Qt.Key.Key_Home)
        assert area.verticalScrollBar().value() == 0


# ---- sticks, disks, clocks ---------------------------------------------------------------------------------


def test_with_two_sticks_the_one_to_write_to_is_chosen_by_name(issued: World, tmp_path: Path) -> None:
    sticks = [tmp_path / "甲盘", tmp_path / "乙盘"]
    for each in sticks:
        each.mkdir()
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        running.plug(*sticks)
        assert not page.write.isEnabled() and "插着 2 个 U 盘" in running.said()
        chosen = next(each for each in page._group.buttons() if each.text() == "乙盘")
        running.press(chosen)
        assert "U 盘“乙盘”已就绪" in running.said()
        running.press(page.write)
        assert [len(list(each.glob("*.pdf"))) for each in sticks] == [0, 1]
        assert QApplication.focusWidget() is page.home


def test_a_disk_without_room_is_told_and_nothing_is_lost(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        running.plug(tmp_path)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            running.press(page.write)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert "没有写成" in page.failed.text() and "Errno" not in page.failed.text()
        assert list(tmp_path.glob("*.pdf")) == [] and running.desk.unsent()
        running.press(page.write)
        assert running.desk.unsent() == () and page.failed.text() == ""


def test_a_clock_that_is_far_from_the_day_is_told(issued: World, tmp_path: Path) -> None:
    issued.clock.now = datetime.fromisoformat("2019-01-01T08:00:00+08:00")
    with day(issued, tmp_path / "base") as running:
        start(running)
        assert "这台电脑的日期是 2019年1月1日" in running.said()
        assert running.page(BriefPage).confirm.isEnabled()


def test_a_second_window_on_the_same_workspace_is_refused(tmp_path: Path) -> None:
    first, second = QLockFile(str(tmp_path / LOCK)), QLockFile(str(tmp_path / LOCK))
    take(first)
    with pytest.raises(AlreadyOpenError):
        take(second)
    first.unlock()
    take(second)
    second.unlock()


def test_codes_are_computed_beside_the_screen(
    issued: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def watched(digest: str) -> str:
        threads.append(threading.current_thread())
        return check_code(digest)

    monkeypatch.setattr(codes, "check_code", watched)
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        assert check_code(page.session.sheet.signed[-1]) in running.said()
    assert threads and threading.main_thread() not in threads


# ---- the day ----------------------------------------------------------------------------------------------


def test_a_recusal_is_possible_after_signing_too(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        running.press(page.recuse)
        brief = running.page(BriefPage)
        running.press(brief.recuse)
        brief.reason.setPlainText("刚想起来：我的学生在平台任职。")
        running.press(brief.really)
        check = running.page(CheckPage)
        running.press(check.sure)
        running.press(check.sign)
        handover = running.page(HandoverPage)
        assert not handover.recuse.isVisible() and not handover.revise.isVisible()
        assert running.desk.session(name).sheet.state == "recused"


def test_a_finished_sheet_may_be_left_for_later(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        running.plug(briefs(issued, (2, "甲平台"), (3, "乙平台")))
        running.press(running.page(HomePage).drop.open)
        running.sit_down(0)
        names = [each.id for each in running.desk.sheets()]
        for name in names:
            complete(running, name)
        running.way.show_check(names[0])
        page = running.page(CheckPage)
        running.press(page.together.boxes[1])
        assert page.sign.text() == "签署（1 份）" and "将签署 1 份个人评分表" in running.said()
        running.press(page.sure)
        running.press(page.sign)
        assert [running.desk.session(name).sheet.state for name in names] == ["signed", "scoring"]


def test_own_points_stand_side_by_side_without_a_line_or_a_verdict(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        running.plug(briefs(issued, (2, "甲平台"), (2, "乙平台"), (3, "丙平台")))
        running.press(running.page(HomePage).drop.open)
        running.sit_down(0)
        assert not running.page(HomePage).compare.isVisible()
        for sheet in running.desk.sheets():
            complete(running, sheet.id)
        running.way.show_home()
        running.press(running.page(HomePage).compare)
        page = running.page(ComparePage)
        said = running.said()
        assert "各部分得分" in said and "逐项得分：附件2" in said and "逐项得分：附件3" not in said
        assert all(f"{each}平台 合计 90" in said for each in "甲乙丙")
        item = page.tables.itemAt(0)
        sections = item.widget() if item else None
        assert sections is not None
        own = [each.text() for each in sections.findChildren(QLabel)]
        assert not {"80", "合格", "不合格", "平均", "平均分"} & set(own)
        running.press(page.close_page)
        running.page(HomePage)


def test_long_names_and_rare_signs_fit_the_smallest_screen(issued: World, tmp_path: Path) -> None:
    long = "欧阳𬭚䶮㛃𠅤" * 10
    file = brief_for(issued, 3, platform="平台" * 20)
    with day(issued, tmp_path / "base") as running:
        running.window.resize(911, 512)
        give(running, file)
        roster = running.page(RosterPage)
        running.press(roster.late)
        running.press(roster.alone)
        roster.name.setText(long)
        running.press(roster.go)
        page = running.page(BriefPage)
        assert page.session.sheet.member.name == long
        assert (running.window.width(), running.window.height()) == (911, 512)
        running.way.show_home()
        home = running.page(HomePage)
        act = home.acts[0]
        assert act.mapTo(running.window, act.rect().bottomRight()).x() < 911
        assert running.window.top.help.mapTo(running.window, QPoint(0, 0)).x() < 911 - 20
