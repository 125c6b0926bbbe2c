"""3 意见与核对: the opinion drafts and saves itself, every check leads to its place or takes a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.opinion import OPINION_LIMIT
from app.ui.organiser.discuss_page import DiscussPage
from app.ui.organiser.leave_screen import LeaveScreen
from app.ui.organiser.seal_page import SealPage
from app.ui.organiser.seat_page import SeatPage
from tests import workspaces
from tests.ui.closings import opinion_page, pass_all, row
from tests.ui.days import Day, day
from tests.workspaces import INSIDE, STAFF

Key = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Day]:
    """Everything is in; no opinion yet."""
    world = workspaces.submitted().copy(tmp_path / "world")
    with world.laptop("desk") as core:
        core.collecting.collect([world.stick])
        workspaces.bind_all(core, world.panel, list(core.panels.load(world.panel).panel.sheets.values()))
        core.settling.supply(world.panel, workspaces.SURVEY, {"value": "89.96"}, "佐证 12")
        core.settling.determine(world.panel, STAFF, "对照社保名册复核")
    with day(world, world.folder("desk")) as running:
        yield running


def opinion(running: Day) -> str:
    return running.desk.core.panels.load(running.world.panel).panel.opinion


def written(running: Day) -> int:
    entries = running.desk.core.panels.load(running.world.panel).entries
    return sum(each.kind == "OpinionWritten" for each in entries)


def key(pressed: Qt.Key, running: Day) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, pressed)
    running.settle()


# ---- the opinion ----------------------------------------------------------------------------------------


def test_the_draft_is_shown_and_counts_only_once_it_is_taken(desk: Day) -> None:
    page = opinion_page(desk)
    text = page.editor.text.toPlainText()
    assert text.startswith("一、评审结论\n考核合格") and STAFF in text and "王伟" not in text
    assert opinion(desk) == "" and written(desk) == 0 and "草稿" in page.editor.state.text()
    assert row(page, "opinion").check.state == "open"
    desk.press(page.editor.take)
    assert opinion(desk) == text and not page.editor.take.isVisible()
    assert row(page, "opinion").check.state == "ok" and page.editor.state.text() == "已保存。"
    assert page.editor.count.text() == f"{len(text)} / {OPINION_LIMIT} 字"


def test_what_is_typed_is_saved_at_a_pause_and_not_at_every_key(desk: Day) -> None:
    page = opinion_page(desk)
    page.editor.text.setFocus()
    for letter in (Key.Key_A, Key.Key_B, Key.Key_C):
        QTest.keyClick(page.editor.text, letter)
    assert written(desk) == 0 and "停顿时自动保存" in page.editor.state.text()
    at = page.editor.text.textCursor().position()
    page.editor._timer.timeout.emit()
    assert written(desk) == 1 and opinion(desk).startswith("abc一、")
    assert page.editor.text.textCursor().position() == at and page.editor.text.hasFocus()
    page.editor._timer.timeout.emit()
    assert written(desk) == 1


def test_leaving_the_field_or_the_page_saves_it_too(desk: Day) -> None:
    page = opinion_page(desk)
    page.editor.text.setPlainText("第一稿")
    page.editor.text.setFocus()
    key(Key.Key_Tab, desk)
    assert opinion(desk) == "第一稿"
    page.editor.text.setPlainText("第二稿")
    desk.press(page.bar.buttons["collect"])
    desk.page(SeatPage)
    assert opinion(desk) == "第二稿"


def test_nothing_beyond_the_bound_is_shown_or_saved(desk: Day) -> None:
    page = opinion_page(desk)
    page.editor.text.setPlainText("字" * (OPINION_LIMIT + 3))
    assert len(page.editor.text.toPlainText()) == OPINION_LIMIT
    assert f"已到 {OPINION_LIMIT} 字，多出的没有记下。" in desk.said()
    assert page.editor.flush() and len(opinion(desk)) == OPINION_LIMIT


def test_what_cannot_be_printed_is_refused_and_stays_to_be_put_right(desk: Day) -> None:
    page = opinion_page(desk)
    page.editor.text.setPlainText("看不见的字\u202e")
    assert not page.editor.flush() and page.editor.refusal.isVisible()
    desk.press(page.bar.buttons["collect"])
    assert desk.page(type(page)) is page and written(desk) == 0
    page.editor.text.setPlainText("看得见的字")
    assert page.may_leave() and opinion(desk) == "看得见的字"


def test_drafting_anew_asks_before_it_takes_the_place_of_words(desk: Day) -> None:
    page = opinion_page(desk)
    draft = page.editor.text.toPlainText()
    page.editor.text.setPlainText("我们自己的意见。")
    desk.press(page.editor.again)
    assert page.editor.replace.hasFocus()
    desk.press(page.editor.keep)
    assert page.editor.text.toPlainText() == "我们自己的意见。" and not page.editor.replace.isVisible()
    desk.press(page.editor.again)
    desk.press(page.editor.replace)
    assert opinion(desk) == draft
    texts = [each.body.decode() for each in desk.desk.core.panels.load(desk.world.panel).entries]
    assert any("我们自己的意见。" in each for each in texts)


# ---- the checks -----------------------------------------------------------------------------------------


def test_the_page_says_what_is_missing_and_the_sum_as_a_calculator_would(desk: Day) -> None:
    page = opinion_page(desk)
    assert page.state.text().startswith("还不能散会，差 ") and "专家组意见还没有写" in page.state.text()
    assert "(98＋98＋88)÷3≈94.67 分" in row(page, "arithmetic").accessibleName()
    assert "已由知识产权局周科长确认。" in row(page, "rules").accessibleName()
    assert not page.seal.isEnabled() and "未完成" in page.told.text()
    states = [each.check.state for each in page.rows]
    assert states == sorted(states, key=("open", "passed", "note", "ok").index)


def test_a_check_leads_to_its_place(desk: Day) -> None:
    page = opinion_page(desk)
    check = row(page, "evidence")
    assert INSIDE not in check.check.criteria
    desk.press(check.settle)
    discussing = desk.page(DiscussPage)
    assert discussing.line is not None and discussing.line.criterion.id == check.check.criteria[0]
    page = opinion_page(desk)
    row(page, "opinion").settle.setFocus()
    key(Key.Key_Space, desk)
    assert page.editor.text.hasFocus()


def test_going_on_without_one_takes_a_reason_that_is_kept(desk: Day) -> None:
    page = opinion_page(desk)
    desk.press(row(page, "evidence").go_on)
    assert page.form is not None and page.form.reason.hasFocus()
    desk.press(page.form.confirm)
    assert page.form.refusal.text() == "请写明理由。" and page.form.reason.hasFocus()
    page.form.reason.setPlainText("佐证已现场核对，未逐项编号")
    desk.press(page.form.confirm)
    assert page.host.count() == 0
    passed = row(page, "evidence")
    assert passed.check.state == "passed" and "未逐项编号" in desk.said()
    assert not passed.go_on.isVisible()
    found = desk.desk.core.panels.findings(desk.world.panel)[0]
    assert any("未逐项编号" in each.sentence for each in found.reservations)


def test_what_the_law_demands_cannot_be_passed_over(tmp_path: Path, qapp: QApplication) -> None:
    world = workspaces.submitted().copy(tmp_path / "world")
    with day(world, world.folder("desk")) as running:
        page = opinion_page(running)
        assert not page.rows[0].go_on.isVisible() and page.editor.text.isReadOnly()
        assert page.editor.text.toPlainText() == "" and "94" not in running.said()
        running.press(row(page, "sheets").settle)
        seats = running.page(SeatPage)
        focused = QApplication.focusWidget()
        assert focused is not None and seats.rows[0].isAncestorOf(focused)


def test_once_all_is_answered_sealing_is_next(desk: Day) -> None:
    page = opinion_page(desk)
    page.editor.text.setPlainText("建议合格。")
    page.editor.flush()
    pass_open(desk)
    assert page.seal.isEnabled() and page.told.text() == ""
    page.seal.setFocus()
    key(Key.Key_Space, desk)
    desk.page(SealPage)


def pass_open(running: Day) -> None:
    core = running.desk.core
    for each in core.closing.checks(running.world.panel):
        if each.may_pass:
            core.closing.pass_over(running.world.panel, each.name, "现场时间有限")
    running.desk.changed.emit()
    running.settle()


# ---- 可以散会 -------------------------------------------------------------------------------------------


def test_when_all_is_in_the_screen_says_so_until_a_key_is_pressed(tmp_path: Path, qapp: QApplication) -> None:
    world = workspaces.signed().copy(tmp_path / "world")
    with day(world, world.folder("desk")) as running:
        page = opinion_page(running)
        assert page.state.text() == "可以散会。评分表、意见、签名都已齐全。"
        assert page.editor.text.isReadOnly()
        page.leave.click()
        QApplication.processEvents()
        screen = page.leaving
        assert isinstance(screen, LeaveScreen) and screen.isFullScreen()
        assert screen.heading.text() == "可以散会"
        assert not any(name in screen.accessibleName() for name in workspaces.NAMES)
        QTest.keyClick(screen, Key.Key_Escape)
        running.settle()
        assert running.page(type(page)) is page


def test_another_platform_of_the_day_keeps_everybody_here(tmp_path: Path, qapp: QApplication) -> None:
    world = workspaces.signed().copy(tmp_path / "world")
    with world.laptop("desk") as core:
        file = workspaces.panel_file(world.root, platform="信息服务平台")
        core.panels.issue(core.panels.new(file).name, world.root / "other.pdf")
    with day(world, world.folder("desk")) as running:
        page = opinion_page(running)
        assert page.state.text().startswith("还不能散会，差 4 件：信息服务：王伟未交；")
        assert not page.leave.isVisible()


def test_passing_over_again_after_sealing_changes_nothing(tmp_path: Path, qapp: QApplication) -> None:
    world = workspaces.settled().copy(tmp_path / "world")
    pass_all(world)
    with day(world, world.folder("desk")) as running:
        page = opinion_page(running)
        assert page.seal.isEnabled() and page.seal.text() == "去封存"
        running.desk.core.records.seal(world.panel, world.root / "sealed.pdf")
        running.desk.changed.emit()
        running.settle()
        assert page.seal.text() == "去签名" and page.editor.text.isReadOnly()
