"""The folder 许可 in the packaged folder: whose everything is, and every licence's text."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from importlib.metadata import Distribution
from pathlib import Path

import environment
import licences
import package_contents as contents

FOLDER = "许可"
LIST = "所用的库.txt"
_HEAD = """知评以 Apache-2.0 许可发布（Apache-2.0.txt）。它用到下列库，各按自己的许可随附，
许可全文在本文件夹里。

Qt 和 PySide6 按 LGPL-3.0 使用：未作改动，以动态库随附在“{inside}/PySide6”，可以换成您自己编译的同版本库。
它们的源代码由 The Qt Company 公开提供；其余 LGPL 库的源代码由各自的发行方公开提供。
字体 Noto Sans SC 按 OFL-1.1 使用，许可在“{inside}/resources/fonts/OFL.txt”。
色彩特性文件 srgb.icc 属公有领域（CC0-1.0）。
"""
_TEXTS = re.compile(r"(?i)(.*/)?(licen[cs]e|copying|notice|authors|copyright)[^/]*|.*/licenses/.*")
_SYSTEM_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")


def write(made: Path, distributions: Mapping[str, Distribution], places: list[str]) -> list[str]:
    """Writes the folder into `made`; a line for every component whose licence has no text."""
    folder = made / FOLDER
    shutil.copytree(environment.ROOT / "resources" / "licences", folder)
    shutil.copyfile(environment.ROOT / "LICENSE", folder / "Apache-2.0.txt")
    missing = [] if _write_python(folder) else ["CPython：没有找到许可全文"]
    for name, found in sorted(distributions.items()):
        if not _write_texts(folder / name, found) and not _has_common_text(folder, licences.licence(found)):
            missing.append(f"{name}：没有找到许可全文")
    for place in places:
        missing += _write_system(folder, place)
    (folder / LIST).write_text(_list(distributions, places), encoding="utf-8-sig")
    return missing


def _list(distributions: Mapping[str, Distribution], places: list[str]) -> str:
    lines = [_HEAD.format(inside=contents.INSIDE), "Python 库："]
    for name, found in sorted(distributions.items()):
        lines.append(f"  {name} {found.version}：{_short(licences.licence(found))}")
    lines += ["", "动态库和程序："]
    known = (licences.component(place) for place in places)
    lines += [f"  {name}：{spdx}" for name, spdx in sorted({each for each in known if each is not None})]
    return "\n".join(lines) + "\n"


def _short(said: str) -> str:
    return said.splitlines()[0].removeprefix("License :: OSI Approved :: ")


def _write_texts(folder: Path, found: Distribution) -> bool:
    """The texts that a wheel brings, in their own folders; whether there are any."""
    texts = [
        each for each in found.files or () if ".dist-info" in str(each) and _TEXTS.fullmatch(each.as_posix())
    ]
    for each in texts:
        inner = each.as_posix().split(".dist-info/", 1)[1].removeprefix("licenses/")
        target = folder / inner.replace("/", "-")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(str(each.locate())), target)
    return bool(texts)


def _has_common_text(folder: Path, said: str) -> bool:
    """Whether one of the texts that we bring is the licence."""
    return any(each.stem in said for each in folder.glob("*.txt"))


def _write_python(folder: Path) -> bool:
    """Python's own licence, which names what it is built with."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path("/usr/share/doc") / version / "copyright",
    )
    found = next((each for each in places if each.is_file()), None)
    if found is not None:
        shutil.copyfile(found, folder / "CPython.txt")
    return found is not None


def _write_system(folder: Path, place: str) -> list[str]:
    """The Debian copyright file of a library of the system; nothing for libraries of wheels."""
    name = place.rsplit("/", 1)[-1]
    source = next((Path(each) / name for each in _SYSTEM_FOLDERS if (Path(each) / name).exists()), None)
    whose = licences.component(place)
    if not contents.LINUX or source is None or whose is None or place.count("/") != _depth(place):
        return []
    package = _package(source)
    text = Path("/usr/share/doc") / package / "copyright"
    if not package or not text.is_file():
        return [f"{place}：没有找到许可全文"]
    shutil.copyfile(text, folder / f"{whose[0]}（{package}）.txt".replace("/", "-"))
    return []


def _depth(place: str) -> int:
    """How deep the system's libraries lie: beside Python's, or in the folder of those for bare systems."""
    return 2 if f"/{contents.GRAPHICS_FOLDER}/" in place else 1


def _package(source: Path) -> str:
    """The Debian package that a file is of; "" where nobody knows."""
    for path in {str(source.resolve()), str(source.resolve()).removeprefix("/usr"), str(source)}:
        done = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    return ""
