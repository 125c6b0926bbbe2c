"""自检: is this computer ready for a review? Reads on the main thread, then looks beside the screen.

Nothing stays of it: the rehearsal is played in a temporary folder, what is written to try is removed.
"""

import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path

from app import __date__, __version__
from app.crypto.keyring_box import SecretBox
from app.domain.frozen import frozen
from app.domain.rubric import Rubric
from app.errors import Field, RefusedError, ZhipingError
from app.services import selftest_checks as checks
from app.services.cross_notes import Told
from app.services.rehearsal import Open, rehearse
from app.services.selftest_report import (
    ORDER,
    SMALLEST,
    CheckName,
    Line,
    Screen,
    SelfReport,
    of_error,
)
from app.services.sticks import NotWrittenFault
from app.services.workspace import Workspace

Progress = Callable[[int, int, CheckName, str], None]
_EXPERTS = 3


class SelfTestStoppedError(RefusedError):
    """Nobody waits for the self-test any more."""


@frozen
class Surroundings:
    """What only the caller knows: the screen (None in a terminal), the sticks that are in, the workspace's
    trouble if it cannot be opened."""

    screen: Screen | None = None
    sticks: tuple[Path, ...] = ()
    trouble: ZhipingError | None = None


@frozen
class SelfTestJob:
    """All checks; to be called once, on any thread. `workspace` and `newest` were read before."""

    folder: Path
    shipped: Callable[[], tuple[Rubric, ...]]
    box: SecretBox
    clock: Callable[[], datetime]
    random: Callable[[int], bytes]
    open_core: Open
    parcel: Path | None
    around: Surroundings
    workspace: Line
    newest: str
    _tables: list[Rubric] = field(default_factory=list)

    def __call__(self, progress: Progress | None = None) -> SelfReport:
        """The report; `progress` is told the number of each check, how many there are, which, and of a long
        one what it is at ("" as it begins)."""
        made: dict[CheckName, Callable[[], Sequence[Line]]] = {
            "version": self._version,
            "manifest": self._manifest,
            "rubrics": self._rubrics,
            "fonts": lambda: (checks.fonts(),),
            "workspace": lambda: (self.workspace,),
            "keyring": self._keyring,
            "disk": lambda: (checks.disk(self.folder),),
            "clock": self._clock,
            "screen": lambda: (screen(self.around.screen),),
            "stick": lambda: checks.sticks(self.around.sticks, checks.stick_data(self.random(16))),
            "rehearsal": lambda: self._rehearsal(progress),
        }
        lines: list[Line] = []
        for number, name in enumerate(ORDER, start=1):
            if progress is not None:
                progress(number, len(ORDER), name, "")
            lines.extend(made[name]())
        return SelfReport(self.clock().isoformat(timespec="seconds"), __version__, tuple(lines))

    def _version(self) -> tuple[Line]:
        fields: dict[str, Field] = {
            "version": __version__,
            "date": __date__,
            "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(),
        }
        return (Line("version", "green", Told("selftest_version", fields)),)

    def _manifest(self) -> tuple[Line]:
        return (checks.manifest(self.parcel),)

    def _rubrics(self) -> tuple[Line]:
        line, tables = checks.rubrics(self.shipped)
        self._tables.extend(tables)
        return (line,)

    def _keyring(self) -> tuple[Line]:
        return (checks.keyring(self.box, f"selftest-{self.random(8).hex()}", self.random(32)),)

    def _clock(self) -> tuple[Line]:
        now = self.clock()
        built = datetime.fromisoformat(f"{__date__}T00:00:00+08:00")
        return (checks.clock(now, built, self.newest),)

    def _rehearsal(self, progress: Progress | None) -> tuple[Line]:
        """A whole review in miniature, from brief to verified record."""
        began = time.perf_counter()

        def told(step: str) -> None:
            if progress is not None:
                progress(len(ORDER), len(ORDER), "rehearsal", step)

        try:
            with tempfile.TemporaryDirectory(prefix="zhiping-", ignore_cleanup_errors=True) as folder:
                rehearse(Path(folder), self._tables, self.open_core, told, experts=_EXPERTS)
        except SelfTestStoppedError:
            raise
        except ZhipingError as error:
            return (of_error("rehearsal", error),)
        except OSError as error:
            return (
                of_error(
                    "rehearsal", NotWrittenFault(path=tempfile.gettempdir(), reason=error.strerror or "")
                ),
            )
        fields = {"seconds": f"{time.perf_counter() - began:.0f}"}
        return (Line("rehearsal", "green", Told("selftest_rehearsal", fields)),)


class SelfTest:
    """The self-test of one computer and one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def prepare(
        self, open_core: Open, around: Surroundings | None = None, folder: Path | None = None
    ) -> SelfTestJob:
        """Reads what only the main thread may read; the rest as a value to be called on any thread.

        `open_core(folder, passphrase)` gives the services of another workspace, for the rehearsal; `folder`
        is another workspace's than this one's: of one not made yet, or that cannot be opened.
        """
        around = around or Surroundings()
        line, newest = self._look(around.trouble, folder)
        return SelfTestJob(
            folder=folder or self._workspace.folder,
            shipped=self._workspace.shipped,
            box=self._workspace.box,
            clock=self._workspace.clock,
            random=self._workspace.random,
            open_core=open_core,
            parcel=self._workspace.parcel,
            around=around,
            workspace=line,
            newest=newest,
        )

    def _look(self, trouble: ZhipingError | None, folder: Path | None) -> tuple[Line, str]:
        """The workspace's chains of entries, each followed from end to end; the newest entry's time."""
        if trouble is not None:
            return of_error("workspace", trouble), ""
        if folder is not None:
            return Line("workspace", "none", Told("selftest_workspace_none", {"path": str(folder)})), ""
        try:
            chains = [
                self._workspace.entries.read_headers(each) for each in self._workspace.entries.streams()
            ]
        except ZhipingError as error:
            return of_error("workspace", error), ""
        headers = [header for chain in chains for header in chain]
        newest = max((header.time for header in headers), key=datetime.fromisoformat, default="")
        fields: dict[str, Field] = {
            "path": str(self._workspace.folder),
            "streams": len(chains),
            "entries": len(headers),
        }
        return Line("workspace", "green", Told("selftest_workspace", fields)), newest


def screen(found: Screen | None) -> Line:
    """Whether every page fits the screen."""
    if found is None:
        return Line("screen", "none", Told("selftest_screen_none"))
    fields: dict[str, Field] = {
        "width": found.width,
        "height": found.height,
        "percent": round(found.scale * 100),
    }
    if found.width < SMALLEST[0] or found.height < SMALLEST[1]:
        return Line("screen", "amber", Told("selftest_screen_small", fields))
    return Line("screen", "green", Told("selftest_screen", fields))
