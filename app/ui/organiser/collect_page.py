"""收取评分表: the stick speaks first, one act takes all of it; then what came, what did not, and why."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import ZhipingError
from app.services.collecting import Collected, CollectJob, Glance, JudgedFile
from app.services.sticks import how_many
from app.ui.desk import Desk
from app.ui.drop_panel import DropPanel
from app.ui.organiser.bind_panel import BindPanel
from app.ui.organiser.collected_list import OTHER_LAPTOP, CollectedList, settled_now
from app.ui.organiser.collected_rebind import RebindForm
from app.ui.organiser.stick_target import may_pull_words
from app.ui.pages import Page, button
from app.ui.parts import away, label, middle, progress, reveal, tell, work
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch, runs_from, stick_name
from app.ui.words import raw, t


class _Worker(QObject):
    """What the worker tells while it judges; outlives the page as long as the worker speaks to it."""

    began = Signal(int, int, str)
    judged = Signal(object)


class CollectPage(Page):
    """`begin` collects at once where exactly one stick is in; `finished` leads back to the board."""

    finished = Signal()

    def __init__(self, desk: Desk, watch: StickWatch, *, begin: bool = False) -> None:
        super().__init__(t("收取评分表"))
        self.manual = "collect"
        self.desk, self.watch = desk, watch
        self.found: list[Collected] = []
        self._others: dict[Path, JudgedFile] = {}
        self._busy = self._over = False
        self._fault: ZhipingError | None = None
        self._read: tuple[Path, ...] = ()
        self.drop = DropPanel(self._start_folder)
        self.step, self.bar = label("", "secondary"), progress()
        self.good = label("", "good")
        self.binding, self.results = BindPanel(desk), CollectedList(desk)
        self.form: RebindForm | None = None
        self.collect = button(t("收取评分表"), "primary")
        self.done = button(t("完成"), "primary")
        self._lay_out()
        self.collect.clicked.connect(self.on_collect)
        self.done.clicked.connect(self.finished)
        self.drop.files_given.connect(self.take)
        self.binding.bound.connect(self.on_bound)
        self.results.rebind_requested.connect(self.on_rebind_requested)
        watch.changed.connect(self.on_sticks)
        if begin and len(watch.sticks) == 1:
            self.take(watch.sticks)
        else:
            self.on_sticks()

    def _lay_out(self) -> None:
        self.column = middle(self)
        for shown in (self.drop, self.step, self.bar, self.good, self.binding, self.results):
            self.column.addWidget(shown)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.collect)
        self.bottom.row.addWidget(self.done)
        tell(self.drop.hint, t("也可以把评分表、汇总记录或整个文件夹拖到这里。收好的评分表会从 U 盘上取走。"))
        self.drop.choose.setVisible(True)
        tell(self.good, "")
        self.binding.setVisible(False)
        self._show_state()

    def _start_folder(self) -> Path:
        return self.watch.sticks[0] if self.watch.sticks else Path.home()

    # ---- the stick ----------------------------------------------------------------------------------

    def on_sticks(self) -> None:
        """A stick came or went: how much is on it is counted beside the screen."""
        if self._busy:
            return
        self._show_state()
        if not self.watch.sticks:
            words = t("现在可以拔出的 U 盘已经拔出。") if self._over else ""
            tell(self.drop.words, words or t("请插入收表的 U 盘，或把评分表拖到这里"))
            return
        tell(self.drop.words, t("正在查看 U 盘……"))
        try:
            job = self.desk.core.collecting.prepare(self.watch.sticks)
        except ZhipingError as error:
            self.drop.refusal.tell(error)
            return
        work(self, job.glance, self.on_glanced, self.drop.refusal.tell)

    def on_glanced(self, found: Glance) -> None:
        """What the stick holds that is not taken in yet."""
        if self._busy:
            return
        names = "、".join(stick_name(each) for each in self.watch.sticks)
        if found.fresh:
            said = t("U 盘“{name}”里有 {n} 份还没有收的文件。")
            tell(self.drop.words, said.format(name=raw(names), n=found.fresh))
        else:
            tell(self.drop.words, t("U 盘“{name}”里没有还没收的文件。").format(name=raw(names)))

    # ---- collecting ---------------------------------------------------------------------------------

    def on_collect(self) -> None:
        """收取评分表 from every stick that is in."""
        if self.watch.sticks:
            self.take(self.watch.sticks)

    def take(self, paths: Sequence[Path]) -> None:
        """Collects everything under `paths`: judged beside the screen, taken in file by file."""
        if self._busy:
            return
        self.drop.refusal.say("")
        self._close_form()
        tell(self.good, "")
        try:
            job = self.desk.core.collecting.prepare(paths)
        except ZhipingError as error:
            self.drop.refusal.tell(error)
            return
        self.found, self._others, self._fault = [], {}, None
        self._read = tuple(paths)
        worker = _Worker()
        worker.began.connect(self.on_began)
        worker.judged.connect(self.on_judged)
        self._show_busy(True)
        work(self, lambda: _judged(job, worker), self.on_read, self.on_failed)

    def on_began(self, number: int, total: int, name: str) -> None:
        """The worker begins with a file."""
        self.bar.setRange(0, total)
        self.bar.setValue(number - 1)
        tell(self.step, t("正在收取 {n}/{m}：{name}").format(n=number, m=total, name=raw(name)))

    def on_judged(self, judged: JudgedFile) -> None:
        """One file is judged: taken in here, on the main thread."""
        if self._fault is not None:
            return
        try:
            told = self.desk.core.collecting.keep(judged)
        except ZhipingError as error:
            self._fault = error
            return
        self.found.append(told)
        if told.code == OTHER_LAPTOP:
            self._others[told.path] = judged

    def on_read(self, _files: int) -> None:
        """All are taken in: whoever is known is bound, then the stick is cleared of what is kept."""
        if self._fault is not None:
            self.on_failed(self._fault)
            return
        core = self.desk.core
        mine = [each for each in self.found if any(each.path.is_relative_to(s) for s in self.watch.sticks)]
        try:
            core.settling.bind_known()
            job = core.collecting.prepare_take_off(mine)
        except ZhipingError as error:
            self.on_failed(error)
            return
        work(self, job, self.on_taken_off, self.on_failed)

    def _may_pull(self) -> str:
        own = [each for each in self.watch.sticks if runs_from(each)]
        return may_pull_words(own[0] if own else Path())

    def on_taken_off(self, gone: tuple[Path, ...]) -> None:
        """What is kept here is no longer on the stick; said in words."""
        self._over = True
        self._show_busy(False)
        self._show_found()
        from_stick = any(each in self._read for each in self.watch.sticks)
        if gone:
            said = t("收好的 {n} 份已从 U 盘上取走，本机已存好并复读一致。") + self._may_pull()
            tell(self.good, said.format(n=len(gone)))
        elif from_stick:
            tell(self.good, self._may_pull())
        tell(self.drop.words, t("还有 U 盘的，请插入下一个"))
        self.desk.changed.emit()
        first = next((each for each in self.binding.rows.values() if not each.done), None)
        (first.field if first else self.done).setFocus()

    def on_failed(self, error: ZhipingError) -> None:
        """It stopped half way; what was taken in is kept, and told."""
        self._show_busy(False)
        self._show_found()
        self.drop.refusal.tell(error)
        self.desk.changed.emit()

    def on_bound(self) -> None:
        """A code was right: the list says so, and the other pages."""
        self._show_found()
        self.desk.changed.emit()

    def _show_found(self) -> None:
        if self.found or self._over:
            self.results.show_found(settled_now(self.desk, self.found))
        self.binding.refresh()
        read_in_order(self)

    # ---- another laptop -----------------------------------------------------------------------------

    def on_rebind_requested(self, each: Collected) -> None:
        """登记换电脑: the code of the new sheet, read out by the expert, and why."""
        judged = self._others.get(each.path)
        if judged is None or judged.found is None or judged.found.sheet is None:
            return
        self._close_form()
        self.form = RebindForm(self.desk, judged, judged.found.sheet)
        self.form.rebound.connect(self.on_rebound)
        self.form.closed.connect(self._close_form)
        self.column.addWidget(self.form)
        read_in_order(self)
        reveal(self, self.form)
        self.form.focus()

    def on_rebound(self, told: Collected) -> None:
        """The sheet from the other laptop came in."""
        self.found = [told if each.path == told.path else each for each in self.found]
        self._close_form()
        self.on_bound()

    def _close_form(self) -> None:
        if self.form is not None:
            away(self.form)
            self.form = None

    # ---- the page -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        self.binding.refresh()
        if self.found:
            self._show_found()
        read_in_order(self)

    def may_leave(self) -> bool:
        return not self._busy

    def opened(self) -> None:
        if self._busy:
            self.setFocus()
            return
        first = next((each for each in self.binding.rows.values() if not each.done), None)
        shown = first.field if first else self.primary
        if shown is not None:
            shown.setFocus()

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.setFocus()
        self.bar.setRange(0, 0)
        self.bar.setVisible(busy)
        self.step.setVisible(busy)
        tell(self.step, t("正在读取文件……") if busy else "")
        self._show_state()

    def _show_state(self) -> None:
        stick = bool(self.watch.sticks)
        over = self._over and not self._busy
        self.collect.setVisible(not over)
        self.done.setVisible(over)
        self.collect.setEnabled(stick and not self._busy)
        self.drop.setVisible(not self._busy)
        self.drop.setMinimumHeight(0 if self.found or over else 220)
        self.drop.choose.setEnabled(not self._busy)
        if stick or over:
            self.primary = self.done if over else self.collect
        else:
            self.primary = self.drop.choose


def _judged(job: CollectJob, worker: _Worker) -> int:
    """On the worker's thread: each file is handed over as soon as it is judged."""
    total = how_many(job.paths)
    count = 0
    for judged in job.files(lambda number, path: worker.began.emit(number, total, path.name)):
        count += 1
        worker.judged.emit(judged)
    return count
