"""The program's entrance: plugs the real things together and hands them to the terminal."""

import multiprocessing
import os
import sys
from io import TextIOWrapper


def terminal() -> None:
    """`zhiping …`: runs one command line and exits with its code."""
    multiprocessing.freeze_support()
    # Late, because the process that judges files imports this module too and needs none of it.
    from app import logs, paths
    from app.bootstrap import open_core
    from app.cli.session import Program
    from app.cli.terminal import run
    from app.settings import command_words

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # UTF-8 whatever the locale; a file name that is not UTF-8 is shown escaped, never an error.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    program = Program(open_core, paths.rubrics(), logs.write_act, logs.write_error, command_words(os.environ))
    sys.exit(run(program, sys.argv[1:]))


if __name__ == "__main__":
    terminal()
