"""A sheet given beside its record: the record tells what the sheet alone leaves open, whose key it is."""

from collections.abc import Sequence

from app.domain.frozen import replace
from app.services.appraised import Appraisal

# What of a lone sheet's reservations its record answers, or lists itself.
ANSWERED = ("seat_open", "seat_not_in_brief")


def sheet_beside_record(found: Appraisal, papers: Sequence[Appraisal]) -> Appraisal:
    """`found`, a sound sheet, with the sound records among `papers` that rest on it and name its key."""
    if found.sheet is None or not found.is_sound:
        return found
    records = frozenset(each.digest for each in papers if _rests_on(each, found))
    return replace(found, given_records=records) if records else found


def _rests_on(record: Appraisal, sheet: Appraisal) -> bool:
    if record.record is None or record.findings is None or sheet.sheet is None or not record.is_sound:
        return False
    panel = record.findings.panel
    place = panel.place(sheet.sheet.seat)
    if place is None or panel.brief.digest != sheet.header.brief:
        return False
    return sheet.digest in place.received and place.certificate == sheet.header.signer
