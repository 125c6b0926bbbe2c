"""The way through the pages: which page follows which act, from the first page to the closed window.

A page's module is loaded when it is first shown, so that the first one is there at once.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.domain.sheet import Sheet
from app.services.identities import Me
from app.ui.entrance import Entrance
from app.ui.feedback import message
from app.ui.home_page import HomePage
from app.ui.main_window import MainWindow, clock_words
from app.ui.pages import Page
from app.ui.practice_way import PracticeWay
from app.ui.recovery import Remembered, read_look, say_brought_forward, say_recovered, write_look
from app.ui.sheet_states import standing
from app.ui.stick_watch import StickWatch
from app.ui.style import Look
from app.ui.words import raw, t

if TYPE_CHECKING:
    from app.ui.organiser.organiser_way import OrganiserWay
    from app.ui.scoring_page import ScoringPage


def begin(window: MainWindow) -> None:
    """Shows the first page and leads on from there until the window is closed."""
    way = Way(window, StickWatch(parent=window))
    way.watch.start()
    way.entrance.begin()


class Way(QObject):
    """Connects the pages of one window; lives as long as the window."""

    def __init__(self, window: MainWindow, watch: StickWatch) -> None:
        super().__init__(window)
        self.window, self.desk, self.watch = window, window.desk, watch
        self.base = self.desk.folder
        self.remembered = Remembered(self)
        self.entrance = Entrance(window, self.base, self.remembered)
        self.practice = PracticeWay(self)
        self._scoring: ScoringPage | None = None
        self.entrance.entered.connect(self.on_entered)
        self.entrance.opened.connect(self.on_opened)
        window.look_changed.connect(self.on_look_changed)
        window.unsent_found.connect(self.on_unsent)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.leave)
        window.set_look(read_look(self.base))

    @cached_property
    def organiser(self) -> "OrganiserWay":
        """The way through the desk's pages, which an expert never takes."""
        from app.ui.organiser.organiser_way import OrganiserWay

        return OrganiserWay(self.window, self.watch)

    def leave(self) -> None:
        """The window closes in order."""
        self.watch.stop()
        self.practice.leave()
        self.remembered.leave()

    # ---- home ---------------------------------------------------------------------------------------

    def on_entered(self) -> None:
        """Somebody's workspace is open; after a crash straight back to the criterion they were at."""
        before = self.remembered.enter(self.desk.folder)
        self.show_home()
        sheets = {each.id: each for each in self.desk.sheets()}
        found = sheets.get(before.sheet)
        if before.running and found is not None and found.state == "scoring":
            page = self.show_scoring(found.id, before.criterion or None)
            self.recovered = say_recovered(page, clock_words(self.desk.session(found.id).saved_at))
        elif before.running and sheets:
            last = max(self.desk.session(each).saved_at for each in sheets)
            home = self.window.page
            if isinstance(home, HomePage):
                home.recovered(clock_words(last))
        if self.desk.core.has_panels and not sheets:
            self.organiser.show_board()  # a workspace with panels and no sheets is a desk's
        if self.desk.core.kept_copy is not None and self.window.page is not None:
            say_brought_forward(self.window.page, self.desk.core.kept_copy)

    def show_home(self) -> Page:
        """今日评审, with nothing behind it; while practising, the practice."""
        self.remembered.at("")
        page: Page
        if self.practice.is_on:
            page = self.practice.page()
        else:
            home = HomePage(self.desk, self.watch, shared=self.entrance.is_shared, parent=self.window.stack)
            home.act_requested.connect(self.on_act)
            home.briefs_given.connect(self.entrance.take)
            home.verify_requested.connect(self.on_verify)
            home.compare_requested.connect(self.on_compare)
            home.practice_requested.connect(self.practice.begin)
            home.organise_requested.connect(lambda: self.organiser.show_board())
            home.record_given.connect(lambda offer: self.organiser.show_record(offer))
            home.settings_requested.connect(self.on_settings)
            home.people_requested.connect(self.on_people)
            page = home
        self.window.show_first(page)
        return page

    def on_opened(self, names: tuple[str, ...], told: str) -> None:
        """Briefs were opened: one alone leads on to what is next on it."""
        home = self.show_home()
        if isinstance(home, HomePage):
            home.drop.refusal.say(told)
        if len(names) == 1 and not told:
            self.on_act(standing(self.desk.session(names[0]).sheet).act, names[0])

    def on_act(self, act: str, name: str) -> None:
        """The next act on a sheet."""
        if act == "brief":
            self.show_brief(name)
        elif act == "score":
            self.show_scoring(name)
        elif act == "check":
            self.show_check(name)
        else:
            self.show_handover(name)

    # ---- the pages of a sheet -----------------------------------------------------------------------

    def show_brief(self, name: str) -> None:
        """任务书"""
        from app.ui.brief_page import BriefPage

        page = BriefPage(self.desk, name)
        page.acted.connect(self.on_act)
        page.recused.connect(self.on_recused)
        self.window.show_page(page)

    def on_recused(self, name: str) -> None:
        """A recusal is signed like a sheet."""
        self.show_home()
        self.show_check(name)

    def show_scoring(self, name: str, criterion: str | None = None) -> "ScoringPage":
        """评分, over 今日评审"""
        from app.ui.scoring_page import ScoringPage

        if self.practice.is_on or not isinstance(self.window.page, HomePage):
            self.show_home()
        page = ScoringPage(self.desk, name, criterion, self.window.stack)
        page.check_requested.connect(self.show_check)
        page.criterion_reached.connect(lambda reached: self.remembered.at(name, reached))
        self._scoring = page
        self.remembered.at(name, criterion or "")
        self.window.show_page(page)
        return page

    def show_check(self, name: str) -> None:
        """核对并签署"""
        from app.ui.check_page import CheckPage

        page = CheckPage(self.desk, name)
        page.fill_requested.connect(self.on_fill)
        page.brief_requested.connect(self.show_brief)
        page.signed.connect(self.on_signed)
        self.window.show_page(page)

    def on_fill(self, name: str, criterion: str) -> None:
        """去填写: back to the criterion, to the same page where it is still there."""
        page = self._scoring
        there = page is not None and shiboken6.isValid(page) and self.window.stack.indexOf(page) >= 0
        if page is not None and there and page.name == name:
            self.window.go_back()
            page.go_to(criterion)
        else:
            self.show_scoring(name, criterion)

    def on_signed(self, names: tuple[str, ...]) -> None:
        """Signed is not handed over: on to the stick."""
        self.show_handover(names[0])

    def show_handover(self, name: str) -> None:
        """交表, over 今日评审"""
        from app.ui.handover_page import HandoverPage

        self.show_home()
        page = HandoverPage(self.desk, self.practice.watch if self.practice.is_on else self.watch, name)
        page.revised.connect(self.show_scoring)
        page.finished.connect(self.show_home)
        page.brief_requested.connect(self.show_brief)
        self.window.show_page(page)

    # ---- closing, settings, practice ----------------------------------------------------------------

    def on_unsent(self, sheets: tuple[Sheet, ...]) -> None:
        """The window was to be closed while a signed sheet has not left."""
        self._ask_unsent(sheets, t("仍要关闭"), self.on_close_anyway)

    def _ask_unsent(self, sheets: Sequence[Sheet], anyway: str, do: Callable[[], None]) -> None:
        names = "、".join(each.brief.platform.name for each in sheets)
        said = t("{names}的评分表已签署，还没有写入 U 盘。").format(names=raw(names))
        box = message(self.window, t("还没有交表"), said)
        stay = box.addButton(t("写入 U 盘"), box.ButtonRole.AcceptRole)
        close = box.addButton(anyway, box.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        stay.clicked.connect(lambda: self.show_handover(sheets[0].id))
        close.clicked.connect(do)
        self.box = box
        box.open()

    def on_close_anyway(self) -> None:
        """The person was told and closes all the same."""
        self.window.may_close_unsent = True
        self.window.close()

    def on_settings(self) -> None:
        """设置"""
        from app.ui.settings_page import SettingsPage

        page = SettingsPage(self.desk, self._me(), self.window.look)
        page.look_wanted.connect(self.window.set_look)
        page.people_requested.connect(self.on_people)
        page.selftest_requested.connect(self.on_selftest)
        self.window.show_page(page)

    def on_selftest(self) -> None:
        """自检"""
        from app.ui.selftest_page import show_selftest

        show_selftest(self.window, self.watch)

    def on_verify(self, paths: Sequence[Path]) -> None:
        """验证文件"""
        self.organiser.show_verify(paths, self._start_folder)

    def on_compare(self) -> None:
        """得分对照"""
        from app.ui.compare_page import ComparePage

        page = ComparePage(self.desk)
        page.close_page.clicked.connect(self.show_home)
        self.window.show_page(page)

    def _start_folder(self) -> Path:
        return self.watch.sticks[0] if self.watch.sticks else Path.home()

    def on_people(self) -> None:
        """换人; with a signed sheet that has not left, only when told again."""
        unsent = self.desk.unsent()
        if unsent:
            self._ask_unsent(unsent, t("仍要换人"), self.entrance.swap)
        else:
            self.entrance.swap()

    def _me(self) -> Me | None:
        known = self.desk.core.identities
        return known.me() if known.is_made else None

    def on_look_changed(self, look: Look) -> None:
        """The look is this computer's, for every expert on it."""
        write_look(self.base, look)
        if self.desk.folder == self.base:
            self.remembered.view = self.remembered.with_look(look)
