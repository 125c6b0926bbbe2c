"""A program of its own for test_crash: enters scores until it is killed and says each one it was promised."""

import sys
from pathlib import Path

from app.store.database import open_database
from app.store.entry_store import EntryStore
from tests.store.facts import STREAM, TIME, counted_salts, paper, score


def main(path: str, round_number: str) -> None:
    entries = EntryStore(open_database(Path(path)))
    entries.read(STREAM)
    salt = counted_salts(1_000_000 * int(round_number))
    number = 0
    while True:
        number += 1
        # Every seventh act is a large one: two entries and a paper that fills many pages.
        drafts = [score(value=str(number))] * (2 if number % 7 == 0 else 1)
        name = f"{round_number}/{number}".encode()
        papers = [paper(name + b"x" * 50_000)] if number % 7 == 0 else []
        made = entries.append(STREAM, drafts, papers=papers, time=TIME, salt=salt)
        print(made[-1].seq, made[-1].digest, papers[0].file_digest if papers else "-", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
