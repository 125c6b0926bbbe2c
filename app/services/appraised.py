"""What judging a file yields, and what it may take as given: values that every reader of a paper shares.

How files are judged: appraisal.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, field
from typing import TYPE_CHECKING

from app.domain.brief import Brief
from app.domain.documents import Header, Kind
from app.domain.frozen import frozen
from app.domain.signed_sheet import SignedSheet
from app.domain.verification import Check, CheckName
from app.errors import TrustError, ZhipingError

if TYPE_CHECKING:  # one who only scores loads neither the other papers nor what reads a file
    from app.domain.manifest import Manifest
    from app.domain.ranking_paper import RankingFound, RankingPaper
    from app.domain.record import Findings, Record
    from app.pdf.container import Container, SignatureFact

DESK_FIELD = "desk"
EXPERT_FIELD = "expert"


class KeptPaperUnsoundError(TrustError):
    """A paper in the workspace's own store does not stand up; `check` is the code of what failed."""

    field_names = ("kind", "check")


@frozen
class Known:
    """What judging may take as given: briefs' payloads by digest, sound papers' payloads by file digest."""

    briefs: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@frozen
class Contents:
    """The paper itself as far as it could be read; `unreproduced` names attached papers whose pages another
    version made."""

    _: KW_ONLY
    brief: Brief | None = None
    sheet: SignedSheet | None = None
    record: "Record | None" = None
    findings: "Findings | None" = None
    manifest: "Manifest | None" = None
    ranking: "RankingPaper | None" = None
    ranked: "RankingFound | None" = None
    unreproduced: tuple[str, ...] = ()


@frozen
class Appraisal(Contents):
    """Six of the eight checks of one file, and the paper itself as far as it could be read."""

    kind: Kind
    file_digest: str
    digest: str
    payload: bytes
    header: Header
    signatures: "tuple[SignatureFact, ...]"
    empty_fields: tuple[str, ...]
    checks: Mapping[CheckName, Check]
    given_records: frozenset[str] = frozenset()  # sound records given beside a ranking or a sheet
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def failure(self) -> Check | None:
        """The first failed check in the order of trust.md, if there is one."""
        return next((each for each in self.checks.values() if each.state == "failed"), None)

    @property
    def is_sound(self) -> bool:
        """Whether the paper may be taken: all checks ok, at most the page made by another version."""
        return all(
            each.state == "ok" or (each.name, each.code) == ("page", "page_of_other_version")
            for each in self.checks.values()
        )


@frozen
class Reading(Contents):
    """A paper as read: what is left to say of it are its signers, numbers and page."""

    header: Header
    signers: Check
    numbers: Check
    render: Callable[[], bytes] | None
    names: Mapping[str, str] = field(default_factory=dict)


def signers_check(container: "Container", wanted: Mapping[str, str], *, exact: bool = True) -> Check:
    """Whether the fields are exactly those `wanted`, in order, each signed field by its own certificate."""
    fields = tuple(wanted)
    if exact and container.fields != fields:
        return Check("signers", "failed", "fields_differ")
    for signature in container.signatures:
        if signature.field in wanted and signature.digest != wanted[signature.field]:
            return Check("signers", "failed", "signer_differs", {"field": signature.field})
    signed = [each.field for each in container.signatures]
    if exact and signed != [name for name in fields if name in signed]:
        return Check("signers", "failed", "signing_order")
    return Check("signers", "ok", "signers_match")


def numbers_failed(error: ZhipingError) -> Check:
    """The numbers check of a paper that contradicts itself."""
    return Check("numbers", "failed", error.code, error.fields)
