"""准备新一轮, platform after platform: what is typed is kept as a draft, seen whole, then made at once."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QVBoxLayout, QWidget

from app.domain.frozen import replace
from app.domain.panel import Panel as DeskPanel
from app.domain.rubric import Rubric
from app.errors import ZhipingError
from app.services.round_draft import RoundDraft, drop_draft, read_draft, write_draft
from app.services.round_filled import Field, FormChecked, known_certificates
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.issue_rows import spans
from app.ui.organiser.prepare_experts import ExpertsEditor
from app.ui.organiser.prepare_lists import FieldProblems, preview_panels, rehearsal_words
from app.ui.organiser.prepare_opening import RoundOpening
from app.ui.organiser.prepare_platforms import PlatformsEditor
from app.ui.organiser.prepare_target import target_of
from app.ui.organiser.rules_editor import RulesEditor
from app.ui.pages import Page, button
from app.ui.parts import clear, label, middle, reveal, row, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.words import t

_SAVED_AFTER_MS = 400
_PARTS = ("platforms", "experts", "rules")


class PrepareFormPage(Page):
    """`page_requested` with issue once panels are made."""

    page_requested = Signal(str)

    def __init__(self, desk: Desk, watch: StickWatch) -> None:
        super().__init__(t("逐个填写"))
        self.manual = "prepare"
        self.desk = desk
        self.draft = read_draft(desk.folder) or RoundDraft()
        self.found: FormChecked | None = None
        self.again_wanted = self.is_made = False
        self.opening = RoundOpening(desk, self)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SAVED_AFTER_MS)
        self._late.timeout.connect(self.save)
        self.rehearsal = QCheckBox(t("演练（不进入正式评审）"))
        self.practising = label("", "notice")
        self.tabs: dict[str, QPushButton] = {}
        self.platforms = PlatformsEditor(desk.core.rubrics)
        self.experts = ExpertsEditor(known_certificates(desk.core.panels))
        self.rules = RulesEditor()
        self.entry, self.preview = QWidget(), QVBoxLayout()
        self.head, self.good, self.refusal = label("", "heading"), label("", "good"), Refusal()
        self.wrong = QVBoxLayout()
        self.discard = button(t("放弃草稿"), "link")
        self.sure = button(t("确定放弃"), "link")
        self.edit = button(t("继续修改"), "quiet")
        self.again = button(t("仍要再建"), "quiet")
        self.go = button(t("检查并预览"), "primary")
        self.primary = self.go
        self._lay_out()
        self._connect()
        self.head.setVisible(False)
        self._show_draft()
        self.show_part("platforms")

    def _lay_out(self) -> None:
        column = middle(self)
        entry = QVBoxLayout(self.entry)
        entry.setContentsMargins(0, 0, 0, 0)
        entry.setSpacing(14)
        words = {"platforms": t("1 平台"), "experts": t("2 专家"), "rules": t("3 规则")}
        group = QButtonGroup(self)
        for part in _PARTS:
            made = button(words[part], "tab")
            made.setCheckable(True)
            made.clicked.connect(partial(self.show_part, part))
            group.addButton(made)
            self.tabs[part] = made
        line = row(*self.tabs.values(), parent=entry)
        line.addStretch(1)
        line.addWidget(self.rehearsal)
        entry.addWidget(self.practising)
        self.wrong.setSpacing(14)
        entry.addLayout(self.wrong)
        for editor in (self.platforms, self.experts, self.rules):
            entry.addWidget(editor)
        for each in (self.head, self.good, self.refusal):
            column.addWidget(each)
        column.addWidget(self.entry)
        self.preview.setSpacing(14)
        column.addLayout(self.preview)
        for link in (self.discard, self.sure):
            self.bottom.row.addWidget(link)
        self.bottom.row.addStretch(1)
        for act in (self.edit, self.again, self.go):
            self.bottom.row.addWidget(act)

    def _connect(self) -> None:
        for editor in (self.platforms, self.experts, self.rules):
            editor.changed.connect(self.on_changed)
        self.platforms.turned.connect(lambda: read_in_order(self))
        self.rehearsal.clicked.connect(self.on_rehearsal)
        self.discard.clicked.connect(lambda: self.sure.setVisible(True))
        self.sure.clicked.connect(self.on_discard)
        self.edit.clicked.connect(self.on_edit)
        self.again.clicked.connect(lambda: self.open_all(again=True))
        self.go.clicked.connect(self.on_go)
        self.opening.began.connect(self.on_began)
        self.opening.checked.connect(self.on_checked)
        self.opening.made.connect(self.on_made)
        self.opening.refused.connect(self.on_refused)

    # ---- what it shows ------------------------------------------------------------------------------

    def rubrics(self) -> tuple[Rubric, ...]:
        """The tables that are used."""
        used = {each.annex for each in self.draft.platforms}
        return tuple(each for each in self.desk.core.rubrics if each.annex in used)

    def show_part(self, part: str, _: bool = False) -> None:
        """One of the three parts in front, as the draft has it now."""
        editors = {"platforms": self.platforms, "experts": self.experts, "rules": self.rules}
        for name, editor in editors.items():
            self.tabs[name].setChecked(name == part)
            editor.setVisible(name == part)
        if part == "platforms":
            self.platforms.show_draft(self.draft)
        elif part == "experts":
            self.experts.show_draft(self.draft)
        else:
            self.rules.show_draft(self.draft, self.rubrics())
        self.update_state()

    def _show_draft(self) -> None:
        if not self.draft.platforms:
            self.platforms.on_add()
            self._late.stop()
        self.rehearsal.setChecked(self.draft.rehearsal)
        self._show_rehearsal()

    def _show_rehearsal(self) -> None:
        tell(self.practising, rehearsal_words() if self.draft.rehearsal else "")

    def update_state(self) -> None:
        """What can be pressed."""
        seen = self.found is not None and not self.found.problems
        self.entry.setVisible(not seen)
        self.edit.setVisible(seen and not self.is_made)
        self.again.setVisible(seen and self.again_wanted and not self.is_made)
        self.discard.setVisible(not seen)
        self.sure.setVisible(False)
        words = t("签发任务书") if self.is_made else t("检查并预览")
        if self.found is not None and seen and not self.is_made:
            words = t("建立 {n} 个专家组").format(n=len(self.found.checked.plans))
        self.go.setText(words)
        self.go.setAccessibleName(words)
        for each in (self.edit, self.again, self.go):
            each.setEnabled(not self.opening.is_busy)
        read_in_order(self)

    # ---- what is entered ----------------------------------------------------------------------------

    def on_changed(self, draft: RoundDraft) -> None:
        """Something was entered; kept a moment later."""
        self.draft = draft
        self._late.start()

    def on_rehearsal(self) -> None:
        """演练 or 正式评审."""
        self.draft = replace(self.draft, rehearsal=self.rehearsal.isChecked())
        self.show_part(next(part for part, tab in self.tabs.items() if tab.isChecked()))
        self._show_rehearsal()
        self.save()

    def save(self) -> None:
        """Keeps the draft."""
        self._late.stop()
        if not self.is_made:
            write_draft(self.desk.folder, self.draft)

    def on_discard(self) -> None:
        """Begins again with nothing."""
        self._late.stop()
        drop_draft(self.desk.folder)
        self.draft, self.found = RoundDraft(), None
        clear(self.wrong)
        self._show_draft()
        self.show_part("platforms")
        drop_draft(self.desk.folder)
        self.go.setFocus()

    # ---- checking and making ------------------------------------------------------------------------

    def on_go(self) -> None:
        """The page's one act."""
        if self.is_made:
            self.page_requested.emit("issue")
        elif self.found is not None and not self.found.problems:
            self.open_all()
        else:
            self.check()

    def check(self) -> None:
        """Every problem with the way to its field, or the preview."""
        self.save()
        self.refusal.say("")
        self.opening.check(self.draft)

    def on_checked(self, draft: RoundDraft, found: FormChecked) -> None:
        """What the form says; if it was typed on meanwhile, once more."""
        if draft is not self.draft:
            self.check()
            return
        self.found = found
        clear(self.wrong)
        clear(self.preview)
        count = len(found.checked.plans)
        tell(self.head, "" if found.problems else t("将建立 {n} 个专家组").format(n=count))
        self.head.setVisible(not found.problems)
        if found.problems:
            panel = FieldProblems(found.problems)
            panel.wanted.connect(self.go_to)
            self.wrong.addWidget(panel)
            reveal(self, panel)
        else:
            for each in preview_panels(found.checked):
                self.preview.addWidget(each)
        self.update_state()
        self.go.setFocus()

    def go_to(self, field: Field) -> None:
        """To the field a problem is about."""
        if field.part in ("platform", "fact"):
            self.platforms.at = field.at
        parts = {"platform": "platforms", "fact": "platforms", "rule": "rules"}
        self.show_part(parts.get(field.part, "experts"))
        target = target_of(field, self.platforms, self.experts, self.rules)
        read_in_order(self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if field.part == "fact" and field.what in self.platforms.facts.blocks:
            reveal(self, self.platforms.facts.blocks[field.what].evidence)
        reveal(self, target)

    def on_edit(self) -> None:
        """Back to the form."""
        self.found, self.again_wanted = None, False
        self.refusal.say("")
        clear(self.preview)
        self.head.setVisible(False)
        self.update_state()
        self.go.setFocus()

    def open_all(self, *, again: bool = False) -> None:
        """Makes every panel, or none; the draft has served."""
        if self.found is not None and not self.is_made:
            self.refusal.say("")
            self.opening.begin(self.found.checked, again=again)

    def on_began(self) -> None:
        """Work is under way: a button that is disabled hands the focus on, to the way back."""
        self.setFocus()
        self.update_state()

    def on_made(self, made: tuple[DeskPanel, ...]) -> None:
        """All panels are there; the draft has served."""
        self.is_made = True
        self._late.stop()
        drop_draft(self.desk.folder)
        numbers = [each.brief.header.brief_number for each in made]
        tell(self.head, t("已建立 {n} 个专家组").format(n=len(numbers)))
        tell(self.good, t("编号 {span}。还没有签名，下一步签发任务书。").format(span=spans(numbers)))
        self.desk.changed.emit()
        self.update_state()
        self.go.setFocus()

    def on_refused(self, error: ZhipingError) -> None:
        """Nothing was made."""
        self.again_wanted = error.code == "round_exists"
        self.refusal.tell(error)
        self.update_state()
        self.go.setFocus()

    def may_leave(self) -> bool:
        if self._late.isActive():
            self.save()
        return not self.opening.is_busy

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._late.isActive():
            self.save()

    def opened(self) -> None:
        next(tab for tab in self.tabs.values() if tab.isChecked()).setFocus()
