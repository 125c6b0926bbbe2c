"""Pin every library for every platform: `python3 build/lock.py [--upgrade]` writes build/requirements*.txt.

Takes what pyproject.toml asks for; the files carry versions, markers and digests, and no address.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import environment

HEADER = "# Made from pyproject.toml by build/lock.py: do not edit.\n"
RUN = environment.LOCKS["run"]
LOCK = environment.BUILD / "requirements-lock.txt"  # uv itself, which only this script needs


def blocks(text: str) -> list[str]:
    """One text a pinned package: its line and its digests, without comments or options."""
    found: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith(("#", "--index", "--extra-index", "--find-links")):
            continue
        if line[0].isspace():
            found[-1] += f"\n{line.rstrip()}"
        else:
            found.append(line.rstrip())
    return [b.removesuffix(" \\") + "\n" for b in found]


def without(more: str, base: str) -> str:
    """The packages that `base` does not pin already, word for word."""
    known = set(blocks(base))
    return "".join(b for b in blocks(more) if b not in known)


def compile_lock(uv: Path, kept: Path, groups: list[str], project: bool, options: list[str]) -> str:
    """Resolve for all platforms at once, staying with the pins of `kept` unless told to upgrade."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pins.txt"
        if kept.exists():
            out.write_text(kept.read_text(encoding="utf-8"), encoding="utf-8")
        wanted = ["pyproject.toml"] if project else []
        command = [str(uv), "pip", "compile", *wanted, *(f"--group={g}" for g in groups), "--quiet", *options]
        command += ["--universal", "--python-version=3.11", "--generate-hashes", "--only-binary=:all:"]
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        subprocess.run([*command, f"--output-file={out}"], cwd=environment.ROOT, check=True)
        return out.read_text(encoding="utf-8")


def write(path: Path, pins: str) -> None:
    """The same bytes on every system."""
    path.write_text(HEADER + "".join(blocks(pins)), encoding="utf-8", newline="\n")
    environment.say(f"{path.name}：{len(blocks(pins))} 个库。")


def main(options: list[str]) -> None:
    """Write the four files: what running needs, what checks and packaging need besides, and uv."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        scripts = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        pinned = ["--require-hashes", "-r", str(LOCK)] if LOCK.exists() else ["uv"]
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", *pinned], check=True)
        uv = scripts / "uv"
        run = compile_lock(uv, RUN, ["fonts"], True, options)
        write(RUN, run)
        for level in ("test", "package"):
            path = environment.LOCKS[level]
            more = compile_lock(uv, path, ["fonts", level], True, [*options, f"--constraints={RUN}"])
            write(path, without(more, run))
        write(LOCK, compile_lock(uv, LOCK, ["lock"], False, options))


if __name__ == "__main__":
    environment.speak_utf8()
    main(sys.argv[1:])
