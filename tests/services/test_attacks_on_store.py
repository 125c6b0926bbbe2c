"""A workspace file edited behind the program's back, its triggers taken off and put back: found on load."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from app.bootstrap import STORE_NAME
from app.errors import TrustError
from tests.services.forgery import judged
from tests.workspaces import World


@contextmanager
def edited(world: World, laptop: str) -> Iterator[sqlite3.Connection]:
    """The workspace's file without its triggers; put back afterwards, so that the schema looks untouched."""
    path = world.folder(laptop) / STORE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)


def stream_of(world: World) -> str:
    return f"panel/{world.panel}"


def test_a_changed_body_is_found(settled: World) -> None:
    with edited(settled, "desk") as attacker:
        changed = attacker.execute(
            "UPDATE bodies"
            " SET data = CAST(replace(CAST(data AS TEXT), '对照社保名册复核', '未经复核') AS BLOB)"
            " WHERE stream = ? AND instr(data, CAST('对照社保名册复核' AS BLOB))",
            (stream_of(settled),),
        ).rowcount
    assert changed == 1
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="chain_broken"):
        desk.panels.load(settled.panel)


def test_a_removed_entry_is_found(settled: World) -> None:
    with edited(settled, "desk") as attacker:
        attacker.execute("DELETE FROM bodies WHERE stream = ? AND seq = 4", (stream_of(settled),))
        attacker.execute("DELETE FROM entries WHERE stream = ? AND seq = 4", (stream_of(settled),))
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="chain_broken"):
        desk.panels.load(settled.panel)


def test_a_changed_time_is_found(settled: World) -> None:
    with edited(settled, "desk") as attacker:
        attacker.execute("UPDATE entries SET time = '2026-11-21T00:00:00+08:00' WHERE seq = 5")
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="chain_broken"):
        desk.panels.load(settled.panel)


def test_a_changed_paper_is_found(settled: World) -> None:
    with edited(settled, "desk") as attacker:
        attacker.execute("UPDATE papers SET data = CAST(data || x'20' AS BLOB) WHERE kind = 'sheet'")
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="paper_damaged"):
        desk.panels.load(settled.panel)


def test_a_missing_paper_is_found(settled: World) -> None:
    with edited(settled, "desk") as attacker:
        attacker.execute("DELETE FROM papers WHERE kind = 'sheet'")
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="paper_missing"):
        desk.panels.load(settled.panel)


def test_a_remembered_judgement_that_was_changed_is_found(settled: World) -> None:
    """Judgements have no chain: another expert's payload under this sheet's file would change its scores."""
    other = judged(settled.file("stick/brief.pdf"))
    with edited(settled, "desk") as attacker:
        first, second = attacker.execute(
            "SELECT p.file_digest, j.data FROM papers p JOIN judgements j USING (file_digest)"
            " WHERE p.kind = 'sheet' ORDER BY p.rowid LIMIT 2"
        ).fetchall()
        attacker.execute("UPDATE judgements SET data = ? WHERE file_digest = ?", (second[1], first[0]))
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="digest_differs"):
        desk.panels.load(settled.panel)
    with settled.laptop("desk") as desk:
        desk.verification.verify([settled.stick / "brief.pdf"])
        assert other.kind == "brief"


def test_forgotten_judgements_are_made_again(settled: World) -> None:
    with edited(settled, "desk") as attacker:
        attacker.execute("DELETE FROM judgements")
    with settled.laptop("desk") as desk:
        found, _ = desk.panels.findings(settled.panel)
    assert found.verdict.kind == "pass"


def test_a_paper_replaced_together_with_its_digests_is_judged_again_and_found(settled: World) -> None:
    """All digests in the row are right for the new bytes; the entry still names the sheet it was."""
    with edited(settled, "desk") as attacker:
        rows = attacker.execute(
            "SELECT rowid, file_digest, data FROM papers WHERE kind = 'sheet' ORDER BY rowid"
        ).fetchall()
        attacker.execute("DELETE FROM papers WHERE rowid = ?", (rows[0][0],))
        attacker.execute(
            "UPDATE papers SET digest = (SELECT json_extract(CAST(data AS TEXT), '$.sheet') FROM bodies"
            " WHERE stream = ? AND seq = 3) WHERE rowid = ?",
            (stream_of(settled), rows[1][0]),
        )
    with settled.laptop("desk") as desk, pytest.raises(TrustError, match="digest_differs"):
        desk.panels.load(settled.panel)


def test_a_brief_that_another_entry_opened_is_found(settled: World) -> None:
    with edited(settled, "E1") as attacker:
        attacker.execute("UPDATE entries SET kind = 'Declared' WHERE stream LIKE 'sheet/%' AND seq = 1")
    with settled.laptop("E1") as core, pytest.raises(TrustError, match="chain_broken"):
        core.scoring.load(core.scoring.names()[0])


def test_an_edited_trust_list_is_found(settled: World) -> None:
    with settled.laptop("E1") as core:
        core.identities.trust(settled.certificate("desk"), code_of(settled, "desk"))
    with edited(settled, "E1") as attacker:
        attacker.execute(
            "UPDATE bodies SET data = CAST(data || ' ' AS BLOB) WHERE stream = 'workspace' AND seq = 2"
        )
    with settled.laptop("E1") as core, pytest.raises(TrustError, match="chain_broken"):
        core.verification.verify([settled.stick / "brief.pdf"])


def code_of(world: World, laptop: str) -> str:
    with world.laptop(laptop) as core:
        return core.identities.me().code
