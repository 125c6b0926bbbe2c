"""Marks texts for translation. Chinese is the original; a translator can be put in its place.

`t` is for what the program says, `raw` for what comes from a rubric, a brief, a person or the domain.
"""

from collections.abc import Callable

Translator = Callable[[str], str]


def _same(text: str) -> str:
    return text


_said: Translator = _same
_quoted: Translator = _same


def t(text: str) -> str:
    """`text` in the language of the screen; fill placeholders in afterwards with `.format`."""
    return _said(text)


def raw(text: str) -> str:
    """`text` as it is: data is never translated."""
    return _quoted(text)


def set_translator(said: Translator | None = None, quoted: Translator | None = None) -> None:
    """Puts another language in place for pages built from now on; without arguments the original again."""
    global _said, _quoted
    _said, _quoted = said or _same, quoted or _same
