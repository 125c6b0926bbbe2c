"""评审汇总记录: the panel's entries, the sheets it rests on, and the result that must come out of them."""

from collections.abc import Mapping, Sequence

from app.domain.act_refusals import PanelSealedError, PanelVoidError
from app.domain.acts import place_of, replay, require_open
from app.domain.brief import Brief
from app.domain.canonical import Json
from app.domain.consolidation import Result, consolidate
from app.domain.documents import (
    Document,
    object_of,
    read_header,
    read_seat_id,
    require_spelling,
)
from app.domain.entries import Entry, entry_from_json
from app.domain.frozen import frozen
from app.domain.panel import MIN_COUNTED, Panel
from app.domain.recomputed import Recomputed
from app.domain.reservations import Reservation, reservations
from app.domain.result_json import result_json
from app.domain.shape import Reader, ShapeError, as_object
from app.domain.signed_sheet import NumbersDifferError, SignedSheet, check_brief
from app.domain.verdict import Verdict, verdict
from app.errors import RefusedError

SEAL = "seal"
CHAIR = "chair"
_RECOMPUTED = Recomputed(NumbersDifferError)
_same = _RECOMPUTED.same


class SurveyAwaitedError(RefusedError):
    """Sealing waits for what the desk supplies."""

    field_names = ("criterion",)


class DisputeOpenError(RefusedError):
    """Mandatory criteria on which the panel differs and has not recorded a discussion."""

    field_names = ("criteria",)


class OutlierUnexplainedError(RefusedError):
    """A total far from the others' without a word why."""

    field_names = ("names",)


class TooFewSheetsError(RefusedError):
    """Fewer than three counted sheets and no recorded consent of the commissioning side."""

    field_names = ("counted",)


class ChairWithoutKeyError(RefusedError):
    """The chair's sheet was keyed in from paper and no certificate of theirs is known to sign last with."""

    field_names = ("name",)


class ChairNotCountedError(RefusedError):
    """The chair has no counted sheet and so cannot sign last."""

    field_names = ("name",)


@frozen
class Attached:
    """A paper attached to the record: whose, which revision, the digests of payload and file."""

    seat: str
    revision: int
    digest: str
    file_digest: str

    @property
    def file(self) -> str:
        """Its ASCII name among the record's embedded files."""
        return f"{self.seat}-{self.revision}-{self.digest[:8]}.pdf"

    def to_json(self) -> Json:
        """The canonical form."""
        return {
            "seat": self.seat,
            "revision": self.revision,
            "digest": self.digest,
            "file_digest": self.file_digest,
            "file": self.file,
        }


@frozen
class Record(Document):
    """The whole of a record's payload; `fields` is the exact order of its signature fields."""

    sealed: str
    entries: tuple[Entry, ...]
    sheets: tuple[Attached, ...]
    brief_file_digest: str
    fields: tuple[str, ...]
    result: Mapping[str, Json]

    @property
    def id(self) -> str:
        """PANEL-R1"""
        return f"{self.header.panel_name}-R{self.header.revision}"

    def to_json(self) -> dict[str, Json]:
        """The canonical form."""
        return self.header.to_json() | {
            "sealed": self.sealed,
            "entries": [each.to_json() for each in self.entries],
            "sheets": [each.to_json() for each in self.sheets],
            "brief_file_digest": self.brief_file_digest,
            "fields": list(self.fields),
            "result": self.result,
        }


@frozen
class Findings:
    """Everything a record says, computed from its entries and sheets: what is printed and compared."""

    panel: Panel
    result: Result
    verdict: Verdict
    reservations: tuple[Reservation, ...]

    @property
    def json(self) -> dict[str, Json]:
        """The result as the record carries it."""
        return result_json(self.panel, self.result, self.verdict, self.reservations)


def find(panel: Panel) -> Findings:
    """What a panel's record says as it stands."""
    result = consolidate(panel)
    # While a place is unsettled every list is empty (contract.md, `panel result`).
    told = reservations(panel) if panel.is_open else ()
    return Findings(panel, result, verdict(panel, result), told)


def check_may_seal(found: Findings) -> None:
    """A RefusedError naming the first thing still to be done before sealing; nothing if all is in."""
    panel, result = found.panel, found.result
    if panel.void:
        raise PanelVoidError
    if panel.sealed:
        raise PanelSealedError
    require_open(panel)
    for criterion in result.awaiting_supply:
        raise SurveyAwaitedError(criterion=criterion)
    if len(panel.counted) < MIN_COUNTED and (panel.consent is None or not panel.counted):
        raise TooFewSheetsError(counted=len(panel.counted))
    if result.gate.open:
        raise DisputeOpenError(criteria="、".join(result.gate.open))
    names = {place.seat: place.name for place in panel.places}
    unexplained = [names[each.seat] for each in result.outliers if not each.explained]
    if unexplained:
        raise OutlierUnexplainedError(names="、".join(unexplained))
    if panel.chair not in [each.place.seat for each in panel.counted]:
        raise ChairNotCountedError(name=place_of(panel, panel.chair).name)
    if not place_of(panel, panel.chair).certificate:
        raise ChairWithoutKeyError(name=place_of(panel, panel.chair).name)


def fields_of(panel: Panel) -> tuple[str, ...]:
    """The signature fields of a panel's record in signing order: seal, countersigners, chair last.

    Whose paper was keyed in and who has no certificate here signs the printed record by hand, not a field.
    """
    keyholders = [each.place.seat for each in panel.counted if each.place.certificate]
    others = [seat for seat in keyholders if seat != panel.chair]
    middle = [f"expert-{seat}" for seat in others] if panel.brief.rules.signatories == "all" else []
    return (SEAL, *middle, CHAIR)


def seat_of_field(field: str, panel: Panel) -> str:
    """The seat whose certificate must fill a field; "" for the desk's seal."""
    if field == SEAL:
        return ""
    return panel.chair if field == CHAIR else field.removeprefix("expert-")


def read_record(payload: bytes, brief: Brief) -> Record:
    """The record of canonical bytes under its brief; form only, see `recompute` for its numbers."""
    reader = object_of(payload)
    header = read_header(reader, "record")
    check_brief(header, brief)
    record = Record(
        header=header,
        sealed=reader.text("sealed", limit=25, empty=False),
        entries=tuple(entry_from_json(each) for each in reader.items("entries", limit=5000)),  # type: ignore[arg-type]  # canonical.read made them
        sheets=tuple(_read_attached(each) for each in reader.objects("sheets", limit=500)),
        brief_file_digest=reader.digest("brief_file_digest"),
        fields=reader.texts("fields", limit=25, each=20),
        result=as_object(reader.raw("result")),  # type: ignore[arg-type]  # canonical.read made it
    )
    reader.done()
    require_spelling(record.payload, payload)
    return record


def recompute(record: Record, brief: Brief, sheets: Sequence[SignedSheet]) -> Findings:
    """What the record's entries and sheets really give; a ZhipingError where the record says otherwise."""
    by_digest = {each.digest: each for each in sheets}
    listed = [(each.seat, each.revision, each.digest) for each in record.sheets]
    _same("sheets", sorted(listed), sorted((each.seat, each.header.revision, each.digest) for each in sheets))
    name = record.header.panel_name
    for entry in record.entries:
        _same("entries", entry.stream, f"panel/{name}")
    found = find(replay(record.entries, brief, by_digest))
    panel = found.panel
    received = [(each.seat, digest) for each in panel.places for digest in each.received]
    _same("sheets", sorted(received), sorted((seat, digest) for seat, _, digest in listed))
    check_may_seal(found)
    _same("fields", record.fields, fields_of(panel))
    _same("revision", record.header.revision, len(panel.records) + 1)
    _same("replaces", record.header.replaces, panel.records)
    _same("signer", record.header.signer, brief.header.signer)
    _RECOMPUTED.same_result(record.result, found.json)
    return found


def _read_attached(reader: Reader) -> Attached:
    found = Attached(
        seat=read_seat_id(reader.raw("seat"), reader.at("seat")),
        revision=reader.integer("revision", low=1, high=999),
        digest=reader.digest("digest"),
        file_digest=reader.digest("file_digest"),
    )
    if reader.text("file", limit=60) != found.file:
        raise ShapeError(place=reader.at("file"), expected=found.file)
    reader.done()
    return found
