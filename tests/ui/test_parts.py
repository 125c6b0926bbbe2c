"""Small things of the screen: which volumes are sticks, where a sheet stands, what a view file may be."""

import gc
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.services.laptop import View, next_place, places, read_view, write_view
from app.store.entry_store import StaleError
from app.ui import tasks
from app.ui.recovery import read_look, write_look
from app.ui.sheet_states import standing
from app.ui.stick_watch import is_removable
from app.ui.style import Look
from tests.workspaces import World, full_marks


@pytest.mark.parametrize(
    ("root", "platform", "removable"),
    [
        ("/media/expert/KINGSTON", "linux", True),
        ("/run/media/expert/KINGSTON", "linux", True),
        ("/", "linux", False),
        ("/home", "linux", False),
        ("/Volumes/KINGSTON", "darwin", True),
        ("/", "darwin", False),
    ],
)
def test_a_stick_is_told_from_a_disk(root: str, platform: str, removable: bool) -> None:
    assert is_removable(root, platform) is removable


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"running": 1}', b'{"sheet": null}', b"\xff"])
def test_a_damaged_view_file_is_an_empty_view(tmp_path: Path, damage: bytes) -> None:
    write_view(tmp_path, View(running=True, owner="王伟", sheet="ZP", criterion="2.1.1.1"))
    assert read_view(tmp_path).owner == "王伟"
    (tmp_path / "view.json").write_bytes(damage)
    assert read_view(tmp_path) == View()


def test_a_folder_that_takes_no_view_file_stops_nobody(tmp_path: Path) -> None:
    write_view(tmp_path / "gone", View(running=True))
    assert read_view(tmp_path / "gone") == View()


def test_experts_of_a_laptop_get_a_folder_each(tmp_path: Path) -> None:
    assert places(tmp_path) == () and next_place(tmp_path).name == "expert-1"
    (tmp_path / "expert-9").mkdir()
    assert next_place(tmp_path).name == "expert-10" and places(tmp_path) == ()


def test_the_look_is_remembered_beside_everything_else(tmp_path: Path) -> None:
    write_view(tmp_path, View(owner="王伟"))
    write_look(tmp_path, Look(1.3, True))
    assert read_look(tmp_path) == Look(1.3, True) and read_view(tmp_path).owner == "王伟"
    write_view(tmp_path, View(scale="7"))
    assert read_look(tmp_path) == Look()


def test_a_sheet_changed_while_it_is_being_signed_is_not_signed(issued: World, qapp: QApplication) -> None:
    with issued.laptop("E1") as core:
        sheet = core.scoring.declare(core.scoring.open(issued.file("stick/brief.pdf")))
        assert standing(sheet).act == "score"
        sheet = core.scoring.fill(sheet, full_marks(2))
        assert standing(sheet).act == "check"
        made = core.scoring.prepare(sheet)()
        core.scoring.write_opinion(sheet, "又想了想。")
        with pytest.raises(StaleError):
            core.scoring.keep(made)
        assert core.scoring.load(sheet.id).signed == ()


def test_the_collector_of_cycles_never_runs_in_a_worker(qapp: QApplication) -> None:
    """A window that it takes away there takes the process with it."""
    where: list[threading.Thread] = []

    def started(phase: str, _: object) -> None:
        where.append(threading.current_thread())

    def churn() -> int:
        kept: list[list[object]] = []
        for _ in range(20_000):
            round_about: list[object] = []
            round_about.append(round_about)
            kept.append(round_about)
        return len(kept)

    told: list[int] = []
    gc.callbacks.append(started)
    try:
        tasks.run(churn, told.append, lambda error: pytest.fail(str(error)))
        while tasks.busy():
            qapp.processEvents()
    finally:
        gc.callbacks.remove(started)
    assert told == [20_000] and gc.isenabled()
    assert all(each is threading.main_thread() for each in where)


def test_what_only_the_main_thread_may_do_is_done_a_step_at_a_time(qapp: QApplication) -> None:
    rounds, told = [0], list[object]()

    def steps(count: int, end: BaseException | None = None) -> Generator[None, None, int]:
        for _ in range(count):
            told.append(rounds[0])
            yield
        if end is not None:
            raise end
        return count

    def wait() -> None:
        while tasks.busy():
            rounds[0] += 1
            qapp.processEvents()

    owner = QObject()
    tasks.step(owner, steps(3), told.append, told.append)
    assert tasks.busy() and told == []
    wait()
    assert told[-1] == 3 and len(set(told[:-1])) == 3  # the window had its turn between any two
    refused = StaleError(stream="workspace")
    tasks.step(owner, steps(1, refused), told.append, told.append)
    wait()
    assert told.pop() is refused
    tasks.step(owner, steps(1000), told.append, told.append)
    shiboken6.delete(owner)
    assert not tasks.busy()  # its page is gone, nobody waits for it
