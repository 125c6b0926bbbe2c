"""Make the printed manual: `python3 build/manual.py --out FOLDER`, three PDFs with pictures of the window.

Standard library only: prepares the environment and lets manual_making.py work in it; package.py does the same
for the folder that is handed on. Nothing of it is committed.
"""

import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python gets to read this file
    sys.stderr.buffer.write("制作使用说明需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment


def main() -> int:
    """Set up where needed, then make the booklets in the environment's interpreter."""
    environment.speak_utf8()
    try:
        environment.ensure("run")
    except environment.SetUpError as fault:
        environment.say(str(fault))
        return 3
    script = [str(environment.python()), "-X", "utf8", str(environment.BUILD / "manual_making.py")]
    environ = environment.clean_environ() | {"PYTHONPATH": str(environment.ROOT)}
    return subprocess.run([*script, *sys.argv[1:]], env=environ).returncode


if __name__ == "__main__":
    sys.exit(main())
