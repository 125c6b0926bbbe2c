"""Make the folder that starts anywhere: `python3 build/package.py [--dist FOLDER]`, by default dist/知评.

Standard library only: prepares the environment and lets package_making.py work in it.
"""

import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python gets to read this file
    sys.stderr.buffer.write("打包需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment


def main() -> int:
    """Set up where needed, then make the folder in the environment's interpreter."""
    environment.speak_utf8()
    try:
        environment.ensure("package")
    except environment.SetUpError as fault:
        environment.say(str(fault))
        return 3
    script = [str(environment.python()), "-X", "utf8", str(environment.BUILD / "package_making.py")]
    environ = environment.clean_environ() | {"PYTHONPATH": str(environment.ROOT)}
    return subprocess.run([*script, *sys.argv[1:]], env=environ).returncode


if __name__ == "__main__":
    sys.exit(main())
