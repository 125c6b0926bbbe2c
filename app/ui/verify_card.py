"""What one file turned out to be: one sentence, what a person must check, the eight checks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.verification import CheckName, State
from app.i18n import sentence
from app.services.verification import Report, SidesJob
from app.ui.flow import Flow
from app.ui.pages import button
from app.ui.parts import Panel, label, pill, row, tell
from app.ui.verify_sides import SidesView
from app.ui.verify_trusting import TrustingField
from app.ui.words import law, raw, t

_TONES = {"valid": "good", "incomplete": "notice", "unknown_signer": "notice"}
_STATE_TONES: dict[State, str] = {"ok": "ok", "failed": "bad", "unknown": "warn"}


class VerifyCard(Panel):
    """One report; `unfolded` shows the eight checks at once; `name` is what the file is called. With `sides`
    its page can be compared, with `trusting` its organiser be confirmed. `changed` when there are other
    controls on it."""

    changed = Signal()

    def __init__(
        self,
        report: Report,
        *,
        unfolded: bool,
        name: str = "",
        sides: SidesJob | None = None,
        trusting: TrustingField | None = None,
    ) -> None:
        super().__init__()
        self.report = report
        self._sides_job = sides
        self.sides: SidesView | None = None
        self.trusting = trusting
        called = name or report.file.name
        head = row(label(raw(called), "title"), parent=self.inside)
        head.setStretch(0, 1)
        if report.rehearsal:
            head.addWidget(pill(t("演练"), "warn"))
        if kind := _kind(report.kind):
            head.addWidget(pill(kind))
        told = raw(sentence(report.told.code, report.told.fields))
        self.told = label(told, _TONES.get(report.verdict, "refused"))
        self.inside.addWidget(self.told)
        for note in report.notes:
            self.inside.addWidget(label(raw(sentence(note.code, note.fields))))
        for reserved in report.reservations:
            words = t("须人工核对：{what}").format(what=law(reserved.sentence))
            self.inside.addWidget(label(words))
        if trusting is not None:
            self.inside.addWidget(trusting)
        self._add_checks(unfolded)
        self.setAccessibleName(f"{called} {told}")

    def _add_checks(self, unfolded: bool) -> None:
        """The 校验码, the eight checks to be unfolded, and the two pages beside each other."""
        report = self.report
        self.checks = _checks(report)
        self.fold, self.compare = button("", "link"), button(t("对照页面"), "link")
        acts = Flow(gap=8)
        if report.checks:
            acts.addWidget(self.fold)
            if self._sides_job is not None:
                acts.addWidget(self.compare)
            if report.code:
                words = t("校验码 {code}").format(code=raw(report.code))
                acts.addWidget(label(words, "secondary"))
            self.inside.addLayout(acts)
            self.inside.addWidget(self.checks)
        self.fold.clicked.connect(lambda: self.unfold(self.checks.isHidden()))
        self.compare.clicked.connect(self.on_compare)
        self.unfold(unfolded)

    def unfold(self, shown: bool) -> None:
        """Shows the eight checks, or only how many of them passed."""
        self.checks.setVisible(shown and bool(self.report.checks))
        passed = sum(check.state == "ok" for check in self.report.checks)
        words = t("八项检查：{n} 项通过").format(n=passed)
        self.fold.setText(words + (" ▴" if shown else " ▾"))
        self.fold.setAccessibleName(words + "，" + (t("已展开") if shown else t("已收起")))

    def on_compare(self) -> None:
        """Our rendering beside the file's page, drawn anew each time it is asked for; again closes it."""
        if self.sides is not None:
            self.sides.hide()
            self.sides.deleteLater()
            self.sides = None
        elif self._sides_job is not None:
            self.sides = SidesView(self._sides_job)
            self.inside.addWidget(self.sides)
            self.sides.drawn.connect(self.changed)
            self.sides.show_page(-1)
        words = t("收起页面") if self.sides is not None else t("对照页面")
        self.compare.setText(words)
        self.compare.setAccessibleName(words)


def _kind(kind: str) -> str:
    words = {
        "brief": t("任务书"), "sheet": t("个人评分表"), "record": t("汇总记录"), "manifest": t("移交清单"),
        "ranking": t("认定评审排序表"), "workbook": t("结果工作簿"), "scan": t("扫描件"),
    }  # fmt: skip
    return words.get(kind, "")


def _checks(report: Report) -> QWidget:
    names: dict[CheckName, str] = {
        "bytes": t("内容"), "later_changes": t("后来的改动"), "coverage": t("签名范围"),
        "signers": t("签名者"), "trust": t("组织方"), "time": t("时间"), "numbers": t("分数"),
        "page": t("页面"),
    }  # fmt: skip
    states: dict[State, str] = {"ok": t("通过"), "failed": t("未通过"), "unknown": t("无法判断")}
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(2, 1)
    top = Qt.AlignmentFlag.AlignTop
    for at, check in enumerate(report.checks):
        grid.addWidget(pill(states[check.state], _STATE_TONES[check.state]), at, 0, top)
        grid.addWidget(label(names[check.name], "title", wraps=False), at, 1, top)
        told = label("", "secondary")
        tell(told, raw(sentence(check.code, check.fields)))
        grid.addWidget(told, at, 2, top)
    at = len(report.checks)
    for line in report.signatures:
        who = f"{line.signer}（{line.seat}）" if line.seat else line.signer
        words = t("{who}签名：{time}").format(who=raw(who or line.field), time=raw(line.time))
        grid.addWidget(label(words, "secondary"), at, 1, 1, 2)
        at += 1
    return holder
