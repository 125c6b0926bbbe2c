"""What the self-test found, as values: one line a check, and what all of it together means."""

from collections.abc import Callable, Mapping
from typing import Literal

from app.domain.frozen import frozen
from app.errors import Field, ZhipingError
from app.services.cross_notes import Told

State = Literal["green", "amber", "red", "none"]
CheckName = Literal[
    "version", "manifest", "rubrics", "fonts", "workspace", "keyring", "disk", "clock", "screen", "stick",
    "rehearsal",
]  # fmt: skip
ORDER: tuple[CheckName, ...] = (
    "version", "manifest", "rubrics", "fonts", "workspace", "keyring", "disk", "clock", "screen", "stick",
    "rehearsal",
)  # fmt: skip
# The smallest screen that every page fits, in logical pixels.
SMALLEST = (911, 512)
Tell = Callable[[str, Mapping[str, Field]], str]


@frozen
class Line:
    """One check: what was found and, where it is not green, what to do.

    `none` is not checked here, such as a screen in the terminal; `details` may be long.
    """

    name: CheckName
    state: State
    told: Told
    details: tuple[str, ...] = ()


@frozen
class Screen:
    """The room a window has, in logical pixels, and how much the system enlarges (1.5 is 150 %)."""

    width: int
    height: int
    scale: float


@frozen
class SelfReport:
    """All lines in order; `time` is this computer's, with offset; `version` of the program."""

    time: str
    version: str
    lines: tuple[Line, ...]

    def count(self, state: State) -> int:
        """How many lines are in that state."""
        return sum(each.state == state for each in self.lines)

    @property
    def state(self) -> State:
        """The worst there is: red before amber before green."""
        return "red" if self.count("red") else "amber" if self.count("amber") else "green"

    @property
    def told(self) -> Told:
        """Whether this computer may be used for a review."""
        if self.state == "red":
            return Told("selftest_red", {"count": self.count("red")})
        if self.state == "amber":
            return Told("selftest_amber", {"count": self.count("amber")})
        return Told("selftest_green")


def of_error(name: CheckName, error: ZhipingError, state: State = "red") -> Line:
    """A check that ended in an error of ours: its own sentence says what to do."""
    return Line(name, state, Told(error.code, error.fields))
