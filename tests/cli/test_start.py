"""The program as a process: what a small command loads, UTF-8 in any locale, a reader that went away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"pyhanko", "reportlab", "pikepdf", "pypdfium2", "PIL", "openpyxl", "keyring", "PySide6"}


def start(*args: str, home: Path, code: str = "", **more: str) -> "subprocess.CompletedProcess[bytes]":
    """`python -m app …`, or `code` instead, with `home` for everything it could write."""
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT), **more}
    environment.pop("PYTHONIOENCODING", None)
    how = ["-c", code] if code else ["-m", "app"]
    return subprocess.run([sys.executable, "-W", "error", *how, *args], capture_output=True, env=environment)


def test_a_small_command_loads_nothing_heavy_and_makes_no_workspace(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom app.__main__ import terminal\ntry:\n    terminal()\nfinally:\n"
        "    print(*(name.split('.')[0] for name in sys.modules), file=sys.stderr)"
    )
    done = start("rubric", "list", "--json", home=tmp_path, code=code)
    assert done.returncode == 0 and done.stdout.startswith(b"[")
    loaded = set(done.stderr.decode().split())
    assert "click" in loaded and loaded & HEAVY == set()
    assert not list(tmp_path.iterdir())


def test_chinese_comes_out_as_utf8_in_any_locale(tmp_path: Path) -> None:
    done = start("rubric", "list", home=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0 and "运营服务类" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes file names that are not UTF-8")
def test_a_file_name_that_is_not_utf8_is_told_escaped(tmp_path: Path) -> None:
    odd = os.fsdecode(b"odd\xff.toml")
    done = start("rubric", "check", odd, "--json", home=tmp_path)
    assert done.returncode in (1, 3) and b"odd\\udcff.toml" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes on Windows")
def test_a_reader_that_went_away_gets_no_traceback(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app", "rubric", "show", "huangpu-2022/annex-1", "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=environment)
    os.close(write)
    assert done.returncode == 141 and done.stderr == b""


def test_a_workspace_can_come_from_the_environment(tmp_path: Path) -> None:
    done = start("trust", "list", "--json", home=tmp_path, ZHIPING_WORKSPACE=str(tmp_path / "here"))
    assert (done.returncode, done.stdout) == (0, b"[]\n") and (tmp_path / "here").is_dir()
