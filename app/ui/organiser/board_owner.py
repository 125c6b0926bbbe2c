"""The organiser's name and unit, asked once on a computer that has no identity yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.errors import ZhipingError
from app.services.identities import MadeIdentity, Owner
from app.ui.desk import Desk
from app.ui.pages import button
from app.ui.parts import Panel, label, middle, work
from app.ui.reading_order import read_in_order
from app.ui.secret_fields import SecretFields
from app.ui.words import t
from app.ui.working_page import WorkingPage


class OwnerPage(WorkingPage):
    """`made` once the identity is there."""

    made = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("组织评审"))
        self.manual = "board"
        self.desk = desk
        self._protection = desk.core.identities.protection(shared=False)
        self.name, self.unit = QLineEdit(), QLineEdit()
        self.secret = SecretFields(twice=True)
        self.go = button(t("开始组织评审"), "primary")
        self.primary = self.go
        column = middle(self)
        column.addWidget(label(t("您是这一轮的组织方吗？"), "heading"))
        told = t("任务书和汇总记录上会印您的姓名和单位，并用这台电脑的签名签发。以后不再问。")
        column.addWidget(label(told, "secondary"))
        fields = Panel()
        for field, words in ((self.name, t("经办人姓名")), (self.unit, t("单位"))):
            field.setAccessibleName(words)
            field.setMaximumWidth(480)
            fields.inside.addWidget(label(words, "secondary"))
            field.textChanged.connect(self.update_state)
            fields.inside.addWidget(field)
        fields.inside.addWidget(self.secret)
        column.addWidget(fields)
        column.addWidget(self.busy)
        column.addWidget(self.refusal)
        notice = t("评审专家不用这一页：请插入组织方给您的 U 盘，在“今日评审”里打开任务书。")
        column.addWidget(label(notice, "caption"))
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.go)
        self.secret.setVisible(self._protection == "passphrase")
        if self._protection == "passphrase":
            self.secret.ask(self._protection)
        self.name.returnPressed.connect(self.unit.setFocus)
        self.unit.returnPressed.connect(self.on_unit_entered)
        self.secret.changed.connect(self.update_state)
        self.secret.entered.connect(self.go.click)
        self.go.clicked.connect(self.on_go)
        read_in_order(self)
        self.update_state()

    def update_state(self) -> None:
        """Possible once all is typed."""
        typed = bool(self.name.text().strip() and self.unit.text().strip())
        safe = self._protection != "passphrase" or bool(self.secret.secret)
        self.go.setEnabled(typed and safe and not self._busy)

    def on_unit_entered(self) -> None:
        """Enter in the second field: on to the passphrase, or done."""
        if self._protection == "passphrase":
            self.secret.first.setFocus()
        else:
            self.go.click()

    def on_go(self) -> None:
        """Makes the key beside the screen."""
        owner = Owner(self.name.text().strip(), self.unit.text().strip())
        secret = self.secret.secret if self._protection == "passphrase" else None
        try:
            job = self.desk.core.identities.prepare(owner, self._protection, secret)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self.working(True)
        work(self, job, self.on_made, self.on_failed)

    def on_made(self, found: MadeIdentity) -> None:
        """The key is there."""
        self.working(False)
        try:
            self.desk.core.identities.keep(found)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self.made.emit()

    def on_failed(self, error: ZhipingError) -> None:
        """Why it was not made."""
        self.working(False)
        self.refusal.tell(error)

    def opened(self) -> None:
        self.name.setFocus()
