"""The machine's faults as people meet them: full stick, lost stick, wrong clock, two windows."""

import resource
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from app.bootstrap import WorkspaceNotMadeFault, open_core
from app.domain.act_refusals import PanelSealedError
from app.domain.entries import clock_went_back
from app.services import sticks
from app.services.sticks import NotWrittenFault, ReadBackFault, write_out
from app.settings import Settings
from app.store.entry_store import StaleError
from tests.crypto.memory_box import MemoryBox
from tests.workspaces import World, full_marks, scored

ROOT = Path(__file__).parents[2]
LIMITED = """
import sys
from pathlib import Path
from app.services.sticks import NotWrittenFault, write_out
try:
    write_out(Path(sys.argv[1]), b"x" * 200_000)
except NotWrittenFault as fault:
    print(fault.fields["reason"])
"""


def small_files() -> None:
    """A child that may write no file above 100 KB: its disk is full at that point."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_stick_leaves_what_was_there_and_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "record.pdf").write_bytes(b"old")
    child = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "record.pdf")],
        capture_output=True, text=True, cwd=ROOT, preexec_fn=small_files, check=True,
    )  # fmt: skip
    assert child.stdout == "File too large\n"
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("record.pdf", b"old")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_device_without_room_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenFault):
        write_out(Path("/dev/full/record.pdf"), b"x")
    with pytest.raises(NotWrittenFault):
        write_out(tmp_path / "a\0b.pdf", b"x")


def test_a_target_that_is_a_folder_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "record.pdf").mkdir()
    with pytest.raises(NotWrittenFault):
        write_out(tmp_path / "record.pdf", b"x")
    assert list(tmp_path.iterdir()) == [tmp_path / "record.pdf"]


@pytest.mark.skipif(not Path("/sys/kernel").exists(), reason="a folder that not even root may write to")
def test_a_read_only_folder_is_told() -> None:
    with pytest.raises(NotWrittenFault):
        write_out(Path("/sys/kernel/record.pdf"), b"x")


def test_a_stick_that_cannot_be_read_back_is_told_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stick goes, or lies, between writing and reading: no file system here does that on demand."""
    monkeypatch.setattr(sticks, "_uncached", lambda path: b"something else")
    with pytest.raises(ReadBackFault):
        write_out(tmp_path / "record.pdf", b"x")

    def pulled(path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(sticks, "_uncached", pulled)
    with pytest.raises(ReadBackFault):
        write_out(tmp_path / "record.pdf", b"x")


def test_a_sheet_is_signed_though_the_stick_is_gone_and_is_handed_over_later(issued: World) -> None:
    with issued.laptop("E1") as core:
        sheet, paper = scored(core, issued.file("stick/brief.pdf"))
        with pytest.raises(NotWrittenFault):
            core.scoring.hand_over(sheet.id, paper, issued.root / "no stick" / "E1.pdf")
        assert core.scoring.load(sheet.id).handed_over == ()
    with issued.laptop("E1") as core:
        again = core.scoring.signed(core.scoring.load(sheet.id))
        assert again is not None and again.data == paper.data
        core.scoring.hand_over(sheet.id, again, issued.stick / "E1.pdf")
        assert core.scoring.load(sheet.id).handed_over == (paper.sheet.digest,)


def test_a_record_sealed_for_a_stick_that_was_gone_is_written_again_not_sealed_again(settled: World) -> None:
    with settled.laptop("desk") as desk:
        with pytest.raises(NotWrittenFault):
            desk.records.seal(settled.panel, settled.root / "no stick" / "record.pdf")
        held = desk.panels.load(settled.panel).panel.sealed
        assert held != ""
        sealed = desk.records.seal(settled.panel, settled.root / "record.pdf")
        with pytest.raises(PanelSealedError):
            desk.settling.opinion(settled.panel, "改一改")
        assert len(desk.panels.load(settled.panel).panel.records) == 1
    assert sealed.record.digest == held
    assert settled.file("record.pdf") == sealed.data


def test_a_signature_given_when_the_stick_was_gone_is_written_again_not_given_twice(sealed: World) -> None:
    with sealed.laptop("E1") as chair:
        with pytest.raises(NotWrittenFault):
            chair.signing.sign(sealed.file("sealed.pdf"), sealed.root / "no stick" / "record.pdf")
        first = chair.signing.sign(sealed.file("sealed.pdf"), sealed.root / "one.pdf").data
        again = chair.signing.sign(sealed.file("sealed.pdf"), sealed.root / "two.pdf").data
    assert first == again == sealed.file("two.pdf")


def test_a_clock_that_goes_backwards_is_recorded_and_nothing_is_lost(submitted: World) -> None:
    submitted.clock.now = datetime.fromisoformat("2020-01-01T08:00:00+08:00")
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        entries = desk.panels.load(submitted.panel).entries
    back = clock_went_back(entries)
    assert back == tuple(range(3, 6))
    assert [entry.time[:4] for entry in entries] == ["2026", "2026", "2020", "2020", "2020"]


def test_two_windows_on_one_desk_cannot_both_act_and_the_second_try_works(settled: World) -> None:
    with settled.laptop("desk") as one, settled.laptop("desk") as two:
        one.panels.load(settled.panel)
        two.panels.load(settled.panel)
        one.settling.opinion(settled.panel, "甲窗口写的")
        two.settling.explain(settled.panel, "E3", "乙窗口看到最新的")
        assert two.panels.load(settled.panel).panel.opinion == "甲窗口写的"
        assert one.panels.load(settled.panel).entries[-1].kind == "OutlierExplained"


def test_an_act_on_a_sheet_as_it_was_is_refused_so_that_it_always_replays(issued: World) -> None:
    """Signed in one window, still open in the other: the stale window must not write after the signature."""
    with issued.laptop("E1") as one, issued.laptop("E1") as two:
        sheet, _ = scored(one, issued.file("stick/brief.pdf"))
        stale = two.scoring.load(sheet.id)
        one.scoring.revise(one.scoring.load(sheet.id), "slip", "笔误")
        with pytest.raises(StaleError):
            two.scoring.revise(stale, "slip", "也要改")
        with pytest.raises(StaleError):
            one.scoring.fill(sheet, full_marks(2, c2_4_1_1={"counts": ["0", "0"], "remark": "无"}))
        with pytest.raises(StaleError):
            one.scoring.submit(sheet)
        fresh = two.scoring.load(sheet.id)
        assert two.scoring.submit(two.scoring.fill(fresh, full_marks(2))).sheet.header.revision == 2
        assert len(one.scoring.load(sheet.id).signed) == 2


def test_a_folder_that_cannot_be_a_workspace_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(tmp_path / "file" / "workspace", None)
    with pytest.raises(WorkspaceNotMadeFault), open_core(settings, box=MemoryBox()):
        pass
