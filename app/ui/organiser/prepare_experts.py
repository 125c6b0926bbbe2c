"""专家 and 观察员 of a round's form: typed, or pasted as a list; one takes the chair."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.frozen import replace
from app.services import round_form as form
from app.services.pasted_people import pasted_people
from app.services.round_draft import ExpertDraft, RoundDraft
from app.services.round_experts import LIMITS
from app.services.round_filled import without
from app.ui.feedback import Refusal
from app.ui.organiser.prepare_fields import cell_of
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, row
from app.ui.words import t

_MOST = 30


class ExpertRow(QFrame):
    """One expert: three fields, 组长, what is known of them, away with them."""

    def __init__(self, at: int, draft: ExpertDraft, *, is_known: bool) -> None:
        super().__init__()
        self.draft = draft
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        number = label(str(at + 1), "caption", wraps=False)
        number.setFixedWidth(24)
        line.addWidget(number)
        self.fields: list[QLineEdit] = []
        who = t("第 {n} 位专家").format(n=at + 1)
        for words, text, share, limit in (
            (t("姓名"), draft.name, 3, LIMITS[form.PERSON]), (t("单位"), draft.unit, 6, LIMITS[form.UNIT]),
            (t("职称"), draft.title, 3, LIMITS[form.TITLE]),
        ):  # fmt: skip
            field = QLineEdit(text)
            field.setPlaceholderText(words)
            field.setAccessibleName(f"{who}：{words}")
            self.fields.append(field)
            line.addLayout(cell_of(field, limit), share)
        self.chair = button(t("组长"), "tab", f"{who}：{t('组长')}")
        self.chair.setCheckable(True)
        self.chair.setChecked(draft.chair)
        self.reserve = button(t("候补"), "tab", f"{who}：{t('候补')}")
        self.reserve.setCheckable(True)
        self.reserve.setChecked(draft.reserve)
        self.reserve.setToolTip(t("不占席位，不能当组长。有人更换或回避时，由汇总席登记递补。"))
        self.known = button(t("沿用签名"), "tab", f"{who}：{t('沿用签名')}")
        self.known.setCheckable(True)
        self.known.setChecked(draft.known and is_known)
        self.known.setVisible(is_known)
        self.known.setToolTip(t("本机以前核对过这位专家的签名。他用同一台电脑，就不用再念校验码。"))
        self.away = button("×", "small", f"{who}：{t('删去')}")
        for each in (self.chair, self.reserve, self.known, self.away):
            line.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def now(self) -> ExpertDraft:
        """What stands there."""
        name, unit, title = (each.text() for each in self.fields)
        known = self.known.isChecked() and not self.known.isHidden()
        chair, reserve = self.chair.isChecked(), self.reserve.isChecked()
        return replace(
            self.draft, name=name, unit=unit, title=title, chair=chair, known=known, reserve=reserve
        )


class ExpertsEditor(QWidget):
    """`changed` with the draft as it is after every key."""

    changed = Signal(object)

    def __init__(self, known: Mapping[tuple[str, str], str]) -> None:
        super().__init__()
        self._known = known
        self._draft = RoundDraft()
        self.rows: list[ExpertRow] = []
        self.observers: list[tuple[QLineEdit, QLineEdit]] = []
        self._list, self._watching = QVBoxLayout(), QVBoxLayout()
        for each in (self._list, self._watching):
            each.setSpacing(8)
        self.add = button(t("加一位专家"), "quiet")
        self.paste = button(t("粘贴名单"), "quiet")
        self.watcher = button(t("加一位观察员"), "quiet")
        self.text, self.take, self.refusal = QPlainTextEdit(), button(t("加入名单"), "quiet"), Refusal()
        self.text.setAccessibleName(t("要粘贴的名单"))
        self.text.setPlaceholderText(
            t("一行一位：姓名  单位  职称。组长那一行写上“组长”，候补的写上“候补”。可以从表格里整段复制。")
        )
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(150)
        self._lay_out()
        self.add.clicked.connect(self.on_add)
        self.paste.clicked.connect(lambda: self.fold(shown=self.text.isHidden()))
        self.take.clicked.connect(self.on_take)
        self.watcher.clicked.connect(self.on_watcher)
        self.fold(shown=False)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        panel = Panel(t("本轮专家"))
        hint = t(
            "每个平台默认全部参加，在“平台”里可以单独去掉。"
            "候补专家不占席位，有人更换或回避时由汇总席登记递补。"
            "临时增补的不用先占位：他打开任务书时选“名单上没有我”，由汇总席登记增补。"
        )
        panel.inside.addWidget(label(hint, "secondary"))
        panel.inside.addLayout(self._list)
        acts = row(self.add, self.paste, parent=panel.inside)
        acts.addStretch(1)
        panel.inside.addWidget(self.text)
        panel.inside.addWidget(self.refusal)
        panel.inside.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(panel)
        beside = Panel(t("观察员（可以没有）"))
        beside.inside.addLayout(self._watching)
        beside.inside.addWidget(self.watcher, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(beside)

    def show_draft(self, draft: RoundDraft) -> None:
        """Shows the experts and observers of a draft."""
        self._draft = draft
        clear(self._list)
        clear(self._watching)
        self.rows.clear()
        self.observers.clear()
        for at, each in enumerate(draft.experts):
            made = ExpertRow(at, each, is_known=(each.name.strip(), each.unit.strip()) in self._known)
            self.rows.append(made)
            self._list.addWidget(made)
            for field in made.fields:
                field.textEdited.connect(self.on_edited)
            made.chair.clicked.connect(partial(self.on_chair, at))
            made.reserve.clicked.connect(partial(self.on_reserve, at))
            made.known.clicked.connect(self.on_edited)
            made.away.clicked.connect(partial(self.on_away, at))
        for at, pair in enumerate(draft.observers):
            self._watching.addWidget(self._watcher_row(at, *pair))
        self.add.setEnabled(len(self.rows) < _MOST)
        self.watcher.setEnabled(len(self.observers) < 5)

    def fold(self, *, shown: bool) -> None:
        """Shows where a list can be pasted, or hides it."""
        self.text.setVisible(shown)
        self.take.setVisible(shown)
        self.refusal.say("")
        if shown:
            self.text.setFocus()

    def on_edited(self) -> None:
        """After every key; an expert known by name and unit may now be offered."""
        self._tell(
            replace(self._draft, experts=tuple(each.now for each in self.rows), observers=self._seen())
        )
        for each in self.rows:
            key = each.now.name.strip(), each.now.unit.strip()
            each.known.setVisible(key in self._known)

    def on_chair(self, at: int) -> None:
        """One takes the chair, nobody else."""
        for number, each in enumerate(self.rows):
            each.chair.setChecked(number == at and each.chair.isChecked())
        if self.rows[at].chair.isChecked():
            self.rows[at].reserve.setChecked(False)
        self.on_edited()

    def on_reserve(self, at: int) -> None:
        """A reserve takes no chair."""
        if self.rows[at].reserve.isChecked():
            self.rows[at].chair.setChecked(False)
        self.on_edited()

    def on_add(self) -> None:
        """One more row; the first takes the chair until another does."""
        first = ExpertDraft(chair=not self.rows)
        self._again(replace(self._draft, experts=(*self._draft.experts, first)))
        self.rows[-1].fields[0].setFocus()

    def on_away(self, at: int) -> None:
        """One expert fewer."""
        self._again(without(self._draft, at))
        self.add.setFocus()

    def on_take(self) -> None:
        """Adds everybody in the pasted list; empty rows give way."""
        found = pasted_people(self.text.toPlainText())
        there = tuple(each for each in self._draft.experts if each.name.strip())
        if not found:
            self.refusal.say(t("这里没有读到姓名。请一行写一位：姓名、单位、职称。"))
            return
        if len(there) + len(found) > _MOST:
            self.refusal.say(t("专家最多 {n} 位。").format(n=_MOST))
            return
        if any(each.chair for each in there):
            found = tuple(replace(each, chair=False) for each in found)
        self.text.clear()
        self._again(replace(self._draft, experts=(*there, *found)))
        self.fold(shown=False)
        self.add.setFocus()

    def on_watcher(self) -> None:
        """One more observer."""
        self._again(replace(self._draft, observers=(*self._draft.observers, ("", ""))))
        self.observers[-1][0].setFocus()

    def _watcher_row(self, at: int, name: str, unit: str) -> QWidget:
        holder = QWidget()
        fields: list[QLineEdit] = []
        who = t("第 {n} 位观察员").format(n=at + 1)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for text, words, share, limit in (
            (name, t("姓名"), 1, LIMITS[form.PERSON]), (unit, t("单位"), 2, LIMITS[form.UNIT]),
        ):  # fmt: skip
            field = QLineEdit(text)
            field.setPlaceholderText(words)
            field.setAccessibleName(f"{who}：{words}")
            field.textEdited.connect(self.on_edited)
            fields.append(field)
            line.addLayout(cell_of(field, limit), share)
        away: QPushButton = button("×", "small", f"{who}：{t('删去')}")
        away.clicked.connect(partial(self._watcher_away, at))
        line.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        self.observers.append((fields[0], fields[1]))
        return holder

    def _watcher_away(self, at: int) -> None:
        left = tuple(each for number, each in enumerate(self._draft.observers) if number != at)
        self._again(replace(self._draft, observers=left))
        self.watcher.setFocus()

    def _seen(self) -> tuple[tuple[str, str], ...]:
        return tuple((name.text(), unit.text()) for name, unit in self.observers)

    def _again(self, draft: RoundDraft) -> None:
        self.show_draft(draft)
        self._tell(draft)

    def _tell(self, draft: RoundDraft) -> None:
        self._draft = draft
        self.changed.emit(draft)
