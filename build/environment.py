"""The virtual environment beside pyproject.toml: made once and whole, found ready in a moment ever after.

Standard library only, Python 3.11 or later. Leaves what is run in it to run.py and test.py.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Literal

Level = Literal["run", "test", "package"]

LEVELS: tuple[Level, ...] = ("run", "test", "package")  # the others stand on the first
ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
LOCKS: dict[Level, Path] = {
    "run": BUILD / "requirements.txt",
    "test": BUILD / "requirements-test.txt",
    "package": BUILD / "requirements-package.txt",
}
FONTS = tuple(ROOT / "resources" / "fonts" / f"NotoSansSC-{style}.ttf" for style in ("Regular", "Bold"))
TOOLS: dict[Level, str] = {"test": "检查", "package": "打包"}
LAST_LINES = 15


class SetUpError(Exception):
    """What went wrong in a Chinese sentence, with what to do."""


# What Qt asks of the system: the name it links against, and the Debian package with it.
QT_LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon": "libxkbcommon0",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}


def say(text: str) -> None:
    """One line for the person who waits; never on stdout, which belongs to the program."""
    print(text, file=sys.stderr, flush=True)


def speak_utf8() -> None:
    """Chinese comes out right in any locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_environ() -> dict[str, str]:
    """For children: UTF-8, and none of the variables that would mix in other libraries."""
    unwanted = {
        "PYTHONHOME",
        "PYTHONPATH",
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "__PYVENV_LAUNCHER__",
    }
    return {k: v for k, v in os.environ.items() if k not in unwanted} | {"PYTHONUTF8": "1"}


def stamp_text(level: Level) -> str:
    """What a ready environment was made from: the locks, the fonts' recipe, this Python and this machine."""
    made_from = [LOCKS["run"], BUILD / "fonts.py"] + ([] if level == "run" else [LOCKS[level]])
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{digest.hexdigest()} {sys.implementation.cache_tag} {sys.platform} {platform.machine()}\n"


def stamp(level: Level) -> Path:
    """The file written last of all: without it nothing before it counts."""
    return VENV / f"ready-{level}"


def is_ready(level: Level) -> bool:
    """Whether the environment is whole and up to date."""
    try:
        kept = stamp(level).read_text(encoding="utf-8")
    except OSError:
        return False
    return kept == stamp_text(level) and python().exists() and all(font.is_file() for font in FONTS)


def work_in(level: Level, *names: str) -> int:
    """Sets up where needed, then runs scripts of build/ one after the other in the environment's interpreter.

    They get our own arguments; the worst of their exit codes, 3 where nothing could be set up.
    """
    speak_utf8()
    try:
        ensure(level)
    except SetUpError as fault:
        say(str(fault))
        return 3
    environ = clean_environ() | {"PYTHONPATH": str(ROOT)}
    worst = 0
    for name in names:
        command = [str(python()), "-X", "utf8", str(BUILD / name), *sys.argv[1:]]
        worst = max(worst, abs(subprocess.run(command, env=environ).returncode))
    return worst


def ensure(level: Level) -> None:
    """Make the environment where it is not ready; of several callers one works and the others wait.

    Raises SetUpError.
    """
    if is_ready(level):
        return
    try:
        with sole_worker():
            if not is_ready(level):
                _make(level)
    except OSError as fault:
        raise SetUpError(
            f"不能写入程序所在的文件夹（{fault}）。请关掉正在运行的知评，确认磁盘有空间、文件夹可以写入，再运行一次。"
        ) from fault


def _make(level: Level) -> None:
    started = time.monotonic()
    whole = is_ready("run")
    for old in (level,) if whole else LEVELS:  # an interrupted set-up must not look ready
        stamp(old).unlink(missing_ok=True)
    if not whole:
        say("正在准备运行环境（只在第一次或更新后需要，约一两分钟，要联网）。")
        _create()
        _install("run")
        _run([str(python()), "-X", "utf8", str(BUILD / "fonts.py")], "字体没有做好。请再运行一次。")
    if level != "run":
        say(f"正在安装{TOOLS[level]}用的工具。")
        _install(level)
    _run([*_pip(), "check"], "装好的库彼此不配套。请删除 .venv 文件夹后再运行一次。")
    for done in dict.fromkeys(("run", level)):
        stamp(done).write_text(stamp_text(done), encoding="utf-8")
    say(f"准备好了（{time.monotonic() - started:.0f} 秒）。")


def _create() -> None:
    if find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if missing := install_packages((package,)):
            raise SetUpError(f"缺少系统组件。请让管理员运行：{missing}，然后再试。")
    _run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "没有建成虚拟环境（.venv）。请关掉正在运行的知评，删除 .venv 文件夹后再运行一次。",
    )


def _pip() -> list[str]:
    return [str(python()), "-X", "utf8", "-m", "pip", "--disable-pip-version-check", "--no-input"]


def _install(level: Level) -> None:
    # --no-deps: the lock is complete, and `pip check` says so afterwards; wheels only: nothing is compiled.
    options = ["--quiet", "--no-user", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    _run(
        [*_pip(), "install", *options, "-r", str(LOCKS[level])],
        "没有装好程序用到的库。请检查网络后再运行一次；已下载的不必重下。",
    )


def _run(command: Sequence[str], sentence: str) -> None:
    done = subprocess.run(
        command,
        env=clean_environ(),
        close_fds=False,  # a step that outlives us keeps the lock, so nobody builds into its folder
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        raise SetUpError("\n".join([*done.stdout.splitlines()[-LAST_LINES:], sentence]))


def missing_libraries() -> tuple[str, ...]:
    """The Debian packages of what Qt needs from the system and does not find; none but on Linux."""
    if sys.platform != "linux":
        return ()
    return tuple(package for name, package in QT_LIBRARIES.items() if find_library(name) is None)


def install_packages(names: Sequence[str]) -> str:
    """Install Debian packages where that is allowed without asking.

    Empty when all is installed; else the command that somebody has to type.
    """
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    asked = " ".join(["sudo", *command])
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid"):
        return asked
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (
        shutil.which("sudo") is None or subprocess.call([*prefix, "true"], stderr=subprocess.DEVNULL)
    ):
        return asked
    say(f"正在安装系统组件：{'、'.join(names)}。")
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = [
        subprocess.run([*prefix, *step], env=environ, stdin=subprocess.DEVNULL, capture_output=True)
        for step in (["apt-get", "update", "-qq"], command)
    ]
    return asked if done[-1].returncode else ""


@contextmanager
def sole_worker() -> Iterator[None]:
    """Hold the lock file beside the environment; wait, and say so, while another process holds it.

    The system lets go of it when the process ends, however it ends.
    """
    with (ROOT / ".venv.lock").open("a+b") as handle:
        os.set_inheritable(handle.fileno(), True)
        told = False
        while not _try_lock(handle):
            if not told:
                say("另一个窗口正在准备运行环境，等它做完。")
                told = True
            time.sleep(0.2)
        yield


def _try_lock(handle: IO[bytes]) -> bool:
    with suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
