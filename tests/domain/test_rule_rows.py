"""Only the rules that can change anything under a table are asked."""

import pytest

from app.domain.rule_rows import NUMBERS, matters
from app.domain.rule_sheet import QUESTIONS
from tests.workspaces import rubric

KEYS = (*(each.key for each in QUESTIONS), *NUMBERS)


@pytest.mark.parametrize(
    ("annex", "unasked"),
    [(1, {"survey", "months"}), (2, {"step", "minimum_total"}), (8, {"step", "minimum_total", "months"})],
)
def test_a_rule_that_changes_nothing_is_not_asked(annex: int, unasked: set[str]) -> None:
    found = {key for key in KEYS if not matters(key, [rubric(annex)])}
    assert found == unasked


def test_a_round_with_both_kinds_asks_everything() -> None:
    assert all(matters(key, [rubric(1), rubric(2)]) for key in KEYS)
    assert not any(matters(key, []) for key in KEYS)
