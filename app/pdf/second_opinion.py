"""pyHanko's view of a file that passed our own reading: the same signatures, covered, nothing changed since.

Two readers written apart must agree; what ours alone requires is in revisions, increments and strict_cms.
"""

import logging
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.domain.verification import CheckName
from app.pdf.proven import PROVEN, proof_of
from app.pdf.refusals import NotOursError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import StandardDiffPolicy

_MALFORMED = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    AssertionError,
)


def objection(data: bytes, fields: Sequence[str]) -> CheckName | None:
    """The check that pyHanko would fail for a file signed in `fields`, or None where it agrees.

    NotOursError where it cannot read the file at all.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    proof = proof_of("second_opinion", data, tuple(fields))
    if PROVEN.has(proof):
        return None
    _silence()
    try:
        found = _objection(PdfFileReader(BytesIO(data), strict=True), fields)
    # Malformed files raise plain TypeError and the like from deep inside it.
    except (PdfError, *_MALFORMED) as error:
        raise NotOursError(why="unreadable") from error
    if found is None:
        PROVEN.add(proof)
    return found


def load() -> None:
    """Import pyHanko now, so that the first file to be judged does not pay for it."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    assert PdfFileReader and EmbeddedPdfSignature  # imported for what they load
    _policy()


def _objection(reader: "PdfFileReader", fields: Sequence[str]) -> CheckName | None:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signatures = reader.embedded_signatures
    if [one.field_name for one in signatures] != list(fields):
        return "signers"
    if [one.signed_revision for one in signatures] != list(range(1, reader.xrefs.total_revisions)):
        return "later_changes"
    levels = [one.evaluate_signature_coverage() for one in signatures]
    wanted = [SignatureCoverageLevel.ENTIRE_REVISION] * (len(levels) - 1)
    if levels != [*wanted, SignatureCoverageLevel.ENTIRE_FILE]:
        return "coverage"
    # One pass from the rendered revision on sees every change that the passes from each signature would see.
    found = _policy().review_file(reader, 0, doc_mdp=MDPPerm.FILL_FORMS)
    if not isinstance(found, DiffResult) or found.modification_level > ModificationLevel.FORM_FILLING:
        return "later_changes"
    return None


@cache
def _policy() -> "StandardDiffPolicy":
    """pyHanko's default policy, but for the /Perms that certifying adds (increments.py checks it)."""
    from pyhanko.sign.diff_analysis import (
        CatalogModificationRule,
        FormUpdatingRule,
        GenericFieldModificationRule,
        SigFieldCreationRule,
        SigFieldModificationRule,
        StandardDiffPolicy,
    )
    from pyhanko.sign.diff_analysis.rules_api import QualifiedWhitelistRule

    ignored = frozenset({"/AcroForm", "/Extensions", "/Perms"})
    global_rules: list[QualifiedWhitelistRule] = [CatalogModificationRule(ignored_keys=ignored)]
    field_rules = [SigFieldCreationRule(), SigFieldModificationRule(), GenericFieldModificationRule()]
    return StandardDiffPolicy(
        global_rules=global_rules,
        form_rule=FormUpdatingRule(field_rules=field_rules),
        ignore_orphaned_objects=False,
        ignore_identical_objects=False,
    )


@cache
def _silence() -> None:
    """pyHanko logs a suspicious change with the objects themselves; our logs never show what a paper says."""
    logging.getLogger("pyhanko").addHandler(logging.NullHandler())
    logging.getLogger("pyhanko").propagate = False
