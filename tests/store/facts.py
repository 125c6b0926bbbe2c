"""What the store's tests put into the store: a clock that stands still, counted salts, drafts, papers."""

from collections.abc import Callable
from itertools import count

from app.domain.entries import Draft
from app.store.document_store import Paper, file_digest
from app.store.entry_store import EntryStore

STREAM = "sheet/ZPABCDEFGH-E1"
TIME = "2026-11-22T14:31:05+08:00"


def counted_salts(first: int = 1) -> Callable[[], str]:
    numbers = count(first)
    return lambda: f"{next(numbers):032x}"


def score(criterion: str = "2.1.3.1", value: str = "23") -> Draft:
    return Draft("ScoreEntered", 1, {"criterion": criterion, "finding": {"conditions": [True, value]}})


def enter(entries: EntryStore, *criteria: str, stream: str = STREAM) -> None:
    salt = counted_salts()
    entries.append(stream, [score(criterion) for criterion in criteria], time=TIME, salt=salt)


def paper(
    data: bytes = b"%PDF-1.7 one", *, stream: str = STREAM, kind: str = "sheet", payload: str = "a"
) -> Paper:
    return Paper(payload * 64, file_digest(data), kind, "official", stream, data)
