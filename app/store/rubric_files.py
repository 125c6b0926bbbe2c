"""Reading scoring tables from TOML files; what a table must be is app.domain.rubric's."""

import re
import stat
import tomllib
from pathlib import Path

from app.domain.rubric import Rubric, rubric_from_table
from app.errors import EnvironmentFault, RefusedError

MAX_BYTES = 1_000_000
_LINE = re.compile(r"at line (\d+), column (\d+)|at end of document")


class RubricFileKindError(RefusedError):
    """Not a regular file: a folder, a pipe, a device."""

    field_names = ("file",)


class RubricFileTooLargeError(RefusedError):
    """A rubric file of more bytes than any table needs."""

    field_names = ("file", "limit")


class RubricFileEncodingError(RefusedError):
    """Not UTF-8, or with a byte order mark."""

    field_names = ("file",)


class RubricSyntaxError(RefusedError):
    """Not TOML from this line on; `reason` is the parser's own word."""

    field_names = ("file", "line", "reason")


class RubricFileNameError(RefusedError):
    """A rubric that lies in another place than its id says, so that the id may stand twice."""

    field_names = ("file", "id")


class NoRubricsError(RefusedError):
    """A rubrics folder without a single table, or no folder at all."""

    field_names = ("folder",)


class RubricFileUnreadableFault(EnvironmentFault):
    """The operating system does not let us read a rubric file."""

    field_names = ("file", "reason")


def load(folder: Path) -> tuple[Rubric, ...]:
    """Every table under a rubrics root (`<plan>/<annex>.toml`), by plan and annex number.

    All of them or none: one broken table refuses the whole, with its file and place. Each must lie where its
    id says, so that no id can be there twice; hidden folders and files are not looked at.
    """
    paths = [path for path in sorted(folder.glob("*/*.toml")) if not _is_hidden(path.relative_to(folder))]
    if not paths:
        raise NoRubricsError(folder=str(folder))
    rubrics = [_placed(path) for path in paths]
    return tuple(sorted(rubrics, key=lambda rubric: (rubric.id.partition("/")[0], rubric.annex)))


def read_file(path: Path) -> Rubric:
    """The table in one file; RefusedError with file and place (a line for TOML's own rules) otherwise."""
    return rubric_from_table(_table(path), path.name)


def _placed(path: Path) -> Rubric:
    rubric = read_file(path)
    if rubric.id != f"{path.parent.name}/{path.stem}":
        raise RubricFileNameError(file=f"{path.parent.name}/{path.name}", id=rubric.id)
    return rubric


def _table(path: Path) -> dict[str, object]:
    data = _bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RubricFileEncodingError(file=path.name) from error
    if text.startswith("\ufeff"):
        raise RubricFileEncodingError(file=path.name)
    try:
        # 0.5 stays the text "0.5": no float ever comes near a point.
        return tomllib.loads(text, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RubricSyntaxError(file=path.name, line=_line(error, text), reason=_reason(error)) from error


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file; looked at before opening, because opening a pipe hangs."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RubricFileKindError(file=path.name)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RubricFileUnreadableFault(file=path.name, reason=error.strerror or "") from error
    if len(data) > MAX_BYTES:
        raise RubricFileTooLargeError(file=path.name, limit=MAX_BYTES)
    return data


def _line(error: Exception, text: str) -> int:
    found = _LINE.search(str(error))
    if found is None:
        return 1
    return int(found.group(1)) if found.group(1) else text.count("\n") + 1


def _reason(error: Exception) -> str:
    return _LINE.sub("", str(error)).strip(" ()") if isinstance(error, ValueError) else "too deep"


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
