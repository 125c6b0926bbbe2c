"""自检: looks beside the screen whether this computer is ready, and shows every check with what to do."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from app import i18n
from app.errors import ZhipingError
from app.services.core import Core
from app.services.selftest import SelfTestJob, SelfTestStoppedError, Surroundings
from app.services.selftest_paper import selftest_paper
from app.services.selftest_report import Line, Screen, SelfReport
from app.services.sticks import write_out
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.main_window import MainWindow
from app.ui.pages import Page, button
from app.ui.parts import Panel, clear, label, middle, pill, progress, show_under_way, tell, work
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import law, raw, t

_PILLS = {"green": "ok", "amber": "warn", "red": "bad", "none": ""}
# What is to be done comes first.
_FIRST = ("red", "amber", "green", "none")
_ROLES = {"green": "good", "amber": "notice", "red": "refused", "none": "secondary"}


class _Steps(QObject):
    """Tells the page how far the worker is, and the worker that nobody waits for it any more."""

    told = Signal(int, int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False

    def tell(self, number: int, count: int, name: str, step: str) -> None:
        """On the worker's thread; SelfTestStoppedError once the page was left."""
        if self.stopped:
            raise SelfTestStoppedError
        self.told.emit(number, count, name, step)


class SelftestPage(Page):
    """Begins when asked; `report` is one that is there already."""

    def __init__(self, desk: Desk, watch: StickWatch, report: SelfReport | None = None) -> None:
        super().__init__(t("自检"))
        self.manual = "selftest"
        self.desk, self.watch = desk, watch
        self.report: SelfReport | None = None
        self._steps: _Steps | None = None
        self.sum = label("", "notice")
        self.step, self.bar = label("", "secondary"), progress()
        self.lines = Panel()
        self.refusal, self.saved = Refusal(), label("", "good")
        self.save = button(t("存成 PDF…"), "quiet")
        self.begin = button(t("开始自检"), "primary")
        self.primary = self.begin
        column = middle(self)
        self.about = Panel(t("这台电脑能不能用于评审"))
        self.about.inside.addWidget(label(_about(), "secondary"))
        for shown in (self.about, self.step, self.bar, self.sum, self.refusal, self.saved, self.lines):
            column.addWidget(shown)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.save)
        self.bottom.row.addWidget(self.begin)
        self.save.clicked.connect(self.on_save)
        self.begin.clicked.connect(self.on_begin)
        for notice in (self.sum, self.saved, self.step):
            tell(notice, "")
        self.step.setVisible(False)
        self._show(report)

    def on_begin(self) -> None:
        """Looks anew."""
        if self._steps is not None:
            return
        self._show(None)
        self._steps = steps = _Steps()
        steps.told.connect(self.on_step)
        around = Surroundings(_screen(self), self.watch.sticks)
        job = self.desk.core.selftest.prepare(_opener(self.desk), around)
        self._show_busy(True)
        work(self, lambda: _looked(job, steps), self.on_looked, self.on_failed)

    def on_step(self, number: int, count: int, name: str, step: str) -> None:
        """The worker begins with a check, or a step of a long one."""
        if self._steps is not None:
            self.bar.setRange(0, count)
            self.bar.setValue(number - 1)
            told = t("正在检查 {n}/{m}：{name}").format(n=number, m=count, name=raw(words()[name]))
            tell(self.step, f"{told}　{law(step)}" if step else told)

    def on_looked(self, report: SelfReport) -> None:
        """All was looked at."""
        self._show_busy(False)
        self._show(report)
        if self.isVisible():
            self.begin.setFocus()

    def on_failed(self, error: ZhipingError) -> None:
        """It was stopped, or could not even begin."""
        self._show_busy(False)
        self._show(None)
        self.refusal.tell(error)

    def on_save(self) -> None:
        """The report as a PDF, to be printed or kept."""
        report = self.report
        if report is None:
            return
        named = str(Path.home() / f"{t('自检')}-{report.time[:10]}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, t("存成 PDF"), named, "PDF (*.pdf)")
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Writes the report to `path`, beside the screen."""
        report = self.report
        if report is not None:
            known = words(i18n.original())
            work(
                self,
                lambda: write_out(path, selftest_paper(report, i18n.paper_sentence, known)),
                self.on_saved,
                self.refusal.tell,
            )

    def on_saved(self, _: None) -> None:
        """It is there."""
        tell(self.saved, t("已存好，可以打印。"))

    def may_leave(self) -> bool:
        if self._steps is not None:
            self._steps.stopped = True
        return True

    def _show(self, report: SelfReport | None) -> None:
        self.report = report
        clear(self.lines.inside)
        self.refusal.say("")
        tell(self.saved, "")
        self.about.setVisible(report is None)
        self.lines.setVisible(report is not None)
        self.save.setEnabled(report is not None)
        self.begin.setText(t("再检一次") if report else t("开始自检"))
        self.begin.setAccessibleName(self.begin.text())
        told = ""
        if report is not None:
            mark(self.sum, role=_ROLES[report.state])
            told = raw(i18n.sentence(report.told.code, report.told.fields))
            rows = [_Row(each) for each in sorted(report.lines, key=lambda each: _FIRST.index(each.state))]
            widest = max(row.pill.sizeHint().width() for row in rows)
            for at, row in enumerate(rows):
                row.pill.setMinimumWidth(widest)
                mark(row, role="row" if at else "")
                self.lines.inside.addWidget(row)
        tell(self.sum, told)
        self.sum.setVisible(bool(told))
        read_in_order(self)

    def _show_busy(self, busy: bool) -> None:
        if not busy:
            self._steps = None
        show_under_way(self, self.bar, self.step, t("正在准备……") if busy else "")
        self.begin.setEnabled(not busy)


class _Row(QFrame):
    """One check: its colour and name, what was found and what to do, and what may be compared."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 4)
        whole.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.pill = pill(raw(words()[line.state]), _PILLS[line.state])
        self.pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.addWidget(self.pill)
        head.addWidget(label(raw(words()[line.name]), "title", wraps=False))
        head.addStretch(1)
        whole.addLayout(head)
        whole.addWidget(label(raw(i18n.sentence(line.told.code, line.told.fields))))
        if line.details:
            whole.addWidget(label(raw("\n".join(line.details)), "caption"))


def _about() -> str:
    return t(
        "逐项检查程序文件、评分表、字体、工作区、钥匙串、磁盘、时钟、屏幕和 U 盘，"
        "再把一次评审从头到尾演练一遍，约半分钟。试写的内容检查完就删除，工作区里不增加任何东西。"
    )


def show_selftest(window: MainWindow, watch: StickWatch) -> None:
    """Brings the page to the front."""
    window.show_page(SelftestPage(window.desk, watch))


def words(found: i18n.Catalogue | None = None) -> Mapping[str, str]:
    """What each check, and each state, is called; on paper by the Chinese catalogue."""
    known = (found or i18n.catalogue()).words
    return {**known["selftest"], **known["selftest_state"]}


def _looked(job: SelfTestJob, steps: _Steps) -> SelfReport:
    """On the worker's thread."""
    return job(steps.tell)


def _opener(desk: Desk) -> Callable[[Path, str], AbstractContextManager[Core]]:
    return lambda workspace, secret: desk.open_core(Settings(workspace, secret))


def _screen(page: SelftestPage) -> Screen:
    """The room on the screen that the window is on."""
    room = page.screen().availableGeometry()
    return Screen(room.width(), room.height(), page.devicePixelRatioF())
