"""The packaged terminal program and its own files; started by a double click."""

import json
from pathlib import Path

import pytest

from app import __version__, logs, paths
from app.bootstrap import open_core
from app.cli.double_click import is_alone, send_to_window
from app.cli.own_files import OwnFiles
from app.cli.session import Program
from app.cli.terminal import run
from app.services import parcel


@pytest.fixture
def program(tmp_path: Path) -> Program:
    folder = tmp_path / "知评"
    (folder / "_internal").mkdir(parents=True)
    (folder / "知评").write_bytes(b"program")
    (folder / parcel.MANIFEST).write_text(parcel.describe(folder), encoding="utf-8")
    return Program(open_core, paths.rubrics(), logs.write_act, logs.write_error, "zhiping", folder)


def test_whole_files_are_not_mentioned(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(program, ["rubric", "list", "--json"]) == 0
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 8 and told.err == ""


def test_a_missing_file_is_named_before_anything_is_done(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.parcel is not None
    (program.parcel / "知评").unlink()
    assert run(program, ["rubric", "list"]) == 3
    told = capsys.readouterr()
    assert told.out == "" and "程序文件“知评”缺失或损坏" in told.err


def test_another_byte_is_told_beside_the_answer_and_in_the_exit_code(
    program: Program, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.parcel is not None
    (program.parcel / "知评").write_bytes(b"Program")
    monkeypatch.setattr("app.cli.own_files._PATIENCE_SECONDS", 30.0)
    assert run(program, ["rubric", "list", "--json"]) == 3
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 8 and "程序文件“知评”缺失或损坏" in told.err


def test_from_source_there_is_nothing_to_look_after() -> None:
    assert OwnFiles(None).found() is None


def test_the_version_is_one_line(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(program, ["--version"]) == 0
    assert capsys.readouterr().out == f"知评 {__version__}\n"


def test_a_double_click_is_sent_to_the_window_and_waits(capsys: pytest.CaptureFixture[str]) -> None:
    waited: list[str] = []
    assert send_to_window((), lambda: "请双击“知评”。", True, lambda: waited.append("key"))
    assert waited == ["key"] and capsys.readouterr().out == "请双击“知评”。\n"


def test_in_a_terminal_and_with_a_command_nobody_waits() -> None:
    def never() -> str:
        raise AssertionError

    assert not send_to_window((), never, False, never)
    assert not send_to_window(("demo",), never, True, never)
    assert not is_alone("linux")


def test_a_console_that_is_closed_meanwhile_ends_the_waiting() -> None:
    def closed() -> None:
        raise EOFError

    assert send_to_window((), str, True, closed)
