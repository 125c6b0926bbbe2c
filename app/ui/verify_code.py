"""纸质件上的校验码: typed from a page's foot, it finds the file, its revision, a newer one, what differs."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.errors import Field, ZhipingError
from app.i18n import sentence
from app.services.lookup import Answer, Looked, Place
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.bind_field import CodeField
from app.ui.parts import Panel, clear, label, progress, row, tell, work
from app.ui.words import raw, t

_WHERE = {"given": "lookup_given", "kept": "lookup_kept", "inside": "lookup_inside"}


class CodePanel(Panel):
    """Looks among the files of `given` and what this computer keeps; `found` when there is an answer."""

    found = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("纸质件上的校验码"))
        self.desk = desk
        self.given: tuple[Path, ...] = ()
        self._busy = False
        self.hint = label(
            t("输入页脚的 20 位数字：在上面的文件和本机保存的文件里找是哪一份、哪一版。"), "secondary"
        )
        self.field = CodeField(t("纸质件页脚的校验码"))
        self.busy, self.refusal = progress(), Refusal()
        self.answer = QVBoxLayout()
        self.answer.setSpacing(8)
        self.inside.addWidget(self.hint)
        row(self.field, parent=self.inside).addStretch(1)
        self.inside.addWidget(self.busy)
        self.inside.addWidget(self.refusal)
        self.inside.addLayout(self.answer)
        self.field.complete.connect(self.on_complete)
        self.field.edited.connect(self.on_edited)

    def on_edited(self) -> None:
        """Another code is being typed."""
        clear(self.answer)
        self.refusal.say("")

    def on_complete(self, code: str) -> None:
        """All digits are there."""
        if self._busy:
            return
        self.on_edited()
        try:
            job = self.desk.core.lookup.prepare(code, self.given)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self._show_busy(True)
        work(self, job, self.on_looked, self.on_failed)

    def on_looked(self, answer: Answer) -> None:
        """What it is, or that nothing here bears it."""
        self._show_busy(False)
        looked = answer.looked
        try:
            self.desk.core.lookup.keep(answer)
        except ZhipingError as error:  # it could not be remembered; what was found is found
            self.refusal.tell(error)
        self.field.show_state("met" if looked.found or looked.certificate else "refused")
        self._show(looked)
        if self.isVisible():
            self.field.setFocus()
        self.found.emit()

    def on_failed(self, error: ZhipingError) -> None:
        """The files could not be looked at."""
        self._show_busy(False)
        self.refusal.tell(error)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy.setVisible(busy)
        self.field.setReadOnly(busy)

    def _show(self, looked: Looked) -> None:
        if looked.found is None:
            self._show_unknown(looked)
            return
        paper = looked.found
        mode = t("【演练】") if paper.header.rehearsal else ""
        fields: dict[str, Field] = {"what": paper.words, "revision": paper.header.revision}
        self._say(mode + sentence("lookup_found", fields), "title")
        if looked.newer is not None:
            newer: dict[str, Field] = {"later": looked.newer.header.revision, "date": looked.newer.date}
            self._say(sentence("lookup_newer", newer), "refused")
        else:
            self._say(sentence("lookup_newest"), "good")
        if looked.report is not None:
            self._say(sentence(looked.report.told.code, looked.report.told.fields))
        for place in looked.places:
            self._say(_place_words(place), "secondary")
        if looked.differences:
            self.answer.addWidget(_differences(looked))

    def _show_unknown(self, looked: Looked) -> None:
        if looked.certificate is not None:
            self._say(sentence("lookup_certificate", {"what": looked.certificate.words}), "notice")
            return
        self._say(sentence("lookup_unknown", {"code": looked.code}), "notice")
        for near in looked.near:
            self._say(sentence("lookup_near", {"what": near.words}))

    def _say(self, told: str, role: str = "") -> None:
        made = label("", role)
        self.answer.addWidget(made)
        tell(made, raw(told))


def _place_words(place: Place) -> str:
    return sentence(_WHERE[place.where], {"path": place.path, "name": place.name})


def _differences(looked: Looked) -> QWidget:
    """A line for each thing that differs: where, whose, before, after."""
    other = looked.newer or looked.older
    versions = (looked.found, other) if looked.newer is not None else (other, looked.found)
    before, after = (t("第 {n} 版").format(n=each.header.revision) for each in versions if each is not None)
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 8, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    _line(grid, 0, (t("不同之处"), before, after), "caption")
    for at, each in enumerate(looked.differences, start=1):
        where = " ".join(part for part in (each.place, each.seat) if part)
        _line(grid, at, (raw(where), raw(each.before), raw(each.after)), "")
    return holder


def _line(grid: QGridLayout, at: int, words: Sequence[str], role: str) -> None:
    for column, told in enumerate(words):
        grid.addWidget(label(told, role, wraps=column > 0), at, column)
