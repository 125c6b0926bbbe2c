"""One large place to drop or choose any file, and what the stick says; it knows itself what a file is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from app.i18n import error_sentence
from app.services.opening import Offer
from app.ui.feedback import Refusal
from app.ui.pages import button
from app.ui.parts import label, progress, row, tell
from app.ui.style import mark
from app.ui.words import raw, t


class DropPanel(QFrame):
    """`files_given` with the paths that were dropped or chosen; `open_requested` with the stick's briefs."""

    files_given = Signal(object)
    open_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(t("把文件拖到这里"))
        self._offers: tuple[Offer, ...] = ()
        self.words = label("", "title")
        self.hint = label(t("也可以把文件拖到这里。任务书、评分表、汇总记录都认得。"), "secondary")
        self.choose = button(t("选择文件…"), "quiet")
        self.open = button("", "primary")
        self.open.setVisible(False)
        self.busy = progress()
        self.refusal = Refusal()
        self.choose.clicked.connect(self.on_choose)
        self.open.clicked.connect(lambda: self.open_requested.emit(self._offers))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(8)
        text = QVBoxLayout()
        text.addWidget(self.words)
        text.addWidget(self.hint)
        line = row(parent=inside)
        line.addLayout(text, 1)
        line.addWidget(self.choose)
        line.addWidget(self.open)
        inside.addWidget(self.busy)
        inside.addWidget(self.refusal)
        QWidget.setTabOrder(self.choose, self.open)

    def show_stick(self, offers: Sequence[Offer], *, present: bool, looking: bool, empty: bool) -> None:
        """What the stick holds that is not opened yet; `empty` while this workspace has no brief at all."""
        self._offers = tuple(offers)
        self.busy.setVisible(looking)
        names = [each.brief.platform.name for each in offers if each.brief is not None]
        if looking:
            tell(self.words, t("正在查看 U 盘……"))
        elif names:
            said = t("U 盘里有 {n} 份任务书：{names}。")
            tell(self.words, said.format(n=len(names), names=raw("、".join(names))))
        elif present:
            tell(self.words, t("U 盘里没有需要您处理的文件。"))
        elif empty:
            tell(self.words, t("还没有任务书。请插入组织方给您的 U 盘，或把任务书拖到这里。"))
        else:
            tell(self.words, t("插入 U 盘，或把文件拖到这里"))
        self.open.setVisible(bool(names) and not looking)
        self.open.setText(t("打开任务书（{n} 份）").format(n=len(names)))
        self.open.setAccessibleName(self.open.text())

    def tell_refused(self, offers: Sequence[Offer]) -> None:
        """Why files were not taken, one sentence a file."""
        told = [f"{each.path.name}：{error_sentence(each.error)}" for each in offers if each.error]
        self.refusal.say(raw("\n".join(told)) if told else "")

    def on_choose(self) -> None:
        """The system's dialog for files."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, t("选择文件"), "", f"{t('知评的文件')} (*.pdf);;{t('所有文件')} (*)"
        )
        if chosen:
            self.files_given.emit(tuple(Path(each) for each in chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            mark(self, state="over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        mark(self, state="")

    def dropEvent(self, event: QDropEvent) -> None:
        mark(self, state="")
        paths = tuple(Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.files_given.emit(paths)
