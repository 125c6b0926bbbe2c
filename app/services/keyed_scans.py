"""The scans of a keyed-in paper sheet: taken from files and made plain; found in a sheet and compared."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from app.domain.keyed_paper import MAX_SCANS
from app.domain.signed_sheet import SignedSheet
from app.errors import RefusedError, TrustError
from app.pdf.judging import Judge
from app.pdf.preview import PageImage
from app.pdf.refusals import NotOursError
from app.pdf.scans import ScanUnfitError, plain_size, remade, small
from app.services.sticks import read_one
from app.store.document_store import file_digest

# A page never takes more, and all pages of a sheet together leave room below its 5 MB: each scan is in the
# file twice, attached and on its page.
_A_PAGE, _ALL_PAGES = 600_000, 2_100_000


class ScanMissingError(RefusedError):
    """A keyed-in sheet needs the scan of its paper, and no more pages than a form has."""

    field_names = ("limit",)


class ScanTwiceError(RefusedError):
    """The same page was given twice."""

    field_names = ("file",)


class ScanRefusedError(RefusedError):
    """A file that cannot be taken as a scan; `why` is a short key."""

    field_names = ("file", "why")


class ScanDiffersError(TrustError):
    """A sheet's attached scan is missing, one too many, or another than the sheet names."""

    field_names = ("file",)


def take_scans(paths: Sequence[Path], judge: Judge) -> tuple[bytes, ...]:
    """The pages in `paths`, in that order, each drawn anew in the judging child as a plain JPEG.

    ScanMissingError, ScanTwiceError, ScanRefusedError, what `sticks.read_one` refuses, JudgeFault.
    """
    if not 1 <= len(paths) <= MAX_SCANS:
        raise ScanMissingError(limit=MAX_SCANS)
    limit = min(_A_PAGE, _ALL_PAGES // len(paths))
    pages: list[bytes] = []
    for path in paths:
        page = _remade(path, judge, limit)
        if page in pages:
            raise ScanTwiceError(file=path.name)
        pages.append(page)
    return tuple(pages)


def _remade(path: Path, judge: Judge, limit: int) -> bytes:
    try:
        page = judge.judge(read_one(path), partial(remade, limit=limit))
    except ScanUnfitError as error:
        raise ScanRefusedError(file=path.name, why=error.fields["why"]) from error
    except NotOursError as error:  # the child ended over it
        raise ScanRefusedError(file=path.name, why="broken") from error
    # What comes out of the child is believed no more than what went in.
    plain_size(page)
    return page


def scan_pictures(scans: Sequence[bytes], longest: int) -> tuple[PageImage, ...]:
    """Scans that `take_scans` made as small pictures for the screen, no side above `longest` pixels."""
    return tuple(small(each, longest) for each in scans)


def sound_scans(sheet: SignedSheet, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """A sheet's attached files in page order: exactly the scans it names, for the expert's own none at all.

    ScanDiffersError; ScanAlteredError for one that is no plain picture.
    """
    named = sheet.paper.files if sheet.paper else {}
    for name in files:
        if name not in named:
            raise ScanDiffersError(file=name[:60])
    for name, digest in named.items():
        if name not in files or file_digest(files[name]) != digest:
            raise ScanDiffersError(file=name)
        plain_size(files[name])
    return {name: files[name] for name in named}
