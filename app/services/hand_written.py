"""Files that people hand to one command: FINDINGS.json, an opinion, a certificate; told by their line.

Any key order and any spaces are fine here, unlike in canonical data; numbers are still texts.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from app.crypto import certificates
from app.domain.canonical import MAX_BYTES, MAX_LEVELS, Json
from app.domain.shape import ShapeError
from app.errors import RefusedError
from app.services.sticks import FileTooLargeError, read_one

NOTE = "//"
"""The key under which FINDINGS may carry a note; it is left out before anything is read."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[{}\[\]:,]|[A-Za-z]+', re.DOTALL)


class HandWrittenFileError(RefusedError):
    """Not the JSON or text that was asked for; `why` is a short key such as "float" or "duplicate"."""

    field_names = ("file", "line", "why")


def read_json(path: Path) -> Json:
    """The value in a JSON file of at most 4 MB and 24 levels; HandWrittenFileError names the line.

    Refused: duplicate keys, floats, NaN. NothingThereError and its kin for what is no file.
    """
    text = read_text(path)
    _check_tokens(text, path.name)
    try:
        value: Json = json.loads(text)
    except json.JSONDecodeError as error:
        raise HandWrittenFileError(file=path.name, line=error.lineno, why="not_json") from error
    except ValueError as error:  # a whole number longer than Python converts
        raise HandWrittenFileError(file=path.name, line=1, why="integer") from error
    return value


def read_json_object(path: Path) -> Mapping[str, Json]:
    """As `read_json`, for a file that holds one object; ShapeError otherwise."""
    value = read_json(path)
    if not isinstance(value, Mapping):
        raise ShapeError(place=path.name, expected="object")
    return value


def read_findings(path: Path) -> Mapping[str, Json]:
    """FINDINGS.json (contract.md) without its notes; refusals as in `read_json_object`."""
    return {
        key: {inner: each for inner, each in value.items() if inner != NOTE}
        if isinstance(value, Mapping)
        else value
        for key, value in read_json_object(path).items()
        if key != NOTE
    }


def read_text(path: Path) -> str:
    """The UTF-8 text of a file of at most 4 MB, line ends as \\n; HandWrittenFileError."""
    data = read_one(path)
    if len(data) > MAX_BYTES:
        raise FileTooLargeError
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise HandWrittenFileError(file=path.name, line=line, why="encoding") from error


def read_certificate_file(path: Path) -> bytes:
    """The one certificate in a PEM or DER file, as DER; CertificateRefusedError and its kinds."""
    return certificates.read_certificate(read_one(path))


def _check_tokens(text: str, file: str) -> None:
    """What json.loads would take silently or drown in: duplicate keys, floats, NaN, too many levels."""
    keys: list[set[str]] = []
    last = ""
    for match in _TOKEN.finditer(text):
        token = match.group()
        why = ""
        if token in ("{", "["):
            keys.append(set())
            why = "too_deep" if len(keys) > MAX_LEVELS else ""
        elif token in ("}", "]"):
            del keys[-1:]
        elif token == ":" and keys:
            why = "duplicate" if last in keys[-1] else ""
            keys[-1].add(last)
        elif token[0] in "-0123456789NI" and not token.isdecimal():
            why = "float"
        if why:
            raise HandWrittenFileError(file=file, line=1 + text.count("\n", 0, match.start()), why=why)
        last = _spelt(token) if token[0] == '"' else token


def _spelt(token: str) -> str:
    """A key without its escapes, so that "a" and "\\u0061" are the same key."""
    try:
        return str(json.loads(token))
    except ValueError:
        return token
