"""Where things are."""

import sys
from pathlib import Path

import pytest

from app import paths


def test_from_source_everything_lies_beside_app() -> None:
    assert (paths.resources() / "locale" / "zh_CN").is_dir()
    assert paths.rubrics() == paths.resources().parent / "rubrics"
    assert paths.fonts() == paths.resources() / "fonts"


def test_a_frozen_program_looks_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"
    assert paths.rubrics() == tmp_path / "rubrics"


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"ZHIPING_WORKSPACE": "/a/我的 空间", "HOME": "/h"}, "linux", Path("/a/我的 空间")),
        ({"ZHIPING_WORKSPACE": "", "HOME": "/h"}, "linux", Path("/h/.local/share/zhiping")),
        ({"XDG_DATA_HOME": "/data"}, "linux", Path("/data/zhiping")),
        ({"XDG_DATA_HOME": "data", "HOME": "/h"}, "linux", Path("/h/.local/share/zhiping")),
        ({"HOME": "/Users/li"}, "darwin", Path("/Users/li/Library/Application Support/Zhiping")),
        ({"LOCALAPPDATA": "/L", "HOME": "/h"}, "win32", Path("/L/Zhiping")),
        ({"USERPROFILE": "/U"}, "win32", Path("/U/AppData/Local/Zhiping")),
    ],
)
def test_the_workspace_is_the_chosen_folder_or_the_platforms(
    environ: dict[str, str], platform: str, expected: Path
) -> None:
    assert paths.default_workspace(environ, platform) == expected


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_machine_without_a_home_is_told_so(platform: str) -> None:
    with pytest.raises(paths.HomeUnknownFault):
        paths.default_workspace({"HOME": ""}, platform)


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"HOME": "/h", "ZHIPING_WORKSPACE": "/a"}, "linux", Path("/h/.local/share/zhiping-program")),
        ({"LOCALAPPDATA": "/L"}, "win32", Path("/L/Zhiping-program")),
    ],
)
def test_a_program_that_moves_in_lies_beside_the_default_workspace(
    environ: dict[str, str], platform: str, expected: Path
) -> None:
    assert paths.program_home(environ, platform) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="there is no list of users to ask")
def test_where_home_is_not_named_the_list_of_users_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    environ = {"HOME": ""}
    monkeypatch.setattr("os.path.expanduser", lambda path: "/home/li" if path == "~" else path)
    paths.name_home(environ, "linux")
    assert environ == {"HOME": "/home/li"}
    paths.name_home(environ, "linux")
    assert environ == {"HOME": "/home/li"}
    nowhere: dict[str, str] = {}
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    paths.name_home(nowhere, "linux")
    assert nowhere == {}


def test_a_program_from_source_is_no_parcel_and_a_packaged_one_knows_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.parcel() is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "知评"))
    assert paths.parcel() == tmp_path.resolve()
