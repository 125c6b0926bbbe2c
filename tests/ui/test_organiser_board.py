"""组织评审: who comes first, what the board shows, how it is walked, and that no score is on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.modeltest import ModelTester

from app.domain.history import OpinionWritten, PanelVoided, SeatPlaced
from app.domain.verdict import shown
from app.ui.home_page import HomePage
from app.ui.organiser import board_page
from app.ui.organiser.board_model import BoardModel, Line, line_of
from app.ui.organiser.board_owed import Due, dues
from app.ui.organiser.board_owner import OwnerPage
from app.ui.organiser.board_page import BoardPage
from app.ui.organiser.board_projector import BoardProjector
from app.ui.organiser.ranking_page import RankingPage
from app.ui.organiser.seat_page import SeatPage
from tests import ranked_worlds, workspaces
from tests.builders import Desk, a_brief, a_desk, a_header, a_sheet, points_for
from tests.ui.days import Day, day
from tests.workspaces import NAMES, World, panel_file

Key = Qt.Key


@pytest.fixture
def settled(tmp_path: Path) -> World:
    return workspaces.settled().copy(tmp_path / "world")


@pytest.fixture
def desk(issued: World) -> Iterator[Day]:
    """The desk of three experts, nothing collected yet, and a second platform."""
    with issued.laptop("desk") as core:
        core.panels.new(panel_file(issued.root, annex=3, platform="商标品牌服务平台"))
    with day(issued, issued.folder("desk")) as running:
        yield running


def texts(page: BoardPage) -> list[str]:
    """All that the table tells, to the eye and to the screen reader."""
    model = page.table.board
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    cells = [
        model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())
    ]
    return [str(model.data(cell, role)) for cell in cells for role in roles]


def line_names(board: BoardPage) -> list[str]:
    return [line.platform for line in board.lines]


def key(pressed: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, pressed)


# ---- the way in -----------------------------------------------------------------------------------------


def test_a_newcomer_says_who_they_are_once_and_is_told_what_to_do(issued: World, tmp_path: Path) -> None:
    with day(issued, tmp_path / "new") as running:
        running.press(running.page(HomePage).organise)
        owner = running.page(OwnerPage)
        assert owner.name.hasFocus() and not owner.go.isEnabled()
        owner.name.setText("林秘书")
        key(Key.Key_Return)
        assert owner.unit.hasFocus()
        owner.unit.setText("某会议服务公司")
        key(Key.Key_Return)
        board = running.page(BoardPage)
        assert "还没有专家组" in running.said() and not board.collect.isVisible()
        me = running.desk.core.identities.me()
        assert (me.name, me.unit) == ("林秘书", "某会议服务公司")
        running.window.go_back()
        running.press(running.page(HomePage).organise)
        assert running.page(BoardPage)


def test_without_a_keyring_the_organiser_sets_a_passphrase(issued: World, tmp_path: Path) -> None:
    issued.box.there = False
    try:
        with day(issued, tmp_path / "new") as running:
            running.press(running.page(HomePage).organise)
            owner = running.page(OwnerPage)
            owner.name.setText("林秘书")
            owner.unit.setText("某会议服务公司")
            assert owner.secret.isVisible() and not owner.go.isEnabled()
            for field in (owner.secret.first, owner.secret.second):
                field.setText("十个字以上的口令才可以")
            running.press(owner.go)
            assert running.page(BoardPage)
    finally:
        issued.box.there = True


def test_a_workspace_with_panels_and_no_sheets_begins_at_the_board(desk: Day) -> None:
    board = desk.page(BoardPage)
    assert [line.platform for line in board.lines] == ["某某运营服务平台", "商标品牌服务平台"]
    desk.window.go_back()
    assert desk.page(HomePage)


def test_an_expert_with_sheets_begins_at_home(issued: World) -> None:
    with issued.laptop("E1") as core:
        core.scoring.open(issued.file("stick/brief.pdf"))
    with day(issued, issued.folder("E1")) as running:
        assert running.page(HomePage)


# ---- what it shows --------------------------------------------------------------------------------------


def test_every_seat_is_told_by_sign_and_word(desk: Day) -> None:
    board = desk.page(BoardPage)
    said = texts(board)
    assert said.count("○ 未交") == 6
    assert f"某某运营服务平台，{NAMES[0]}：未交" in said
    assert {"收表 0/3", "待签发", "第 1 号 某某运营服务平台"} <= set(said)
    assert "2 个平台，席位已登记 0/6" in desk.said()


def test_no_score_is_on_the_board_even_when_scores_are_open(settled: World) -> None:
    with day(settled, settled.folder("desk")) as running:
        board = running.page(BoardPage)
        found = running.desk.core.panels.findings(settled.panel)[0].result
        assert found.mean is not None
        totals = {shown(each.total) for each in found.experts if each.total is not None} | {shown(found.mean)}
        told = "\n".join([*texts(board), running.said()])
        assert not [each for each in totals if each in told or each.removesuffix(".00") + " 分" in told]
        assert "可以封存" in told and "✓ 已收" in told


def test_the_table_can_be_walked_and_opened_with_the_keyboard(desk: Day) -> None:
    board = desk.page(BoardPage)
    assert board.table.hasFocus()
    key(Key.Key_Down)
    key(Key.Key_Right)
    key(Key.Key_Up)
    key(Key.Key_Return)
    assert desk.page(SeatPage).session.name == board.lines[0].panel.name
    desk.window.go_back()
    board = desk.page(BoardPage)
    assert board.table.currentIndex().column() == 1


def test_a_click_on_a_seat_opens_its_panel_once(desk: Day) -> None:
    board = desk.page(BoardPage)
    cell = board.table.visualRect(board.table.board.index(1, 2)).center()
    for _ in range(2):
        QTest.mouseClick(
            board.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(cell)
        )
    assert desk.page(SeatPage).brief is not None
    desk.window.go_back()
    assert desk.page(BoardPage)


def test_each_line_of_what_is_owed_leads_to_where_it_is_done(desk: Day) -> None:
    board = desk.page(BoardPage)
    acts = [each for each in board.owed.findChildren(QPushButton) if each.isVisible()]
    assert acts[0].accessibleName() == f"登记…：{NAMES[0]}"
    desk.press(acts[0])
    assert desk.page(SeatPage)


def test_a_category_that_waits_for_its_ranking_only_is_named_and_leads_there(tmp_path: Path) -> None:
    world = ranked_worlds.complete().copy(tmp_path / "world")
    with world.laptop("desk") as core:
        file = panel_file(world.root, annex=1, platform="某某云平台")
        file.write_text(
            file.read_text(encoding="utf-8").replace(ranked_worlds.CATEGORY, "数据服务类"), "utf-8"
        )
        other_one = core.panels.new(file).name
    with day(world, world.folder("desk")) as running:
        board = running.page(BoardPage)
        due = next(each for each in board.owed.shown if each.due.step == "ranking")
        assert due.due.who == ranked_worlds.CATEGORY and due.due.words == "认定排序还没有封存"
        running.press(due.act)
        page = running.page(RankingPage)
        assert page.look is not None and page.look.state.opening.category == ranked_worlds.CATEGORY
        running.window.go_back()
        running.page(BoardPage).ranking_requested.emit(other_one)
        page = running.page(RankingPage)
        assert page.look is not None and page.look.state.opening.category == "数据服务类"


def test_a_sealed_ranking_is_owed_until_everybody_signed_it(tmp_path: Path) -> None:
    world = ranked_worlds.ranked().copy(tmp_path / "world")
    with day(world, world.folder("desk")) as running:
        board = running.page(BoardPage)
        assert [each.due.words for each in board.owed.shown] == ["认定排序表待组长签名"]
        running.desk.core.collecting.collect([world.root / "ranking-signed.pdf"])
        board.refresh()
        running.settle()
        assert not board.owed.shown and "没有还差的事" in running.said()
        platform = ranked_worlds.panel_of(world, "甲平台")
        running.desk.core.records.reopen(platform, "补充意见")
        with world.laptop("E1") as chair:
            running.desk.core.records.seal(platform, world.root / "again.pdf")
            chair.signing.sign(world.file("again.pdf"), world.root / "again-signed.pdf")
        running.desk.core.collecting.collect([world.root / "again-signed.pdf"])
        board.refresh()
        running.settle()
        assert "汇总记录有变动，认定排序要重新封存" in running.said()


def test_a_round_of_many_panels_is_read_piece_by_piece(desk: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    board = desk.page(BoardPage)
    monkeypatch.setattr(board_page, "_AT_ONCE", 0.0)
    monkeypatch.setattr(board_page, "perf_counter", iter(range(100)).__next__)
    board.lines = ()
    board.refresh()
    assert not line_names(board)
    assert board.busy.isVisible()
    monkeypatch.setattr(board_page, "_AT_ONCE", 5.0)
    desk.settle()
    assert len(line_names(board)) == 2
    assert board.busy.isHidden()


def test_what_is_owed_keeps_the_keyboard_while_the_board_is_read_anew(desk: Day) -> None:
    board = desk.page(BoardPage)
    person = next(each for each in board.owed.shown if each.due.who == NAMES[1])
    person.act.setFocus()
    desk.desk.core.settling.place(board.lines[0].panel.name, "E1", "absent", "请假")
    board.refresh()
    assert person.act.hasFocus() and person.due.who == NAMES[1]
    desk.settle()
    assert QApplication.focusWidget() is person.act
    assert [each.due for each in board.owed.shown] == list(dues(board.lines))
    desk.desk.core.settling.place(board.lines[0].panel.name, "E2", "absent", "请假")
    board.refresh()
    desk.settle()
    assert person not in board.owed.shown and QApplication.focusWidget() is not None


def test_an_act_elsewhere_is_on_the_board_at_once(desk: Day) -> None:
    board = desk.page(BoardPage)
    name = board.lines[0].panel.name
    desk.desk.core.settling.place(name, "E2", "absent", "请假")
    desk.desk.changed.emit()
    desk.settle()
    assert "— 缺席" in texts(board) and f"某某运营服务平台，{NAMES[1]}：缺席（理由：请假）" in texts(board)


# ---- projected ------------------------------------------------------------------------------------------


def test_the_projection_has_no_names_and_no_scores_and_ends_with_escape(settled: World) -> None:
    with day(settled, settled.folder("desk")) as running:
        board = running.page(BoardPage)
        board.project.click()
        QApplication.processEvents()
        view = board.projector
        assert isinstance(view, BoardProjector) and view.isVisible()
        told = "\n".join(each.text() + each.accessibleName() for each in view.findChildren(QLabel))
        assert "某某运营服务平台" in told and "3/3" in told and "已收齐" in told
        assert not [name for name in NAMES if name in told]
        assert "89" not in told and "分" not in told.replace("评分", "")
        QTest.keyClick(view, Key.Key_Escape)
        assert running.page(BoardPage) is board


# ---- the model and what is owed -------------------------------------------------------------------------


def lines(*desks: Desk) -> list[Line]:
    return [line_of(each.panel) for each in desks]


def other(number: int, **changes: object) -> Desk:
    """Another panel with the same roster."""
    brief = a_brief(header=a_header(panel=f"{number}" * 32, brief_number=number), **changes)  # type: ignore[arg-type]  # the names are the brief's own
    return Desk(brief)


def test_the_model_is_sound(qapp: QApplication, qtmodeltester: ModelTester) -> None:
    owner = QLabel()
    model = BoardModel(owner)
    model.show_lines(lines(other(2), other(3, experts=3)))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own
    assert model.columnCount() == 7 and model.same_people
    assert model.data(model.index(1, 5), Qt.ItemDataRole.AccessibleTextRole) == "没有这个席位"


def test_where_rosters_differ_the_columns_are_seats(qapp: QApplication) -> None:
    owner = QLabel()
    model = BoardModel(owner)
    late = other(3).act(SeatPlaced("E5", "replaced", "有事"))
    model.show_lines(lines(other(2), late))
    assert [model.same_people] == [True]
    first = a_brief(header=a_header(panel="4" * 32, brief_number=4))
    swapped = tuple(reversed(first.seats))
    roster = [type(each)(f"E{at}", each.name, each.unit, each.title, at == 1, each.certificate)
              for at, each in enumerate(swapped, start=1)]  # fmt: skip
    model.show_lines(lines(other(2), other(4, seats=tuple(roster))))
    assert [model.same_people] == [False]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "席位 1"


def test_what_one_person_owes_on_several_platforms_is_one_line() -> None:
    brief = a_brief(header=a_header(panel="5" * 32, brief_number=5), open_seats=("E1",))
    pending = Desk(brief).receive(a_sheet(brief))
    found = dues(lines(other(2), other(3), other(4), pending))
    by = {(each.who, each.words) for each in found}
    name = pending.panel.places[0].name
    assert (name, "待确认校验码：黄埔公共服务") in by and found[0].act == "输入校验码"
    assert (name, "未交：黄埔公共服务") in by
    assert sum(each.words.startswith("满意度") for each in found) == 1


def test_each_stage_owes_its_own_things() -> None:
    low = points_for(60, mandatory=15)
    disputed = a_desk(points=[low])
    assert {each.act for each in dues(lines(disputed))} == {"去合议", "去说明"}
    disputed = a_desk()
    assert [each.act for each in dues(lines(disputed))] == ["写意见"]
    disputed.act(OpinionWritten("建议合格。"))
    [seal] = dues(lines(disputed))
    assert isinstance(seal, Due) and (seal.act, seal.step) == ("去封存", "seal")
    assert dues(lines(other(2).act(PanelVoided("退出")))) == ()
