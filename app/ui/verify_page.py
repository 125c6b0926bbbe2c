"""验证: files, folders and packages are judged beside the screen; or a paper's typed 校验码 is looked up."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.errors import ZhipingError
from app.services.sticks import how_many
from app.services.verification import Verified, VerifyJob
from app.ui.desk import Desk
from app.ui.drop_panel import DropPanel
from app.ui.pages import Page, button
from app.ui.parts import label, middle, progress, reveal, show_under_way, tell, work
from app.ui.reading_order import read_in_order
from app.ui.verify_card import VerifyCard
from app.ui.verify_code import CodePanel
from app.ui.verify_results import VerifyResults
from app.ui.words import raw, t


class _Steps(QObject):
    """Tells the page how far the worker is; outlives the page as long as the worker speaks to it."""

    told = Signal(int, int, str)


class VerifyPage(Page):
    """Begins with `paths`, if there are any; `folder` is where choosing begins. `trust_requested` leads to
    信任的组织方."""

    trust_requested = Signal()

    def __init__(
        self, desk: Desk, paths: Sequence[Path] = (), folder: Callable[[], Path] = Path.home
    ) -> None:
        super().__init__(t("验证"))
        self.manual = "verify"
        self.desk, self._folder = desk, folder
        self.paths: tuple[Path, ...] = ()
        self.drop = DropPanel(folder)
        self.drop.choose.setVisible(False)
        self.step, self.bar = label("", "secondary"), progress()
        self.code, self.results = CodePanel(desk), VerifyResults(desk)
        self.trust = button(t("信任的组织方"), "link")
        self.choose_folder = button(t("选择文件夹…"), "quiet")
        self.choose = button(t("选择文件…"), "primary")
        self.primary = self.choose
        column = middle(self)
        for shown in (self.drop, self.step, self.bar, self.results, self.code):
            column.addWidget(shown)
        self.bottom.row.addWidget(self.trust)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.choose_folder)
        self.bottom.row.addWidget(self.choose)
        tell(self.drop.words, t("把要验证的文件、文件夹或移交包拖到这里"))
        hint = t("任务书、评分表、汇总记录都可以。同一轮的几份文件请一起验证，程序会互相对照。")
        tell(self.drop.hint, hint)
        self._connect()
        self._busy = False
        self._show_busy(False)
        if paths:
            self.verify(paths)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.drop.on_choose)
        self.choose_folder.clicked.connect(self.on_choose_folder)
        self.trust.clicked.connect(self.trust_requested)
        self.drop.files_given.connect(self.verify)
        self.results.trusted.connect(self.on_trusted)
        self.results.finished.connect(self.on_shown)
        self.results.changed.connect(lambda: read_in_order(self))
        self.code.found.connect(lambda: reveal(self, self.code))

    @property
    def cards(self) -> list[VerifyCard]:
        """The answers shown."""
        return self.results.cards

    def on_choose_folder(self) -> None:
        """A whole folder, such as a package."""
        chosen = QFileDialog.getExistingDirectory(self, t("选择文件夹"), str(self._folder()))
        if chosen:
            self.verify((Path(chosen),))

    def verify(self, paths: Sequence[Path]) -> None:
        """Judges all files under `paths`."""
        if self._busy:
            return
        self.drop.refusal.say("")
        self.results.show_nothing()
        self.paths = self.code.given = tuple(paths)
        try:
            job = self.desk.core.verification.prepare(paths)
        except ZhipingError as error:
            self.drop.refusal.tell(error)
            return
        steps = _Steps()
        steps.told.connect(self.on_step)
        self._show_busy(True)
        work(self, lambda: _verified(job, tuple(paths), steps), self.on_verified, self.on_failed)

    def on_step(self, number: int, total: int, name: str) -> None:
        """The worker begins with a file."""
        if self._busy:
            self.bar.setRange(0, total)
            self.bar.setValue(number - 1)
            tell(self.step, t("正在验证 {n}/{m}：{name}").format(n=number, m=total, name=raw(name)))

    def on_verified(self, verified: Verified) -> None:
        """All are judged."""
        self._show_busy(False)
        try:
            reports = self.desk.core.verification.keep(verified)
        except ZhipingError as error:  # it could not be remembered; what was found is found
            self.drop.refusal.tell(error)
            reports = verified.reports
        if not reports:
            self.drop.refusal.say(t("这里没有可以验证的文件。"))
        self.results.show_verified(verified, reports)

    def on_shown(self) -> None:
        """Every answer is on the page."""
        read_in_order(self)
        begun = self.focusWidget() not in (None, self)  # a code may be being typed by now
        if self.isVisible() and not begun:  # not while the manual lies over it
            self.choose.setFocus()

    def on_trusted(self) -> None:
        """An organiser is known now: the same files mean more."""
        self.verify(self.paths)

    def on_failed(self, error: ZhipingError) -> None:
        """They could not be looked at."""
        self._show_busy(False)
        self.drop.refusal.tell(error)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        show_under_way(self, self.bar, self.step, t("正在读取文件……") if busy else "")
        for act in (self.choose, self.choose_folder):
            act.setEnabled(not busy)


def _verified(job: VerifyJob, paths: Sequence[Path], steps: _Steps) -> Verified:
    """On the worker's thread."""
    total = how_many(paths)
    return job(lambda number, path: steps.told.emit(number, total, path.name))
