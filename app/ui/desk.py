"""What the window knows: the workspace that is open, its services, and its sheets as sessions."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.sheet import Sheet
from app.services.core import Core
from app.settings import Settings
from app.ui.session import SheetSession

OpenCore = Callable[[Settings], AbstractContextManager[Core]]


class Desk(QObject):
    """One workspace at a time. `changed` tells pages that something they show may be another now."""

    changed = Signal()

    def __init__(self, open_core: OpenCore, settings: Settings) -> None:
        super().__init__()
        self.open_core = open_core
        self._stack = ExitStack()
        self._sessions: dict[str, SheetSession] = {}
        self.settings = settings
        self._core: Core | None = self._stack.enter_context(open_core(settings))

    @property
    def core(self) -> Core:
        """The services of the open workspace. While the desk is locked there are none: asking is our bug."""
        assert self._core is not None
        return self._core

    @property
    def folder(self) -> Path:
        """The folder of the open workspace."""
        return self.settings.workspace

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of this workspace as they stand, in order of their briefs' numbers."""
        if self._core is None:
            return ()
        names = self.core.scoring.names()
        found = [self.session(name).sheet for name in names]
        return tuple(sorted(found, key=lambda sheet: sheet.brief.header.brief_number))

    def unsent(self) -> tuple[Sheet, ...]:
        """Signed sheets of this workspace that have not left it."""
        signed = [each for each in self.sheets() if each.signed]
        return tuple(each for each in signed if each.signed[-1] not in each.handed_over)

    def session(self, name: str) -> SheetSession:
        """The sheet of that name, read once; SheetUnknownError."""
        if name not in self._sessions:
            scoring = self.core.scoring
            session = SheetSession(scoring, scoring.load(name), scoring.saved_at(name))
            session.changed.connect(self.changed)
            self._sessions[name] = session
        return self._sessions[name]

    def switch(self, settings: Settings) -> None:
        """Closes this workspace and opens another; nothing of the first stays in memory here."""
        self.close()
        self.settings = settings
        self._core = self._stack.enter_context(self.open_core(settings))
        self.changed.emit()

    def lock(self, settings: Settings) -> None:
        """Closes this workspace and opens none: nothing of anybody is in memory or can be asked for."""
        self.close()
        self.settings = settings
        self.changed.emit()

    def close(self) -> None:
        """Closes the workspace."""
        self._sessions.clear()
        self._core = None
        self._stack.close()
