"""核对: what is still open before the experts leave, going on without it, and the drafted opinion."""

from app.domain.act_refusals import CheckNotOpenError
from app.domain.canonical import check_text
from app.domain.closing import ClosingCheck
from app.domain.history import CheckPassedOver
from app.domain.leaving import Lack, todays
from app.domain.opinion import drafted_opinion
from app.domain.panel import Panel
from app.domain.shape import TextTooLongError
from app.services.panels import Panels

REASON_LIMIT = 1000


class Closing:
    """The checks of one desk's panels. The law of sealing is the record's own; this is what a room owes."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def checks(self, name: str) -> tuple[ClosingCheck, ...]:
        """Every check of a panel as it stands."""
        return self._panels.load(name).checks

    def pass_over(self, name: str, check: str, reason: str) -> Panel:
        """Goes on without a check; the reason is printed in the record. CheckNotOpenError."""
        if len(reason) > REASON_LIMIT:
            raise TextTooLongError(place="reason", limit=REASON_LIMIT)
        found = next((each for each in self.checks(name) if each.name == check), None)
        if found is None:
            raise CheckNotOpenError(check=check[:20])
        written = check_text(reason, "reason", multiline=True)
        return self._panels.act(name, CheckPassedOver(check, found.about, written))

    def drafted_opinion(self, name: str) -> str:
        """The opinion as it writes itself from the result; "" while scores are not open."""
        return drafted_opinion(self._panels.load(name).findings)

    def lacking(self, name: str) -> tuple[Lack, ...]:
        """What is missing before everybody of the day may go: this panel's first. Nothing: 可以散会."""
        return tuple(each for panel in self.todays(name) for each in self._panels.load(panel.name).lacks)

    def todays(self, name: str) -> tuple[Panel, ...]:
        """This panel and the others of its day, which go home together."""
        panels = [self._panels.load(each).panel for each in self._panels.names()]
        return todays(panels, self._panels.load(name).panel)
