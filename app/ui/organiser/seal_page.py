"""4 封存与签名: sealed once, then signed one after the other, the chair last; here or by stick."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from app.domain.panel import Panel
from app.errors import ZhipingError
from app.services.collecting import Collected
from app.services.record_jobs import SignedNow
from app.ui.codes import show_code
from app.ui.feedback import Refusal
from app.ui.organiser import seal_words as words
from app.ui.organiser.leave_screen import LeaveScreen, show_leave
from app.ui.organiser.leave_words import leave_words
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.seal_foot import Now, SealFoot
from app.ui.organiser.seal_here import SealHere
from app.ui.organiser.seal_order import SealOrder
from app.ui.organiser.seal_stick import SealStick, say_failed, say_taken, written_words
from app.ui.organiser.seal_tabs import SealTabs
from app.ui.organiser.seal_work import SealWork
from app.ui.organiser.seat_form import ActForm, Given
from app.ui.organiser.steps import StepPage
from app.ui.parts import away, label, middle, progress, reveal, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import law, raw, t


class SealPage(StepPage):
    """What is shown follows from the panel: not sealed, whose turn it is, all signed."""

    def __init__(self, session: PanelSession, watch: StickWatch) -> None:
        super().__init__(session, "seal")
        self.watch = watch
        self._busy = False
        self._asked: tuple[str, ...] = ()
        self.leaving: LeaveScreen | None = None
        self.form: ActForm | None = None
        self.verdict, self.revision = label("", "heading"), label("", "secondary")
        self.state, self.good, self.refusal = label("", "notice"), label("", "good"), Refusal()
        self.doing, self.progress = label("", "secondary"), progress()
        self.order, self.host = SealOrder(), QVBoxLayout()
        self.job = SealWork(session.desk, self)
        self.here, self.sticks = SealHere(session.desk, self.job), SealStick(session, watch)
        self.foot = SealFoot(self.bottom.row)
        self._lay_out()
        records = session.desk.core.records
        self.tabs = SealTabs(
            self, self.column, t("封存与签名"), lambda width: records.preview(session.name, width)
        )
        self._connect()

    def _lay_out(self) -> None:
        column = middle(self)
        self.column = column.parentWidget() or self
        for told in (self.verdict, self.revision, self.good, self.state, self.doing, self.progress):
            column.addWidget(told)
        for part in (self.refusal, self.sticks, self.here):
            column.addWidget(part)
        column.addLayout(self.host)
        column.addWidget(self.order)

    def _connect(self) -> None:
        foot, job = self.foot, self.job
        foot.seal.clicked.connect(self.on_seal)
        foot.sign.clicked.connect(self.on_sign)
        foot.write.clicked.connect(self.on_write)
        foot.take.clicked.connect(lambda: self.take_back(self.watch.sticks))
        foot.choose.clicked.connect(self.on_choose)
        foot.leave.clicked.connect(self.on_leave)
        foot.reopen.clicked.connect(self.on_reopen_asked)
        foot.over.clicked.connect(self.on_over)
        foot.checks.clicked.connect(lambda: self.on_step("opinion"))
        foot.hand_over.clicked.connect(lambda: self.on_step("handover"))
        job.stepped.connect(lambda step: tell(self.doing, words.step_words(step)))
        job.sealed.connect(lambda: self._kept(t("已封存，复核一致。")))
        job.signed.connect(self.on_signed)
        job.written.connect(self.on_written)
        job.taken.connect(self.on_taken)
        job.failed.connect(self.on_failed)
        self.here.changed.connect(self.on_state)
        self.sticks.changed.connect(self.on_state)

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        panel = self.session.panel
        found = self.session.findings()
        tell(self.verdict, law(found.verdict.sentence))
        told = words.revision_words(panel)
        tell(self.revision, told)
        if panel.sealed:
            show_code(
                self.revision, panel.sealed, lambda code: f"{told} · {t('校验码 {code}').format(code=code)}"
            )
        self.revision.setVisible(bool(panel.records))
        self.order.show_panel(panel)
        self.order.setVisible(panel.is_open and not panel.void)
        self._look_again(panel)
        self.update_state()
        self.tabs.refresh()
        read_in_order(self)

    def on_state(self) -> None:
        """What the record says of its signer is known, or another stick is in."""
        if self._busy:
            return
        focused = self.focusWidget()
        idle = focused in (None, self) or not focused.isVisible()  # what had the keyboard is done with
        self.update_state()
        read_in_order(self)
        if idle:
            self.opened()

    def update_state(self) -> None:
        """What may be done now, and what it says."""
        panel, closing = self.session.panel, self.session.desk.core.closing
        checks = () if panel.sealed else closing.checks(self.session.name)
        waiting = sum(each.state == "open" for each in checks)
        lacks = closing.lacking(self.session.name)
        mine, looked = self._is_mine(panel), self.here.look is not None
        stick, fresh = self.sticks.stick is not None, self.sticks.fresh > 0
        self.foot.show_panel(panel, Now(waiting, mine, looked, not lacks, stick, fresh, self._busy))
        self.primary = self.foot.primary
        turn = words.next_line(panel)
        self.sticks.setVisible(turn is not None and not mine and not looked and not self._busy)
        tell(self.state, "" if self._busy else words.state_words(panel, waiting, here=mine or looked))
        if panel.sealed and turn is None and not self._busy and not self.good.text():
            self.say(leave_words(panel, lacks), good=not lacks)
        for each in (self.doing, self.progress):
            each.setVisible(self._busy)
        for part in (self.tabs, self.here, self.order):
            part.setEnabled(not self._busy)

    def say(self, text: str, *, good: bool = True) -> None:
        """What became of the last act."""
        mark(self.good, role="good" if good else "notice")
        tell(self.good, text)

    def _is_mine(self, panel: Panel) -> bool:
        turn = words.next_line(panel)
        return turn is not None and turn.place is not None and turn.place.certificate == self._me()

    def _me(self) -> str:
        return self.session.desk.core.identities.me().digest

    def _look_again(self, panel: Panel) -> None:
        """What this computer's owner is to sign, now or last, is looked at once for each state."""
        state = (panel.sealed, *panel.signed_fields)
        if state == self._asked:
            return
        self._asked = state
        self.here.forget()
        chair = panel.place(panel.chair)
        if words.next_line(panel) and (self._is_mine(panel) or (chair and chair.certificate == self._me())):
            self.here.begin(self.session.desk.core.records.file(self.session.name))
        self.sticks.look()

    def opened(self) -> None:
        acts = (self.foot.primary, self.foot.checks, self.foot.choose, self.tabs.acts)
        there = [each for each in acts if each is not None and not each.isHidden() and each.isEnabled()]
        (there[0] if there else self).setFocus()  # none while something is under way

    # ---- sealing, signing ---------------------------------------------------------------------------

    def on_seal(self) -> None:
        """封存, in the worker."""
        self._begin(t("正在封存……"))
        self.job.seal(self.session.name)

    def on_sign(self) -> None:
        """签名, in the worker."""
        if self.here.look is not None:
            self._begin(t("正在签名……"))
            self.job.sign(self.here.look)

    def on_signed(self, made: SignedNow) -> None:
        """Signed here and kept."""
        self._kept(t("{name}已签名，复核一致。").format(name=raw(made.look.place.name)))

    def _begin(self, text: str) -> None:
        self._busy = True
        self._close_form()
        self.refusal.say("")
        self.say("")
        tell(self.doing, text)
        self.setFocus()  # a button that is disabled hands the focus on, to the way back
        self.update_state()

    def _kept(self, text: str) -> None:
        """Something is sealed or signed now: the pages show it, and whether all may go."""
        self._busy = False
        self.say(text)
        self.session.desk.changed.emit()
        self.tabs.show_acts()
        self.opened()
        if words.next_line(self.session.panel) is None and not self.session.desk.core.closing.lacking(
            self.session.name
        ):
            self.on_leave()

    def on_failed(self, error: ZhipingError) -> None:
        """It was not done; what was sealed and signed before is."""
        self._busy = False
        self.update_state()
        self.opened()
        say_failed(error, self.refusal, self.sticks.stick)

    # ---- the stick ----------------------------------------------------------------------------------

    def on_write(self) -> None:
        """The record for its next signer, with read-back."""
        out = self.sticks.out()
        if out is not None:
            data = self.session.desk.core.records.file(self.session.name)
            self._begin(t("正在写入并复核，请不要拔出 U 盘。"))
            self.job.write(data, out)

    def on_written(self, out: Path) -> None:
        """It is there."""
        self._busy = False
        self.say(written_words(self.session.panel, out))
        self.update_state()
        self.opened()

    def on_choose(self) -> None:
        """A signed record from wherever it lies."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, t("选择签好的记录"), str(self.sticks.stick or Path.home()), "PDF (*.pdf)"
        )
        if chosen:
            self.take_back([Path(chosen)])

    def take_back(self, paths: Sequence[Path]) -> None:
        """收回签名: only this panel's record; everything else there stays as it is."""
        if paths and not self._busy:
            self._begin(t("正在收回签名……"))
            self.job.take_back(self.session.name, tuple(paths))

    def on_taken(self, found: tuple[Collected, ...]) -> None:
        """What of it was this record."""
        if say_taken(found, self.refusal):
            self._kept(words.taken_words(self.session.panel))
            return
        self._busy = False
        self.update_state()
        self.opened()

    # ---- taking back, going on without, leaving -----------------------------------------------------

    def on_reopen_asked(self) -> None:
        """撤回封存, or 出取代版 once all have signed: with a reason that is printed."""
        form = ActForm(words.reopen_act(self.session.panel))
        form.given.connect(partial(self._reopen, form))
        form.closed.connect(self._close_form)
        self._close_form()
        self.form = form
        self.host.addWidget(form)
        self.tabs.show_acts()
        read_in_order(self)
        reveal(self, form)
        form.focus()

    def _reopen(self, form: ActForm, given: Given) -> None:
        records, name = self.session.desk.core.records, self.session.name
        self.say("")
        if self.session.act(lambda: records.reopen(name, given.reason), form.refusal):
            self._close_form()
            self.opened()

    def _close_form(self) -> None:
        if self.form is not None:
            away(self.form)
            self.form = None

    def on_over(self) -> None:
        """未签名说明: the chair's own word, in the chair's signature; nobody else can give it."""
        if self.here.may_pass_over:
            self.here.ask_over()
            reveal(self, self.here)
            return
        self.say(words.over_words(self.session.panel), good=False)

    def on_leave(self) -> None:
        """可以散会, for everybody to see."""
        self.leaving = show_leave(self.session.desk.core.closing.todays(self.session.name), self.window())

    def may_leave(self) -> bool:
        return not self._busy
