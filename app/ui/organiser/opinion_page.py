"""3 意见与核对: the opinion, then every check before the experts leave, each with the way to put it right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from app.domain.closing import ClosingCheck
from app.ui.organiser.leave_screen import LeaveScreen, show_leave
from app.ui.organiser.leave_words import leave_words
from app.ui.organiser.opinion_editor import OpinionEditor
from app.ui.organiser.opinion_row import CheckRow
from app.ui.organiser.opinion_words import PLACE_OF, check_name, check_words
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.seal_words import next_line
from app.ui.organiser.seat_form import Act, ActForm, Given
from app.ui.organiser.steps import StepPage
from app.ui.pages import button
from app.ui.parts import Panel, away, clear, label, middle, reveal, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import t

_ORDER = ("open", "passed", "note", "ok")


class OpinionPage(StepPage):
    """Nothing here changes a score: what is put right is put right in its own place."""

    def __init__(self, session: PanelSession, watch: StickWatch) -> None:
        super().__init__(session, "opinion")
        self.watch = watch
        self.rows: list[CheckRow] = []
        self.form: ActForm | None = None
        self.leaving: LeaveScreen | None = None
        self.state, self.told = label("", "notice"), label("", "secondary")
        self.editor = OpinionEditor(session)
        self.checks = Panel(t("散会前核对"))
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        self.checks.inside.addLayout(self.list)
        self.fold = button("", "small")
        self.checks.inside.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._unfolded = False
        self.host = QVBoxLayout()
        self.leave = button(t("可以散会"), "quiet")
        self.seal = button(t("去封存"), "primary")
        self.primary = self.seal
        column = middle(self)
        for shown in (self.state, self.checks):
            column.addWidget(shown)
        column.addLayout(self.host)
        column.addWidget(self.editor)
        self.bottom.row.addWidget(self.told, 1)
        self.bottom.row.addWidget(self.leave)
        self.bottom.row.addWidget(self.seal)
        self.seal.clicked.connect(self.on_seal)
        self.leave.clicked.connect(self.on_leave)
        self.fold.clicked.connect(self.on_fold)

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        panel, closing = self.session.panel, self.session.desk.core.closing
        focused = self.focusWidget()
        inside = focused is not None and self.checks.isAncestorOf(focused)
        self.editor.refresh()
        self.editor.setVisible(panel.is_open)
        checks = sorted(closing.checks(self.session.name), key=lambda each: _ORDER.index(each.state))
        self._show_checks(checks)
        lacks = closing.lacking(self.session.name)
        tell(self.state, "" if panel.void else leave_words(panel, lacks))
        mark(self.state, role="notice" if lacks else "good")
        self.leave.setVisible(not lacks and not panel.void)
        waiting = sum(each.state == "open" for each in checks)
        signed = bool(panel.sealed) and next_line(panel) is None
        self.seal.setText(t("去移交") if signed else t("去签名") if panel.sealed else t("去封存"))
        self.seal.setAccessibleName(self.seal.text())
        self.seal.setEnabled(bool(panel.sealed) or (not waiting and not panel.void))
        hint = t("还有 {n} 项未完成：处理好，或写明理由，就可以封存。").format(n=waiting)
        tell(self.told, hint if waiting and not panel.sealed else "")
        read_in_order(self)
        if inside and self.form is None:
            self.opened()

    def _show_checks(self, checks: list[ClosingCheck]) -> None:
        found = self.session.findings()
        clear(self.list)
        self.rows = []
        for check in checks:
            made = CheckRow(found, check, first=not self.rows)
            made.jump.connect(self.on_jump)
            made.reason_asked.connect(self.on_reason_asked)
            self.rows.append(made)
            self.list.addWidget(made)
            made.setVisible(self._unfolded or check.state != "ok")
        self._show_fold()

    def _show_fold(self) -> None:
        done = sum(each.check.state == "ok" for each in self.rows)
        self.fold.setText(
            t("收起已完成的 {n} 项").format(n=done)
            if self._unfolded
            else t("看已完成的 {n} 项").format(n=done)
        )
        self.fold.setAccessibleName(self.fold.text())
        self.fold.setVisible(done > 0)

    def on_fold(self) -> None:
        """What is done is shown, or put away."""
        self._unfolded = not self._unfolded
        for each in self.rows:
            each.setVisible(self._unfolded or each.check.state != "ok")
        self._show_fold()

    def opened(self) -> None:
        first = next((each for each in self.rows if each.check.state == "open"), None)
        if self.seal.isEnabled():
            self.seal.setFocus()
        elif first is not None and not first.settle.isHidden():
            first.settle.setFocus()
        else:
            self.editor.text.setFocus()

    # ---- what happens -------------------------------------------------------------------------------

    def on_jump(self, check: ClosingCheck) -> None:
        """处理: to the place where it is put right."""
        step = PLACE_OF[check.name]
        if step == self.step:
            self.editor.text.setFocus()
            reveal(self, self.editor)
            return
        about = (*check.seats, *check.criteria)
        self.place_requested.emit(self.session.name, step, about[0] if about else "")

    def on_reason_asked(self, check: ClosingCheck) -> None:
        """写明理由后继续: the reason is printed."""
        self._close_form()
        found = self.session.findings()
        title = t("没有完成“{name}”也继续").format(name=check_name(check))
        act = Act(title, check_words(found, check), confirm=t("写明理由后继续"))
        form = ActForm(act)
        form.given.connect(lambda given: self._pass_over(check, given))
        form.closed.connect(self.on_form_closed)
        self.form = form
        self.host.addWidget(form)
        read_in_order(self)
        form.focus()
        reveal(self, form)

    def _pass_over(self, check: ClosingCheck, given: Given) -> None:
        form, core = self.form, self.session.desk.core
        if form is None:
            return
        if not given.reason:
            form.refusal.say(t("请写明理由。"))
            form.reason.setFocus()
            return
        if self.session.act(
            lambda: core.closing.pass_over(self.session.name, check.name, given.reason), form.refusal
        ):
            self.on_form_closed()

    def on_form_closed(self) -> None:
        """The reason was given, or not after all."""
        self._close_form()
        read_in_order(self)
        self.opened()

    def _close_form(self) -> None:
        if self.form is not None:
            away(self.form)
            self.form = None

    def on_seal(self) -> None:
        """去封存: what was typed is saved first."""
        if self.editor.flush():
            panel = self.session.panel
            done = bool(panel.sealed) and next_line(panel) is None
            self.step_requested.emit(self.session.name, "handover" if done else "seal")

    def on_leave(self) -> None:
        """可以散会, for everybody to see."""
        self.leaving = show_leave(self.session.desk.core.closing.todays(self.session.name), self.window())

    def may_leave(self) -> bool:
        return self.editor.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.editor.flush()
        super().hideEvent(event)
