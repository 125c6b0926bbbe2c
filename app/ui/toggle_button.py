"""A button that stays pressed, to a screen reader too: its own "toggle" is a press like any other."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton


class ToggleButton(QPushButton):
    """Qt's accessible action only turns the state and says nothing; here `clicked` follows, a group's too."""

    _told = False  # whether a click or our own code turns the state

    def setChecked(self, on: bool) -> None:
        self._told = True
        super().setChecked(on)
        self._told = False

    def nextCheckState(self) -> None:
        """Of a click."""
        self._told = True
        super().nextCheckState()
        self._told = False

    def checkStateSet(self) -> None:
        """Whatever turned the state."""
        super().checkStateSet()
        # Of an exclusive group the other one is let go: nobody pressed that.
        if not self._told and (self.isChecked() or not self._is_one_of_many):
            QTimer.singleShot(0, self, self._press)

    @property
    def _is_one_of_many(self) -> bool:
        group = self.group()
        return group is not None and group.exclusive()

    def _press(self) -> None:
        if not self._is_one_of_many:
            self.setChecked(not self.isChecked())  # the click turns it again
        self.click()
