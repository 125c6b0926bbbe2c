"""A filled-in workbook → the plans of a round's panels, or every problem by sheet and address.

What the file held comes in as plain values; what each sheet says is round_platforms', round_experts',
round_rules' and round_facts'.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.frozen import frozen
from app.domain.panel import MIN_COUNTED
from app.domain.rubric import Rubric
from app.office.values import Sheet
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.panel_file import PanelPlan
from app.services.round_cells import Cells, Problem, plain
from app.services.round_experts import Roster, read_experts
from app.services.round_facts import Facts, facts_sheet
from app.services.round_fixed import fixed_texts
from app.services.round_platforms import PlatformRow, read_platforms
from app.services.round_rules import RoundRules, read_rules
from app.services.round_template import facts_page

MOST_PROBLEMS = 200  # that terminal and window list; all are counted
_HEAD_WITHIN = 12


@frozen
class Checked:
    """What a workbook says: the plans in order of its rows, none where there is a problem; notes are for the
    eye and stop nothing."""

    plans: tuple[PanelPlan, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Told, ...]


@frozen
class _Found:
    """A sheet and its head row."""

    cells: Cells
    head: int


class _Workbook:
    """The sheets by name, and the problems of all of them."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.problems: list[Problem] = []
        self.sheets = {plain(each.name): Cells(each, self.problems) for each in sheets}

    def sheet(self, name: str, first: str) -> _Found | None:
        """A sheet whose head row begins with `first`; a problem is noted where there is none."""
        cells = self.sheets.get(plain(name))
        if cells is None:
            self.problems.append(Problem(name, None, Told("round_sheet_missing")))
            return None
        for row in range(1, _HEAD_WITHIN):
            if cells.key((row, 1)) == plain(first):
                return _Found(cells, row)
        cells.refuse(None, Told("round_head_missing", {"what": first}))
        return None

    def refuse_unknown(self, rubrics: Sequence[Rubric]) -> None:
        """Sheets that are none of the form's: what somebody wrote there would be lost in silence."""
        known = {plain(each) for each in (form.GUIDE, form.PLATFORMS, form.EXPERTS, form.RULES)}
        known |= {plain(form.facts_name(each.annex)) for each in rubrics}
        for name, cells in self.sheets.items():
            if name not in known:
                cells.refuse(None, Told("round_sheet_unknown"))

    def in_order(self) -> tuple[Problem, ...]:
        """The problems sheet by sheet, each from the top."""
        order = list(self.sheets)
        last = len(order)
        rank = {name: at for at, name in enumerate(order)}
        return tuple(
            sorted(self.problems, key=lambda each: (rank.get(plain(each.sheet), last), each.place or (0, 0)))
        )


def read_round(sheets: Sequence[Sheet], rubrics: Sequence[Rubric], folder: Path) -> Checked:
    """The round in a workbook's sheets; certificate files are looked for in `folder`."""
    book = _Workbook(sheets)
    found = book.sheet(form.PLATFORMS, form.NUMBER)
    rows = read_platforms(found.cells, found.head, rubrics) if found else ()
    used = [each for each in rows if each.used]
    if found and not used:
        found.cells.refuse(None, Told("round_no_platform"))
    found = book.sheet(form.EXPERTS, form.PERSON)
    names = {each.number: each.name for each in used}
    rosters = read_experts(found.cells, found.head, names, folder) if found else None
    found = book.sheet(form.RULES, form.RULE)
    rules = read_rules(found.cells, found.head) if found else None
    facts = _facts(book, used, rules, rubrics)
    book.refuse_unknown(rubrics)
    if book.problems or rules is None or rosters is None:
        return Checked((), book.in_order(), ())
    plans = tuple(_plan(each, rules, rosters[each.number], facts.get(each.number, {})) for each in used)
    return Checked(plans, (), (*_unused(rows), *_notes(plans)))


def _facts(
    book: _Workbook, rows: Sequence[PlatformRow], rules: RoundRules | None, rubrics: Sequence[Rubric]
) -> Mapping[int, Facts]:
    """What is known of each platform; judged by the default rules where those could not be read."""
    found: dict[int, Facts] = {}
    for rubric in rubrics:
        if plain(form.facts_name(rubric.annex)) not in book.sheets:
            continue
        there = book.sheet(form.facts_name(rubric.annex), form.CRITERION)
        frozen = (rules or RoundRules.default()).for_kind(rubric.kind)
        sheet = facts_sheet(there.cells, rubric, frozen, there.head) if there else None
        if sheet is None or there is None:
            continue
        judged = [each.number for each in rows if each.rubric is rubric]
        found |= {number: sheet.read(number) for number in judged}
        for number in sheet.columns:
            if number not in judged:
                sheet.refuse_platform(number)
        fixed = fixed_texts(facts_page(rubric, [1]), there.head, [each.name for each in rows])
        there.cells.refuse_leftovers(fixed.hold)
    return found


def _plan(row: PlatformRow, rules: RoundRules, roster: Roster, facts: Facts) -> PanelPlan:
    # Without a problem every part of a used row was read.
    assert row.rubric and row.platform and row.period and row.day
    return PanelPlan(
        rubric=row.rubric,
        rehearsal=rules.rehearsal,
        platform=row.platform,
        period=row.period,
        date=row.day,
        place=row.place,
        rules=rules.for_kind(row.rubric.kind),
        seats=roster.seats,
        observers=rules.observers,
        facts=facts,
        reserves=roster.reserves,
    )


def _unused(rows: Sequence[PlatformRow]) -> Iterator[Told]:
    left = "、".join(form.platform_label(each.number) for each in rows if not each.used)
    if left:
        yield Told("round_note_unused", {"platforms": left})


def _notes(plans: Sequence[PanelPlan]) -> Iterator[Told]:
    """What may be meant and may be a slip."""
    if any(each.rules.confirmed_by is None for each in plans):
        yield Told("round_note_unconfirmed")
    for plan in plans:
        count = len(plan.seats)
        if count < MIN_COUNTED:
            yield Told("round_note_few", {"platform": plan.platform.name, "experts": count})
        elif count % 2 == 0:
            yield Told("round_note_even", {"platform": plan.platform.name, "experts": count})
        names = [*(each.name for each in plan.seats), *(each.name for each in plan.reserves)]
        named = Counter(names)
        for name in (name for name, times in named.items() if times > 1):
            yield Told("round_note_same_name", {"platform": plan.platform.name, "name": name})
        if not plan.facts:
            yield Told("round_note_no_facts", {"platform": plan.platform.name})
