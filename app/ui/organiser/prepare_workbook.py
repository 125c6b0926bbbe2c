"""用一本工作簿: three steps, an empty workbook out, the filled-in one back."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from app.errors import ZhipingError
from app.services.rounds import write_round_template
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.prepare_counts import AnnexCounts
from app.ui.organiser.prepare_drop import WorkbookDrop
from app.ui.pages import button
from app.ui.parts import Panel, label, pill, progress, row, tell, work
from app.ui.words import raw, t


class WorkbookPanel(Panel):
    """`files_given` with what was dropped or chosen."""

    files_given = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("用一本工作簿"))
        self._last = Path.home()
        self._busy = False
        self.counts = AnnexCounts(desk.core.rubrics)
        self.export = button(t("导出模板…"), "quiet")
        self.exported, self.refusal, self.busy = label("", "good"), Refusal(), progress()
        self.drop = WorkbookDrop(lambda: self._last)
        self.inside.setSpacing(12)
        self.inside.addLayout(_step("1", t("本轮有几个平台？按附件填写个数，再导出模板。")))
        self.inside.addWidget(self.counts)
        acts = row(self.export, parent=self.inside)
        acts.addWidget(self.exported)
        acts.addStretch(1)
        self.inside.addWidget(self.busy)
        self.inside.addWidget(self.refusal)
        self.inside.addLayout(_step("2", t("用 WPS 或 Excel 填写。第一张表“先看这里”讲怎么填。")))
        self.inside.addLayout(_step("3", t("把填好的工作簿拿回来。")))
        self.inside.addWidget(self.drop)
        self.counts.changed.connect(self.update_state)
        self.export.clicked.connect(self.on_export)
        self.drop.files_given.connect(self.files_given)
        self.update_state()

    def update_state(self) -> None:
        """How many platforms the template is for."""
        chosen = len(self.counts.rubrics())
        words = t("导出模板（{n} 个平台）…").format(n=chosen) if chosen else t("导出模板…")
        self.export.setText(words)
        self.export.setAccessibleName(words)
        self.export.setEnabled(chosen > 0 and not self._busy)
        self.busy.setVisible(self._busy)

    def on_export(self) -> None:
        """Writes an empty workbook where the person says."""
        name = t("新一轮-{n}个平台.xlsx").format(n=len(self.counts.rubrics()))
        chosen, _ = QFileDialog.getSaveFileName(
            self, t("导出模板"), str(self._last / name), f"{t('工作簿')} (*.xlsx)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.write_template(Path(chosen))

    def write_template(self, path: Path) -> None:
        """The workbook for the counts at hand, to a new file."""
        rubrics = self.counts.rubrics()
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        self.refusal.say("")
        tell(self.exported, "")

        def written(_: None) -> None:
            self._set_busy(False)
            tell(self.exported, t("已导出“{file}”。填好以后拿回来。").format(file=raw(path.name)))
            self._last = path.parent

        def failed(error: ZhipingError) -> None:
            self._set_busy(False)
            self.refusal.tell(error)

        self._set_busy(True)
        work(self, lambda: write_round_template(path, rubrics), written, failed)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.counts.setFocus()
        self.update_state()
        if not busy:
            self.export.setFocus()


def _step(number: str, words: str) -> QHBoxLayout:
    """A numbered line of what to do."""
    line = row(pill(number), label(words, "title"))
    line.setStretch(1, 1)
    return line
