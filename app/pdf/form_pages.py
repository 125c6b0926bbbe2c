"""The annex form as the plan prints it: title, applicant, five columns with merged cells, total, note.

The same for a blank brief, an expert's sheet and the record's means; only the last column differs.
"""

from collections.abc import Iterator, Mapping

from app.domain.rubric import CriterionId, Indicator, Rubric, Section
from app.domain.verdict import brief_points
from app.pdf.flow import Flow
from app.pdf.styles import BODY, CELL_STRONG, SMALL, STRONG, Style
from app.pdf.tables import Cell, Table, header_cells
from app.pdf.wording import with_points

FORM_TITLE = Style(size=15, leading=20, weight="bold", align="center")
_SHARES = (70.0, 84.0, 38.0, 246.0, 45.28)
# The whole annex stays on one page where the plan's own does.
_CELL = Style(size=9, leading=12.6)
_CENTER = Style(size=9, leading=12.6, align="center")
_PAD = 3.0
# For handwriting: a wider last column, rows as high as a written number.
_ROOMY_SHARES = (66.0, 80.0, 36.0, 246.0, 55.28)
_ROOMY_PAD = 4.5
_SHORT_TOTAL = 6


def annex_form(
    flow: Flow,
    rubric: Rubric,
    applicant: str,
    awards: Mapping[CriterionId, str],
    total: str,
    mark: str = "",
    *,
    roomy: bool = False,
) -> None:
    """One annex from 附件N to its note; `awards` and `total` are words, "" leaves a cell blank.

    A `roomy` one is to be written in by hand.
    """
    flow.paragraph(f"附件{rubric.annex}{mark}", STRONG)
    flow.gap(2)
    flow.paragraph(rubric.title, FORM_TITLE)
    flow.gap(4)
    flow.paragraph(f"{rubric.applicant_label}：{applicant}", BODY)
    flow.gap(4)
    header = header_cells("大类指标", "小类指标", "分值", "评分标准", "得分")
    rows = [row for section in rubric.sections for row in _section_rows(section, awards)]
    # 86（不含满意度） needs more than the last column.
    wide = 2 if len(total) > _SHORT_TOTAL else 1
    rows.append(
        (
            Cell(f"总分（满分{brief_points(rubric.total)}分）", style=CELL_STRONG, columns=5 - wide),
            Cell(total, style=CELL_STRONG, columns=wide),
        )
    )
    shares, pad = (_ROOMY_SHARES, _ROOMY_PAD) if roomy else (_SHARES, _PAD)
    scale = flow.width / sum(shares)
    flow.table(Table(tuple(share * scale for share in shares), (header,), tuple(rows), pad))
    flow.gap(3)
    flow.paragraph(rubric.note, SMALL)


def _section_rows(section: Section, awards: Mapping[CriterionId, str]) -> Iterator[tuple[Cell, ...]]:
    label = Cell(with_points(section.name, section.points), style=_CENTER, rows=len(section.criteria))
    lead: tuple[Cell, ...] = (label,)
    for indicator in section.indicators:
        for row in _indicator_rows(indicator, awards):
            yield (*lead, *row)
            lead = ()


def _indicator_rows(indicator: Indicator, awards: Mapping[CriterionId, str]) -> Iterator[tuple[Cell, ...]]:
    count = len(indicator.criteria)
    lead: tuple[Cell, ...] = (
        Cell(indicator.name, style=_CENTER, rows=count),
        Cell(f"{brief_points(indicator.points)}分", style=_CENTER, rows=count, continued=""),
    )
    for criterion in indicator.criteria:
        yield (*lead, Cell(criterion.text, style=_CELL), Cell(awards.get(criterion.id, ""), style=_CENTER))
        lead = ()
