"""The packaged folder and its manifest; moving in from a stick; where a workspace may not lie."""

import os
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_core
from app.errors import ZhipingError
from app.services import media, moving_in
from app.services import parcel as parcels
from app.services.parcel import MANIFEST, ProgramDamagedFault
from app.services.sticks import NotWrittenFault
from app.settings import Settings

PROGRAM, LIBRARY, TABLE = "知评", "_internal/库.so", "_internal/rubrics/a.toml"


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A small packaged folder in a path with Chinese and spaces."""
    folder = tmp_path / "U 盘" / "知评"
    for name, data in ((PROGRAM, b"#!/bin/sh\n"), (LIBRARY, b"library" * 500), (TABLE, b"")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / PROGRAM).chmod(0o755)
    (folder / MANIFEST).write_text(parcels.describe(folder), encoding="utf-8")
    return folder


def found_by(folder: Path) -> tuple[str, str]:
    """The file that looking over names, and the one that reading names; "" for none."""
    names = []
    for look in (parcels.look_over, parcels.check):
        try:
            look(parcels.read(folder))
            names.append("")
        except ProgramDamagedFault as fault:
            names.append(str(fault.fields["file"]))
    return names[0], names[1]


def test_a_folder_as_it_was_packed_is_whole_and_files_of_the_system_beside_it_do_not_matter(
    packed: Path,
) -> None:
    (packed / "Thumbs.db").write_bytes(b"x")
    assert found_by(packed) == ("", "")
    assert set(parcels.read(packed).files) == {PROGRAM, LIBRARY, TABLE}


def test_a_missing_and_a_cut_file_are_named_at_once(packed: Path) -> None:
    (packed / TABLE).unlink()
    assert found_by(packed) == (TABLE, TABLE)
    (packed / TABLE).write_bytes(b"")
    (packed / LIBRARY).write_bytes(b"library" * 499)
    assert found_by(packed) == (LIBRARY, LIBRARY)


def test_another_byte_is_found_by_reading(packed: Path) -> None:
    (packed / LIBRARY).write_bytes(b"Library" + b"library" * 499)
    assert found_by(packed) == ("", LIBRARY)
    assert list(parcels.differing(parcels.read(packed), lambda: False)) == []


def test_a_folder_in_the_place_of_a_file_is_damage(packed: Path) -> None:
    (packed / TABLE).unlink()
    (packed / TABLE).mkdir()
    assert found_by(packed) == (TABLE, TABLE)


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"format": "another", "files": {}}', '{"format": "zhiping-files-1"}',
             '{"format": "zhiping-files-1", "files": {"a": 1}}', '{"format": "zhiping-files-1", "files": 1}'],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_is_named_itself(packed: Path, text: str | None) -> None:
    (packed / MANIFEST).unlink()
    if text is not None:
        (packed / MANIFEST).write_text(text, encoding="utf-8")
    assert found_by(packed) == (MANIFEST, MANIFEST)


def test_moving_in_copies_what_the_manifest_lists_and_only_once(packed: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    (packed / "别的文件").write_bytes(b"not ours")
    here = moving_in.move_in(parcels.read(packed), tmp_path / "home", lambda *done: told.append(done))
    assert here.parent == tmp_path / "home" and here.name.startswith("知评-")
    assert found_by(here) == ("", "")
    assert not (here / "别的文件").exists() and os.access(here / PROGRAM, os.X_OK)
    assert told[-1][0] == told[-1][1] == 10 + 3500
    before = (here / LIBRARY).stat().st_mtime_ns
    assert moving_in.move_in(parcels.read(packed), tmp_path / "home") == here
    assert (here / LIBRARY).stat().st_mtime_ns == before


def test_a_copy_that_was_damaged_since_is_made_anew(packed: Path, tmp_path: Path) -> None:
    here = moving_in.move_in(parcels.read(packed), tmp_path / "home")
    (here / LIBRARY).write_bytes(b"")
    assert moving_in.move_in(parcels.read(packed), tmp_path / "home") == here
    assert found_by(here) == ("", "")


def test_a_damaged_stick_and_a_place_that_takes_nothing_leave_nothing_behind(
    packed: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    parcel = parcels.read(packed)
    (packed / TABLE).write_bytes(b"x")
    with pytest.raises(ProgramDamagedFault) as damaged:
        moving_in.move_in(parcel, home)
    assert damaged.value.fields["file"] == TABLE
    assert list(home.iterdir()) == []
    (packed / TABLE).write_bytes(b"")
    home.rmdir()
    home.write_bytes(b"a file where the folder should be")
    with pytest.raises(NotWrittenFault):
        moving_in.move_in(parcel, home)
    assert home.is_file()


@pytest.mark.skipif(os.name == "nt", reason="a script with a first line")
def test_the_copy_is_started_with_the_files_in_a_clean_environment(tmp_path: Path) -> None:
    program, out = tmp_path / "知评", tmp_path / "out"
    program.write_text(f'#!/bin/sh\necho "$1|$LD_LIBRARY_PATH|$PWD" > "{out}"\n')
    program.chmod(0o755)
    environ = os.environ | {"LD_LIBRARY_PATH": "/stick/_internal", "LD_LIBRARY_PATH_ORIG": "/usr/own"}
    assert moving_in.start(program, [Path("/任务 书.pdf")], environ).wait(30) == 0
    assert out.read_text(encoding="utf-8") == f"/任务 书.pdf|/usr/own|{tmp_path}\n"
    with pytest.raises(moving_in.NotStartedFault):
        moving_in.start(tmp_path / "nowhere", [], environ)


@pytest.mark.parametrize(
    ("mount", "platform", "stick"),
    [
        ("/media/li/KINGSTON", "linux", True),
        ("/run/media/li/KINGSTON", "linux", True),
        ("/", "linux", False),
        ("/home", "linux", False),
        ("/mnt/data", "linux", False),
        ("/Volumes/KINGSTON", "darwin", True),
        ("/", "darwin", False),
    ],
)
def test_a_folder_lies_on_a_stick_where_its_volume_is_one(
    monkeypatch: pytest.MonkeyPatch, mount: str, platform: str, stick: bool
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == mount)
    assert media.is_on_stick(Path(mount) / "知评" / "还没有的", platform) is stick
    monkeypatch.setattr(sys, "executable", f"{mount}/知评/知评")
    if platform == sys.platform:
        assert media.runs_from(Path(mount) / "E1.pdf") is stick
        assert not media.runs_from(Path("/media/another/E1.pdf"))


def test_a_folder_of_media_that_is_no_volume_is_no_stick() -> None:
    assert not media.is_on_stick(Path("/media/nothing-is-mounted-here/工作区"), "linux")


def test_a_workspace_on_a_stick_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "is_on_stick", lambda path: True)
    with pytest.raises(ZhipingError) as refused, open_core(Settings(tmp_path / "工作区", None)):
        pass
    assert refused.value.code == "workspace_on_stick" and not (tmp_path / "工作区").exists()
