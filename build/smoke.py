"""Drive the packaged programs as people do: `python3 build/smoke.py [--folder dist/知评] [NAME …]`.

Linux, as root, with Debian's xvfb, openbox, xdotool, at-spi2-core and python3-pyatspi. A line each:
通过, 未通过 or 没有做 with the reason. NAME picks the checks whose names hold it.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import environment
import package_contents as contents
import smoke_scoring as scoring
import smoke_troubles as troubles
from smoke_world import NotHere, Unmet, World, screen

TOOLS = {
    "Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus",
    "setpriv": "util-linux", "mkfs.ext4": "e2fsprogs", "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}  # fmt: skip
CHECKS: tuple[tuple[str, Callable[[World], None]], ...] = (
    ("版本和自检", troubles.version_and_selftest),
    ("演练一遍并验证", scoring.rehearse),
    ("打开和关闭窗口", troubles.open_and_close),
    ("在窗口里评分、签署", scoring.score_in_the_window),
    ("从只读介质运行，工作区在别处", troubles.read_only_media),
    ("从 U 盘复制到本机并接着运行", troubles.moves_in),
    ("工作区不放在 U 盘上", troubles.workspace_on_a_stick),
    ("没有 HOME", troubles.no_home),
    ("没有钥匙串", troubles.no_keyring),
    ("语言环境 C", troubles.plain_locale),
    ("同时打开两次", troubles.twice),
    ("磁盘已满", troubles.full_disk),
    ("文件夹没有写权限", troubles.no_permission),
    ("写入时 U 盘出错", troubles.stick_fails),
    ("写入前拔出 U 盘", troubles.stick_gone),
    ("程序文件损坏", troubles.damaged),
)


def missing_tools() -> str:
    """The command that installs what is not here; "" where all is."""
    missing = {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    missing |= set() if Path("/usr/lib/python3/dist-packages/pyatspi").is_dir() else {"python3-pyatspi"}
    return environment.install_packages(sorted(missing)) if missing else ""


def run(check: Callable[[World], None], world: World) -> tuple[str, str]:
    """One check: how it ended, and why where it did not pass."""
    try:
        check(world)
    except NotHere as reason:
        return "没有做", str(reason)
    except Unmet as seen:
        return "未通过", str(seen)
    except Exception as error:  # a check that breaks is a check that did not pass
        return "未通过", f"{type(error).__name__}: {error}"
    return "通过  ", ""


def run_all(folder: Path, names: Sequence[str]) -> int:
    """The chosen checks, one after the other, in one place; 1 where one did not pass."""
    chosen = [each for each in CHECKS if not names or any(name in each[0] for name in names)]
    ended: list[str] = []
    with tempfile.TemporaryDirectory(prefix="zhiping-smoke-", ignore_cleanup_errors=True) as made:
        root = Path(made)
        root.chmod(0o755)  # another user has to get in
        place = scoring.copied(folder, root / "知评 试用 文件夹" / contents.FOLDER)
        with screen(root) as environ:
            world = World(root, place, environ)
            for name, check in chosen:
                started = time.monotonic()
                outcome, why = run(check, world)
                ended.append(outcome)
                told = f"：{why}" if why else ""
                print(f"{outcome}  {time.monotonic() - started:6.1f} 秒  {name}{told}", flush=True)
    passed, failed = ended.count("通过  "), ended.count("未通过")
    skipped = len(ended) - passed - failed
    print(f"{passed} passed, {failed} failed{f', {skipped} skipped' if skipped else ''}")
    return 1 if failed else 0


def main() -> int:
    """Looks for the tools and the folder, then checks."""
    environment.speak_utf8()
    reader = argparse.ArgumentParser(prog="smoke.py", description="试用打好的文件夹。")
    default = environment.ROOT / "dist" / contents.FOLDER
    reader.add_argument("--folder", type=Path, default=default, help="打好的文件夹，默认 dist/知评")
    reader.add_argument("names", nargs="*", metavar="NAME", help="只做名字里有它的")
    given = reader.parse_args()
    if not (given.folder / contents.TERMINAL).is_file():
        environment.say("还没有打好的文件夹。请先运行 python3 build/package.py。")
        return 3
    if command := missing_tools():
        environment.say(f"缺少系统工具。请让管理员运行：{command}")
        return 3
    try:
        return run_all(given.folder, given.names)
    except NotHere as reason:
        environment.say(f"这里做不了：{reason}。")
        return 3


if __name__ == "__main__":
    sys.exit(main())
