"""The program's entrance: plugs the real things together and hands them to the terminal."""

import gc
import multiprocessing
import os
import sys
from functools import partial
from io import TextIOWrapper
from pathlib import Path


def terminal() -> None:
    """`zhiping …`: runs one command line and exits with its code."""
    multiprocessing.freeze_support()
    # Late, because the process that judges files imports this module too and needs none of it.
    from app import logs, paths
    from app.bootstrap import open_core
    from app.cli.double_click import is_alone, send_to_window
    from app.cli.session import Program
    from app.cli.terminal import run
    from app.i18n import every_language
    from app.settings import command_words

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # UTF-8 whatever the locale; a file name that is not UTF-8 is shown escaped, never an error.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    paths.name_home(os.environ, sys.platform)
    told = partial(every_language, "double_clicked")
    if send_to_window(sys.argv[1:], told, paths.parcel() is not None and is_alone(), input):
        sys.exit(0)
    program = Program(
        open_core, paths.rubrics(), logs.write_act, logs.write_error,
        command_words(os.environ), paths.parcel(),
    )  # fmt: skip
    sys.exit(run(program, sys.argv[1:]))


def window() -> None:
    """The screen: opens the expert's desk and exits with its code when it is closed."""
    multiprocessing.freeze_support()
    # What a start makes, it keeps: looking through it for garbage takes a sixth of the time to first paint.
    # The window goes on collecting once it is painted (application.run).
    gc.disable()
    # Late, as above: the terminal never loads Qt.
    from app import logs, paths
    from app.bootstrap import open_core
    from app.errors import ZhipingError
    from app.settings import read_settings
    from app.ui.application import Start, refuse, run
    from app.ui.way import begin

    paths.name_home(os.environ, sys.platform)
    try:
        settings = read_settings(None, None, os.environ, sys.platform)
        home = paths.program_home(os.environ, sys.platform)
    except ZhipingError as error:
        sys.exit(refuse(paths.fonts(), error))
    log_error = partial(logs.write_error, settings.workspace, "window")
    start = Start(tuple(map(Path, sys.argv[1:])), paths.parcel(), home)
    sys.exit(run(open_core, settings, paths.fonts(), log_error, begin, start))


if __name__ == "__main__":
    terminal() if sys.argv[1:] else window()
