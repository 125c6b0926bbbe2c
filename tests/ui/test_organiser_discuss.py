"""2 合议 before a real window: nothing before scores are open, one dispute at a time, no vote changed."""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.modeltest import ModelTester

from app.domain.flips import Flip, flips
from app.domain.panel import Panel
from app.domain.record import Findings
from app.domain.rubric import CriterionId
from app.services.core import Core
from app.ui import style
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.organiser.discuss_head import SHOWN
from app.ui.organiser.discuss_page import DiscussPage
from app.ui.organiser.matrix_model import TOTALS, Shown
from app.ui.organiser.organiser_way import OrganiserWay
from app.ui.organiser.panel_session import PanelSession
from app.ui.stick_watch import StickWatch
from app.ui.style import Look
from tests import builders, workspaces
from tests.ui.day_scenes import settle
from tests.ui.desk_scenes import desk_of
from tests.ui.discussions import FOUR_TO_ONE, NONE, TOO_FEW, Told, counted, panel_of
from tests.workspaces import NAMES, STAFF, World, revised

Key = Qt.Key
POINTS = re.compile(r"\d+(\.\d+)?\s*分")
NAMED = {"facts": FOUR_TO_ONE, "equal": ({"c2_1_3_1": TOO_FEW}, NONE)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, dict[str, str]]:
    """A world with a panel of five that differ, one of two that differ, one where two are awaited."""
    world = workspaces.issued().copy(tmp_path_factory.mktemp("discussed") / "world")
    names = {key: panel_of(world, f"{key}平台", changes) for key, changes in NAMED.items()}
    names["awaited"] = panel_of(world, "awaited平台", FOUR_TO_ONE[:3], come=1)
    return world, names


@pytest.fixture
def world(built: tuple[World, dict[str, str]], tmp_path: Path) -> World:
    return built[0].copy(tmp_path / "world")


@pytest.fixture
def names(built: tuple[World, dict[str, str]]) -> dict[str, str]:
    return built[1]


@pytest.fixture
def desk(world: World, qapp: QApplication) -> Iterator[Desk]:
    made = desk_of(world)
    yield made
    made.close()


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    yield made
    made.may_close_unsent = True
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(window: MainWindow, desk: Desk, name: str) -> DiscussPage:
    """The page of a panel, in front."""
    page = DiscussPage(PanelSession(desk, name), StickWatch(lambda: ()))
    window.show_page(page)
    settle(page)
    return page


def said(page: QWidget) -> str:
    """All that lies in the widgets below a page, shown or not."""
    told = []
    for each in [page, *page.findChildren(QWidget)]:
        if isinstance(each, QLabel | QAbstractButton):
            told.append(each.text())
        if isinstance(each, QPlainTextEdit):
            told.append(each.toPlainText())
        told += [each.accessibleName(), each.accessibleDescription(), each.toolTip()]
    return "\n".join(filter(None, told))


def focused() -> QWidget:
    """Where the keyboard is."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, times: int = 1) -> None:
    """A key where the focus is."""
    for _ in range(times):
        QTest.keyClick(focused(), key)
        QApplication.processEvents()


def write(text: str) -> None:
    """Chinese text where the focus is, as an input method sends it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)
    QApplication.processEvents()


def panel(core: Core, name: str) -> Panel:
    return core.panels.load(name).panel


# ---- before scores are open ----------------------------------------------------------------------------


def is_empty(page: DiscussPage) -> None:
    model = page.model
    assert model.rowCount() == model.columnCount() == 0 and not model.matrix.lines
    assert not page.state.matrix.totals and not page.state.flipping
    told = said(page)
    assert not POINTS.search(told), POINTS.findall(told)
    for words in ("认定不一致", "符合（", "中位数 ", "结论", STAFF):
        assert words not in told


def test_before_every_seat_is_settled_only_who_is_awaited_is_there(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["awaited"])
    is_empty(page)
    told = said(page)
    assert "已收 1/3。收齐前，任何人都看不到评分。" in told and NAMES[2] in told and "未交" in told
    assert NAMES[0] not in told and not page.split.isVisible() and not page.project.isVisible()
    asked: list[tuple[str, str]] = []
    page.step_requested.connect(lambda *each: asked.append(each))
    page.record.click()
    assert asked == [(names["awaited"], "collect")]


def test_what_was_open_is_gone_when_a_seat_is_added(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    page.on_stage(projected=True)
    assert POINTS.search(said(page.pane)) and page.model.rowCount()
    desk.core.settling.add(names["facts"], "周明远", "某研究院", "研究员", "原名单遗漏。")
    desk.changed.emit()
    settle(page)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    is_empty(page)
    assert page.stages.stage is None and "周明远" in said(page.awaited)


# ---- the matrix ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("name", ["awaited", "facts"])
def test_the_model_is_sound(
    window: MainWindow,
    desk: Desk,
    names: dict[str, str],
    qtmodeltester: ModelTester,
    name: str,
    shown: Shown,
) -> None:
    page = opened(window, desk, names[name])
    page.on_shown("all")
    qtmodeltester.check(page.model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt has no types
    page.on_shown(shown)


def test_the_gate_is_shown_first_and_every_cell_says_whose_it_is(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    model = page.model
    titles = [row.title for row in model.rows if not row.key]
    assert titles == ["必要项的分歧", "其他事实的分歧", "专家留待合议", "总分差异"]
    assert page.view.key == STAFF == model.rows[1].key and model.rows[-1].key == TOTALS
    role = Qt.ItemDataRole.AccessibleTextRole
    at = model.row_of(STAFF)
    assert model.index(at, 2).data(role) == f"{NAMES[2]}，2.1.3.1，4 人，0 分，与多数不同"
    assert model.index(at, 0).data(role) == f"{NAMES[0]}，2.1.3.1，6 人，10 分"
    assert model.index(at, 5).data(role) == "认定，2.1.3.1，4∶1"
    assert model.index(model.rowCount() - 1, 4).data(role) == f"{NAMES[4]}，综合评分，75，待说明，低于中位数"
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == [*NAMES, "认定", "状态"]
    table = QAccessible.queryAccessibleInterface(page.view.experts)
    told = [table.child(n).text(QAccessible.Text.Name) for n in range(table.childCount())]
    assert f"{NAMES[2]}，2.1.3.1，4 人，0 分，与多数不同" in told


def test_judged_points_show_how_far_they_are_from_the_median(window: MainWindow, desk: Desk) -> None:
    points: tuple[builders.Points, ...] = ({"1.2.1.2": "7.5"}, {"1.2.1.2": 8}, {"1.2.1.2": "3.5"})
    page, _ = stand_in(window, desk, 1, 3, points)
    model = page.model
    assert page.shown == "all" and "中位数" in model.summaries and page.head.legend.text().startswith("▼")
    look = model.look(model.row_of("1.2.1.2"), 2)
    assert (look.words, look.sign, look.heat) == ("3.5 分", "▼", -3)
    assert "低于中位数" in model.told(model.row_of("1.2.1.2"), 2)
    page.view.choose("1.2.1.2")
    assert page.pane.plot.isVisible()
    assert page.pane.plot.accessibleName() == "得分分布：1 人 3.5 分，1 人 7.5 分，1 人 8 分，中位数 7.5"
    page.view.choose("1.1.1.1")
    assert not page.pane.plot.isVisible() and not page.pane.note.isVisible()


def test_arrows_walk_the_cells_over_the_headings_and_tab_leaves(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    view = page.view.experts
    assert view.hasFocus() and view.currentIndex().column() == 0
    press(Key.Key_Right, 9)
    assert view.currentIndex().column() == 4
    press(Key.Key_Down)
    assert page.view.key == "2.2.1.1" == page.pane.id.text() and view.currentIndex().column() == 4
    press(Key.Key_Up)
    assert page.view.key == STAFF and view.hasFocus()
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is page.pane.area
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is page.pane.note


def test_the_summary_stands_still_while_twenty_experts_scroll(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page, took = stand_in(window, desk, 2, 19)
    view, summary = page.view.experts, page.view.summary
    assert view.horizontalScrollBar().maximum() > 0 and summary.horizontalScrollBar().maximum() == 0
    view.setFocus()
    press(Key.Key_Right, 30)
    assert view.currentIndex().column() == 18
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    page.on_shown("all")
    QApplication.processEvents()
    view.verticalScrollBar().setValue(90)
    assert summary.verticalScrollBar().value() == 90
    here = view.visualRect(page.model.index(5, 0)).top(), summary.visualRect(page.model.index(5, 19)).top()
    assert here[0] == here[1] and took < 1


@pytest.fixture
def plain(qapp: QApplication) -> Iterator[None]:
    """The text size of the others, whatever happens."""
    yield
    style.apply(qapp, Look())


@pytest.mark.usefixtures("plain")
def test_another_text_size_makes_room_for_it(window: MainWindow, desk: Desk, names: dict[str, str]) -> None:
    page = opened(window, desk, names["facts"])
    view, summary = page.view.experts, page.view.summary
    before = view.rowHeight(1)
    window.set_look(Look(1.5, True))
    settle(page)
    assert view.rowHeight(1) == summary.rowHeight(1) > before * 1.3
    assert view.horizontalHeader().height() == summary.horizontalHeader().height() > 60
    assert page.split.is_drawer and page.pane.note.height() > 100


# ---- one dispute ---------------------------------------------------------------------------------------


def test_a_dispute_is_recorded_by_the_keyboard_alone(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    assert page.pane.told.text() == (
        "2.1.3.1 认定不一致：4 人认定符合（6 人），1 人认定不符合（4 人）。请对照佐证 5 合议。"
    )
    assert page.pane.where.text() == "专职从业人数：4 人数到 6 人，1 人数到 4 人，门槛 5 人。"
    assert "这里不能代改" in page.pane.nobody.text()
    press(Key.Key_Return)
    assert QApplication.focusWidget() is page.pane.note
    write("对照社保名册逐人复核。")
    while QApplication.focusWidget() is not page.record:
        press(Key.Key_Tab)
    before = {each.sheet.digest for each in panel(desk.core, names["facts"]).counted}
    press(Key.Key_Space)
    found = panel(desk.core, names["facts"])
    assert found.determinations[CriterionId(STAFF)].note == "对照社保名册逐人复核。"
    assert {each.sheet.digest for each in found.counted} == before
    assert page.pane.good.text() == (
        "合议认定：符合（4∶1），不同意见 1 条已保留。只认定基础条件，不改任何人的评分。"
    )
    assert page.pane.state.text() == "已认定" and page.state.notes == {}
    assert QApplication.focusWidget() is page.next is page.primary and not page.record.isVisible()
    press(Key.Key_Space)
    assert page.view.key == "2.2.1.1"


def test_a_discussion_without_a_word_is_refused_beside_its_field(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    page.record.click()
    assert page.pane.refusal.isVisible() and page.pane.refusal.text() and page.pane.note.hasFocus()
    assert not panel(desk.core, names["facts"]).determinations
    page.view.choose("2.2.1.1")
    assert not page.pane.refusal.isVisible()


def test_equal_numbers_decide_nothing(window: MainWindow, desk: Desk, names: dict[str, str]) -> None:
    page = opened(window, desk, names["equal"])
    page.pane.note.setPlainText("再议一次，人数仍相等。")
    page.record.click()
    assert page.pane.good.text() == "1∶1，未过半数，未能认定。" and page.pane.state.text() == "未能认定"
    assert page.record.text() == "去意见与核对"
    asked: list[str] = []
    page.step_requested.connect(lambda _, step: asked.append(step))
    page.record.click()
    page.record.click()
    assert asked == ["opinion", "opinion"] and len(panel(desk.core, names["equal"]).determinations) == 1


def test_a_revision_that_comes_in_reopens_and_says_so(
    window: MainWindow, desk: Desk, world: World, names: dict[str, str]
) -> None:
    name = names["equal"]
    page = opened(window, desk, name)
    page.pane.note.setPlainText("再议一次，人数仍相等。")
    page.record.click()
    with world.laptop("E2") as core:
        paper = revised(core, f"{name}-E2", c2_1_3_1={"conditions": ["7", True]})
        core.scoring.hand_over(f"{name}-E2", paper, world.root / "again.pdf")
    desk.core.collecting.collect([world.root / "again.pdf"])
    desk.changed.emit()
    settle(page)
    assert "2.1.3.1 合议登记后收到更正版，须再次合议。" in page.head.news.text()
    assert page.pane.state.text() == "须再议" and page.head.news.isVisible()
    assert "1 人认定符合（7 人）" in page.pane.told.text() and page.record.text() == "登记合议"
    page.record.click()
    assert page.pane.good.text().startswith("1∶1") and not page.head.news.isVisible()


def test_a_note_that_is_not_recorded_is_asked_about_once(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    page.pane.note.setPlainText("写到一半")
    page.view.choose("2.2.1.1")
    assert page.pane.note.toPlainText() == ""
    assert not page.may_leave() and page.view.key == STAFF and "2.1.3.1" in page.pane.refusal.text()
    assert page.pane.note.toPlainText() == "写到一半" and page.may_leave()
    page.pane.note.setPlainText("又写了一些")
    assert not page.may_leave()
    page.pane.note.clear()
    assert page.may_leave()


def test_a_dispute_goes_into_the_opinion_once(window: MainWindow, desk: Desk, names: dict[str, str]) -> None:
    page = opened(window, desk, names["facts"])
    desk.core.settling.opinion(names["facts"], "平台运行良好。")
    page.refresh()
    page.pane.copy.click()
    told = panel(desk.core, names["facts"]).opinion
    assert told.startswith("平台运行良好。\n2.1.3.1 认定不一致") and "已对照佐证 5。" in told
    assert page.pane.done.text() == "已加到意见里。"
    page.pane.copy.click()
    assert panel(desk.core, names["facts"]).opinion == told and "已有" in page.pane.done.text()
    assert not [name for name in NAMES if name in told]


def test_a_total_far_off_is_explained(window: MainWindow, desk: Desk, names: dict[str, str]) -> None:
    page = opened(window, desk, names["facts"])
    page.view.choose(TOTALS)
    press(Key.Key_Return)
    row = page.pane.outliers.rows[0]
    assert QApplication.focusWidget() is row.text and "75 分，比其余各份的中位数 94 分低 19 分" in said(row)
    row.save.click()
    assert row.refusal.isVisible() and page.primary is page.next
    row.text.setPlainText("对常态化服务的佐证把握更严。")
    page.view.choose(STAFF)
    desk.changed.emit()
    assert not page.may_leave() and page.view.key == TOTALS and NAMES[4] in page.pane.refusal.text()
    row = page.pane.outliers.rows[0]
    assert row.text.toPlainText() == "对常态化服务的佐证把握更严。" and row.text.height() < 120
    row.save.click()
    place = panel(desk.core, names["facts"]).place("E5")
    assert place is not None and place.explained == "对常态化服务的佐证把握更严。"
    assert page.pane.state.text() == "已说明" and "已说明" in said(page.pane.outliers)


def test_what_would_flip_the_verdict_names_the_criterion_only(window: MainWindow, desk: Desk) -> None:
    points: builders.Points = {"2.2.1.1": 0, "2.2.4.1": 0}
    built = counted(6, 6, 6, 4, points=[points] * 4).determine(STAFF)
    page = DiscussPage(Told(desk, built.panel), StickWatch(lambda: ()))
    window.show_page(page)
    settle(page)
    page.on_shown("all")
    assert page.state.flipping == tuple(dict.fromkeys(each.criterion for each in flipping(built.found)))
    page.view.choose("2.2.4.1")
    told = page.pane.weighs.text()
    assert page.pane.weighs.isVisible() and "本项关系到结论" in told and "不投屏" in told
    assert not POINTS.search(told) and not [seat for seat in built.brief.seats if seat.name in told]
    page.on_stage(projected=True)
    assert page.stages.stage is not None and "关系到结论" not in said(page.stages.stage)
    page.stages.close()


def flipping(found: Findings) -> Sequence[Flip]:
    return flips(found.panel, found.result, found.verdict)


def test_the_drawer_comes_with_enter_and_goes_with_esc(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    window.resize(911, 512)
    page = opened(window, desk, names["facts"])
    assert page.split.is_drawer and not page.pane.isVisible()
    press(Key.Key_Return)
    assert page.pane.isVisible() and page.pane.close_pane.isVisible() and page.pane.note.hasFocus()
    press(Key.Key_Escape)
    assert not page.pane.isVisible() and page.view.experts.hasFocus()
    page.record.click()
    assert page.pane.isVisible() and not page.pane.refusal.isVisible()
    window.resize(1366, 728)
    settle(page)
    assert page.pane.isVisible() and not page.pane.close_pane.isVisible()


def test_a_sealed_panel_is_read_only(window: MainWindow, desk: Desk, names: dict[str, str]) -> None:
    desk.core.settling.void(names["equal"], "委托方撤回委托。")
    page = opened(window, desk, names["equal"])
    assert page.pane.note.isReadOnly() and page.record.text() == "去意见与核对"


# ---- large type ----------------------------------------------------------------------------------------


def test_the_room_sees_no_name_no_score_and_nothing_that_would_flip(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    page.view.choose("2.2.1.1")
    page.project.click()
    stage = page.stages.stage
    assert stage is not None and stage.isFullScreen() and stage.at == 1
    assert "4 人认定 20 家" in said(stage) and "1 人认定 19 家" in said(stage) and "佐证 7" in said(stage)
    for _ in stage.slides:
        told = said(stage)
        own = desk.core.panels.load(names["facts"]).panel.brief.rubric
        for text in (each.text for each in own.criteria):
            told = told.replace(text, "")
        assert not POINTS.search(told), told
        assert not [name for name in NAMES if name in told]
        assert "经查" not in told and "结论" not in told
        QTest.keyClick(stage, Key.Key_Right)
    assert stage.at == len(stage.slides) - 1 and not stage.after.isEnabled()
    QTest.keyClick(stage, Key.Key_Left)
    assert stage.at == len(stage.slides) - 2
    QTest.keyClick(stage, Key.Key_Escape)
    assert page.stages.stage is None


def test_the_chairs_sheet_has_the_remarks_and_no_names(
    window: MainWindow, desk: Desk, names: dict[str, str]
) -> None:
    page = opened(window, desk, names["facts"])
    page.pane.enlarge.click()
    stage = page.stages.stage
    assert stage is not None
    told = said(stage)
    assert "“经查佐证 5，专职从业人数 4 人，少于 5 人。”" in told
    assert not [name for name in NAMES if name in told]
    for each in stage.sheet.labels:
        assert each.geometry().bottom() <= stage.sheet.height() and each.font().pixelSize() >= 20
    page.may_leave()
    assert page.stages.stage is None


# ---- how quick -----------------------------------------------------------------------------------------


def stand_in(
    window: MainWindow, desk: Desk, annex: int, experts: int, points: Sequence[builders.Points] = ()
) -> tuple[DiscussPage, float]:
    """The page of a panel of that size, in front and painted; how many seconds of this thread that took:
    whatever else runs on the machine counts for nothing."""
    given = points or [{"1.2.1.2": n % 9} if annex == 1 else {"2.2.4.1": 0} for n in range(2)]
    panel = builders.a_desk(builders.a_brief(annex, experts), given).panel
    begun = time.thread_time()
    page = DiscussPage(Told(desk, panel), StickWatch(lambda: ()))
    window.show_page(page)
    window.grab()
    took = time.thread_time() - begun
    settle(page)
    return page, took


@pytest.mark.parametrize(("annex", "rows"), [(1, 17), (2, 14)])
def test_nine_experts_on_every_criterion_open_at_once(
    window: MainWindow, desk: Desk, annex: int, rows: int
) -> None:
    found = []
    for _ in range(3):
        page, took = stand_in(window, desk, annex, 9)
        found.append(took)
        page.on_shown("all")
        assert len([row for row in page.model.rows if row.line]) >= rows and page.model.experts == 9
    assert min(found) < 0.2, found


# ---- the way there -------------------------------------------------------------------------------------


def test_the_steps_lead_here(window: MainWindow, desk: Desk, names: dict[str, str]) -> None:
    way = OrganiserWay(window, StickWatch(lambda: ()))
    page = way.show_step(names["facts"], "discuss")
    settle(page)
    assert isinstance(page, DiscussPage) and page.title == "2 合议" and page.manual == "panel-discuss"
