"""信任的组织方: whom this computer trusts as organisers, added by a file and a letter's 校验码."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit, QPushButton, QVBoxLayout

from app.errors import ZhipingError
from app.services.trust_list import Organiser
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.pages import Page, button
from app.ui.parts import Panel, clear, label, middle, progress, reveal, row, tell, work
from app.ui.reading_order import read_in_order
from app.ui.verify_trusting import TrustingField
from app.ui.words import raw, t


class TrustPage(Page):
    """`folder` is where choosing a file begins."""

    def __init__(self, desk: Desk, folder: Callable[[], Path] = Path.home) -> None:
        super().__init__(t("信任的组织方"))
        self.manual = "verify"
        self.desk, self._folder = desk, folder
        self.adding: TrustingField | None = None
        self.removes: list[QPushButton] = []
        self._removing = b""
        self.told, self.good = label("", "title"), label("", "good")
        self.busy, self.refusal = progress(), Refusal()
        self.form_place, self.rows = QVBoxLayout(), QVBoxLayout()
        self.rows.setSpacing(14)
        self.why = QFrame()
        self.asked, self.reason = label("", "secondary"), QPlainTextEdit()
        self.remove = button(t("不再信任"), "quiet")
        self.add = button(t("添加组织方…"), "primary")
        self.primary = self.add
        self._lay_out()
        self.add.clicked.connect(self.on_add)
        self.reason.textChanged.connect(self.update_state)
        self.remove.clicked.connect(self.on_remove)

    def _lay_out(self) -> None:
        column = middle(self)
        hint = t("选组织方的证书文件，或它签发的任务书、汇总记录、移交清单；再输入盖章函件上的校验码。")
        column.addWidget(self.told)
        column.addWidget(label(hint, "secondary"))
        for shown in (self.good, self.busy, self.refusal):
            column.addWidget(shown)
        column.addLayout(self.form_place)
        self.reason.setPlaceholderText(t("请写明理由"))
        self.reason.setAccessibleName(t("不再信任的理由"))
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(96)
        inside = QVBoxLayout(self.why)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.asked)
        inside.addWidget(self.reason)
        inside.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.why)
        column.addLayout(self.rows)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.add)
        self.why.setVisible(False)
        tell(self.good, "")

    def refresh(self) -> None:
        super().refresh()
        self.busy.setVisible(True)
        work(self, self.desk.core.trust_list.prepare(), self.on_listed, self.on_failed)

    def on_listed(self, found: tuple[Organiser, ...]) -> None:
        """Whom this computer trusts, with the names that papers give them."""
        self.busy.setVisible(False)
        clear(self.rows)
        self.removes.clear()
        told = t("本机信任 {n} 个组织方").format(n=len(found))
        tell(self.told, told if found else t("本机还没有信任的组织方。它们的文件会提示“还没有确认组织方”。"))
        for each in found:
            self.rows.addWidget(self._row(each))
        read_in_order(self)

    def _row(self, each: Organiser) -> Panel:
        panel = Panel()
        name = "、".join(each.names) or t("名称未知（本机还没有验证过它的文件）")
        remove = button(t("不再信任…"), "small", t("不再信任：{name}").format(name=raw(name)))
        remove.clicked.connect(lambda: self.ask(each, name))
        self.removes.append(remove)
        row(label(raw(name), "title"), remove, parent=panel.inside).setStretch(0, 1)
        told = t("证书校验码 {code}　{date} 起").format(code=raw(each.code), date=raw(each.since))
        panel.inside.addWidget(label(told, "secondary"))
        return panel

    def on_add(self) -> None:
        """A certificate, or a paper that its organiser signed."""
        kinds = f"{t('证书或知评的文件')} (*.pem *.cer *.crt *.der *.pdf);;{t('所有文件')} (*)"
        chosen, _ = QFileDialog.getOpenFileName(self, t("选择组织方的证书或文件"), str(self._folder()), kinds)
        if chosen:
            self._clear_forms()
            self.busy.setVisible(True)
            work(self, self.desk.core.trust_list.read(Path(chosen)), self.on_read, self.on_failed)

    def on_read(self, organiser: Organiser) -> None:
        """Whose certificate it is: the letter's code is typed now."""
        self.busy.setVisible(False)
        self.adding = TrustingField(self.desk, organiser)
        self.adding.trusted.connect(self.on_trusted)
        self.form_place.addWidget(self.adding)
        read_in_order(self)
        self.adding.field.setFocus()
        reveal(self, self.adding)

    def on_trusted(self) -> None:
        """It is on the list."""
        self._clear_forms()
        tell(self.good, t("✓ 校验码一致，已信任这个组织方。"))
        self.refresh()
        self.add.setFocus()

    def ask(self, each: Organiser, name: str) -> None:
        """Asks why an organiser is trusted no more."""
        self._clear_forms()
        self._removing = each.certificate
        told = t("不再信任“{name}”，以后验证它的文件会提示没有确认；以前的结果不变。理由：")
        tell(self.asked, told.format(name=raw(name)))
        self.why.setVisible(True)
        self.update_state()
        self.reason.setFocus()
        reveal(self, self.why)

    def on_remove(self) -> None:
        """不再信任"""
        self.refusal.say("")
        try:
            self.desk.core.identities.distrust(self._removing, self.reason.toPlainText().strip())
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self._clear_forms()
        tell(self.good, t("已不再信任这个组织方。"))
        self.refresh()
        self.add.setFocus()

    def update_state(self) -> None:
        """Trusting no more needs its reason."""
        self.remove.setEnabled(bool(self.reason.toPlainText().strip()))

    def on_failed(self, error: ZhipingError) -> None:
        """The file will not do, or the list could not be read."""
        self.busy.setVisible(False)
        self.refusal.tell(error)

    def _clear_forms(self) -> None:
        self.refusal.say("")
        tell(self.good, "")
        clear(self.form_place)
        self.adding = None
        self.reason.clear()
        self.why.setVisible(False)
