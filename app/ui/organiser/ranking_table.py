"""The panels of one category side by side: rank, gate, exact order, ties, and the order by common experts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.ranking_acts import RankingState
from app.domain.ranking_order import Standing, contested
from app.domain.ranking_rows import Applicant, shown_apart
from app.domain.ranking_shown import shown_order
from app.ui.flow import Flow
from app.ui.parts import Panel, clear, label, pill
from app.ui.words import law, raw, t


class RankingTable(Panel):
    """Who is eligible in order, then who is not; every number as it enters the paper."""

    def __init__(self) -> None:
        super().__init__(t("排序"))
        self.note = label("", "secondary")
        self.inside.addWidget(self.note)
        self.rows = QVBoxLayout()
        self.inside.addLayout(self.rows)

    def show_state(self, state: RankingState) -> None:
        """The ranking as it stands."""
        clear(self.rows)
        self.setVisible(bool(state.applicants))
        common = bool(state.ranking.common_order)
        told = t("名次按综合评分的精确值排定；并列由专家组决定，程序不替您决定。")
        if common:
            told += t("各家的评审专家不全相同，另按共同专家的评分排一次。")
        self.note.setText(told)
        self.note.setAccessibleName(told)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        _head(grid, common=common)
        for at, line in enumerate(_lines(state), start=1):
            line.place(grid, at)
        self.rows.addWidget(holder)


class _Line:
    """One applicant's row."""

    def __init__(self, one: Applicant, standing: Standing | None, state: RankingState) -> None:
        self._one, self._standing = one, standing
        limit = state.opening.rules.minimum_total
        self._mean = shown_apart([each.mean for each in state.applicants], limit)[one.mean]
        found = {each.panel: each for each in state.ranking.common_order}
        apart = shown_apart([each.mean for each in found.values()], limit)
        mine = found.get(one.panel)
        self._common = f"{apart[mine.mean]}" if mine else ""
        self._common_rank = mine.rank if mine else None
        self._has_common = bool(found)
        groups = [each for each in contested(state.ranking) if one.panel in each.panels]
        self._contest = groups[0].kind if groups else ""
        self._recommended = bool(state.recommendation and one.panel in state.recommendation.panels)

    def place(self, grid: QGridLayout, at: int) -> None:
        """Puts it into the grid."""
        top = Qt.AlignmentFlag.AlignTop
        rank = t("第 {n} 名").format(n=self._standing.rank) if self._standing else "—"
        grid.addWidget(label(rank, "title" if self._standing else "secondary", wraps=False), at, 0, top)
        grid.addLayout(self._who(), at, 1)
        gate = self._gate()
        grid.addWidget(gate, at, 2, top | Qt.AlignmentFlag.AlignRight)
        mean = label(raw(self._mean), "score" if self._standing else "secondary", wraps=False)
        grid.addWidget(mean, at, 3, top | Qt.AlignmentFlag.AlignRight)
        if self._has_common:
            told = t("{points}（第 {n}）").format(points=raw(self._common), n=self._common_rank)
            shown = label(told if self._common else "—", "secondary", wraps=False)
            grid.addWidget(shown, at, 4, top | Qt.AlignmentFlag.AlignRight)

    def _gate(self) -> QLabel:
        one = self._one
        told = "—" if one.gate is None else f"{write_decimal(one.gate)}/{write_decimal(one.gate_of)}"
        words = f"✓ {told}" if one.gate_state == "full" else f"✗ {told}"
        return label(law(words), "" if one.gate_state == "full" else "why", wraps=False)

    def _who(self) -> QVBoxLayout:
        one = self._one
        text = QVBoxLayout()
        text.setSpacing(2)
        marks = Flow(gap=8)
        marks.addWidget(label(raw(one.platform), "section", wraps=False))
        for words, tone in self._marks():
            marks.addWidget(pill(words, tone))
        text.addLayout(marks)
        totals = "　".join(f"{each.name} {write_decimal(each.own)}" for each in one.totals)
        text.addWidget(label(raw(f"{one.operator}　{totals}"), "caption"))
        if self._standing is None:
            text.addWidget(label(law(one.sentence), "why"))
        return text

    def _marks(self) -> list[tuple[str, str]]:
        if self._standing is None:
            return [(t("不参加排序"), "")]
        found = []
        if self._contest:
            words = {"tie": t("并列"), "differs": t("次序不同")}[self._contest]
            found.append(
                (words, "warn") if self._standing.tied else (t("{what}，已决定").format(what=words), "")
            )
        if self._recommended:
            found.append((t("推荐"), "ok"))
        return found


def _lines(state: RankingState) -> list[_Line]:
    by_panel = {each.panel: each for each in state.applicants}
    ranked = [_Line(by_panel[each.panel], each, state) for each in shown_order(state)]
    return [*ranked, *(_Line(each, None, state) for each in state.applicants if not each.eligible)]


def _head(grid: QGridLayout, *, common: bool) -> None:
    heads = [t("名次"), t("平台"), t("平台基础条件"), t("综合评分")]
    if common:
        heads.append(t("按共同专家"))
    for at, words in enumerate(heads):
        side = Qt.AlignmentFlag.AlignRight if at > 1 else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(label(words, "caption", wraps=False), 0, at, side)
