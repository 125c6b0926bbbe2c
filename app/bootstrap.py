"""The only place that builds real things and plugs them together: a Core over one workspace folder."""

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app import __version__
from app.crypto.keyring_box import SecretBox, SystemKeyring
from app.errors import EnvironmentFault
from app.paths import rubrics
from app.pdf.judging import Judge
from app.services.closing import Closing
from app.services.collecting import Collecting
from app.services.core import Core
from app.services.forms import Forms
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers, prepare
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
from app.services.workspace import DATABASE, Workspace
from app.settings import Settings
from app.store import rubric_files
from app.store.database import open_database
from app.store.document_store import DocumentStore
from app.store.entry_store import EntryStore

PROGRAM = f"zhiping {__version__}"
STORE_NAME = DATABASE


class WorkspaceNotMadeFault(EnvironmentFault):
    """The workspace folder cannot be made or used."""

    field_names = ("path",)


def local_clock() -> datetime:
    """This computer's time with its offset."""
    return datetime.now().astimezone()


@contextmanager
def open_core(
    settings: Settings,
    *,
    box: SecretBox | None = None,
    clock: Callable[[], datetime] = local_clock,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Generator[Core, None, None]:
    """The services over `settings.workspace`, which is made if need be; closed again at the end.

    WorkspaceNotMadeFault and the faults of the store.
    """
    _make_folder(settings.workspace)
    database = open_database(settings.workspace / STORE_NAME)
    try:
        with Judge(prepare=prepare) as judge:
            workspace = Workspace(
                folder=settings.workspace,
                entries=EntryStore(database),
                papers=DocumentStore(database),
                rubrics=rubric_files.load(rubrics()),
                box=box or SystemKeyring(),
                clock=clock,
                random=random,
                secret=settings.secret,
                program=PROGRAM,
            )
            yield build_core(workspace, judge)
    finally:
        database.close()


def build_core(workspace: Workspace, judge: Judge) -> Core:
    """The services plugged together."""
    identities = Identities(workspace)
    papers = KeptPapers(workspace, judge)
    panels = Panels(workspace, identities, papers)
    records = Records(workspace, identities, panels, papers)
    rankings = Rankings(workspace, identities, panels)
    ranking_sealing = RankingSealing(workspace, identities, rankings, papers)
    verification = Verification(workspace, identities, papers)
    return Core(
        rubrics=workspace.rubrics,
        identities=identities,
        panels=panels,
        settling=Settling(panels),
        closing=Closing(panels),
        collecting=Collecting(workspace, panels, papers, records, ranking_sealing),
        forms=Forms(workspace, panels),
        keying=Keying(workspace, identities, panels, papers, judge),
        opening=Opening(judge, workspace.program),
        scoring=Scoring(workspace, identities, papers),
        records=records,
        rounds=Rounds(workspace, panels, judge),
        signing=RecordSigning(workspace, identities, panels, papers),
        rankings=rankings,
        ranking_sealing=ranking_sealing,
        ranking_signing=RankingSigning(workspace, identities, rankings, papers),
        verification=verification,
        trust_list=TrustList(workspace, identities, papers),
        packages=Packages(workspace, identities, panels, papers, rankings),
        prints=PrintSets(workspace, panels, papers),
        lookup=Lookup(workspace, identities, papers, verification),
    )


def _make_folder(folder: Path) -> None:
    # Names and scores lie in it: on a shared computer they are the owner's alone.
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceNotMadeFault(path=str(folder)) from error
