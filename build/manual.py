"""Make the printed manual: `python3 build/manual.py --out FOLDER`, three PDFs with pictures of the window.

Standard library only: prepares the environment and lets manual_making.py work in it; package.py does the same
for the folder that is handed on. Nothing of it is committed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python gets to read this file
    sys.stderr.buffer.write("制作使用说明需要 Python 3.11 或更高版本。请安装后再运行。\n".encode())
    sys.exit(3)

import environment

if __name__ == "__main__":
    sys.exit(environment.work_in("run", "manual_making.py"))
