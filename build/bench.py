"""How fast, as ratios against floors of the same run: `python3 build/bench.py [--quick]`.

A floor is what the libraries alone need for the same bytes: SQLite commits of the same rows, reportlab and
pikepdf drawing the same pages, pyHanko signing and validating the same signatures, scrypt for the same codes,
Qt painting a window with one line of text.
Nothing here is a test; a table with ratio, floor and our time comes out.
"""

import sys
import time

import environment


def main() -> int:
    """All measurements, and how long they took."""
    started = time.monotonic()
    worst = environment.work_in(
        "test", "bench_measures.py", "bench_window.py", "bench_desk.py", "bench_package.py"
    )
    environment.say(f"共用 {time.monotonic() - started:.0f} 秒。")
    return worst


if __name__ == "__main__":
    sys.exit(main())
