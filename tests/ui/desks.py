"""Real workspaces behind a real window for the tests of the screen: an expert's sheet, declared, half or
wholly scored; keys are pressed as a person would."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import paths
from app.settings import Settings
from app.ui.application import dressed
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.scoring_page import ScoringPage
from app.ui.style import Look
from tests.workspaces import World, panel_file

EXPERT = "E1"


def application(look: Look | None = None) -> QApplication:
    """The one application, dressed."""
    return dressed([], paths.fonts(), look)


@contextmanager
def open_desk(world: World, laptop: str = EXPERT) -> Generator[Desk, None, None]:
    """The desk of a laptop of `world`, as the window has it."""
    desk = Desk(lambda settings: world.laptop(settings.workspace.name), Settings(world.folder(laptop), None))
    try:
        yield desk
    finally:
        desk.close()


def brief_for(world: World, annex: int, *, platform: str, rules: str = "", facts: str | None = None) -> Path:
    """A brief of another annex, issued by the world's desk: where its file lies."""
    with world.laptop("desk") as core:
        file = panel_file(world.root, annex=annex, platform=platform, rules=rules, facts=facts)
        panel = core.panels.new(file).name
        core.panels.issue(panel, world.stick / f"{panel}.pdf")
    return world.stick / f"{panel}.pdf"


def declared(desk: Desk, brief: bytes) -> str:
    """Opens a brief and declares no conflict; the sheet's name."""
    return desk.core.scoring.declare(desk.core.scoring.open(brief)).id


def shown(desk: Desk, name: str, *, width: int = 1366, height: int = 728) -> tuple[MainWindow, ScoringPage]:
    """The window with the scoring page of a sheet in front, all its cards made."""
    window = MainWindow(desk)
    page = ScoringPage(desk, name)
    window.resize(width, height)
    window.show_page(page)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    assert page.cards
    QApplication.processEvents()
    return window, page
