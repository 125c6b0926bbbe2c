"""签名 on the signer's own computer: what the record says of them, the signature, and back onto the stick."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.errors import ZhipingError
from app.services.record_jobs import RecordPreviewJob, SignedNow
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.seal_here import SealHere
from app.ui.organiser.seal_stick import say_failed
from app.ui.organiser.seal_tabs import SealTabs
from app.ui.organiser.seal_work import SealWork
from app.ui.organiser.stick_target import StickTarget, may_pull_words
from app.ui.pages import Page, button
from app.ui.parts import label, middle, progress, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import raw, t


class RecordSignPage(Page):
    """A record of which this computer's owner is to fill a field; `finished` leads back to 今日评审,
    `verify_requested` has the file where it cannot be signed here."""

    finished = Signal()
    verify_requested = Signal(object)

    def __init__(self, desk: Desk, watch: StickWatch, path: Path, data: bytes) -> None:
        super().__init__(t("签名"))
        self.manual = "record-sign"
        self.desk, self.watch, self.path, self.data = desk, watch, path, data
        self.person = desk.core.identities.me().name
        self.made: SignedNow | None = None
        self._busy = self._written = False
        self.job = SealWork(desk, self)
        self.here = SealHere(desk, self.job)
        self.state, self.good, self.refusal = label("", "notice"), label("", "good"), Refusal()
        self.doing, self.progress = label("", "secondary"), progress()
        self.target = StickTarget(watch, t("U 盘“{name}”已就绪，请按“写入 U 盘”。"))
        self.verify = button(t("验证这份文件"), "link")
        self.save = button(t("另存…"), "link")
        self.home = button(t("回到今日评审"), "quiet")
        self.write = button(t("写入 U 盘"), "primary")
        self.sign = button(t("签名"), "primary")
        self._lay_out()
        self.tabs = SealTabs(
            self, self.column, t("核对并签名"), lambda width: RecordPreviewJob(width, data=self.data)
        )
        self._connect()
        self._begin(t("正在核对这份记录……"))
        self.here.begin(data)

    def _lay_out(self) -> None:
        column = middle(self)
        self.column = column.parentWidget() or self
        for told in (self.good, self.state, self.doing, self.progress):
            column.addWidget(told)
        for part in (self.refusal, self.target, self.here):
            column.addWidget(part)
        for link in (self.verify, self.save):
            self.bottom.row.addWidget(link)
        self.bottom.row.addStretch(1)
        for act in (self.home, self.write, self.sign):
            self.bottom.row.addWidget(act)

    def _connect(self) -> None:
        self.here.changed.connect(self.on_looked)
        self.job.signed.connect(self.on_signed)
        self.job.written.connect(self.on_written)
        self.job.failed.connect(self.on_failed)
        self.target.changed.connect(self.update_state)
        self.sign.clicked.connect(self.on_sign)
        self.write.clicked.connect(self.on_write)
        self.save.clicked.connect(self.on_save)
        self.home.clicked.connect(self.finished)
        self.verify.clicked.connect(lambda: self.verify_requested.emit((self.path,)))

    # ---- what it shows ------------------------------------------------------------------------------

    def update_state(self) -> None:
        """What may be done now, and what it says."""
        signed = self.made is not None
        shown = {
            self.sign: not signed and self.here.look is not None,
            self.write: signed and not self._written,
            self.save: signed,
            self.verify: not signed,
            self.home: True,
        }
        for act, there in shown.items():
            act.setVisible(there)
            act.setEnabled(not self._busy)
        self.write.setEnabled(not self._busy and self.target.stick is not None)
        self.primary = next((each for each in (self.sign, self.write) if shown[each]), self.home)
        for act in (self.sign, self.write, self.home):
            mark(act, role="primary" if act is self.primary else "quiet")
        self.target.setVisible(signed and not self._written and not self._busy)
        self.here.setVisible(not signed)
        tell(self.state, "" if self._busy else self._state_words())
        for each in (self.doing, self.progress):
            each.setVisible(self._busy)
        for part in (self.tabs, self.here, self.target):
            part.setEnabled(not self._busy)
        read_in_order(self)

    def _state_words(self) -> str:
        if self.made is not None:
            return "" if self._written else t("已签名，还没有交回。请写入 U 盘，交给组织方收回。")
        if self.here.look is not None:
            return t("请看清下面写明的内容和“纸面预览”，再按“签名”。签名只填您自己的一栏。")
        if self.here.may_pass_over:
            return t("还有专家没有签名。您是组长：请等他们签好，或写明每一位未签名的原因后签名。")
        return ""

    def opened(self) -> None:
        there = [each for each in (self.primary, self.home) if each is not None and each.isEnabled()]
        if self.here.over is not None and not self._busy:
            next(iter(self.here.over.fields.values())).setFocus()
        else:
            (there[0] if there else self).setFocus()  # none while something is under way

    # ---- what happens -------------------------------------------------------------------------------

    def on_looked(self) -> None:
        """The record is judged, or the chair has said why somebody did not sign."""
        self._busy = False
        if self.here.look is not None:
            self.brief = self.here.look.findings.panel.brief
            self.head_changed.emit()
        elif self.here.may_pass_over:
            self.here.ask_over()
        self.update_state()
        if self.isVisible():
            self.opened()

    def on_sign(self) -> None:
        """签名, in the worker."""
        if self.here.look is not None:
            self._begin(t("正在签名……"))
            self.job.sign(self.here.look)

    def on_signed(self, made: SignedNow) -> None:
        """Signed and kept: now it goes back."""
        self._busy, self.made, self.data = False, made, made.data
        tell(self.good, t("已签名，复核一致。"))
        self.tabs.refresh()
        self.tabs.show_acts()
        self.update_state()
        self.opened()

    def on_write(self) -> None:
        """Back onto the stick, with read-back, under the desk's name: the longer one replaces it."""
        stick = self.target.stick
        if stick is not None:
            self._write(stick / self._name())

    def _name(self) -> str:
        return f"{self.made.look.record.id}.pdf" if self.made else self.path.name

    def on_save(self) -> None:
        """To a file of one's choice."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, t("另存签好的记录"), str(Path.home() / self._name()), "PDF (*.pdf)"
        )
        if chosen:
            self._write(Path(chosen))

    def _write(self, out: Path) -> None:
        if self.made is not None:
            self._begin(t("正在写入并复核，请不要拔出 U 盘。"))
            self.job.write(self.made.data, out)

    def on_written(self, out: Path) -> None:
        """It is there."""
        self._busy, self._written = False, True
        tell(self.good, t("已写入，复核一致。") + may_pull_words(out) + t("请把 U 盘交还组织方。"))
        self.update_state()
        self.opened()

    def on_failed(self, error: ZhipingError) -> None:
        """It was not done; what was signed is."""
        self._busy = False
        self.update_state()
        self.opened()
        say_failed(error, self.refusal, self.target.stick)

    def _begin(self, words: str) -> None:
        self._busy = True
        self.refusal.say("")
        tell(self.good, "")
        tell(self.doing, raw(words))
        self.setFocus()  # a button that is disabled hands the focus on, to the way back
        self.update_state()

    def may_leave(self) -> bool:
        return not self._busy
