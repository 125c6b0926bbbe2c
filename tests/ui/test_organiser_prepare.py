"""准备新一轮 and 签发任务书 as a secretary does them: workbook in, panels out, briefs on sticks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.round_cells import Problem
from app.services.round_draft import read_draft
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.organiser.issue_page import IssuePage
from app.ui.organiser.organiser_way import OrganiserWay
from app.ui.organiser.prepare_drop import WorkbookDrop
from app.ui.organiser.prepare_form_page import PrepareFormPage
from app.ui.organiser.prepare_lists import problem_lines, problem_lists, told_words
from app.ui.organiser.prepare_page import PreparePage
from app.ui.stick_watch import StickWatch
from tests.services.rounds_filled import filled
from tests.ui.desks import open_desk
from tests.ui.prepare_scenes import settle
from tests.workspaces import World

Key = Qt.Key


@dataclass
class Room:
    """The desk's window; `sticks` are those that are in."""

    world: World
    desk: Desk
    window: MainWindow
    way: OrganiserWay
    watch: StickWatch
    sticks: list[Path] = field(default_factory=list)

    def plug(self, *sticks: Path) -> None:
        self.sticks[:] = sticks
        for each in sticks:
            each.mkdir(exist_ok=True)
        self.watch.look()
        settle()

    def prepare(self) -> PreparePage:
        page = self.way.show_desk_page("prepare")
        settle()
        assert isinstance(page, PreparePage)
        return page

    def issue(self) -> IssuePage:
        settle()
        page = self.window.page
        page = page if isinstance(page, IssuePage) else self.way.show_desk_page("issue")
        settle()
        assert isinstance(page, IssuePage)
        return page

    def form(self) -> PrepareFormPage:
        page = self.way.show_desk_page("prepare_form")
        settle()
        assert isinstance(page, PrepareFormPage)
        return page

    def said(self) -> str:
        shown = (each for each in self.window.findChildren(QLabel) if each.isVisible())
        return "\n".join(each.text() for each in shown)


@contextmanager
def room(world: World) -> Iterator[Room]:
    with open_desk(world, "desk") as desk:
        sticks: list[Path] = []
        window = MainWindow(desk)
        watch = StickWatch(lambda: tuple(sticks))
        made = Room(world, desk, window, OrganiserWay(window, watch), watch, sticks)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        settle()
        try:
            yield made
        finally:
            settle()
            window.may_close_unsent = True
            window.close()
            window.deleteLater()
            settle()


@pytest.fixture
def at_desk(issued: World) -> Iterator[Room]:
    with room(issued) as made:
        yield made


def click(pressed: QAbstractButton) -> None:
    assert pressed.isVisible() and pressed.isEnabled(), pressed.text()
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
    settle()


def drop(zone: WorkbookDrop, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    zone.dropEvent(event)
    settle()


def test_a_template_is_written_for_the_platforms_that_were_counted(at_desk: Room) -> None:
    page = at_desk.prepare()
    assert not page.workbook.export.isEnabled()
    counts = page.workbook.counts
    counts.fields[1].setFocus()
    QTest.keyClick(at_desk.window.windowHandle(), Key.Key_2)
    counts.put(counts.fields[3], 1)
    assert [each.annex for each in counts.rubrics()] == [2, 2, 4]
    assert "3 个平台" in page.workbook.export.text()
    out = at_desk.world.root / "新一轮"
    page.workbook.write_template(out)
    settle()
    assert out.with_suffix(".xlsx").is_file() and "已导出" in at_desk.said()
    page.workbook.write_template(out.with_suffix(".xlsx"))
    settle()
    assert page.workbook.refusal.isVisible()


def test_every_problem_is_named_and_nothing_is_made_until_the_book_is_right(at_desk: Room) -> None:
    page = at_desk.prepare()
    path = at_desk.world.root / "轮次.xlsx"
    book = filled(path, (2, 4))
    book.platform(2, {form.OPERATOR: None})
    book.expert(1, {form.PERSON: None})
    book.save()
    before = at_desk.desk.core.panels.names()
    drop(page.drop, path)
    assert page.state == "problems" and "工作簿有 2 处要改" in at_desk.said()
    assert {"F5", "A5"} <= set(at_desk.said().splitlines())
    click(page.copy)
    assert "平台 F5：要填运营主体" in QApplication.clipboard().text()
    filled(path, (2, 4)).save()
    click(page.go)
    assert page.state == "preview" and page.go.text() == "建立 2 个专家组"
    assert at_desk.desk.core.panels.names() == before
    QTest.keyClick(at_desk.window.windowHandle(), Key.Key_Return)
    settle()
    assert page.state == "made" and len(at_desk.desk.core.panels.names()) == len(before) + 2


def test_of_very_many_problems_the_first_are_listed_and_all_are_counted(qapp: QApplication) -> None:
    told = Told("round_no_platform")
    problems = [Problem(sheet, (row, 0), told) for sheet in ("平台", "专家") for row in range(150)]
    lists = problem_lists(problems)
    lines = [[each.text() for each in panel.findChildren(QLabel)] for panel in lists]
    assert ["150 处" in each for each in lines] == [True, True]
    assert [each.count(told_words(told)) for each in lines] == [150, 50]
    left = "还有 100 处没有列在这里，“复制清单”里有全部。可以先改好这些，再重新检查。"
    assert [left in each for each in lines] == [False, True]
    assert len(problem_lines(problems).splitlines()) == 300


def test_a_double_click_makes_the_panels_once_and_the_same_book_twice_is_asked_about(at_desk: Room) -> None:
    path = filled(at_desk.world.root / "轮次.xlsx", (2, 4)).save()
    page = at_desk.prepare()
    drop(page.drop, path)
    before = len(at_desk.desk.core.panels.names())
    page.open_all()
    page.open_all()
    assert not page.may_leave() and not page.go.isEnabled()
    settle()
    assert len(at_desk.desk.core.panels.names()) == before + 2
    again = at_desk.prepare()
    drop(again.drop, path)
    assert not again.again.isVisible()
    click(again.go)
    assert again.state == "preview" and "已经有专家组" in again.refusal.text()
    assert len(at_desk.desk.core.panels.names()) == before + 2
    click(again.again)
    assert again.state == "made" and len(at_desk.desk.core.panels.names()) == before + 4


def test_what_is_no_workbook_is_refused_where_it_was_dropped(at_desk: Room) -> None:
    page = at_desk.prepare()
    wrong = at_desk.world.root / "名单.xlsx"
    wrong.write_bytes(b"PK not really")
    drop(page.drop, wrong)
    assert page.state == "choose" and page.drop.refusal.isVisible()
    drop(page.drop, wrong, wrong)
    assert "一次只拖一本" in page.drop.refusal.text()


def test_a_rehearsal_is_marked_before_it_is_made(at_desk: Room) -> None:
    book = filled(at_desk.world.root / "演练.xlsx", (2,))
    book.rule(form.MODE, form.REHEARSAL)
    page = at_desk.prepare()
    drop(page.drop, book.save())
    assert "这是演练，不进入正式评审" in at_desk.said()
    click(page.go)
    assert page.made[0].brief.header.rehearsal


def made_two(room: Room) -> PreparePage:
    page = room.prepare()
    drop(page.drop, filled(room.world.root / "轮次.xlsx", (2, 4)).save())
    click(page.go)
    return page


def test_briefs_are_signed_once_and_the_same_bytes_go_to_every_stick(at_desk: Room) -> None:
    click(made_two(at_desk).go)
    page = at_desk.issue()
    assert [each.chosen for each in page.rows] == [False, True, True] and not page.write.isEnabled()
    one, two = at_desk.world.root / "KINGSTON", at_desk.world.root / "SANDISK"
    at_desk.plug(one, two)
    assert "插着 2 个 U 盘" in at_desk.said()
    for at in (0, 1):
        choice = page.choices.itemAt(at)
        assert choice is not None
        stick = choice.widget()
        assert isinstance(stick, QAbstractButton)
        click(stick)
    assert page.write.text() == "签发并写入 U 盘（2 份）"
    page.write.setFocus()
    QTest.keyClick(page.write, Key.Key_Space)
    page.begin((one,))  # a second press while it works is nothing
    settle()
    names = sorted(each.name for each in one.iterdir())
    assert len(names) == 2 and names == sorted(each.name for each in two.iterdir())
    assert all((one / each).read_bytes() == (two / each).read_bytes() for each in names)
    assert "U 盘“KINGSTON”" in at_desk.said() and "任务书 2 份（第 2—3 号）" in at_desk.said()
    assert "现在可以拔出 U 盘" in at_desk.said()
    before = (one / names[0]).read_bytes()
    assert page.write.text() == "写入 U 盘（2 份）"
    click(page.write)
    assert (one / names[0]).read_bytes() == before and len(page.written) == 2
    with at_desk.world.laptop("E1") as expert:
        assert expert.scoring.open(before).brief.header.brief_number == 2


def test_a_stick_pulled_too_early_is_told_and_the_same_again_does_the_rest(at_desk: Room) -> None:
    page = made_two(at_desk)
    click(page.go)
    issue = at_desk.issue()
    gone = at_desk.world.root / "gone"
    at_desk.plug(gone)
    gone.rmdir()
    gone.write_text("no folder any more")
    at_desk.sticks.clear()
    issue.begin((gone,))
    at_desk.watch.look()
    settle()
    assert issue.failed.isVisible() and issue.written == []
    assert all(at_desk.desk.core.panels.load(each.name).panel.issued for each in page.made)
    there = at_desk.world.root / "there"
    issue.begin((there,))
    settle()
    assert len(list(there.iterdir())) == 2


def test_the_printed_fallback_is_one_file_a_panel_and_keeps_its_numbers(at_desk: Room) -> None:
    page = at_desk.issue()
    folder = at_desk.world.root / "打印"
    page.print_forms(folder)
    settle()
    assert [each.name[:5] for each in folder.iterdir()] == ["纸质评分表"]
    numbers = [each.form.number for each in at_desk.desk.core.forms.all(at_desk.world.panel)]
    assert len(numbers) == 4 and "纸质评分表 1 份（第 1 号）" in at_desk.said()
    page.print_forms(folder)
    settle()
    assert [each.form.number for each in at_desk.desk.core.forms.all(at_desk.world.panel)] == numbers


def test_forms_of_a_brief_that_is_not_signed_are_refused_with_a_sentence(at_desk: Room) -> None:
    click(made_two(at_desk).go)
    page = at_desk.issue()
    page.print_forms(at_desk.world.root / "打印")
    settle()
    assert page.refusal.isVisible() and page.written == []


def type_in(widget: QWidget, text: str) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, text)
    settle()


def test_a_form_half_filled_is_there_again_after_the_program_was_closed(issued: World) -> None:
    with room(issued) as first:
        page = first.form()
        click(page.platforms.annexes[4])
        type_in(page.platforms.fields[form.NAME].line, "TM platform")
        click(page.tabs["experts"])
        click(page.experts.add)
        type_in(page.experts.rows[0].fields[0], "Wang")
    with room(issued) as second:
        page = second.form()
        assert page.platforms.fields[form.NAME].text == "TM platform"
        assert page.draft.experts[0].name == "Wang" and page.draft.experts[0].chair
        assert "继续填写" in second.prepare().form.text()
        page = second.form()
        click(page.discard)
        click(page.sure)
        assert read_draft(second.desk.folder) is None and page.platforms.fields[form.NAME].text == ""


def test_a_round_is_made_from_the_form_alone(at_desk: Room) -> None:
    page = at_desk.form()
    click(page.go)
    assert page.found is not None and page.found.problems and "还有" in at_desk.said()
    click(page.platforms.annexes[4])
    words = {form.NAME: "TM platform", form.OPERATOR: "B", form.FIRST: "2025-06-08"}
    for name, text in (words | {form.LAST: "2026/6/7", form.DAY: "2026-11-22"}).items():
        type_in(page.platforms.fields[name].line, text)
    assert "2026年6月7日" in at_desk.said()
    block = page.platforms.facts.blocks["4.1.3.1"]
    click(block.fold)
    assert block.form is not None
    type_in(block.form.rows[0].target, "6")
    block.form.rows[1].entered.emit(True, "")
    type_in(block.evidence.line, "5")
    click(page.tabs["experts"])
    click(page.experts.paste)
    pasted = "王伟 某大学 教授 组长\n李𬭚 某所 律师\n张䶮 某院 研究员\n孙立文 某院 研究员\n冯新 某院 候补"
    page.experts.text.setPlainText(pasted)
    click(page.experts.take)
    click(page.experts.rows[3].reserve)
    click(page.tabs["rules"])
    asked = {each.rule.question.key for each in page.rules.blocks}
    assert "survey" in asked and not page.rules.numbers[form.STEP].isVisible()
    click(page.rules.blocks[0].change)
    click(page.rules.blocks[0].cards[1])
    assert page.draft.rules[page.rules.blocks[0].rule.label]
    click(page.rules.default)
    assert page.draft.rules == {}
    click(page.rehearsal)
    assert "这是演练" in at_desk.said()
    click(page.go)
    assert page.found is not None and page.found.problems == (), page.found
    assert "规则未经委托方确认" in at_desk.said() and "已知事实 1 项" in at_desk.said()
    assert "专家 3 人：王伟（组长）、李𬭚、张䶮；候补：孙立文、冯新" in at_desk.said()
    click(page.edit)
    click(page.go)
    click(page.go)
    assert page.is_made and read_draft(at_desk.desk.folder) is None
    made = at_desk.desk.core.panels.load(at_desk.desk.core.panels.in_order()[-1]).panel
    assert made.brief.header.rehearsal and [each.name for each in made.brief.seats] == [
        "王伟",
        "李𬭚",
        "张䶮",
    ]
    assert [each.name for each in made.reserves] == ["孙立文", "冯新"]
    click(page.go)
    assert isinstance(at_desk.window.page, IssuePage)


def test_a_reserve_takes_no_chair_and_the_chair_is_no_reserve(at_desk: Room) -> None:
    page = at_desk.form()
    click(page.tabs["experts"])
    for _ in range(2):
        click(page.experts.add)
    first, second = page.experts.rows
    click(first.reserve)
    assert [(each.chair, each.reserve) for each in page.draft.experts] == [(False, True), (False, False)]
    click(second.chair)
    click(first.chair)
    assert [(each.chair, each.reserve) for each in page.draft.experts] == [(True, False), (False, False)]
    type_in(second.fields[0], "Sun")
    click(second.reserve)
    click(page.tabs["platforms"])
    assert page.platforms.people[1].text() == "Sun（候补）"


def test_a_problem_of_the_form_leads_to_its_field(at_desk: Room) -> None:
    page = at_desk.form()
    click(page.platforms.annexes[1])
    click(page.go)
    assert page.found is not None
    for each in page.found.problems:
        page.go_to(each.field)
        settle()
        assert QApplication.focusWidget() is not None
    first = next(each for each in page.found.problems if each.field.what == form.OPERATOR)
    page.go_to(first.field)
    assert QApplication.focusWidget() is page.platforms.fields[form.OPERATOR].line


def told(ground: QWidget) -> list[str]:
    """All that can be read below `ground`."""
    return [each.text() for each in ground.findChildren(QLabel) if each.isVisible() and each.text()]


def test_what_a_field_of_the_form_does_not_take_is_said(at_desk: Room) -> None:
    page = at_desk.form()
    operator = page.platforms.fields[form.OPERATOR]
    type_in(operator.line, "x" * 121)
    assert page.draft.platforms[0].operator == "x" * 120
    assert "已到 120 字，多出的没有记下。" in told(operator)
    click(page.tabs["experts"])
    click(page.experts.add)
    click(page.experts.watcher)
    row = page.experts.rows[0]
    for line, limit in zip(row.fields, (60, 100, 60), strict=True):
        QTest.keyClicks(line, "y" * (limit + 1))
        assert len(line.text()) == limit and f"已到 {limit} 字，多出的没有记下。" in told(row)
        line.clear()
        assert told(row) == ["1"]
    name, unit = page.experts.observers[0]
    for line, limit in ((name, 60), (unit, 100)):
        QTest.keyClicks(line, "z" * (limit + 1))
    assert page.draft.observers == (("z" * 60, "z" * 100),)


def test_more_platforms_than_a_workbook_holds_are_not_taken_and_that_is_said(at_desk: Room) -> None:
    counts = at_desk.prepare().workbook.counts
    QTest.keyClicks(counts.fields[0], "61")
    assert counts.fields[0].text() == "60" and counts.told[0].text() == "最多 60 个。"
    assert counts.told[0].isVisible()
    counts.put(counts.fields[0], 6)
    assert not counts.told[0].isVisible() and len(counts.rubrics()) == 6


def test_platforms_and_experts_come_and_go(at_desk: Room) -> None:
    page = at_desk.form()
    type_in(page.platforms.fields[form.FIRST].line, "2025-06-08")
    click(page.platforms.add)
    assert page.platforms.fields[form.FIRST].text == "2025-06-08" and len(page.platforms.tabs) == 2
    click(page.tabs["experts"])
    for _ in range(3):
        click(page.experts.add)
    for at, each in enumerate("ABC"):
        type_in(page.experts.rows[at].fields[0], each)
    click(page.experts.rows[2].chair)
    assert [each.chair for each in page.draft.experts] == [False, False, True]
    click(page.experts.rows[0].away)
    click(page.experts.watcher)
    type_in(page.experts.observers[0][0], "Zhou")
    click(page.tabs["platforms"])
    click(page.platforms.people[0])
    assert page.draft.platforms[page.platforms.at].absent == (0,)
    click(page.platforms.away)
    assert len(page.draft.platforms) == 1 and page.draft.observers == (("Zhou", ""),)
    page.experts.text.setPlainText("  ")
    click(page.tabs["experts"])
    click(page.experts.paste)
    click(page.experts.take)
    assert "没有读到姓名" in page.experts.refusal.text()


def test_an_empty_desk_says_what_to_do(at_desk: Room) -> None:
    at_desk.desk.core.settling.void(at_desk.world.panel, "未开始即撤销")
    page = at_desk.issue()
    assert "请先准备新一轮" in at_desk.said()
    click(page.prepare)
    assert isinstance(at_desk.window.page, PreparePage)
