"""The run of all checks: it counts rightly, goes on after a failure, and says so in its last line."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import environment
from tests.conftest import LONGEST, UNMEASURED


@pytest.fixture(scope="module")
def checks() -> ModuleType:
    """build/test.py, whose name belongs to the standard library's own tests as well."""
    spec = importlib.util.spec_from_file_location("zhiping_checks", environment.BUILD / "test.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_last_line_counts_tests_and_checks(checks: ModuleType) -> None:
    outcomes = [
        checks.Outcome("格式 ruff format", True, 0.1),
        checks.Outcome("类型 mypy --strict", False, 3.0),
        checks.Outcome("测试 pytest", False, 9.0),
    ]
    text = checks.summary(outcomes, checks.Counts(passed=10, failed=2, skipped=1), 12.34)
    assert text.splitlines()[-1] == "11 passed, 3 failed, 1 skipped in 12.3s"
    assert "未通过     3.0 秒  类型 mypy --strict" in text


def test_a_test_run_that_broke_down_before_counting_is_a_failure(checks: ModuleType) -> None:
    text = checks.summary([checks.Outcome("测试 pytest", False, 1.0)], checks.Counts(), 1.0)
    assert text.splitlines()[-1] == "0 passed, 1 failed in 1.0s"


def test_what_pytest_counted_is_read_from_its_report(checks: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): assert 0\n"
        "@pytest.mark.skip\ndef test_c(): pass\n"
        "@pytest.fixture\ndef broken(): raise ValueError\n"
        "def test_d(broken): pass\n",
        encoding="utf-8",
    )
    report = tmp_path / "results.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"--rootdir={tmp_path}",
        "-c",
        str(tmp_path / "none.ini"),
    ]
    (tmp_path / "none.ini").write_text("[pytest]\n", encoding="utf-8")
    subprocess.run([*command, f"--junitxml={report}", str(tmp_path)], capture_output=True)
    assert checks.counts(report) == (1, 2, 1)
    assert checks.counts(tmp_path / "no report") == (0, 0, 0)


def test_a_missing_system_tool_fails_the_run_unless_it_may_be_missing(
    checks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checks.system_tools(allowed_without=False) is False
    assert "apt-get install -y" in capsys.readouterr().out
    assert checks.system_tools(allowed_without=True) is True


def test_a_failed_check_shows_its_output_and_a_passed_one_only_its_line(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "python", lambda: Path(sys.executable))
    environ = environment.clean_environ()
    assert checks.check("好的", ["-c", "print('quiet')"], environ).passed
    assert not checks.check("坏的", ["-c", "print('loud'); raise SystemExit(1)"], environ).passed
    shown = capsys.readouterr().out
    assert "loud" in shown and "quiet" not in shown
    assert re.search(r"^通过 +\d+\.\d 秒  好的$", shown, re.MULTILINE)
    assert re.search(r"^未通过 +\d+\.\d 秒  坏的$", shown, re.MULTILINE)


def test_the_files_that_begin_or_are_not_measured_are_there() -> None:
    names = [*LONGEST, *UNMEASURED]
    assert [each for each in names if not list(environment.ROOT.glob(f"{each}*"))] == []
