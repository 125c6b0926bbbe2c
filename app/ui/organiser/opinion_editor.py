"""专家组意见: drafted from the result, changed by people, saved as it is typed; never more than the bound."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from app.domain.opinion import OPINION_LIMIT
from app.ui.feedback import Refusal
from app.ui.limits import Limit
from app.ui.organiser.panel_session import PanelSession
from app.ui.pages import button
from app.ui.parts import Panel, label, row, tell
from app.ui.text_box import TextBox
from app.ui.words import t

PAUSE_MS = 8000


class OpinionEditor(Panel):
    """Saves when one stops to think, goes elsewhere or presses 采用草稿: one entry a pause, not a key."""

    saved = Signal()

    def __init__(self, session: PanelSession) -> None:
        super().__init__()
        self.session = session
        self._dirty = self._touched = False
        self.text = TextBox()
        self.text.setAccessibleName(t("专家组意见"))
        self.text.setMinimumHeight(220)
        self.text.installEventFilter(self)
        self._limit = Limit(self.text, OPINION_LIMIT)
        self.count, self.state, self.refusal = (
            label("", "caption", wraps=False),
            label("", "caption"),
            Refusal(),
        )
        self.take = button(t("采用草稿"), "quiet")
        self.again = button(t("重新生成"), "link")
        self.asked = label(t("重新生成会替换现在的文字；替换前的文字留在本机的记录里。"), "notice")
        self.replace = button(t("替换现在的文字"), "quiet")
        self.keep = button(t("保留现在的文字"), "link")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._lay_out()
        self._timer.timeout.connect(self.flush)
        self.text.textChanged.connect(self.on_typed)
        self.take.clicked.connect(self.on_take)
        self.again.clicked.connect(self.on_again)
        self.replace.clicked.connect(self.on_replace)
        self.keep.clicked.connect(lambda: self._ask(False))
        self._ask(False)

    def _lay_out(self) -> None:
        head = row(label(t("专家组意见"), "title"), parent=self.inside)
        head.addStretch(1)
        head.addWidget(self.again)
        self.inside.addWidget(self.asked)
        asked = row(self.replace, self.keep, parent=self.inside)
        asked.addStretch(1)
        self.inside.addWidget(self.text)
        foot = row(self.state, parent=self.inside)
        foot.setStretch(0, 1)
        foot.addWidget(self.count)
        foot.addWidget(self.take)
        self.inside.addWidget(self.refusal)

    @property
    def is_draft(self) -> bool:
        """Whether what is shown is a draft that nobody has taken yet."""
        return not self._touched and not self.session.panel.opinion and bool(self.text.toPlainText())

    def refresh(self) -> None:
        """Shows what is saved, or the draft; what is being typed stays as it is."""
        panel = self.session.panel
        closed = bool(panel.sealed or panel.void or not panel.is_open)
        self.text.setReadOnly(closed)
        if not self._dirty:
            draft = "" if self._touched or closed else self._drafted()
            self._show(panel.opinion or draft)
        self.again.setVisible(not closed)
        self._tell()

    def on_typed(self) -> None:
        """A key was pressed."""
        self.refusal.say("")
        self._dirty = self._touched = True
        self._timer.start()
        self._tell()

    def flush(self) -> bool:
        """Saves what was typed; whether nothing is unsaved now."""
        self._timer.stop()
        if not self._dirty:
            return True
        text, settling = self.text.toPlainText(), self.session.desk.core.settling
        if text == self.session.panel.opinion:
            self._dirty = False
        else:
            self._dirty = False  # the act refreshes this page before it returns
            self._dirty = not self.session.act(
                lambda: settling.opinion(self.session.name, text), self.refusal
            )
        self._tell()
        return not self._dirty

    def on_take(self) -> None:
        """The draft is the opinion."""
        self._dirty = self._touched = True
        if self.flush():
            self.saved.emit()

    def on_again(self) -> None:
        """Drafts anew, and asks first where that would lose something."""
        text = self.text.toPlainText().strip()
        if text and text != self._drafted().strip():
            self._ask(True)
            self.replace.setFocus()
        else:
            self.on_replace()

    def on_replace(self) -> None:
        """The new draft stands instead of what was there, which is saved first."""
        self.flush()
        self._ask(False)
        self.text.setPlainText(self._drafted())
        self.flush()
        self.text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever goes elsewhere has stopped typing."""
        if watched is self.text and event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self.flush)
        return super().eventFilter(watched, event)

    def _drafted(self) -> str:
        return self.session.desk.core.closing.drafted_opinion(self.session.name)

    def _show(self, text: str) -> None:
        if text != self.text.toPlainText():
            self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(False)
            self._limit.check()

    def _ask(self, on: bool) -> None:
        self.asked.setVisible(on)
        self.replace.setVisible(on)
        self.keep.setVisible(on)

    def _tell(self) -> None:
        panel = self.session.panel
        length = len(self.text.toPlainText())
        tell(self.count, t("{n} / {m} 字").format(n=length, m=OPINION_LIMIT))
        self.take.setVisible(self.is_draft and not self.text.isReadOnly())
        if panel.sealed:
            told = t("记录已封存，意见不能再改。要改，先在“4 封存与签名”撤回封存。")
        elif not panel.is_open:
            told = t("评分公开后才能写意见。")
        elif self._dirty:
            told = t("正在书写，停顿时自动保存。")
        elif self.is_draft:
            told = t("这是由评分结果生成的草稿，还没有保存。可以直接改，也可以采用。")
        else:
            told = t("已保存。") if panel.opinion else t("请写专家组意见，或按“重新生成”。")
        tell(self.state, told)
