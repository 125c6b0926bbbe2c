"""What 签发任务书 lists: a panel to be chosen, and what a stick or folder has got."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.domain.frozen import frozen
from app.domain.panel import Panel as DeskPanel
from app.ui.parts import Panel, band, label, pill, row
from app.ui.plain import tip
from app.ui.stick_watch import stick_name
from app.ui.still import CheckBox
from app.ui.words import raw, t


class IssueRow(QFrame):
    """One panel: chosen or not, its colour, its name, whether its brief is signed."""

    def __init__(self, panel: DeskPanel, *, first: bool) -> None:
        super().__init__()
        self.panel = panel
        brief = panel.brief
        self.setProperty("role", "" if first else "row")
        name = raw(brief.platform.name)
        self.pick = CheckBox()
        self.pick.setAccessibleName(t("签发：{name}").format(name=name))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 10, 20, 10)
        line.setSpacing(12)
        line.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(band(brief))
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(name, "title"))
        told = t("附件 {n} · {category} · 专家 {m} 人").format(
            n=brief.rubric.annex, category=raw(brief.platform.category), m=len(panel.places)
        )
        text.addWidget(label(told, "caption"))
        line.addLayout(text, 1)
        if brief.header.rehearsal:
            line.addWidget(pill(t("演练"), "warn"))
        if brief.rules.confirmed_by is None:
            line.addWidget(pill(t("规则未经委托方确认"), "warn"))
        line.addWidget(pill(t("✓ 已签发"), "ok") if panel.issued else pill(t("○ 未签发")))

    @property
    def chosen(self) -> bool:
        """Whether its brief is wanted."""
        return self.pick.isChecked()


@frozen
class Written:
    """What a stick or folder has got: `what` for the panels of these numbers."""

    folder: Path
    stick: bool
    what: str
    numbers: tuple[int, ...]

    @property
    def words(self) -> str:
        """任务书 7 份（第 1—7 号）"""
        return t("{what} {n} 份（第 {numbers} 号）").format(
            what=self.what, n=len(self.numbers), numbers=spans(self.numbers)
        )

    def card(self) -> Panel:
        """A line with a tick, the stick's name, and what is on it."""
        card = Panel()
        card.inside.setContentsMargins(16, 8, 16, 8)
        where = t("U 盘“{name}”") if self.stick else t("文件夹“{name}”")
        named = where.format(name=raw(stick_name(self.folder)))
        line = row(pill("✓", "ok"), label(named, "title", wraps=False), parent=card.inside)
        line.addWidget(label(self.words, "secondary"), 1)
        card.setAccessibleName(f"{named}：{self.words}")
        if not self.stick:
            card.setToolTip(tip(raw(str(self.folder))))
        return card


def spans(numbers: Sequence[int]) -> str:
    """1—4、7"""
    found: list[list[int]] = []
    for each in sorted(numbers):
        if found and each == found[-1][-1] + 1:
            found[-1] = [found[-1][0], each]
        else:
            found.append([each, each])
    return "、".join(str(low) if low == high else f"{low}—{high}" for low, high in found)
