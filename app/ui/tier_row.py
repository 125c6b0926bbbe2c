"""A measured value and the tiers it can reach; the one reached is lit. Locked where the desk supplies it."""

from fractions import Fraction

from PySide6.QtWidgets import QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Tiers
from app.ui.flow import Flow
from app.ui.number_field import NumberField
from app.ui.number_row import NumberRow
from app.ui.plain import plain
from app.ui.rows import RowView
from app.ui.still import Chip
from app.ui.style import mark
from app.ui.words import raw, t


class TierRow(NumberRow):
    """Keys: digits are the value, Backspace clears."""

    def __init__(self, parent: QWidget, at: int, rule: Tiers) -> None:
        super().__init__(parent, at, raw(rule.label), below=True)
        holder = QWidget(self)
        self.field = NumberField(self.label, holder, whole=False)
        self.unit = plain(raw(rule.unit), holder)
        self.pending = plain(t("待补录"), holder)
        self.pending.setProperty("role", "pill")
        mark(self.pending, state="warn")
        flow = Flow(holder, gap=8)
        for each in (self.field, self.unit, self.pending):
            flow.addWidget(each)
        self.tiers = [_tier(rule, tier.at_least, tier.points, holder) for tier in rule.tiers]
        self.tiers.append(_tier(rule, None, rule.otherwise, holder))
        for _, shown in self.tiers:
            flow.addWidget(shown)
        self.control.addWidget(holder, 1)
        self.follow(self.field)

    def show_view(self, view: RowView) -> None:
        super().show_view(view)
        pending = view.award.state == "pending"
        self.pending.setVisible(pending)
        self.field.setVisible(not pending)
        self.unit.setVisible(not pending)
        for points, shown in self.tiers:
            lit = view.award.points == points
            shown.light(lit, t("所得档次") if lit else "")


def _tier(rule: Tiers, least: Fraction | None, points: Fraction, parent: QWidget) -> tuple[Fraction, Chip]:
    space = "" if rule.unit == "%" else " "
    worth = t("{n} 分").format(n=write_decimal(points))
    reached = t("其余") if least is None else raw(f"≥ {write_decimal(least)}{space}{rule.unit}")
    return points, Chip(f"{reached}　{worth}", parent)
