"""What is loaded ahead exists, and is loaded in steps while the window lives."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from app.ui.warming import AT_THE_DESK, SOON

STEPS = """
import sys, time
from PySide6.QtCore import QCoreApplication
from app.ui.warming import SOON, Warming
app = QCoreApplication([])
warming = Warming(app)
ends = time.monotonic() + 60
while warming._left and time.monotonic() < ends:
    app.processEvents()
print(all(each in sys.modules for each in SOON), warming._timer.isActive())
"""


@pytest.mark.parametrize("name", SOON + AT_THE_DESK)
def test_what_is_loaded_ahead_exists(name: str) -> None:
    assert find_spec(name) is not None


def test_it_is_loaded_step_by_step_and_then_rests() -> None:
    done = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
