"""平台 of a round's form: one platform after another, the next one begins with what they have in common."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from app.domain.frozen import replace
from app.domain.period import Period, day_words
from app.domain.rubric import Rubric
from app.domain.rule_sheet import RuleSheet
from app.services import round_form as form
from app.services.round_cells import day_of
from app.services.round_draft import FactDraft, PlatformDraft, RoundDraft
from app.ui.flow import Flow
from app.ui.organiser.prepare_counts import annex_words
from app.ui.organiser.prepare_facts import FactsEditor
from app.ui.organiser.prepare_fields import TextField, in_columns
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, row, tell
from app.ui.plain import tip
from app.ui.words import law, raw, t

_DAYS = {form.FIRST: "first", form.LAST: "last", form.DAY: "day"}
_COLUMNS = {
    form.NAME: "name", form.CATEGORY: "category", form.BUILDER: "builder", form.OPERATOR: "operator",
    **_DAYS, form.PLACE: "place",
}  # fmt: skip


class PlatformsEditor(QWidget):
    """`changed` with the draft as it is after every key; `at` is the platform in front."""

    changed = Signal(object)
    turned = Signal()

    def __init__(self, rubrics: Sequence[Rubric]) -> None:
        super().__init__()
        self._rubrics = {each.annex: each for each in rubrics}
        self._draft = RoundDraft()
        self.at = 0
        self.tabs: list[QPushButton] = []
        self._chips, self._takers = Flow(gap=8), Flow(gap=8)
        self._group = QButtonGroup(self)
        self.add = button(t("加一个平台"), "quiet")
        self.away = button(t("删去这个平台"), "link")
        self.annexes: dict[int, QPushButton] = {}
        self.title = label("", "caption")
        day = t("如 2026-06-08")
        self.fields = {
            form.NAME: TextField(t("平台名称")), form.CATEGORY: TextField(t("平台类别"), limit=40),
            form.BUILDER: TextField(t("建设主体（可不填）")), form.OPERATOR: TextField(t("运营主体")),
            form.FIRST: TextField(t("考核期第一天"), day, limit=20),
            form.LAST: TextField(t("考核期最后一天"), day, limit=20),
            form.DAY: TextField(t("评审日期"), day, limit=20),
            form.PLACE: TextField(t("评审地点（可不填）"), limit=200),
        }  # fmt: skip
        self.people: list[QPushButton] = []
        self.facts = FactsEditor()
        self._lay_out()
        self.add.clicked.connect(self.on_add)
        self.away.clicked.connect(self.on_away)
        self.facts.changed.connect(self.on_fact)
        for name, field in self.fields.items():
            field.on_typed(partial(self.on_typed, name))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addLayout(self._chips)
        self.panel = Panel()
        self.panel.inside.setSpacing(12)
        self.panel.inside.addWidget(label(t("用哪一张评分表？"), "title"))
        choices = Flow(gap=8)
        group = QButtonGroup(self)
        for annex, rubric in self._rubrics.items():
            made = button(annex_words(rubric), "tab", raw(f"{annex_words(rubric)} {rubric.title}"))
            made.setCheckable(True)
            made.setToolTip(tip(raw(rubric.title)))
            made.clicked.connect(partial(self.on_annex, annex))
            group.addButton(made)
            self.annexes[annex] = made
            choices.addWidget(made)
        self.panel.inside.addLayout(choices)
        self.panel.inside.addWidget(self.title)
        self.panel.inside.addLayout(in_columns(list(self.fields.values()), 2))
        self.taking = label(t("参加的专家（点一下去掉）"), "caption")
        self.panel.inside.addWidget(self.taking)
        self.panel.inside.addLayout(self._takers)
        row(self.away, parent=self.panel.inside).addStretch(1)
        whole.addWidget(self.panel)
        whole.addWidget(self.facts)

    # ---- what it shows ------------------------------------------------------------------------------

    @property
    def now(self) -> PlatformDraft:
        """The platform in front."""
        return self._draft.platforms[self.at] if self._draft.platforms else PlatformDraft()

    def show_draft(self, draft: RoundDraft, at: int | None = None) -> None:
        """Shows a draft, the platform `at` in front."""
        self._draft = draft
        self.at = min(self.at if at is None else at, max(len(draft.platforms) - 1, 0))
        self._show_chips()
        there = bool(draft.platforms)
        self.panel.setVisible(there)
        for name, field in self.fields.items():
            field.put(getattr(self.now, _COLUMNS[name]))
        self._show_annex()
        self._show_days()
        self._show_people()
        self._show_facts()
        self.turned.emit()

    def _show_chips(self) -> None:
        self.add.setParent(None)
        clear(self._chips)
        self.tabs.clear()
        for at, each in enumerate(self._draft.platforms):
            words = f"{at + 1} {each.name.strip() or t('未命名')}"
            made = button(raw(words[:18]), "tab", raw(words))
            made.setCheckable(True)
            made.setChecked(at == self.at)
            made.clicked.connect(partial(self.show_platform, at))
            self._group.addButton(made)
            self.tabs.append(made)
            self._chips.addWidget(made)
        self._chips.addWidget(self.add)
        self.add.show()
        self.add.setEnabled(len(self.tabs) < form.MOST_PLATFORMS)

    def show_platform(self, at: int, _: bool = False) -> None:
        """Another platform in front."""
        self.show_draft(self._draft, at)
        self.tabs[self.at].setFocus()

    def _show_annex(self) -> None:
        rubric = self._rubrics.get(self.now.annex)
        for annex, made in self.annexes.items():
            made.setChecked(annex == self.now.annex)
        tell(self.title, raw(rubric.title) if rubric else t("八张评分表里选一张。"))
        fixed = rubric.category if rubric else None
        category = self.fields[form.CATEGORY]
        category.line.setReadOnly(fixed is not None)
        category.put(fixed if fixed is not None else self.now.category)

    def _show_days(self) -> None:
        """What each date is understood as, at once."""
        for name in _DAYS:
            field = self.fields[name]
            day = day_of(field.text) if field.text.strip() else None
            wrong = t("请写成 2026-06-08") if len(field.text.strip()) >= 8 else ""
            field.say(law(day_words(day)) if day else wrong)

    def _show_people(self) -> None:
        clear(self._takers)
        self.people.clear()
        for at, each in enumerate(self._draft.experts):
            name = raw(each.name.strip()) or t("未写姓名")
            made = button(t("{name}（候补）").format(name=name) if each.reserve else name, "tab")
            made.setCheckable(True)
            made.setChecked(at not in self.now.absent)
            made.clicked.connect(partial(self.on_taking, at))
            self.people.append(made)
            self._takers.addWidget(made)
        told = t("参加的专家（点一下去掉）") if self.people else t("专家在上面的“专家”里填，默认全部参加。")
        tell(self.taking, told)

    def _show_facts(self) -> None:
        first, last = day_of(self.now.first), day_of(self.now.last)
        period = Period(first, last) if first and last and first <= last else None
        rubric = self._rubrics.get(self.now.annex)
        self.facts.show_facts(rubric, period, RuleSheet(), self.now.facts)

    # ---- what is entered ----------------------------------------------------------------------------

    def on_typed(self, name: str, text: str) -> None:
        """After every key."""
        self._put(**{_COLUMNS[name]: text})
        if name in _DAYS:
            self._show_days()
        if name in (form.FIRST, form.LAST) and day_of(text):
            self._show_facts()
            self.turned.emit()
        if name == form.NAME and self.tabs:
            words = f"{self.at + 1} {text.strip() or t('未命名')}"
            self.tabs[self.at].setText(raw(words[:18]))
            self.tabs[self.at].setAccessibleName(raw(words))

    def on_annex(self, annex: int) -> None:
        """A table was picked."""
        self._put(annex=annex)
        self._show_annex()
        self._show_facts()
        self.turned.emit()

    def on_taking(self, at: int) -> None:
        """An expert takes part in this platform, or does not."""
        left = tuple(number for number, each in enumerate(self.people) if not each.isChecked())
        self._put(absent=left)

    def on_fact(self, criterion: str, fact: FactDraft | None) -> None:
        """A fact was entered, or emptied."""
        facts = {key: each for key, each in self.now.facts.items() if key != criterion}
        self._put(facts=facts if fact is None else {**facts, criterion: fact})

    def on_add(self) -> None:
        """One more; period, day and place are the last one's."""
        last = self._draft.platforms[-1] if self._draft.platforms else PlatformDraft()
        fresh = PlatformDraft(first=last.first, last=last.last, day=last.day, place=last.place)
        self._draft = replace(self._draft, platforms=(*self._draft.platforms, fresh))
        self.show_draft(self._draft, len(self._draft.platforms) - 1)
        self.changed.emit(self._draft)
        next(iter(self.annexes.values())).setFocus()

    def on_away(self) -> None:
        """One fewer."""
        left = tuple(each for at, each in enumerate(self._draft.platforms) if at != self.at)
        self._draft = replace(self._draft, platforms=left)
        self.show_draft(self._draft)
        self.changed.emit(self._draft)
        self.add.setFocus()

    def _put(self, **changes: object) -> None:
        if not self._draft.platforms:
            return
        now = replace(self.now, **changes)  # type: ignore[arg-type]  # the fields' own names and values
        platforms = (*self._draft.platforms[: self.at], now, *self._draft.platforms[self.at + 1 :])
        self._draft = replace(self._draft, platforms=platforms)
        self.changed.emit(self._draft)
