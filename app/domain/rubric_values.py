"""The values of a scoring table (评分表) and its canonical form; reading and refusing is rubric.py's."""

from fractions import Fraction
from typing import Literal, NewType

from app.domain import canonical
from app.domain.canonical import Json
from app.domain.frozen import frozen, once
from app.domain.rule_kinds import Rule, rule_json
from app.errors import RefusedError

CriterionId = NewType("CriterionId", str)
Kind = Literal["accreditation", "annual"]


class UnknownCriterionError(RefusedError):
    """An id that is no criterion of this rubric."""

    field_names = ("rubric", "criterion")


@frozen
class Criterion:
    """One row (评分标准): its verbatim text, its points, its rule."""

    id: CriterionId
    text: str
    points: Fraction
    rule: Rule


@frozen
class Indicator:
    """小类指标; `name` is "" where the plan left it blank, then `suggested_name` serves the screen only."""

    name: str
    suggested_name: str
    points: Fraction
    criteria: tuple[Criterion, ...]


@frozen
class Section:
    """大类指标; a mandatory one must reach full points."""

    name: str
    points: Fraction
    mandatory: bool
    indicators: tuple[Indicator, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria of the section, in order."""
        return tuple(criterion for indicator in self.indicators for criterion in indicator.criteria)


@frozen
class Rubric:
    """One annex table. `category` and `pass_total` are None for accreditation (plan, 六（三））."""

    id: str
    annex: int
    title: str
    kind: Kind
    category: str | None
    applicant_label: str
    note: str
    total: Fraction
    pass_total: Fraction | None
    sections: tuple[Section, ...]

    @once
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the table's order."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    @once
    def mandatory_points(self) -> Fraction:
        """The points of the mandatory sections together (必要项)."""
        return sum((section.points for section in self.sections if section.mandatory), Fraction(0))

    @once
    def digest(self) -> str:
        """SHA-256 in hex of the canonical form; the same in rehearsals."""
        return canonical.digest("rubric", "official", canonical.write(self.to_json()))

    def criterion(self, id: str) -> Criterion:
        """The criterion of that id; UnknownCriterionError if there is none, here and below."""
        return self._find(id)[1]

    def section_of(self, id: str) -> Section:
        """The section a criterion stands in."""
        return self._find(id)[0]

    def is_mandatory(self, id: str) -> bool:
        """Whether the criterion stands in a mandatory section (必要项)."""
        return self._find(id)[0].mandatory

    def to_json(self) -> dict[str, Json]:
        """The canonical form that travels in the brief and is hashed: every key written."""
        write = canonical.write_decimal
        return {
            "id": self.id, "annex": self.annex, "title": self.title, "kind": self.kind,
            "category": self.category, "applicant_label": self.applicant_label, "note": self.note,
            "total": write(self.total),
            "pass_total": None if self.pass_total is None else write(self.pass_total),
            "sections": [_section_json(section) for section in self.sections],
        }  # fmt: skip

    @once
    def _places(self) -> dict[str, tuple[Section, Criterion]]:
        return {each.id: (section, each) for section in self.sections for each in section.criteria}

    def _find(self, id: str) -> tuple[Section, Criterion]:
        if id not in self._places:
            raise UnknownCriterionError(rubric=self.id, criterion=id[:40])
        return self._places[id]


def _section_json(section: Section) -> Json:
    return {
        "name": section.name, "points": canonical.write_decimal(section.points),
        "mandatory": section.mandatory,
        "indicators": [_indicator_json(indicator) for indicator in section.indicators],
    }  # fmt: skip


def _indicator_json(indicator: Indicator) -> Json:
    write = canonical.write_decimal
    return {
        "name": indicator.name, "suggested_name": indicator.suggested_name, "points": write(indicator.points),
        "criteria": [
            {"id": each.id, "text": each.text, "points": write(each.points), "rule": rule_json(each.rule)}
            for each in indicator.criteria
        ],
    }  # fmt: skip
