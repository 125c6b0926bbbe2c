"""Which of two versions is the later one, and what a payload says of who made it."""

import pytest

from app.domain.canonical import Json
from app.domain.versions import is_newer, program_of


@pytest.mark.parametrize(
    ("program", "than", "newer"),
    [
        ("zhiping 0.1.1", "zhiping 0.1.0", True),
        ("zhiping 0.10.0", "zhiping 0.9.9", True),
        ("zhiping 1.0.0", "zhiping 0.99.99", True),
        ("zhiping 0.1.0", "zhiping 0.1.0", False),
        ("zhiping 0.1.0", "zhiping 0.2.0", False),
        ("another 9.0.0", "zhiping 0.1.0", False),
        ("zhiping 9", "zhiping 0.1.0", False),
        ("zhiping 9.0.0", "development", False),
    ],
)
def test_versions_are_compared_by_their_numbers_and_only_among_our_own(
    program: str, than: str, newer: bool
) -> None:
    assert is_newer(program, than) is newer


@pytest.mark.parametrize(
    ("payload", "program"), [({"program": "zhiping 1.2.3"}, "zhiping 1.2.3"), ({"program": 3}, ""), ([], "")]
)
def test_a_payload_names_its_program_or_none(payload: Json, program: str) -> None:
    assert program_of(payload) == program
