"""交表: signed is not handed over; 校验码 large, the stick, writing with read-back, only then 可以拔出."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QVBoxLayout

from app.domain.sheet import Sheet
from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.scoring import Submitted
from app.ui.codes import show_code
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.pages import Page, button
from app.ui.parts import Panel, band, clear, label, middle, pill, progress, reveal, row, tell, work
from app.ui.reading_order import read_in_order
from app.ui.revision_panel import RevisionPanel
from app.ui.sheet_states import is_handed_over, is_recused, standing
from app.ui.stick_watch import StickWatch, runs_from, stick_name
from app.ui.style import mark
from app.ui.words import raw, t


class HandoverPage(Page):
    """All signed sheets of the day that have not left, the one of `name` first. `revised` with its id once it
    is open again; `brief_requested` leads to its declaration."""

    revised = Signal(str)
    brief_requested = Signal(str)
    finished = Signal()

    def __init__(self, desk: Desk, watch: StickWatch, name: str) -> None:
        super().__init__(t("交表"))
        self.manual = "handover"
        self.desk, self.watch, self.name = desk, watch, name
        self.session = desk.session(name)
        self.brief = self.session.sheet.brief
        self.person = self.session.sheet.member.name
        self._busy = False
        self._written = False
        self._chosen: Path | None = None
        self.choices, self._group = Flow(gap=8), QButtonGroup(self)
        self.codes = QVBoxLayout()
        self.codes.setSpacing(14)
        self.state, self.good = label("", "notice"), label("", "good")
        self.failed, self.refusal, self.busy = label("", "refused"), Refusal(), progress()
        self.revision = RevisionPanel()
        self.revise = button(t("更正并重新签署"), "link")
        self.recuse = button(t("我申请回避"), "link")
        self.save = button(t("另存…"), "quiet")
        self.write = button(t("写入 U 盘"), "primary")
        self.home = button(t("回到今日评审"), "quiet")
        self.primary = self.write
        column = middle(self)
        for shown in (self.good, self.failed, self.state, self.busy, self.refusal):
            column.addWidget(shown)
        column.addLayout(self.choices)
        column.addLayout(self.codes)
        rare = Flow(gap=8)  # not in the bar: seldom wanted, and at large text there is no room
        rare.addWidget(self.revise)
        rare.addWidget(self.recuse)
        column.addLayout(rare)
        column.addWidget(self.revision)
        self.bottom.row.addStretch(1)
        for act in (self.home, self.save, self.write):
            self.bottom.row.addWidget(act)
        self._connect()
        self._show_choices()
        self.refresh()

    def _connect(self) -> None:
        self.write.clicked.connect(self.on_write)
        self.save.clicked.connect(self.on_save)
        self.home.clicked.connect(self.finished)
        self.revise.clicked.connect(self.on_revise)
        self.recuse.clicked.connect(lambda: self.brief_requested.emit(self.name))
        self.revision.chosen.connect(self.on_reason)
        self.watch.changed.connect(self.on_sticks)

    # ---- what it shows ------------------------------------------------------------------------------

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheet at hand first, then the others that have not left."""
        others = [each for each in self.desk.unsent() if each.id != self.name and not each.open]
        return (self.session.sheet, *others)

    def refresh(self) -> None:
        super().refresh()
        sheet = self.session.sheet
        self.saved_at = self.session.saved_at
        clear(self.codes)
        for each in self.sheets():
            if each.signed and not each.open:
                self.codes.addWidget(self._card(each))
        self.revise.setVisible(sheet.state == "signed" and not is_recused(sheet))
        self.recuse.setVisible(not is_recused(sheet))
        self.update_state()
        read_in_order(self)

    def _card(self, sheet: Sheet) -> Panel:
        panel = Panel()
        found = standing(sheet)
        head = row(band(sheet.brief), label(raw(sheet.brief.platform.name), "title"), parent=panel.inside)
        head.setStretch(1, 1)
        head.addWidget(pill(found.words, found.tone))
        what = t("回避声明") if is_recused(sheet) else t("个人评分表，第 {n} 版").format(n=len(sheet.signed))
        panel.inside.addWidget(label(what, "secondary"))
        code = label("", "code")
        show_code(code, sheet.signed[-1])
        panel.inside.addWidget(label(t("校验码"), "caption"))
        panel.inside.addWidget(code)
        panel.inside.addWidget(label(t("请与汇总席屏幕核对。"), "secondary"))
        for number, digest in enumerate(sheet.signed[:-1], start=1):
            earlier = label("", "caption")
            show_code(earlier, digest, partial(_earlier_words, number))
            panel.inside.addWidget(earlier)
        return panel

    def update_state(self) -> None:
        """What the stick is and what may be done."""
        stick = self._stick()
        waiting = [each for each in self.sheets() if not is_handed_over(each)]
        told = ""
        if self._busy:
            told = t("正在写入并复核，请不要拔出 U 盘。")
        elif stick is None and waiting:
            told = self._missing_words()
        elif stick is not None and waiting:
            told = t("已签署，还没有交出。U 盘“{name}”已就绪，请按“写入 U 盘”。")
            told = told.format(name=raw(stick_name(stick)))
        tell(self.state, told)
        good = ""
        if self._written and not waiting and not self._busy:
            own = stick is not None and runs_from(stick)
            good = (
                t("已写入，复核一致。知评正从这个 U 盘运行，请先退出再拔出。")
                if own
                else t("已写入，复核一致。现在可以拔出 U 盘。")
            )
        tell(self.good, good)
        self.busy.setVisible(self._busy)
        self.write.setEnabled(stick is not None and not self._busy)
        self.primary = self.write if waiting else self.home
        for act in (self.write, self.home):
            mark(act, role="primary" if act is self.primary else "quiet")
        for act in (self.save, self.revise, self.recuse, self.home):
            act.setEnabled(not self._busy)

    def _missing_words(self) -> str:
        if len(self.watch.writable) > 1:
            return t("已签署，还没有交出。插着 {n} 个 U 盘，请先选择收表 U 盘。").format(
                n=len(self.watch.writable)
            )
        if self.watch.sticks and not self.watch.writable:
            return t("已签署，还没有交出。这个 U 盘不能写入（写保护），请换一个。")
        return t("已签署，还没有交出。请插入收表 U 盘。")

    def _stick(self) -> Path | None:
        """The one to write to: the only one that takes files, or the one that was chosen."""
        if len(self.watch.writable) == 1:
            return self.watch.writable[0]
        return self._chosen if self._chosen in self.watch.writable else None

    def _show_choices(self) -> None:
        """One button a stick, where there are several."""
        clear(self.choices)
        for stick in self.watch.writable if len(self.watch.writable) > 1 else ():
            made = button(
                raw(stick_name(stick)), "tab", t("写入这个 U 盘：{name}").format(name=stick_name(stick))
            )
            made.setCheckable(True)
            made.setChecked(stick == self._chosen)
            made.clicked.connect(partial(self.on_chosen, stick))
            self._group.addButton(made)
            self.choices.addWidget(made)
        read_in_order(self)

    def on_chosen(self, stick: Path) -> None:
        """One of several sticks is the one that is collected."""
        self._chosen = stick
        self.update_state()

    # ---- what happens -------------------------------------------------------------------------------

    def on_sticks(self) -> None:
        """A stick came or went."""
        if self._stick() is None:
            self._written = False
        self._show_choices()
        self.update_state()

    def on_write(self) -> None:
        """Writes all that has not left, else the sheet at hand once more."""
        stick = self._stick()
        if stick is not None:
            waiting = [each for each in self.sheets() if not is_handed_over(each)]
            self._begin([(each, stick / file_name(each)) for each in waiting or [self.session.sheet]])

    def on_save(self) -> None:
        """Writes the sheet at hand to a file of one's choice."""
        sheet = self.session.sheet
        chosen, _ = QFileDialog.getSaveFileName(
            self, t("另存评分表"), str(Path.home() / file_name(sheet)), "PDF (*.pdf)"
        )
        if chosen:
            self._begin([(sheet, Path(chosen))])

    def _begin(self, left: list[tuple[Sheet, Path]]) -> None:
        self.refusal.say("")
        tell(self.failed, "")
        self._busy = True
        self.setFocus()  # a button that is disabled hands the focus on, to the way back
        self.update_state()
        self._write_next(left)

    def _write_next(self, left: list[tuple[Sheet, Path]]) -> None:
        if not left:
            self._busy, self._written = False, True
            self.refresh()
            self.head_changed.emit()
            self.opened()
            return
        sheet, out = left[0]
        scoring = self.desk.core.scoring
        submitted = scoring.signed(sheet)
        assert submitted is not None  # only signed sheets are listed

        def written(_: None, found: Submitted = submitted) -> None:
            self.desk.session(sheet.id).replace(scoring.handed_over(sheet.id, found))
            self._write_next(left[1:])

        work(self, lambda: submitted.write(out), written, self.on_failed)

    def on_failed(self, error: ZhipingError) -> None:
        """Nothing left; the signed sheet is as it was."""
        self._busy = False
        self.refresh()
        self.opened()
        if error.code == "not_written" and self._stick() is None:
            tell(self.failed, t("没有写成，U 盘已断开。本机的评分表完好，请重新插入再写一次。"))
        elif error.code in ("not_written", "read_back"):
            tell(self.failed, raw(error_sentence(error)))
        else:
            self.refusal.tell(error)

    def on_revise(self) -> None:
        """Asks for the reason."""
        self.revision.ask()
        reveal(self, self.revision)

    def on_reason(self, code: str, note: str) -> None:
        """Opens the sheet again; the signed revision stays."""
        try:
            self.session.replace(self.desk.core.scoring.revise(self.session.sheet, code, note))
        except ZhipingError as error:
            self.revision.refusal.tell(error)
            return
        self.revised.emit(self.name)

    def may_leave(self) -> bool:
        return not self._busy

    def opened(self) -> None:
        first = self.primary or self.write
        (first if first.isEnabled() else self.home).setFocus()


def _earlier_words(number: int, code: str) -> str:
    return t("第 {n} 版保留在本机，校验码 {code}").format(n=number, code=code)


def file_name(sheet: Sheet) -> str:
    """ZP…-E1-2.pdf: the sheet's name and its revision."""
    return f"{sheet.id}-{len(sheet.signed)}.pdf"
