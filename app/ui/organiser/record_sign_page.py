"""签名 of a record on the signer's own computer: what it says of them, the signature, and back."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.errors import ZhipingError
from app.services.issuing import record_file
from app.services.record_jobs import RecordPreviewJob, SignedNow
from app.ui.desk import Desk
from app.ui.organiser.seal_here import SealHere
from app.ui.organiser.seal_stick import say_failed
from app.ui.organiser.seal_tabs import SealTabs
from app.ui.organiser.seal_work import SealWork
from app.ui.organiser.sign_page import SignPage
from app.ui.pages import button
from app.ui.parts import label, middle, tell
from app.ui.stick_watch import StickWatch
from app.ui.words import raw, t


class RecordSignPage(SignPage):
    """A record of which this computer's owner is to fill a field."""

    made: SignedNow | None

    def __init__(self, desk: Desk, watch: StickWatch, path: Path, data: bytes) -> None:
        super().__init__(desk, watch, path)
        self.manual = "record-sign"
        self.data = data
        self.job = SealWork(desk, self)
        self.here = SealHere(desk, self.job)
        self.doing, self.save = label("", "secondary"), button(t("另存…"), "link")
        self._lay_out()
        self.tabs = SealTabs(
            self, self.column, t("核对并签名"), lambda width: RecordPreviewJob(width, data=self.data)
        )
        self.here.changed.connect(self.on_looked)
        self.job.signed.connect(self.on_signed)
        self.job.failed.connect(self.on_failed)
        self.sign.clicked.connect(self.on_sign)
        self.save.clicked.connect(self.on_save)
        self._begin(t("正在核对这份记录……"))
        self.here.begin(data)

    def _lay_out(self) -> None:
        column = middle(self)
        self.column = column.parentWidget() or self
        for told in (self.good, self.state, self.doing, self.progress):
            column.addWidget(told)
        for part in (self.refusal, self.target, self.here):
            column.addWidget(part)
        self.fill_foot(self.save)

    # ---- what it shows ------------------------------------------------------------------------------

    def update_state(self) -> None:
        self.may_sign, self.asked = self.here.look is not None, self._asked()
        self.save.setVisible(self.made is not None)
        self.here.setVisible(self.made is None)
        self.doing.setVisible(self._busy)
        for part in (self.save, self.tabs, self.here, self.target):
            part.setEnabled(not self._busy)
        super().update_state()

    def _asked(self) -> str:
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
        self.come_back()

    def on_sign(self) -> None:
        """签名, in the worker."""
        if self.here.look is not None:
            self._begin(t("正在签名……"))
            self.job.sign(self.here.look)

    def on_signed(self, made: SignedNow) -> None:
        """Signed and kept: now it goes back."""
        self._busy, self.made, self.data = False, made, made.data
        look = made.look
        self.file_name = record_file(look.findings.panel, look.record.header.revision)
        tell(self.good, t("已签名，复核一致。"))
        self.tabs.refresh()
        self.tabs.show_acts()
        self.come_back()

    def on_save(self) -> None:
        """To a file of one's choice."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, t("另存签好的记录"), str(Path.home() / self.file_name), "PDF (*.pdf)"
        )
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, out: Path) -> None:
        tell(self.doing, raw(t("正在写入并复核，请不要拔出 U 盘。")))
        super().write_to(out)

    def on_failed(self, error: ZhipingError) -> None:
        self.come_back()
        say_failed(error, self.refusal, self.target.stick)

    def _begin(self, words: str) -> None:
        tell(self.doing, raw(words))
        self.begin()
