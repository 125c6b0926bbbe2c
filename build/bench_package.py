"""The packaged folder's figures for bench.py: first paint, size, memory, sockets; run.py's second start.

Only where dist/知评 is there. First paint: the frozen and the unfrozen program and a bare Qt window are each
started on a screen of their own, until something is painted in its middle.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import environment
import package_contents as contents

QUICK = "--quick" in sys.argv
STARTS = 3 if QUICK else 7
DISPLAY = ":96"
FOLDER = environment.ROOT / "dist" / contents.FOLDER
MOST_OF_UNFROZEN, MOST_OF_BARE = 1.5, 3.0
MOST_RSS_MB, MOST_OVERHEAD = 150, 0.3
# As in bench_window.py: one line of text in the same fonts.
_BARE = """
import sys
from pathlib import Path
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
for font in Path(sys.argv[1]).glob("*.ttf"):
    QFontDatabase.addApplicationFont(str(font))
label = QLabel("知评")
label.setStyleSheet("font-family: 'Noto Sans SC';")
label.resize(1366, 728)
label.show()
app.exec()
"""


def told(kept: bool, words: str) -> bool:
    """One row of the table."""
    print(f"{'通过  ' if kept else '未通过'}  {words}", flush=True)
    return kept


def shown(command: Sequence[str], environ: dict[str, str]) -> tuple[float, float]:
    """Seconds from the start to a window on the screen that is painted, and the megabytes then in memory."""
    started = time.monotonic()
    process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while _is_black(environ) and process.poll() is None and time.monotonic() < started + 60:
            time.sleep(0.005)
        took = time.monotonic() - started
        time.sleep(1.5)
        return took, _memory(process.pid)
    finally:
        process.kill()
        process.wait()


def _is_black(environ: dict[str, str]) -> bool:
    """Whether nothing is painted yet in the middle of the screen."""
    picture = subprocess.run(
        ["xwd", "-root", "-silent", "-display", DISPLAY], env=environ, capture_output=True, check=True
    ).stdout
    return not any(picture[len(picture) // 2 : len(picture) // 2 + 4096])


def _memory(pid: int) -> float:
    """The resident memory of a process and its children, in MB; what several share is counted for each."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return sum(_rss(each) for each in (pid, *map(int, children)))


def _rss(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1000


def starts(environ: dict[str, str]) -> bool:
    """First paint of the frozen window against the unfrozen one and a bare Qt window, in turns; memory."""
    python = str(environment.python())
    unfrozen = environ | {"PYTHONPATH": str(environment.ROOT)}
    runs: dict[str, Callable[[], tuple[float, float]]] = {
        "bare": lambda: shown([python, "-c", _BARE, str(environment.FONTS[0].parent)], environ),
        "unfrozen": lambda: shown([python, "-X", "utf8", "-P", "-m", "app"], unfrozen),
        "frozen": lambda: shown([str(FOLDER / contents.WINDOW)], environ),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for at in range(STARTS + 1):
        for name, run in runs.items():
            once = run()
            found[name] += [once] if at else []  # the first of each reads the disk and compiles
    took = {name: statistics.median(seconds for seconds, _ in each) for name, each in found.items()}
    memory = statistics.median(each for _, each in found["frozen"])
    frozen = took["frozen"]
    for other, most, words in (
        ("unfrozen", MOST_OF_UNFROZEN, "同一程序从源码运行"), ("bare", MOST_OF_BARE, "空的 Qt 窗口"),
    ):  # fmt: skip
        ratio = frozen / took[other]
        told(
            ratio <= most,
            f"{ratio:5.2f}×  首次绘出 {frozen * 1e3:.0f} ms，{words} {took[other] * 1e3:.0f} ms"
            f"（须 ≤ {most}×）",
        )
    return told(memory < MOST_RSS_MB, f"{memory:6.1f} MB  启动后的内存（须 < {MOST_RSS_MB} MB）")


def size() -> bool:
    """The folder and its largest files."""
    sizes = {each.relative_to(FOLDER): each.stat().st_size for each in FOLDER.rglob("*") if each.is_file()}
    total = sum(sizes.values()) / 1e6
    for name, bytes_ in sorted(sizes.items(), key=lambda each: -each[1])[:8]:
        print(f"        {bytes_ / 1e6:6.1f} MB  {name.as_posix()}")
    return told(
        total <= contents.MOST_MEGABYTES, f"{total:6.1f} MB  文件夹（须 ≤ {contents.MOST_MEGABYTES} MB）"
    )


def sockets(environ: dict[str, str], folder: Path) -> bool:
    """Which families of sockets the system was asked for: at the window's start, and in a whole rehearsal."""
    rehearsal = [str(FOLDER / contents.TERMINAL), "demo", "--out", str(folder / "演练"), "--experts", "3"]
    kept = True
    for words, command, seconds in (
        ("启动窗口", [str(FOLDER / contents.WINDOW)], 15), ("整场演练", rehearsal, 600),
    ):  # fmt: skip
        trace = folder / "trace"
        trace.unlink(missing_ok=True)
        traced = [
            "timeout",
            str(seconds),
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=socket",
            "-o",
            str(trace),
            *command,
        ]
        done = subprocess.run(traced, env=environ, stdin=subprocess.DEVNULL, capture_output=True)
        calls = [line for line in trace.read_text(encoding="utf-8").splitlines() if "socket(" in line]
        others = [line for line in calls if "AF_UNIX" not in line]
        ended = done.returncode in (0, 124)
        kept &= told(
            ended and not others, f"{len(calls)} 次 socket，都是 AF_UNIX：{words}{''.join(others[:2])}"
        )
    return kept


def second_start(environ: dict[str, str]) -> bool:
    """What run.py costs over the environment's own interpreter, where all is ready."""
    python = str(environment.python())
    direct = environ | {"PYTHONPATH": str(environment.ROOT)}
    took: dict[str, list[float]] = {"run": [], "direct": []}
    for _ in range(STARTS):
        for name, command, given in (
            ("run", [sys.executable, str(environment.BUILD / "run.py"), "--version"], environ),
            ("direct", [python, "-X", "utf8", "-P", "-m", "app", "--version"], direct),
        ):
            started = time.monotonic()
            subprocess.run(command, env=given, capture_output=True, check=True)
            took[name].append(time.monotonic() - started)
    over = statistics.median(took["run"]) - statistics.median(took["direct"])
    return told(
        over < MOST_OVERHEAD,
        f"{over * 1e3:6.0f} ms  run.py 第二次启动多用的时间（须 < {MOST_OVERHEAD:g} 秒）",
    )


def main() -> int:
    """All figures, or a sentence why there are none."""
    environment.speak_utf8()
    tools = [tool for tool in ("Xvfb", "xwd", "strace") if shutil.which(tool) is None]
    if not FOLDER.is_dir() or tools:
        print(
            f"没有量打好的文件夹：{'缺少 ' + '、'.join(tools) if tools else '还没有打（build/package.py）'}。"
        )
        return 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "home").mkdir()
        environ = environment.clean_environ() | {"HOME": str(folder / "home"), "DISPLAY": DISPLAY}
        for name in ("XDG_DATA_HOME", "ZHIPING_WORKSPACE", "QT_QPA_PLATFORM", "PYTHONDONTWRITEBYTECODE"):
            environ.pop(name, None)
        server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"], stderr=subprocess.DEVNULL)
        try:
            time.sleep(1)
            kept = [size(), starts(environ), second_start(environ), sockets(environ, folder)]
        finally:
            server.terminate()
            server.wait()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
