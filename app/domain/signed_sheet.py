"""个人评分表: what one expert signed for one seat, and whether its own numbers hold."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from app.domain.brief import Brief
from app.domain.canonical import Json, write_decimal
from app.domain.documents import (
    Document,
    Header,
    object_of,
    read_header,
    read_seat_id,
    require_spelling,
)
from app.domain.finding_checks import check_assessment
from app.domain.findings import Assessment, TiersFinding, read_assessment, write_assessment
from app.domain.frozen import frozen
from app.domain.keyed_paper import KeyedPaper, check_keyed_paper, read_keyed_paper
from app.domain.rubric import Criterion, CriterionId, Tiers
from app.domain.rules import Award, award
from app.domain.shape import Reader, ShapeError
from app.errors import RefusedError, TrustError

DeclarationKind = Literal["no_conflict", "recused"]
Origin = Literal["expert", "keyed"]
CHANGE_CODES = ("facts_changed", "after_deliberation", "more_material", "slip", "sum_wrong", "out_of_range")
CHANGE_WORDS = {
    "facts_changed": "核实后事实有变",
    "after_deliberation": "合议后复核",
    "more_material": "补充材料",
    "slip": "笔误",
    "sum_wrong": "汇总错误",
    "out_of_range": "超出分值范围",
}
KEYED_ONLY = ("sum_wrong", "out_of_range")


class OtherBriefError(RefusedError):
    """The sheet belongs to another brief than the one at hand."""

    field_names = ("panel",)


class NumbersDifferError(TrustError):
    """What a signed paper prints is not what its own findings give."""

    field_names = ("place", "stated", "computed")


class SheetIncompleteError(RefusedError):
    """A signed sheet with a criterion not judged, or a recusal with scores."""

    field_names = ("place",)


class RemarkMissingError(RefusedError):
    """A finding that needs a written basis has none."""

    field_names = ("criterion",)


class SurveyLockedError(RefusedError):
    """A value supplied by the desk was entered on an expert's sheet."""

    field_names = ("criterion",)


@frozen
class Declaration:
    """The declaration on conflicts of interest: an act of its own, before any score."""

    kind: DeclarationKind
    reason: str
    time: str


@frozen
class Change:
    """Why a revision was made: one of CHANGE_CODES and a note."""

    code: str
    note: str


@frozen
class SignedSheet(Document):
    """The whole of a sheet's payload. `assessments` is empty for a recusal, `paper` None unless keyed in."""

    seat: str
    name: str
    unit: str
    title: str
    origin: Origin
    signed: str
    declaration: Declaration
    assessments: Mapping[CriterionId, Assessment]
    awards: Mapping[CriterionId, Fraction]
    total: Fraction
    opinion: str
    change: Change | None
    paper: KeyedPaper | None = None

    @property
    def recused(self) -> bool:
        """Whether this paper is a recusal: no awards, no vote."""
        return self.declaration.kind == "recused"

    def to_json(self) -> dict[str, Json]:
        """The canonical form."""
        value = self.header.to_json() | {
            "seat": self.seat,
            "name": self.name,
            "unit": self.unit,
            "title": self.title,
            "origin": self.origin,
            "signed": self.signed,
            "declaration": {
                "kind": self.declaration.kind,
                "reason": self.declaration.reason,
                "time": self.declaration.time,
            },
            "assessments": {
                criterion: write_assessment(each) for criterion, each in self.assessments.items()
            },
            "awards": {criterion: write_decimal(points) for criterion, points in self.awards.items()},
            "total": write_decimal(self.total),
            "opinion": self.opinion,
            "change": None if self.change is None else {"code": self.change.code, "note": self.change.note},
        }
        return value if self.paper is None else value | {"paper": self.paper.to_json()}


def read_signed_sheet(payload: bytes, brief: Brief) -> SignedSheet:
    """The sheet of canonical bytes under its `brief`; numbers recomputed, every rule of scoring checked.

    RefusedError where it does not fit the brief, NumbersDifferError where it contradicts itself.
    """
    reader = object_of(payload)
    header = read_header(reader, "sheet")
    check_brief(header, brief)
    declaration = _read_declaration(reader.object("declaration"))
    sheet = SignedSheet(
        header=header,
        seat=read_seat_id(reader.raw("seat"), "seat"),
        name=reader.text("name", limit=60, empty=False),
        unit=reader.text("unit", limit=100),
        title=reader.text("title", limit=60),
        origin="keyed" if reader.choice("origin", ("expert", "keyed")) == "keyed" else "expert",
        signed=reader.text("signed", limit=25, empty=False),
        declaration=declaration,
        assessments=_read_assessments(reader.object("assessments"), brief),
        awards=_read_awards(reader.object("awards"), brief),
        total=reader.decimal("total"),
        opinion=reader.text("opinion", limit=2000, multiline=True),
        change=_read_change(reader),
        paper=read_keyed_paper(reader.object("paper")) if reader.has("paper") else None,
    )
    reader.done()
    check_sheet(sheet, brief)
    require_spelling(sheet.payload, payload)
    return sheet


def check_brief(header: Header, brief: Brief) -> None:
    """OtherBriefError unless a paper names this brief, its panel, its mode and its place in the numbering."""
    opened = brief.header
    named = (header.brief, header.panel, header.rehearsal, header.brief_number, header.previous_brief)
    if named != (brief.digest, opened.panel, opened.rehearsal, opened.brief_number, opened.previous_brief):
        raise OtherBriefError(panel=header.panel_name)


def check_sheet(sheet: SignedSheet, brief: Brief) -> None:
    """Whether a sheet may be signed, and a signed one believed: complete, reasoned, its numbers its own."""
    if (sheet.change is not None) != (sheet.header.revision > 1 and not sheet.recused):
        raise ShapeError(place="change", expected="with a later revision")
    if sheet.origin == "expert" and sheet.change is not None and sheet.change.code in KEYED_ONLY:
        raise ShapeError(place="change", expected="with a keyed sheet")
    declared = sheet.declaration.time
    check_keyed_paper(sheet.paper, keyed=sheet.origin == "keyed", total=sheet.total, declared=declared)
    if sheet.recused:
        if sheet.assessments or sheet.awards or sheet.total:
            raise SheetIncompleteError(place="declaration")
        return
    for criterion in brief.rubric.criteria:
        assessment = sheet.assessments.get(criterion.id, Assessment(None))
        found = _check_one(criterion, assessment, brief)
        stated = sheet.awards.get(criterion.id)
        if stated != found.points:
            raise NumbersDifferError(place=criterion.id, stated=_shown(stated), computed=_shown(found.points))
    if sheet.total != sum(sheet.awards.values()):
        computed = sum(sheet.awards.values(), Fraction(0))
        raise NumbersDifferError(place="total", stated=_shown(sheet.total), computed=_shown(computed))


def _check_one(criterion: Criterion, assessment: Assessment, brief: Brief) -> Award:
    found = award(criterion, assessment.finding)
    if found.state == "missing":
        raise SheetIncompleteError(place=criterion.id)
    if is_desk_supplied(criterion, brief):
        known = brief.facts.get(criterion.id)
        if assessment.finding != (known.finding if known else TiersFinding(None, pending=True)):
            raise SurveyLockedError(criterion=criterion.id)
    elif found.state == "pending":
        raise SheetIncompleteError(place=criterion.id)
    if needs_remark(criterion, assessment, found, brief) and not assessment.remark.strip():
        raise RemarkMissingError(criterion=criterion.id)
    return found


def signer_name(sheet: SignedSheet, brief: Brief) -> str:
    """Whose key signs a sheet: the expert's; of a keyed-in one the organiser's."""
    return brief.organiser.name if sheet.origin == "keyed" else sheet.name


def is_desk_supplied(criterion: Criterion, brief: Brief) -> bool:
    """Whether the desk supplies this criterion once for all sheets (满意度, rule `survey`)."""
    rule = criterion.rule
    return isinstance(rule, Tiers) and rule.desk and brief.rules.survey == "desk"


def needs_remark(criterion: Criterion, assessment: Assessment, found: Award, brief: Brief) -> bool:
    """An unmet mandatory condition, a corrected fact, 10 or more points at 0 (screens.md)."""
    if is_desk_supplied(criterion, brief):
        return False
    if assessment.fact == "corrected":
        return True
    if brief.rubric.is_mandatory(criterion.id) and found.full is False:
        return True
    return criterion.points >= 10 and found.points == 0


def _read_declaration(reader: Reader) -> Declaration:
    kind = reader.choice("kind", ("no_conflict", "recused"))
    declaration = Declaration(
        kind="recused" if kind == "recused" else "no_conflict",
        reason=reader.text("reason", limit=500, multiline=True),
        time=reader.text("time", limit=25, empty=False),
    )
    reader.done()
    if kind == "recused" and not declaration.reason.strip():
        raise ShapeError(place=reader.at("reason"), expected="text")
    return declaration


def _read_assessments(reader: Reader, brief: Brief) -> Mapping[CriterionId, Assessment]:
    found: dict[CriterionId, Assessment] = {}
    for key in reader.left():
        criterion = brief.rubric.criterion(CriterionId(key))
        found[criterion.id] = read_brief_assessment(criterion, reader.raw(key), brief)
    return found


def read_brief_assessment(criterion: Criterion, value: object, brief: Brief) -> Assessment:
    """One criterion's entry under a brief's rules and known facts (contract.md, FINDINGS)."""
    known = brief.facts.get(criterion.id)
    fact, rules = known.finding if known else None, brief.rules
    return read_assessment(criterion, value, fact=fact, partial_awards=rules.partial_awards, step=rules.step)


def check_brief_assessment(criterion: Criterion, assessment: Assessment, brief: Brief) -> None:
    """Refuses what `read_brief_assessment` would refuse, or read as something else, if it were written."""
    known = brief.facts.get(criterion.id)
    fact, rules = known.finding if known else None, brief.rules
    check_assessment(criterion, assessment, fact=fact, partial_awards=rules.partial_awards, step=rules.step)


def _read_awards(reader: Reader, brief: Brief) -> Mapping[CriterionId, Fraction]:
    return {brief.rubric.criterion(CriterionId(key)).id: reader.decimal(key) for key in reader.left()}


def _read_change(reader: Reader) -> Change | None:
    if reader.is_null("change"):
        return None
    inner = reader.object("change")
    change = Change(inner.choice("code", CHANGE_CODES), inner.text("note", limit=500, empty=False))
    inner.done()
    return change


def _shown(points: Fraction | None) -> str:
    return "—" if points is None else write_decimal(points)
