"""How fast, as ratios against floors of the same run: `python3 build/bench.py [--quick]`.

A floor is what the libraries alone need for the same bytes: SQLite commits of the same rows, reportlab and
pikepdf drawing the same pages, pyHanko signing and validating the same signatures, scrypt for the same codes,
Qt painting a window with one line of text.
Nothing here is a test; a table with ratio, floor and our time comes out.
"""

import subprocess
import sys
import time

import environment


def main() -> int:
    """Set up where needed, then measure in the environment's interpreter."""
    environment.speak_utf8()
    try:
        environment.ensure("test")
    except environment.SetUpError as fault:
        environment.say(str(fault))
        return 3
    environ = environment.clean_environ() | {"PYTHONPATH": str(environment.ROOT)}
    started = time.monotonic()
    worst = 0
    for name in ("bench_measures.py", "bench_window.py", "bench_desk.py", "bench_package.py"):
        script = [str(environment.python()), "-X", "utf8", str(environment.BUILD / name)]
        worst = max(worst, abs(subprocess.run([*script, *sys.argv[1:]], env=environ).returncode))
    environment.say(f"共用 {time.monotonic() - started:.0f} 秒。")
    return worst


if __name__ == "__main__":
    sys.exit(main())
