"""The three papers as files: 任务书, 个人评分表, 汇总记录, each a deterministic first revision in PDF/A-3u.

Layout is in brief_pages, sheet_pages and record_pages; signing comes after and elsewhere.
"""

from collections.abc import Mapping, Sequence

from app.domain.brief import Brief
from app.domain.manifest import Manifest
from app.domain.ranking_paper import RankingFound, RankingPaper
from app.domain.record import Findings, Record
from app.domain.signed_sheet import SignedSheet
from app.errors import RefusedError
from app.pdf.archive import Attachment, finish
from app.pdf.brief_pages import KIND as BRIEF
from app.pdf.brief_pages import brief_frame, lay_out_brief
from app.pdf.drawing import draw
from app.pdf.flow import Flow
from app.pdf.fonts import MissingGlyphsError
from app.pdf.manifest_pages import KIND as MANIFEST
from app.pdf.manifest_pages import lay_out_manifest, manifest_frame
from app.pdf.paper_frame import PaperFrame
from app.pdf.ranking_pages import KIND as RANKING
from app.pdf.ranking_pages import lay_out_ranking, ranking_frame
from app.pdf.record_pages import KIND as RECORD
from app.pdf.record_pages import lay_out_record, record_frame
from app.pdf.sheet_pages import lay_out_sheet, sheet_frame

__all__ = [
    "LIMITS_MB", "MissingGlyphsError", "PaperTooLargeError", "render_brief", "render_manifest",
    "render_ranking", "render_record", "render_sheet",
]  # fmt: skip

PAYLOAD = "zhiping.json"
# trust.md, "Sticks and foreign bytes".
LIMITS_MB: Mapping[str, int] = {
    BRIEF: 2,
    "个人评分表": 5,
    "回避声明": 5,
    "个人评分表（代录）": 5,
    "回避声明（代录）": 5,
    RECORD: 64,
    MANIFEST: 5,
    RANKING: 5,
}


class PaperTooLargeError(RefusedError):
    """A paper that would exceed what its readers accept; said before anything is signed."""

    field_names = ("kind", "limit_mb")


def render_brief(brief: Brief) -> bytes:
    """The brief with the empty field `desk`; MissingGlyphsError, PaperTooLargeError."""
    return _finish(lay_out_brief(brief), brief_frame(brief), brief.issued, _payload(brief.payload))


def render_sheet(sheet: SignedSheet, brief: Brief, scans: Mapping[str, bytes] | None = None) -> bytes:
    """The sheet with the empty field `expert`; MissingGlyphsError, PaperTooLargeError.

    A keyed-in sheet shows and attaches its `scans` by their names, JPEGs as `scans.plain_size` takes them.
    """
    attached = [
        Attachment(name, data, "image/jpeg", f"纸质评分表扫描 {name}", "Supplement")
        for name, data in (scans or {}).items()
    ]
    return _finish(
        lay_out_sheet(sheet, brief, scans),
        sheet_frame(sheet, brief),
        sheet.signed,
        [*_payload(sheet.payload), *attached],
    )


def render_record(record: Record, found: Findings, files: Mapping[str, bytes]) -> bytes:
    """The record with all its empty fields and the attached papers, `files` by their ASCII names.

    Raises MissingGlyphsError, PaperTooLargeError.
    """
    attached = [
        Attachment(name, data, "application/pdf", _described(name), "Supplement")
        for name, data in files.items()
    ]
    flow = lay_out_record(record, found)
    frame = record_frame(record, found.panel.brief)
    return _finish(flow, frame, record.sealed, [*_payload(record.payload), *attached])


def render_manifest(manifest: Manifest) -> bytes:
    """The manifest with the empty field `desk`; MissingGlyphsError, PaperTooLargeError."""
    frame = manifest_frame(manifest)
    return _finish(lay_out_manifest(manifest), frame, manifest.made, _payload(manifest.payload))


def render_ranking(paper: RankingPaper, found: RankingFound) -> bytes:
    """The ranking with all its empty fields; MissingGlyphsError, PaperTooLargeError."""
    frame = ranking_frame(paper, found)
    return _finish(lay_out_ranking(paper, found), frame, paper.sealed, _payload(paper.payload))


def _payload(payload: bytes) -> list[Attachment]:
    return [Attachment(PAYLOAD, payload, "application/json", "本文件的全部数据，签名涵盖其内容", "Source")]


def _described(name: str) -> str:
    return "评审任务书" if name == "brief.pdf" else f"个人评分表 {name.removesuffix('.pdf')}"


def _finish(flow: Flow, frame: PaperFrame, created: str, attachments: Sequence[Attachment]) -> bytes:
    data = finish(
        draw(flow.pages(frame.marks)),
        title=f"{frame.kind} {frame.number}",
        created=created,
        attachments=attachments,
        fields=flow.fields(),
        bookmarks=flow.bookmarks(),
    )
    limit = LIMITS_MB[frame.kind]
    if len(data) > limit * 1_000_000:
        raise PaperTooLargeError(kind=frame.kind, limit_mb=limit)
    return data
