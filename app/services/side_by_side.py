"""对照页面: what this program draws of a paper's data, beside the page that the file shows.

Runs in the judging child: the file is foreign, and that its page is not ours is why it is looked at.
"""

from app.domain.frozen import frozen
from app.domain.verification import CheckName
from app.errors import RefusedError
from app.pdf.container import open_container
from app.pdf.preview import PageImage, count, page
from app.services.appraisal import rendering
from app.services.appraised import Appraisal, Known

# Page checks where both sides can be drawn and a person has to compare them.
COMPARED = ("page_of_other_version", "page_differs", "appearance_differs")
_FIRST: tuple[CheckName, ...] = ("bytes", "later_changes", "coverage")
_SMALL = 420  # pixels across that are enough to tell whether two pages are alike


class NoPagesError(RefusedError):
    """There is nothing to draw beside the file's page: its data do not tell a page."""


@frozen
class Sides:
    """One page of a paper, from 0, of `pages` in all: `ours` drawn from its data, `theirs` as in the file;
    None where that side has no such page. `differing`: pages that are not alike, signatures aside."""

    at: int
    pages: int
    differing: tuple[int, ...]
    ours: PageImage | None
    theirs: PageImage | None


def may_compare(found: Appraisal) -> bool:
    """Whether the page is in question and nothing else: other faults need no picture."""
    sound = all(found.checks[name].state == "ok" for name in _FIRST)
    return sound and found.checks["page"].code in COMPARED


def sides(data: bytes, at: int, width: int, known: Known, program: str) -> Sides:
    """The page at `at` from both sides; below 0 the first that differs. NoPagesError, those of judging."""
    container = open_container(data)
    render = rendering(container, known, program)
    if render is None:
        raise NoPagesError
    ours, theirs = render(), container.first_revision
    counts = count(ours), count(theirs)
    differing = tuple(each for each in range(max(counts)) if not _alike(ours, theirs, each, min(counts)))
    wanted = at if at >= 0 else (differing[0] if differing else 0)
    wanted = min(wanted, max(counts) - 1)
    return Sides(
        at=wanted,
        pages=max(counts),
        differing=differing,
        ours=page(ours, wanted, width) if wanted < counts[0] else None,
        theirs=page(data, wanted, width) if wanted < count(data) else None,
    )


def _alike(ours: bytes, theirs: bytes, at: int, both: int) -> bool:
    return at < both and page(ours, at, _SMALL) == page(theirs, at, _SMALL)
