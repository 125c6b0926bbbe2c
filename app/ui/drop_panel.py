"""One large place to drop or choose any file, and what the stick says; it knows itself what a file is."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from app.ui.drop_frame import DropFrame
from app.ui.feedback import Refusal
from app.ui.pages import button
from app.ui.parts import label, progress, row, tell
from app.ui.style import mark
from app.ui.words import raw, t

if TYPE_CHECKING:
    from app.services.opening import Offer

_NAMED = 6


class DropPanel(DropFrame):
    """`files_given` with the paths that were dropped or chosen; `open_requested` with the stick's briefs,
    `sign_requested` with a record on it that waits for this person's signature.

    `folder` is where choosing begins: never where the last expert chose.
    """

    open_requested = Signal(object)
    sign_requested = Signal(object)

    def __init__(self, folder: Callable[[], Path] = Path.home) -> None:
        super().__init__(t("把文件拖到这里"))
        self._folder = folder
        self._offers: tuple[Offer, ...] = ()
        self.record: Offer | None = None
        self.words = label("", "title")
        self.hint = label(t("也可以把文件拖到这里。任务书、评分表、汇总记录都认得。"), "secondary")
        self.choose = button(t("选择文件…"), "quiet")
        self.open = button(t("打开任务书"), "primary")
        self.open.setVisible(False)
        self.sign = button(t("查看并签名"), "primary")
        self.sign.setVisible(False)
        self.busy = progress()
        self.damaged, self.refusal = label("", "notice"), Refusal()
        self.choose.clicked.connect(self.on_choose)
        self.open.clicked.connect(lambda: self.open_requested.emit(self._offers))
        self.sign.clicked.connect(lambda: self.sign_requested.emit(self.record))
        inside = self.inside
        text = QVBoxLayout()
        text.setSpacing(6)
        text.addWidget(self.words)
        text.addWidget(self.hint)
        inside.addStretch(1)
        self._line = row(parent=inside)
        self._line.addLayout(text, 1)
        acts = row(parent=self._line)
        acts.addWidget(self.choose)
        acts.addWidget(self.open)
        acts.addWidget(self.sign)
        self._acts = acts
        for told in (self.busy, self.damaged, self.refusal):
            inside.addWidget(told)
        inside.addStretch(1)

    def set_narrow(self, narrow: bool) -> None:
        """Puts the buttons below the words, or beside them."""
        way = QBoxLayout.Direction
        self._line.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        left = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0)
        self._line.setAlignment(self._acts, left)

    def show_stick(
        self, offers: "Sequence[Offer]", damaged: Sequence[str], *, present: bool, looking: bool, empty: bool
    ) -> None:
        """What the stick holds that is not opened yet, and the names of `damaged` briefs on it; `empty` while
        this workspace has no brief at all."""
        self._offers = tuple(offers)
        mark(self.words, role="heading" if empty else "title")
        broken = t("任务书“{names}”不完整或被改动过，不能使用。请向组织方重新索取。")
        tell(self.damaged, broken.format(names=raw("、".join(damaged))) if damaged else "")
        self.busy.setVisible(looking)
        names = [each.brief.platform.name for each in offers if each.brief is not None]
        if looking:
            tell(self.words, t("正在查看 U 盘……"))
        elif names:
            said = t("U 盘里有 {n} 份任务书：{names}。")
            listed = t("、").join(names[:_NAMED]) + (t("等") if len(names) > _NAMED else "")
            tell(self.words, said.format(n=len(names), names=raw(listed)))
        elif present:
            nothing = t("U 盘里没有需要您处理的文件。")
            more = t("请换成组织方给您的 U 盘，或把任务书拖到这里。") if empty else ""
            tell(self.words, nothing + more)
        elif empty:
            tell(self.words, t("还没有任务书。请插入组织方给您的 U 盘，或把任务书拖到这里。"))
        else:
            tell(self.words, t("插入 U 盘，或把文件拖到这里"))
        self.open.setVisible(bool(names) and not looking)
        self.open.setText(t("打开任务书（{n} 份）").format(n=len(names)))
        self.open.setAccessibleName(self.open.text())

    def show_record(self, record: "Offer | None") -> None:
        """A record on the stick that waits for this person's signature, if there is one."""
        self.record = record
        self.sign.setVisible(record is not None)
        brief = record.found.brief if record is not None and record.found is not None else None
        ranked = record.found.ranked if record is not None and record.found is not None else None
        if brief is not None:
            said = t("U 盘里有等您签名的汇总记录：{name}。")
            tell(self.words, said.format(name=raw(brief.platform.name)))
        elif ranked is not None:
            said = t("U 盘里有等您签名的认定评审排序表：{name}。")
            tell(self.words, said.format(name=raw(ranked.state.opening.category)))

    def on_choose(self) -> None:
        """The system's dialog for files."""
        from PySide6.QtWidgets import QFileDialog  # most starts never need it

        chosen, _ = QFileDialog.getOpenFileNames(
            self, t("选择文件"), str(self._folder()), f"{t('知评的文件')} (*.pdf);;{t('所有文件')} (*)"
        )
        if chosen:
            self.files_given.emit(tuple(Path(each) for each in chosen))
