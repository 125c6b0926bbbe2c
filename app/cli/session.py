"""One run of the terminal: what it was asked, the core it opens, what it says and where.

stdout carries the answer, stderr progress and errors. Which commands there are: the other modules.
"""

import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click

from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.errors import ZhipingError
from app.i18n import error_sentence, sentence
from app.services.core import Core
from app.services.tables import Tables
from app.settings import Settings, read_settings

_ID = re.compile(r"((?:ZP|PX)[A-Z2-9]{8}(-[ER][0-9]{1,3})?|E[0-9]{1,2}|[0-9](\.[0-9]{1,2}){3})")
# C0 and C1 controls but the line end, and the characters that turn the reading direction.
_COMMANDS = frozenset(
    map(
        chr,
        (
            *range(10),
            *range(11, 32),
            *range(127, 160),
            0x200E,
            0x200F,
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
        ),
    )
)
# Codes whose remedy is a file that only the terminal knows of.
_SECRET_WANTED = ("passphrase_needed", "pin_needed")


@frozen
class Program:
    """What the terminal is plugged into: `rubrics` is a folder, `log_error` returns where it wrote."""

    open_core: Callable[[Settings], AbstractContextManager[Core]]
    rubrics: Path
    log_act: Callable[[Path, str, Sequence[str], int], None]
    log_error: Callable[[Path | None, str, BaseException], Path]
    command: str = "zhiping"  # the words that started it, for the hints
    parcel: Path | None = None  # the packaged folder it runs from, None from source


class Session:
    """The options given anywhere on the command line, and the one core of the run."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tables = Tables(program.rubrics)
        self.as_json = False
        self.workspace: Path | None = None
        self.passphrase_file: Path | None = None
        self.act = "zhiping"
        self.ids: tuple[str, ...] = ()
        self.folder: Path | None = None

    def began(self, act: str, values: Mapping[str, object]) -> None:
        """Remembers for the log which command runs (not by what words), and of its arguments only ids."""
        self.act = f"zhiping{act.removeprefix(self.program.command)}"
        texts = (each for each in values.values() if isinstance(each, str))
        self.ids = tuple(text for text in texts if _ID.fullmatch(text))

    @contextmanager
    def core(self) -> Iterator[Core]:
        """The services of the chosen workspace, which is made if need be."""
        settings = self.settings()
        with self.program.open_core(settings) as core:
            self.folder = settings.workspace
            if core.kept_copy is not None:
                self.progress(sentence("terminal_brought_forward", {"path": str(core.kept_copy)}))
            yield core

    def settings(self) -> Settings:
        """How this run was asked to work."""
        return read_settings(self.workspace, self.passphrase_file, os.environ, sys.platform)

    def say(self, value: Json, *lines: str) -> None:
        """The answer: `value` as one JSON value with --json, else the lines."""
        print(
            json.dumps(value, ensure_ascii=False) if self.as_json else "\n".join(map(_harmless, lines)),
            flush=True,
        )

    def typed(self, *args: str) -> str:
        """A command line as this person can type it here."""
        return f"{self.program.command} {shlex.join(args)}"

    def progress(self, line: str) -> None:
        """A line about long work, on stderr."""
        print(_harmless(line), file=sys.stderr, flush=True)

    def refuse(self, code: str, told: str, fields: Mapping[str, str | int] | None = None) -> None:
        """An error: as JSON on stdout with --json, else one sentence on stderr."""
        if self.as_json:
            print(
                json.dumps({"error": {**(fields or {}), "code": code, "sentence": told}}, ensure_ascii=False)
            )
        else:
            print(_harmless(told), file=sys.stderr)

    def refuse_for(self, error: ZhipingError) -> None:
        """An error of ours by its sentence; where a secret is missing, also how the terminal takes one."""
        told = error_sentence(error)
        if error.code in _SECRET_WANTED:
            told = f"{told}{sentence('terminal_secret')}"
        self.refuse(error.code, told, error.fields)


def _harmless(line: str) -> str:
    """A line without what a foreign file name could do to the screen: control and bidi characters."""
    return "".join("\ufffd" if each in _COMMANDS else each for each in line)


pass_session = click.make_pass_decorator(Session)
