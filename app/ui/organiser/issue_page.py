"""签发任务书: signs what is prepared, writes it to sticks or a folder with read-back, prints the fallback."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from app.domain.panel import Panel as DeskPanel
from app.errors import ZhipingError
from app.i18n import error_sentence
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.organiser.issue_rows import IssueRow, Written
from app.ui.organiser.issue_work import IssueWork
from app.ui.pages import Page, button
from app.ui.parts import Panel, clear, label, middle, progress, row, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch, runs_from, stick_name
from app.ui.style import mark
from app.ui.words import raw, t


class IssuePage(Page):
    """The briefs of this desk: chosen, signed once, written as often as wanted."""

    page_requested = Signal(str)

    def __init__(self, desk: Desk, watch: StickWatch) -> None:
        super().__init__(t("签发任务书"))
        self.manual = "issue"
        self.desk, self.watch = desk, watch
        self._busy = False
        self.work = IssueWork(desk, watch, self)
        self._chosen: set[Path] = set()
        self.rows: list[IssueRow] = []
        self.written: list[Written] = []
        self.list, self.done = Panel(), QVBoxLayout()
        self.all = button(t("全选"), "link")
        self.none = button(t("全不选"), "link")
        self.choices = Flow(gap=8)
        self.empty = label("", "notice")
        self.state, self.good = label("", "notice"), label("", "good")
        self.step, self.bar = label("", "secondary"), progress()
        self.failed, self.refusal = label("", "refused"), Refusal()
        self.prepare = button(t("准备新一轮"), "link")
        self.print = button(t("纸质评分表…"), "quiet")
        self.save = button(t("写入文件夹…"), "quiet")
        self.write = button(t("签发并写入 U 盘"), "primary")
        self.primary = self.write
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = middle(self)
        column.addWidget(label(t("签发任务书"), "heading"))
        told = t("签发就是以您的名义签名，签发以后规则和名单不能再改。同一份可以写入任意多个 U 盘。")
        column.addWidget(label(told, "secondary"))
        for each in (self.empty, self.good, self.state, self.failed, self.refusal, self.step, self.bar):
            column.addWidget(each)
        column.addLayout(self.choices)
        self.done.setSpacing(8)
        column.addLayout(self.done)
        self.list.inside.setContentsMargins(0, 4, 0, 4)
        self.list.inside.setSpacing(0)
        column.addWidget(self.list)
        self.picks = QWidget()
        self.picks.setLayout(row(self.all, self.none))
        self.picks.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column.addWidget(self.picks)
        paper = t("纸质评分表：电脑不能用时备用，每位专家一份，另加一份，各有编号。再打印编号不变。")
        self.paper = Panel()
        line = row(label(paper, "secondary"), self.print, parent=self.paper.inside)
        line.setStretch(0, 1)
        column.addWidget(self.paper)
        self.bottom.row.addWidget(self.prepare)
        self.bottom.row.addStretch(1)
        for act in (self.save, self.write):
            self.bottom.row.addWidget(act)

    def _connect(self) -> None:
        self.write.clicked.connect(self.on_write)
        self.save.clicked.connect(self.on_save)
        self.print.clicked.connect(self.on_print)
        self.prepare.clicked.connect(lambda: self.page_requested.emit("prepare"))
        self.all.clicked.connect(partial(self._pick, True))
        self.none.clicked.connect(partial(self._pick, False))
        self.watch.changed.connect(self.on_sticks)
        self.work.stepped.connect(self.on_step)
        self.work.wrote.connect(self.on_wrote)
        self.work.finished.connect(self.on_finished)
        self.work.failed.connect(self.on_failed)

    # ---- what it shows ------------------------------------------------------------------------------

    def _list_panels(self) -> None:
        """Every panel that is not over; those not issued yet are chosen, or all where there is none."""
        panels = [self.desk.core.panels.load(name).panel for name in self.desk.core.panels.in_order()]
        open_ones = [each for each in panels if not each.void and not each.sealed]
        fresh = any(not each.issued for each in open_ones)
        picked = {each.panel.name: each.chosen for each in self.rows}
        clear(self.list.inside)
        self.rows.clear()
        for at, panel in enumerate(open_ones):
            made = IssueRow(panel, first=at == 0)
            usual = not panel.issued if fresh else True
            made.pick.setChecked(picked.get(panel.name, usual))
            made.pick.toggled.connect(self.update_state)
            self.rows.append(made)
            self.list.inside.addWidget(made)
        there = bool(self.rows)
        self.list.setVisible(there)
        self.picks.setVisible(len(self.rows) > 1)
        self.paper.setVisible(there)
        tell(self.empty, "" if there else t("还没有可以签发的专家组。请先准备新一轮。"))
        self._show_choices()
        self.update_state()

    def refresh(self) -> None:
        super().refresh()
        self._list_panels()

    def chosen(self) -> tuple[DeskPanel, ...]:
        """The panels whose briefs are wanted."""
        return tuple(each.panel for each in self.rows if each.chosen)

    def sticks(self) -> tuple[Path, ...]:
        """Where to write: the only stick that takes files, or those that were chosen."""
        writable = self.watch.writable
        return writable if len(writable) == 1 else tuple(each for each in writable if each in self._chosen)

    def update_state(self) -> None:
        """What is chosen, which stick is there, what may be done."""
        wanted, sticks = self.chosen(), self.sticks()
        done = bool(self.good.text()) and not self.watch.sticks
        mark(self.state, role="good" if sticks and wanted and not self._busy else "notice")
        tell(self.state, "" if done else self._state_words(len(wanted)))
        free = bool(wanted) and not self._busy
        fresh = any(not each.issued for each in wanted)
        act = t("签发并写入 U 盘（{n} 份）") if fresh else t("写入 U 盘（{n} 份）")
        self.write.setText(act.format(n=len(wanted)))
        self.write.setAccessibleName(self.write.text())
        self.write.setEnabled(free and bool(sticks))
        for each in (self.save, self.print):
            each.setEnabled(free)
        for one in (self.all, self.none, self.prepare, *(listed.pick for listed in self.rows)):
            one.setEnabled(not self._busy)
        self.bar.setVisible(self._busy)
        self.step.setVisible(self._busy)
        read_in_order(self)

    def _state_words(self, wanted: int) -> str:
        writable = self.watch.writable
        if self._busy:
            return t("正在签发和写入，请不要拔出 U 盘。")
        if not self.rows:
            return ""
        if not wanted:
            return t("请在下面选出要签发的任务书。")
        if self.sticks():
            names = "、".join(stick_name(each) for each in self.sticks())
            ready = t("U 盘“{names}”已就绪。") if not self._has_all() else ""
            return ready.format(names=raw(names))
        if len(writable) > 1:
            return t("插着 {n} 个 U 盘，请选择要写入的，可以都选。").format(n=len(writable))
        if self.watch.sticks:
            return t("这个 U 盘不能写入（写保护），请换一个。")
        return t("请插入要交给专家的 U 盘，或者写入文件夹。")

    def _has_all(self) -> bool:
        return set(self.sticks()) <= {known.folder for known in self.written}

    def _show_choices(self) -> None:
        """One button a stick, where there are several."""
        clear(self.choices)
        several = self.watch.writable if len(self.watch.writable) > 1 else ()
        for stick in several:
            name = t("写入这个 U 盘：{name}").format(name=stick_name(stick))
            made = button(raw(stick_name(stick)), "tab", name)
            made.setCheckable(True)
            made.setChecked(stick in self._chosen)
            made.toggled.connect(partial(self.on_stick_chosen, stick))
            self.choices.addWidget(made)

    def _show_written(self) -> None:
        """Which stick holds which briefs."""
        clear(self.done)
        for each in self.written:
            self.done.addWidget(each.card())

    # ---- what happens -------------------------------------------------------------------------------

    def _pick(self, wanted: bool, _: bool = False) -> None:
        for each in self.rows:
            each.pick.setChecked(wanted)

    def on_stick_chosen(self, stick: Path, wanted: bool) -> None:
        """One of several sticks is to be written, or not."""
        (self._chosen.add if wanted else self._chosen.discard)(stick)
        self.update_state()

    def on_sticks(self) -> None:
        """A stick came or went; what one that went had got stays listed."""
        tell(self.good, "")
        if not self._busy:
            tell(self.failed, "")
        self._chosen &= set(self.watch.writable)
        self._show_choices()
        self.update_state()

    def on_write(self) -> None:
        """Signs what is not signed, then writes to every stick."""
        if self.sticks():
            self.begin(self.sticks())

    def on_save(self) -> None:
        """To a folder of one's choice."""
        chosen = QFileDialog.getExistingDirectory(self, t("写入文件夹"), str(Path.home()))
        if chosen:
            self.begin((Path(chosen),))

    def begin(self, folders: Sequence[Path]) -> None:
        """Signs the chosen briefs that are not signed yet, then writes all of them to every folder."""
        if not self._busy and self.chosen():
            self._set_busy(True)
            self.work.issue([each.name for each in self.chosen()], folders)

    def on_print(self) -> None:
        """Blank forms to a folder of one's choice."""
        chosen = QFileDialog.getExistingDirectory(self, t("纸质评分表写到哪里"), str(Path.home()))
        if chosen:
            self.print_forms(Path(chosen))

    def print_forms(self, folder: Path) -> None:
        """The blank forms of the chosen panels, one PDF each; they must be issued."""
        if not self._busy and self.chosen():
            self._set_busy(True)
            self.work.print_forms([each.name for each in self.chosen()], folder)

    def on_step(self, done: int, total: int, words: str) -> None:
        """The work goes on."""
        if self._busy:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            tell(self.step, words)

    def on_wrote(self, found: Written) -> None:
        """A stick or folder has all of it; the same one written again is listed once."""
        others = [each for each in self.written if (each.folder, each.what) != (found.folder, found.what)]
        self.written = [found, *others]

    def on_finished(self, folders: Sequence[Path]) -> None:
        """All of it is written and read back."""
        self._set_busy(False)
        self._show_written()
        self.desk.changed.emit()
        self._list_panels()
        sticks = [each for each in folders if each in self.watch.sticks]
        good = t("已写入，复核一致。")
        if any(runs_from(each) for each in sticks):
            good = t("已写入，复核一致。知评正从这个 U 盘运行，请先退出再拔出。")
        elif sticks:
            good = t("已写入，复核一致。现在可以拔出 U 盘。还要再写的，请插入下一个。")
        tell(self.good, good)
        self.opened()

    def on_failed(self, error: ZhipingError) -> None:
        """Not all of it was done; what was signed stays signed, and the same again does the rest."""
        self._set_busy(False)
        self._show_written()
        self._list_panels()
        gone = error.code in ("not_written", "read_back")
        if gone and not self.sticks():
            tell(self.failed, t("没有写完，U 盘已断开。已签发的任务书都保存着，请重新插入再写一次。"))
        elif gone:
            tell(self.failed, raw(error_sentence(error)))
        else:
            self.refusal.tell(error)
        self.opened()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.setFocus()
            self.refusal.say("")
            tell(self.failed, "")
            tell(self.good, "")
        self.bar.setRange(0, 0)
        self.update_state()

    def opened(self) -> None:
        first = next((each for each in (self.write, self.save, self.prepare) if each.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def may_leave(self) -> bool:
        return not self._busy
