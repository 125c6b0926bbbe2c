"""代录纸质表: the paper sheet of one seat keyed in word for word, and signed by the desk that it was.

Nobody scores for anybody: the paper is the expert's, its scans are attached, no sum is shown or proposed.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.domain.rubric import CriterionId
from app.errors import ZhipingError
from app.services.keying import Keyed
from app.services.signing_job import Made
from app.ui.feedback import Refusal
from app.ui.organiser.keying_card import KeyingCard
from app.ui.organiser.keying_panels import ResultPanel
from app.ui.organiser.keying_paper import Paper, Place
from app.ui.organiser.keying_sums import KeyedHead, KeyedSections, KeyingFoot
from app.ui.organiser.panel_session import PanelSession
from app.ui.parts import WIDEST, label, progress, tell, work
from app.ui.reading_order import read_in_order
from app.ui.scoring_page import ScoringPage
from app.ui.session import SheetSession
from app.ui.stick_watch import StickWatch
from app.ui.words import raw, t

_OF_CRITERION = {"sheet_incomplete": "place", "remark_missing": "criterion"}


class KeyingPage(ScoringPage):
    """The paper of a seat of a panel. `finished` when it is signed and the person goes on.

    Opening one is refused as `Keying.typing` is.
    """

    finished = Signal()
    card_kind, head_kind = KeyingCard, KeyedHead
    list_kind, foot_kind = KeyedSections, KeyingFoot

    def __init__(self, panel: PanelSession, watch: StickWatch, seat: str) -> None:
        desk, keying = panel.desk, panel.desk.core.keying
        self.typing = keying.typing(panel.name, seat)
        sheet = self.typing.sheet
        session = SheetSession(self.typing, sheet, self.typing.saved_at)
        super().__init__(desk, sheet.id, session=session)
        self.title, self.manual = t("代录纸质表"), "keying"
        self.setAccessibleName(self.title)
        self.person = desk.core.identities.me().name
        self.desk, self.panel, self.seat = desk, panel.name, seat
        self.watch = watch
        self.keyed: Keyed | None = None
        self._busy = False
        self._typing: QWidget | None = None
        pending = any(each.state == "pending" for each in session.awards.values())
        self.paper = Paper(sheet, keying.scans, self._folder, pending=pending)
        self.refusal, self.busy = Refusal(), progress()
        self._lay_around()
        self._connect_around()
        self.update_state()

    def _lay_around(self) -> None:
        """Puts what stands on the paper around the cards, in the paper's order."""
        member = self.session.sheet.member
        band = t("代录〈{name}〉（{seat}）的纸质表，只照纸面录入")
        self.banner = label(band.format(name=raw(member.name), seat=member.seat), "keyed")
        self.body.setSpacing(0)
        self.body.insertWidget(0, self.banner)
        note = t("不替任何人评分，纸上没有写的不要补。他本人以后签署的评分表收到后，取代这份代录。")
        self._above = (label(note, "notice"), *self.paper.above)
        for each in (self.busy, self.refusal):
            self.body.addWidget(each)
        self._place_around()

    def _place_around(self) -> None:
        column = self.area.column.column
        for at, each in enumerate(self._above):
            column.insertWidget(at, each)
        for each in self.paper.below:
            column.insertWidget(column.count() - 1, each)
        for each in (*self._above, *self.paper.below):
            each.setVisible(True)
        self.on_declared()
        read_in_order(self)

    def _connect_around(self) -> None:
        paper = self.paper
        self.check_requested.connect(self.on_sign)
        paper.head.form.left.connect(self.on_form_left)
        paper.head.form.textEdited.connect(lambda: paper.form.refusal.say(""))
        paper.head.declared.connect(self.on_declared)
        paper.opinion.field.left.connect(self.on_opinion_left)
        paper.scans.changed.connect(self.on_scans_changed)

    # ---- what it shows ------------------------------------------------------------------------------

    def opened(self) -> None:
        """To the head of the paper, or where the keyboard was."""
        if self.keyed is not None:
            self.foot.check.setFocus()
        elif self._active is not None:
            super().opened()
        else:
            self.paper.head.form.setFocus()

    def update_state(self) -> None:
        """What can be pressed now."""
        busy = self._busy or self.paper.scans.is_busy
        recused = self.paper.head.is_recusal
        self.busy.setVisible(self._busy)
        self.foot.check.setEnabled(not busy)
        self.area.setEnabled(not self._busy)
        self.sections.setEnabled(not self._busy and not recused)
        self.foot.next.setEnabled(bool(self.session.sheet.missing) and not recused and not busy)
        self.foot.undo.setEnabled(self.session.may_undo and not busy)

    def on_scans_changed(self) -> None:
        """Pages were added or taken away."""
        self.update_state()
        read_in_order(self)

    def on_declared(self) -> None:
        """A recusal has no findings, opinion or total."""
        recused = self.paper.head.is_recusal
        cards = self.cards if recused else self.area.made
        for each in (*self.area.column.heads.values(), *cards, *self.paper.of_findings):
            each.setVisible(not recused)
        self.update_state()

    def on_form_left(self) -> None:
        """Whether a paper on that form may be keyed in for this seat."""
        form = self.paper.head.form.text()
        if not form:
            return
        try:
            self.desk.core.keying.check_may_key(self.panel, self.seat, form)
        except ZhipingError as error:
            (self.paper.place_of(error) or Place(self, self.refusal)).refusal.tell(error)

    def on_opinion_left(self) -> None:
        """Saved when the field is left."""
        paper = self.paper.opinion
        paper.refusal.say("")
        if paper.field.text == self.session.sheet.opinion:
            return
        try:
            self.session.replace(self.typing.opine(self.session.sheet, paper.field.text))
        except ZhipingError as error:
            paper.refusal.tell(error)

    def go_to_next_open(self) -> bool:
        """As on every sheet; after the last, to what stands below the findings."""
        if self.session.sheet.missing:
            return super().go_to_next_open()
        self._go(self.paper.opinion.field)
        return False

    def may_leave(self) -> bool:
        return super().may_leave() and not self._busy

    def undress(self) -> None:
        focused = QApplication.focusWidget()
        own = (*self._above, *self.paper.below)
        self._typing = focused if focused and any(each.isAncestorOf(focused) for each in own) else None
        for each in own:
            each.setParent(self)  # only the cards are made anew
        super().undress()

    def dress(self) -> None:
        super().dress()
        self._place_around()
        if (typing := self._typing) is not None:  # once the cards are where they were
            QTimer.singleShot(0, self, lambda: self._go(typing))

    # ---- signing ------------------------------------------------------------------------------------

    def on_sign(self) -> None:
        """Signs what was typed, in a worker; once it is signed, on."""
        if self.keyed is not None:
            self.finished.emit()
            return
        for card in self.cards:
            card.flush()
        self.on_opinion_left()
        self.refusal.say("")
        self.paper.hush()
        if not self._is_whole():
            return
        paper, keying = self.paper, self.desk.core.keying
        try:
            job = keying.prepare(self.panel, self.seat, paper.typed(self.session.sheet), paper.scans.scans)
        except ZhipingError as error:
            self.on_failed(error)
            return
        self._set_busy(True)
        work(self, job, self.on_made, self.on_failed)

    def on_made(self, made: Made) -> None:
        """Signed: kept as received, on the main thread."""
        try:
            self.keyed = self.desk.core.keying.keep(made)
        except ZhipingError as error:
            self.on_failed(error)
            return
        self._set_busy(False)
        self._show_result(self.keyed)
        self.desk.changed.emit()

    def on_failed(self, error: ZhipingError) -> None:
        """Nothing was signed; what was typed stands. Says why beside what it is about."""
        self._set_busy(False)
        place = self.paper.place_of(error)
        if place is not None:
            self._go(place.field)
        elif error.code in _OF_CRITERION:
            self.go_to(str(error.fields[_OF_CRITERION[error.code]]))
        (place.refusal if place else self.refusal).tell(error)

    def _is_whole(self) -> bool:
        """Whether all that stands on the paper was typed; else says what is not, and goes there."""
        lacking = self.paper.lacking_above()
        if lacking is None and not self.paper.head.is_recusal and self._has_gap():
            return False
        lacking = lacking or self.paper.lacking_below()
        if lacking is not None:
            place, words = lacking
            self._go(place.field)
            place.refusal.say(words)
        return lacking is None

    def _has_gap(self) -> bool:
        sheet = self.session.sheet
        gaps: tuple[CriterionId, ...] = (*sheet.missing, *sheet.remarks_missing)
        if not gaps:
            return False
        told = []
        if sheet.missing:
            told.append(t("还有 {n} 项没有录完").format(n=len(sheet.missing)))
        if sheet.remarks_missing:
            told.append(t("{n} 项须有依据").format(n=len(sheet.remarks_missing)))
        self.refusal.say(t("，").join(told) + t("。纸上没有写的，请他本人补写、签名后再代录。"))
        if sheet.missing:
            self.go_to(gaps[0])
        else:
            self.area.card(gaps[0]).open_remark()
        return True

    def _show_result(self, keyed: Keyed) -> None:
        for each in (self.area, self.sections, self.refusal):
            each.setVisible(False)
        tell(self.banner, t("代录纸质表：已签署"))
        result = ResultPanel(keyed.sheet)
        result.setMaximumWidth(WIDEST)
        self.body.setSpacing(24)
        across = QHBoxLayout()
        across.setContentsMargins(24, 0, 24, 0)
        across.addStretch(1)
        across.addWidget(result, 100)
        across.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(1)
        assert isinstance(self.foot, KeyingFoot)
        self.foot.finish(t("回到收表"))
        self.foot.check.setFocus()

    def _folder(self) -> Path:
        return self.watch.sticks[0] if self.watch.sticks else Path.home()

    def _go(self, field: QWidget) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(field, 0, 80)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.setFocus()
        self.update_state()
