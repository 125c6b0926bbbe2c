"""What is typed off a paper sheet before it is signed: saved with every act, still there after a crash.

It is no sheet of anybody's: signing it, with the paper's form, total and scans, is keying.py's.
"""

from collections.abc import Mapping

from app.domain.brief import Brief
from app.domain.canonical import Json, check_text
from app.domain.entering import off_paper
from app.domain.entries import check_chain
from app.domain.facts import Fact, OpinionWritten, Scored
from app.domain.findings import Assessment, write_assessment
from app.domain.frozen import replace
from app.domain.history import read_fact
from app.domain.rubric import CriterionId
from app.domain.shape import TextTooLongError
from app.domain.sheet import Sheet
from app.domain.signed_sheet import (
    Declaration,
    check_brief_assessment,
    is_desk_supplied,
    read_brief_assessment,
)
from app.services.workspace import Workspace

OPINION_LIMIT = 2000


class PaperTyping:
    """One paper being typed off. `sheet` is where it stood when this was made, open for every criterion."""

    def __init__(self, workspace: Workspace, sheet: Sheet) -> None:
        self._workspace = workspace
        self._stream = f"typing/{sheet.id}-{len(sheet.signed) + 1}"
        entries = workspace.entries.read(self._stream)
        check_chain(entries)
        self.saved_at = entries[-1].time if entries else ""
        # Findings are typed before it is known what the paper declares; what is signed says what it declares.
        self.sheet = sheet.with_declaration(Declaration("no_conflict", "", sheet.brief.date.isoformat()))
        for fact in map(read_fact, entries):
            self.sheet = self._after(self.sheet, fact)

    def time(self) -> str:
        """This computer's time as entries spell it."""
        return self._workspace.now()

    def enter(self, sheet: Sheet, criterion: CriterionId, assessment: Assessment) -> Sheet:
        """Types one criterion and saves it; whether it confirms or corrects a known fact follows from it.

        Refused as `findings.read_assessment` refuses. A basis that the paper lacks is refused on signing.
        """
        entered = sheet.brief.rubric.criterion(criterion)
        plain = replace(assessment, fact="")
        check_brief_assessment(entered, plain, sheet.brief)
        typed = sheet.with_assessment(entered, off_paper(sheet, entered, plain))
        self._workspace.append(self._stream, [Scored(criterion, write_assessment(plain))])
        return typed

    def opine(self, sheet: Sheet, opinion: str) -> Sheet:
        """Types what the expert wrote as their own opinion and saves it; TextTooLongError and its kin."""
        if opinion == sheet.opinion:
            return sheet
        typed = sheet.with_opinion(check_opinion(opinion))
        self._workspace.append(self._stream, [OpinionWritten(opinion)])
        return typed

    def _after(self, sheet: Sheet, fact: Fact) -> Sheet:
        if isinstance(fact, OpinionWritten):
            return sheet.with_opinion(fact.text)
        if not isinstance(fact, Scored):
            return sheet
        criterion = sheet.brief.rubric.criterion(CriterionId(fact.criterion))
        typed = read_brief_assessment(criterion, fact.assessment, sheet.brief)
        return sheet.with_assessment(criterion, off_paper(sheet, criterion, typed))


def typed_findings(sheet: Sheet) -> Mapping[str, Json]:
    """FINDINGS (contract.md) of what was typed: all but what the desk supplies."""
    return {
        each: write_assessment(assessment)
        for each, assessment in sheet.assessments.items()
        if not _supplied(sheet.brief, each)
    }


def check_opinion(text: str) -> str:
    """The opinion on a paper as it may be kept; TextTooLongError, CharacterRefusedError."""
    if len(text) > OPINION_LIMIT:
        raise TextTooLongError(place="opinion", limit=OPINION_LIMIT)
    return check_text(text, "opinion", multiline=True)


def _supplied(brief: Brief, criterion: CriterionId) -> bool:
    return is_desk_supplied(brief.rubric.criterion(criterion), brief)
