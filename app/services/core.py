"""Everything people can do in one workspace, as one value."""

from dataclasses import dataclass

from app.domain.rubric import Rubric
from app.services.collecting import Collecting
from app.services.identities import Identities
from app.services.opening import Opening
from app.services.panels import Panels
from app.services.record_signing import RecordSigning
from app.services.records import Records
from app.services.scoring import Scoring
from app.services.settling import Settling
from app.services.verification import Verification


@dataclass(frozen=True)
class Core:
    """The services of one workspace; who builds them: bootstrap."""

    rubrics: tuple[Rubric, ...]
    identities: Identities
    panels: Panels
    settling: Settling
    collecting: Collecting
    opening: Opening
    scoring: Scoring
    records: Records
    signing: RecordSigning
    verification: Verification
