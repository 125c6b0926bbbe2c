"""2 合议: the matrix, one dispute at a time beside it, and the record that it was discussed.

The signed sheets are the vote: nothing here changes a score or a finding, and the page says so.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.domain.differences import opinion_line
from app.domain.matrix import Line
from app.domain.rubric import Range
from app.ui.organiser.discuss_head import Awaited, DiscussHead
from app.ui.organiser.discuss_state import DiscussState
from app.ui.organiser.dispute_pane import DisputePane
from app.ui.organiser.matrix_model import TOTALS, MatrixModel, Shown
from app.ui.organiser.matrix_split import MatrixSplit
from app.ui.organiser.matrix_view import MatrixView
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.projector import Stages
from app.ui.organiser.steps import StepPage
from app.ui.pages import button
from app.ui.parts import tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import law, raw, t


class DiscussPage(StepPage):
    """Before every seat is settled it says who is awaited, and nothing else."""

    def __init__(self, session: PanelSession, watch: StickWatch) -> None:
        super().__init__(session, "discuss", scrolls=False)
        self.watch = watch
        self.judged = any(isinstance(each.rule, Range) for each in session.brief.rubric.criteria)
        self.shown: Shown = "all" if self.judged else "disputes"
        self.state = DiscussState(session.panel, self)
        self.stages = Stages(self)
        self._warned: dict[str, str] = {}
        self.head, self.awaited = DiscussHead(), Awaited()
        self.model = MatrixModel(self)
        self.view, self.pane = MatrixView(self.model), DisputePane()
        self.split = MatrixSplit(self.view, self.pane)
        self.project = button(t("投屏（不显示姓名和分数）"), "link")
        self.next = button(t("下一分歧"), "quiet")
        self.record = button(t("登记合议"), "primary")
        self.primary = self.record
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.head)
        self.body.addWidget(self.awaited)
        self.body.addWidget(self.split, 1)
        self.bottom.row.addWidget(self.project)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.next)
        self.bottom.row.addWidget(self.record)

    def _connect(self) -> None:
        self.state.weighed.connect(self.show_weight)
        self.head.chosen.connect(self.on_shown)
        self.view.chosen.connect(self.on_row)
        self.view.entered.connect(self.on_entered)
        self.split.narrowed.connect(self.pane.close_pane.setVisible)
        self.pane.closed.connect(self.on_closed)
        self.pane.noted.connect(self.on_noted)
        self.pane.copied.connect(self.on_copy)
        self.pane.enlarged.connect(lambda: self.on_stage(projected=False))
        self.pane.explained.connect(self.on_explain)
        self.project.clicked.connect(lambda: self.on_stage(projected=True))
        self.next.clicked.connect(self.on_next)
        self.record.clicked.connect(self.on_record)

    @property
    def line(self) -> Line | None:
        """The criterion in use."""
        return self.state.matrix.line(self.view.key)

    # ---- what is shown --------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        self.state.look(self.session.panel)
        self.show_state()
        self.stages.refresh(self.state.panel, self.state.matrix.disputes)

    def show_state(self) -> None:
        """Shows the panel as it was last looked at."""
        state = self.state
        there = bool(state.matrix.lines)
        self.view.show_matrix(state.matrix, self.shown, self.judged)
        verdict = state.findings.verdict.sentence
        self.head.setVisible(there)
        told = verdict if there else ""
        self.head.show_state(self.shown, len(state.matrix.disputes), told, state.news(), judged=self.judged)
        some = bool(self.model.rows)
        self.awaited.setVisible(not some)
        self.split.setVisible(some)
        if not state.panel.is_open:
            self.awaited.show_panel(state.panel)
        elif not there:
            self.awaited.show_words(t("没有有效的评分表。"), law(verdict))
        elif not some:
            self.awaited.show_words(t("没有分歧。"), t("各位专家对事实的认定一致，可以去写意见。"))
        self.show_acts()
        read_in_order(self)

    def show_acts(self) -> None:
        """What can be done about the row in use, or next."""
        state = self.state
        todo = bool(state.to_do()) and not state.is_locked
        may = state.may_record(self.line)
        walks = not may and todo and state.matrix.is_waiting
        self.project.setVisible(bool(state.matrix.disputes))
        self.next.setVisible(todo)
        self.record.setVisible(not walks)
        words = t("登记合议") if may else t("去意见与核对")
        if not state.panel.is_open:
            words = t("去收表")
        self.record.setText(words)
        self.record.setAccessibleName(words)
        self.primary = self.next if walks else self.record
        for act in (self.next, self.record):
            mark(act, role="primary" if act is self.primary else "quiet")

    def show_weight(self) -> None:
        """What would flip the verdict, once it is known."""
        line = self.line
        if line is not None:
            self.pane.show_weight(self.state.panel, line.criterion.id, self.state.flipping)

    def on_row(self, key: str) -> None:
        """Another row is in use."""
        state, line = self.state, self.line
        self.pane.refusal.say("")
        tell(self.pane.done, "")
        if line is not None:
            self.pane.show_line(state.panel, line, state.note(key), locked=state.is_locked)
            self.show_weight()
        elif key:
            self.pane.show_totals(state.matrix.outliers, state.names, locked=state.is_locked)
            read_in_order(self)
        else:
            self.pane.show_nothing()
        self.split.empty(not key)
        self.show_acts()

    def opened(self) -> None:
        """The table first: arrows walk it."""
        if self.split.isVisible():
            self.view.experts.setFocus()
        else:
            super().opened()

    # ---- what happens -----------------------------------------------------------------------------------

    def reach(self, about: str) -> None:
        """A criterion, or the totals for a seat, in front."""
        self.on_shown("all")
        self.view.choose(about if "." in about else TOTALS)

    def on_shown(self, shown: Shown) -> None:
        """Another part of the matrix."""
        self.shown = shown
        self.show_state()

    def on_entered(self) -> None:
        """Enter on a cell: to what can be done about it."""
        self.split.pull(True)
        fields = [self.pane.note, *(each.text for each in self.pane.outliers.rows)]
        first = next((each for each in fields if each.isVisible()), None)
        (first or self.pane.area).setFocus(Qt.FocusReason.OtherFocusReason)

    def on_closed(self) -> None:
        """The drawer is put away."""
        self.split.pull(False)
        self.view.experts.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the drawer away."""
        if event.key() == Qt.Key.Key_Escape and self.split.is_drawer and self.split.is_out:
            self.on_closed()
        else:
            super().keyPressEvent(event)

    def on_noted(self) -> None:
        """The note is being written: kept for this criterion until it is recorded."""
        line = self.line
        if line is not None and line.disputed:
            self.state.write(line.criterion.id, self.pane.note.toPlainText())
            self.show_acts()

    def on_next(self) -> None:
        """To the next that is not settled, from here on and then from the beginning."""
        wanted = self.state.to_do()
        if not wanted:
            return
        if any(self.model.row_of(each) < 0 for each in wanted):
            self.on_shown("disputes")
        here = self.model.row_of(self.view.key)
        rows = sorted(self.model.row_of(each) for each in wanted)
        self.view.choose(self.model.rows[next((each for each in rows if each > here), rows[0])].key)
        self.split.pull(True)

    def on_record(self) -> None:
        """登记合议, or on to where there is something to do."""
        line, name = self.line, self.session.name
        if line is None or not self.state.may_record(line):
            there = "opinion" if self.state.panel.is_open else "collect"
            self.step_requested.emit(name, there)
        elif not self.split.is_pane_shown:
            self.on_entered()
        else:
            self._record(line.criterion.id, self.pane.note.toPlainText().strip())

    def _record(self, key: str, note: str) -> None:
        settling, name = self.session.desk.core.settling, self.session.name
        if not self.session.act(lambda: settling.determine(name, key, note), self.pane.refusal):
            self.pane.note.setFocus()
            return
        self.state.notes.pop(key, None)
        self.show_acts()
        (self.next if self.next.isVisible() else self.record).setFocus()

    def on_explain(self, seat: str, text: str) -> None:
        """Why a total lies far off."""
        row = next(each for each in self.pane.outliers.rows if each.seat == seat)
        settling, name = self.session.desk.core.settling, self.session.name
        if self.session.act(lambda: settling.explain(name, seat, text), row.refusal):
            (self.next if self.next.isVisible() else self.record).setFocus()

    def on_copy(self) -> None:
        """What this dispute came to goes into the opinion, once."""
        line, panel = self.line, self.state.panel
        assert line is not None
        added = opinion_line(panel, line.criterion)
        if added in panel.opinion:
            tell(self.pane.done, t("意见里已有这一条。"))
            return
        text = f"{panel.opinion.rstrip()}\n{added}".lstrip()
        settling, name = self.session.desk.core.settling, self.session.name
        if self.session.act(lambda: settling.opinion(name, text), self.pane.refusal):
            tell(self.pane.done, t("已加到意见里。"))

    def on_stage(self, *, projected: bool) -> None:
        """Every dispute in large type, the one in use first: for the room, or for the chair."""
        lines = self.state.matrix.disputes
        at = next((at for at, each in enumerate(lines) if each.criterion.id == self.view.key), 0)
        self.stages.open(self.state.panel, lines, at, projected=projected)

    def may_leave(self) -> bool:
        """A note that was not recorded is asked about once."""
        self.stages.close()
        kept = {**self.state.notes, **dict.fromkeys(self.pane.outliers.unsaved, TOTALS)}
        if not kept or kept == self._warned or not self.state.matrix.lines:
            return True
        self._warned = kept
        first = next(iter(self.state.notes), TOTALS)
        if self.model.row_of(first) < 0:
            self.on_shown("all")
        self.view.choose(first)
        self.split.pull(True)
        words = t("{ids} 的说明还没有登记或保存。请先登记或保存；再按一次就离开，说明不保留。")
        self.pane.refusal.say(words.format(ids=raw("、".join(kept))))
        return False
