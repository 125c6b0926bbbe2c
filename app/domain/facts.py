"""The facts of which everything is computed: one class a kind of act, by the stream it belongs to.

Fields are texts, whole numbers, flags or canonical JSON. How they become entries: history.py.
"""

from typing import ClassVar

from app.domain.canonical import Json
from app.domain.frozen import frozen


@frozen
class Fact:
    """One act that happened. The class name is its kind."""

    version: ClassVar[int] = 1


# The desk: stream panel/ZP…


@frozen
class PanelOpened(Fact):
    """The panel was prepared: the whole payload of its brief, numbered, not yet signed."""

    brief: Json


@frozen
class BriefIssued(Fact):
    """The desk signed the brief; from here the rules and the roster are frozen."""

    brief: str


@frozen
class SheetReceived(Fact):
    """A sound sheet for a seat came in: its digest and the certificate that signed it."""

    seat: str
    sheet: str
    certificate: str


@frozen
class SeatBound(Fact):
    """The desk typed the 校验码 the expert read out; `reason` is "" but for a re-binding."""

    seat: str
    certificate: str
    reason: str


@frozen
class SeatPlaced(Fact):
    """A seat settled without a sheet: `state` is absent, replaced or refused."""

    seat: str
    state: str
    reason: str


@frozen
class SeatAdded(Fact):
    """A late expert got the next seat."""

    seat: str
    name: str
    unit: str
    title: str
    reason: str


@frozen
class ChairChanged(Fact):
    """Another expert took the chair."""

    seat: str
    reason: str


@frozen
class SheetChosen(Fact):
    """Of two papers of one revision, the one the expert stands by."""

    seat: str
    sheet: str
    reason: str


@frozen
class FormIssued(Fact):
    """A paper form was printed under a random number, for a seat or ("") for whoever needs it."""

    form: str
    seat: str


@frozen
class FormVoided(Fact):
    """A paper form will not come back, or must not be used."""

    form: str
    reason: str


@frozen
class FactCorrected(Fact):
    """A fact of the brief turned out wrong; sheets stay as they are, the record prints it."""

    criterion: str
    finding: Json
    evidence: str
    reason: str


@frozen
class SurveySupplied(Fact):
    """Third-party data for all sheets alike (满意度)."""

    criterion: str
    finding: Json
    evidence: str


@frozen
class Determined(Fact):
    """A dispute was discussed; the counted sheets' findings at that time were the vote."""

    criterion: str
    note: str
    in_favour: int
    against: int
    outcome: str


@frozen
class OutlierExplained(Fact):
    """Why an expert's total lies far from the others'."""

    seat: str
    text: str


@frozen
class OpinionWritten(Fact):
    """The panel's opinion at the desk, or an expert's own on their sheet."""

    text: str


@frozen
class CheckPassedOver(Fact):
    """One goes on without a closing check, and why; `about` is what it was about at that time."""

    check: str
    about: str
    reason: str


@frozen
class ConsentRecorded(Fact):
    """The commissioning side agreed to fewer than three counted sheets."""

    name: str
    unit: str
    date: str
    document: str


@frozen
class RecordSealed(Fact):
    """A record was certified by the desk."""

    record: str
    revision: int


@frozen
class RecordReopened(Fact):
    """The sealed record was taken back, or is to be superseded."""

    record: str
    reason: str


@frozen
class RecordSigned(Fact):
    """A signature field of a record was filled, here or elsewhere; `file` is the new file's digest."""

    record: str
    field: str
    file: str


@frozen
class PanelVoided(Fact):
    """The panel ended without a record."""

    reason: str


# The expert: stream sheet/ZP…-E1


@frozen
class BriefOpened(Fact):
    """The expert took a seat; the name as the sheet prints it."""

    brief: str
    seat: str
    name: str
    unit: str
    title: str


@frozen
class Declared(Fact):
    """no_conflict or recused."""

    kind: str
    reason: str


@frozen
class Scored(Fact):
    """One criterion's assessment as it stands after the act; null takes it back."""

    criterion: str
    assessment: Json


@frozen
class SheetSigned(Fact):
    """A revision was signed."""

    sheet: str
    revision: int


@frozen
class RevisionOpened(Fact):
    """A signed sheet is to be changed, and why."""

    code: str
    note: str


@frozen
class SheetHandedOver(Fact):
    """The signed file was written out and read back."""

    sheet: str


# The workspace: stream workspace


@frozen
class IdentityMade(Fact):
    """The workspace's one identity."""

    certificate: str
    name: str
    unit: str
    title: str


@frozen
class OrganiserTrusted(Fact):
    """A certificate (DER in hex) compared by its 校验码 on paper or by phone."""

    certificate: str


@frozen
class BriefNumbered(Fact):
    """The organiser's own numbering of briefs."""

    number: int
    brief: str
    panel: str
