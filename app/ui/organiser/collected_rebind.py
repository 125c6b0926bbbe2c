"""登记换电脑: a sheet signed on another laptop is taken once its code is read out, with a printed reason."""

from PySide6.QtCore import Signal

from app.domain.signed_sheet import SignedSheet
from app.errors import ZhipingError
from app.services.collecting import JudgedFile
from app.ui.desk import Desk
from app.ui.organiser.seat_form import Act, ActForm, Given
from app.ui.parts import work
from app.ui.words import raw, t


class RebindForm(ActForm):
    """`rebound` has what became of the file once the seat has its new certificate."""

    rebound = Signal(object)

    def __init__(self, desk: Desk, judged: JudgedFile, sheet: SignedSheet) -> None:
        title = t("{name}换了电脑").format(name=raw(sheet.name))
        told = t(
            "请当面确认以新电脑上的这份为准，请他念出它的校验码。原来那份保留在记录里，理由会印在记录上。"
        )
        super().__init__(Act(title, told, code=t("新电脑上的校验码"), confirm=t("登记换电脑")))
        self.desk, self.judged, self.sheet = desk, judged, sheet
        self._reason = ""
        self.given.connect(self.on_given)

    def on_given(self, given: Given) -> None:
        """Whose code it is is reckoned beside the screen."""
        self._reason = given.reason
        job = self.desk.core.settling.prepare_rebind(self.sheet, given.code)
        self.working(True)
        work(self, job, self.on_right, self.on_wrong)

    def on_right(self, certificate: str) -> None:
        """The seat gets the new certificate, and the sheet comes in."""
        self.working(False)
        core, header = self.desk.core, self.sheet.header
        try:
            core.settling.rebind(header.panel_name, self.sheet.seat, certificate, self._reason)
            told = core.collecting.keep(self.judged)
            if (
                told.code == "import_conflict"
            ):  # one signed on each laptop: the code read out says which stands
                core.settling.stand(header.panel_name, self.sheet.seat, self.sheet.digest, self._reason)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self.rebound.emit(told)

    def on_wrong(self, error: ZhipingError) -> None:
        """Not that code."""
        self.working(False)
        self.refusal.tell(error)
