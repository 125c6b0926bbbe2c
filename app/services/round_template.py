"""准备新一轮: the workbook to be filled in, a row a platform, a row an expert, a facts sheet an annex.

Only yellow cells are typed in. How it is read back: round_reading.py.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.domain.rubric import Criterion, Rubric, Section
from app.domain.verdict import brief_points
from app.office.values import Book, Cell, Mirror, Page
from app.services import round_form as form
from app.services.round_guide import guide
from app.services.round_rules import rules_page
from app.services.round_spots import MET, UNMET, Spot, may_be_known, spots

FOOTER = "知评：新一轮评审的准备"
HEAD_ROWS = 3
_NAME_COLUMN = form.PLATFORM_COLUMNS.index(form.NAME) + 1
_BLANK = Cell()


def round_template(rubrics: Sequence[Rubric]) -> Book:
    """The workbook for platforms judged by `rubrics`, one platform for each (a rubric may come twice)."""
    used = {each.annex: each for each in rubrics}
    pages = [guide(sorted(used)), platforms_page(rubrics), experts_page(len(rubrics)), rules_page()]
    for annex, rubric in sorted(used.items()):
        numbers = [at for at, each in enumerate(rubrics, start=1) if each.annex == annex]
        pages.append(facts_page(rubric, numbers))
    return Book(tuple(pages), FOOTER)


def platforms_page(rubrics: Sequence[Rubric]) -> Page:
    """The sheet 平台, a row for each of `rubrics`."""
    annexes = tuple(str(annex) for annex in sorted({each.annex for each in rubrics}))
    rows = [
        (Cell("平台：一个平台一行", "title"),),
        (Cell("黄色的格子都要填；建设主体和评审地点可以不填。整行不填的平台不建立专家组。", "hint"),),
        _heads(form.PLATFORM_COLUMNS),
    ]
    for number, rubric in enumerate(rubrics, start=1):
        rows.append(
            (
                Cell(Fraction(number), "label"),
                Cell(Fraction(rubric.annex), "number_input", choices=annexes),
                Cell(look="input"),
                Cell(rubric.category, "input"),
                *(Cell(look="input") for _ in (form.BUILDER, form.OPERATOR)),
                *(Cell(look="day_input") for _ in (form.FIRST, form.LAST, form.DAY)),
                Cell(look="input"),
            )
        )
    return Page(
        form.PLATFORMS, (6, 7, 34, 20, 26, 26, 15, 15, 15, 22), tuple(rows), (HEAD_ROWS, 3), guarded=True
    )


def experts_page(platforms: int) -> Page:
    """The sheet 专家 with a column for each of so many platforms."""
    numbers = range(1, platforms + 1)
    hint = (
        "参加全部平台的，只在“全部平台”选一次；某个平台不同的，再在那一列改。每个平台须有一位组长。"
        "候补专家在“候补”选“是”，不占席位，也不能当组长。"
    )
    heads = (*form.EXPERT_COLUMNS, *(form.platform_label(each) for each in numbers))
    names = (*_blank_heads(form.EXPERT_COLUMNS), *(_named(each) for each in numbers))
    person = (
        *(Cell(look="input") for _ in (form.PERSON, form.UNIT, form.TITLE, form.CERTIFICATE)),
        Cell(look="number_input", choices=(form.YES,)),
        Cell(look="number_input", choices=form.PART_EVERYWHERE),
        *(Cell(look="number_input", choices=form.PARTS) for _ in numbers),
    )
    rows = [(Cell("专家：一位专家一行", "title"),), (Cell(hint, "hint"),), names, _heads(heads)]
    rows += [person] * form.MOST_PEOPLE
    widths = (12, 28, 14, 18, 7, 10, *(15 for _ in numbers))
    return Page(form.EXPERTS, widths, tuple(rows), (HEAD_ROWS + 1, 1), guarded=True)


def facts_page(rubric: Rubric, numbers: Sequence[int]) -> Page:
    """The facts sheet of an annex with two columns for each of the platforms numbered so."""
    hint = (
        "只填已经核实的；不填的，由专家现场核实。一项有几处的，要么都填，要么都不填。佐证写编号，每项一个。"
    )
    blank = _blank_heads(form.FACT_COLUMNS, down=2)
    labels = [
        cell for each in numbers for cell in (Cell(form.platform_label(each), "head", across=2), _BLANK)
    ]
    names = [cell for each in numbers for cell in (_named(each, across=2), _BLANK)]
    columns = [Cell(text, "head") for _ in numbers for text in (form.VALUE, form.EVIDENCE)]
    rows = [
        (Cell(f"附件{rubric.annex}：事先核实的事实", "title"),),
        (Cell(hint, "hint"),),
        (*blank, *labels),
        (*blank, *names),
        (*_heads(form.FACT_COLUMNS), *columns),
    ]
    for section in rubric.sections:
        rows.append(_band(section, 2 * len(numbers)))
        for criterion in section.criteria:
            rows.extend(_criterion_rows(criterion, len(numbers)))
    widths = (9, 44, 15, 30, 24, *(width for _ in numbers for width in (13, 11)))
    return Page(form.facts_name(rubric.annex), widths, tuple(rows), (HEAD_ROWS + 2, 5), guarded=True)


def _band(section: Section, more: int) -> tuple[Cell, ...]:
    told = f"{section.name}（{brief_points(section.points)} 分{'，必要项' if section.mandatory else ''}）"
    filler = [Cell(look="band") for _ in range(len(form.FACT_COLUMNS) - 2 + more)]
    return (Cell(look="band"), Cell(told, "band"), *filler)


def _criterion_rows(criterion: Criterion, platforms: int) -> Iterator[tuple[Cell, ...]]:
    """One row a spot; number, text and evidence stand once and take all of them."""
    asked = spots(criterion)
    known = may_be_known(criterion)
    for at, spot in enumerate(asked):
        down = len(asked) if at == 0 else 1
        first = (Cell(criterion.id, "label", down=down), Cell(criterion.text, "label", down=down))
        evidence = Cell(look="input", down=down) if at == 0 else _BLANK
        if not known:
            yield (*first, *_words(spot, "由专家评分，不填事实"), *[Cell("—", "shut")] * 2 * platforms)
            continue
        value = Cell(look="number_input", choices=(MET, UNMET) if spot.is_flag else ())
        yield (
            *(first if at == 0 else (_BLANK, _BLANK)),
            *_words(spot, spot.how),
            *[value, evidence] * platforms,
        )


def _words(spot: Spot, how: str) -> tuple[Cell, ...]:
    return Cell(spot.mark, "faint"), Cell(spot.label, "label"), Cell(how, "faint")


def _blank_heads(columns: Sequence[str], down: int = 1) -> tuple[Cell, ...]:
    """The room above heads that have no second line."""
    return (Cell(look="head", across=len(columns), down=down), *[_BLANK] * (len(columns) - 1))


def _heads(names: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(name, "head") for name in names)


def _named(number: int, across: int = 1) -> Cell:
    """A head that shows the name given to a platform on its own sheet, so that nobody counts columns."""
    place = (HEAD_ROWS + number, _NAME_COLUMN)
    return Cell(Mirror(form.PLATFORMS, place, "（还没有填名称）"), "head", across=across)
