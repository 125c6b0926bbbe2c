"""Killed at any moment: whatever was acknowledged is there, nothing is half there, and the chain holds."""

import os
import random
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from app.domain.entries import check_chain
from app.store.database import open_database
from app.store.document_store import DocumentStore
from app.store.entry_store import EntryStore
from tests.store.facts import STREAM

ROOT = Path(__file__).parents[2]
ROUNDS = 12


def kill_while_scoring(path: Path, number: int, acts: int) -> list[tuple[int, str, str]]:
    """Starts the child, kills it after it acknowledged `acts`, and returns all it has acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.scoring_child", str(path), str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(acts)]
        child.kill()
        said += child.stdout.readlines()
    acknowledged = [line.split() for line in said if line.endswith("\n")]
    return [(int(seq), digest, file) for seq, digest, file in acknowledged]


def test_everything_acknowledged_survives_kills_at_random_moments(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    chance = random.Random(2022)
    promised: dict[int, str] = {}
    files: set[str] = set()
    for number in range(1, ROUNDS + 1):
        acts = chance.randint(1, 120)
        said = kill_while_scoring(path, number, acts)
        assert len(said) >= acts
        promised |= {seq: digest for seq, digest, _ in said}
        files |= {file for *_, file in said if file != "-"}
        with closing(open_database(path)) as database:
            entries, papers = EntryStore(database).read(STREAM), DocumentStore(database).in_stream(STREAM)
            check_chain(entries)
            assert {seq: entries[seq - 1].digest for seq in promised} == promised
            assert files <= {paper.file_digest for paper in papers}
            # Beyond what was promised there is at most the one act whose word did not get out, and no act is
            # there by half: two entries in a row with one value came with a paper, and no paper without them.
            assert len(entries) - max(promised) in (0, 1, 2)
            values = [entry.body.partition(b',"salt"')[0] for entry in entries]
            assert len(papers) == sum(one == two for one, two in pairwise(values))
            assert len({paper.file_digest for paper in papers} - files) <= number
            database.integrity()
