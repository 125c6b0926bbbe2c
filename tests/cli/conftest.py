"""Fixtures of the terminal's tests."""

from pathlib import Path

import pytest

from tests.cli.driver import Terminal


@pytest.fixture
def zhiping(tmp_path: Path) -> Terminal:
    """A terminal over an empty folder."""
    return Terminal(tmp_path)
