"""What build/smoke.py stands on: the packaged folder, its terminal program, a screen with a window manager,
eyes and fingers, and media that can be full, read-only or pulled out. Linux, as root.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environment
import package_contents as contents

DISPLAY = ":97"
PASSPHRASE = "smoke-1234567890"
PATIENCE_SECONDS = 60.0
SECONDS = 150
_DOUBLE_CLICK_SECONDS = 0.8
# Nothing is started on it by being asked for: a keyring would wait for somebody to type its password.
_BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""
_NOBODY = 65534


class Unmet(Exception):
    """What was expected did not come about."""


class NotHere(Exception):
    """This machine cannot show it, with the reason."""


@dataclass(frozen=True)
class Said:
    """What one run of the terminal program answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer as a value; whatever commands answer."""
        return json.loads(self.out)


@dataclass
class World:
    """A place of its own for one smoke test. `folder`: the packaged folder in a path with 中文 and spaces."""

    root: Path
    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def run(self, *args: object, at: str = "", without: Sequence[str] = (), **extra: str) -> Said:
        """The terminal program in the workspace `at`, in an environment without some variables."""
        environ = {**self.environ, **extra}
        if at:
            environ["ZHIPING_WORKSPACE"] = str(self.root / at)
        environ = {key: value for key, value in environ.items() if key not in without}
        return said([str(self.folder / contents.TERMINAL), *map(str, args)], environ)

    def made(self, *args: object, at: str = "") -> Any:
        """As `run` with --json, which must succeed; its answer."""
        done = self.run(*args, "--json", at=at)
        expect(done.code == 0, f"{args[:2]} → {done.code}: {done.out[-300:]}{done.err[-300:]}")
        return done.json

    def passphrase(self) -> Path:
        """A passphrase file, as there is no keyring here."""
        path = self.root / "口令.txt"
        path.write_text(PASSPHRASE + "\n", encoding="utf-8")
        return path


def said(command: Sequence[str], environ: dict[str, str]) -> Said:
    """Runs a command to its end."""
    done = subprocess.run(
        command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, encoding="utf-8"
    )
    return Said(done.returncode, done.stdout, done.stderr)


def as_nobody(command: Sequence[str]) -> list[str]:
    """The command as a user who owns nothing."""
    return ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *command]


def expect(true: object, told: str) -> None:
    """Unmet, with what was seen instead."""
    if not true:
        raise Unmet(told)


def until(seen: Callable[[], object], told: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Waits for something to be seen; Unmet after `seconds`."""
    ends = time.monotonic() + seconds
    while not seen():
        if time.monotonic() > ends:
            raise Unmet(f"没有等到：{told}")
        time.sleep(0.2)


@contextmanager
def mounted(point: Path, *options: str, kind: str = "tmpfs", source: str = "tmpfs") -> Iterator[Path]:
    """A medium at `point` for a while."""
    point.mkdir(parents=True)
    command = ["mount", "-t", kind, *(("-o", ",".join(options)) if options else ()), source, str(point)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        point.rmdir()
        raise NotHere(f"不能挂载（{done.stderr.strip().splitlines()[-1] if done.stderr else kind}）")
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", str(point)], capture_output=True)
        with suppress(OSError):
            point.rmdir()


@contextmanager
def stick(world: World, name: str, megabytes: int, chip: Path | None = None) -> Iterator[Path]:
    """A stick as a desktop mounts it: a device of its own under /media; its bytes lie in `chip`."""
    image = (chip or world.root) / f"{name}.img"
    with image.open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", str(image)], check=True)
    with mounted(Path("/media") / name, "loop", kind="ext4", source=str(image)) as point:
        (point / "lost+found").rmdir()
        yield point
    image.unlink(missing_ok=True)


class Window:
    """The packaged window program on the screen of the smoke test, seen and used from outside."""

    def __init__(self, world: World, *files: Path, at: str, folder: Path | None = None) -> None:
        environ = {**world.environ, "ZHIPING_WORKSPACE": str(world.root / at)}
        program = (folder or world.folder) / contents.WINDOW
        self.process = subprocess.Popen(
            [str(program), *map(str, files)], env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self._eyes = subprocess.Popen(
            ["/usr/bin/python3", str(environment.BUILD / "smoke_eyes.py")],
            env=world.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )  # fmt: skip
        self._environ = world.environ

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.process, self._eyes):
            if process.poll() is None:
                process.kill()
            process.wait()

    def _ask(self, line: str) -> Any:
        assert self._eyes.stdin is not None and self._eyes.stdout is not None
        self._eyes.stdin.write(line + "\n")
        self._eyes.stdin.flush()
        answer = json.loads(self._eyes.stdout.readline() or "[]")
        return [] if isinstance(answer, dict) else answer

    def names(self) -> list[str]:
        """Everything that is shown, by name."""
        return [name for _, name, _, _ in self._ask("said")]

    def see(self, words: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Waits until something shown holds these words."""
        until(lambda: any(words in each for each in self.names()), words, seconds)

    def press(self, words: str) -> None:
        """Space on the control of that name once it is there and enabled; a page just opened takes no key."""
        self.focus(words)
        time.sleep(_DOUBLE_CLICK_SECONDS)
        self.focus(words)
        self.keys("space")

    def focus(self, words: str) -> None:
        """Puts the keyboard there."""
        until(lambda: self._ask(f"focus {words}") is True, words)

    def keys(self, *keys: str) -> None:
        """Real key presses, as the screen's server sends them."""
        subprocess.run(["xdotool", "key", "--delay", "25", *keys], env=self._environ, check=True)

    def type(self, text: str) -> None:
        """Types text, key by key."""
        subprocess.run(["xdotool", "type", "--delay", "25", text], env=self._environ, check=True)

    def close(self) -> None:
        """Closes the window as people do."""
        self.keys("alt+F4")
        self.ends()

    def ends(self, seconds: float = PATIENCE_SECONDS) -> None:
        """The program ends, and in order."""
        try:
            _, told = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Unmet("程序没有结束") from None
        code = self.process.returncode
        expect(code == 0, f"退出码 {code}：{told.decode(errors='replace')[-300:]}")


@contextmanager
def screen(root: Path) -> Iterator[dict[str, str]]:
    """A screen, a window manager and the bus of the screen readers; the environment of who sits there."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise NotHere("要在 Linux 上以管理员身份运行")
    (root / "home").mkdir()
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
    environ = kept | {"HOME": str(root / "home"), "LANG": "C.UTF-8", "DISPLAY": DISPLAY}
    environ |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "XDG_DATA_HOME": str(root / "home" / "data")}
    started: list[subprocess.Popen[Any]] = [_start(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"], environ)]
    try:
        time.sleep(1)
        bus_file = root / "bus.conf"
        bus_file.write_text(_BUS, encoding="utf-8")
        bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={bus_file}", "--nofork", "--print-address=1"],
            env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
        )  # fmt: skip
        started.append(bus)
        assert bus.stdout is not None
        environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        started.append(_start(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], environ))
        started.append(_start(["openbox"], environ))
        time.sleep(1)
        yield environ
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _start(command: Sequence[str], environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environ, stdin=quiet, stdout=quiet, stderr=quiet)
