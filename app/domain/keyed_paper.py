"""What a paper sheet keyed in at the desk carries besides its findings: form number, control total, scans.

Which form numbers a panel issued, and what became of them, is forms.py's.
"""

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction

from app.domain.canonical import Json, write_decimal
from app.domain.frozen import frozen
from app.domain.period import read_date
from app.domain.shape import Reader, ShapeError
from app.errors import RefusedError

MAX_SCANS = 8
_FORM = re.compile(r"[1-9][0-9]{7}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FormNumberError(RefusedError):
    """Not a form number: eight digits, as printed on every page of a paper form."""

    field_names = ("text",)


class ControlTotalError(RefusedError):
    """The total typed from the paper is not what the findings typed give; says no number, on purpose."""


@frozen
class KeyedPaper:
    """The paper behind a keyed-in sheet: its form's number, the total retyped from it (points, as far as it
    was summed on paper: without what the desk supplies), the SHA-256 of each attached scan in page order."""

    form: str
    total: Fraction
    scans: tuple[str, ...]

    @property
    def files(self) -> Mapping[str, str]:
        """The attached scans' ASCII names in page order, each with its digest."""
        return {f"scan-{number}.jpg": digest for number, digest in enumerate(self.scans, start=1)}

    @property
    def words(self) -> str:
        """纸质表号 4827 1930，扫描 2 页"""
        return f"纸质表号 {form_words(self.form)}，扫描 {len(self.scans)} 页"

    def to_json(self) -> Json:
        """The canonical form."""
        return {"form": self.form, "total": write_decimal(self.total), "scans": list(self.scans)}


def read_keyed_paper(reader: Reader) -> KeyedPaper:
    """The canonical form, read strictly; ShapeError, FormNumberError, DecimalRefusedError."""
    form = reader.text("form", limit=8)
    if not _FORM.fullmatch(form):
        raise FormNumberError(text=form)
    paper = KeyedPaper(
        form=form,
        total=reader.decimal("total"),
        scans=reader.texts("scans", limit=MAX_SCANS, each=64),
    )
    reader.done()
    if not paper.scans or len(set(paper.scans)) != len(paper.scans):
        raise ShapeError(place=reader.at("scans"), expected="digests")
    if not all(_DIGEST.fullmatch(each) for each in paper.scans):
        raise ShapeError(place=reader.at("scans"), expected="digests")
    return paper


def check_keyed_paper(paper: KeyedPaper | None, *, keyed: bool, total: Fraction, declared: str) -> None:
    """Whether a sheet of that origin, total and declaration's time may rest on `paper`.

    ShapeError where a keyed sheet has no paper, another sheet has one, or what the paper was `declared` on
    is not a day (paper knows no clock); ControlTotalError.
    """
    if (paper is not None) != keyed:
        raise ShapeError(place="paper", expected="with a keyed sheet")
    if paper is None:
        return
    read_date(declared, "declaration.time")
    if paper.total != total:
        raise ControlTotalError


def read_form_number(text: str) -> str:
    """A form number as typed: spaces and hyphens aside, full-width digits allowed; FormNumberError."""
    plain = re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", text))
    if not _FORM.fullmatch(plain):
        raise FormNumberError(text=text[:40])
    return plain


def form_words(number: str) -> str:
    """4827 1930, as it is printed and read out."""
    return f"{number[:4]} {number[4:]}"
