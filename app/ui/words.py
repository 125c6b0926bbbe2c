"""Marks texts for translation. Chinese is the original; i18n says them in the language that was chosen, and a
translator can be put in its place.

`t` is for what the program says, `raw` for what comes from a rubric, a brief or a person, `law` for what the
domain says and papers print in Chinese.
"""

from collections.abc import Callable

from app import i18n

Translator = Callable[[str], str]


def _same(text: str) -> str:
    return text


_said: Translator = i18n.t
_quoted: Translator = _same


def t(text: str) -> str:
    """`text` in the language of the screen; fill placeholders in afterwards with `.format`."""
    return _said(text)


def raw(text: str) -> str:
    """`text` as it is: data is never translated."""
    return _quoted(text)


def law(text: str) -> str:
    """A sentence or word of the domain in the language of the screen."""
    return _quoted(i18n.phrase(text))


def set_translator(said: Translator | None = None, quoted: Translator | None = None) -> None:
    """Puts a translator in place for pages built from now on; without arguments i18n again."""
    global _said, _quoted
    _said, _quoted = said or i18n.t, quoted or _same
