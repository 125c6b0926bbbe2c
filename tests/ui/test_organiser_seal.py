"""4 封存与签名: sealing, signing by stick in order, the chair last, passing over, taking back; and a signer's
laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.panel import Panel
from app.ui.home_page import HomePage
from app.ui.organiser.opinion_page import OpinionPage
from app.ui.organiser.record_sign_page import RecordSignPage
from app.ui.organiser.seal_page import SealPage
from app.ui.organiser.seat_form import ActForm
from app.ui.verify_page import VerifyPage
from tests import workspaces
from tests.ui.closings import all_sign, opinion_page, pass_all, seal_page
from tests.ui.days import Day, day
from tests.workspaces import World, revised

Key = Qt.Key


def on_stick(world: World) -> str:
    """The name under which the desk and every signer write the record."""
    return f"汇总记录-01-附件2-{world.panel}-第1版.pdf"


@pytest.fixture
def ready(tmp_path: Path, qapp: QApplication) -> World:
    """A panel of which only the record is missing."""
    world = workspaces.settled().copy(tmp_path / "world")
    pass_all(world)
    return world


@pytest.fixture
def sealed(tmp_path: Path, qapp: QApplication) -> World:
    """A sealed record on the stick, for the chair on E1."""
    world = workspaces.sealed().copy(tmp_path / "world")
    for each in world.stick.iterdir():
        each.unlink()
    (world.stick / on_stick(world)).write_bytes(world.file("sealed.pdf"))
    return world


@pytest.fixture
def laptop(sealed: World) -> Iterator[Day]:
    with day(sealed, sealed.folder("E1")) as running:
        yield running


def form_of(page: SealPage) -> ActForm | None:
    """The form that is open now."""
    return page.form


def panel_of(running: Day) -> Panel:
    return running.desk.core.panels.load(running.world.panel).panel


def signed_by(world: World, laptop: str, data: bytes, passed: dict[str, str] | None = None) -> bytes:
    """What a laptop makes of a record."""
    out = world.root / f"{laptop}-signed.pdf"
    with world.laptop(laptop) as core:
        return core.signing.sign(data, out, passed).data


# ---- at the desk ----------------------------------------------------------------------------------------


def test_sealing_is_one_act_and_says_each_step(ready: World) -> None:
    with day(ready, ready.folder("desk")) as running:
        page = seal_page(running)
        steps: list[str] = []
        page.job.stepped.connect(steps.append)
        assert page.verdict.text().startswith("考核合格")
        assert "封存后内容不能再改，只能依次签名" in page.state.text()
        assert page.primary is page.foot.seal and page.foot.seal.hasFocus()
        page.foot.seal.click()
        assert not page.may_leave() and not page.foot.seal.isEnabled()
        page.foot.seal.click()
        running.settle()
        assert steps == ["render", "sign", "check"] and panel_of(running).sealed
        assert page.good.text() == "已封存，复核一致。" and page.may_leave()
        assert "轮到王伟签名" in page.state.text() and "没有人能替他签名" in page.state.text()
        assert not page.foot.seal.isVisible() and page.primary is page.foot.write
        assert [each.accessibleName() for each in page.order.rows] == [
            "1 陈秘书 制表（汇总席） ✓ 已签名", "2 王伟 组长（最后签名） → 轮到",
        ]  # fmt: skip


def test_what_is_open_keeps_the_record_from_being_sealed(tmp_path: Path, qapp: QApplication) -> None:
    world = workspaces.settled().copy(tmp_path / "world")
    with day(world, world.folder("desk")) as running:
        page = seal_page(running)
        assert not page.foot.seal.isEnabled() and "核对未完成" in page.state.text()
        running.press(page.foot.checks)
        running.page(OpinionPage)


def test_the_paper_is_drawn_before_and_after_sealing_and_can_be_zoomed(ready: World) -> None:
    with day(ready, ready.folder("desk")) as running:
        page = seal_page(running)
        running.press(page.tabs.paper)
        preview = page.tabs.preview
        assert len(preview.papers) >= 6 and preview.zoom.count.text() == f"共 {len(preview.papers)} 页"
        before = preview.papers[0].width()
        running.press(preview.zoom.larger)
        assert preview.papers[0].width() > before and preview.zoom.scale.text() == "130%"
        for _ in range(9):
            preview.zoom.smaller.click()
        assert not preview.zoom.smaller.isEnabled() and preview.zoom.larger.isEnabled()
        QTest.keyClick(page.tabs.paper, Key.Key_PageDown)
        assert page.tabs.area.verticalScrollBar().value() > 0
        running.press(page.foot.seal)
        assert page.tabs.acts.isChecked() and not preview.isVisible()
        running.press(page.tabs.paper)
        assert len(preview.papers) >= 6 and not preview.refusal.isVisible()


def test_a_record_goes_out_by_stick_and_comes_back_signed(ready: World) -> None:
    stick = ready.root / "carried"
    stick.mkdir()
    with day(ready, ready.folder("desk")) as running:
        page = seal_page(running)
        running.press(page.foot.seal)
        assert not page.foot.write.isEnabled()
        running.plug(stick)
        running.press(page.foot.write)
        [out] = stick.iterdir()
        assert out.name == on_stick(ready)
        assert "现在可以拔出 U 盘。请交给王伟" in page.good.text()
        assert out.read_bytes() == running.desk.core.records.file(ready.panel)
        running.press(page.foot.take)
        assert "没有本记录的新签名" in page.refusal.text()
        out.write_bytes(signed_by(ready, "E1", out.read_bytes()))
        (stick / "别的.pdf").write_bytes(b"%PDF-1.7 nothing")
        running.plug()
        running.plug(stick)
        assert page.primary is page.foot.take
        page.foot.take.click()
        while panel_of(running).signed_fields == ():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert page.leaving is not None and page.leaving.isFullScreen()
        QTest.keyClick(page.leaving, Key.Key_Space)
        running.settle()
        assert page.good.text() == "已收回签名。签名已齐，可以移交。" and page.primary is page.foot.hand_over
        assert sorted(each.name for each in stick.iterdir()) == sorted([out.name, "别的.pdf"])
        page.take_back([stick])
        running.settle()
        assert panel_of(running).signed_fields == ("chair",)


def test_a_stick_pulled_while_writing_leaves_the_record_as_it_is(ready: World) -> None:
    stick = ready.root / "carried"
    stick.mkdir()
    with day(ready, ready.folder("desk")) as running:
        page = seal_page(running)
        running.press(page.foot.seal)
        running.plug(stick)
        stick.rmdir()
        page.foot.write.click()
        running.plug()
        assert page.refusal.isVisible() and page.may_leave()
        assert panel_of(running).sealed and not page.foot.write.isEnabled()


def test_a_record_signed_elsewhere_in_parallel_is_named(sealed: World) -> None:
    forked = signed_by(sealed, "E1", sealed.file("sealed.pdf"))
    with day(sealed, sealed.folder("desk")) as running:
        page = seal_page(running)
        broken = sealed.root / "broken.pdf"
        broken.write_bytes(forked[:-40] + b"x" * 40)
        page.take_back([broken])
        running.settle()
        assert page.refusal.isVisible() and panel_of(running).signed_fields == ()


def test_taking_the_seal_back_takes_a_reason_and_the_next_is_the_second_revision(ready: World) -> None:
    with day(ready, ready.folder("desk")) as running:
        page = seal_page(running)
        running.press(page.foot.seal)
        running.press(page.foot.reopen)
        assert page.form is not None and "第 1 版保留，签名须重新进行" in running.said()
        running.press(page.form.confirm)
        assert page.form.refusal.isVisible() and panel_of(running).sealed
        page.form.reason.setPlainText("意见有笔误")
        running.press(page.form.confirm)
        assert form_of(page) is None and not panel_of(running).sealed
        assert "第 1 版已撤回（保留）。理由：意见有笔误" in page.revision.text()
        running.press(page.foot.seal)
        assert len(panel_of(running).records) == 2 and "第 2 版，取代第 1 版" in page.revision.text()


def test_after_the_last_signature_it_is_a_superseding_record(tmp_path: Path, qapp: QApplication) -> None:
    world = workspaces.signed().copy(tmp_path / "world")
    with day(world, world.folder("desk")) as running:
        page = seal_page(running)
        assert page.good.text().startswith("可以散会") and page.foot.leave.isVisible()
        assert page.foot.reopen.text() == "出取代版" and page.primary is page.foot.hand_over
        running.press(page.foot.reopen)
        assert page.form is not None and page.form.act.title == "出取代版"
        running.press(page.form.cancel)
        assert form_of(page) is None and panel_of(running).sealed


# ---- everybody signs ------------------------------------------------------------------------------------


def test_the_chair_may_sign_over_an_empty_field_with_a_printed_reason(
    tmp_path: Path, qapp: QApplication
) -> None:
    world = all_sign(tmp_path / "world")
    stick = world.root / "carried"
    stick.mkdir()
    with day(world, world.folder("desk")) as running:
        page = seal_page(running)
        running.press(page.foot.seal)
        assert [each.accessibleName()[-4:] for each in page.order.rows] == [
            "✓ 已签名"[-4:],
            "→ 轮到",
            "○ 待签",
            "○ 待签",
        ]
        running.press(page.foot.over)
        assert "由组长签名时写明" in page.good.text() and "王伟" in page.good.text()
        data = running.desk.core.records.file(world.panel)
    first = stick / "R1.pdf"
    first.write_bytes(signed_by(world, "E2", data))
    with day(world, world.folder("E1")) as running:
        running.plug(stick)
        home = running.page(HomePage)
        assert "等您签名的汇总记录：乙平台" in home.drop.words.text() and home.primary is home.drop.sign
        running.press(home.drop.sign)
        sign = running.page(RecordSignPage)
        assert sign.here.look is None and not sign.sign.isVisible() and "您是组长" in sign.state.text()
        over = sign.here.over
        assert over is not None and list(over.fields) == ["E3"] and over.fields["E3"].hasFocus()
        running.press(over.confirm)
        assert over.refusal.isVisible()
        over.fields["E3"].setText("已离场")
        while running.window.has_just_turned:  # a page that was just opened takes no Enter
            QTest.qWait(20)
        QTest.keyClick(running.window.windowHandle(), Key.Key_Return)
        running.settle()
        assert sign.made is None, "the Enter of the field signed as well"
        assert "组长签名。未签名：expert-E3（已离场）" in running.said()
        running.press(sign.sign)
        running.press(sign.write)
    with day(world, world.folder("desk")) as running:
        page = seal_page(running)
        page.take_back([stick])
        while not panel_of(running).signed_fields:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert panel_of(running).signed_fields == ("expert-E2", "chair")
        if page.leaving is not None:
            page.leaving.close()
        running.settle()
        assert "— 未签名" in page.order.rows[2].accessibleName()


# ---- on the signer's own laptop -------------------------------------------------------------------------


def test_a_record_dropped_shows_what_it_says_of_the_signer_and_goes_back_signed(laptop: Day) -> None:
    world = laptop.world
    home = laptop.page(HomePage)
    home.on_files((world.stick / on_stick(world),))
    page = laptop.page(RecordSignPage)
    said = laptop.said()
    assert (
        "考核合格" in said and "王伟，您的评分表在记录里是 98 分。" in said and "您是组长，最后签名" in said
    )
    assert "王伟（E1）的签名在现场以校验码确认" in said and "李𬭚（E2）" not in said
    laptop.press(page.tabs.paper)
    assert len(page.tabs.preview.papers) >= 6
    laptop.press(page.tabs.acts)
    page.sign.click()
    assert not page.may_leave()
    page.sign.click()
    laptop.settle()
    assert page.good.text() == "已签名，复核一致。" and not page.write.isEnabled()
    assert "还没有交回" in page.state.text() and not page.sign.isVisible()
    laptop.plug(world.stick)
    page.write.setFocus()
    QTest.keyClick(page.write, Key.Key_Space)
    laptop.settle()
    assert page.good.text() == "已写入，复核一致。现在可以拔出 U 盘。请把 U 盘交还组织方。"
    written = (world.stick / on_stick(world)).read_bytes()
    assert written.startswith(world.file("sealed.pdf")) and len(written) > len(world.file("sealed.pdf"))
    assert [each.name for each in world.stick.iterdir()] == [on_stick(world)]
    laptop.press(page.home)
    laptop.page(HomePage)


def test_signing_the_same_again_gives_the_same_file(laptop: Day) -> None:
    world = laptop.world
    first = signed_by(world, "E1", world.file("sealed.pdf"))
    laptop.plug(world.stick)
    laptop.press(laptop.page(HomePage).drop.sign)
    page = laptop.page(RecordSignPage)
    laptop.press(page.sign)
    assert page.made is not None and page.made.data == first and not page.made.fresh


def test_a_record_that_is_not_mine_is_verified_as_before(sealed: World) -> None:
    with day(sealed, sealed.folder("E2")) as running:
        running.plug(sealed.stick)
        home = running.page(HomePage)
        assert not home.drop.sign.isVisible()
        home.on_files((sealed.root / "sealed.pdf",))
        running.page(VerifyPage)


def test_a_record_without_my_last_revision_is_not_signed(sealed: World) -> None:
    with sealed.laptop("E1") as core:
        revised(core, f"{sealed.panel}-E1")
    with day(sealed, sealed.folder("E1")) as running:
        running.page(HomePage).on_files((sealed.stick / on_stick(sealed),))
        page = running.page(RecordSignPage)
        assert page.here.refusal.isVisible() and not page.sign.isVisible()
        running.press(page.verify)
        running.page(VerifyPage)


def test_the_opinion_page_and_this_one_are_one_way(ready: World) -> None:
    with day(ready, ready.folder("desk")) as running:
        page = opinion_page(running)
        running.press(page.seal)
        running.page(SealPage)
        running.window.go_back()
        running.settle()
        assert not isinstance(running.window.page, OpinionPage)
