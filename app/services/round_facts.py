"""The facts sheets of a round's workbook: what is known of each platform beforehand, by criterion.

A criterion with several spots is known whole or not at all: what is left would look like a correction later.
"""

from collections.abc import Mapping

from app.domain.brief import KnownFact, read_facts
from app.domain.frozen import frozen
from app.domain.rubric import Criterion, CriterionId, Rubric
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import Reader
from app.errors import RefusedError
from app.office.values import Place
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.round_cells import Cells, plain
from app.services.round_spots import (
    MET,
    UNMET,
    Spot,
    SpotValue,
    finding_of_values,
    may_be_known,
    spots,
)

_FLAGS = {MET: "yes", "是": "yes", "√": "yes", "TRUE": "yes", UNMET: "", "否": "", "×": "", "FALSE": ""}
_SPOT_COLUMN = form.FACT_COLUMNS.index(form.SPOT) + 1
_EVIDENCE, _SHUT = "佐证编号", "—"
Facts = Mapping[CriterionId, KnownFact]


@frozen
class FactsSheet:
    """One facts sheet: where each platform's two columns and each criterion's rows are."""

    cells: Cells
    rubric: Rubric
    rules: RuleSheet
    columns: Mapping[int, int]
    rows: Mapping[CriterionId, tuple[int, ...]]

    def read(self, platform: int) -> Facts:
        """What is known of a platform; problems noted. {} where the sheet has no columns for it."""
        column = self.columns.get(platform)
        found: dict[CriterionId, KnownFact] = {}
        for criterion in self.rubric.criteria if column is not None else ():
            found |= self._criterion(criterion, self.rows[criterion.id], column or 0)
        return found

    def refuse_platform(self, platform: int) -> None:
        """Every cell filled in for a platform that is not judged by this table."""
        column = self.columns[platform]
        for rows in self.rows.values():
            for place in ((row, at) for row in rows for at in (column, column + 1)):
                self.cells.skip(place)
                if not self.cells.is_blank(place) and self.cells.key(place) != _SHUT:
                    label = form.platform_label(platform)
                    self.cells.refuse(place, Told("round_facts_unused", {"platform": label}))

    def _criterion(self, criterion: Criterion, rows: tuple[int, ...], column: int) -> Facts:
        places = [(row, column) for row in rows]
        cells, evidence_place = self.cells, (rows[0], column + 1)
        if not may_be_known(criterion):
            for place in (*places, evidence_place):
                cells.skip(place)
                if cells.key(place) != _SHUT and not cells.is_blank(place):
                    cells.refuse(place, Told("round_judged_by_experts"))
            return {}
        values = [self._value(place, spot) for place, spot in zip(places, spots(criterion), strict=True)]
        evidence = cells.text(evidence_place, _EVIDENCE, limit=form.EVIDENCE_LIMIT)
        blank = [place for place in places if cells.is_blank(place)]
        if len(blank) == len(places):
            if not cells.is_blank(evidence_place):
                cells.refuse(evidence_place, Told("round_evidence_alone", {"criterion": criterion.id}))
            return {}
        for place in blank:
            cells.refuse(place, Told("round_fact_partial", {"criterion": criterion.id}))
        if None in values:
            return {}
        told = {"finding": finding_of_values(criterion, values), "evidence": evidence}
        try:
            return read_facts(Reader({criterion.id: told}), self.rubric, self.rules)
        except RefusedError as error:
            cells.refuse_for(places[0], error)
            return {}

    def _value(self, place: Place, spot: Spot) -> SpotValue:
        if not spot.is_flag:
            return self.cells.number(place, spot.label, whole=spot.whole, percent=spot.unit == "%")
        chosen = self.cells.choice(place, spot.label, _FLAGS)
        return None if chosen is None else bool(chosen)


def facts_sheet(cells: Cells, rubric: Rubric, rules: RuleSheet, head: int) -> FactsSheet | None:
    """The sheet with its head row at `head`; None where columns or rows are gone, with the problem noted."""
    columns: dict[int, int] = {}
    for column in cells.columns(head):
        number = form.platform_of(cells.key((head - 2, column)))
        if number is not None and cells.key((head, column)) == form.VALUE:
            columns[number] = column
    rows, missing = _rows(cells, rubric, head)
    if missing:
        cells.refuse(None, Told("round_rows_missing", {"rows": "、".join(missing)}))
        return None
    return FactsSheet(cells, rubric, rules, columns, rows)


def _rows(cells: Cells, rubric: Rubric, head: int) -> tuple[dict[CriterionId, tuple[int, ...]], list[str]]:
    """Each criterion's rows in the order of its spots, and the spots that have none."""
    there: dict[tuple[str, str], int] = {}
    criterion = ""
    for row in cells.rows(head):
        criterion = cells.key((row, 1)) or criterion
        spot = cells.key((row, _SPOT_COLUMN))
        if spot:
            there[criterion, spot] = row
    found: dict[CriterionId, tuple[int, ...]] = {}
    missing: list[str] = []
    for each in rubric.criteria:
        marks = [(each.id, plain(spot.mark)) for spot in spots(each)]
        missing += [f"{id} {mark}" for id, mark in marks if (id, mark) not in there]
        found[each.id] = tuple(there.get(mark, 0) for mark in marks)
    return found, missing
