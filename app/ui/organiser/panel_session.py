"""One panel at its desk as the pages see it: as it stands, what follows from it, and the acts on it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.brief import Brief
from app.domain.panel import Panel
from app.domain.record import Findings
from app.errors import ZhipingError
from app.ui.desk import Desk
from app.ui.feedback import Refusal


class PanelSession(QObject):
    """A panel by name. Every act is saved when it returns and makes the other pages stale."""

    def __init__(self, desk: Desk, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.name = desk, name

    @property
    def panel(self) -> Panel:
        """The panel as it stands now."""
        return self.desk.core.panels.load(self.name).panel

    @property
    def brief(self) -> Brief:
        """What the panel judges, by whom, under which rules."""
        return self.panel.brief

    @property
    def saved_at(self) -> str:
        """When the last act on it was saved."""
        return self.desk.core.panels.load(self.name).entries[-1].time

    def findings(self) -> Findings:
        """What the record says as it stands."""
        return self.desk.core.panels.load(self.name).findings

    def act(self, do: Callable[[], object], refusal: Refusal) -> bool:
        """Does `do` and tells the other pages; what is refused is said at `refusal`, and nothing changed."""
        refusal.say("")
        try:
            do()
        except ZhipingError as error:
            refusal.tell(error)
            return False
        self.desk.changed.emit()
        return True
