"""5 移交 through the window: what is missing is named, a package is written and read back, printing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.manifest import FIRST_FILE
from app.ui.organiser import package_prints
from app.ui.organiser.organiser_way import OrganiserWay
from app.ui.organiser.package_body import PackageBody
from app.ui.organiser.package_page import PackagePage, RoundPackagePage, RoundPrintPage
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.stick_target import StickTarget
from tests import workspaces
from tests.ui.handing import Hands, hands
from tests.workspaces import NAMES, World, panel_file


@pytest.fixture
def signed(tmp_path: Path, qapp: QApplication) -> World:
    return workspaces.signed().copy(tmp_path / "world")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to the system."""
    found: list[Path] = []
    monkeypatch.setattr(package_prints, "open_by_system", found.append)
    return found


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's dialogs answer with this path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))


def at_step(found: Hands) -> PackageBody:
    page = found.show(PackagePage(PanelSession(found.desk, found.world.panel), found.watch))
    return page.inside


def other_panel(world: World, platform: str = "商标服务平台", *, rehearsal: bool = False) -> str:
    with world.laptop("desk") as desk:
        panel = desk.panels.new(panel_file(world.root, annex=3, platform=platform, rehearsal=rehearsal)).name
        desk.panels.issue(panel, world.root / f"{panel}.pdf")
    return panel


def test_a_package_goes_onto_the_stick_with_its_workbook_and_a_bureau_finds_it_whole(signed: World) -> None:
    with hands(signed) as found:
        body = at_step(found)
        assert body.state.text() == "1 个平台已齐全，可以移交。" and not body.write.isEnabled()
        assert "请插入 U 盘。" in found.said()
        found.plug(signed.root / "usb")
        found.press(body.write)
        assert "已写入“移交包 YJ" in body.good.text() and "现在可以拔出 U 盘。" in body.good.text()
        assert body.result.code.text().replace(" ", "").isdigit()
        (folder,) = (signed.root / "usb").iterdir()
        assert (folder / "评审结果.xlsx").is_file() and (folder / FIRST_FILE).is_file()
        before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
        found.press(body.write)
        assert body.good.text().startswith("与上次相比没有变化")
        assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before
    with signed.laptop("bureau") as bureau:
        trust = [signed.certificate("desk")]
        first = bureau.verification.verify([folder], trust)[0]
        assert first.told.code == "verify_package_whole"


def test_what_is_missing_is_named_and_leads_to_its_step(signed: World) -> None:
    late = other_panel(signed)
    with hands(signed) as found:
        page = found.show(RoundPackagePage(found.desk, found.watch))
        body = page.inside
        found.plug(signed.root / "usb")
        assert body.state.text().startswith("还不能移交，差 1 件") and not body.write.isEnabled()
        wanted: list[tuple[str, str]] = []
        page.panel_requested.connect(lambda *asked: wanted.append(asked))
        found.press(body.list.jumps[late])
        assert wanted == [(late, "collect")]
        found.press(body.list.boxes[late])
        assert body.state.text() == "1 个平台已齐全，可以移交。另有 1 个没有勾选。" and body.write.isEnabled()
        found.press(body.write)
        assert "已写入" in body.good.text()


def test_a_panel_s_own_step_ticks_what_is_ready_and_never_mixes_in_a_rehearsal(signed: World) -> None:
    late, trial = other_panel(signed), other_panel(signed, "演练平台", rehearsal=True)
    with hands(signed) as found:
        body = at_step(found)
        assert [each.name for each in body.list.picked] == [signed.panel]
        assert set(body.list.boxes) == {signed.panel, late}
        body.list.on_mode(True)
        assert set(body.list.boxes) == {trial} and not body.write.isEnabled()


def test_after_it_was_handed_over_the_line_says_so(signed: World) -> None:
    with hands(signed) as found:
        body = at_step(found)
        found.plug(signed.root / "usb")
        found.press(body.write)
        assert "已移交 2026-11-22" in found.said()
        body = found.show(RoundPackagePage(found.desk, found.watch)).inside
        assert [each.before for each in body.list.picked] == [True]


def test_a_stick_pulled_while_writing_is_told_and_writing_goes_on_where_it_stopped(
    signed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hands(signed) as found:
        body = at_step(found)
        stick = signed.root / "usb"
        found.plug(stick)
        stick.rmdir()
        stick.write_text("no folder any more")
        found.press(body.write)
        assert body.failed.text() and not body.good.text() and not body.is_busy
        stick.unlink()
        found.plug()
        found.plug(stick)
        found.press(body.write)
        assert "已写入" in body.good.text() or "已按原清单写入" in body.good.text()


def test_with_two_sticks_in_one_is_chosen_first(signed: World) -> None:
    with hands(signed) as found:
        body = at_step(found)
        found.plug(signed.root / "one", signed.root / "two")
        assert not body.write.isEnabled() and "插着 2 个 U 盘" in found.said()
        target = body.target
        assert isinstance(target, StickTarget)
        target.on_chosen(signed.root / "two")
        found.press(body.write)
        assert list((signed.root / "two").iterdir()) and not list((signed.root / "one").iterdir())


def test_a_folder_of_one_s_choice_takes_the_package_too(
    signed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (signed.root / "archive").mkdir()
    answer(monkeypatch, signed.root / "archive")
    with hands(signed) as found:
        body = at_step(found)
        found.press(body.folder)
        assert len(list((signed.root / "archive").iterdir())) == 1
        assert "拔出" not in body.good.text()


def test_the_print_set_is_written_and_opened_and_the_operator_s_page_lies_beside(
    signed: World, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    out = signed.root / "prints" / "打印件.pdf"
    out.parent.mkdir()
    answer(monkeypatch, out)
    with hands(signed) as found:
        body = at_step(found)
        found.press(body.prints.prints)
        assert opened == [out] and out.is_file()
        assert len(list(out.parent.iterdir())) == 2 and "已写好并复核" in body.prints.good.text()
        found.press(body.prints.show_folder)
        assert opened[-1] == out.parent


def test_facts_and_workbook_are_written_where_one_wants_them(
    signed: World, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    with hands(signed) as found:
        body = at_step(found)
        answer(monkeypatch, signed.root / "facts")
        found.press(body.prints.facts)
        (facts,) = (signed.root / "facts").iterdir()
        assert facts.name == f"事实核对单 {signed.panel}.pdf"
        answer(monkeypatch, signed.root / "结果.xlsx")
        found.press(body.prints.book)
        assert (signed.root / "结果.xlsx").read_bytes().startswith(b"PK")
        assert opened == []


def test_before_the_round_there_is_something_to_print_but_no_results(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    world = workspaces.issued().copy(tmp_path / "world")
    answer(monkeypatch, tmp_path / "打印件.pdf")
    with hands(world) as found:
        page = found.show(RoundPrintPage(found.desk, found.watch))
        assert not page.prints.book.isEnabled()
        found.press(page.prints.prints)
        assert (tmp_path / "打印件.pdf").is_file() and opened
        found.press(page.list.boxes[world.panel])
        assert not page.prints.prints.isEnabled()


def test_no_name_of_an_expert_and_no_score_is_on_the_page(signed: World) -> None:
    with hands(signed) as found:
        at_step(found)
        assert not any(name in found.said() for name in NAMES)


def test_by_keyboard_from_the_board_to_the_stick(signed: World) -> None:
    with hands(signed) as found:
        found.plug(signed.root / "usb")
        way = OrganiserWay(found.window, found.watch)
        page = way.show_desk_page("package")
        found.settle()
        assert isinstance(page, RoundPackagePage) and page.inside.write.hasFocus()
        QTest.keyClick(page.inside.write, Qt.Key.Key_Space)
        found.settle()
        assert "写入" in page.inside.good.text() and page.inside.write.hasFocus()


@pytest.mark.parametrize("size", [(911, 512), (1366, 728)])
def test_everything_fits_and_every_control_has_a_name(signed: World, size: tuple[int, int]) -> None:
    with hands(signed, width=size[0], height=size[1]) as found:
        body = at_step(found)
        assert found.window.width() == size[0]
        for act in (body.write, body.folder):
            place = act.mapTo(found.window, act.rect().bottomRight())
            assert place.x() <= size[0] and place.y() <= size[1] and act.accessibleName()
        assert all(each.accessibleName() for each in body.list.boxes.values())
