"""5 移交 of one panel, 移交 of the whole round, and 打印: what each shows is package_body's."""

from PySide6.QtCore import Signal

from app.errors import ZhipingError
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.package_body import PackageBody
from app.ui.organiser.package_list import PackageList, lines_to_print
from app.ui.organiser.package_prints import PrintPanel
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.steps import StepPage
from app.ui.pages import Page
from app.ui.parts import middle
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.words import t


class PackagePage(StepPage):
    """Step 5 of one panel: this panel, and all of the round that are ready with it."""

    page_requested = Signal(str)

    def __init__(self, session: PanelSession, watch: StickWatch) -> None:
        super().__init__(session, "handover")
        self.inside = PackageBody(self, session.desk, watch, session.name)
        self.inside.panel_requested.connect(self.step_requested)
        self.inside.page_requested.connect(self.page_requested)

    def refresh(self) -> None:
        super().refresh()
        self.inside.show_now()

    def may_leave(self) -> bool:
        return self.inside.may_leave

    def opened(self) -> None:
        self.inside.focus_first()


class RoundPackagePage(Page):
    """移交 of the whole round, from the board."""

    panel_requested = Signal(str, str)
    page_requested = Signal(str)

    def __init__(self, desk: Desk, watch: StickWatch) -> None:
        super().__init__(t("移交"))
        self.manual = "panel-handover"
        self.desk = desk
        self.inside = PackageBody(self, desk, watch)
        self.inside.panel_requested.connect(self.panel_requested)
        self.inside.page_requested.connect(self.page_requested)

    def refresh(self) -> None:
        super().refresh()
        self.inside.show_now()

    def may_leave(self) -> bool:
        return self.inside.may_leave

    def opened(self) -> None:
        self.inside.focus_first()


class RoundPrintPage(Page):
    """打印, from the board: what is printed before, during and after the round."""

    panel_requested = Signal(str, str)

    def __init__(self, desk: Desk, _watch: StickWatch) -> None:
        super().__init__(t("打印"))
        self.manual = "panel-handover"
        self.desk = desk
        self.refusal, self.list = Refusal(), PackageList()
        self.prints = PrintPanel(desk, lambda: self.list.picked, has_primary=True)
        self.primary = self.prints.prints
        column = middle(self)
        for shown in (self.refusal, self.list, self.prints):
            column.addWidget(shown)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.prints.prints)
        self.list.opened.connect(self.panel_requested)
        self.list.changed.connect(self.prints.update_state)

    def refresh(self) -> None:
        super().refresh()
        try:
            lines = lines_to_print(self.desk)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        official = [each for each in lines if not each.rehearsal]
        self.list.show_lines(lines, [each.name for each in lines if each.may], rehearsal=not official)
        self.prints.update_state()
        read_in_order(self)

    def may_leave(self) -> bool:
        return not self.prints.is_busy
