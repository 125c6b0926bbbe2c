"""Signing: fills an existing empty field of a paper with a PAdES signature, strictly as an increment.

Whose turn it is, and whether the paper is sound, was decided before; only field and form are seen to here.
"""

import codecs
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.domain.signer import Signer
from app.errors import RefusedError
from app.pdf import strict_cms
from app.pdf.appearance import draw_into
from app.pdf.increment_writer import UnsignableFileError, open_increment

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers.cms_embedder import SigMDPSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

Permission = Literal[1, 2]


class FieldUnknownError(RefusedError):
    """The paper has no signature field of this name."""

    field_names = ("field",)


class FieldFilledError(RefusedError):
    """The field is signed already; a signature is never replaced."""

    field_names = ("field",)


class KeyNotAcceptedError(RefusedError):
    """The signer's key is of a kind that no verifier of ours accepts (P-256, RSA from 2048 bits)."""


class AlreadySignedError(RefusedError):
    """Only a paper without any signature can be certified."""


class NotCertifiedError(RefusedError):
    """Only a certified paper takes further signatures."""


def certify(
    pdf: bytes,
    *,
    field: str,
    signer: Signer,
    time: datetime,
    reason: str,
    permission: Permission,
    lines: Sequence[str],
) -> bytes:
    """`pdf` with its first signature: DocMDP `permission` 1 allows nothing more, 2 the other empty fields.

    `time` must have an offset (ValueError); `lines` are shown in the field's box. Raises UnsignableFileError,
    AlreadySignedError, FieldUnknownError, FieldFilledError, KeyNotAcceptedError and MissingGlyphsError.
    """
    writer = open_increment(pdf)
    if _is_certified(writer) or any(filled for filled, _ in _fields(writer).values()):
        raise AlreadySignedError()
    return _sign(writer, field, signer, time, reason, lines, permission)


def sign(
    pdf: bytes, *, field: str, signer: Signer, time: datetime, reason: str, lines: Sequence[str]
) -> bytes:
    """`pdf` with one more approval signature in an empty field. Arguments and errors as for `certify`,
    NotCertifiedError in place of AlreadySignedError."""
    writer = open_increment(pdf)
    if not _is_certified(writer):
        raise NotCertifiedError()
    return _sign(writer, field, signer, time, reason, lines, None)


def _sign(
    writer: "IncrementalPdfFileWriter",
    field: str,
    signer: Signer,
    time: datetime,
    reason: str,
    lines: Sequence[str],
    permission: Permission | None,
) -> bytes:
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

    if time.utcoffset() is None:
        raise ValueError("time needs an offset")
    if not strict_cms.accepts(signer):
        raise KeyNotAcceptedError()
    draw_into(writer, _empty_field(writer, field), lines)
    if permission is not None:
        writer.register_extension(ESIC_EXTENSION_1)
        writer.update_root()
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(steps)
    steps.send(SigObjSetup(_placeholder(signer, time, reason), mdp_setup=_certification(permission)))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(strict_cms.compose(signer, prepared.document_digest))
    signed = output.getvalue()
    assert isinstance(signed, bytes)  # pyHanko is untyped here; a BytesIO unless told otherwise
    return signed


def _fields(writer: "IncrementalPdfFileWriter") -> "dict[str, tuple[bool, IndirectObject]]":
    """Every signature field: whether it is filled, and where it is."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        return {name: (value is not None, where) for name, value, where in enumerate_sig_fields(writer.prev)}
    except (PdfError, ValueError, TypeError, KeyError, IndexError) as error:
        raise UnsignableFileError() from error


def _empty_field(writer: "IncrementalPdfFileWriter", field: str) -> "DictionaryObject":
    found = _fields(writer)
    if field not in found:
        raise FieldUnknownError(field=field)
    filled, where = found[field]
    if filled:
        raise FieldFilledError(field=field)
    return writer.get_object(where.reference)


def _is_certified(writer: "IncrementalPdfFileWriter") -> bool:
    return "/Perms" in writer.root and "/DocMDP" in writer.root["/Perms"]


def _placeholder(signer: Signer, time: datetime, reason: str) -> "SignatureObject":
    """The signature dictionary, with no more room for the signature than it can need."""
    from pyhanko.pdf_utils.generic import ByteStringObject, pdf_name
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    found = SignatureObject(
        timestamp=time.replace(microsecond=0),
        subfilter=SigSeedSubFilter.PADES,
        bytes_reserved=2 * strict_cms.room_for(signer),
    )
    # Always UTF-16, so that reading it back needs no PDFDocEncoding.
    found[pdf_name("/Reason")] = ByteStringObject(codecs.BOM_UTF16_BE + reason.encode("utf-16-be"))
    return found


def _certification(permission: Permission | None) -> "SigMDPSetup":
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.signers.cms_embedder import SigMDPSetup

    perms = MDPPerm(permission) if permission else None
    return SigMDPSetup(md_algorithm="sha256", certify=perms is not None, docmdp_perms=perms)
