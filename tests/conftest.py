"""What holds for every test: hypothesis profiles, the system's tools, which files begin, what is measured."""

import os
import shutil
from collections.abc import Generator

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

from tests import shelf

# No deadline: the machine's load decides nothing. build/test.py uses `ci`: the same examples every time.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dev")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_tool(name): asks a program that we did not write")
    if not hasattr(config, "workerinput"):  # the process that starts the others, or the only one
        shelf.open_shelf()
    shelf.share_codes()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shelf.close_shelf()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing tool fails the test, unless build/test.py was told to do without."""
    for mark in item.iter_markers("needs_tool"):
        missing = [name for name in mark.args if shutil.which(name) is None]
        if missing and os.environ.get("ZHIPING_WITHOUT_SYSTEM_TOOLS"):
            pytest.skip(f"not installed: {', '.join(missing)}")
        if missing:
            pytest.fail(f"not installed: {', '.join(missing)}; build/test.py says how", pytrace=False)


# The files that take longest, longest first: begun last, one of them would keep one process busy alone.
LONGEST = (
    "tests/story/test_window_round.py",
    "tests/story/test_panel.py",
    "tests/ui/test_every_page.py",
    "tests/pdf/test_attacks.py",
    "tests/services/test_rankings.py",
    "tests/ui/test_organiser_seal.py",
    "tests/services/test_attacks_on_bytes.py",
    "tests/cli/test_round.py",
    "tests/cli/test_demo.py",
    "tests/services/test_attacks_on_seats.py",
    "tests/cli/test_story.py",
    "tests/services/test_packages.py",
    "tests/story/test_window_by_keyboard.py",
    "tests/services/test_attacks_on_rankings.py",
    "tests/services/test_collecting.py",
    "tests/pdf/test_papers.py",
    "tests/services/test_attacks_on_keying.py",
    "tests/services/test_records.py",
    "tests/pdf/test_judging.py",
    "tests/ui/test_newcomer.py",
    "tests/ui/test_shared_laptop.py",
    "tests/services/test_rounds_reading.py",
    "tests/story/test_window_input.py",
    "tests/story/test_accreditation.py",
    "tests/ui/test_day.py",
    "tests/ui/test_organiser_collect.py",
    "tests/story/test_paper.py",
    "tests/services/test_attacks_on_packages.py",
    "tests/ui/test_organiser_ranking.py",
    "tests/story/test_window_crash.py",
    "tests/story/test_window_accreditation.py",
    "tests/ui/test_scoring_look.py",
    "tests/services/test_lookup.py",
    "tests/services/test_keying.py",
    "tests/ui/test_organiser_keying.py",
    "tests/cli/test_keying.py",
    "tests/ui/test_verify.py",
    "tests/services/test_attacks_on_numbers.py",
    "tests/ui/test_manual.py",
    "tests/services/test_rounds.py",
    "tests/ui/test_organiser_look.py",
    "tests/domain/test_consolidation.py",
    "tests/ui/test_organiser_discuss.py",
    "tests/build/test_layers.py",
    "tests/services/test_attacks_on_signers.py",
    "tests/ui/test_organiser_opinion.py",
    "tests/ui/test_organiser_closing_look.py",
    "tests/services/test_print_set.py",
)

# Tracing doubles the time of a test. What these run through is not counted: stories, scenes and attacks
# go where the tests of each room have been. Coverage is lower for it, the gates are as they were.
UNMEASURED = (
    "tests/story/",
    "tests/cli/test_demo.py",
    "tests/cli/test_story.py",
    "tests/pdf/test_attacks.py",
    "tests/services/test_attacks_on_",
    "tests/services/test_crash.py",
    "tests/services/test_versions.py",
    "tests/ui/test_every_page.py",
    "tests/ui/test_organiser_closing_look.py",
    "tests/ui/test_organiser_look.py",
    "tests/ui/test_scoring_look.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After pytest-randomly: the longest files first, the others as they came."""
    at = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: at.get(item.location[0], len(at)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """No tracing from the fixtures of a test that is not measured to their end."""
    measured = Coverage.current()
    if measured is None or not item.nodeid.startswith(UNMEASURED):
        return (yield)
    measured.stop()
    try:
        return (yield)
    finally:
        measured.start()
