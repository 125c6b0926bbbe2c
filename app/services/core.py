"""Everything people can do in one workspace, as one value."""

from dataclasses import dataclass

from app.domain.rubric import Rubric
from app.services.closing import Closing
from app.services.collecting import Collecting
from app.services.forms import Forms
from app.services.identities import Identities
from app.services.keying import Keying
from app.services.lookup import Lookup
from app.services.opening import Opening
from app.services.packages import Packages
from app.services.panels import Panels
from app.services.print_set import PrintSets
from app.services.ranking_sealing import RankingSealing
from app.services.ranking_signing import RankingSigning
from app.services.rankings import Rankings
from app.services.record_signing import RecordSigning
from app.services.records import Records
from app.services.rounds import Rounds
from app.services.scoring import Scoring
from app.services.settling import Settling
from app.services.trust_list import TrustList
from app.services.verification import Verification


@dataclass(frozen=True)
class Core:
    """The services of one workspace; who builds them: bootstrap."""

    rubrics: tuple[Rubric, ...]
    identities: Identities
    panels: Panels
    settling: Settling
    closing: Closing
    collecting: Collecting
    forms: Forms
    keying: Keying
    opening: Opening
    scoring: Scoring
    records: Records
    rounds: Rounds
    signing: RecordSigning
    rankings: Rankings
    ranking_sealing: RankingSealing
    ranking_signing: RankingSigning
    verification: Verification
    trust_list: TrustList
    packages: Packages
    prints: PrintSets
    lookup: Lookup
