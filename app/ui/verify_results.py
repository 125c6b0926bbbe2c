"""What became of the files that were verified: a package first, then what is wrong, then the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.appraised import Appraisal
from app.services.side_by_side import may_compare
from app.services.trust_list import organiser_in
from app.services.verification import Report, Verified
from app.ui.desk import Desk
from app.ui.parts import clear, label, tell
from app.ui.verify_card import VerifyCard
from app.ui.verify_trusting import TrustingField
from app.ui.words import raw, t

_AT_ONCE = 6  # cards made before the window answers again


class VerifyResults(QWidget):
    """`trusted` once an organiser was confirmed here; `finished` when all cards are there, `changed` when one
    has other controls."""

    trusted = Signal()
    finished = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cards: list[VerifyCard] = []
        self.summary, self.skipped = label("", "heading"), label("", "secondary")
        self._left: list[Report] = []
        self._papers: Mapping[Path, Appraisal] = {}
        self._asked: set[str] = set()
        self._alone, self._twice = False, set[str]()
        self.list = QVBoxLayout()
        self.list.setSpacing(14)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self.summary)
        whole.addWidget(self.skipped)
        whole.addLayout(self.list)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing was verified yet."""
        clear(self.list)
        self.cards.clear()
        self._left.clear()
        for shown in (self.summary, self.skipped):
            shown.setVisible(False)

    def show_verified(self, verified: Verified, reports: Sequence[Report]) -> None:
        """One answer a file."""
        self.show_nothing()
        self._papers = dict(verified.papers)
        self._asked = set()
        self._left = sorted(reports, key=_place)
        self._alone = len(reports) == 1
        self._twice = {name for name, many in Counter(each.file.name for each in reports).items() if many > 1}
        tell(self.summary, _summary(reports))
        self.summary.setVisible(len(reports) > 1)
        told = t("略过知评工作区自己的文件（数据库、密钥、日志）：{folders}")
        tell(self.skipped, told.format(folders=raw("、".join(str(each) for each in verified.skipped))))
        self.skipped.setVisible(bool(verified.skipped))
        self.add_more()

    def add_more(self) -> None:
        """The next cards; the rest when the window has answered."""
        for report in self._left[:_AT_ONCE]:
            card = self._card(report)
            card.changed.connect(self.changed)
            self.cards.append(card)
            self.list.addWidget(card)
        del self._left[:_AT_ONCE]
        if self._left:
            QTimer.singleShot(0, self, self.add_more)
        else:
            self.finished.emit()

    def _card(self, report: Report) -> VerifyCard:
        found = self._papers.get(report.file)
        sides = None
        if found is not None and may_compare(found):
            sides = self.desk.core.verification.prepare_sides(report.file, found)
        trusting = self._trusting(report, found)
        where = report.file.parent.name
        name = f"{where} · {report.file.name}" if where and report.file.name in self._twice else ""
        return VerifyCard(report, unfolded=self._alone, name=name, sides=sides, trusting=trusting)

    def _trusting(self, report: Report, found: Appraisal | None) -> TrustingField | None:
        """Once for each organiser that this computer does not know yet."""
        unknown = any((each.name, each.state) == ("trust", "unknown") for each in report.checks)
        organiser = organiser_in(found) if unknown and found is not None else None
        if organiser is None or organiser.code in self._asked:
            return None
        self._asked.add(organiser.code)
        made = TrustingField(self.desk, organiser)
        made.trusted.connect(self.trusted)
        return made


def _place(report: Report) -> int:
    """A package's own sentence first, then what is wrong."""
    if report.package:
        return 0
    return 1 if report.verdict == "invalid" else 2


def _summary(reports: Sequence[Report]) -> str:
    """共 12 份：有效 10，须补全或确认 1，不能采用 1。"""
    count = {
        t("有效 {n}"): ("valid",),
        t("须补全或确认 {n}"): ("incomplete", "unknown_signer"),
        t("不能采用 {n}"): ("invalid",),
        t("不是知评的文件 {n}"): ("not_ours",),
    }
    numbers = {words: sum(each.verdict in of for each in reports) for words, of in count.items()}
    parts = t("，").join(words.format(n=number) for words, number in numbers.items() if number)
    return t("共 {n} 份：{parts}。").format(n=len(reports), parts=parts)
