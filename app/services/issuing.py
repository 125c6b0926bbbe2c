"""Signing a brief as a value that any thread may call, and writing files out; keeping is panels.py's."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.signer import Signer, signature_lines
from app.pdf.papers import render_brief
from app.pdf.signing import certify
from app.services.appraisal import DESK_FIELD, Appraisal, Known
from app.services.appraiser import clean
from app.services.sticks import NotWrittenFault, write_out


@frozen
class SignedBrief:
    """A signed brief, clean, not yet kept."""

    brief: Brief
    data: bytes
    judged: Appraisal


@frozen
class BriefJob:
    """Signs `brief` at `time` in the desk's name; `signer` unlocks the key."""

    brief: Brief
    desk: str
    time: datetime
    signer: Callable[[], Signer]

    def __call__(self) -> SignedBrief:
        """Renders, signs, judges the result. The errors of crypto and pdf, KeptPaperUnsoundError."""
        header = self.brief.header
        data = certify(
            render_brief(self.brief),
            field=DESK_FIELD,
            signer=self.signer(),
            time=self.time,
            reason="签发任务书",
            permission=1,
            lines=signature_lines(self.desk, self.time, header.signer),
        )
        return SignedBrief(self.brief, data, clean(data, Known(), header.program))


@frozen
class OutFile:
    """A file to be written out under a name of ours."""

    name: str
    data: bytes


def brief_file(panel: Panel) -> str:
    """The name of a brief's file: number, annex and panel, nothing that anybody typed."""
    return f"任务书-{_about(panel)}.pdf"


def record_file(panel: Panel, revision: int) -> str:
    """The name of a record's file, likewise: the same on every computer that signs this revision, so that the
    longer file replaces the shorter one."""
    return f"汇总记录-{_about(panel)}-第{revision}版.pdf"


def forms_file(panel: Panel) -> str:
    """The name of the file with a panel's blank forms."""
    return f"纸质评分表-{_about(panel)}.pdf"


def _about(panel: Panel) -> str:
    return f"{panel.brief.header.brief_number:02d}-附件{panel.brief.rubric.annex}-{panel.name}"


def write_files(folder: Path, files: Sequence[OutFile], told: Callable[[int], None] | None = None) -> None:
    """Writes every file into `folder`, which is made if need be, each read back; for any thread.

    NotWrittenFault, ReadBackFault: what was written before stays, and the same call again writes all.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWrittenFault(path=str(folder), reason=error.strerror or type(error).__name__) from error
    for at, each in enumerate(files, start=1):
        if told is not None:
            told(at)
        write_out(folder / each.name, each.data)
