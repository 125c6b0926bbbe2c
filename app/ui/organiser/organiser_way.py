"""The way through the desk's pages: from 组织评审 to a panel's five steps and back.

To add a page of a step: one line in `_STEPS`. To add one opened from the board: one line in `_PAGES`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.errors import ZhipingError
from app.services.opening import Offer
from app.ui.desk import Desk
from app.ui.feedback import show_fault
from app.ui.main_window import MainWindow
from app.ui.organiser.board_owner import OwnerPage
from app.ui.organiser.board_page import BoardPage
from app.ui.organiser.collect_page import CollectPage
from app.ui.organiser.discuss_page import DiscussPage
from app.ui.organiser.issue_page import IssuePage
from app.ui.organiser.keying_page import KeyingPage
from app.ui.organiser.opinion_page import OpinionPage
from app.ui.organiser.package_page import PackagePage, RoundPackagePage, RoundPrintPage
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.prepare_form_page import PrepareFormPage
from app.ui.organiser.prepare_page import PreparePage
from app.ui.organiser.ranking_page import RankingPage
from app.ui.organiser.ranking_sign_page import RankingSignPage
from app.ui.organiser.record_sign_page import RecordSignPage
from app.ui.organiser.seal_page import SealPage
from app.ui.organiser.seat_page import SeatPage
from app.ui.organiser.steps import StepPage
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from app.ui.verify_page import VerifyPage
from app.ui.verify_trust_page import TrustPage

# Step → its page, made with (session, watch).
_STEPS: Mapping[str, Callable[[PanelSession, StickWatch], StepPage]] = {
    "collect": lambda session, watch: SeatPage(session, watch, keying="keying" in _SEAT_PAGES),
    "discuss": DiscussPage,
    "opinion": OpinionPage,
    "seal": SealPage,
    "handover": PackagePage,
}
# What the board offers (prepare, issue, print, ranking, package) → its page, made with (desk, watch).
_PAGES: Mapping[str, Callable[[Desk, StickWatch], Page]] = {
    "prepare": PreparePage,
    "prepare_form": PrepareFormPage,
    "issue": IssuePage,
    "print": RoundPrintPage,
    "ranking": RankingPage,
    "package": RoundPackagePage,
}
# From one of these the next is asked for.
_ROUND = (PreparePage, PrepareFormPage, IssuePage)
# A page about one seat ("keying": 代录纸质表), made with (session, watch, seat).
_SEAT_PAGES: Mapping[str, Callable[[PanelSession, StickWatch, str], Page]] = {"keying": KeyingPage}


class OrganiserWay(QObject):
    """Connects the desk's pages over whatever page lies below."""

    def __init__(self, window: MainWindow, watch: StickWatch) -> None:
        super().__init__(window)
        self.window, self.desk, self.watch = window, window.desk, watch

    def on_entered(self) -> None:
        """Somebody's workspace was opened: one with panels and no sheets is a desk's, and begins there."""
        if self.desk.core.panels.names() and not self.desk.sheets():
            self.show_board()

    def show_board(self, *, keep: bool = True) -> Page:
        """组织评审: every panel of this desk; who has no identity yet says who they are first."""
        if not self.desk.core.identities.is_made:
            owner = OwnerPage(self.desk)
            owner.made.connect(lambda: self.show_board(keep=False))
            self.window.show_page(owner)
            return owner
        page = BoardPage(self.desk, self.watch, tuple(_PAGES))
        page.panel_requested.connect(self.show_step)
        page.page_requested.connect(self.show_desk_page)
        page.collect_requested.connect(self.show_collect)
        self.window.show_page(page, keep=keep)
        return page

    def show_desk_page(self, wanted: str) -> Page:
        """A page about the whole desk, over the board."""
        page = _PAGES[wanted](self.desk, self.watch)
        if isinstance(page, (*_ROUND, RoundPackagePage)):
            page.page_requested.connect(self.show_desk_page)
        if isinstance(page, RoundPackagePage | RoundPrintPage | RankingPage):
            page.panel_requested.connect(self.show_step)
        if isinstance(page, RankingPage):
            page.collect_requested.connect(self.show_collect)
        # From 准备新一轮 one goes on to 签发任务书 and from there back to the board.
        on = isinstance(self.window.page, _ROUND) and wanted != "prepare_form"
        self.window.show_page(page, keep=not on)
        return page

    def show_collect(self) -> CollectPage:
        """收取评分表: with one stick in, at once."""
        page = CollectPage(self.desk, self.watch, begin=True)
        page.finished.connect(self.window.go_back)
        self.window.show_page(page)
        return page

    def show_step(self, name: str, step: str) -> StepPage:
        """One step of a panel, over the board; moving between steps leaves no trail."""
        page = _STEPS[step](PanelSession(self.desk, name), self.watch)
        page.step_requested.connect(self.show_step)
        page.place_requested.connect(lambda *wanted: self.show_step(wanted[0], wanted[1]).reach(wanted[2]))
        if isinstance(page, SeatPage):
            page.collect_requested.connect(self.show_collect)
            page.keying_requested.connect(self.show_keying)
        if isinstance(page, PackagePage):
            page.page_requested.connect(self.show_desk_page)
        self.window.show_page(page, keep=not isinstance(self.window.page, StepPage))
        return page

    def show_record(self, offer: Offer) -> RecordSignPage | RankingSignPage:
        """签名, over 今日评审: a record or a ranking that waits for this person."""
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
        page = VerifyPage(self.desk, paths, folder)
        page.trust_requested.connect(self.show_trust)
        self.window.show_page(page, keep=keep)

    def show_trust(self) -> None:
        """信任的组织方, over 验证."""
        self.window.show_page(TrustPage(self.desk))

    def show_keying(self, name: str, seat: str) -> None:
        """代录纸质表 of one seat, over 收表; where it may not be keyed in, why."""
        try:
            page = _SEAT_PAGES["keying"](PanelSession(self.desk, name), self.watch, seat)
        except ZhipingError as error:
            show_fault(self.window, error)
            return
        if isinstance(page, KeyingPage):
            page.finished.connect(self.window.go_back)
        self.window.show_page(page)
