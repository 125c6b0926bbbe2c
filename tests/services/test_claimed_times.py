"""Claimed times: never proof, but what cannot stand beside each other is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.services.claimed_times import TOLERANCE, time_check
from tests.services.forgery import judged
from tests.workspaces import World

LATER = timedelta(days=1)
MORE = TOLERANCE + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("moved", "now", "code", "which"),
    [
        ({}, LATER, "time_claimed", -1),
        ({0: -MORE}, LATER, "time_doubtful", 0),  # sealed before the brief was issued
        ({0: LATER}, 2 * LATER, "time_doubtful", 1),  # the chair signed before the desk sealed
        ({}, -MORE, "time_doubtful", 0),  # all of it in this computer's future
        ({0: TOLERANCE / 2}, LATER, "time_claimed", -1),  # two laptops' clocks
    ],
)
def test_a_claim_that_contradicts_another_is_told_and_fails_nothing(
    signed: World, moved: dict[int, timedelta], now: timedelta, code: str, which: int
) -> None:
    found = judged(signed.file("record.pdf"))
    assert found.brief is not None and len(found.signatures) == 2
    base = datetime.fromisoformat(found.brief.issued)
    claims = [(base + moved.get(at, timedelta())).isoformat() for at in range(2)]
    told = tuple(
        replace(each, claimed_time=claim) for each, claim in zip(found.signatures, claims, strict=True)
    )
    check = time_check(replace(found, signatures=told), base + now)
    assert (check.state, check.code, check.fields) == ("unknown", code, {"time": claims[which]})


def test_a_signature_without_a_time_is_told(signed: World) -> None:
    found = judged(signed.file("record.pdf"))
    none = tuple(replace(each, claimed_time=None) for each in found.signatures)
    check = time_check(replace(found, signatures=none), datetime.fromisoformat("2026-11-22T12:00:00+08:00"))
    assert (check.state, check.code) == ("unknown", "time_missing")
