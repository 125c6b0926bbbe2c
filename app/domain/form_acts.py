"""The acts on a panel's paper forms: a number is issued once, and void only while nothing was keyed in."""

from app.domain.facts import FormIssued, FormVoided
from app.domain.forms import Form, FormUnknownError, FormUsedError, FormVoidError, keyed_from
from app.domain.frozen import replace
from app.domain.keyed_paper import FormNumberError, form_words, read_form_number
from app.domain.panel import Panel
from app.domain.seat_acts import place_of, reason_of


def issued(panel: Panel, fact: FormIssued, _time: str) -> Panel:
    """A form gets its number, for one seat or for whoever needs it."""
    if read_form_number(fact.form) != fact.form:
        raise FormNumberError(text=fact.form)
    if fact.form in panel.forms:
        raise FormUsedError(form=form_words(fact.form), seat=panel.forms[fact.form].seat)
    seat = place_of(panel, fact.seat).seat if fact.seat else ""
    return replace(panel, forms={**panel.forms, fact.form: Form(fact.form, seat)})


def voided(panel: Panel, fact: FormVoided, _time: str) -> Panel:
    """A form is spoilt, lost or not needed, for a reason."""
    known = panel.forms.get(fact.form)
    if known is None:
        raise FormUnknownError(form=form_words(fact.form))
    if known.void:
        raise FormVoidError(form=form_words(fact.form))
    if fact.form in keyed_from(panel):
        raise FormUsedError(form=form_words(fact.form), seat=keyed_from(panel)[fact.form])
    return replace(panel, forms={**panel.forms, fact.form: replace(known, void=reason_of(fact.reason))})
