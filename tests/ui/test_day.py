"""The expert's day through the windows, beside the scoring itself: from the stick to the stick."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from app.crypto.identity import load
from app.domain.canonical import check_code
from app.services.laptop import read_view
from app.ui.brief_page import BriefPage
from app.ui.check_page import CheckPage
from app.ui.handover_page import HandoverPage
from app.ui.home_page import HomePage
from app.ui.people_page import PeoplePage
from app.ui.roster_page import RosterPage
from app.ui.scoring_page import ScoringPage
from tests.ui.days import Day, briefs, day
from tests.workspaces import INSIDE, NAMES, STAFF, World, full_marks, short

PIN = "246810"


def start(running: Day, at: int = 1, pin: str = "") -> str:
    """The one brief of the stick opened by an expert; the sheet's name. Its page is in front."""
    running.plug(running.world.stick)
    running.press(running.page(HomePage).drop.open)
    running.sit_down(at, pin)
    return running.page(BriefPage).session.sheet.id


def complete(running: Day, name: str, **changes: object) -> None:
    """The sheet declared and filled, by the services."""
    session = running.desk.session(name)
    sheet, scoring = session.sheet, running.desk.core.scoring
    if sheet.declaration is None:
        sheet = scoring.declare(sheet)
    session.replace(scoring.fill(sheet, full_marks(sheet.brief.rubric.annex, **changes)))


def sign(running: Day, name: str) -> HandoverPage:
    running.way.show_check(name)
    page = running.page(CheckPage)
    running.press(page.sure)
    running.press(page.sign)
    return running.page(HandoverPage)


def test_an_empty_home_says_what_to_do_and_the_stick_speaks_first(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        assert "还没有任务书。请插入组织方给您的 U 盘" in running.said()
        running.plug(issued.stick)
        assert "U 盘里有 1 份任务书：某某运营服务平台。" in running.said()
        running.plug()
        assert "U 盘里有" not in running.said()
        (tmp_path / "other").mkdir()
        running.plug(tmp_path / "other")
        assert "U 盘里没有需要您处理的文件。" in running.said()


def test_the_first_brief_takes_one_tap_and_one_question(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        running.plug(issued.stick)
        running.press(running.page(HomePage).drop.open)
        roster = running.page(RosterPage)
        assert not roster.go.isEnabled()
        running.press(roster.names[1])
        assert not roster.go.isEnabled()
        running.press(roster.alone)
        assert not roster.secret.isVisible()
        running.press(roster.go)
        sheet = running.page(BriefPage).session.sheet
        assert (sheet.member.seat, sheet.member.name, sheet.state) == ("E2", NAMES[1], "undeclared")
        found = load(tmp_path / "base")
        assert found is not None and found.protection == "keyring"


def test_without_a_keyring_a_passphrase_is_asked_and_asked_again_at_the_next_start(
    issued: World, tmp_path: Path
) -> None:
    issued.box.there = False
    try:
        with day(issued, tmp_path / "base") as running:
            running.plug(issued.stick)
            running.press(running.page(HomePage).drop.open)
            roster = running.page(RosterPage)
            running.press(roster.names[0])
            running.press(roster.alone)
            roster.secret.first.setText("zu kurz")
            roster.secret.second.setText("zu kurz")
            running.press(roster.go)
            assert "口令" in roster.refusal.text() and load(tmp_path / "base") is None
            for each in (roster.secret.first, roster.secret.second):
                each.setText("十个字以上的口令才可以")
            running.press(roster.go)
            name = running.page(BriefPage).session.sheet.id
            complete(running, name)
            sign(running, name)
        with day(issued, tmp_path / "base") as running:
            people = running.page(PeoplePage)
            assert not people.newcomer.isVisible()
            running.come_back(0, "十个字以上的口令才可以")
            assert running.page(HomePage).acts
    finally:
        issued.box.there = True


def test_who_is_not_on_the_roster_types_a_name_and_sits_after_the_last(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        running.plug(issued.stick)
        running.press(running.page(HomePage).drop.open)
        roster = running.page(RosterPage)
        assert not roster.name.isVisible()
        running.press(roster.late)
        running.press(roster.alone)
        assert not roster.go.isEnabled()
        roster.name.setText("孙立")
        running.press(roster.go)
        member = running.page(BriefPage).session.sheet.member
        assert (member.seat, member.name) == ("E4", "孙立")


def test_declaring_is_an_act_of_its_own_and_leads_to_scoring(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        start(running)
        page = running.page(BriefPage)
        said = running.said()
        for words in (
            "这只是回避声明，不是评分表。",
            "2025年6月8日至2026年6月7日",
            NAMES[0],
            "佐证 7",
            "（≥）",
        ):
            assert words in said
        running.press(page.confirm)
        scoring = running.page(ScoringPage)
        assert scoring.session.sheet.state == "scoring"
        running.window.go_back()
        assert "评分中 0/13" in running.said() or "评分中 1/13" in running.said()


def test_a_recusal_needs_its_reason_and_is_signed_and_handed_over(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        page = running.page(BriefPage)
        running.press(page.recuse)
        assert not page.really.isEnabled() and page.session.sheet.declaration is None
        page.reason.setPlainText("曾在运营主体任职。")
        running.press(page.really)
        handover = sign(running, name)
        sheet = handover.session.sheet
        assert sheet.state == "recused" and len(sheet.signed) == 1
        assert "已回避，未交出" in running.said() and not handover.revise.isVisible()


def test_gaps_come_first_and_lead_back_to_the_criterion(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        running.press(running.page(BriefPage).confirm)
        wanted = full_marks(2)
        fact = {"conditions": [True, "19"], "fact": "corrected", "remark": "x"}
        session, scoring = running.desk.session(name), running.desk.core.scoring
        del wanted["2.1.1.1"], wanted["2.1.2.1"]
        wanted[STAFF] = short(STAFF, remark="")
        wanted[INSIDE] = fact
        session.replace(scoring.fill(session.sheet, wanted))
        running.page(ScoringPage).check_requested.emit(name)
        check = running.page(CheckPage)
        assert check.summary.text() == "还有 2 处未判断，1 处需要说明。"
        assert not check.sign.isEnabled() and not check.sure.isVisible()
        running.press(check.jumps[2])
        page = running.page(ScoringPage)
        focused = page.focusWidget()
        assert focused is not None and next(c for c in page.cards if c.criterion.id == STAFF).isAncestorOf(
            focused
        )


def test_finished_sheets_are_signed_in_one_act_written_and_collected(issued: World, tmp_path: Path) -> None:
    stick = briefs(issued, (3, "商标服务平台"), (4, "信息服务平台"))
    with day(issued, tmp_path / "base") as running:
        running.plug(stick)
        running.press(running.page(HomePage).drop.open)
        running.sit_down(0)
        names = [sheet.id for sheet in running.desk.sheets()]
        assert len(running.page(HomePage).acts) == 2
        for name in names:
            complete(running, name)
        running.way.show_check(names[0])
        page = running.page(CheckPage)
        assert page.sign.text() == "签署（2 份）" and not page.sign.isEnabled()
        running.press(page.sure)
        running.press(page.sign)
        handover = running.page(HandoverPage)
        codes = [check_code(running.desk.session(name).sheet.signed[-1]) for name in names]
        running.plug()
        said = running.said()
        assert all(code in said for code in codes) and "已签署，还没有交出。请插入收表 U 盘。" in said
        assert not handover.write.isEnabled() and "可以拔出" not in said
        running.plug(tmp_path)
        running.press(handover.write)
        assert handover.good.text() == "已写入，复核一致。现在可以拔出 U 盘。"
        written = sorted(tmp_path.glob("*.pdf"))
        assert len(written) == 2 and running.desk.unsent() == ()
    with issued.laptop("desk") as desk:
        assert [each.outcome for each in desk.collecting.collect(written)] == ["pending", "pending"]
        assert {each.verdict for each in desk.verification.verify(written)} == {"valid"}


def test_a_stick_that_goes_away_while_writing_leaves_the_sheet_whole(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        running.plug(tmp_path / "gone")
        page.write.click()
        running.sticks.clear()
        running.way.watch.look()
        running.settle()
        assert "没有写成" in page.failed.text() + page.refusal.text() or "没有写成" in running.said()
        assert running.desk.unsent() and page.good.text() == ""
        for each in running.window.findChildren(QPushButton):
            if each.text() == "知道了":
                each.click()
        running.plug(tmp_path)
        running.press(page.write)
        assert running.desk.unsent() == ()


def test_closing_with_an_unsent_sheet_warns_and_closes_when_told_again(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        sign(running, name)
        running.window.close()
        running.settle()
        assert running.window.isVisible()
        box = running.way.box
        assert box.text() == "某某运营服务平台的评分表已签署，还没有写入 U 盘。"
        assert [each.text() for each in box.buttons()] == ["写入 U 盘", "仍要关闭"]
        box.buttons()[0].click()
        running.page(HandoverPage)
        running.window.close()
        running.settle()
        running.way.box.buttons()[1].click()
        running.settle()
        assert not running.window.isVisible()


def test_a_revision_needs_its_reason_and_the_earlier_one_is_kept_and_shown(
    issued: World, tmp_path: Path
) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        complete(running, name)
        page = sign(running, name)
        first = check_code(page.session.sheet.signed[0])
        running.press(page.revise)
        assert not page.revision.go.isEnabled() and "out_of_range" not in page.revision.reasons
        running.press(page.revision.reasons["slip"])
        page.revision.note.setPlainText("2.1.3.1 误填")
        running.press(page.revision.go)
        running.page(ScoringPage)
        complete(running, name, c2_1_3_1=short(STAFF))
        running.way.show_check(name)
        assert "更正版（第 2 版）" in running.said() and "笔误" in running.said()
        page = sign(running, name)
        assert len(page.session.sheet.signed) == 2
        assert f"第 1 版保留在本机，校验码 {first}" in running.said()


def test_after_a_crash_the_same_criterion_is_in_front_with_nothing_lost(
    issued: World, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    with day(issued, base) as running:
        name = start(running)
        complete(running, name)
        page = running.way.show_scoring(name)
        page.go_to(STAFF)
        running.settle()
        running.way.remembered.write()
        left = (base / "view.json").read_bytes()
        before = running.desk.session(name).sheet
    assert not read_view(base).running
    (base / "view.json").write_bytes(left)  # as the power failed while the page was open
    with day(issued, base) as running:
        page = running.page(ScoringPage)
        assert page.session.sheet.assessments == before.assessments
        assert "上次没有正常关闭。评分全部保留，最后保存于 12:00，已回到原处。" in running.said()
        focused = page.focusWidget()
        assert focused is not None and next(c for c in page.cards if c.criterion.id == STAFF).isAncestorOf(
            focused
        )
    with day(issued, base) as running:
        running.page(HomePage)
        assert "没有正常关闭" not in running.said()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("表格.pdf", b"%PDF-1.7 nothing", "不是知评生成的"),
        ("笔记.txt", "随手写的".encode(), "不是知评生成的"),
        ("空.pdf", b"", "不是知评生成的"),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(
    issued: World, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with day(issued, tmp_path / "base") as running:
        drop(running.page(HomePage), tmp_path / name)
        running.settle()
        assert name in running.said() and told in running.said()
        assert "Error" not in running.said() and running.desk.sheets() == ()


def drop(home: HomePage, path: Path) -> None:
    """A file dropped on the large place."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    home.drop.dropEvent(event)


def test_a_dropped_brief_opens_and_a_dropped_sheet_is_verified(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        drop(running.page(HomePage), issued.stick / "brief.pdf")
        running.sit_down(0)
        name = running.page(BriefPage).session.sheet.id
        complete(running, name)
        page = sign(running, name)
        running.plug(tmp_path)
        running.press(page.write)
        running.press(page.home)
        home = running.page(HomePage)
        drop(home, next(tmp_path.glob("*.pdf")))
        running.settle()
        assert "本机还没有确认组织方" in running.said()


def test_the_preview_is_drawn_beside_the_screen(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "base") as running:
        name = start(running)
        running.press(running.page(BriefPage).confirm)
        running.way.show_check(name)
        page = running.page(CheckPage)
        running.press(page.tabs[1])
        assert "填写完整后" in running.said()
        complete(running, name)
        running.way.show_check(name)
        page = running.page(CheckPage)
        running.press(page.tabs[1])
        assert len(page.preview.papers) >= 2 and page.preview.papers[0].height() > 200


def test_a_stick_is_looked_at_when_the_page_is_in_front_again(issued: World, tmp_path: Path) -> None:
    """Behind another page it is left alone: that page may be judging what is on it."""
    with day(issued, tmp_path / "laptop") as running:
        home = running.page(HomePage)
        running.press(home.verify)
        running.plug(issued.stick)
        assert home.stale and home.drop.open.isHidden()
        running.window.go_back()
        running.settle()
        assert "U 盘里有 1 份任务书" in running.said()
