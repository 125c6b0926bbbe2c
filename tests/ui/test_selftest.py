"""自检 in the window: begun from 设置, told line by line, kept as a PDF, stopped by leaving."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.bootstrap import open_core
from app.services.core import Core
from app.services.selftest_report import ORDER
from app.settings import Settings
from app.store.database import StoreDeviceFault
from app.store.migrations import STEPS, Step
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.selftest_page import SelftestPage
from app.ui.settings_page import SettingsPage
from app.ui.stick_watch import StickWatch
from app.ui.way import Way
from app.ui.words import set_translator
from tests.services.test_selftest import in_time
from tests.ui.day_scenes import selftest_report
from tests.ui.days import text_of
from tests.ui.scenes import settle
from tests.ui.test_shared_laptop import unmarked
from tests.workspaces import World


@pytest.fixture
def window(issued: World, qapp: QApplication) -> Iterator[MainWindow]:
    def opened(settings: Settings) -> AbstractContextManager[Core]:
        if settings.workspace.name == "E1" and settings.secret is not None:  # the rehearsal's
            raise StoreDeviceFault(path="x", reason="SQLITE_IOERR")
        return issued.core(settings.workspace, settings.secret)

    desk = Desk(opened, Settings(in_time(issued).folder("E1"), None))
    window = MainWindow(desk)
    way = Way(window, StickWatch(lambda: (issued.stick,)))
    way.watch.look()
    settle()
    way.on_settings()
    window.resize(911, 512)
    window.show()
    settle()
    yield window
    way.leave()
    window.may_close_unsent = True
    window.close()
    desk.close()
    window.deleteLater()
    settle()


def begun(window: MainWindow) -> SelftestPage:
    settings = window.page
    assert isinstance(settings, SettingsPage)
    settings.selftest.click()
    page = window.page
    assert isinstance(page, SelftestPage)
    page.begin.click()
    return page


def test_it_tells_every_check_the_worst_first_and_can_be_printed(window: MainWindow, tmp_path: Path) -> None:
    page = begun(window)
    assert not page.begin.isEnabled() and page.bar.isVisible()
    settle()
    assert page.report is not None and page.report.state == "red"
    told = [each.text() for each in page.lines.findChildren(QLabel)]
    assert len(page.report.lines) == len(ORDER) and told[1] == "演练一遍" and "须处理" in told[0]
    assert page.sum.isVisible() and "须先处理" in page.sum.text() and page.begin.text() == "再检一次"
    page.write(tmp_path / "自检.pdf")
    settle()
    assert (tmp_path / "自检.pdf").read_bytes().startswith(b"%PDF-") and page.saved.isVisible()


def test_the_page_fits_the_smallest_screen_and_marks_its_texts(window: MainWindow) -> None:
    set_translator(lambda text: f"⟦{text}⟧", lambda text: f"⟦{text}⟧")
    try:
        page = SelftestPage(window.desk, StickWatch(lambda: ()), selftest_report())
        window.show_page(page)
        settle()
        assert (window.width(), window.height()) == (911, 512) and page.bottom.isVisible()
        told = [text_of(each) for each in page.findChildren(QWidget)]
        assert [each for each in told if unmarked(each)] == [] and "⟦U 盘⟧" in "".join(told)
    finally:
        set_translator()


def test_leaving_the_page_stops_it(window: MainWindow) -> None:
    page = begun(window)
    assert page.may_leave()
    settle()
    assert page.report is None and "已停止" in page.refusal.text() and page.begin.isEnabled()


def test_a_workspace_that_was_brought_forward_is_said_where_one_begins(
    issued: World, qapp: QApplication
) -> None:
    later = (*STEPS, Step(()))
    for name in ("E1", "desk"):  # an expert's, which begins with 今日评审, and a desk's, with its board
        with issued.laptop(name) as core:
            assert core.kept_copy is None
        folder = issued.folder(name)
        desk = Desk(lambda settings: open_core(settings, steps=later), Settings(folder, None))
        window = MainWindow(desk)
        way = Way(window, StickWatch(lambda: ()))
        way.on_entered()
        window.show()
        settle()
        told = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
        copy = folder / f"zhiping.sqlite.v{len(STEPS)}.copy"
        assert copy.is_file() and any(str(copy) in each for each in told)
        way.leave()
        window.close()
        desk.close()
        window.deleteLater()
        settle()
