"""Makes the packaged folder: PyInstaller, licences judged and noted, manual, manifest, size.

Run by package.py in the environment. Nothing unfinished ever bears the folder's name.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import environment
import licences
import notices
import package_contents as contents
from app import __version__
from app.services import parcel

LARGEST = 15
FIRST, MANUAL = "先看这里.txt", "使用说明"
MANUAL = "使用说明"
_FIRST_TEXT = """知评 {version}

双击“{window}”就可以开始，不用安装，也不用管理员权限。
放在 U 盘上也能用；打开时会问要不要复制到这台电脑。评分总是保存在电脑上，不在 U 盘上。
“{terminal}”是在终端里用的程序。
请整个文件夹一起复制，不要只复制其中的文件。
给专家、组织方和主管部门的说明：见“{manual}”文件夹；在程序里按 F1。
许可和所用的库：见“{licences}”文件夹。本程序不联网。
"""


def freeze(folder: Path) -> Path:
    """PyInstaller's folder below `folder`."""
    command = [sys.executable, "-m", "PyInstaller", str(environment.BUILD / "zhiping.spec"), "--noconfirm"]
    command += ["--log-level=WARN", f"--workpath={folder / 'work'}", f"--distpath={folder / 'dist'}"]
    subprocess.run(command, check=True)
    return folder / "dist" / contents.FOLDER


def print_manual(made: Path) -> None:
    """The booklets, with pictures that the program takes of itself."""
    script = str(environment.BUILD / "manual_making.py")
    subprocess.run([sys.executable, "-X", "utf8", script, "--out", str(made / MANUAL)], check=True)


def judge_and_note(made: Path) -> list[str]:
    """Writes the notices; a line for everything whose licence is unknown, has no text or is not allowed."""
    places = list(licences.binaries(made))
    standard = frozenset(sys.stdlib_module_names)
    found, unknown = licences.shipped(licences.packed_modules(made), standard)
    refused = licences.refused_binaries(places) + unknown + licences.refused_distributions(found)
    return refused + notices.write(made, found, places)


def write_manual(made: Path) -> None:
    """The three booklets, with pictures of the window taken now."""
    import manual_making  # Qt and workspaces to be photographed; the tests read this module without them

    manual_making.make(made / MANUAL)


def finish(made: Path) -> None:
    """The first thing to read, who may do what, and last of all the manifest."""
    words = {
        "window": contents.WINDOW,
        "terminal": contents.TERMINAL,
        "licences": notices.FOLDER,
        "manual": MANUAL,
    }
    (made / FIRST).write_text(_FIRST_TEXT.format(version=__version__, **words), encoding="utf-8-sig")
    programs = {contents.WINDOW, contents.TERMINAL}
    for path in made.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.name in programs else 0o644)
    (made / parcel.MANIFEST).write_text(parcel.describe(made), encoding="utf-8", newline="\n")


def size_lines(made: Path) -> tuple[int, list[str]]:
    """The folder's size in bytes, and its largest files as lines."""
    sizes = {path.relative_to(made): path.stat().st_size for path in made.rglob("*") if path.is_file()}
    largest = sorted(sizes.items(), key=lambda each: -each[1])[:LARGEST]
    lines = [f"{size / 1e6:8.1f} MB  {name.as_posix()}" for name, size in largest]
    return sum(sizes.values()), lines


def put(made: Path, dist: Path) -> Path:
    """The finished folder under its name in `dist`; an earlier one is replaced."""
    dist.mkdir(parents=True, exist_ok=True)
    target = dist / contents.FOLDER
    working = dist / f".{contents.FOLDER}.{os.getpid()}.part"
    shutil.move(made, working)
    shutil.rmtree(target, ignore_errors=True)
    working.rename(target)
    return target


def main(given: Sequence[str]) -> int:
    """Makes the folder; 1 where a licence or the size is not allowed."""
    environment.speak_utf8()
    reader = argparse.ArgumentParser(prog="package.py", description="把知评打成一个文件夹。")
    reader.add_argument("--dist", type=Path, default=environment.ROOT / "dist", help="放在哪里，默认 dist")
    dist: Path = reader.parse_args(given).dist
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        made = freeze(Path(folder))
        print_manual(made)
        refused = judge_and_note(made)
        write_manual(made)
        finish(made)
        total, largest = size_lines(made)
        environment.say("\n".join(["最大的文件：", *largest]))
        for each in refused:
            environment.say(f"未通过  许可：{each}")
        too_large = total > contents.MOST_MEGABYTES * 1_000_000
        verdict = "未通过" if too_large else "通过"
        environment.say(f"{verdict}  共 {total / 1e6:.1f} MB（须 ≤ {contents.MOST_MEGABYTES} MB）")
        if refused or too_large:
            return 1
        target = put(made, dist)
    environment.say(f"打好了：{target}（{time.monotonic() - started:.0f} 秒）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
