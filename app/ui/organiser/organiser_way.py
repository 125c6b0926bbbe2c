"""The way through the desk's pages: the board, what it offers, and the five steps of each panel.

A page of the desk goes in by one method here, and one line in `_STEPS`, or in `_PAGES` for what is opened
from the board. Its module is loaded when it is first shown, or in a quiet moment before (`AT_THE_DESK`).
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import ZhipingError
from app.ui.feedback import show_fault
from app.ui.main_window import MainWindow
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.steps import StepPage
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from app.ui.warming import AT_THE_DESK, Warming

if TYPE_CHECKING:
    from app.services.opening import Offer
    from app.ui.organiser.collect_page import CollectPage
    from app.ui.organiser.ranking_sign_page import RankingSignPage
    from app.ui.organiser.record_sign_page import RecordSignPage

# From one of these the next is asked for.
_ROUND = ("prepare", "prepare_form", "issue")
_QUIET_MS = 600  # the board is painted by then, and read
_WANTED = "wanted"  # the property of a page about the whole desk: how it was asked for


class OrganiserWay(QObject):
    """Connects the desk's pages over whatever page lies below."""

    def __init__(self, window: MainWindow, watch: StickWatch) -> None:
        super().__init__(window)
        self.window, self.desk, self.watch = window, window.desk, watch
        self._warming: Warming | None = None

    def show_board(self, *, keep: bool = True) -> Page:
        """组织评审: every panel of this desk; who has no identity yet says who they are first."""
        if not self.desk.core.identities.is_made:
            from app.ui.organiser.board_owner import OwnerPage

            owner = OwnerPage(self.desk)
            owner.made.connect(lambda: self.show_board(keep=False))
            self.window.show_page(owner)
            return owner
        from app.ui.organiser.board_page import BoardPage

        page = BoardPage(self.desk, self.watch, tuple(_PAGES))
        page.panel_requested.connect(self.show_step)
        page.page_requested.connect(self.show_desk_page)
        page.ranking_requested.connect(self.show_ranking)
        page.collect_requested.connect(self.show_collect)
        self.window.show_page(page, keep=keep)
        QTimer.singleShot(_QUIET_MS, self, self.on_quiet)
        return page

    def on_quiet(self) -> None:
        """The board is there: what it leads to is loaded ahead, once."""
        if self._warming is None:
            self._warming = Warming(self, AT_THE_DESK)

    def show_desk_page(self, wanted: str) -> Page:
        """A page about the whole desk, over the board."""
        page = _PAGES[wanted](self)
        page.setProperty(_WANTED, wanted)
        # From 准备新一轮 one goes on to 签发任务书 and from there back to the board.
        below = self.window.page
        on = below is not None and below.property(_WANTED) in _ROUND and wanted != "prepare_form"
        self.window.show_page(page, keep=not on)
        return page

    def show_ranking(self, name: str) -> None:
        """认定排序 of a panel's category."""
        from app.ui.organiser.ranking_page import RankingPage

        page = self.show_desk_page("ranking")
        assert isinstance(page, RankingPage)  # _PAGES says so
        brief = self.desk.core.panels.load(name).panel.brief
        page.on_category((brief.platform.category, brief.header.rehearsal))
        page.opened()

    def show_collect(self) -> "CollectPage":
        """收取评分表: with one stick in, at once."""
        from app.ui.organiser.collect_page import CollectPage

        page = CollectPage(self.desk, self.watch, begin=True)
        page.finished.connect(self.window.go_back)
        self.window.show_page(page)
        return page

    def show_step(self, name: str, step: str) -> StepPage:
        """One step of a panel, over the board; moving between steps leaves no trail."""
        page = _STEPS[step](self, PanelSession(self.desk, name))
        page.step_requested.connect(self.show_step)
        page.place_requested.connect(lambda *wanted: self.show_step(wanted[0], wanted[1]).reach(wanted[2]))
        self.window.show_page(page, keep=not isinstance(self.window.page, StepPage))
        return page

    def show_record(self, offer: "Offer") -> "RecordSignPage | RankingSignPage":
        """签名, over 今日评审: a record or a ranking that waits for this person."""
        from app.ui.organiser.ranking_sign_page import RankingSignPage
        from app.ui.organiser.record_sign_page import RecordSignPage

        kind = RankingSignPage if offer.kind == "ranking" else RecordSignPage
        page = kind(self.desk, self.watch, offer.path, offer.data)
        page.finished.connect(self.window.go_back)
        page.verify_requested.connect(lambda paths: self.show_verify(paths, keep=False))
        self.window.show_page(page)
        return page

    def show_verify(
        self, paths: Sequence[Path], folder: Callable[[], Path] = Path.home, *, keep: bool = True
    ) -> None:
        """验证; without `keep` in the place of the page that could not use the file."""
        from app.ui.verify_page import VerifyPage

        page = VerifyPage(self.desk, paths, folder)
        page.trust_requested.connect(self.show_trust)
        self.window.show_page(page, keep=keep)

    def show_trust(self) -> None:
        """信任的组织方, over 验证."""
        from app.ui.verify_trust_page import TrustPage

        self.window.show_page(TrustPage(self.desk))

    def show_keying(self, name: str, seat: str) -> None:
        """代录纸质表 of one seat, over 收表; where it may not be keyed in, why."""
        from app.ui.organiser.keying_page import KeyingPage

        try:
            page = KeyingPage(PanelSession(self.desk, name), self.watch, seat)
        except ZhipingError as error:
            show_fault(self.window, error)
            return
        page.finished.connect(self.window.go_back)
        self.window.show_page(page)

    # ---- about the whole desk -----------------------------------------------------------------------

    def prepare(self) -> Page:
        """准备新一轮"""
        from app.ui.organiser.prepare_page import PreparePage

        page = PreparePage(self.desk, self.watch)
        page.page_requested.connect(self.show_desk_page)
        return page

    def prepare_form(self) -> Page:
        """准备新一轮 without a workbook"""
        from app.ui.organiser.prepare_form_page import PrepareFormPage

        page = PrepareFormPage(self.desk, self.watch)
        page.page_requested.connect(self.show_desk_page)
        return page

    def issue(self) -> Page:
        """签发任务书"""
        from app.ui.organiser.issue_page import IssuePage

        page = IssuePage(self.desk, self.watch)
        page.page_requested.connect(self.show_desk_page)
        return page

    def print(self) -> Page:
        """打印"""
        from app.ui.organiser.package_page import RoundPrintPage

        page = RoundPrintPage(self.desk, self.watch)
        page.panel_requested.connect(self.show_step)
        return page

    def ranking(self) -> Page:
        """认定排序"""
        from app.ui.organiser.ranking_page import RankingPage

        page = RankingPage(self.desk, self.watch)
        page.panel_requested.connect(self.show_step)
        page.collect_requested.connect(self.show_collect)
        return page

    def package(self) -> Page:
        """移交 of the round"""
        from app.ui.organiser.package_page import RoundPackagePage

        page = RoundPackagePage(self.desk, self.watch)
        page.page_requested.connect(self.show_desk_page)
        page.panel_requested.connect(self.show_step)
        return page

    # ---- about one panel ----------------------------------------------------------------------------

    def seats(self, session: PanelSession) -> StepPage:
        """1 收表"""
        from app.ui.organiser.seat_page import SeatPage

        page = SeatPage(session, self.watch, keying=True)
        page.collect_requested.connect(self.show_collect)
        page.keying_requested.connect(self.show_keying)
        return page

    def discuss(self, session: PanelSession) -> StepPage:
        """2 合议"""
        from app.ui.organiser.discuss_page import DiscussPage

        return DiscussPage(session, self.watch)

    def opinion(self, session: PanelSession) -> StepPage:
        """3 意见与核对"""
        from app.ui.organiser.opinion_page import OpinionPage

        return OpinionPage(session, self.watch)

    def seal(self, session: PanelSession) -> StepPage:
        """4 封存与签名"""
        from app.ui.organiser.seal_page import SealPage

        return SealPage(session, self.watch)

    def handover(self, session: PanelSession) -> StepPage:
        """5 移交"""
        from app.ui.organiser.package_page import PackagePage

        page = PackagePage(session, self.watch)
        page.page_requested.connect(self.show_desk_page)
        return page


# Step → its page.
_STEPS: Mapping[str, Callable[[OrganiserWay, PanelSession], StepPage]] = {
    "collect": OrganiserWay.seats,
    "discuss": OrganiserWay.discuss,
    "opinion": OrganiserWay.opinion,
    "seal": OrganiserWay.seal,
    "handover": OrganiserWay.handover,
}
# What the board offers → its page.
_PAGES: Mapping[str, Callable[[OrganiserWay], Page]] = {
    "prepare": OrganiserWay.prepare,
    "prepare_form": OrganiserWay.prepare_form,
    "issue": OrganiserWay.issue,
    "print": OrganiserWay.print,
    "ranking": OrganiserWay.ranking,
    "package": OrganiserWay.package,
}
