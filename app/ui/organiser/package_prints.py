"""打印件, 事实核对单, 结果工作簿: made beside the screen, written with read-back, opened by the system.

Only files that the program has just made itself are ever handed to the system.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.errors import ZhipingError
from app.services.print_set import PrintJob, write_facts, write_print_set
from app.services.sticks import write_out
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.organiser.package_list import PackLine
from app.ui.pages import button
from app.ui.parts import Panel, label, progress, tell, work
from app.ui.words import raw, t


def open_by_system(path: Path) -> None:
    """The system's own program shows a file or folder that this program has just made."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class PrintPanel(Panel):
    """What is printed of the panels that `picked` gives; `busy_changed` while it is being made."""

    busy_changed = Signal()

    def __init__(self, desk: Desk, picked: Callable[[], Sequence[PackLine]], *, has_primary: bool) -> None:
        super().__init__(t("打印"))
        self.desk, self._picked = desk, picked
        self.is_busy = False
        self._opens = False
        self._written: Path | None = None
        told = t(
            "打印件把签到表、承诺与回避、规则确认单、个人评分表、汇总表、更正单、专家组意见合成一个 PDF；"
            "事实核对单只有事实，没有姓名和分数，交运营单位核对。"
        )
        self.inside.addWidget(label(told, "secondary"))
        self.prints = button(t("打开打印件"), "primary" if has_primary else "quiet")
        self.facts = button(t("事实核对单…"), "quiet")
        self.book = button(t("结果工作簿…"), "quiet")
        self.show_folder = button(t("打开所在文件夹"), "link")
        self.busy, self.good, self.refusal = progress(), label("", "good"), Refusal()
        line = Flow(gap=8)
        for made in (self.facts, self.book) if has_primary else (self.prints, self.facts, self.book):
            line.addWidget(made)
        line.addWidget(self.show_folder)
        self.inside.addLayout(line)
        for shown in (self.busy, self.good, self.refusal):
            self.inside.addWidget(shown)
        tell(self.good, "")
        self.show_folder.setVisible(False)
        self.prints.clicked.connect(self.on_prints)
        self.facts.clicked.connect(self.on_facts)
        self.book.clicked.connect(self.on_book)
        self.show_folder.clicked.connect(self.on_folder)

    def names(self) -> tuple[str, ...]:
        """The panels that have something to print."""
        return tuple(each.name for each in self._picked() if each.panel.issued and not each.panel.void)

    def update_state(self) -> None:
        """Possible where something is ticked; results only of what is sealed."""
        there = bool(self.names()) and not self.is_busy
        self.prints.setEnabled(there)
        self.facts.setEnabled(there)
        ready = all(each.panel.sealed for each in self._picked() if not each.panel.void)
        self.book.setEnabled(there and ready)

    def on_prints(self) -> None:
        """The whole set in one PDF, then opened."""
        name = str(Path.home() / f"{t('打印件')}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, t("打印件存到哪里"), name, "PDF (*.pdf)")
        if chosen:
            out = Path(chosen)
            self._make(lambda: partial(_print_set, self._job(), out), opens=True)

    def on_facts(self) -> None:
        """One page for each operator."""
        chosen = QFileDialog.getExistingDirectory(self, t("事实核对单存到哪个文件夹"), str(Path.home()))
        if chosen:
            self._make(lambda: partial(_facts, self._job(), Path(chosen)))

    def on_book(self) -> None:
        """Every criterion, expert, finding, award and remark as numbers."""
        name = str(Path.home() / f"{t('评审结果')}.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self, t("结果工作簿存到哪里"), name, "Excel (*.xlsx)")
        if chosen:
            self._make(lambda: partial(_book, self.desk.core.rounds.results(self.names()), Path(chosen)))

    def _job(self) -> PrintJob:
        return self.desk.core.prints.prepare(self.names())

    def _make(self, prepared: Callable[[], Callable[[], tuple[Path, ...]]], *, opens: bool = False) -> None:
        self._opens = opens
        self.refusal.say("")
        tell(self.good, "")
        self.show_folder.setVisible(False)
        try:
            job = prepared()
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self._show_busy(True)
        work(self, job, self.on_made, self.on_failed)

    def on_made(self, paths: tuple[Path, ...]) -> None:
        """They are there; the print set is opened."""
        self._show_busy(False)
        self._written = paths[0].parent
        names = "、".join(each.name for each in paths[:3])
        told = t("已写好并复核：{names} 等 {n} 个文件。") if len(paths) > 3 else t("已写好并复核：{names}。")
        tell(self.good, told.format(names=raw(names), n=len(paths)))
        self.show_folder.setVisible(True)
        if self._opens:
            open_by_system(paths[0])

    def on_failed(self, error: ZhipingError) -> None:
        """They are not."""
        self._show_busy(False)
        self.refusal.tell(error)

    def on_folder(self) -> None:
        """Where they lie."""
        if self._written is not None:
            open_by_system(self._written)

    def _show_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy.setVisible(busy)
        self.update_state()
        self.busy_changed.emit()


def _print_set(job: PrintJob, out: Path) -> tuple[Path, ...]:
    """On the worker's thread."""
    return write_print_set(job(), out)


def _facts(job: PrintJob, folder: Path) -> tuple[Path, ...]:
    return write_facts(job(), folder)


def _book(made: Callable[[], bytes], out: Path) -> tuple[Path, ...]:
    write_out(out, made())
    return (out,)
