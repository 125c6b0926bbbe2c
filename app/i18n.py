"""The sentence for every code, from resources/locale; whatever a person reads of an error comes through here.
The manual's pages, from resources/manual, too.

Sentences are keyed by the error's code, a table by the name of a field (a short key → its Chinese word).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app import paths
from app.errors import Field, ZhipingError

LANGUAGE = "zh_CN"


@dataclass(frozen=True)
class Catalogue:
    """Everything one language says: sentences by code, and words of short keys by the field they stand in."""

    sentences: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


def load(folder: Path) -> Catalogue:
    """The catalogue in all TOML files of `folder`; ValueError where two of them say the same code."""
    sentences: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.toml")):
        for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in sentences or key in words:
                raise ValueError(f"{file.name} says {key} a second time")
            if isinstance(value, str):
                sentences[key] = value
            else:
                words[key] = {short: str(word) for short, word in value.items()}
    return Catalogue(sentences, words)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue, read at the first sentence."""
    return load(paths.resources() / "locale" / LANGUAGE)


def manual_texts() -> Mapping[str, str]:
    """The pages of the manual in the language of the program, as they are written, by their names."""
    folder = paths.resources() / "manual" / LANGUAGE
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}


def sentence(code: str, fields: Mapping[str, Field] | None = None) -> str:
    """The sentence of `code` with its fields filled in. KeyError for an unknown code or field: our bug."""
    found = catalogue()
    filled = {name: _word(found, name, value) for name, value in (fields or {}).items()}
    return found.sentences[code].format_map(filled)


def error_sentence(error: ZhipingError) -> str:
    """What an error tells the person it happened to."""
    return sentence(error.code, error.fields)


def _word(found: Catalogue, name: str, value: Field) -> Field:
    """A short key such as "text" as a person reads it; everything else as it is."""
    return found.words.get(name, {}).get(value, value) if isinstance(value, str) else value
