"""How a fact is written into an entry and read back; the facts themselves are facts.py's, offered here too.

Salt is the store's.
"""

from collections.abc import Mapping
from dataclasses import fields

from app.domain import canonical
from app.domain.entries import Draft, Entry
from app.domain.facts import (
    BriefIssued,
    BriefNumbered,
    BriefOpened,
    ChairChanged,
    CheckPassedOver,
    ConsentRecorded,
    Declared,
    Determined,
    Fact,
    FactCorrected,
    FormIssued,
    FormVoided,
    IdentityMade,
    OpinionWritten,
    OrganiserTrusted,
    OutlierExplained,
    PanelOpened,
    PanelVoided,
    RecordReopened,
    RecordSealed,
    RecordSigned,
    RevisionOpened,
    Scored,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SheetHandedOver,
    SheetReceived,
    SheetSigned,
    SurveySupplied,
)
from app.domain.manifest_facts import OrganiserDistrusted, PackageMade
from app.domain.ranking_facts import (
    ApplicantLeftOut,
    ApplicantTaken,
    OrderDecided,
    RankingOpened,
    RankingReopened,
    RankingSealed,
    RankingSigned,
    Recommended,
)
from app.domain.reserves import ReserveNamed, ReserveSeated
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError, as_object
from app.errors import TrustError

__all__ = [
    "FACTS", "ApplicantLeftOut", "ApplicantTaken", "BriefIssued", "BriefNumbered", "BriefOpened",
    "ChairChanged", "CheckPassedOver", "ConsentRecorded", "Declared", "Determined", "Fact",
    "FactCorrected", "FormIssued", "FormVoided", "IdentityMade", "OpinionWritten", "OrderDecided",
    "OrganiserDistrusted", "OrganiserTrusted", "OutlierExplained", "PackageMade", "PanelOpened",
    "PanelVoided", "RankingOpened", "RankingReopened", "RankingSealed", "RankingSigned", "Recommended",
    "RecordReopened", "RecordSealed", "RecordSigned", "ReserveNamed", "ReserveSeated", "RevisionOpened",
    "Scored", "SeatAdded", "SeatBound", "SeatPlaced", "SheetChosen", "SheetHandedOver", "SheetReceived",
    "SheetSigned", "SurveySupplied", "UnknownFactError", "draft", "read_fact",
]  # fmt: skip


class UnknownFactError(TrustError):
    """An entry of a kind or version this program does not know."""

    field_names = ("kind", "version")


FACTS: tuple[type[Fact], ...] = (
    PanelOpened, ReserveNamed, BriefIssued, SheetReceived, SeatBound, SeatPlaced, SeatAdded, ReserveSeated,
    ChairChanged, SheetChosen, FormIssued, FormVoided, FactCorrected, SurveySupplied, Determined,
    OutlierExplained, OpinionWritten, ConsentRecorded, CheckPassedOver,
    RecordSealed, RecordReopened, RecordSigned, PanelVoided, BriefOpened, Declared, Scored, SheetSigned,
    RevisionOpened, SheetHandedOver, IdentityMade, OrganiserTrusted, BriefNumbered,
    OrganiserDistrusted, PackageMade, RankingOpened, ApplicantTaken, ApplicantLeftOut, OrderDecided,
    Recommended, RankingSealed, RankingReopened, RankingSigned,
)  # fmt: skip
_BY_KIND: Mapping[str, type[Fact]] = {each.__name__: each for each in FACTS}
_TYPES: Mapping[object, type] = {str: str, int: int, bool: bool}


def draft(fact: Fact) -> Draft:
    """The fact as an entry's body, still without salt."""
    return Draft(type(fact).__name__, fact.version, vars(fact))


def read_fact(entry: Entry) -> Fact:
    """The fact of an entry; UnknownFactError for kinds and versions not known here."""
    found = _BY_KIND.get(entry.kind)
    if found is None or found.version != entry.version:
        raise UnknownFactError(kind=entry.kind, version=entry.version)
    body = dict(as_object(canonical.read(entry.body)))
    body.pop("salt", None)
    wanted = {each.name: each.type for each in fields(found)}
    for key in body:
        if key not in wanted:
            raise UnknownKeyError(place=entry.kind, key=key)
    for key, kind in wanted.items():
        if key not in body:
            raise MissingKeyError(place=entry.kind, key=key)
        if kind in _TYPES and type(body[key]) is not _TYPES[kind]:
            raise ShapeError(place=f"{entry.kind}.{key}", expected=str(kind))
    return found(**body)
