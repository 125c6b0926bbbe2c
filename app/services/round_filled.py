"""A round filled in on the form → the plans of its panels, or every problem by its field.

The form asks what the workbook asks, so it is read as a workbook's sheets are: one law, one set of sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.brief import KnownFact, read_facts
from app.domain.canonical import Json
from app.domain.finding_values import write_finding
from app.domain.findings import read_finding
from app.domain.frozen import frozen, replace
from app.domain.rubric import Criterion, CriterionId, Rubric
from app.domain.rules import award
from app.domain.shape import Reader
from app.errors import RefusedError
from app.office.values import Content, Place, Sheet
from app.services import round_form as form
from app.services.cross_notes import Told
from app.services.panel_file import PanelPlan
from app.services.panels import Panels
from app.services.round_cells import Problem
from app.services.round_draft import FactDraft, PlatformDraft, RoundDraft
from app.services.round_reading import Checked, read_round

Certificates = Mapping[tuple[str, str], str]
_HEAD = 1


@frozen
class Field:
    """Where on the form: `part` is platform, experts, expert, rule or fact; `at` counts platforms or experts
    from 0; `what` names the column, rule or criterion."""

    part: str
    at: int = 0
    what: str = ""


@frozen
class FieldProblem:
    """What is wrong in one field."""

    field: Field
    told: Told


@frozen
class FormChecked:
    """What the form says: a checked round to be opened, or the problems in order."""

    checked: Checked
    problems: tuple[FieldProblem, ...]


def check_form(draft: RoundDraft, rubrics: Sequence[Rubric], known: Certificates) -> FormChecked:
    """The round on the form; `known` are certificates by name and unit. Pure."""
    sheets = _Sheets()
    sheets.platforms(draft, rubrics)
    sheets.experts(draft)
    sheets.rules(draft)
    found = read_round(sheets.sheets(), rubrics, Path())
    cells = [each for each in found.problems if each.told.code != "round_no_platform"]
    problems = [FieldProblem(sheets.field(each), each.told) for each in cells]
    problems += [*_unused(draft), *_fact_problems(draft, rubrics)]
    order = ("platform", "fact", "experts", "expert", "rule")
    problems.sort(key=lambda each: (order.index(each.field.part), each.field.at))
    if problems:
        return FormChecked(Checked((), found.problems, ()), tuple(problems))
    plans = tuple(
        _whole(plan, platform, draft, known)
        for plan, platform in zip(found.plans, draft.platforms, strict=True)
    )
    notes = tuple(each for each in found.notes if each.code != "round_note_no_facts")
    return FormChecked(Checked(plans, (), notes), ())


def known_certificates(panels: Panels, *, rehearsal: bool = False) -> Certificates:
    """The certificates that this desk knows of experts by name and unit: the last it was bound to."""
    found: dict[tuple[str, str], str] = {}
    for name in panels.in_order():
        panel = panels.load(name).panel
        if panel.brief.header.rehearsal is not rehearsal:
            continue
        for place in panel.places:
            if place.certificate and place.binding != "open":
                found[place.name, place.unit] = place.certificate
    return found


class _Sheets:
    """Cells being put together, and from which field each came."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[Place, Content]] = {form.PLATFORMS: {}, form.EXPERTS: {}, form.RULES: {}}
        self._fields: dict[tuple[str, Place], Field] = {}

    def platforms(self, draft: RoundDraft, rubrics: Sequence[Rubric]) -> None:
        """A row a platform."""
        self._head(form.PLATFORMS, form.PLATFORM_COLUMNS)
        for at, each in enumerate(draft.platforms):
            texts = {
                form.NUMBER: str(at + 1), form.ANNEX: str(each.annex) if each.annex else "",
                form.NAME: each.name, form.CATEGORY: each.category or _category(each, rubrics),
                form.BUILDER: each.builder, form.OPERATOR: each.operator,
                form.FIRST: each.first, form.LAST: each.last, form.DAY: each.day, form.PLACE: each.place,
            }  # fmt: skip
            for column, name in enumerate(form.PLATFORM_COLUMNS, start=1):
                field = Field("platform", at, name)
                self._put(form.PLATFORMS, (at + 1 + _HEAD, column), texts[name], field)

    def experts(self, draft: RoundDraft) -> None:
        """A row an expert, a column a platform."""
        labels = [form.platform_label(at + 1) for at in range(len(draft.platforms))]
        self._head(form.EXPERTS, (*form.EXPERT_COLUMNS, *labels))
        first = len(form.EXPERT_COLUMNS) + 1
        for at in range(len(draft.platforms)):
            self._fields[form.EXPERTS, (_HEAD, first + at)] = Field("experts", at)
        for at, each in enumerate(draft.experts):
            row = at + 1 + _HEAD
            part = form.CHAIR if each.chair else form.MEMBER
            reserve = form.YES if each.reserve else ""
            texts = (each.name, each.unit, each.title, "", reserve, part)
            for column, text in enumerate(texts, start=1):
                field = Field("expert", at, form.EXPERT_COLUMNS[column - 1])
                self._put(form.EXPERTS, (row, column), text, field)
            for number, platform in enumerate(draft.platforms):
                if at in platform.absent:
                    self._put(form.EXPERTS, (row, first + number), form.ABSENT, Field("experts", number))

    def rules(self, draft: RoundDraft) -> None:
        """A row a rule; what is not chosen is the default."""
        self._head(form.RULES, (form.RULE, "", form.CHOSEN))
        told = {form.MODE: form.REHEARSAL if draft.rehearsal else form.OFFICIAL, **draft.rules}
        for at, (name, unit) in enumerate(draft.observers[: form.MOST_OBSERVERS], start=1):
            told[form.OBSERVER.format(at, form.PERSON)] = name
            told[form.OBSERVER.format(at, form.UNIT)] = unit
        for row, label in enumerate(rule_labels(), start=1 + _HEAD):
            self._cells[form.RULES][row, 1] = label
            self._put(form.RULES, (row, 3), told.get(label, ""), Field("rule", 0, label))

    def sheets(self) -> tuple[Sheet, ...]:
        """All of it as a workbook's sheets."""
        return tuple(Sheet(name, cells) for name, cells in self._cells.items())

    def field(self, problem: Problem) -> Field:
        """The field that a problem of a cell is about."""
        parts = {form.PLATFORMS: "platform", form.EXPERTS: "experts", form.RULES: "rule"}
        if problem.place is None:
            return Field(parts[problem.sheet])
        return self._fields.get((problem.sheet, problem.place), Field(parts[problem.sheet]))

    def _head(self, sheet: str, names: Sequence[str]) -> None:
        self._cells[sheet] |= {(_HEAD, at): name for at, name in enumerate(names, start=1) if name}

    def _put(self, sheet: str, place: Place, text: str, field: Field) -> None:
        self._fields[sheet, place] = field
        if text.strip():
            self._cells[sheet][place] = text


def rule_labels() -> Iterator[str]:
    """Everything the rules ask, in the workbook's order and words."""
    yield from (form.MODE, *(each.label for each in form.RULE_ROWS), form.STEP, form.OUTLIER, form.MINIMUM)
    yield from form.CONFIRMED.values()
    for at in range(1, form.MOST_OBSERVERS + 1):
        yield form.OBSERVER.format(at, form.PERSON)
        yield form.OBSERVER.format(at, form.UNIT)


def _unused(draft: RoundDraft) -> Iterator[FieldProblem]:
    """A workbook's rows may stay empty; a platform that somebody added on the form is wanted."""
    for at, each in enumerate(draft.platforms or (PlatformDraft(),)):
        if not any((each.name, each.builder, each.operator, each.first, each.last, each.day, each.place)):
            for what in (form.NAME, form.OPERATOR, form.FIRST, form.LAST, form.DAY):
                yield FieldProblem(Field("platform", at, what), Told("round_blank", {"what": what}))


def _category(platform: PlatformDraft, rubrics: Sequence[Rubric]) -> str:
    rubric = next((each for each in rubrics if each.annex == platform.annex), None)
    return (rubric.category or "") if rubric else ""


def _fact_problems(draft: RoundDraft, rubrics: Sequence[Rubric]) -> Iterator[FieldProblem]:
    for at, platform in enumerate(draft.platforms):
        rubric = next((each for each in rubrics if each.annex == platform.annex), None)
        for criterion in rubric.criteria if rubric else ():
            fact = platform.facts.get(criterion.id)
            told = _fact_problem(criterion, fact) if fact is not None else None
            if told is not None:
                yield FieldProblem(Field("fact", at, criterion.id), told)


def _fact_problem(criterion: Criterion, fact: FactDraft) -> Told | None:
    """Known whole or not at all: what is left would look like a correction later."""
    try:
        finding = read_finding(criterion, dict(fact.finding))
    except RefusedError as error:
        return Told(error.code, error.fields)
    if award(criterion, finding).state != "judged":
        return Told("round_fact_partial", {"criterion": criterion.id})
    if len(fact.evidence) > form.EVIDENCE_LIMIT:
        return Told("round_long", {"limit": form.EVIDENCE_LIMIT})
    return None


def _whole(plan: PanelPlan, platform: PlatformDraft, draft: RoundDraft, known: Certificates) -> PanelPlan:
    """The plan with what a workbook says elsewhere: facts, and certificates known from earlier rounds."""
    wanted = {(each.name.strip(), each.unit.strip()) for each in draft.experts if each.known}
    seats = tuple(
        replace(seat, certificate=known.get((seat.name, seat.unit), ""))
        if (seat.name, seat.unit) in wanted
        else seat
        for seat in plan.seats
    )
    reserves = tuple(
        replace(each, certificate=known.get((each.name, each.unit), ""))
        if (each.name, each.unit) in wanted
        else each
        for each in plan.reserves
    )
    return replace(plan, seats=seats, facts=_facts(plan, platform), reserves=reserves)


def _facts(plan: PanelPlan, platform: PlatformDraft) -> Mapping[CriterionId, KnownFact]:
    # Facts of a table chosen before stay in the draft, in case it is chosen again.
    own = {each.id: platform.facts[each.id] for each in plan.rubric.criteria if each.id in platform.facts}
    told: dict[str, Json] = {}
    for id, fact in own.items():
        finding = write_finding(read_finding(plan.rubric.criterion(id), dict(fact.finding)))
        told[id] = {"finding": finding, "evidence": fact.evidence.strip()}
    return read_facts(Reader(told), plan.rubric, plan.rules)


def without(draft: RoundDraft, gone: int) -> RoundDraft:
    """The draft without one expert: who takes part where is told of the others as before."""
    return replace(
        draft,
        experts=tuple(each for at, each in enumerate(draft.experts) if at != gone),
        platforms=tuple(
            replace(each, absent=tuple(at - (at > gone) for at in each.absent if at != gone))
            for each in draft.platforms
        ),
    )
