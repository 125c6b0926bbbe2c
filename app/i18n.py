"""What people read, from resources/locale: the sentence for every code, the language, the forms of the law;
and the manual's pages, from resources/manual.

Sentences are keyed by the error's code, a table by the name of a field (a short key → its word). Texts of
window and terminal are Chinese in the source and their own keys; only other languages have files of them.
Verdicts, reasons and checks are Chinese as papers print them; another language says them by their forms.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from app import paths
from app.errors import Field, ZhipingError

LANGUAGE = "zh_CN"
# What a person writes for a language, and its folder; the first is the original.
LANGUAGES = {"zh": LANGUAGE, "en": "en"}
_TEXTS, _LAW = "texts", "law"
# Fields of sentences that hold words of the law, not of a person.
_OF_THE_LAW = ("what", "panels", "verdict", "computed", "stated")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_NUMBERS, _WIDE = ("n", "m", "k"), ("parts", "rest")
_OPTION, _VARIABLE = "--lang", "ZHIPING_LANG"

_chosen = LANGUAGE
_texts: Mapping[str, str] = {}


@dataclass(frozen=True)
class Catalogue:
    """Everything one language says: sentences by code, and words of short keys by the field they stand in."""

    sentences: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class _Form:
    """A Chinese form and what it is in the other language."""

    pattern: re.Pattern[str]
    said: str


@dataclass(frozen=True)
class Phrases:
    """Texts without places by themselves, forms with places, the most exact first."""

    whole: Mapping[str, str]
    forms: tuple[_Form, ...]

    def say(self, text: str) -> str:
        """`text` in the other language; as it is where no form fits."""
        if text in self.whole:
            return self.whole[text]
        for form in self.forms:
            if found := form.pattern.fullmatch(text):
                parts = found.groupdict()
                told = {
                    name: part if name[0] == "_" else self.say(part.strip()) for name, part in parts.items()
                }
                return form.said.format_map(told)
        return text


def load(folder: Path) -> Catalogue:
    """The catalogue in all TOML files of `folder`; ValueError where two of them say the same code."""
    sentences: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.toml")):
        for key, value in _told_in(file).items():
            if key in sentences or key in words:
                raise ValueError(f"{file.name} says {key} a second time")
            if isinstance(value, str):
                sentences[key] = value
            else:
                words[key] = {short: str(word) for short, word in value.items()}
    return Catalogue(sentences, words)


def load_texts(folder: Path) -> dict[str, str]:
    """The texts of one language by the Chinese ones; ValueError where two files say the same one."""
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        for text, said in _told_in(file).items():
            if text in texts:
                raise ValueError(f"{file.name} says {text} a second time")
            texts[text] = str(said)
    return texts


def _told_in(file: Path) -> dict[str, Any]:
    import tomllib  # a Chinese window opens without it

    return tomllib.loads(file.read_text(encoding="utf-8"))


def choose(language: str) -> None:
    """From now on everything is said in `language`, a key of LANGUAGES; KeyError for any other."""
    global _chosen, _texts
    folder = LANGUAGES[language]
    if folder != _chosen:
        _chosen = folder
        _texts = {} if folder == LANGUAGE else load_texts(_locale(folder) / _TEXTS)


def wanted(args: Sequence[str], environ: Mapping[str, str], chosen: str = "") -> str:
    """The language for a run, a key of LANGUAGES: by `--lang`, else by the environment, else `chosen`."""
    given = [after for each, after in pairwise((*args, "")) if each == _OPTION]
    given += [each.removeprefix(f"{_OPTION}=") for each in args if each.startswith(f"{_OPTION}=")]
    named = (*given[-1:], environ.get(_VARIABLE, "").strip().lower()[:2], chosen)
    return next((each for each in named if each in LANGUAGES), next(iter(LANGUAGES)))


def language() -> str:
    """The language that was chosen, a key of LANGUAGES."""
    return next(key for key, folder in LANGUAGES.items() if folder == _chosen)


def t(text: str) -> str:
    """A text of the program in the language that was chosen; Chinese where it has none."""
    return _texts.get(text, text)


def phrase(text: str) -> str:
    """A sentence of the law as papers print it, in the language that was chosen."""
    return text if _chosen == LANGUAGE else _phrases(_chosen).say(text)


def catalogue() -> Catalogue:
    """The shipped catalogue of the language that was chosen, read at the first sentence."""
    return _catalogue(_chosen)


def original() -> Catalogue:
    """The shipped Chinese catalogue, whatever was chosen: what is printed on paper."""
    return _catalogue(LANGUAGE)


@cache
def _catalogue(folder: str) -> Catalogue:
    return load(_locale(folder))


def _locale(folder: str) -> Path:
    return paths.resources() / "locale" / folder


def manual_texts() -> Mapping[str, str]:
    """The pages of the manual as they are written, by their names; there is a Chinese one only."""
    folder = paths.resources() / "manual" / LANGUAGE
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}


def sentence(code: str, fields: Mapping[str, Field] | None = None) -> str:
    """The sentence of `code` with its fields filled in. KeyError for an unknown code or field: our bug."""
    return _said(catalogue(), code, fields)


def paper_sentence(code: str, fields: Mapping[str, Field] | None = None) -> str:
    """The same for paper, which is Chinese whatever was chosen."""
    return _said(original(), code, fields)


def every_language(code: str) -> str:
    """The same where nobody could choose yet: a line in each language, the original first."""
    return "\n".join(load(_locale(folder)).sentences[code] for folder in LANGUAGES.values())


def error_sentence(error: ZhipingError) -> str:
    """What an error tells the person it happened to."""
    return sentence(error.code, error.fields)


def _said(found: Catalogue, code: str, fields: Mapping[str, Field] | None) -> str:
    filled = {name: _word(found, name, value) for name, value in (fields or {}).items()}
    told = found.sentences.get(code) or original().sentences[code]
    return told.format_map(filled)


def _word(found: Catalogue, name: str, value: Field) -> Field:
    """A short key such as "text" as a person reads it; everything else as it is."""
    if not isinstance(value, str):
        return value
    told = found.words.get(name, {}).get(value, value)
    return phrase(told) if name in _OF_THE_LAW and found is not original() else told


@cache
def _phrases(folder: str) -> Phrases:
    found = load_texts(_locale(folder) / _LAW)
    forms = sorted((each for each in found if _PLACE.search(each)), key=_exactness)
    return Phrases(
        {form: said for form, said in found.items() if not _PLACE.search(form)},
        tuple(_Form(_pattern(each), found[each]) for each in forms),
    )


def _exactness(form: str) -> tuple[int, int]:
    return -len(_PLACE.sub("", form)), len(form)


def _pattern(form: str) -> re.Pattern[str]:
    """{n} is a number, {rest} may run over a semicolon, any other place does not."""
    made = ""
    for at, part in enumerate(_PLACE.split(form)):
        if at % 2 == 0:
            made += re.escape(part)
        else:
            kind = (
                r"\d[\d.]*"
                if part in _NUMBERS
                else ".+?"
                if part in _WIDE
                else "[^；、]+?"
                if part == "_name"
                else "[^；]+?"
            )
            made += f"(?P<{part}>{kind})"
    return re.compile(made, re.DOTALL)
