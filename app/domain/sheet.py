"""One expert's sheet while it is being filled: findings, what is missing, what may be done next.

A pure value: every act returns a new sheet or refuses. Signing it makes a SignedSheet.
"""

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from app.domain.brief import Brief
from app.domain.documents import Header
from app.domain.findings import Assessment, TiersFinding
from app.domain.frozen import frozen, replace
from app.domain.keyed_paper import KeyedPaper
from app.domain.period import labels
from app.domain.rubric import Criterion, CriterionId
from app.domain.rules import Award, award
from app.domain.signed_sheet import (
    KEYED_ONLY,
    Change,
    Declaration,
    RemarkMissingError,
    SheetIncompleteError,
    SignedSheet,
    SurveyLockedError,
    check_sheet,
    is_desk_supplied,
    needs_remark,
)
from app.errors import RefusedError

SheetState = Literal["undeclared", "scoring", "signed", "recused"]


class NotDeclaredError(RefusedError):
    """Scores before the declaration."""


class AlreadyDeclaredError(RefusedError):
    """A second declaration of the same kind."""


class SheetSignedError(RefusedError):
    """A signed sheet takes changes only in a new revision."""


class NotSignedError(RefusedError):
    """A revision of a sheet that was not signed yet."""


class SheetRecusedError(RefusedError):
    """The expert recused themselves from this platform."""


class ReasonRefusedError(RefusedError):
    """A revision's reason that is not on the list for signed sheets."""

    field_names = ("code",)


@frozen
class Member:
    """The person on the seat as their papers print them."""

    seat: str
    name: str
    unit: str
    title: str


@frozen
class Sheet:
    """The sheet of one member under one brief; `signed` holds the digests of its revisions in order."""

    brief: Brief
    member: Member
    certificate: str
    declaration: Declaration | None = None
    assessments: Mapping[CriterionId, Assessment] = field(default_factory=dict)
    opinion: str = ""
    change: Change | None = None
    signed: tuple[str, ...] = ()
    open: bool = True
    handed_over: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """PANEL-E1"""
        return f"{self.brief.header.panel_name}-{self.member.seat}"

    @property
    def state(self) -> SheetState:
        """undeclared → scoring → signed (→ scoring again in a revision), or recused."""
        if self.declaration is None:
            return "undeclared"
        if not self.open:
            return "recused" if self.declaration.kind == "recused" else "signed"
        return "scoring"

    def assessment(self, criterion: CriterionId) -> Assessment:
        """What was entered for a criterion; the desk's value where the desk supplies it."""
        known = self.brief.facts.get(criterion)
        if is_desk_supplied(self.brief.rubric.criterion(criterion), self.brief):
            return Assessment(known.finding if known else TiersFinding(None, pending=True))
        return self.assessments.get(criterion, Assessment(None))

    def award(self, criterion: Criterion) -> Award:
        """The award of a criterion with its reason, months named by the 考核期."""
        names = labels(self.brief.period, self.brief.rules.months)
        return award(criterion, self.assessment(criterion.id).finding, period_labels=names)

    @property
    def awards(self) -> Mapping[CriterionId, Fraction]:
        """The points of every criterion already judged."""
        found = {each.id: self.award(each).points for each in self.brief.rubric.criteria}
        return {criterion: points for criterion, points in found.items() if points is not None}

    @property
    def missing(self) -> tuple[CriterionId, ...]:
        """Criteria with something unjudged; what the desk supplies is not missing."""
        return tuple(each.id for each in self.brief.rubric.criteria if self.award(each).state == "missing")

    @property
    def remarks_missing(self) -> tuple[CriterionId, ...]:
        """Judged criteria whose finding needs a written basis that is not there."""
        return tuple(
            each.id
            for each in self.brief.rubric.criteria
            if needs_remark(each, self.assessment(each.id), self.award(each), self.brief)
            and not self.assessment(each.id).remark.strip()
        )

    def with_assessment(self, criterion: Criterion, assessment: Assessment) -> "Sheet":
        """The sheet with one criterion entered anew; refused before the declaration and after signing."""
        self._must_be_scoring()
        if is_desk_supplied(criterion, self.brief) and assessment != self.assessment(criterion.id):
            raise SurveyLockedError(criterion=criterion.id)
        return replace(self, assessments={**self.assessments, criterion.id: assessment})

    def with_opinion(self, opinion: str) -> "Sheet":
        """The sheet with the expert's own opinion."""
        self._must_be_scoring()
        return replace(self, opinion=opinion)

    def with_declaration(self, declaration: Declaration) -> "Sheet":
        """The sheet declared; a recusal may come at any time, a second 无须回避 not."""
        if declaration.kind == "no_conflict" and self.declaration is not None:
            raise AlreadyDeclaredError
        if self.state == "recused":
            raise SheetRecusedError
        return replace(self, declaration=declaration, open=True)

    def with_revision(self, change: Change) -> "Sheet":
        """The signed sheet opened again for a reason; the earlier revision stays."""
        if self.state == "recused":
            raise SheetRecusedError
        if self.state != "signed":
            raise NotSignedError
        if change.code in KEYED_ONLY:
            raise ReasonRefusedError(code=change.code)
        return replace(self, change=change, open=True)

    def with_signature(self, digest: str) -> "Sheet":
        """The sheet after its paper was signed."""
        return replace(self, signed=(*self.signed, digest), open=False)

    def to_sign(self, *, program: str, time: str, keyed: KeyedPaper | None = None) -> SignedSheet:
        """The paper to be signed now; SheetIncompleteError or RemarkMissingError name the first gap.

        By the desk where it was `keyed` in from paper: then also ControlTotalError.
        """
        if self.declaration is None:
            raise NotDeclaredError
        if not self.open:
            raise SheetSignedError
        recused = self.declaration.kind == "recused"
        if not recused:
            for criterion in self.missing:
                raise SheetIncompleteError(place=criterion)
            for criterion in self.remarks_missing:
                raise RemarkMissingError(criterion=criterion)
        awards = {} if recused else self.awards
        paper = SignedSheet(
            header=self._header(program),
            seat=self.member.seat,
            name=self.member.name,
            unit=self.member.unit,
            title=self.member.title,
            origin="expert" if keyed is None else "keyed",
            signed=time,
            declaration=self.declaration,
            assessments={}
            if recused
            else {each.id: self.assessment(each.id) for each in self.brief.rubric.criteria},
            awards=awards,
            total=sum(awards.values(), Fraction(0)),
            opinion="" if recused else self.opinion,
            change=None if recused else self.change,
            paper=keyed,
        )
        check_sheet(paper, self.brief)
        return paper

    def _header(self, program: str) -> Header:
        opened = self.brief.header
        return Header(
            kind="sheet",
            rehearsal=opened.rehearsal,
            program=program,
            panel=opened.panel,
            signer=self.certificate,
            brief=self.brief.digest,
            brief_number=opened.brief_number,
            previous_brief=opened.previous_brief,
            revision=len(self.signed) + 1,
            replaces=self.signed,
        )

    def _must_be_scoring(self) -> None:
        if self.declaration is None:
            raise NotDeclaredError
        if self.state == "recused" or self.declaration.kind == "recused":
            raise SheetRecusedError
        if self.state != "scoring":
            raise SheetSignedError
