"""One criterion of a paper sheet: the expert's card; nothing proposed, drafted or confirmed for anybody."""

from fractions import Fraction

from PySide6.QtCore import Qt

from app.domain.entering import assessed
from app.domain.finding_values import AllOfFinding, Assessment
from app.domain.frozen import replace
from app.domain.rules import Award
from app.domain.sheet import Sheet
from app.ui.criterion_card import CriterionCard
from app.ui.partial_row import PartialRow
from app.ui.remark_row import RemarkRow
from app.ui.rows import Row, RowView
from app.ui.words import t

_WRITTEN = "remark"


class KeyingCard(CriterionCard):
    """A remark stands only where somebody typed it; 留待合议 is the expert's and not on the paper."""

    def views(self, sheet: Sheet, told: Award) -> list[RowView]:
        return [replace(each, proposal="", taken=False) for each in super().views(sheet, told)]

    def asks(self, sheet: Sheet, told: Award) -> str:
        if sheet.assessment(self.criterion.id).fact == "corrected":
            return t("与组织方填报不一致。请照录纸上写的依据；纸上没有写的，不能代录。")
        return t("本项须有依据。请照录纸上写的依据；纸上没有写的，不能代录。")

    def open_remark(self) -> None:
        self.asked = True
        self.refresh()
        self.remark.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_discuss(self) -> None:
        """Nothing: a paper has no such place."""

    def on_partial_given(self, points: Fraction | None, basis: str) -> None:
        """部分得分, with the basis on the paper or not at all."""
        finding = self._finding
        if self.partial is None or not isinstance(finding, AllOfFinding):
            return
        bare = replace(finding, award=None, basis="")
        found = replace(finding, award=points, basis=basis.strip()) if points is not None else bare
        saved = self._save(assessed(self.session.sheet, self.criterion, found), self.partial, "partial")
        if not saved:
            self.partial.field.refuse()
        self.partial.basis.setVisible(True)

    def _refresh_writing(self, assessment: Assessment, *, typing: bool) -> None:
        super()._refresh_writing(assessment, typing=typing)
        self.discuss.setVisible(False)
        if self.partial is not None:  # typed first: points without a basis are refused
            self.partial.basis.setVisible(True)

    def _save(self, assessment: Assessment, part: Row | PartialRow | RemarkRow, field: str = "") -> bool:
        if field != _WRITTEN:  # what the program would draft does not stand on the paper
            written = self.session.sheet.assessment(self.criterion.id).remark
            assessment = replace(assessment, remark=written)
        return super()._save(assessment, part, field)
