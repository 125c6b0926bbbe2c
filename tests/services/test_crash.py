"""Killed at any moment while scores are entered: what was acknowledged is there, and the sheet replays."""

import os
import random
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

from app.domain.finding_values import AccumulateFinding
from app.domain.history import Scored, read_fact
from app.services.workspace import sheet_stream
from app.store.database import open_database
from app.store.entry_store import EntryStore
from tests.services.entering_child import CRITERION
from tests.workspaces import World, full_marks

ROOT = Path(__file__).parents[2]
ROUNDS = 8


def kill_while_entering(folder: Path, first: int, acts: int, pause: float) -> list[int]:
    """Starts the child, kills it `pause` seconds after it acknowledged `acts`; all it has acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.services.entering_child", str(folder), str(first)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    with child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(acts)]
        time.sleep(pause)
        child.kill()
        said += child.stdout.readlines()
    return [int(line) for line in said if line.endswith("\n")]


def test_no_acknowledged_score_is_lost_to_kills_at_random_moments(issued: World) -> None:
    with issued.laptop("E1") as core:
        name = core.scoring.declare(core.scoring.open(issued.file("stick/brief.pdf"))).id
    chance, last = random.Random(2022), 0
    for _ in range(ROUNDS):
        acts = chance.randint(1, 60)
        said = kill_while_entering(issued.folder("E1"), last, acts, chance.random() / 50)
        assert len(said) >= acts
        assert said == list(range(last + 1, last + len(said) + 1))
        with issued.laptop("E1") as core:
            finding = core.scoring.load(name).assessment(CRITERION).finding
        assert isinstance(finding, AccumulateFinding)
        kept = finding.counts[0]
        # At most the one score whose word did not get out any more.
        assert kept in (said[-1], said[-1] + 1)
        last = int(Fraction(kept or 0))
    assert every_score(issued, name) == list(range(1, last + 1))
    with issued.laptop("E1") as core:
        sheet = core.scoring.fill(core.scoring.load(name), full_marks(2))
        assert core.scoring.submit(sheet).sheet.header.revision == 1


def every_score(world: World, name: str) -> list[int]:
    """Each score that was ever entered, in order."""
    database = open_database(world.folder("E1") / "zhiping.sqlite")
    try:
        facts = [read_fact(entry) for entry in EntryStore(database).read(sheet_stream(name))]
    finally:
        database.close()
    bodies = [fact.assessment for fact in facts if isinstance(fact, Scored)]
    return [int(body["counts"][0]) for body in bodies if isinstance(body, dict)]
