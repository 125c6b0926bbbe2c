"""准备新一轮: from one workbook, or platform after platform in a form; nothing is made before it was seen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.panel import Panel as DeskPanel
from app.errors import ZhipingError
from app.services.round_draft import read_draft
from app.services.round_reading import Checked
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.issue_rows import spans
from app.ui.organiser.prepare_lists import (
    plans_panel,
    preview_panels,
    problem_lines,
    problem_lists,
)
from app.ui.organiser.prepare_opening import RoundOpening
from app.ui.organiser.prepare_workbook import WorkbookPanel
from app.ui.pages import Page, button
from app.ui.parts import clear, label, middle, progress, tell, work
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.words import raw, t

_WIDE = 860


class PreparePage(Page):
    """`page_requested` with the desk's page wanted: issue once panels are made, prepare_form for the form."""

    page_requested = Signal(str)

    def __init__(self, desk: Desk, watch: StickWatch) -> None:
        super().__init__(t("准备新一轮"))
        self.manual = "prepare"
        self.desk, self.watch = desk, watch
        self.path: Path | None = None
        self.checked: Checked | None = None
        self.made: tuple[DeskPanel, ...] = ()
        self._busy, self._refused_again = False, False
        self.workbook = WorkbookPanel(desk)
        self.drop = self.workbook.drop
        self.opening = RoundOpening(desk, self)
        self.form = button(t("逐个填写"), "link")
        self.ways, self.results = QWidget(), QVBoxLayout()
        self.results.setSpacing(14)
        self.head, self.good, self.refusal = label("", "heading"), label("", "good"), Refusal()
        self.busy = progress()
        self.another = button(t("换一本工作簿"), "link")
        self.copy = button(t("复制清单"), "link")
        self.again = button(t("仍要再建"), "quiet")
        self.recheck = button(t("重新检查"), "quiet")
        self.go = button(t("选择工作簿…"), "primary")
        self.primary = self.go
        self._lay_out()
        self._connect()
        self.update_state()

    def _lay_out(self) -> None:
        column = middle(self)
        ways = QVBoxLayout(self.ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(14)
        ways.addWidget(label(t("准备新一轮"), "heading"))
        told = t(
            "一个平台建立一个专家组。平台多的，用一本工作簿最快；只有一两个的，也可以按左下角的“逐个填写”。"
        )
        ways.addWidget(label(told, "secondary"))
        ways.addWidget(self.workbook)
        column.addWidget(self.ways)
        for each in (self.head, self.good, self.busy, self.refusal):
            column.addWidget(each)
        column.addLayout(self.results)
        for link in (self.form, self.another, self.copy):
            self.bottom.row.addWidget(link)
        self.bottom.row.addStretch(1)
        for act in (self.again, self.recheck, self.go):
            self.bottom.row.addWidget(act)

    def _connect(self) -> None:
        self.workbook.files_given.connect(self.on_files)
        self.form.clicked.connect(lambda: self.page_requested.emit("prepare_form"))
        self.another.clicked.connect(self.on_another)
        self.copy.clicked.connect(self.on_copy)
        self.again.clicked.connect(lambda: self.open_all(again=True))
        self.recheck.clicked.connect(self.check)
        self.go.clicked.connect(self.on_go)
        self.opening.began.connect(lambda: self._set_busy(True))
        self.opening.made.connect(self.on_made)
        self.opening.refused.connect(self.on_refused)

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        draft = read_draft(self.desk.folder)
        words = t("继续填写（草稿有 {n} 个平台）")
        self.form.setText(words.format(n=len(draft.platforms)) if draft else t("逐个填写"))
        self.form.setAccessibleName(self.form.text())
        self.update_state()

    @property
    def state(self) -> str:
        """choose, problems, preview or made."""
        if self.made:
            return "made"
        if self.checked is None:
            return "choose"
        return "problems" if self.checked.problems else "preview"

    def update_state(self) -> None:
        """What can be pressed, and what the page's one act is."""
        state, free = self.state, not self._busy
        count = len(self.checked.plans) if self.checked else 0
        for each in (self.ways, self.form):
            each.setVisible(state == "choose")
        self.another.setVisible(state in ("problems", "preview"))
        self.copy.setVisible(state == "problems")
        self.recheck.setVisible(state == "preview")
        self.again.setVisible(state == "preview" and self._refused_again)
        words = {
            "choose": t("选择工作簿…"),
            "problems": t("改好了，重新检查"),
            "preview": t("建立 {n} 个专家组").format(n=count),
            "made": t("签发任务书"),
        }
        self.go.setText(words[state])
        self.go.setAccessibleName(words[state])
        for each in (self.go, self.another, self.recheck, self.form, self.copy, self.again):
            each.setEnabled(free)
        self.busy.setVisible(self._busy)
        read_in_order(self)

    def _show_results(self) -> None:
        """The list of problems, or the preview."""
        clear(self.results)
        checked = self.checked
        name = self.path.name if self.path else ""
        heading, problems = "", len(checked.problems) if checked else 0
        if checked and problems:
            heading = t("工作簿有 {n} 处要改，一个专家组也没有建立").format(n=problems)
            hint = t("请在“{file}”里改好、保存，再按“改好了，重新检查”。").format(file=raw(name))
            self.results.addWidget(label(hint, "secondary"))
            for listed in problem_lists(checked.problems):
                self.results.addWidget(listed)
        elif checked:
            heading = t("将建立 {n} 个专家组").format(n=len(checked.plans))
            hint = t("来自“{file}”。请核对，签发任务书以前都可以重来。").format(file=raw(name))
            self.results.addWidget(label(hint, "secondary"))
            for each in preview_panels(checked):
                self.results.addWidget(each)
        tell(self.head, heading)
        self.head.setVisible(bool(heading))

    # ---- the workbook -------------------------------------------------------------------------------

    def on_files(self, paths: Sequence[Path]) -> None:
        """A workbook was dropped or chosen."""
        if self._busy or self.made:
            return
        if len(paths) != 1:
            self.drop.refusal.say(t("请一次只拖一本工作簿。"))
            return
        self.path = paths[0]
        self.check()

    def check(self) -> None:
        """Reads the workbook, as it lies there now, beside the screen."""
        if self.path is None or self._busy:
            return
        for each in (self.drop.refusal, self.refusal):
            each.say("")
        self._refused_again = False
        self._set_busy(True)
        work(self, self.desk.core.rounds.reading(self.path), self.on_read, self.on_unread)

    def on_read(self, found: Checked) -> None:
        """What it says; nothing has been made."""
        self._set_busy(False)
        try:
            self.checked = self.desk.core.rounds.noted(found)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self._show_results()
        self.update_state()
        self.opened()

    def on_unread(self, error: ZhipingError) -> None:
        """It cannot be read at all."""
        self._set_busy(False)
        (self.refusal if self.checked else self.drop.refusal).tell(error)
        self.opened()

    def on_another(self) -> None:
        """Back to the beginning; nothing was made."""
        self.checked, self._refused_again = None, False
        self.refusal.say("")
        self._show_results()
        self.update_state()
        self.opened()

    def on_copy(self) -> None:
        """The list of problems for whoever filled it in."""
        if self.checked is not None:
            QGuiApplication.clipboard().setText(problem_lines(self.checked.problems))
            tell(self.good, t("清单已复制。"))

    # ---- making -------------------------------------------------------------------------------------

    def on_go(self) -> None:
        """The page's one act."""
        if self._busy:
            return
        match self.state:
            case "choose":
                self.drop.on_choose()
            case "problems":
                self.check()
            case "preview":
                self.open_all()
            case _:
                self.page_requested.emit("issue")

    def open_all(self, *, again: bool = False) -> None:
        """Makes every panel, or none."""
        if self.checked is not None and not self.made and not self._busy:
            self.refusal.say("")
            self.opening.begin(self.checked, again=again)

    def on_made(self, made: tuple[DeskPanel, ...]) -> None:
        """All panels are there."""
        self.made = made
        self._set_busy(False)
        self._show_made()
        self.desk.changed.emit()
        self.update_state()
        self.opened()

    def on_refused(self, error: ZhipingError) -> None:
        """Nothing was made."""
        self._set_busy(False)
        self._refused_again = error.code == "round_exists"
        self.refusal.tell(error)
        self.update_state()
        self.opened()

    def _show_made(self) -> None:
        numbers = [each.brief.header.brief_number for each in self.made]
        tell(self.head, t("已建立 {n} 个专家组").format(n=len(numbers)))
        tell(self.good, t("编号 {span}。还没有签名，下一步签发任务书。").format(span=spans(numbers)))
        clear(self.results)
        if self.checked is not None:
            self.results.addWidget(plans_panel(self.checked.plans))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.setFocus()
        tell(self.good, "")
        self.update_state()

    def opened(self) -> None:
        self.go.setFocus()

    def may_leave(self) -> bool:
        return not self._busy

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.workbook.counts.arrange(wide=self.width() >= _WIDE)
