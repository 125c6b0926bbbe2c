"""Run every check: `python3 build/test.py [--without-system-tools] [pytest arguments]`.

Standard library only. With pytest arguments only part of the tests runs, so coverage is not judged.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python gets to read this file
    sys.stderr.buffer.write("检查需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment

FOLDERS = ("app", "build", "tests")
WITHOUT = "--without-system-tools"
# What the tests ask programs that we did not write, and the Debian package each comes in.
SYSTEM_TOOLS = {
    "pdfsig": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "openssl": "openssl",
    "mutool": "mupdf-tools",
    "qpdf": "qpdf",
    "gnome-keyring-daemon": "gnome-keyring",
    "dbus-run-session": "dbus",
}
DOMAIN_COVERAGE = 100
APP_COVERAGE = 90
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


class Outcome(NamedTuple):
    """One check: what it is called, whether it passed, how long it took in seconds."""

    name: str
    passed: bool
    seconds: float


class Counts(NamedTuple):
    """Tests passed, failed (errors too) and skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


def missing_tools() -> dict[str, str]:
    """The system's tools that are not there, after installing them where that is allowed."""
    missing = _missing()
    if missing:
        environment.install_packages(sorted(set(missing.values())))
    return _missing()


def _missing() -> dict[str, str]:
    tools = {tool: package for tool, package in SYSTEM_TOOLS.items() if shutil.which(tool) is None}
    return tools | {package: package for package in environment.missing_libraries()}


def system_tools(allowed_without: bool) -> bool:
    """Whether the tests may go on: all tools are there, or it was said that they need not be."""
    missing = missing_tools()
    if missing:
        packages = " ".join(sorted(set(missing.values())))
        print(f"缺少系统工具：{'、'.join(missing)}。请运行：sudo apt-get install -y {packages}")
        print(
            "用到它们的检查这次会跳过。"
            if allowed_without
            else f"用到它们的检查会算作不通过（或加 {WITHOUT}）。"
        )
    return allowed_without or not missing


def check(name: str, command: Sequence[str], environ: dict[str, str], live: bool = False) -> Outcome:
    """Run one check; show its output at once if `live`, else only when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        [str(environment.python()), "-X", "utf8", *command],
        cwd=environment.ROOT,
        env=environ,
        stdout=None if live else subprocess.PIPE,
        stderr=None if live else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    outcome = Outcome(name, done.returncode == 0, time.monotonic() - started)
    if done.stdout and not outcome.passed:
        print(done.stdout.rstrip())
    print(line(outcome), flush=True)
    return outcome


def line(outcome: Outcome) -> str:
    return f"{'通过  ' if outcome.passed else '未通过'}  {outcome.seconds:6.1f} 秒  {outcome.name}"


def static_checks(environ: dict[str, str]) -> list[Outcome]:
    """Layout, habits, types and who may see whom."""
    return [
        check("格式 ruff format", ["-m", "ruff", "format", "--check", *FOLDERS], environ),
        check("习惯 ruff check", ["-m", "ruff", "check", *FOLDERS], environ),
        check("类型 mypy --strict", ["-m", "mypy", "--strict", *FOLDERS], environ),
        check("层次 import-linter", ["-c", LINT_IMPORTS, "--no-logo"], environ),
    ]


def tests(given: list[str], environ: dict[str, str], results: Path) -> Outcome:
    """pytest on two processes, warnings as errors, with coverage unless arguments were given."""
    command = [
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist=loadfile",  # a file's panels are made once, not once a process
        "--no-loadscope-reorder",  # tests/conftest.py says which files begin
        "-W",
        "error",
        "--hypothesis-profile=ci",
        f"--junitxml={results}",
    ]
    coverage = [] if given else ["--cov", "--cov-branch", "--cov-report="]
    return check("测试 pytest", [*command, *coverage, *given], environ, live=True)


def coverage_checks(environ: dict[str, str]) -> list[Outcome]:
    """The whole of the domain, and nearly all of the rest, including branches."""
    report = ["-m", "coverage", "report"]
    return [
        check(
            f"覆盖 app/domain {DOMAIN_COVERAGE}%",
            [*report, "--include=app/domain/*", f"--fail-under={DOMAIN_COVERAGE}"],
            environ,
        ),
        check(f"覆盖 app ≥ {APP_COVERAGE}%", [*report, f"--fail-under={APP_COVERAGE}"], environ),
    ]


def counts(results: Path) -> Counts:
    """What pytest counted; nothing where it did not get that far."""
    if not results.exists():
        return Counts()
    passed = failed = skipped = 0
    for suite in ElementTree.parse(results).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        left_out = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - bad - left_out
        failed += bad
        skipped += left_out
    return Counts(passed, failed, skipped)


def summary(outcomes: Sequence[Outcome], counted: Counts, seconds: float) -> str:
    """All checks again, and the last line in pytest's way: each check beside pytest counts as one."""
    others = [o.passed for o in outcomes if not o.name.startswith("测试")]
    tests_broke = any(o.name.startswith("测试") and not o.passed for o in outcomes) and not counted.failed
    passed = counted.passed + sum(others)
    failed = counted.failed + len(others) - sum(others) + tests_broke
    skipped = f", {counted.skipped} skipped" if counted.skipped else ""
    return "\n".join(
        ["", *map(line, outcomes), f"{passed} passed, {failed} failed{skipped} in {seconds:.1f}s"]
    )


def run_all(given: list[str], allowed_without: bool) -> int:
    """Every check, going on after a failed one; 0 if all passed."""
    started = time.monotonic()
    tools_ready = system_tools(allowed_without)
    outcomes = [Outcome("系统工具", tools_ready, time.monotonic() - started)]
    print(line(outcomes[0]), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        environ = environment.clean_environ() | {"COVERAGE_FILE": str(Path(folder) / "coverage")}
        # Hundreds of children are started: each would compile the whole program anew where that is not kept.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        if allowed_without:
            environ["ZHIPING_WITHOUT_SYSTEM_TOOLS"] = "1"
        results = Path(folder) / "results.xml"
        outcomes += static_checks(environ)
        outcomes.append(tests(given, environ, results))
        outcomes += [] if given else coverage_checks(environ)
        counted = counts(results)
    if given:
        print("只跑了一部分测试，没有评判覆盖率。")
    print(summary(outcomes, counted, time.monotonic() - started), flush=True)
    return 0 if all(o.passed for o in outcomes) else 1


def main() -> int:
    """Set up what the checks need, then check."""
    environment.speak_utf8()
    given = [argument for argument in sys.argv[1:] if argument != WITHOUT]
    try:
        environment.ensure("test")
        os.environ.pop("ZHIPING_WORKSPACE", None)  # no test may touch the user's own data
        return run_all(given, WITHOUT in sys.argv[1:])
    except environment.SetUpError as fault:
        environment.say(str(fault))
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
