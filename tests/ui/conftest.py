"""The screen without a screen: Qt offscreen, one application, real workspaces."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest  # Qt asks for its platform when it is imported
from PySide6.QtWidgets import QApplication  # Qt asks for its platform when it is imported

from app.crypto import vault  # Qt asks for its platform when it is imported
from tests import workspaces  # Qt asks for its platform when it is imported
from tests.ui import desks  # Qt asks for its platform when it is imported
from tests.workspaces import World  # Qt asks for its platform when it is imported


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Takes pytest-qt's place: ours is dressed."""
    return desks.application()


@pytest.fixture(scope="session", autouse=True)
def built_worlds() -> Iterator[None]:
    yield
    workspaces.clear_worlds()


@pytest.fixture(scope="module", autouse=True)
def cheap_secrets() -> Iterator[None]:
    """A PIN or passphrase costs little here, which tests/crypto pays in full."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "COST", 2**10)
        yield


@pytest.fixture
def issued(tmp_path: Path, qapp: QApplication) -> World:
    return workspaces.issued().copy(tmp_path / "world")
