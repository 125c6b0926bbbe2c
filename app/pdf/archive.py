"""Drawn pages into an archival file: PDF/A-3u with attachments and empty signature fields.

It is the first revision. What the pages say is layout's, who signs is signing's. The same input gives
the same bytes.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from app import paths
from app.domain.frozen import frozen

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

Relationship = Literal["Source", "Data", "Supplement"]
PRODUCER = "Zhiping"
# ISO 32000-1 12.5.3: printed, and locked in place.
_PRINT_AND_LOCKED = 4 | 128
# 12.7.2: signatures exist, append only. True from the moment of sealing.
_SIGNATURES_EXIST_APPEND_ONLY = 3


@frozen
class Attachment:
    """A file inside the paper: ASCII name, bytes, MIME type, Chinese description, and what it is to it."""

    name: str
    data: bytes
    mime: str
    description: str
    relationship: Relationship


@frozen
class FieldBox:
    """An empty signature field: its name, its page from 0, its box (left, bottom, right, top) in points
    from the page's lower left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]


@frozen
class Bookmark:
    """An entry of the reader's table of contents: a title and its page from 0."""

    title: str
    page: int


def finish(
    pages: bytes,
    *,
    title: str,
    created: str,
    attachments: Sequence[Attachment],
    fields: Sequence[FieldBox],
    bookmarks: Sequence[Bookmark] = (),
) -> bytes:
    """The PDF/A-3u (ISO 19005-3) of the drawn pages; `created` is an RFC 3339 time with an offset.

    Raises ValueError for attachment names that are not ASCII or not unique, for field names that are not
    unique and for a time without offset: those are the program's own, never an entry of a person.
    """
    import pikepdf

    _require_names(attachments, fields)
    when = datetime.fromisoformat(created)
    if when.utcoffset() is None:
        raise ValueError("created needs an offset")
    out = BytesIO()
    with pikepdf.open(BytesIO(pages)) as pdf:
        _clean(pdf)
        _describe(pdf, title, when)
        _set_output_intent(pdf)
        _attach(pdf, attachments, when)
        _add_fields(pdf, fields)
        _add_bookmarks(pdf, bookmarks)
        pdf.remove_unreferenced_resources()
        pdf.save(
            out,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            deterministic_id=True,
            fix_metadata_version=False,
            linearize=False,
        )
    return out.getvalue()


def pdf_date(when: datetime) -> str:
    """ISO 32000-1 7.9.4: D:20261124093000+08'00', seconds at most."""
    offset = when.strftime("%z")
    return when.strftime("D:%Y%m%d%H%M%S") + f"{offset[:3]}'{offset[3:5]}'"


def _require_names(attachments: Sequence[Attachment], fields: Sequence[FieldBox]) -> None:
    names = [attachment.name for attachment in attachments]
    if not all(name.isascii() and name.isprintable() for name in names) or len(set(names)) < len(names):
        raise ValueError("attachment names must be ASCII and unique")
    if len({field.name for field in fields}) < len(fields):
        raise ValueError("field names must be unique")


def _clean(pdf: "Pdf") -> None:
    """Take away what reportlab adds without need: page transitions, page modes, its own Info and ID."""
    from pikepdf import Name

    for page in pdf.pages:
        for key in (Name.Trans, Name.Dur, Name.Group):
            if key in page.obj:
                del page.obj[key]
    for key in (Name.PageMode, Name.Outlines):
        if key in pdf.Root:
            del pdf.Root[key]
    for key in (Name.Info, Name.ID):
        if key in pdf.trailer:
            del pdf.trailer[key]


def _describe(pdf: "Pdf", title: str, when: datetime) -> None:
    """Info and XMP with one content; the language; the title in the reader's window."""
    from pikepdf import Dictionary, Name, String

    date = pdf_date(when)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Creator=String(PRODUCER),
            Producer=String(PRODUCER),
            CreationDate=String(date),
            ModDate=String(date),
        )
    )
    pdf.Root.Lang = String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    metadata = pdf.make_stream(xmp_packet(title, when.isoformat(timespec="seconds")))
    metadata.stream_dict.Type = Name.Metadata
    metadata.stream_dict.Subtype = Name.XML
    pdf.Root.Metadata = metadata


def xmp_packet(title: str, when: str) -> bytes:
    """The XMP packet of a paper: what Info says, and that it is PDF/A part 3, conformance U."""
    shown = escape(title, quote=False)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>\n"
        "<dc:format>application/pdf</dc:format>\n"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{shown}</rdf:li></rdf:Alt></dc:title>\n'
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\n<pdf:Producer>{PRODUCER}</pdf:Producer>\n"
        f"<xmp:CreateDate>{when}</xmp:CreateDate>\n<xmp:ModifyDate>{when}</xmp:ModifyDate>\n"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


def _set_output_intent(pdf: "Pdf") -> None:
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_stream((paths.resources() / "srgb.icc").read_bytes())
    profile.stream_dict.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _attach(pdf: "Pdf", attachments: Sequence[Attachment], when: datetime) -> None:
    """Each file once: the same object in the name tree (sorted, as it must be) and in /AF (as given)."""
    from pikepdf import Array, Dictionary, String

    if not attachments:
        return
    specs = {attachment.name: _file_spec(pdf, attachment, when) for attachment in attachments}
    pdf.Root.AF = Array(list(specs.values()))
    leaves = [part for name in sorted(specs) for part in (String(name), specs[name])]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(leaves)))


def _file_spec(pdf: "Pdf", attachment: Attachment, when: datetime) -> "Object":
    from pikepdf import Dictionary, Name, String

    date = String(pdf_date(when))
    stream = pdf.make_stream(attachment.data)
    stream.stream_dict.Type = Name.EmbeddedFile
    stream.stream_dict.Subtype = Name("/" + attachment.mime)
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    stream.stream_dict.Params = Dictionary(
        Size=len(attachment.data), CheckSum=String(checksum), CreationDate=date, ModDate=date
    )
    spec = Dictionary(
        Type=Name.Filespec,
        F=String(attachment.name),
        UF=String(attachment.name),
        Desc=String(attachment.description),
        AFRelationship=Name("/" + attachment.relationship),
        EF=Dictionary(F=stream, UF=stream),
    )
    return pdf.make_indirect(spec)


def _add_bookmarks(pdf: "Pdf", bookmarks: Sequence[Bookmark]) -> None:
    from pikepdf import OutlineItem, PageLocation

    if bookmarks:
        with pdf.open_outline() as outline:
            for mark in bookmarks:
                outline.root.append(OutlineItem(mark.title, mark.page, PageLocation.Fit))


def _add_fields(pdf: "Pdf", fields: Sequence[FieldBox]) -> None:
    from pikepdf import Array, Dictionary

    if not fields:
        return
    widgets = [_widget(pdf, field) for field in fields]
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(Fields=Array(widgets), SigFlags=_SIGNATURES_EXIST_APPEND_ONLY)
    )


def _widget(pdf: "Pdf", field: FieldBox) -> "Object":
    """Field and widget in one dictionary, with an empty appearance as PDF/A asks of every widget."""
    from pikepdf import Array, Dictionary, Name, String

    left, bottom, right, top = (round(value, 2) for value in field.box)
    appearance = pdf.make_stream(b"")
    for key, value in (
        (Name.Type, Name.XObject),
        (Name.Subtype, Name.Form),
        (Name.BBox, Array([0, 0, round(right - left, 2), round(top - bottom, 2)])),
        (Name.Resources, Dictionary()),
    ):
        appearance.stream_dict[key] = value
    page = pdf.pages[field.page]
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(field.name),
            Rect=Array([left, bottom, right, top]),
            F=_PRINT_AND_LOCKED,
            P=page.obj,
            AP=Dictionary(N=appearance),
        )
    )
    annotations = page.obj.get(Name.Annots, Array())
    annotations.append(widget)
    page.obj[Name.Annots] = annotations
    return widget
