"""打印件: pages of ours and pages copied from signed papers in one PDF with bookmarks, for printing only.

Not a paper: it has no data inside and no signature. The same input gives the same bytes.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.domain.frozen import frozen
from app.pdf.archive import PRODUCER
from app.pdf.drawing import Page, Text, draw
from app.pdf.flow import Flow
from app.pdf.paper_frame import PaperFrame
from app.pdf.print_set_pages import PRINTED

if TYPE_CHECKING:
    from pikepdf import OutlineItem, Pdf
    from pikepdf import Page as PdfPage

# Beside the paper's own foot, whose left side is taken.
_NOTE_SIZE = 7.5
_NOTE_RIGHT, _NOTE_UP = 56.0, 25.0


@frozen
class Part:
    """One part of the set: its bookmark, and either pages of ours (a PDF as drawn) or a signed paper."""

    title: str
    data: bytes
    copied: bool


@frozen
class Group:
    """The parts of one panel under one bookmark."""

    title: str
    parts: tuple[Part, ...]


def drawn(title: str, flow: Flow, frame: PaperFrame) -> Part:
    """Pages of ours as a part; MissingGlyphsError."""
    return Part(title, draw(flow.pages(frame.marks)), copied=False)


def assemble(groups: Sequence[Group], title: str) -> bytes:
    """The set as one PDF, of papers this workspace keeps and pages just drawn: no foreign bytes come here."""
    import pikepdf

    out = BytesIO()
    with ExitStack() as opened:
        pdf = opened.enter_context(pikepdf.new())
        marks: list[OutlineItem] = []
        for group in groups:
            above = pikepdf.OutlineItem(group.title, len(pdf.pages), pikepdf.PageLocation.Fit)
            for part in group.parts:
                mark = pikepdf.OutlineItem(part.title, len(pdf.pages), pikepdf.PageLocation.Fit)
                above.children.append(mark)
                _append(pdf, part, opened)
            marks.append(above)
        with pdf.open_outline() as outline:
            outline.root.extend(marks)
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Producer"] = PRODUCER
        pdf.Root.Lang = pikepdf.String("zh-CN")
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True, compress_streams=True, force_version="1.7")
    return out.getvalue()


def _append(pdf: "Pdf", part: Part, opened: ExitStack) -> None:
    """The part's pages behind those that are there; sources stay `opened` until all is saved."""
    import pikepdf

    source = opened.enter_context(pikepdf.open(BytesIO(part.data)))
    if part.copied:
        # Signature boxes become part of the page: a widget without its form shows differently everywhere.
        source.flatten_annotations("print")
    for page in source.pages:
        pdf.pages.append(page)
        if part.copied:
            _mark(pdf, pdf.pages[-1], opened)


def _mark(pdf: "Pdf", page: "PdfPage", opened: ExitStack) -> None:
    """Says on a copied page what a print is worth. Not by pikepdf's overlay, whose names are random."""
    import pikepdf

    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    note = opened.enter_context(pikepdf.open(BytesIO(_note(width, height))))
    name = pikepdf.Name(f"/Printed{width:.0f}x{height:.0f}")
    page.add_resource(pdf.copy_foreign(note.pages[0].as_form_xobject()), pikepdf.Name.XObject, name)
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {name} Do Q".encode("ascii"))


@lru_cache(maxsize=4)
def _note(width: float, height: float) -> bytes:
    """An empty page of that size that only says what a print is worth."""
    text = Text(width - _NOTE_RIGHT, height - _NOTE_UP, PRINTED, _NOTE_SIZE, "bold", 0.25, "right")
    return draw([Page(width, height, (text,))])
