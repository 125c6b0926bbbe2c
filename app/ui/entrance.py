"""Who sits at this computer: the first name, the PIN, 换人, and the briefs they bring."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.domain.sheet import Sheet
from app.domain.signer import Signer
from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.identities import MadeIdentity
from app.services.laptop import Place, has_identity, next_place, places
from app.services.opening import Offer
from app.services.seating import SeatNotFoundError, late_seat
from app.settings import Settings
from app.ui.feedback import show_fault
from app.ui.main_window import MainWindow
from app.ui.parts import work
from app.ui.people_page import PeoplePage
from app.ui.recovery import Remembered
from app.ui.roster_page import Chosen, RosterPage
from app.ui.words import raw


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

    def show_people(self, *, only: bool = False) -> None:
        """Locks the open workspace: its pages are gone, its store is closed, the clipboard is empty."""
        page = PeoplePage(places(self.base), only=only)
        page.unlock_requested.connect(self.on_unlock)
        page.newcomer_requested.connect(self.on_newcomer)
        self.window.show_first(page)
        self.remembered.leave()
        QGuiApplication.clipboard().clear()
        self.desk.switch(Settings(self.base, None))

    def on_newcomer(self) -> None:
        """An expert who has no workspace on this computer yet."""
        self.desk.switch(Settings(next_place(self.base), None))
        self.entered.emit()

    def on_unlock(self, place: Place, secret: str) -> None:
        """Opens a workspace; its key must open too, before anything is shown."""
        page = self.window.page
        assert isinstance(page, PeoplePage)

        def refused(error: ZhipingError) -> None:
            self.desk.switch(Settings(self.base, None))
            page.failed(error)

        def opened(_: Signer) -> None:
            self.entered.emit()

        try:
            self.desk.switch(Settings(place.folder, secret or None))
        except ZhipingError as error:
            refused(error)
            return
        work(page, self.desk.core.identities.signer, opened, refused)

    # ---- the first brief ----------------------------------------------------------------------------

    def take(self, offers: Sequence[Offer]) -> None:
        """Opens briefs; before the first one, asks for the name."""
        self._waiting = list(offers)
        if has_identity(self.desk.folder):
            self._open_all()
            return
        core = self.desk.core
        work(
            self,
            lambda: core.identities.protection(shared=False),
            self._ask_name,
            lambda e: show_fault(None, e),
        )

    def _ask_name(self, protection: str) -> None:
        brief = self._waiting[0].brief
        if brief is None:
            return
        shared = True if self.is_shared else None
        page = RosterPage(brief, keyring=protection == "keyring", shared=shared)
        page.chosen.connect(self.on_chosen)
        self.window.show_page(page)

    def on_chosen(self, chosen: Chosen) -> None:
        """The name was tapped: makes the key beside the screen, then opens the briefs."""
        page = self.window.page
        assert isinstance(page, RosterPage)

        def made(found: MadeIdentity) -> None:
            self.desk.core.identities.keep(found)
            self.remembered.named(chosen.owner.name)
            page.working(False)
            self._open_all(chosen.seat)

        try:
            if chosen.shared and self.desk.folder == self.base:
                self.remembered.leave()
                self.desk.switch(Settings(next_place(self.base), None))
                self.remembered.enter(self.desk.folder)
            identities = self.desk.core.identities
            protection = identities.protection(shared=chosen.shared)
            job = identities.prepare(chosen.owner, protection, chosen.secret)
        except ZhipingError as error:
            page.failed(error)
            return
        work(page, job, made, page.failed)

    def _open_all(self, seat: str | None = None) -> None:
        """Opens what waits; `seat` is meant for the first."""
        done: list[str] = []
        told: list[str] = []
        while self._waiting:
            offer = self._waiting.pop(0)
            try:
                done.append(self._open(offer, seat).id)
            except SeatNotFoundError:
                self._waiting.insert(0, offer)
                self._ask_seat(offer)
                return
            except ZhipingError as error:
                told.append(f"{offer.path.name}：{error_sentence(error)}")
            seat = None
        self.opened.emit(tuple(done), raw("\n".join(told)) if told else "")

    def _open(self, offer: Offer, seat: str | None) -> Sheet:
        assert offer.brief is not None
        late = seat is None and self.desk.core.identities.me().name not in {s.name for s in offer.brief.seats}
        wanted = late_seat(offer.brief) if late and self._was_late() else seat
        return self.desk.core.scoring.open(offer.data, wanted, offer.found)

    def _was_late(self) -> bool:
        """Whether this expert sits after a roster's last on another sheet of the day."""
        sheets = self.desk.sheets()
        return bool(sheets) and all(each.brief.seat(each.member.seat) is None for each in sheets)

    def _ask_seat(self, offer: Offer) -> None:
        """The identity is there, but this roster does not name it: which seat is it?"""
        if offer.brief is None:
            return
        page = RosterPage(offer.brief, keyring=True, shared=None, asks=False)

        def seated(chosen: Chosen) -> None:
            page.working(False)
            self._open_all(chosen.seat)

        page.chosen.connect(seated)
        self.window.show_page(page)
