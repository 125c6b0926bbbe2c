"""The sheet 平台 of a round's workbook: what is judged, by which table, over which 考核期, when and where."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.brief import CategoryMismatchError, Platform, read_platform
from app.domain.frozen import frozen
from app.domain.period import Period
from app.domain.rubric import Rubric
from app.domain.shape import Reader
from app.errors import RefusedError
from app.office.values import Place
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.round_cells import Cells, plain
from app.services.round_fixed import fixed_texts
from app.services.round_template import platforms_page

_PREFILLED = (form.NUMBER, form.ANNEX, form.CATEGORY)


@frozen
class PlatformRow:
    """One row. `used` where more is filled in than the template brought; None for what could not be read."""

    number: int
    used: bool
    rubric: Rubric | None = None
    platform: Platform | None = None
    period: Period | None = None
    day: date | None = None
    place: str = ""

    @property
    def name(self) -> str:
        """The platform's name, "" where it could not be read."""
        return self.platform.name if self.platform else ""


def read_platforms(cells: Cells, head: int, rubrics: Sequence[Rubric]) -> tuple[PlatformRow, ...]:
    """Every row below the head row that is numbered; problems noted."""
    heads = cells.heads(head)
    missing = [name for name in form.PLATFORM_COLUMNS if plain(name) not in heads]
    if missing:
        cells.refuse(None, Told("round_columns_missing", {"columns": "、".join(missing)}))
        return ()
    columns = {name: heads[plain(name)] for name in form.PLATFORM_COLUMNS}
    found: list[PlatformRow] = []
    seen: dict[tuple[object, ...], int] = {}
    for row in cells.rows(head):
        places = {name: (row, column) for name, column in columns.items()}
        if all(cells.is_blank(place) for place in places.values()):
            continue
        number = cells.number(places[form.NUMBER], form.NUMBER, whole=True, needed=True)
        if number is None:
            continue
        if not 1 <= number <= form.MOST_PLATFORMS or number in [each.number for each in found]:
            cells.refuse(places[form.NUMBER], Told("round_number_once", {"most": form.MOST_PLATFORMS}))
            continue
        made = _row(cells, int(number), places, rubrics)
        found.append(made)
        _refuse_again(cells, made, places[form.NAME], seen)
    cells.refuse_leftovers(fixed_texts(platforms_page(rubrics), head).hold)
    return tuple(found)


def _row(cells: Cells, number: int, places: Mapping[str, Place], rubrics: Sequence[Rubric]) -> PlatformRow:
    if all(cells.is_blank(place) for name, place in places.items() if name not in _PREFILLED):
        for name in _PREFILLED:
            cells.skip(places[name])
        return PlatformRow(number, used=False)
    annexes = {
        spelling: str(each.annex) for each in rubrics for spelling in (str(each.annex), f"附件{each.annex}")
    }
    annex = cells.choice(places[form.ANNEX], form.ANNEX, annexes, needed=True)
    rubric = next((each for each in rubrics if str(each.annex) == annex), None)
    return PlatformRow(
        number=number,
        used=True,
        rubric=rubric,
        platform=_platform(cells, places, rubric),
        period=_period(cells, places),
        day=cells.day(places[form.DAY], form.DAY),
        place=cells.text(places[form.PLACE], form.PLACE, limit=200),
    )


def _platform(cells: Cells, places: Mapping[str, Place], rubric: Rubric | None) -> Platform | None:
    known = rubric.category if rubric else None
    category = cells.text(places[form.CATEGORY], form.CATEGORY, limit=40, needed=known is None)
    told = {
        "name": cells.text(places[form.NAME], form.NAME, limit=120, needed=True),
        "category": category or known or "",
        "builder": cells.text(places[form.BUILDER], form.BUILDER, limit=120),
        "operator": cells.text(places[form.OPERATOR], form.OPERATOR, limit=120, needed=True),
    }
    if rubric is None or not (told["name"] and told["category"] and told["operator"]):
        return None
    try:
        return read_platform(Reader(told), rubric)
    except CategoryMismatchError as error:
        cells.refuse(places[form.CATEGORY], Told("round_category", error.fields))
    except RefusedError as error:
        cells.refuse_for(places[form.NAME], error)
    return None


def _period(cells: Cells, places: Mapping[str, Place]) -> Period | None:
    first = cells.day(places[form.FIRST], form.FIRST)
    last = cells.day(places[form.LAST], form.LAST)
    if first is None or last is None:
        return None
    if last < first:
        cells.refuse(places[form.LAST], Told("round_period"))
        return None
    return Period(first, last)


def _refuse_again(cells: Cells, made: PlatformRow, place: Place, seen: dict[tuple[object, ...], int]) -> None:
    """One platform, one table and one 考核期 are one panel: a second row is a slip of copying."""
    if made.rubric is None or made.platform is None or made.period is None:
        return
    key = (made.rubric.id, made.platform.name, made.period)
    if key in seen:
        cells.refuse(place, Told("round_platform_twice", {"number": seen[key]}))
    seen.setdefault(key, made.number)
