"""Numbered paper forms of a panel: each number issued once, and either keyed in, void, or still out.

Also the law of keying: whose paper may stand in for a sheet, and when. The acts are form_acts.py's.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from app.domain.frozen import frozen
from app.domain.keyed_paper import form_words
from app.domain.shape import ShapeError
from app.domain.signed_sheet import SignedSheet
from app.errors import RefusedError

if TYPE_CHECKING:
    from app.domain.panel import Panel, Place

FormState = Literal["out", "keyed", "void"]


class FormUnknownError(RefusedError):
    """The desk issued no form of that number for this panel."""

    field_names = ("form",)


class FormVoidError(RefusedError):
    """The form of that number was made void."""

    field_names = ("form",)


class FormUsedError(RefusedError):
    """A sheet was already keyed in from the form of that number; `seat` is whose."""

    field_names = ("form", "seat")


class FormOtherSeatError(RefusedError):
    """The form of that number was printed for another seat."""

    field_names = ("form", "seat")


class OwnSheetInError(RefusedError):
    """The expert's own signed sheet is here; nobody keys anything in for that seat."""

    field_names = ("seat", "name")


@frozen
class Form:
    """One printed form: its number, the seat it was printed for ("" an open one), why it is void if it is."""

    number: str
    seat: str
    void: str = ""


def keyed_from(panel: "Panel") -> Mapping[str, str]:
    """Form number → seat, of every form from which a sheet was keyed in."""
    received = (panel.sheets[digest] for place in panel.places for digest in place.received)
    return {sheet.paper.form: sheet.seat for sheet in received if sheet.paper is not None}


def state_of(panel: "Panel", form: Form) -> FormState:
    """What became of a form."""
    if form.void:
        return "void"
    return "keyed" if form.number in keyed_from(panel) else "out"


def keyed_before(panel: "Panel", place: "Place") -> tuple[SignedSheet, ...]:
    """The sheets keyed in for a place so far, in order."""
    received = (panel.sheets[digest] for digest in place.received)
    return tuple(sheet for sheet in received if sheet.origin == "keyed")


def may_key(panel: "Panel", place: "Place") -> bool:
    """Whether a paper may be keyed in for a place now, on a form that fits."""
    own = any(panel.sheets[digest].origin == "expert" for digest in place.received)
    return bool(panel.issued and not panel.void and not panel.sealed and not own)


def check_may_key(panel: "Panel", place: "Place", form: str) -> None:
    """Whether a paper on the form of that number may be keyed in for a place now; the refusals above."""
    if any(panel.sheets[digest].origin == "expert" for digest in place.received):
        raise OwnSheetInError(seat=place.seat, name=place.name)
    known = panel.forms.get(form)
    if known is None:
        raise FormUnknownError(form=form_words(form))
    if known.void:
        raise FormVoidError(form=form_words(form))
    if known.seat not in ("", place.seat):
        raise FormOtherSeatError(form=form_words(form), seat=known.seat)
    seat = keyed_from(panel).get(form, place.seat)
    if seat != place.seat:
        raise FormUsedError(form=form_words(form), seat=seat)


def check_keyed(panel: "Panel", place: "Place", sheet: SignedSheet) -> None:
    """Whether a keyed-in sheet may come in: `check_may_key`, and it replaces all keyed in before it.

    A sheet of the expert's own has nothing to do with forms.
    """
    if sheet.paper is None:
        return
    check_may_key(panel, place, sheet.paper.form)
    before = tuple(each.digest for each in keyed_before(panel, place))
    if sheet.header.replaces != before or sheet.header.revision != len(before) + 1:
        raise ShapeError(place="replaces", expected="digests")
