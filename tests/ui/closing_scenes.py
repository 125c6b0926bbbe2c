"""3 意见与核对, 4 封存与签名 and 签名 on the signer's laptop in their states, for tests/ui/pictures.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.ui.organiser.opinion_page import OpinionPage
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.record_sign_page import RecordSignPage
from app.ui.organiser.seal_page import SealPage
from app.ui.pages import Page
from app.ui.parts import reveal
from app.ui.stick_watch import StickWatch
from tests import workspaces
from tests.shelf import kept, shelf
from tests.ui.closings import all_sign, pass_all, row
from tests.ui.day_scenes import settle
from tests.ui.desk_scenes import DeskScene, Make, desk_of, watching
from tests.workspaces import STAFF, World


def closing_scenes(folder: Path) -> Iterator[DeskScene]:
    """From the first look at the checks to the last signature; worlds of their own below `folder`."""
    worlds: dict[str, Callable[[], World]] = {
        "waiting": workspaces.submitted, "open": answered, "ready": ready, "turn": workspaces.sealed,
        "done": workspaces.signed,
    }  # fmt: skip
    made = {name: build().copy(folder / name) for name, build in worlds.items()}
    desks = {name: desk_of(world) for name, world in made.items()}

    def opinion(name: str) -> Make:
        world, desk = made[name], desks[name]
        return lambda _, parent: OpinionPage(PanelSession(desk, world.panel), watching())

    def seal(name: str) -> Make:
        world, desk = made[name], desks[name]
        stick = folder / "KINGSTON"
        stick.mkdir(exist_ok=True)
        return lambda _, parent: SealPage(PanelSession(desk, world.panel), writable(stick))

    yield "opinion-waiting", opinion("waiting"), settle
    yield "opinion", opinion("open"), settle
    yield "opinion-draft", opinion("open"), then(drafting)
    yield "opinion-reason", opinion("open"), then(lambda page: row(page, "evidence").go_on.click())
    yield "opinion-ready", opinion("ready"), settle
    yield "opinion-done", opinion("done"), settle
    yield "seal-open", seal("open"), settle
    yield "seal", seal("ready"), settle
    yield "seal-paper", seal("ready"), sealing(lambda page: page.tabs.paper.click())
    yield "seal-turn", seal("turn"), settle
    yield "seal-reopen", seal("turn"), sealing(lambda page: page.foot.reopen.click())
    yield "seal-done", seal("done"), settle
    yield from sign_scenes(made["turn"], folder)


@kept
def answered() -> World:
    """Everything is in and discussed; no opinion yet."""
    world = workspaces.submitted().copy(shelf() / "answered")
    with world.laptop("desk") as core:
        core.collecting.collect([world.stick])
        workspaces.bind_all(core, world.panel, list(core.panels.load(world.panel).panel.sheets.values()))
        core.settling.supply(world.panel, workspaces.SURVEY, {"value": "89.96"}, "佐证 12")
        core.settling.determine(world.panel, STAFF, "对照社保名册复核")
    return world


@kept
def ready() -> World:
    """Only the record is missing."""
    world = workspaces.settled().copy(shelf() / "ready")
    pass_all(world)
    return world


def drafting(page: OpinionPage) -> None:
    """At the opinion."""
    page.editor.text.setFocus()
    reveal(page, page.editor)


def sign_scenes(world: World, folder: Path) -> Iterator[DeskScene]:
    """The chair's laptop: before the signature, over an empty field, after it."""
    chair = desk_of(world, "E1")
    sealed = world.root / "sealed.pdf"

    def sign(_: object, parent: object) -> Page:
        return RecordSignPage(chair, watching(), sealed, sealed.read_bytes())

    yield "record-sign", sign, settle
    yield "record-signed", sign, signing
    whole = all_sign(folder / "all-sign")
    with whole.laptop("desk") as core:
        core.records.seal(whole.panel, whole.root / "all.pdf")
    other, file = desk_of(whole, "E1"), whole.root / "all.pdf"

    def over(_: object, parent: object) -> Page:
        return RecordSignPage(other, watching(), file, file.read_bytes())

    yield "record-sign-over", over, settle


def writable(stick: Path) -> StickWatch:
    """A stick that takes files is in."""
    watch = watching(stick)
    watch.writable = (stick,)
    return watch


def signing(page: Page) -> None:
    """Signed, not yet back on the stick."""
    settle(page)
    assert isinstance(page, RecordSignPage)
    page.sign.click()
    settle(page)


def then(do: Callable[[OpinionPage], None]) -> Callable[[Page], None]:
    """Does something on 意见与核对 once it is there."""

    def go(page: Page) -> None:
        settle(page)
        assert isinstance(page, OpinionPage)
        do(page)
        settle(page)

    return go


def sealing(do: Callable[[SealPage], None]) -> Callable[[Page], None]:
    """Does something on 封存与签名 once it is there."""

    def go(page: Page) -> None:
        settle(page)
        assert isinstance(page, SealPage)
        do(page)
        settle(page)

    return go
