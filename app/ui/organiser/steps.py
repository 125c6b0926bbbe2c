"""The five steps of a panel: one page each, the way between them on top, and what is still owed in each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.ui.organiser.panel_session import PanelSession
from app.ui.pages import Page, button
from app.ui.words import t

STEPS = ("collect", "discuss", "opinion", "seal", "handover")


def step_title(step: str) -> str:
    """What a step is called on screen."""
    return {
        "collect": t("1 收表"),
        "discuss": t("2 合议"),
        "opinion": t("3 意见与核对"),
        "seal": t("4 封存与签名"),
        "handover": t("5 移交"),
    }[step]


class StepBar(QFrame):
    """Five buttons in a row; `chosen` names the step wanted."""

    chosen = Signal(str)

    def __init__(self, current: str) -> None:
        super().__init__()
        self.setProperty("role", "steps")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for step in STEPS:
            made = button(step_title(step), "crumb")
            made.setCheckable(True)
            made.setChecked(step == current)
            made.clicked.connect(lambda _=False, wanted=step: self.chosen.emit(wanted))
            group.addButton(made)
            row.addWidget(made)
            self.buttons[step] = made
        row.addStretch(1)


class StepPage(Page):
    """A page about one panel at one step; `step_requested` has the panel's name and the step wanted,
    `place_requested` also what is to be put in front there (a seat or a criterion).

    Subclasses fill `body` and `bottom.row`, read `self.session`, and show in `refresh` what is true now.
    """

    step_requested = Signal(str, str)
    place_requested = Signal(str, str, str)

    def __init__(self, session: PanelSession, step: str, *, scrolls: bool = True) -> None:
        super().__init__(step_title(step), scrolls=scrolls)
        session.setParent(self)
        self.session, self.step = session, step
        self.manual = f"panel-{step}"
        self.brief = session.brief
        self.saved_at = session.saved_at
        self.bar = StepBar(step)
        self.bar.chosen.connect(self.on_step)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(0, self.bar)
        session.desk.changed.connect(self.on_changed)

    def on_step(self, wanted: str) -> None:
        """Another step was asked for; this page stays as it is until it is left."""
        self.bar.buttons[self.step].setChecked(True)
        if wanted != self.step:
            self.step_requested.emit(self.session.name, wanted)

    def reach(self, about: str) -> None:
        """Puts a seat or a criterion in front; nothing where the page has no such place."""

    def on_changed(self) -> None:
        """An act was saved, here or on another page."""
        if self.isVisible():
            self.refresh()
        else:
            self.stale = True

    def refresh(self) -> None:
        super().refresh()
        self.saved_at = self.session.saved_at
        self.head_changed.emit()
