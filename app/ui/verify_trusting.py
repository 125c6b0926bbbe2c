"""Typing the 校验码 of an organiser's stamped letter: right, the organiser is trusted from now on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import ZhipingError
from app.services.trust_list import Organiser
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.bind_field import CodeField
from app.ui.parts import label, row, work
from app.ui.words import raw, t


class TrustingField(QWidget):
    """`trusted` once the code was right and is saved."""

    trusted = Signal()

    def __init__(self, desk: Desk, organiser: Organiser) -> None:
        super().__init__()
        self._desk, self._organiser = desk, organiser
        self._busy = False
        name = "、".join(organiser.names) or t("这个组织方")
        told = t("确认“{name}”：请输入它盖章函件上的证书校验码，不要照屏幕抄。").format(name=raw(name))
        self.field, self.refusal = CodeField(t("函件上的证书校验码")), Refusal()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(label(told, "secondary"))
        row(self.field, parent=whole).addStretch(1)
        whole.addWidget(self.refusal)
        self.field.complete.connect(self.on_complete)
        self.field.edited.connect(lambda: self.refusal.say(""))

    def on_complete(self, code: str) -> None:
        """All digits are there: compared beside the screen, for reckoning a code takes a while."""
        if self._busy:
            return
        self._busy = True
        self.field.setReadOnly(True)
        job = self._desk.core.identities.prepare_trust(self._organiser.certificate, code)
        work(self, job, self.on_right, self.on_refused)

    def on_right(self, certificate: bytes) -> None:
        """It is the letter's: kept."""
        self._busy = False
        try:
            self._desk.core.identities.keep_trust(certificate)
        except ZhipingError as error:
            self.on_refused(error)
            return
        self.field.show_state("met")
        self.trusted.emit()

    def on_refused(self, error: ZhipingError) -> None:
        """Another code, or it could not be kept: said, and typed again."""
        self._busy = False
        self.field.setReadOnly(False)
        self.field.show_state("refused")
        self.refusal.tell(error)
        if self.isVisible():
            self.field.setFocus()
            self.field.selectAll()
