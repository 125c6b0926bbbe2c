"""第一次收到〈专家〉的评分表: the code the expert reads out is typed once and holds for the whole round."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.frozen import frozen
from app.errors import ZhipingError
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.bind_field import CodeField
from app.ui.organiser.seat_words import short_name
from app.ui.parts import Panel, label, row, tell, work
from app.ui.words import raw, t


@frozen
class Waiting:
    """An expert whose sheets wait for the code: one seat of theirs, and the platforms by name."""

    name: str
    panel: str
    seat: str
    platforms: tuple[str, ...]


def waiting_for_codes(desk: Desk, only: str = "") -> tuple[Waiting, ...]:
    """Everybody whose sheet is pending, of all panels or of the one named; an expert once."""
    found: dict[str, Waiting] = {}
    panels = desk.core.panels
    for name in (only,) if only else panels.in_order():
        panel = panels.load(name).panel
        for place in panel.waiting:
            if panel.standing(place) == "pending":
                known = found.get(place.name, Waiting(place.name, name, place.seat, ()))
                platforms = (*known.platforms, panel.brief.platform.name)
                found[place.name] = Waiting(known.name, known.panel, known.seat, platforms)
    return tuple(found.values())


class BindRow(QFrame):
    """One expert: whose code, the field, and what came of it. `bound` once it is right and saved."""

    bound = Signal()

    def __init__(self, desk: Desk, waiting: Waiting) -> None:
        super().__init__()
        self.desk, self.waiting = desk, waiting
        self.done = self._busy = False
        self.setProperty("role", "row")
        self.setAccessibleName(t("{name}的校验码").format(name=raw(waiting.name)))
        self.field = CodeField(t("{name}念出的校验码").format(name=raw(waiting.name)))
        self.good, self.refusal = label("", "good"), Refusal()
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(label(raw(waiting.name), "title"))
        who.addWidget(label(raw("、".join(short_name(each) for each in waiting.platforms)), "caption"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 10)
        line = row(parent=whole)
        line.addLayout(who, 1)
        line.addWidget(self.field)
        whole.addWidget(self.good)
        whole.addWidget(self.refusal)
        tell(self.good, "")
        self.field.complete.connect(self.on_complete)
        self.field.edited.connect(lambda: self.refusal.say(""))

    def on_complete(self, code: str) -> None:
        """All digits are there: whose code it is is reckoned beside the screen."""
        if self._busy or self.done:
            return
        self.refusal.say("")
        try:
            job = self.desk.core.settling.prepare_bind(self.waiting.panel, self.waiting.seat, code)
        except ZhipingError as error:
            self.on_refused(error)
            return
        self._busy = True
        self.field.setReadOnly(True)
        work(self, job, self.on_found, self.on_refused)

    def on_found(self, certificate: str) -> None:
        """It is right: bound here and on all platforms of the round."""
        self._busy = False
        settling = self.desk.core.settling
        try:
            panels = settling.bind_everywhere(self.waiting.panel, self.waiting.seat, certificate)
        except ZhipingError as error:
            self.on_refused(error)
            return
        self.done = True
        self.field.show_state("met")
        said = t("✓ 校验码正确，已确认{name}，{n} 个平台有效。")
        tell(self.good, said.format(name=raw(self.waiting.name), n=len(panels)))
        self.bound.emit()

    def on_refused(self, error: ZhipingError) -> None:
        """Not that code: said in words, and typed again."""
        self._busy = False
        self.field.setReadOnly(False)
        self.field.show_state("refused")
        self.refusal.tell(error)
        self.field.setFocus()
        self.field.selectAll()


class BindPanel(Panel):
    """All experts whose code is awaited, of the round or of one panel; who is done stays, in green."""

    bound = Signal()

    def __init__(self, desk: Desk, only: str = "") -> None:
        super().__init__(t("请专家念出校验码"))
        self.desk, self.only = desk, only
        self.rows: dict[str, BindRow] = {}
        self.words = label("", "secondary")
        self.inside.addWidget(self.words)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        self.inside.addLayout(self.list)

    def refresh(self) -> None:
        """Adds whoever is awaited now, takes away whom somebody else confirmed."""
        waiting = {each.name: each for each in waiting_for_codes(self.desk, self.only)}
        for name in [each for each, made in self.rows.items() if each not in waiting and not made.done]:
            self.rows.pop(name).deleteLater()
        for name, each in waiting.items():
            if name not in self.rows or self.rows[name].done:
                if name in self.rows:
                    self.rows.pop(name).deleteLater()
                made = BindRow(self.desk, each)
                made.bound.connect(self.on_bound)
                self.rows[name] = made
                self.list.addWidget(made)
        alone = t("第一次收到{names}的评分表。请他念出校验码并输入。确认一次，本轮各平台都有效。")
        several = t("第一次收到{names}的评分表。请各位念出校验码并输入。确认一次，本轮各平台都有效。")
        said = alone if len(waiting) == 1 else several
        tell(self.words, said.format(names=raw("、".join(waiting))) if waiting else "")
        self.words.setVisible(bool(waiting))
        self.setVisible(bool(self.rows))

    def on_bound(self) -> None:
        """One is done: to the next field."""
        self.bound.emit()
        following = next((each for each in self.rows.values() if not each.done), None)
        if following is not None:
            following.field.setFocus()
