"""Who sits at this computer: the first name, the PIN, 换人, and the briefs they bring."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from app.domain.documents import seat_number
from app.domain.sheet import Sheet
from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.laptop import Place, has_identity, next_place, places
from app.services.seating import SeatNotFoundError, late_seat
from app.settings import Settings
from app.ui.feedback import show_fault
from app.ui.home_page import HomePage
from app.ui.main_window import MainWindow
from app.ui.parts import work
from app.ui.recovery import Remembered
from app.ui.words import raw

if TYPE_CHECKING:
    from app.domain.signer import Signer
    from app.services.identities import MadeIdentity
    from app.services.opening import Offer
    from app.ui.roster_page import Chosen


class Entrance(QObject):
    """`entered` when somebody's workspace is open and theirs; `opened` with the ids of opened sheets and
    the sentences about briefs that were not opened."""

    entered = Signal()
    opened = Signal(object, str)

    def __init__(self, window: MainWindow, base: Path, remembered: Remembered) -> None:
        super().__init__(window)
        self.window, self.desk = window, window.desk
        self.base, self.remembered = base, remembered
        self._waiting: list[Offer] = []
        self._told: list[str] = []
        self._asking = False

    @property
    def is_shared(self) -> bool:
        """Whether several experts use this computer."""
        return self.desk.folder != self.base or any(each.folder != self.base for each in places(self.base))

    def begin(self) -> None:
        """The first page of this run: whose turn it is, or straight to the one person's own."""
        found = places(self.base)
        alone = len(found) == 1 and found[0].folder == self.base
        if alone and found[0].protection != "keyring" and self.desk.settings.secret is None:
            self.show_people(only=True)
        elif found and not alone:
            self.show_people()
        else:
            self.entered.emit()

    # ---- 换人 ---------------------------------------------------------------------------------------

    def swap(self) -> None:
        """换人: whoever had the computer alone so far sets a PIN before anybody else comes."""
        from app.ui.lock_page import LockPage

        identities = self.desk.core.identities
        if identities.is_made and identities.me().protection == "keyring":
            page = LockPage(self.desk)
            page.locked.connect(self.show_people)
            self.window.show_page(page)
        else:
            self.show_people()

    def show_people(self, *, only: bool = False) -> None:
        """Locks the open workspace: its pages are gone, its store is closed, the clipboard is empty."""
        from app.ui.people_page import PeoplePage

        page = PeoplePage(places(self.base), only=only)
        page.unlock_requested.connect(self.on_unlock)
        page.newcomer_requested.connect(self.on_newcomer)
        self.window.show_first(page)
        self.remembered.leave()
        self._waiting, self._told = [], []
        _empty_clipboard()
        self.desk.lock(Settings(self.base, None))

    def on_newcomer(self) -> None:
        """An expert who has no workspace on this computer yet."""
        self.desk.switch(Settings(next_place(self.base), None))
        self.entered.emit()

    def on_unlock(self, place: Place, secret: str) -> None:
        """Opens a workspace; its key must open too, before anything is shown."""
        from app.ui.people_page import PeoplePage

        page = self.window.page
        assert isinstance(page, PeoplePage)

        def refused(error: ZhipingError) -> None:
            self.desk.lock(Settings(self.base, None))
            page.failed(error)

        def opened(_: "Signer") -> None:
            self.entered.emit()

        try:
            self.desk.switch(Settings(place.folder, secret or None))
        except ZhipingError as error:
            refused(error)
            return
        work(page, self.desk.core.identities.signer, opened, refused)

    # ---- the first brief ----------------------------------------------------------------------------

    def take(self, offers: "Sequence[Offer]", told: str = "") -> None:
        """Opens briefs; before the first one, asks for the name. `told`: of files that came with them."""
        if self._asking:
            return
        self._waiting, self._told = list(offers), [told] if told else []
        if has_identity(self.desk.folder):
            self._open_all()
            return
        self._asking = True
        identities = self.desk.core.identities
        work(self, lambda: identities.protection(shared=False), self._ask_name, self._on_asking_failed)

    def _on_asking_failed(self, error: ZhipingError) -> None:
        self._asking = False
        show_fault(self.window, error)

    def _ask_name(self, protection: str) -> None:
        from app.ui.roster_page import RosterPage

        self._asking = False
        brief = self._waiting[0].brief if self._waiting else None
        if brief is None or not isinstance(self.window.page, HomePage):
            return  # 换人, or something else, came first
        shared = True if self.is_shared else None
        page = RosterPage(brief, keyring=protection == "keyring", shared=shared)
        page.chosen.connect(self.on_chosen)
        self.window.show_page(page)

    def on_chosen(self, chosen: "Chosen") -> None:
        """The name was tapped: makes the key beside the screen, then opens the briefs."""
        from app.ui.roster_page import RosterPage

        page = self.window.page
        assert isinstance(page, RosterPage)

        def made(found: "MadeIdentity") -> None:
            self.desk.core.identities.keep(found)
            self.remembered.named(chosen.owner.name)
            page.working(False)
            self._open_all(chosen.seat)

        try:
            self._sit_where(shared=chosen.shared)
            identities = self.desk.core.identities
            job = identities.prepare(chosen.owner, chosen.protection, chosen.secret)
        except ZhipingError as error:
            page.failed(error)
            return
        work(page, job, made, page.failed)

    def _sit_where(self, *, shared: bool) -> None:
        """Opens the place that belongs to the answer, also to one that was changed after a refusal: without
        a PIN nobody sits beside others, and with one nobody in the base."""
        if shared == (self.desk.folder != self.base):
            return
        self.remembered.leave()
        self.desk.switch(Settings(next_place(self.base) if shared else self.base, None))
        self.remembered.enter(self.desk.folder)

    def _open_all(self, seat: str | None = None) -> None:
        """Opens what waits; `seat` is meant for the first."""
        done: list[str] = []
        while self._waiting:
            offer = self._waiting.pop(0)
            try:
                done.append(self._open(offer, seat).id)
            except SeatNotFoundError:
                self._waiting.insert(0, offer)
                self._ask_seat(offer)
                return
            except ZhipingError as error:
                self._told.append(raw(f"{offer.path.name}：{error_sentence(error)}"))
            seat = None
        told, self._told = "\n".join(self._told), []
        self.opened.emit(tuple(done), told)

    def _open(self, offer: "Offer", seat: str | None) -> Sheet:
        assert offer.brief is not None
        late = seat is None and self.desk.core.identities.me().name not in {s.name for s in offer.brief.seats}
        nth = self._late_by()
        wanted = late_seat(offer.brief, nth) if late and nth else seat
        return self.desk.core.scoring.open(offer.data, wanted, offer.found)

    def _late_by(self) -> int:
        """How far after a roster's last this expert sits on every other sheet of the day; 0 on a roster."""
        places = [seat_number(each.member.seat) - len(each.brief.seats) for each in self.desk.sheets()]
        return max(min(places, default=0), 0)

    def _ask_seat(self, offer: "Offer") -> None:
        """The identity is there, but this roster does not name it: which seat is it?"""
        from app.ui.roster_page import RosterPage

        if offer.brief is None:
            return
        me = self.desk.core.identities.me()
        page = RosterPage(offer.brief, keyring=True, shared=None, known=me.name, mine=me.digest)

        def seated(chosen: "Chosen") -> None:
            page.working(False)
            self._open_all(chosen.seat)

        page.chosen.connect(seated)
        self.window.show_page(page)


def _empty_clipboard() -> None:
    """What was copied, and on X11 what was only marked, was the last expert's."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
