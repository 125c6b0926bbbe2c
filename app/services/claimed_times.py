"""The time check: what signers' own clocks claim, and whether those claims can stand beside each other.

No claim is proof, so nothing here fails a paper; a time-stamp would (trust.md, "The eight checks").
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.domain.entries import is_time
from app.domain.verification import Check
from app.services.appraisal import Appraisal

# Laptops' clocks differ by minutes without anybody meaning it.
TOLERANCE = timedelta(minutes=10)


def time_check(found: Appraisal, now: datetime) -> Check:
    """Unknown with the last claim, or with the first that lies before the brief's issue, before an earlier
    signature, or after `now` (with its offset), each by more than `TOLERANCE`."""
    claimed = [each.claimed_time for each in found.signatures if each.claimed_time]
    if not claimed:
        return Check("time", "unknown", "time_missing")
    doubtful = next(_doubtful(found, claimed, now), None)
    if doubtful is not None:
        return Check("time", "unknown", "time_doubtful", {"time": doubtful})
    return Check("time", "unknown", "time_claimed", {"time": claimed[-1]})


def _doubtful(found: Appraisal, claimed: list[str], now: datetime) -> Iterator[str]:
    issued = found.brief.issued if found.brief is not None else ""
    latest = datetime.fromisoformat(issued) if is_time(issued) else None
    for text in claimed:
        moment = datetime.fromisoformat(text)
        if (latest is not None and moment < latest - TOLERANCE) or moment > now + TOLERANCE:
            yield text
        latest = moment if latest is None else max(latest, moment)
