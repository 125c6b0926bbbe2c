"""What a ranking says on its page: who is awaited, the order, what the panel decides, its paper."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.ranking_shown import shown_groups
from app.i18n import error_sentence
from app.services.rankings import RankingLook
from app.ui.organiser.ranking_awaited import AwaitedPanel
from app.ui.organiser.ranking_decide import DecidePanel, names_of
from app.ui.organiser.ranking_paper import PaperPanel
from app.ui.organiser.ranking_recommend import RecommendPanel
from app.ui.organiser.ranking_table import RankingTable
from app.ui.organiser.stick_target import StickTarget
from app.ui.parts import clear, label, tell
from app.ui.words import law, raw, t


class RankingView(QWidget):
    """`decided` has the panel of a group that was decided, the order and the note."""

    decided = Signal(object, object, str)

    def __init__(self, target: StickTarget) -> None:
        super().__init__()
        self.decides: dict[frozenset[str], DecidePanel] = {}
        self.notice = label("", "notice")
        self.table, self.awaited = RankingTable(), AwaitedPanel()
        self.groups = QVBoxLayout()
        self.groups.setSpacing(14)
        self.recommend, self.paper = RecommendPanel(), PaperPanel()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        for shown in (self.notice, self.paper, target, self.awaited, self.table):
            whole.addWidget(shown)
        whole.addLayout(self.groups)
        whole.addWidget(self.recommend)

    def show_nothing(self) -> None:
        """There is no ranking to show."""
        for shown in (self.table, self.awaited, self.recommend, self.paper):
            shown.setVisible(False)
        clear(self.groups)
        self.decides.clear()
        tell(self.notice, "")

    def show_look(self, look: RankingLook) -> None:
        """The ranking as it stands; what was typed stays."""
        state = look.state
        tell(self.notice, _notice(look))
        self.table.show_state(state)
        self.awaited.show_look(look)
        self._show_groups(look)
        self.recommend.show_state(state, may=not look.awaited and not state.sealed)
        self.paper.show_look(look)

    def first_open(self) -> QPushButton | None:
        """Where the person begins who has something to decide."""
        if self.awaited.jumps:
            return self.awaited.jumps[0]
        for made in self.decides.values():
            if not made.form.isHidden():
                return made.ups[made.group.panels[-1]]
        return None if self.recommend.isHidden() or self.recommend.form.isHidden() else self.recommend.more

    def _show_groups(self, look: RankingLook) -> None:
        state = look.state
        names = names_of([(each.panel, each.platform) for each in state.applicants])
        wanted = {frozenset(each.panels): each for each in shown_groups(state)}
        for key in [key for key in self.decides if key not in wanted]:
            gone = self.decides.pop(key)
            self.groups.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        decided = {frozenset(each.panels): each for each in state.decisions}
        for key, group in wanted.items():
            if key not in self.decides:
                made = DecidePanel(group, names)
                made.wanted.connect(lambda panels, note, made=made: self.decided.emit(made, panels, note))
                self.decides[key] = made
                self.groups.addWidget(made)
            self.decides[key].show_decision(decided.get(key), may=not look.awaited and not state.sealed)


def _notice(look: RankingLook) -> str:
    """What is out of the ordinary, and what sealing still waits for."""
    told = [t("这是演练，不进入正式评审。")] if look.state.opening.rehearsal else []
    if look.stale:
        changed = t("有汇总记录在封存之后变了：{panels}。请撤回封存，重新生成。")
        told.append(changed.format(panels=raw("、".join(look.stale))))
    if look.to_do is not None and look.state.applicants:
        told.append(raw(error_sentence(look.to_do)))
    reserved = t("须人工核对：{what}")
    told += [reserved.format(what=law(each.sentence)) for each in look.found.reservations]
    return "\n".join(told)
