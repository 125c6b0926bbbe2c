"""Every page in every state there is a picture of, for the tests that go over them all."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.settings import Settings
from app.ui import tasks
from app.ui.desk import Desk, OpenCore
from app.ui.main_window import MainWindow
from app.ui.organiser.board_page import BoardPage
from app.ui.scoring_page import ScoringPage
from tests import workspaces
from tests.ui import day_scenes
from tests.ui.desks import application, open_desk
from tests.ui.pictures import SCENES, Scene


@contextmanager
def every_page(folder: Path) -> Iterator[tuple[Desk, list[Scene]]]:
    """A desk in `folder` and its scenes; at the end every desk that a scene opened is closed again."""
    application()
    world = workspaces.issued().copy(folder / "world")
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patch:

        def recorded(open_core: OpenCore, settings: Settings) -> Desk:
            made = Desk(open_core, settings)
            opened.callback(made.close)
            return made

        patch.setattr(day_scenes, "Desk", recorded)
        with open_desk(world) as desk:
            yield desk, [scene for each in SCENES for scene in each(world, desk)]


def settle() -> None:
    """Until nothing is under way and everything is where it will be."""
    for _ in range(3):
        QApplication.processEvents()
    while tasks.busy() or _reading():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _reading() -> bool:
    """组织评审 reads its panels piece by piece while it is shown, 评分 makes its cards: on a busy machine for
    some time."""
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
    pages = [each.page for each in windows if each.isVisible()]
    return any(
        (isinstance(each, BoardPage) and each.reading)
        or (isinstance(each, ScoringPage) and not each.area.column.is_whole)
        for each in pages
    )
