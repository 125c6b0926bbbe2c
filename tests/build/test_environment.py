"""Setting up: quick when ready, never half ready, one at a time, and plain words where it cannot go on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import environment
import run

BUILD = environment.BUILD


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, in a folder with Chinese and a space, whose environment looks ready."""
    root = tmp_path / "知评 试用"
    for path in (root / ".venv" / "bin", root / "resources" / "fonts"):
        path.mkdir(parents=True)
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    fonts = tuple(root / "resources" / "fonts" / font.name for font in environment.FONTS)
    monkeypatch.setattr(environment, "FONTS", fonts)
    for path in (*fonts, environment.python()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    environment.stamp("run").write_text(environment.stamp_text("run"), encoding="utf-8")
    return root


def test_an_environment_with_its_stamp_is_ready_and_costs_next_to_nothing(checkout: Path) -> None:
    started = time.perf_counter()
    environment.ensure("run")
    assert time.perf_counter() - started < 0.3
    assert not (checkout / ".venv.lock").exists()


def test_an_environment_for_running_is_not_yet_one_for_testing(checkout: Path) -> None:
    assert environment.is_ready("run")
    assert not environment.is_ready("test")


@pytest.mark.parametrize("gone", ["stamp", "font", "python", "recipe"])
def test_an_environment_that_lacks_anything_is_not_ready(checkout: Path, gone: str) -> None:
    if gone == "recipe":
        environment.stamp("run").write_text("made from another lock\n", encoding="utf-8")
    else:
        {"stamp": environment.stamp("run"), "font": environment.FONTS[0], "python": environment.python()}[
            gone
        ].unlink()
    assert not environment.is_ready("run")


def test_an_interrupted_set_up_does_not_look_ready(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    environment.FONTS[0].unlink()
    with pytest.raises(environment.SetUpError, match="没有建成虚拟环境"):
        environment.ensure("run")
    environment.FONTS[0].touch()
    assert not environment.is_ready("run")


def test_the_last_lines_of_a_failed_step_are_shown_before_the_sentence(checkout: Path) -> None:
    noisy = "print('\\n'.join(f'line {n}.' for n in range(40))); raise SystemExit(1)"
    with pytest.raises(environment.SetUpError) as caught:
        environment._run([sys.executable, "-c", noisy], "没有装好。")
    shown = str(caught.value).splitlines()
    assert shown[0] == "line 25." and shown[-2:] == ["line 39.", "没有装好。"]


def test_of_two_set_ups_the_second_waits_for_the_first(checkout: Path) -> None:
    code = (
        "import sys, environment; from pathlib import Path; environment.ROOT = Path(sys.argv[1])\n"
        "with environment.sole_worker():\n    print('in', flush=True)"
    )
    with environment.sole_worker():
        second = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", code, str(checkout)],
            env=os.environ | {"PYTHONPATH": str(BUILD)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert second.stderr is not None and second.stdout is not None
        assert second.stderr.readline() == "另一个窗口正在准备运行环境，等它做完。\n"
        assert second.poll() is None
    assert second.communicate(timeout=60)[0] == "in\n"


def test_a_folder_that_cannot_be_written_is_named_in_a_sentence(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.stamp("run").unlink()
    monkeypatch.setattr(environment, "ROOT", checkout / "没有这个文件夹")
    with pytest.raises(environment.SetUpError, match="不能写入程序所在的文件夹"):
        environment.ensure("run")


def test_where_nothing_may_be_installed_the_command_is_returned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment.install_packages(("python3.11-venv",)) == (
        "sudo apt-get install -y --no-install-recommends python3.11-venv"
    )


def test_children_get_utf8_and_no_foreign_library_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("KEPT", "y")
    environ = environment.clean_environ()
    assert {
        k: environ.get(k) for k in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER")
    } == dict.fromkeys(("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER"))
    assert (environ["PYTHONUTF8"], environ["KEPT"]) == ("1", "y")


def test_arguments_are_passed_through_and_none_opens_the_window_where_there_is_a_screen() -> None:
    now = time.struct_time((2026, 3, 4, 5, 6, 7, 2, 63, 0))
    given = ["verify", "a b.pdf", "--json"]
    assert run.arguments(given, now, screen=False) == run.arguments(given, now, screen=True) == given
    assert run.arguments([], now, screen=True) == []
    assert run.arguments([], now, screen=False) == ["demo", "--out", "演练-20260304-050607"]


@pytest.mark.parametrize(
    ("environ", "platform", "screen"),
    [({}, "linux", False), ({"DISPLAY": ":0"}, "linux", True), ({"WAYLAND_DISPLAY": "w"}, "linux", True),
     ({"DISPLAY": ""}, "linux", False), ({}, "win32", True), ({}, "darwin", True)],
)  # fmt: skip
def test_a_screen_is_known_by_its_name(environ: dict[str, str], platform: str, screen: bool) -> None:
    assert run.has_screen(environ, platform) is screen


def test_the_words_that_started_it_are_those_before_its_own_arguments() -> None:
    typed = ["python3", "-X", "dev", "build/run.py", "demo", "--out", "演练"]
    assert run.started_by(typed, typed[3:]) == "python3 -X dev build/run.py"
    assert run.started_by(["python3", "build/run.py"], ["build/run.py"]) == "python3 build/run.py"


PROGRAM = """import json, os, sys
seen = [sys.argv[1:], os.getcwd(), sys.flags.utf8_mode, sys.stdout.encoding, "汉字"]
print(json.dumps(seen, ensure_ascii=False))
raise SystemExit(4)
"""


def test_the_program_gets_arguments_folder_and_utf8_and_its_exit_code_comes_back(tmp_path: Path) -> None:
    """A real hand-over, from another folder with an `app` of its own, in locale C."""
    root, elsewhere = tmp_path / "知评 试用", tmp_path / "别处"
    for folder in (root / "app", root / ".venv", elsewhere / "app", root / "resources" / "fonts"):
        folder.mkdir(parents=True)
    (root / "app" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    (elsewhere / "app" / "__main__.py").write_text("raise SystemExit('the wrong app')", encoding="utf-8")
    code = (
        "import sys, environment, run; from pathlib import Path; root = Path(sys.argv[1])\n"
        "environment.ROOT = root; environment.python = lambda: Path(sys.executable)\n"
        "environment.speak_utf8(); sys.exit(run.start(sys.argv[2:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), "rubric", "附件 2", ""],
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(BUILD), "LC_ALL": "C"},
        capture_output=True,
    )
    expected = f'[["rubric", "附件 2", ""], "{elsewhere}", 1, "utf-8", "汉字"]\n'
    assert (done.stdout.decode("utf-8"), done.returncode) == (expected, 4), done.stderr.decode("utf-8")


def test_a_python_without_ensurepip_is_told_the_package_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(checkout))
    environment.stamp("run").unlink()
    with pytest.raises(
        environment.SetUpError, match=rf"apt-get install .*python3\.{sys.version_info.minor}-venv"
    ):
        environment.ensure("run")


def test_a_step_that_outlives_its_set_up_keeps_the_lock(checkout: Path) -> None:
    """A killed set-up may leave pip at work in the folder: nobody else may start there before it ends."""
    with environment.sole_worker():
        step = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    with (checkout / ".venv.lock").open("a+b") as other:
        assert not environment._try_lock(other)
        step.communicate(b"\n", timeout=60)
        assert environment._try_lock(other)
