"""What holds for every test: hypothesis profiles, and tools of the system that a test needs."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

# No deadline: the machine's load decides nothing. build/test.py uses `ci`: the same examples every time.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dev")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_tool(name): asks a program that we did not write")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing tool fails the test, unless build/test.py was told to do without."""
    for mark in item.iter_markers("needs_tool"):
        missing = [name for name in mark.args if shutil.which(name) is None]
        if missing and os.environ.get("ZHIPING_WITHOUT_SYSTEM_TOOLS"):
            pytest.skip(f"not installed: {', '.join(missing)}")
        if missing:
            pytest.fail(f"not installed: {', '.join(missing)}; build/test.py says how", pytrace=False)
