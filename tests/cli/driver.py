"""The terminal as a test uses it: one command line in, its exit code and its two streams out."""

import contextlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from app import i18n, logs, paths
from app.bootstrap import open_core
from app.cli.session import Program
from app.cli.terminal import run
from app.services.core import Core
from app.settings import Settings

PASSPHRASE = "一句足够长的测试口令"


@dataclass(frozen=True)
class Answer:
    """How a command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        """stdout as the one JSON value it must be."""
        return json.loads(self.out)

    def __getitem__(self, key: str) -> object:
        value = self.json
        assert isinstance(value, Mapping)
        return value[key]

    def text(self, key: str) -> str:
        """The text under `key`."""
        value = self[key]
        assert isinstance(value, str)
        return value

    @property
    def error(self) -> Mapping[str, object]:
        """The error object."""
        found = self["error"]
        assert isinstance(found, Mapping)
        return found


Opener = Callable[[Settings], AbstractContextManager[Core]]


class Terminal:
    """Runs command lines in this process; `at` names a workspace below `folder`."""

    def __init__(self, folder: Path, opener: Opener = open_core) -> None:
        self.folder = folder
        self.passphrase = folder / "passphrase.txt"
        self.passphrase.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
        self.program = Program(opener, paths.rubrics(), logs.write_act, logs.write_error)

    def __call__(self, *args: str | Path, at: str = "", json: bool = True) -> Answer:
        given = [str(each) for each in args]
        if at:
            given += ["--workspace", str(self.folder / at), "--passphrase-file", str(self.passphrase)]
        out, err = io.StringIO(), io.StringIO()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(self.program, [*given, "--json"] if json else given)
        finally:
            i18n.choose("zh")  # a process of its own would have ended here
        return Answer(code, out.getvalue(), err.getvalue())

    def write(self, name: str, value: object) -> Path:
        """A JSON file in the folder."""
        path = self.folder / name
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return path


def listed(value: object) -> Sequence[Mapping[str, object]]:
    """A list of objects."""
    assert isinstance(value, list)
    return value
