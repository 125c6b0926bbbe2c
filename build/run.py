"""Run the program from source: `python3 build/run.py [arguments]`; without arguments, a rehearsal.

Standard library only. Sets up what is missing first (environment.py) and then gets out of the way.
"""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence

if sys.version_info < (3, 11):  # noqa: UP036 -- the one file that an older Python gets to read
    sys.stderr.buffer.write("知评需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment


def arguments(given: list[str], now: time.struct_time) -> list[str]:
    """What is passed on: what was given, or a rehearsal into a new folder under the current one."""
    return given or ["demo", "--out", "演练-" + time.strftime("%Y%m%d-%H%M%S", now)]


def started_by(whole: Sequence[str], own: Sequence[str]) -> str:
    """The words before the program's own arguments, as they were typed: `python3 build/run.py`."""
    words = whole[: len(whole) - len(own) + 1]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def start(given: list[str]) -> int:
    """Hand over to the program in the environment; its exit code is ours."""
    # -P: an `app` in the user's current folder must not be taken for ours.
    command = [str(environment.python()), "-X", "utf8", "-P", "-m", "app", *given]
    environ = environment.clean_environ() | {
        "PYTHONPATH": str(environment.ROOT),
        "ZHIPING_COMMAND": started_by(sys.orig_argv, sys.argv),
    }
    if os.name != "nt":
        os.execve(command[0], command, environ)
    child = subprocess.Popen(command, env=environ)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the program got it too and decides


def main() -> int:
    """Set up where needed, then run."""
    environment.speak_utf8()
    try:
        environment.ensure("run")
    except environment.SetUpError as fault:
        environment.say(str(fault))
        return 3
    except KeyboardInterrupt:
        environment.say("已停止。下次运行会接着准备。")
        return 130
    return start(arguments(sys.argv[1:], time.localtime()))


if __name__ == "__main__":
    sys.exit(main())
