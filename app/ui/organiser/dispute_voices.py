"""Every expert on one criterion: what was found, what was written beside it, on which evidence."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.matrix import Voice
from app.ui.parts import label, tell
from app.ui.style import mark
from app.ui.words import law, raw, t


class _VoiceRow(QFrame):
    """One expert. Made once and told another voice: a click on another criterion builds nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self.name, self.note = label("", "section", wraps=False), label("", "caption", wraps=False)
        self.points = label("", "pill", wraps=False)
        self.why, self.remark = label(""), label("", "secondary")
        self.evidence = label("", "caption")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.note)
        head.addStretch(1)
        head.addWidget(self.points, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        column.setSpacing(2)
        column.addLayout(head)
        for shown in (self.why, self.remark, self.evidence):
            column.addWidget(shown)

    def show_voice(self, voice: Voice) -> None:
        """Says what one expert found."""
        tell(self.name, raw(voice.name))
        notes = [(voice.chair, t("组长")), (voice.keyed, t("代录")), (voice.flagged, t("留待合议"))]
        tell(self.note, " · ".join(words for true, words in notes if true))
        points = t("待补录") if voice.points is None else t("{n} 分").format(n=write_decimal(voice.points))
        tell(self.points, points)
        mark(self.points, state={True: "ok", False: "bad", None: ""}[voice.full])
        tell(self.why, law("；".join(voice.why)))
        tell(self.remark, raw(f"“{voice.remark}”") if voice.remark else "")
        evidence = "、".join(each.removeprefix("佐证").strip() for each in voice.evidence)
        tell(self.evidence, t("佐证 {n}").format(n=raw(evidence)) if evidence else "")
        for shown in (self.note, self.remark, self.evidence):
            shown.setVisible(bool(shown.text()))
        said = t("，").join(
            each.text() for each in (self.name, self.points, self.why, self.remark, self.evidence)
        )
        self.setAccessibleName(said)


class Voices(QWidget):
    """As many rows as there are voices."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_VoiceRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_voices(self, voices: Sequence[Voice]) -> None:
        """Says what these found, in their order."""
        while len(self.rows) < len(voices):
            made = _VoiceRow()
            self.rows.append(made)
            self._column.addWidget(made)
        for row, voice in zip(self.rows, voices, strict=False):
            row.show_voice(voice)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(voices))

    def clear(self) -> None:
        """Forgets what everybody found."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows.clear()
