"""登记并列处理: the panel's order for one group between whom the numbers do not decide, with its words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton

from app.domain.ranking_order import Contested, Decision
from app.ui.organiser.ranking_form import RankingForm
from app.ui.pages import button
from app.ui.parts import clear, label
from app.ui.reading_order import read_in_order
from app.ui.words import raw, t


class DecidePanel(RankingForm):
    """`wanted` has the panels in the order chosen and the note."""

    wanted = Signal(object, str)

    def __init__(self, group: Contested, names: dict[str, str]) -> None:
        listed = "、".join(names[each] for each in group.panels)
        why = t("综合评分相同") if group.kind == "tie" else t("按全部专家和按共同专家的次序不同")
        super().__init__(
            t("{names}：{why}").format(names=raw(listed), why=why),
            change=t("更改决定"),
            note=note_box(t("专家组怎样决定的、理由是什么"), t("并列处理的理由")),
            save=t("登记并列处理"),
        )
        self.group, self._names = group, names
        self._order = list(group.panels)
        self.decided = self.recorded
        self.ups: dict[str, QPushButton] = {}
        self.lay_out(t("由专家组当面决定先后，再按决定排好。程序只登记，不替专家组决定。"))
        self.change.clicked.connect(self.on_change)
        self.note.textChanged.connect(self.update_state)
        self.save.clicked.connect(
            lambda: self.wanted.emit(tuple(self._order), self.note.toPlainText().strip())
        )
        self._fill()
        self.show_decision(None, may=True)

    def show_decision(self, decision: Decision | None, *, may: bool) -> None:
        """What is recorded; the form where nothing is. `may`: whether it can still be changed."""
        told = ""
        if decision is not None:
            order = " → ".join(self._names[each] for each in decision.panels)
            told = t("专家组已决定（{date}）：{order}。{note}").format(
                date=raw(decision.date), order=raw(order), note=raw(decision.note)
            )
        self.show_recorded(told, may=may)
        self.update_state()

    def on_change(self) -> None:
        """The form again; the decision stands until another one is recorded."""
        self.open_form()
        self.ups[self._order[-1]].setFocus()

    def on_up(self, panel: str) -> None:
        """One place further to the front."""
        at = self._order.index(panel)
        self._order[at - 1 : at + 1] = [panel, self._order[at - 1]]
        self._fill()
        self.ups[panel].setFocus() if self._order[0] != panel else self.ups[self._order[1]].setFocus()

    def update_state(self) -> None:
        """A decision needs its words."""
        self.save.setEnabled(bool(self.note.toPlainText().strip()))

    def _fill(self) -> None:
        clear(self.rows)
        self.ups.clear()
        for at, panel in enumerate(self._order, start=1):
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(label(f"{at}.", "section", wraps=False))
            line.addWidget(label(raw(self._names[panel])), 1)
            up = button(t("↑ 前移"), "small", t("前移：{name}").format(name=raw(self._names[panel])))
            up.clicked.connect(lambda _=False, panel=panel: self.on_up(panel))
            self.ups[panel] = up
            line.addWidget(up)
            if at == 1:
                up.setVisible(False)
            self.rows.addLayout(line)
        read_in_order(self)


def note_box(asked: str, name: str) -> QPlainTextEdit:
    """A box for a reason of some lines; Tab leaves it."""
    made = QPlainTextEdit()
    made.setPlaceholderText(asked)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setMaximumHeight(96)
    return made


def names_of(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Platform names by panel; two of one name are told apart by their panels."""
    found = dict(pairs)
    twice = {name for name in found.values() if list(found.values()).count(name) > 1}
    return {panel: f"{name}（{panel}）" if name in twice else name for panel, name in found.items()}
