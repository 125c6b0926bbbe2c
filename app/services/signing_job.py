"""Signing and showing a sheet as values that any thread may call: frozen things in, frozen things out.

What is read before and kept after is scoring.py's, on the main thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime

from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.domain.sheet import Sheet
from app.domain.signed_sheet import SignedSheet, signer_name
from app.domain.signer import Signer, signature_lines
from app.pdf.papers import render_sheet
from app.pdf.preview import PageImage, pages
from app.pdf.signing import certify
from app.services.appraisal import EXPERT_FIELD, Appraisal, Known
from app.services.appraiser import clean

__all__ = ["Made", "PageImage", "PreviewJob", "SigningJob"]


@frozen
class Made:
    """A signed paper, clean, not yet kept: the sheet it was made from, the paper, its bytes."""

    sheet: Sheet
    paper: SignedSheet
    data: bytes
    judged: Appraisal


@frozen
class SigningJob:
    """Signs `paper`, made from `sheet` at `time`; `signer` unlocks the key, `scans` are a keyed-in one's."""

    sheet: Sheet
    paper: SignedSheet
    time: datetime
    signer: Callable[[], Signer]
    scans: Mapping[str, bytes] = field(default_factory=dict)

    def __call__(self) -> Made:
        """Renders, signs, judges the result. The errors of crypto and pdf, KeptPaperUnsoundError."""
        brief, paper = self.sheet.brief, self.paper
        data = certify(
            render_sheet(paper, brief, self.scans),
            field=EXPERT_FIELD,
            signer=self.signer(),
            time=self.time,
            reason=_reason(paper),
            permission=1,
            lines=signature_lines(signer_name(paper, brief), self.time, paper.header.signer),
        )
        known = Known(briefs={brief.digest: brief.payload})
        return Made(self.sheet, paper, data, clean(data, known, paper.header.program))


def _reason(paper: SignedSheet) -> str:
    if paper.origin == "keyed":
        return "代录纸质评分表"
    return "申请回避" if paper.recused else "签署个人评分表"


@frozen
class PreviewJob:
    """Draws `paper` as it will look, `width` pixels wide."""

    brief: Brief
    paper: SignedSheet
    width: int

    def __call__(self) -> tuple[PageImage, ...]:
        """Every page as pixels. The errors of pdf."""
        return pages(render_sheet(self.paper, self.brief), self.width)
