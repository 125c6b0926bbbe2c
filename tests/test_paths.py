"""Where things are."""

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
