"""认定排序 through the windows: the desk decides nothing itself, the chair signs on an own computer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from app.ui.home_page import HomePage
from app.ui.organiser.organiser_way import OrganiserWay
from app.ui.organiser.ranking_page import RankingPage
from app.ui.organiser.ranking_sign_page import RankingSignPage
from tests import ranked_worlds, workspaces
from tests.ranked_worlds import CATEGORY, panel_of
from tests.ui.handing import Hands, hands
from tests.workspaces import World


@pytest.fixture
def complete(tmp_path: Path, qapp: QApplication) -> World:
    return ranked_worlds.complete().copy(tmp_path / "world")


@pytest.fixture
def ranked(tmp_path: Path, qapp: QApplication) -> World:
    return ranked_worlds.ranked().copy(tmp_path / "world")


def decide(found: Hands, page: RankingPage, first: str) -> None:
    """The panel puts `first` before the other of the tie."""
    (group,) = page.view.decides.values()
    if group.group.panels[0] != first:
        found.press(group.ups[first])
    group.note.setPlainText("服务面更广，专家组一致同意。")
    found.press(group.save)


def box_of(page: RankingPage, panel: str) -> QCheckBox:
    return page.view.recommend.boxes[panel]


def test_before_every_record_is_complete_only_what_is_missing_is_shown(
    tmp_path: Path, qapp: QApplication
) -> None:
    world = workspaces.issued().copy(tmp_path / "world")
    with hands(world) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        assert "还没有认定评审（附件1）的专家组" in page.state.text() and not page.seal.isEnabled()
    with world.laptop("desk") as desk:
        file = workspaces.panel_file(world.root, annex=1, platform="甲平台")
        panel = desk.panels.new(file).name
    with hands(world) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        assert "甲平台：任务书未签发" in found.said() and not page.seal.isEnabled()
        wanted: list[tuple[str, str]] = []
        page.panel_requested.connect(lambda *asked: wanted.append(asked))
        found.press(page.view.awaited.jumps[0])
        assert wanted == [(panel, "collect")]


def test_a_tie_is_shown_and_decided_by_the_panel_only(complete: World) -> None:
    first, second, last = (panel_of(complete, each) for each in ("乙平台", "甲平台", "丁平台"))
    with hands(complete) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        said = found.said()
        assert said.count("第 1 名\n") >= 2 and "丙平台" in said and "不参加排序" in said
        assert "98.83" in said and "按共同专家" in said
        assert not page.seal.isEnabled() and "还没有登记专家组的推荐" in said
        box_of(page, first).setChecked(True)
        found.press(page.view.recommend.save)
        assert "并列" in page.view.recommend.refusal.text()
        (group,) = page.view.decides.values()
        assert set(group.group.panels) == {first, second} and not group.save.isEnabled()
        decide(found, page, first)
        assert "专家组已决定（2026-11-22）：乙平台 → 甲平台" in group.decided.text()
        box_of(page, first).setChecked(False)
        box_of(page, last).setChecked(True)
        found.press(page.view.recommend.save)
        assert "不能跳过" in page.view.recommend.refusal.text()
        box_of(page, last).setChecked(False)
        box_of(page, first).setChecked(True)
        found.press(page.view.recommend.save)
        assert "专家组推荐乙平台" in page.state.text() and page.seal.isEnabled()
        found.press(page.view.recommend.change)
        found.press(page.view.recommend.more)
        box_of(page, second).setChecked(True)
        found.press(page.view.recommend.save)
        assert "须写明理由" in page.view.recommend.refusal.text()
        page.view.recommend.note.setPlainText("两家各有所长。")
        found.press(page.view.recommend.save)
        assert "名额 2 个" in page.view.recommend.done.text()


def test_the_paper_is_sealed_written_signed_by_the_chair_and_comes_back(complete: World) -> None:
    first = panel_of(complete, "甲平台")
    stick = complete.root / "usb"
    with hands(complete) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        decide(found, page, first)
        box_of(page, first).setChecked(True)
        found.press(page.view.recommend.save)
        found.press(page.show_preview)
        assert page.preview.papers
        found.press(page.seal)
        assert page.good.text().startswith("已封存。") and page.view.paper.isVisible()
        assert "请签名" in found.said() and not page.view.recommend.change.isVisible()
        found.plug(stick)
        found.press(page.write)
        assert "现在可以拔出 U 盘。" in page.good.text()
    (paper,) = stick.iterdir()
    with hands(complete, "E1") as found:
        found.plug(stick)
        home = found.show(HomePage(found.desk, found.watch, shared=False))
        found.settle()
        assert "等您签名的认定评审排序表：运营服务类" in home.drop.words.text()
        way = OrganiserWay(found.window, found.watch)
        home.record_given.connect(way.show_record)
        found.press(home.drop.sign)
        sign = found.window.page
        assert isinstance(sign, RankingSignPage)
        assert "专家组推荐甲平台" in sign.heading.text() and "98.83" in found.said()
        found.press(sign.sign)
        assert "已签名，还没有交回" in found.said()
        found.press(sign.write)
        assert "请把 U 盘交还组织方" in sign.good.text() and [*stick.iterdir()] == [paper]
    with hands(complete) as found:
        found.desk.core.collecting.collect([stick])
        page = found.show(RankingPage(found.desk, found.watch))
        assert "✓ 已签名" in found.said() and page.again.isVisible() and not page.collect.isVisible()


def test_who_is_not_its_chair_is_told_and_can_verify_it(ranked: World) -> None:
    with hands(ranked, "E2") as found:
        page = RankingSignPage(
            found.desk, found.watch, ranked.root / "ranking.pdf", ranked.file("ranking.pdf")
        )
        found.show(page)
        assert "没有等您签名的位置" in page.refusal.text() and not page.sign.isVisible()
        asked: list[tuple[Path, ...]] = []
        page.verify_requested.connect(asked.append)
        found.press(page.verify)
        assert asked == [(ranked.root / "ranking.pdf",)]


def test_a_sealed_paper_is_taken_back_with_its_reason_and_then_everything_may_change(ranked: World) -> None:
    with hands(ranked) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        assert page.view.paper.isVisible() and not page.view.paper.form.isVisible()
        found.press(page.view.paper.ask)
        assert not page.view.paper.save.isEnabled()
        page.view.paper.note.setPlainText("推荐写错了。")
        found.press(page.view.paper.save)
        assert not page.view.paper.isVisible() and page.view.recommend.change.isVisible()
        assert page.seal.isEnabled()
        found.press(page.seal)
        assert "第 2 版" in page.view.paper.words.text()


def test_a_panel_is_left_out_with_a_reason(tmp_path: Path, complete: World) -> None:
    with complete.laptop("desk") as desk:
        file = workspaces.panel_file(complete.root, annex=1, platform="戊平台")
        late = desk.panels.new(file).name
    with hands(complete) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        awaited = page.view.awaited
        assert "戊平台：任务书未签发" in found.said() and not page.view.recommend.isVisible()
        found.press(awaited.outs[0])
        assert not awaited.save.isEnabled()
        awaited.note.setPlainText("申报单位撤回申请。")
        found.press(awaited.save)
        assert "没有纳入：戊平台。申报单位撤回申请。" in found.said() and not awaited.jumps
        look = found.desk.core.rankings.look(CATEGORY)
        assert [each.panel for each in look.state.left_out] == [late]
        assert page.view.recommend.isVisible()


def test_the_tie_is_decided_with_the_keyboard_alone(complete: World) -> None:
    with hands(complete) as found:
        way = OrganiserWay(found.window, found.watch)
        page = way.show_desk_page("ranking")
        found.settle()
        assert isinstance(page, RankingPage)
        (group,) = page.view.decides.values()
        before, panel = tuple(group.ups), group.group.panels[1]
        assert QApplication.focusWidget() is group.ups[panel]
        QTest.keyClick(group.ups[panel], Qt.Key.Key_Space)
        found.settle()
        assert tuple(group.ups) == (panel, before[0])
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is group.note
        group.note.insertPlainText("专家组决定。")
        QTest.keyClick(group.note, Qt.Key.Key_Tab)
        assert group.save.hasFocus()
        QTest.keyClick(group.save, Qt.Key.Key_Space)
        found.settle()
        assert group.decided.isVisible()


def test_it_fits_the_smallest_screen_and_every_control_has_a_name(complete: World) -> None:
    with hands(complete, width=911, height=512) as found:
        page = found.show(RankingPage(found.desk, found.watch))
        place = page.seal.mapTo(found.window, page.seal.rect().bottomRight())
        assert found.window.width() == 911 and place.x() <= 911 and place.y() <= 512
        (group,) = page.view.decides.values()
        named = [page.seal, group.note, group.save, *group.ups.values(), *page.view.recommend.boxes.values()]
        assert all(each.accessibleName() for each in named)
