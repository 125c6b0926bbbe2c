"""Before 换人: whoever had this computer alone sets a PIN, and the next expert opens nothing of theirs."""

from PySide6.QtCore import Signal

from app.errors import ZhipingError
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.pages import Page, button
from app.ui.parts import Panel, label, middle, progress, work
from app.ui.reading_order import read_in_order
from app.ui.secret_fields import SecretFields
from app.ui.words import t


class LockPage(Page):
    """`locked` once the key asks for the PIN."""

    locked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("换人之前"))
        self.manual = "people"
        self.desk = desk
        self.person = desk.core.identities.me().name
        self.secret = SecretFields(twice=True)
        self.refusal, self.busy = Refusal(), progress()
        self.go = button(t("设好 PIN，换人"), "primary")
        self.primary = self.go
        self._busy = False
        column = middle(self)
        panel = Panel(t("请先给您的评分设一个 PIN"))
        told = t("您的评分到现在为止没有加锁。设好 PIN 以后，下一位专家打不开您的评分，也不能用您的签名。")
        panel.inside.addWidget(label(told))
        panel.inside.addWidget(self.secret)
        column.addWidget(panel)
        column.addWidget(self.busy)
        column.addWidget(self.refusal)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.go)
        self.secret.ask("keyring+pin")
        self.secret.changed.connect(self.update_state)
        self.secret.entered.connect(self.go.click)
        self.go.clicked.connect(self.on_go)
        self.update_state()
        read_in_order(self)

    def update_state(self) -> None:
        """Whether the PIN may be set."""
        self.busy.setVisible(self._busy)
        self.go.setEnabled(not self._busy and bool(self.secret.secret))

    def on_go(self) -> None:
        """Locks the key beside the screen: a PIN is made slow to guess."""
        self._busy = True
        self.setFocus()  # a button that is disabled hands the focus on, to the way back
        self.refusal.say("")
        self.update_state()
        work(self, self.desk.core.identities.prepare_pin(self.secret.secret), self.on_locked, self.on_failed)

    def on_locked(self, pin: str) -> None:
        """The key asks for it from now on."""
        self._busy = False
        self.desk.core.identities.keep_pin(pin)
        self.secret.forget()
        self.locked.emit()

    def on_failed(self, error: ZhipingError) -> None:
        """It does not."""
        self._busy = False
        self.update_state()
        self.refusal.tell(error)
        self.secret.first.setFocus()

    def may_leave(self) -> bool:
        return not self._busy

    def opened(self) -> None:
        self.secret.first.setFocus()
