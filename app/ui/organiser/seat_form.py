"""One act with its reason: what it does in a sentence, choices, fields, the reason, the button for it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.frozen import frozen, replace
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.organiser.bind_field import DIGITS, CodeField
from app.ui.pages import button
from app.ui.parts import Panel, caption_of, label, progress, tell
from app.ui.reading_order import read_in_order
from app.ui.text_box import TextBox
from app.ui.words import t


@frozen
class Choice:
    """One of several; `told` says what it does once it is chosen. Where there is more to choose, `then` has
    it: what is given is the key of that."""

    key: str
    words: str
    told: str = ""
    then: tuple["Choice", ...] = ()


@frozen
class Asked:
    """A field to be typed, shown for the choice `only` alone, for all where that is ""."""

    key: str
    words: str
    only: str = ""


@frozen
class Given:
    """What was typed and chosen."""

    choice: str
    reason: str
    code: str
    texts: dict[str, str]


@frozen
class Act:
    """What a form asks for."""

    title: str
    told: str = ""
    choices: tuple[Choice, ...] = ()
    fields: tuple[Asked, ...] = ()
    reason: bool = True
    code: str = ""
    confirm: str = ""

    def without_reason(self) -> "Act":
        """The same act where nothing is printed with it."""
        return replace(self, reason=False)


class Inserted(QWidget):
    """What a form shows above its fields; the keyboard begins at `first`."""

    first: QWidget


class ActForm(Panel):
    """`given` once the button is pressed; `closed` when it was given up."""

    given = Signal(object)
    closed = Signal()

    def __init__(self, act: Act, inserted: Sequence[Inserted] = ()) -> None:
        super().__init__(act.title)
        self.act = act
        self._inserted = tuple(inserted)
        self.told, self.refusal, self.busy = label(act.told, "secondary"), Refusal(), progress()
        self.choices: dict[str, QPushButton] = {}
        self.then: dict[str, QPushButton] = {}
        self._further: dict[str, QWidget] = {}
        self.fields: dict[str, QLineEdit] = {}
        self._captions: dict[str, QLabel] = {}
        self.code = CodeField(act.code) if act.code else None
        self.reason = TextBox()
        self.confirm = button(act.confirm or t("登记"), "quiet")
        self.cancel = button(t("取消"), "link")
        self.inside.addWidget(self.told)
        self._choices()
        for shown in inserted:
            self.inside.addWidget(shown)
        self._fields()
        for told in (self.busy, self.refusal):
            self.inside.addWidget(told)
        foot = QHBoxLayout()
        foot.addWidget(self.confirm)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.inside.addLayout(foot)
        self.confirm.clicked.connect(self.on_confirm)
        self.cancel.clicked.connect(self.closed)
        self.update_state()
        read_in_order(self)

    @property
    def choice(self) -> str:
        """The key of the choice made, of the further one where there is more to choose; "" before that."""
        return self._chosen[-1].key if self._chosen and not self._chosen[-1].then else ""

    @property
    def _chosen(self) -> tuple[Choice, ...]:
        """The choice made, and the one after it."""
        first = next((each for each in self.act.choices if self.choices[each.key].isChecked()), None)
        if first is None:
            return ()
        return (first, *(each for each in first.then if self.then[each.key].isChecked()))

    def focus(self) -> None:
        """Puts the keyboard where one begins."""
        first = [
            *(each.first for each in self._inserted),
            *self.choices.values(),
            *self.fields.values(),
            self.code,
            self.reason,
        ]
        shown = [each for each in first if each is not None and not each.isHidden()]
        next((each for each in shown), self.confirm).setFocus(Qt.FocusReason.OtherFocusReason)

    def update_state(self) -> None:
        """What is asked for after each choice."""
        found, chosen = self.choice, self._chosen
        for key, holder in self._further.items():
            holder.setVisible(bool(chosen) and chosen[0].key == key)
        for asked in self.act.fields:
            for shown in (self._captions[asked.key], self.fields[asked.key]):
                shown.setVisible(asked.only in ("", found))
        told = [each.told for each in chosen if each.told]
        tell(self.told, told[-1] if told else self.act.told)
        self.told.setVisible(bool(self.told.text()))
        self.confirm.setEnabled(not self.act.choices or bool(found))

    def working(self, busy: bool) -> None:
        """While something is reckoned beside the screen."""
        self.busy.setVisible(busy)
        self.setEnabled(not busy)

    def on_confirm(self) -> None:
        """Hands over what was typed."""
        if not self.confirm.isEnabled():
            return
        code = self.code.code if self.code else ""
        if self.code is not None and len(code) < DIGITS:
            self.refusal.say(t("请先输入 20 位校验码。"))
            self.code.setFocus()
            return
        self.refusal.say("")
        texts = {key: field.text().strip() for key, field in self.fields.items()}
        self.given.emit(Given(self.choice, self.reason.toPlainText().strip(), code, texts))

    def _choices(self) -> None:
        if self.act.choices:
            self.inside.addLayout(self._line(self.act.choices, self.choices))
        for each in self.act.choices:
            if each.then:
                holder = self._further[each.key] = QWidget()
                holder.setLayout(self._line(each.then, self.then))
                self.inside.addWidget(holder)

    def _line(self, offered: Sequence[Choice], into: dict[str, QPushButton]) -> Flow:
        """Buttons of which one holds."""
        group, line = QButtonGroup(self), Flow(gap=8)
        for each in offered:
            made = button(each.words, "choice")
            made.setCheckable(True)
            group.addButton(made)
            into[each.key] = made
            line.addWidget(made)
        group.buttonClicked.connect(self.update_state)
        return line

    def _fields(self) -> None:
        for asked in self.act.fields:
            field = QLineEdit()
            field.setAccessibleName(asked.words)
            field.setMaximumWidth(640)
            field.returnPressed.connect(self.confirm.click)
            self.fields[asked.key] = field
            self._captions[asked.key] = self._add(field)
        if self.code is not None:
            self._add(self.code)
        self.reason.setAccessibleName(t("理由（会印在汇总记录上）"))
        self.reason.setMaximumHeight(88)
        caption = self._add(self.reason)
        for shown in (caption, self.reason):
            shown.setVisible(self.act.reason)

    def _add(self, field: QWidget) -> QLabel:
        """A field below its name."""
        caption = caption_of(field)
        for each in (caption, field):
            self.inside.addWidget(each)
        return caption
