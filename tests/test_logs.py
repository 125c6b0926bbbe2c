"""The log names acts, ids, types and frames; what people entered and what they keep secret is never in it."""

import os
import sys
from pathlib import Path

import pytest

from app import logs
from app.domain.shape import TextTooLongError

SECRETS = ("张𬭚", "口令一二三四五", "87.5", "经查佐证 7")


def fail(name: str, passphrase: str) -> None:
    score, remark = SECRETS[2], SECRETS[3]
    try:
        raise ValueError(f"{name} {passphrase}")
    except ValueError as error:
        raise TextTooLongError(place=f"{score}{remark}", limit=3) from error


def logged(folder: Path) -> str:
    return (folder / logs.LOG_NAME).read_text(encoding="utf-8")


def test_an_error_is_logged_by_types_and_frames_and_nothing_of_its_texts(tmp_path: Path) -> None:
    with pytest.raises(TextTooLongError) as caught:
        fail(*SECRETS[:2])
    assert logs.write_error(tmp_path, "zhiping sheet fill", caught.value) == tmp_path / logs.LOG_NAME
    text = logged(tmp_path)
    assert "zhiping sheet fill" in text and "TextTooLongError code=text_too_long" in text
    assert "builtins.ValueError" in text and "test_logs.py" in text and " fail" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_an_act_is_logged_with_its_ids_and_code(tmp_path: Path) -> None:
    logs.write_act(tmp_path, "zhiping panel bind", ["ZPABCDEFGH", "E2"], 1)
    assert logged(tmp_path).endswith("act zhiping panel bind ZPABCDEFGH E2 exit=1\n")


def test_the_log_is_cut_before_it_grows_beyond_three_files_of_a_megabyte(tmp_path: Path) -> None:
    (tmp_path / logs.LOG_NAME).write_bytes(b"x" * logs.MOST_BYTES)
    for _ in range(4):
        logs.write_act(tmp_path, "a", ["E1"] * 100, 0)
        with (tmp_path / logs.LOG_NAME).open("ab") as file:
            file.write(b"x" * logs.MOST_BYTES)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [logs.LOG_NAME, f"{logs.LOG_NAME}.1", f"{logs.LOG_NAME}.2"]


def test_without_its_folder_the_log_goes_to_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert logs.write_error(tmp_path / "none", "a", OSError()) == tmp_path / logs.LOG_NAME
    assert "builtins.OSError" in logged(tmp_path)
    assert not (tmp_path / "none").exists()


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkdir(tmp_path / logs.LOG_NAME)
    logs.write_act(tmp_path, "a", [], 0)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a full disk only on Linux")
def test_a_full_disk_does_not_end_the_work_for_the_logs_sake(tmp_path: Path) -> None:
    (tmp_path / logs.LOG_NAME).symlink_to("/dev/full")
    logs.write_act(tmp_path, "zhiping panel list", [], 0)
    assert logs.write_error(tmp_path, "zhiping panel list", ValueError()) == tmp_path / logs.LOG_NAME
