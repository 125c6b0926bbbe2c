"""The judging child and the worlds that stories share are taken away at the end."""

from collections.abc import Iterator

import pytest

from tests import workspaces


@pytest.fixture(scope="session", autouse=True)
def shared_worlds() -> Iterator[None]:
    yield
    workspaces.clear_worlds()
