"""收取评分表, the code that is read out, and 1 收表: every file told, none lost, nobody scored for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.canonical import check_code
from app.ui.organiser.bind_field import CodeField
from tests import workspaces
from tests.ui.days import Day, day
from tests.ui.organiser_days import code_of, collect, panel, read_out, standings
from tests.workspaces import NAMES, World, panel_file, revised, scored


@pytest.fixture
def submitted(tmp_path: Path, qapp: QApplication) -> World:
    return workspaces.submitted().copy(tmp_path / "world")


@pytest.fixture
def desk(submitted: World) -> Iterator[Day]:
    """The desk's window; three signed sheets on the stick."""
    with day(submitted, submitted.folder("desk")) as running:
        yield running


# ---- collecting -----------------------------------------------------------------------------------------


def test_one_press_takes_the_stick_in_and_clears_it(desk: Day) -> None:
    page = collect(desk, desk.world.stick)
    assert page.results.summary.text() == "共 3 份：待确认 3。"
    assert "收好的 3 份已从 U 盘上取走，本机已存好并复读一致。现在可以拔出 U 盘。" in desk.said()
    assert [path.name for path in desk.world.stick.iterdir()] == ["brief.pdf"]
    assert standings(desk) == ["pending"] * 3
    assert page.primary is page.done and page.binding.rows[NAMES[0]].field.hasFocus()


def test_the_stick_says_what_is_new_on_it_and_twice_is_harmless(desk: Day) -> None:
    kept = desk.world.root / "kept"
    shutil.copytree(desk.world.stick, kept)
    collect(desk, desk.world.stick)
    desk.window.go_back()
    desk.plug()
    page = collect(desk)
    assert "请插入收表的 U 盘" in desk.said()
    desk.plug(kept)
    assert "里没有还没收的文件" in desk.said()
    desk.press(page.collect)
    assert page.results.summary.text() == "共 3 份：已有 3。" and standings(desk) == ["pending"] * 3
    assert [path.name for path in kept.iterdir()] == ["brief.pdf"]


def test_dropped_files_stay_where_they_are(desk: Day) -> None:
    page = collect(desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(desk.world.stick))])
    modifier, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    page.drop.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, modifier))
    desk.settle()
    assert standings(desk) == ["pending"] * 3 and len(list(desk.world.stick.iterdir())) == 4
    assert "取走，本机" not in desk.said()


def bad_stick(world: World) -> Path:
    """Every kind of file that must not come in, each under its own name; and one sheet that does."""
    stick = world.root / "mixed"
    stick.mkdir()
    good = world.file("stick/E1.pdf")
    (stick / "1 好.pdf").write_bytes(good)
    (stick / "2 同一份.pdf").write_bytes(good)
    altered = bytearray(world.file("stick/E2.pdf"))
    altered[len(altered) // 2] ^= 1
    (stick / "3 改动.pdf").write_bytes(bytes(altered))
    (stick / "4 半截.pdf").write_bytes(good[: len(good) // 2])
    (stick / "5 照片.jpg").write_bytes(b"\xff\xd8 not ours")
    world.new_laptop("elsewhere", "别家秘书", "别家公司", "")
    with world.laptop("elsewhere") as core:
        for number, rehearsal in ((6, False), (7, True)):
            names, platform = ["周明远", "孙立", "钱一"], f"别家平台{number}"
            file = panel_file(world.root, names, platform=platform, rehearsal=rehearsal)
            brief = core.panels.issue(core.panels.new(file).name, world.root / f"b{number}.pdf")
            (stick / f"{number} 别家任务书.pdf").write_bytes(brief)
            world.new_laptop(f"x{number}", "周明远")
            with world.laptop(f"x{number}") as expert:
                sheet, paper = scored(expert, brief)
                expert.scoring.hand_over(sheet.id, paper, stick / f"{number} 别家.pdf")
    return stick


def test_every_file_that_must_not_come_in_is_named_and_none_is_merged(desk: Day) -> None:
    page = collect(desk, bad_stick(desk.world))
    told = {each.path.name: (each.outcome, each.code) for each in page.found}
    assert told["1 好.pdf"] == ("pending", "import_pending")
    assert told["2 同一份.pdf"] == ("unchanged", "import_unchanged")
    refused = {name: code for name, (outcome, code) in told.items() if outcome == "refused"}
    assert {name[0] for name in refused} == {"3", "4", "5", "6", "7"}
    assert refused["7 别家.pdf"] == "rehearsal_paper" and refused["6 别家.pdf"] == "other_panel"
    assert standings(desk) == ["pending", "missing", "missing"]
    said = desk.said()
    assert "共 9 份：待确认 1，已有 1，未收 7。" in said
    assert [name for name in refused if name not in said] == []
    assert {path.name[0] for path in (desk.world.root / "mixed").iterdir()} == set("34567")


def test_an_older_revision_is_told_as_such(desk: Day) -> None:
    with desk.world.laptop("E3") as core:
        name = core.scoring.names()[0]
        newer = revised(core, name)
        core.scoring.hand_over(name, newer, desk.world.root / "E3-2.pdf")
    desk.desk.core.collecting.collect([desk.world.root / "E3-2.pdf"])
    desk.desk.core.settling.bind(desk.world.panel, "E3", check_code(newer.sheet.digest))
    collect(desk, desk.world.stick)
    assert f"{NAMES[2]}（某某运营服务）" in desk.said() and "只作为经过保留" in desk.said()


def test_a_stick_pulled_before_it_is_read_is_said_in_words(desk: Day) -> None:
    desk.plug(desk.world.stick)
    page = desk.way.organiser.show_collect
    shutil.move(desk.world.stick, desk.world.root / "gone")
    shown = page()
    desk.settle()
    assert "重新插入 U 盘" in shown.drop.refusal.text() and not shown.found
    assert standings(desk) == ["missing"] * 3


# ---- the code -------------------------------------------------------------------------------------------


def test_a_code_is_grouped_while_it_is_typed_and_takes_full_width_digits(qapp: QApplication) -> None:
    field, found = CodeField("校验码"), list[str]()
    field.complete.connect(found.append)
    field.show()
    QTest.keyClicks(field, "7741739152x")
    assert field.text() == "7741 7391 52"
    typed = QInputMethodEvent()
    typed.setCommitString("６５０３１８４４２０")
    QApplication.sendEvent(field, typed)
    assert field.text() == "7741 7391 5265 0318 4420" and found == ["77417391526503184420"]
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "7741 7391 5265 0318 442"
    field.setCursorPosition(4)
    QTest.keyClicks(field, "9")
    assert field.text() == "7741 9739 1526 5031 8442" and field.cursorPosition() == 6
    field.close()


def test_a_wrong_code_is_refused_in_words_and_the_right_one_binds_every_platform(desk: Day) -> None:
    core, world = desk.desk.core, desk.world
    second = core.panels.new(panel_file(world.root, annex=3, platform="商标品牌服务平台")).name
    brief = core.panels.issue(second, world.root / "second.pdf")
    with world.laptop("E1") as expert:
        sheet, paper = scored(expert, brief)
        expert.scoring.hand_over(sheet.id, paper, world.stick / "E1-second.pdf")
    page = collect(desk, world.stick)
    row = page.binding.rows[NAMES[0]]
    read_out(desk, row, "1" * 20)
    assert "请他再念一遍" in row.refusal.text() and row.field.hasFocus()
    assert standings(desk)[0] == "pending"
    read_out(desk, row, check_code(paper.sheet.digest).replace(" ", ""))
    assert row.good.text() == f"✓ 校验码正确，已确认{NAMES[0]}，2 个平台有效。"
    assert standings(desk)[0] == "counted"
    other = core.panels.load(second).panel
    assert other.standing(other.places[0]) == "counted"
    assert "新收 2" in page.results.summary.text()
    assert page.binding.rows[NAMES[1]].field.hasFocus()


def test_what_comes_after_the_code_was_typed_needs_no_code(desk: Day) -> None:
    core, world = desk.desk.core, desk.world
    page = collect(desk, world.stick)
    read_out(desk, page.binding.rows[NAMES[0]], code_of(desk, "E1"))
    desk.press(page.done)
    second = core.panels.new(panel_file(world.root, annex=3, platform="商标品牌服务平台")).name
    brief = core.panels.issue(second, world.root / "second.pdf")
    with world.laptop("E1") as expert:
        sheet, paper = scored(expert, brief)
        expert.scoring.hand_over(sheet.id, paper, world.stick / "E1-second.pdf")
    page = collect(desk, world.stick)
    assert page.results.summary.text() == "共 1 份：新收 1。"
    other = core.panels.load(second).panel
    assert other.standing(other.places[0]) == "counted"


def test_a_sheet_from_another_laptop_comes_in_with_its_code_and_a_reason(desk: Day) -> None:
    world = desk.world
    page = collect(desk, world.stick)
    read_out(desk, page.binding.rows[NAMES[0]], code_of(desk, "E1"))
    desk.press(page.done)
    world.new_laptop("E1-new", NAMES[0])
    with world.laptop("E1-new") as core:
        sheet, paper = scored(core, world.file("stick/brief.pdf"), "E1")
        core.scoring.hand_over(sheet.id, paper, world.stick / "E1-new.pdf")
    page = collect(desk, world.stick)
    assert "签名不同" in desk.said() and standings(desk)[0] == "counted"
    [act] = [each for each in page.results.findChildren(type(page.done)) if each.isVisible()]
    desk.press(act)
    form = page.form
    assert form is not None and form.code is not None
    desk.press(form.confirm)
    assert "请先输入 20 位校验码" in form.refusal.text()
    QTest.keyClicks(form.code, check_code(paper.sheet.digest).replace(" ", ""))
    desk.press(form.confirm)
    assert "须写明理由" in form.refusal.text()
    form.reason.setPlainText("原来的电脑坏了，本人在场确认。")
    desk.press(form.confirm)
    found = panel(desk)
    current = found.current(found.places[0])
    assert page.form is None and current is not None and current.digest == paper.sheet.digest
