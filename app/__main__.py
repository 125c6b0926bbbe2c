"""The program's entrance: plugs the real things together and hands them to the terminal."""

import multiprocessing
import os
import sys
from functools import partial
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


def window() -> None:
    """The screen: opens the expert's desk and exits with its code when it is closed."""
    multiprocessing.freeze_support()
    # Late, as above: the terminal never loads Qt.
    from app import logs, paths
    from app.bootstrap import open_core
    from app.settings import read_settings
    from app.ui.application import run
    from app.ui.way import begin

    settings = read_settings(None, None, os.environ, sys.platform)
    log_error = partial(logs.write_error, settings.workspace, "window")
    sys.exit(run(open_core, settings, paths.fonts(), log_error, begin))


if __name__ == "__main__":
    terminal() if sys.argv[1:] else window()
