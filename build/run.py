"""Run the program from source: `python3 build/run.py [arguments]`; without arguments, the window.

Standard library only. Sets up what is missing first (environment.py) and then gets out of the way.
"""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

if sys.version_info < (3, 11):  # noqa: UP036 -- the one file that an older Python gets to read
    sys.stderr.buffer.write("知评需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment


def arguments(given: list[str], now: time.struct_time, *, screen: bool) -> list[str]:
    """What is passed on: what was given; else nothing (the window), without a screen a rehearsal."""
    if given or screen:
        return given
    return ["demo", "--out", "演练-" + time.strftime("%Y%m%d-%H%M%S", now)]


def has_screen(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    return platform in ("win32", "darwin") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def prepare_window() -> None:
    """Installs what Qt misses on the system, or says what to type; the window is tried in any case."""
    missing = environment.missing_libraries()
    command = environment.install_packages(missing) if missing else ""
    if command:
        environment.say(f"窗口可能缺少系统组件。如打不开，请让管理员运行：{command}")


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
    screen = has_screen(os.environ, sys.platform)
    passed = arguments(sys.argv[1:], time.localtime(), screen=screen)
    if not passed:
        prepare_window()
    elif not sys.argv[1:]:
        environment.say("这里没有屏幕，改为演练一遍。")
    return start(passed)


if __name__ == "__main__":
    sys.exit(main())
