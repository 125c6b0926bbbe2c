"""Worlds for the tests of services: each test gets a copy of one that was built once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import workspaces
from tests.workspaces import World


@pytest.fixture(scope="session", autouse=True)
def built_worlds() -> Iterator[None]:
    yield
    workspaces.clear_worlds()


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Callable[[], World]], World]:
    """Makes this test's own copy of a built world."""

    def made(build: Callable[[], World]) -> World:
        return build().copy(tmp_path / "world")

    return made


@pytest.fixture
def issued(copy_of: Callable[[Callable[[], World]], World]) -> World:
    return copy_of(workspaces.issued)


@pytest.fixture
def submitted(copy_of: Callable[[Callable[[], World]], World]) -> World:
    return copy_of(workspaces.submitted)


@pytest.fixture
def settled(copy_of: Callable[[Callable[[], World]], World]) -> World:
    return copy_of(workspaces.settled)


@pytest.fixture
def sealed(copy_of: Callable[[Callable[[], World]], World]) -> World:
    return copy_of(workspaces.sealed)


@pytest.fixture
def signed(copy_of: Callable[[Callable[[], World]], World]) -> World:
    return copy_of(workspaces.signed)
