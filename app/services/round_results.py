"""移交: the results of settled panels as one workbook for the commissioning side. Numbers are numbers.

Computed from the same findings as the records; the records are what counts. The long tables: round_tables.py.
"""

from collections.abc import Sequence
from fractions import Fraction

from app.domain.canonical import check_code
from app.domain.record import CHAIR, Findings
from app.domain.result_json import exact
from app.domain.rubric import Criterion, Section
from app.domain.verdict import brief_points, shown_against, threshold_of
from app.domain.votes import points_of
from app.office.values import Book, Cell, Page, sheet_names
from app.pdf.wording import STANDINGS, indicator_name
from app.services.round_tables import BLANK, heads, number, tables

_INTERNAL = "内部资料，不送申报单位"
_VERDICTS = {
    "pass": "考核合格", "fail": "考核不合格", "eligible": "具备认定资格", "ineligible": "不具备认定资格",
    "undetermined": "尚无结论",
}  # fmt: skip
_SUMMARY = (
    ("任务书编号", 8), ("附件", 6), ("平台名称", 32), ("类别", 18), ("运营主体", 26), ("综合评分", 10),
    ("精确值", 12), ("基础条件得分", 10), ("基础条件满分", 10), ("结论", 16), ("结论全文", 60),
    ("计入评分表", 8), ("席位", 6), ("状态", 16), ("专家组", 14), ("记录校验码", 28),
)  # fmt: skip
_SEATS = (
    ("平台名称", 32), ("专家组", 14), ("席位", 6), ("姓名", 12), ("单位", 28), ("职称", 12), ("组长", 7),
    ("状态", 28), ("总分", 10), ("基础条件得分", 10), ("评分表版次", 8), ("由汇总席代录", 10),
)  # fmt: skip


def results_book(found: Sequence[Findings]) -> Book:
    """The workbook of panels whose scores are open and whose third-party data is in."""
    rehearsal = "演练，" if found[0].panel.brief.header.rehearsal else ""
    names = sheet_names(
        (
            *("汇总", "专家"),
            *(
                f"{each.panel.brief.header.brief_number:02d} {each.panel.brief.platform.name}"
                for each in found
            ),
            *("明细", "核实数据", "合议", "总分差异", "须人工核对", "组织方事实"),
        )
    )
    pages = (_summary(found, names[0], rehearsal), _seats(found, names[1]))
    sheets = tuple(_scores(each, name) for each, name in zip(found, names[2:], strict=False))
    return Book((*pages, *sheets, *tables(found, names[2 + len(found) :])), f"{rehearsal}{_INTERNAL}")


def _summary(found: Sequence[Findings], name: str, rehearsal: str) -> Page:
    told = (
        f"{rehearsal}{_INTERNAL}。以签名的汇总记录为准，本表供统计使用；分数按精确值计算，两位小数仅供显示。"
    )
    rows = [
        (Cell("评审结果汇总", "title"),),
        (Cell(told, "hint"),),
        heads(_SUMMARY),
        *(_summary_row(each) for each in found),
    ]
    return Page(name, tuple(width for _, width in _SUMMARY), tuple(rows), (3, 3), filtered=True)


def _summary_row(found: Findings) -> tuple[Cell, ...]:
    panel, brief, gate = found.panel, found.panel.brief, found.result.gate
    return (
        number(Fraction(brief.header.brief_number)),
        number(Fraction(brief.rubric.annex)),
        Cell(brief.platform.name),
        Cell(brief.platform.category),
        Cell(brief.platform.operator),
        _mean(found),
        Cell(exact(found.result.mean) or ""),
        number(gate.points),
        number(gate.of),
        Cell(_VERDICTS[found.verdict.kind]),
        Cell(found.verdict.sentence),
        number(Fraction(len(panel.counted))),
        number(Fraction(len(panel.places))),
        Cell(_state(found)),
        Cell(panel.name),
        Cell(check_code(panel.sealed) if panel.sealed else ""),
    )


def _mean(found: Findings) -> Cell:
    """The mean as the verdict's sentence shows it: as many decimals as tell the side of the line."""
    mean = found.result.mean
    if mean is None:
        return BLANK
    text = shown_against(mean, threshold_of(found.panel))
    return Cell(Fraction(text), "number", decimals=len(text.partition(".")[2]))


def _state(found: Findings) -> str:
    if not found.panel.sealed:
        return "未封存"
    return "已签齐" if CHAIR in found.panel.signed_fields else "已封存，待签名"


def _seats(found: Sequence[Findings], name: str) -> Page:
    rows = [(Cell("专家和总分", "title"),), (Cell("回避、缺席的专家没有总分。", "hint"),), heads(_SEATS)]
    for each in found:
        panel = each.panel
        for place, line in zip(panel.places, each.result.experts, strict=True):
            sheet = panel.current(place)
            rows.append(
                (
                    Cell(panel.brief.platform.name),
                    Cell(panel.name),
                    Cell(place.seat),
                    Cell(place.name),
                    Cell(place.unit),
                    Cell(place.title),
                    Cell("组长" if place.seat == panel.chair else ""),
                    Cell(STANDINGS[line.status]),
                    number(line.total),
                    number(line.mandatory),
                    number(Fraction(sheet.header.revision) if sheet else None),
                    Cell("代录" if sheet and sheet.origin == "keyed" else ""),
                )
            )
    return Page(name, tuple(width for _, width in _SEATS), tuple(rows), (3, 4), filtered=True)


def _scores(found: Findings, name: str) -> Page:
    """One panel on one sheet: the table's rows, a column an expert."""
    brief, counted = found.panel.brief, found.panel.counted
    experts = tuple(f"{each.place.seat}\n{each.place.name}" for each in counted)
    columns = (
        ("编号", 9),
        ("小类指标", 22),
        ("评分标准", 56),
        ("分值", 8),
        *((each, 11) for each in experts),
    )
    rows = [
        (Cell(f"附件{brief.rubric.annex} {brief.platform.name}", "title"),),
        (Cell(found.verdict.sentence, "hint"),),
        heads((*columns, ("合议", 12))),
    ]
    for section in brief.rubric.sections:
        rows.append(_band(section, len(experts) + 1))
        for indicator in section.indicators:
            rows += [_score_row(found, each, indicator_name(indicator)) for each in indicator.criteria]
    lines = {line.seat: line for line in found.result.experts}
    totals = [number(lines[each.place.seat].total, "strong") for each in counted]
    gates = [number(lines[each.place.seat].mandatory, "strong") for each in counted]
    rows.append((*_sum_words("总分", brief.rubric.total), *totals, Cell(look="strong")))
    rows.append((*_sum_words("其中基础条件", brief.rubric.mandatory_points), *gates, Cell(look="strong")))
    widths = (*(width for _, width in columns), 12)
    return Page(name, widths, tuple(rows), (3, 4))


def _band(section: Section, more: int) -> tuple[Cell, ...]:
    told = f"{section.name}（{brief_points(section.points)} 分{'，必要项' if section.mandatory else ''}）"
    return (Cell(told, "band", across=4 + more), *[Cell()] * (3 + more))


def _score_row(found: Findings, criterion: Criterion, indicator: str) -> tuple[Cell, ...]:
    awards = [number(points_of(found.panel, each, criterion)) for each in found.panel.counted]
    told = ""
    if criterion.id in found.result.disputed:
        vote = found.result.votes[criterion.id]
        count = f"{len(vote.in_favour)}∶{len(vote.against)}"
        told = f"已合议 {count}" if criterion.id in found.result.determinations else f"不一致 {count}"
    words = (Cell(criterion.id), Cell(indicator), Cell(criterion.text), number(criterion.points))
    return (*words, *awards, Cell(told))


def _sum_words(text: str, points: Fraction) -> tuple[Cell, ...]:
    return Cell(look="strong"), Cell(look="strong"), Cell(text, "strong"), number(points, "strong")
