"""Signing on this computer: what the record says of its signer first, then the signature; on the signer's own
laptop and at the desk alike."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import ZhipingError
from app.services.record_jobs import JudgedRecord, Look
from app.services.record_signing import NotYourTurnError
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.seal_seen import PassOver, SealSeen
from app.ui.organiser.seal_work import SealWork
from app.ui.parts import clear
from app.ui.reading_order import read_in_order


class SealHere(QWidget):
    """`changed` once a record was looked at, or may be signed now; `look` is what may be signed."""

    changed = Signal()

    def __init__(self, desk: Desk, job: SealWork) -> None:
        super().__init__()
        self._desk, self._job = desk, job
        self.judged: JudgedRecord | None = None
        self.look: Look | None = None
        self.seen: SealSeen | None = None
        self.over: PassOver | None = None
        self.refusal = Refusal()
        self.host = QVBoxLayout()
        self.host.setSpacing(14)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self.refusal)
        whole.addLayout(self.host)
        job.looked.connect(self.on_looked)

    @property
    def may_pass_over(self) -> bool:
        """Whether this computer's owner is the chair, before whom fields are empty."""
        return self.judged is not None and bool(self._desk.core.signing.may_pass_over(self.judged.found))

    def forget(self) -> None:
        """Nothing is to be signed here."""
        self.judged = self.look = self.seen = self.over = None
        self.refusal.say("")
        clear(self.host)

    def begin(self, data: bytes) -> None:
        """Looks at a record, in the worker."""
        self.forget()
        self._job.look(data)

    def on_looked(self, judged: JudgedRecord) -> None:
        """The record is judged: whose turn is it?"""
        self.judged = judged
        self._show({})
        self.changed.emit()

    def ask_over(self) -> None:
        """未签名说明: a reason for every field that is empty before the chair's."""
        if self.judged is None or self.over is not None:
            return
        self.over = PassOver(self._desk.core.signing.may_pass_over(self.judged.found))
        self.over.given.connect(self.on_reasons)
        self.host.addWidget(self.over)
        read_in_order(self)
        next(iter(self.over.fields.values())).setFocus()

    def on_reasons(self, reasons: Mapping[str, str]) -> None:
        """The chair has said why: now it is the chair's turn."""
        self._show(dict(reasons))
        self.changed.emit()

    def _show(self, reasons: Mapping[str, str]) -> None:
        assert self.judged is not None  # asked for only once it is there
        self.refusal.say("")
        try:
            look = self._desk.core.signing.look_at(self.judged, reasons)
        except NotYourTurnError as error:
            if not self.may_pass_over:
                self.refusal.tell(error)
            return
        except ZhipingError as error:
            (self.over.refusal if self.over else self.refusal).tell(error)
            return
        clear(self.host)
        self.over = None
        self.look, self.seen = look, SealSeen(look)
        self.host.addWidget(self.seen)
        read_in_order(self)
