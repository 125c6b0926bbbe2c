"""请选择您的姓名: one tap, then one question; nothing else is typed by whoever is on the roster."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QPushButton, QWidget

from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.errors import ZhipingError
from app.services.identities import Owner, Protection
from app.services.seating import late_seat, late_seat_of
from app.ui.choice_card import ChoiceCard
from app.ui.pages import button
from app.ui.parts import Panel, label, middle, reveal, row, tell
from app.ui.reading_order import read_in_order
from app.ui.secret_fields import SecretFields
from app.ui.words import raw, t
from app.ui.working_page import WorkingPage


@frozen
class Chosen:
    """Who sits down: as papers print them, on which seat, on a shared computer or not, with which protection
    of the key and its secret."""

    owner: Owner
    seat: str
    shared: bool
    protection: Protection
    secret: str | None


class RosterPage(WorkingPage):
    """`chosen` with a Chosen. `known` is the name of an identity that is there already and that this roster
    does not bear: then only the seat is open; `mine` is its certificate's digest."""

    chosen = Signal(object)

    def __init__(
        self, brief: Brief, *, keyring: bool, shared: bool | None, known: str = "", mine: str = ""
    ) -> None:
        super().__init__(t("请选择您的姓名"))
        self.manual = "roster"
        self.brief = brief
        self._keyring, self._shared, self._asks = keyring, shared, not known
        self._known, self._mine = known, mine
        self.names: list[QPushButton] = []
        self.late = ChoiceCard(t("名单上没有我"))
        self.name, self.unit = QLineEdit(), QLineEdit()
        self.asked, self.seat = label("", "secondary"), QLineEdit(late_seat(brief))
        self.alone = ChoiceCard(t("只有我用"))
        self.others = ChoiceCard(t("还有其他专家用"))
        self.secret = SecretFields(twice=True)
        self.go = button(t("就是我，继续"), "primary")
        self.primary = self.go
        self._lay_out(brief)
        self._connect()
        self.update_state()

    def _lay_out(self, brief: Brief) -> None:
        column = middle(self)
        column.addWidget(label(t("请选择您的姓名"), "heading"))
        if self._known:
            said = t(
                "这份任务书的名单上没有“{name}”。只是写法不同的，请选您本人那一席；否则请选“名单上没有我”。"
            )
            column.addWidget(label(said.format(name=raw(self._known)), "notice"))
        hint = t("姓名、单位、职称取自任务书，如有误请告诉组织方，不影响评分。")
        column.addWidget(label(hint, "secondary"))
        column.addWidget(self._roster(brief))
        if any(not made.isEnabled() for made in self.names):
            told = t("灰色的姓名已在另一台电脑上登记。如果那就是您，请用那台电脑，或者告诉组织方。")
            column.addWidget(label(told, "secondary"))
        self.question = Panel()
        known = t("您的 PIN") if self._keyring else t("您的口令")
        asked = t("这台电脑今天只有您一人使用吗？") if self._shared is None else known
        self.question.inside.addWidget(label(asked, "title"))
        self.question.inside.addLayout(row(self.alone, self.others))
        self.question.inside.addWidget(self.secret)
        column.addWidget(self.question)
        column.addWidget(self.busy)
        column.addWidget(self.refusal)
        notice = t(
            "个人信息：您的姓名、单位、职称、评分和签名只保存在这台电脑和您交出的文件里，用于本次评审和归档；"
            "程序不联网，不上传任何内容。"
        )
        column.addWidget(label(notice, "caption"))
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.go)

    def _roster(self, brief: Brief) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        self._group = QButtonGroup(self)
        for at, seat in enumerate(brief.seats):
            told = " · ".join(each for each in (seat.unit, seat.title) if each)
            taken = seat.certificate not in ("", self._mine)
            made = ChoiceCard(raw(seat.name), t("已在另一台电脑上登记") if taken else raw(told))
            made.setEnabled(not taken)
            self.names.append(made)
            grid.addWidget(made, at // 2, at % 2)
        for each in (*self.names, self.late):
            self._group.addButton(each)
        below = (len(self.names) + 1) // 2
        grid.addWidget(self.late, below, 0, 1, 2)
        for field, words in ((self.name, t("您的姓名")), (self.unit, t("您的单位（可不填）"))):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        grid.addWidget(self.name, below + 1, 0)
        grid.addWidget(self.unit, below + 1, 1)
        told = t("您的席位。只有您一位新来的，不用改；还有别人的，请问组织方。")
        tell(self.asked, told)
        self.seat.setAccessibleName(told)
        self.seat.setMaxLength(4)
        self.seat.setMaximumWidth(120)
        grid.addWidget(self.asked, below + 2, 0, 1, 2)
        grid.addWidget(self.seat, below + 3, 0)
        for at in range(2):
            grid.setColumnStretch(at, 1)
        return holder

    def _connect(self) -> None:
        self._pair = QButtonGroup(self)
        for each in (self.alone, self.others):
            self._pair.addButton(each)
        self._group.buttonClicked.connect(self.update_state)
        self._pair.buttonClicked.connect(self.on_answered)
        self.name.textChanged.connect(self.update_state)
        self.secret.changed.connect(self.update_state)
        self.secret.entered.connect(self.go.click)
        self.go.clicked.connect(self.on_go)
        read_in_order(self)

    def on_answered(self) -> None:
        """The question was answered; a PIN or passphrase may be wanted now."""
        self.update_state()
        if self.secret.isVisible():
            reveal(self, self.secret)
            self.secret.first.setFocus()

    @property
    def protection(self) -> Protection:
        """What the key will rest on."""
        if not self._keyring:
            return "passphrase"
        return "keyring+pin" if self._is_shared else "keyring"

    @property
    def _is_shared(self) -> bool:
        return self._shared if self._shared is not None else self.others.isChecked()

    def update_state(self) -> None:
        """What is shown and possible after each choice."""
        late = self.late.isChecked()
        for field in (self.name, self.unit):
            field.setVisible(late and self._asks)
        for shown in (self.asked, self.seat):
            shown.setVisible(late)
        typed = bool(self._known or self.name.text().strip())
        picked = any(each.isChecked() for each in self.names) or (late and typed)
        answered = not self._asks or self._shared is not None or self._pair.checkedButton() is not None
        for each in (self.alone, self.others):
            each.setVisible(self._shared is None)
        wants = self._asks and answered and self.protection != "keyring"
        self.question.setVisible(self._asks and (self._shared is None or wants))
        if wants:
            self.secret.ask(self.protection)
        self.secret.setVisible(wants)
        self.go.setEnabled(not self._busy and picked and answered and (not wants or bool(self.secret.secret)))

    def on_go(self) -> None:
        """Hands over who it is."""
        if not self.go.isEnabled() or self.brief is None:
            return
        at = next((at for at, each in enumerate(self.names) if each.isChecked()), None)
        if at is None:
            owner = Owner(self.name.text().strip(), self.unit.text().strip())
            try:
                seat = late_seat_of(self.brief, self.seat.text())
            except ZhipingError as error:
                self.refusal.tell(error)
                self.seat.setFocus()
                return
        else:
            found = self.brief.seats[at]
            owner, seat = Owner(found.name, found.unit, found.title), found.id
        secret = self.secret.secret if self.protection != "keyring" and self._asks else None
        self.working(True)
        self.chosen.emit(Chosen(owner, seat, self._is_shared, self.protection, secret))

    def failed(self, error: ZhipingError) -> None:
        """Why it was not taken."""
        self.working(False)
        (self.secret.first if self.secret.isVisible() else self.go).setFocus()
        self.refusal.tell(error)

    def opened(self) -> None:
        free = [each for each in (*self.names, self.late) if each.isEnabled()]
        free[0].setFocus(Qt.FocusReason.OtherFocusReason)
