"""2 合议 in its states, for tests/ui/pictures.py."""

from collections.abc import Callable, Iterator

from app.ui.organiser.discuss_page import DiscussPage
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from tests.builders import Desk as Built
from tests.builders import Points
from tests.ui.day_scenes import settle
from tests.ui.desk_scenes import DeskScene, Make
from tests.ui.discussions import Told, counted, judged
from tests.workspaces import STAFF

OFF: tuple[Points, ...] = (
    {}, {"2.3.1.1": 3}, {"2.2.1.1": 0, "2.4.1.1": 7}, {},
    {"2.2.2.1": 0, "2.2.2.2": 0, "2.2.4.1": 0, "2.2.5.1": 0},
)  # fmt: skip
JUDGED: tuple[Points, ...] = tuple(
    {"1.2.1.1": one, "1.2.1.2": two, "1.2.2.1": three, "1.2.2.3": four, "1.2.3.1": five}
    for one, two, three, four, five in (
        (4, 8, 4, "3.5", 5), ("4.5", "7.5", 4, 3, "4.5"), (4, "3.5", "1.5", "3.5", 5),
        ("3.5", "8.5", 4, 5, "4.5"), (4, 8, "4.5", "3.5", 5), (4, 9, 4, "3.5", 5), (5, 8, 4, 3, 5),
    )
)  # fmt: skip


def discuss_scenes() -> Iterator[DeskScene]:
    """Awaited, four to one, the drawer out, recorded, totals far off, judged points, many experts, all at
    one, and what would flip the verdict."""
    facts = counted(6, 6, 4, 6, 6, points=OFF)
    yield "discuss-awaited", made(counted(6, 6, 4, 6, 6, come=3)), settle
    yield "discuss", made(facts), settle
    yield "discuss-open", made(facts), then(DiscussPage.on_entered)
    yield "discuss-recorded", made(counted(6, 6, 4, 6, 6, points=OFF).determine(STAFF)), settle
    yield "discuss-equal", made(counted(6, 6, 4, 4).determine(STAFF)), settle
    yield "discuss-totals", made(facts), then(explaining)
    yield "discuss-all", made(facts), then(lambda page: page.head.tabs["all"].click())
    yield "discuss-judged", made(judged(*JUDGED)), then(lambda page: page.view.choose("1.2.1.2"))
    yield "discuss-many", made(counted(*(6,) * 17, 4, 4)), settle
    yield "discuss-agreed", made(counted(6, 6, 6)), settle
    close = counted(6, 6, 6, points=({"2.2.1.1": 0, "2.2.4.1": 0},) * 2 + ({"2.2.1.1": 0},))
    yield "discuss-flips", made(close), settle


def made(built: Built) -> Make:
    """The page of a panel in memory."""
    return lambda desk, parent: DiscussPage(Told(desk, built.panel), StickWatch(lambda: ()))


def explaining(page: DiscussPage) -> None:
    """The totals that lie far off."""
    page.view.choose("totals")
    page.on_entered()


def then(do: Callable[[DiscussPage], None]) -> Callable[[Page], None]:
    """Does something to the page once it is there."""

    def go(page: Page) -> None:
        assert isinstance(page, DiscussPage)
        settle(page)
        do(page)
        settle(page)

    return go
