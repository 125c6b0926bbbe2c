"""The long tables of the result workbook, a row a fact: to be filtered and counted, not read through."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.domain.brief import KnownFact
from app.domain.findings import Assessment
from app.domain.panel import Counted, Panel
from app.domain.record import Findings
from app.domain.rubric import Criterion
from app.domain.votes import finding_of, points_of
from app.office.values import Cell, Look, Page
from app.pdf.wording import evidence_words, finding_words, indicator_name, period_labels, time_words
from app.services.round_spots import MET, UNMET, SpotValue, spots, values_of_finding

Columns = Sequence[tuple[str, int]]
BLANK = Cell(None, "number")
_TAKEN = {"confirmed": "已确认", "corrected": "已更正", "": ""}
_OUTCOMES = {"full": "过半数认定满分", "not_full": "未过半数", "equal": "人数相等，未能认定"}
_WHO: Columns = (("平台名称", 30), ("专家组", 14))
_DETAILS: Columns = (
    *_WHO, ("编号", 9), ("大类指标", 18), ("小类指标", 20), ("必要项", 8), ("评分标准", 46), ("分值", 7),
    ("席位", 6), ("专家", 10), ("核实结果", 46), ("得分", 8), ("说明", 36), ("佐证", 14), ("组织方填报", 10),
    ("提请合议", 8),
)  # fmt: skip
_DATA: Columns = (
    *_WHO, ("编号", 9), ("处", 14), ("条件", 40), ("席位", 6), ("专家", 10), ("核实值", 12), ("单位", 8),
)  # fmt: skip
_DISPUTES: Columns = (
    *_WHO, ("编号", 9), ("评分标准", 46), ("必要项", 8), ("满分票", 8), ("未满分票", 8), ("结果", 20),
    ("登记时间", 24), ("合议说明", 46),
)  # fmt: skip
_OUTLIERS: Columns = (
    *_WHO, ("席位", 6), ("专家", 10), ("总分", 10), ("其他专家中位数", 12), ("相差", 10), ("说明", 60),
)  # fmt: skip
_RESERVED: Columns = (*_WHO, ("席位", 6), ("须人工核对", 90))
_FACTS: Columns = (
    *_WHO, ("编号", 9), ("评分标准", 46), ("来源", 18), ("内容", 46), ("佐证", 14), ("理由", 36),
)  # fmt: skip


def tables(found: Sequence[Findings], names: Sequence[str]) -> tuple[Page, ...]:
    """The six tables under their sheets' names."""
    return (
        _page(names[0], "明细：每位专家的每一项", _DETAILS, _details(found)),
        _page(names[1], "核实数据：每一处的数", _DATA, _data(found)),
        _page(names[2], "合议：认定不一致的项目", _DISPUTES, _disputes(found)),
        _page(names[3], "总分差异", _OUTLIERS, _outliers(found)),
        _page(names[4], "须人工核对", _RESERVED, _reserved(found)),
        _page(names[5], "组织方填报、补录和更正的事实", _FACTS, _facts(found)),
    )


def heads(columns: Columns) -> tuple[Cell, ...]:
    """The head row of columns."""
    return tuple(Cell(name, "head") for name, _ in columns)


def number(value: Fraction | None, look: Look = "number") -> Cell:
    """A number as a number; a blank one stays blank, never 0."""
    return Cell(value, look)


def _page(name: str, title: str, columns: Columns, rows: Iterator[tuple[Cell, ...]]) -> Page:
    listed = tuple(rows)
    told = f"共 {len(listed)} 条。" if listed else "没有。"
    top = ((Cell(title, "title"),), (Cell(told, "hint"),), heads(columns))
    return Page(name, tuple(width for _, width in columns), (*top, *listed), (3, 3), filtered=True)


def _who(panel: Panel) -> tuple[Cell, ...]:
    return Cell(panel.brief.platform.name), Cell(panel.name)


def _seat(counted: Counted) -> tuple[Cell, ...]:
    return Cell(counted.place.seat), Cell(counted.place.name)


def _details(found: Sequence[Findings]) -> Iterator[tuple[Cell, ...]]:
    for panel in (each.panel for each in found):
        for section in panel.brief.rubric.sections:
            for indicator in section.indicators:
                for criterion in indicator.criteria:
                    words = (
                        Cell(criterion.id),
                        Cell(section.name),
                        Cell(indicator_name(indicator)),
                        Cell("是" if section.mandatory else ""),
                        Cell(criterion.text),
                        number(criterion.points),
                    )
                    for counted in panel.counted:
                        own = _own(panel, counted, criterion)
                        yield (*_who(panel), *words, *_seat(counted), *own)


def _own(panel: Panel, counted: Counted, criterion: Criterion) -> tuple[Cell, ...]:
    """What one expert says of one criterion."""
    said = counted.sheet.assessments.get(criterion.id, Assessment(None))
    finding = finding_of(panel, counted, criterion)
    return (
        Cell(finding_words(criterion, finding, period_labels(panel.brief))),
        number(points_of(panel, counted, criterion)),
        Cell(said.remark),
        Cell(evidence_words(said.evidence)),
        Cell(_TAKEN[said.fact]),
        Cell("是" if said.discuss else ""),
    )


def _data(found: Sequence[Findings]) -> Iterator[tuple[Cell, ...]]:
    for panel in (each.panel for each in found):
        for criterion in panel.brief.rubric.criteria:
            asked = spots(criterion)
            for counted in panel.counted:
                values = values_of_finding(criterion, finding_of(panel, counted, criterion))
                for spot, value in zip(asked, values, strict=True):
                    what = (Cell(criterion.id), Cell(spot.mark), Cell(spot.label))
                    yield (*_who(panel), *what, *_seat(counted), _value(value), Cell(spot.unit))


def _value(value: SpotValue) -> Cell:
    if isinstance(value, bool):
        return Cell(MET if value else UNMET)
    return number(value)


def _disputes(found: Sequence[Findings]) -> Iterator[tuple[Cell, ...]]:
    for each in found:
        rubric = each.panel.brief.rubric
        for id in each.result.disputed:
            criterion, vote = rubric.criterion(id), each.result.votes[id]
            made = each.result.determinations.get(id)
            yield (
                *_who(each.panel),
                Cell(id),
                Cell(criterion.text),
                Cell("是" if rubric.is_mandatory(id) else ""),
                number(Fraction(len(vote.in_favour))),
                number(Fraction(len(vote.against))),
                Cell(_OUTCOMES[vote.outcome] if made else "没有登记合议"),
                Cell(time_words(made.time) if made else ""),
                Cell(made.note if made else ""),
            )


def _outliers(found: Sequence[Findings]) -> Iterator[tuple[Cell, ...]]:
    for each in found:
        names = {place.seat: place.name for place in each.panel.places}
        for one in each.result.outliers:
            yield (
                *_who(each.panel),
                Cell(one.seat),
                Cell(names[one.seat]),
                number(one.total),
                number(one.median),
                number(one.difference),
                Cell(one.explained),
            )


def _reserved(found: Sequence[Findings]) -> Iterator[tuple[Cell, ...]]:
    for each in found:
        for one in each.reservations:
            yield (*_who(each.panel), Cell(one.seat), Cell(one.sentence))


def _facts(found: Sequence[Findings]) -> Iterator[tuple[Cell, ...]]:
    """What the organiser said: known beforehand, supplied for all sheets, corrected later."""
    for panel in (each.panel for each in found):
        for id, fact in panel.brief.facts.items():
            yield _fact(panel, panel.brief.rubric.criterion(id), "任务书填报", fact, "")
        for id, fact in panel.supplied.items():
            yield _fact(panel, panel.brief.rubric.criterion(id), "汇总席补录", fact, "")
        for each in panel.corrections:
            criterion = panel.brief.rubric.criterion(each.criterion)
            yield _fact(panel, criterion, "汇总席更正", each.fact, each.reason)


def _fact(panel: Panel, criterion: Criterion, source: str, fact: KnownFact, why: str) -> tuple[Cell, ...]:
    told = finding_words(criterion, fact.finding, period_labels(panel.brief))
    return (
        *_who(panel), Cell(criterion.id), Cell(criterion.text), Cell(source), Cell(told),
        Cell(fact.evidence), Cell(why),
    )  # fmt: skip
