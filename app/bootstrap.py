"""The only place that builds real things and plugs them together: a Core over one workspace folder."""

import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.crypto.keyring_box import SecretBox, SystemKeyring
from app.errors import EnvironmentFault
from app.paths import parcel, rubrics
from app.services.core import Core
from app.services.media import refuse_stick
from app.services.workspace import DATABASE, Workspace
from app.settings import Settings
from app.store.database import open_database
from app.store.document_store import DocumentStore
from app.store.entry_store import EntryStore

if TYPE_CHECKING:
    from app.domain.rubric import Rubric
    from app.pdf.judging import Judge
from app.store.migrations import STEPS, Step

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
    steps: Sequence[Step] = STEPS,
) -> Generator[Core, None, None]:
    """The services over `settings.workspace`, which is made if need be; closed again at the end.

    WorkspaceNotMadeFault and the faults of the store.
    """
    refuse_stick(settings.workspace)
    _make_folder(settings.workspace)
    database = open_database(settings.workspace / STORE_NAME, steps=steps)
    try:
        with ExitStack() as stack:
            workspace = Workspace(
                folder=settings.workspace,
                entries=EntryStore(database),
                papers=DocumentStore(database),
                shipped=_shipped,
                box=box or SystemKeyring(),
                clock=clock,
                random=random,
                secret=settings.secret,
                program=PROGRAM,
                kept_copy=database.kept_copy,
                parcel=parcel(),
            )
            yield Core(workspace, partial(_judge, stack))
    finally:
        database.close()


def _shipped() -> "tuple[Rubric, ...]":
    from app.store import rubric_files

    return rubric_files.load(rubrics())


def _judge(stack: ExitStack) -> "Judge":
    """What judges foreign bytes; its children end with `stack`. Most starts never need it."""
    from app.pdf.judging import Judge
    from app.services.appraiser import prepare

    return stack.enter_context(Judge(prepare=prepare))


def _make_folder(folder: Path) -> None:
    # Names and scores lie in it: on a shared computer they are the owner's alone.
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceNotMadeFault(path=str(folder)) from error
