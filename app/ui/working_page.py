"""A page with long work of its own: while it is under way nothing on it can be done, and it is not left."""

from app.ui.feedback import Refusal
from app.ui.pages import Page
from app.ui.parts import progress


class WorkingPage(Page):
    """Subclasses place `busy` and `refusal`, and show in `update_state` what may be done now."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._busy = False
        self.refusal, self.busy = Refusal(), progress()

    def update_state(self) -> None:
        """What is shown and may be done now."""

    def working(self, busy: bool) -> None:
        """Work begins or ends; what was refused before is forgotten."""
        self._busy = busy
        if busy:  # a button that is disabled hands the focus on, to the way back
            self.setFocus()
        self.busy.setVisible(busy)
        self.refusal.say("")
        self.update_state()

    def may_leave(self) -> bool:
        return not self._busy
