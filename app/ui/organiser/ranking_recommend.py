"""推荐: whom the panel recommends for how many places; the bureau selects."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from app.domain.ranking_acts import RankingState
from app.domain.ranking_order import MAX_PLACES
from app.domain.ranking_shown import shown_order
from app.ui.organiser.ranking_decide import names_of, note_box
from app.ui.organiser.ranking_form import RankingForm
from app.ui.pages import button
from app.ui.parts import clear, label, row, tell
from app.ui.reading_order import read_in_order
from app.ui.words import raw, t


class RecommendPanel(RankingForm):
    """`wanted` has the panels ticked, the number of places and the note."""

    wanted = Signal(object, int, str)

    def __init__(self) -> None:
        super().__init__(
            t("推荐"),
            change=t("更改推荐"),
            note=note_box(t("名额多于 1 个，或推荐少于名额时，请写明理由"), t("推荐的理由")),
            save=t("登记推荐"),
        )
        self.places = 1
        self.boxes: dict[str, QCheckBox] = {}
        self.done = self.recorded
        self.count = label("", "section", wraps=False)
        self.less, self.more = button("−", "step", t("少一个名额")), button("+", "step", t("多一个名额"))
        self.rows.setSpacing(0)
        line = row(label(t("名额"), "section", wraps=False), self.less, self.count, self.more)
        line.addStretch(1)
        told = t("专家组推荐，委托方选取。方案规定原则上每类平台 1 个；不推荐的，不勾选并写明理由。")
        self.lay_out(told, line)
        self.change.clicked.connect(self.on_change)
        self.less.clicked.connect(lambda: self.on_places(self.places - 1))
        self.more.clicked.connect(lambda: self.on_places(self.places + 1))
        self.save.clicked.connect(self.on_save)
        self.on_places(1)

    def show_state(self, state: RankingState, *, may: bool) -> None:
        """What is recorded; the form where nothing is. What was ticked and typed stays."""
        names = names_of([(each.panel, each.platform) for each in state.applicants])
        order = shown_order(state)
        ticked = {panel for panel, box in self.boxes.items() if box.isChecked()}
        clear(self.rows)
        self.boxes.clear()
        for each in order:
            box = QCheckBox(t("第 {n} 名　{name}").format(n=each.rank, name=raw(names[each.panel])))
            box.setAccessibleName(t("推荐 {name}").format(name=raw(names[each.panel])))
            box.setChecked(each.panel in ticked)
            self.boxes[each.panel] = box
            self.rows.addWidget(box)
        found = state.recommendation
        told = ""
        if found is not None:
            listed = "、".join(names[each] for each in found.panels) or t("没有推荐")
            told = t("专家组推荐（{date}，名额 {n} 个）：{names}。{note}").format(
                date=raw(found.date), n=found.places, names=raw(listed), note=raw(found.note)
            )
        self.show_recorded(told, may=may)
        self.setVisible(bool(told) or (may and bool(order)))
        read_in_order(self)

    def on_change(self) -> None:
        """The form again; the recommendation stands until another one is recorded."""
        self.open_form()
        self.more.setFocus()

    def on_places(self, places: int) -> None:
        """One place more or less."""
        self.places = min(max(places, 1), MAX_PLACES)
        told = t("{n} 个").format(n=self.places)
        tell(self.count, told)
        self.count.setAccessibleName(t("名额 {n} 个").format(n=self.places))
        self.less.setEnabled(self.places > 1)
        self.more.setEnabled(self.places < MAX_PLACES)

    def on_save(self) -> None:
        """As ticked."""
        panels = tuple(panel for panel, box in self.boxes.items() if box.isChecked())
        self.wanted.emit(panels, self.places, self.note.toPlainText().strip())
