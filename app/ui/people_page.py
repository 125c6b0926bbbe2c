"""换人: one workspace is locked, the next opened by its owner's PIN; nothing of the last is reachable."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout

from app.errors import ZhipingError
from app.services.laptop import Place
from app.ui.choice_card import ChoiceCard
from app.ui.feedback import Refusal
from app.ui.pages import Page, button
from app.ui.parts import label, middle, progress
from app.ui.reading_order import read_in_order
from app.ui.secret_fields import SecretFields
from app.ui.words import raw, t


class PeoplePage(Page):
    """`unlock_requested` with a Place and what was typed ("" where its key asks for nothing);
    `newcomer_requested` for an expert who has no workspace here yet."""

    unlock_requested = Signal(object, str)
    newcomer_requested = Signal()

    def __init__(self, people: Sequence[Place], *, only: bool = False) -> None:
        """`only`: nobody new may come here."""
        super().__init__(t("请选择您的姓名"))
        self.manual = "people"
        self.people = tuple(people)
        self.names: list[QPushButton] = []
        self.secret = SecretFields(twice=False)
        self.refusal, self.busy = Refusal(), progress()
        self.newcomer = button(t("我是新来的专家"), "link")
        self.go = button(t("打开"), "primary")
        self.primary = self.go
        self._busy = False
        column = middle(self)
        column.addWidget(label(t("这台电脑由几位专家轮流使用"), "heading"))
        column.addWidget(label(t("每位专家只能看到自己的评分。请选择您的姓名。"), "secondary"))
        column.addLayout(self._rows())
        column.addWidget(self.secret)
        column.addWidget(self.busy)
        column.addWidget(self.refusal)
        self.bottom.row.addWidget(self.newcomer)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.go)
        self.newcomer.setVisible(not only)
        self._group.buttonClicked.connect(self.on_picked)
        self.secret.changed.connect(self.update_state)
        self.secret.entered.connect(self.go.click)
        self.go.clicked.connect(self.on_go)
        self.newcomer.clicked.connect(self.newcomer_requested)
        read_in_order(self)
        if len(self.names) == 1:
            self.names[0].setChecked(True)
        self.on_picked()

    def _rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(10)
        self._group = QButtonGroup(self)
        for number, place in enumerate(self.people, start=1):
            name = raw(place.owner) if place.owner else t("第 {n} 位专家").format(n=number)
            made = ChoiceCard(name)
            self._group.addButton(made)
            self.names.append(made)
            rows.addWidget(made)
        return rows

    @property
    def picked(self) -> Place | None:
        """Who is chosen."""
        return next((self.people[at] for at, each in enumerate(self.names) if each.isChecked()), None)

    def on_picked(self) -> None:
        """Asks for the secret of whoever was chosen."""
        self.secret.forget()
        self.refusal.say("")
        picked = self.picked
        wants = picked is not None and picked.protection != "keyring"
        self.secret.setVisible(wants)
        if picked is not None and wants:
            self.secret.ask(picked.protection)
            self.secret.first.setFocus()
        self.update_state()

    def update_state(self) -> None:
        """Whether it may be opened."""
        picked = self.picked
        typed = picked is not None and (picked.protection == "keyring" or bool(self.secret.secret))
        self.go.setEnabled(typed and not self._busy)

    def on_go(self) -> None:
        """Hands over who it is."""
        picked = self.picked
        if picked is not None and self.go.isEnabled():
            self._set_busy(True)
            self.unlock_requested.emit(picked, "" if picked.protection == "keyring" else self.secret.secret)

    def failed(self, error: ZhipingError) -> None:
        """A wrong PIN, or a keyring that is locked."""
        self._set_busy(False)
        self.secret.forget()
        self.refusal.tell(error)
        self.secret.first.setFocus()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.setFocus()
        self.busy.setVisible(busy)
        self.update_state()

    def may_leave(self) -> bool:
        return not self._busy

    def opened(self) -> None:
        if self.picked is not None and self.picked.protection != "keyring":
            self.secret.first.setFocus()
        elif self.names:
            self.names[0].setFocus()
