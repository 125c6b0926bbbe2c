"""The facts of a ranking, stream ranking/PX… at the desk: its records, what the panel decided, recommends.

How they become entries is history.py's; what they change and when they are allowed, ranking_acts.py's.
"""

from app.domain.canonical import Json
from app.domain.facts import Fact
from app.domain.frozen import frozen


@frozen
class RankingOpened(Fact):
    """A category's ranking began: its 128 bits, category, table, rules and organiser."""

    opening: Json


@frozen
class ApplicantTaken(Fact):
    """A complete record came into the ranking, or a later one of the same panel took its place."""

    applicant: Json


@frozen
class ApplicantLeftOut(Fact):
    """A panel of the category that is not ranked, and why; printed."""

    panel: str
    platform: str
    reason: str


@frozen
class OrderDecided(Fact):
    """The panel put applicants in order between whom the program does not decide; `panels` in that order."""

    panels: Json
    note: str
    date: str


@frozen
class Recommended(Fact):
    """The panel's recommendation (推荐) for so many places; `panels` may be empty, with its reason."""

    panels: Json
    places: int
    note: str
    date: str


@frozen
class RankingSealed(Fact):
    """The ranking's paper was certified by the desk."""

    ranking: str
    revision: int


@frozen
class RankingReopened(Fact):
    """The sealed paper was taken back, or is to be superseded."""

    ranking: str
    reason: str


@frozen
class RankingSigned(Fact):
    """A signature field of a ranking was filled, here or elsewhere; `file` is the new file's digest."""

    ranking: str
    field: str
    file: str
