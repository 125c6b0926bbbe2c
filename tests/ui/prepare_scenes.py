"""准备新一轮 and 签发任务书 in their states, for the pictures and the tests that go over every page."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from app.services.round_draft import ExpertDraft, PlatformDraft, RoundDraft, write_draft
from app.services.round_filled import Field
from app.settings import Settings
from app.ui import tasks
from app.ui.desk import Desk
from app.ui.organiser.issue_page import IssuePage
from app.ui.organiser.prepare_form_page import PrepareFormPage
from app.ui.organiser.prepare_page import PreparePage
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from tests.services.rounds_filled import filled, known_values
from tests.ui import day_scenes
from tests.workspaces import World

PEOPLE = (
    ExpertDraft("王伟", "某大学知识产权学院", "教授", True),
    ExpertDraft("李𬭚", "某律师事务所", "律师"),
    ExpertDraft("张䶮", "某知识产权代理有限公司", "专利代理师"),
    ExpertDraft("欧阳㛃", "某研究院", "研究员"),
    ExpertDraft("赵𠅤", "", ""),
    ExpertDraft("司徒𬭚音", "粤港澳大湾区知识产权运营与地理标志产业综合研究院", "副研究员", reserve=True),
)
Made = tuple[str, Callable[[Desk, QWidget], Page], Callable[[Page], None]]
ANNEXES = (4, 2, 5, 3, 8, 6, 7)


def half_filled() -> RoundDraft:
    """A draft of two platforms, the second begun."""
    second = PlatformDraft(first="2025-06-08", last="2026年6月7日", day="2026-11-22", place="科学城")
    first = replace(second, annex=4, name="商标品牌服务平台", builder="甲公司", operator="乙公司")
    return RoundDraft(platforms=(first, second), experts=PEOPLE, observers=(("周科长", "知识产权局"),))


def settle(page: Page | None = None) -> None:
    """Until no work is under way."""
    app = QApplication.instance()
    assert app is not None
    for _ in range(3):
        app.processEvents()
        while tasks.busy():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def prepare_scenes(world: World, _: Desk) -> Iterator[Made]:
    """The beginning, a workbook with slips, a preview, panels made, briefs to be issued, issued."""
    desk = day_scenes.Desk(  # type: ignore[attr-defined]  # the one that every_page closes
        lambda settings: world.laptop("desk"), Settings(world.folder("desk"), None)
    )
    none = StickWatch(lambda: ())
    right = filled(world.root / "轮次.xlsx", ANNEXES)
    right.expert(6, {"姓名": "孙立文", "单位": "某研究院", "候补": "是"})
    right.fact(4, 1, "4.1.3.1", known_values(4, "4.1.3.1"), "5")
    right.save()
    wrong = filled(world.root / "有错的.xlsx", ANNEXES)
    wrong.platform(2, {"考核期第一天": "去年六月", "运营主体": None})
    wrong.platform(5, {"平台类别": "商标服务类"})
    wrong.expert(2, {"姓名": None})
    wrong.put("规则", "C5", "大概吧")
    wrong.save()

    def prepare(_desk: Desk, _parent: QWidget) -> PreparePage:
        return PreparePage(desk, none)

    def issue(_desk: Desk, _parent: QWidget) -> IssuePage:
        return IssuePage(desk, none)

    def counted(page: Page) -> None:
        assert isinstance(page, PreparePage)
        for at in (1, 1, 2, 3, 7):
            field = page.workbook.counts.fields[at]
            page.workbook.counts.put(field, int(field.value or 0) + 1)

    def read(path: str) -> Callable[[Page], None]:
        def then(page: Page) -> None:
            assert isinstance(page, PreparePage)
            page.on_files((world.root / path,))
            settle()

        return then

    def made(page: Page) -> None:
        read("轮次.xlsx")(page)
        assert isinstance(page, PreparePage)
        page.open_all(again=True)
        settle()

    def written(page: Page) -> None:
        assert isinstance(page, IssuePage)
        page.none.click()
        for each in page.rows[:3]:
            each.pick.setChecked(True)
        (world.root / "KINGSTON").mkdir(exist_ok=True)
        page.begin((world.root / "KINGSTON",))
        settle()

    def form(_desk: Desk, _parent: QWidget) -> PrepareFormPage:
        write_draft(desk.folder, half_filled())
        return PrepareFormPage(desk, none)

    def part(name: str) -> Callable[[Page], None]:
        def then(page: Page) -> None:
            assert isinstance(page, PrepareFormPage)
            page.show_part(name)

        return then

    def fact(page: Page) -> None:
        assert isinstance(page, PrepareFormPage)
        page.go_to(Field("fact", 0, "4.1.3.1"))

    def checked(page: Page) -> None:
        assert isinstance(page, PrepareFormPage)
        page.check()
        settle()

    yield "prepare", prepare, counted
    yield "prepare-form", form, settle
    yield "prepare-form-experts", form, part("experts")
    yield "prepare-form-rules", form, part("rules")
    yield "prepare-form-fact", form, fact
    yield "prepare-form-problems", form, checked
    yield "prepare-problems", prepare, read("有错的.xlsx")
    yield "prepare-preview", prepare, read("轮次.xlsx")
    yield "prepare-made", prepare, made
    yield "issue", issue, settle
    yield "issue-written", issue, written
