"""Make the folder that starts anywhere: `python3 build/package.py [--dist FOLDER]`, by default dist/知评.

Standard library only: prepares the environment and lets package_making.py work in it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python gets to read this file
    sys.stderr.buffer.write("打包需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment

if __name__ == "__main__":
    sys.exit(environment.work_in("package", "package_making.py"))
