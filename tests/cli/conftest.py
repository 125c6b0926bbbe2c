"""Fixtures of the terminal's tests: real workspaces and keys; what every command would pay for, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import bootstrap
from app.crypto import vault
from tests import workspaces
from tests.cli.driver import Terminal


@pytest.fixture(scope="module", autouse=True)
def cheap_commands() -> Iterator[None]:
    """One judging child for all commands, which tests/pdf starts and ends; a passphrase costs little here,
    which tests/crypto pays in full."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "_judge", lambda _stack: workspaces._judge())
        patch.setattr(vault, "COST", 2**10)
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_worlds() -> Iterator[None]:
    yield
    workspaces.clear_worlds()


@pytest.fixture
def zhiping(tmp_path: Path) -> Terminal:
    """A terminal over an empty folder."""
    return Terminal(tmp_path)
