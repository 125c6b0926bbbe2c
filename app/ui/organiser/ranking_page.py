"""认定排序: one category of accreditation panels, its order, the panel's decisions, and the fourth paper."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from app.domain.progress import progress as panel_progress
from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.rankings import RankingLook
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.organiser.kept_focus import give_focus, kept_focus
from app.ui.organiser.ranking_decide import DecidePanel
from app.ui.organiser.ranking_hands import RankingHands
from app.ui.organiser.ranking_view import RankingView
from app.ui.organiser.seat_words import STEP_OF
from app.ui.organiser.stick_target import StickTarget
from app.ui.pages import Page, button
from app.ui.parts import clear, label, middle, progress, reveal, tell
from app.ui.preview_view import PreviewView
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import law, raw, t


class RankingPage(Page):
    """`panel_requested` has a panel and the step wanted, `collect_requested` that a paper came back."""

    panel_requested = Signal(str, str)
    collect_requested = Signal()

    def __init__(self, desk: Desk, watch: StickWatch) -> None:
        super().__init__(t("认定排序"))
        self.manual = "ranking"
        self.desk = desk
        self.look: RankingLook | None = None
        self._chosen: tuple[str, bool] | None = None
        self.tabs, self._group = Flow(gap=8), QButtonGroup(self)
        self.state, self.good = label("", "heading"), label("", "good")
        self.failed, self.refusal, self.busy = label("", "refused"), Refusal(), progress()
        self.target = StickTarget(watch, t("U 盘“{name}”已就绪，写入后交给下一位签名。"))
        self.view = RankingView(self.target)
        self.preview = PreviewView()
        self.show_preview = button(t("纸面预览"), "link")
        self.again = button(t("开始新一次排序"), "link")
        self.collect = button(t("收取签名"), "quiet")
        self.seal, self.sign = button(t("生成排序表"), "primary"), button(t("签名"), "primary")
        self.write = button(t("写入 U 盘"), "primary")
        self.hands = RankingHands(desk, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = middle(self)
        column.addLayout(self.tabs)
        for shown in (self.state, self.good, self.failed, self.busy, self.refusal, self.view):
            column.addWidget(shown)
        column.addWidget(self.preview)
        for link in (self.show_preview, self.again):
            self.bottom.row.addWidget(link)
        self.bottom.row.addStretch(1)
        for act in (self.collect, self.seal, self.sign, self.write):
            self.bottom.row.addWidget(act)

    def _connect(self) -> None:
        self.view.decided.connect(self.on_decided)
        self.view.awaited.opened.connect(self.on_panel)
        self.view.awaited.left_out.connect(self.on_left_out)
        self.view.recommend.wanted.connect(self.on_recommended)
        self.view.paper.reopened.connect(self.on_reopened)
        self.target.changed.connect(self.update_state)
        self.collect.clicked.connect(self.collect_requested)
        self.seal.clicked.connect(self.on_seal)
        self.sign.clicked.connect(self.on_sign)
        self.write.clicked.connect(self.on_write)
        self.again.clicked.connect(self.on_again)
        self.show_preview.clicked.connect(self.on_preview)
        self.hands.changed.connect(self.on_hands)
        self.hands.sealed.connect(self.on_sealed)
        self.hands.written.connect(self.on_written)
        self.hands.failed.connect(self.on_failed)

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        with kept_focus(self):
            self._refresh()

    def _refresh(self) -> None:
        categories = self.desk.core.rankings.categories()
        if self._chosen not in categories:
            self._chosen = categories[0] if categories else None
        self._show_tabs(categories)
        self.look = None
        if self._chosen is not None:
            category, rehearsal = self._chosen
            try:
                self.look = self.desk.core.rankings.look(category, rehearsal=rehearsal)
            except ZhipingError as error:
                self.refusal.tell(error)
        if self.look is None:
            self.view.show_nothing()
            tell(self.state, "" if self._chosen else t("还没有认定评审（附件1）的专家组。请先准备新一轮。"))
        else:
            self.view.show_look(self.look)
            tell(self.state, law(self.look.found.sentence))
        self.update_state()
        read_in_order(self)

    def _show_tabs(self, categories: tuple[tuple[str, bool], ...]) -> None:
        clear(self.tabs)
        for each in categories if len(categories) > 1 else ():
            words = raw(each[0]) + (t("（演练）") if each[1] else "")
            made = button(words, "tab")
            made.setCheckable(True)
            made.setChecked(each == self._chosen)
            made.clicked.connect(lambda _=False, each=each: self.on_category(each))
            self._group.addButton(made)
            self.tabs.addWidget(made)

    def update_state(self) -> None:
        """Which act is next."""
        look, busy = self.look, self.hands.is_busy
        stage = look.stage if look is not None else ""
        mine = look is not None and self.hands.is_my_turn(look)
        ready = look is not None and stage == "open" and not look.awaited and look.to_do is None
        self.busy.setVisible(busy)
        self.seal.setVisible(stage == "open")
        self.seal.setEnabled(ready and not busy)
        self.sign.setVisible(mine)
        self.sign.setEnabled(mine and not busy)
        self.collect.setVisible(stage == "sealed" and not mine)
        self.write.setVisible(bool(stage) and stage != "open")
        self.write.setEnabled(self.target.stick is not None and not busy)
        self.target.setVisible(bool(stage) and stage != "open" and not mine)
        self.again.setVisible(stage == "signed")
        self.show_preview.setVisible(ready or stage in ("sealed", "signed"))
        self.show_preview.setEnabled(not busy)
        self.primary = self.seal if stage in ("", "open") else self.sign if mine else self.write
        mark(self.write, role="primary" if self.primary is self.write else "quiet")

    def opened(self) -> None:
        first = self.view.first_open() or self.collect
        act = self.primary
        give_focus(self, act if act is not None and act.isEnabled() else first)

    # ---- what happens -------------------------------------------------------------------------------

    def on_category(self, wanted: tuple[str, bool]) -> None:
        """Another category."""
        self._chosen = wanted
        self.preview.show_words("")
        for told in (self.good, self.failed):
            tell(told, "")
        self.refusal.say("")
        self.refresh()

    def on_panel(self, name: str) -> None:
        """To where a panel's record is completed."""
        stage = panel_progress(self.desk.core.panels.load(name).panel).stage
        self.panel_requested.emit(name, STEP_OF[stage])

    def act(self, do: Callable[[str, bool], object], refusal: Refusal) -> bool:
        """Does `do` with the category and its mode; what is refused is said at `refusal`."""
        refusal.say("")
        tell(self.good, "")
        assert self._chosen is not None
        try:
            do(*self._chosen)
        except ZhipingError as error:
            refusal.tell(error)
            return False
        self.preview.show_words("")
        self.desk.changed.emit()
        self.refresh()
        return True

    def on_left_out(self, panel: str, reason: str) -> None:
        """登记不纳入"""
        rankings = self.desk.core.rankings
        if self.act(
            lambda which, mode: rankings.leave_out(which, panel, reason, rehearsal=mode),
            self.view.awaited.refusal,
        ):
            self.view.awaited.note.clear()
            self.opened()

    def on_decided(self, made: DecidePanel, panels: tuple[str, ...], note: str) -> None:
        """登记并列处理"""
        rankings = self.desk.core.rankings
        if self.act(lambda which, mode: rankings.decide(which, panels, note, rehearsal=mode), made.refusal):
            self.opened()

    def on_recommended(self, panels: tuple[str, ...], places: int, note: str) -> None:
        """登记推荐"""
        rankings = self.desk.core.rankings
        if self.act(
            lambda which, mode: rankings.recommend(which, panels, places, note, rehearsal=mode),
            self.view.recommend.refusal,
        ):
            self.opened()

    def on_reopened(self, reason: str) -> None:
        """撤回封存, or a superseding paper."""
        rankings = self.desk.core.rankings
        if self.act(
            lambda which, mode: rankings.reopen(which, reason, rehearsal=mode), self.view.paper.refusal
        ):
            self.opened()

    def on_again(self) -> None:
        """The next ranking of the category."""
        rankings = self.desk.core.rankings
        self.act(lambda which, mode: rankings.new(which, rehearsal=mode), self.refusal)

    def on_preview(self) -> None:
        """The paper as it will look, or as it is."""
        if self.look is not None and self._chosen is not None:
            try:
                job = self.hands.preview(self.look, *self._chosen)
            except ZhipingError as error:
                self.refusal.tell(error)
                return
            self.preview.setVisible(True)
            self.preview.draw(job)
            reveal(self, self.preview)

    def on_seal(self) -> None:
        """生成排序表"""
        if self._chosen is not None:
            self._begin()
            self.hands.seal(*self._chosen)

    def on_sign(self) -> None:
        """This desk's owner is a chair too."""
        if self.look is not None:
            self._begin()
            self.hands.sign(self.look)

    def on_write(self) -> None:
        """Onto the stick, for the next signer."""
        if self.look is not None and self.target.stick is not None:
            self._begin()
            self.hands.write(self.look, self.target.stick)

    def _begin(self) -> None:
        self.refusal.say("")
        for told in (self.good, self.failed):
            tell(told, "")
        self.setFocus()  # a button that is disabled hands the focus on, to the way back

    def on_hands(self) -> None:
        """Work began or ended."""
        self.update_state()

    def on_sealed(self, told: str) -> None:
        """Sealed or signed, and kept."""
        self.preview.show_words("")
        self.desk.changed.emit()
        self.refresh()
        tell(self.good, told)
        self.opened()
        reveal(self, self.good)

    def on_written(self, told: str) -> None:
        """Read back from the stick."""
        self.refresh()
        tell(self.good, told)
        self.opened()

    def on_failed(self, error: ZhipingError) -> None:
        """Nothing was changed but what is kept already."""
        self.refresh()
        if error.code in ("not_written", "read_back"):
            tell(self.failed, raw(error_sentence(error)))
        else:
            self.refusal.tell(error)
        self.opened()

    def may_leave(self) -> bool:
        return not self.hands.is_busy
