"""Every text of the window and the terminal, read from the source, and what English lacks of them.

`python -m tests.catalogue` prints what is missing as lines for resources/locale/en/texts, and what is stale.
"""

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click

import app
from app import i18n, paths
from app.cli.terminal import root

APP = Path(app.__file__).parent
ENGLISH = paths.resources() / "locale" / "en"
CHINESE = re.compile("[\u2026\u3001-\u3017\u4e00-\u9fff\uff01-\uff5e\u2236]")

# Chinese that an English text names because it stands so on paper or in a file.
NAMED = re.compile("〈|〉|、|组长|候补|先看这里|演练|知评|参加|全部平台|得10分|以上|不少于|2026年6月8日")


def window_texts() -> dict[str, str]:
    """Text → the module that says it."""
    return {text: path.stem for path in sorted((APP / "ui").rglob("*.py")) for text in _marked(path)}


def terminal_texts() -> dict[str, str]:
    """The same of the terminal: what it answers, its words, and the help of every command."""
    found: dict[str, str] = {}
    for path in sorted((APP / "cli").glob("*.py")):
        found |= dict.fromkeys(_marked(path), path.stem)
        found |= dict.fromkeys(_words(path), path.stem)
    return {**found, **dict.fromkeys(_help(root()), "help")}


def missing() -> dict[str, str]:
    """What English lacks, with where it is said."""
    known = i18n.load_texts(ENGLISH / "texts")
    return {text: place for text, place in said().items() if text not in known}


@cache
def said() -> dict[str, str]:
    """All of both."""
    return {**terminal_texts(), **window_texts()}


def placeholders(text: str) -> set[str]:
    """The names of the places in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "t":
            what = node.args[0]
            if isinstance(what, ast.Constant) and isinstance(what.value, str):
                yield what.value


def _words(path: Path) -> Iterator[str]:
    """The words in a module's own tables (state → word)."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for each in value.values if isinstance(value, ast.Dict) else ():
            if isinstance(each, ast.Constant) and CHINESE.search(str(each.value)):
                yield str(each.value)


def _help(command: click.Command) -> Iterator[str]:
    texts: list[str | None] = [command.help, command.options_metavar]
    for parameter in command.params:
        texts += [parameter.metavar, getattr(parameter, "help", None)]
    if isinstance(command, click.Group):
        texts.append(command.subcommand_metavar)
        for each in command.commands.values():
            yield from _help(each)
    yield from (each for each in texts if each and CHINESE.search(each))


def main() -> None:
    """Prints what is to be written and what may go."""
    for text, place in sorted(missing().items(), key=lambda each: each[1]):
        print(f'{json.dumps(text, ensure_ascii=False)} = ""  # {place}')
    for text in i18n.load_texts(ENGLISH / "texts").keys() - said().keys():
        print(f"# stale: {text}")


if __name__ == "__main__":
    main()
