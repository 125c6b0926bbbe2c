"""What is signed in one act: every finished sheet of the day, unless it is left for later."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from app.domain.sheet import Sheet
from app.ui.parts import Panel, band, clear, label, tell
from app.ui.sheet_states import is_recused, total_words, waits_for_survey
from app.ui.still import CheckBox
from app.ui.words import raw, t


class ReadyPanel(Panel):
    """`changed` when a sheet was picked or left out; `picked` are those to be signed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ready: tuple[Sheet, ...] = ()
        self._left_out: set[str] = set()
        self.promise = label("", "title")
        self.boxes: list[QCheckBox] = []

    @property
    def picked(self) -> tuple[Sheet, ...]:
        """What is signed now."""
        return tuple(each for each in self._ready if each.id not in self._left_out)

    def show_sheets(self, ready: Sequence[Sheet]) -> None:
        """These may be signed."""
        self._ready = tuple(ready)
        clear(self.inside)
        self.boxes.clear()
        self.setVisible(bool(ready))
        self.promise = label("", "title")
        self.inside.addWidget(self.promise)
        for sheet in ready:
            self.inside.addLayout(self._row(sheet))
        if any(waits_for_survey(each) for each in ready):
            self.inside.addWidget(label(t("分数不含由组织方补录的满意度。"), "caption"))
        if len(ready) > 1:
            self.inside.addWidget(label(t("暂不签署的，可以去掉勾选，以后再签。"), "caption"))
        tell(self.promise, self._promise())

    def sure_words(self) -> str:
        """What the person vouches for."""
        recused = [is_recused(each) for each in self.picked]
        if recused and all(recused):
            return t("我已核对，回避声明由本人作出。")
        if any(recused):
            return t("我已逐项核对，评分和回避声明由本人独立作出。")
        return t("我已逐项核对，评分由本人独立作出。")

    def on_toggled(self, name: str, on: bool) -> None:
        """A finished sheet is signed now, or left for later."""
        if on:
            self._left_out.discard(name)
        else:
            self._left_out.add(name)
        tell(self.promise, self._promise())
        self.changed.emit()

    def _row(self, sheet: Sheet) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        if len(self._ready) > 1:
            box = CheckBox()
            box.setAccessibleName(t("这次签署：{platform}").format(platform=raw(sheet.brief.platform.name)))
            box.setChecked(sheet.id not in self._left_out)
            box.toggled.connect(lambda on: self.on_toggled(sheet.id, on))
            self.boxes.append(box)
            line.addWidget(box)
        line.addWidget(band(sheet.brief))
        line.addWidget(label(raw(sheet.brief.platform.name)), 1)
        words = t("回避声明") if is_recused(sheet) else total_words(sheet)
        line.addWidget(label(words, "score", wraps=False))
        return line

    def _promise(self) -> str:
        told = t("将签署 {n} 份个人评分表。签署后如需改动，须出更正版并写明理由，原版保留。")
        recused = sum(is_recused(each) for each in self.picked)
        if recused:
            told = t(
                "将签署 {n} 份，其中 {m} 份是回避声明。签署后评分如需改动，须出更正版并写明理由，原版保留。"
            )
        return told.format(n=len(self.picked), m=recused)
