"""The manual's appendices: every command of the terminal, every sentence the program says."""

import re
from collections.abc import Sequence

from app.domain.frozen import frozen, replace
from app.pdf.flow import Flow
from app.pdf.manual_pages import title_bar
from app.pdf.styles import BODY, STRONG, Style

COMMANDS, SENTENCES = "附录一 终端命令", "附录二 程序会说的话"
_FIELD = re.compile(r"\{[a-z_]+\}")
_COMMAND = replace(STRONG, size=9.5, leading=15)
_TEXT = Style(size=9, leading=14)
_OPTION = Style(size=8.5, leading=12.5, grey=0.15)


@frozen
class Command:
    """One command: how it is typed, what it does, its options with their help."""

    typed: str
    help: str
    options: tuple[tuple[str, str], ...]


@frozen
class Sentences:
    """Sentences under one heading, with {fields} in them."""

    title: str
    texts: tuple[str, ...]


def commands(flow: Flow, shared: Sequence[tuple[str, str]], found: Sequence[Command]) -> None:
    """The first appendix; `shared` are the options that every command takes."""
    title_bar(flow, COMMANDS)
    flow.paragraph("在终端（命令提示符）里使用，窗口能做的这里都能做。每条命令都接受这些选项：", BODY)
    _options(flow, shared)
    flow.gap(8)
    for each in found:
        flow.together(lambda there, each=each: _command(there, each))  # type: ignore[misc]  # bound now


def sentences(flow: Flow, found: Sequence[Sentences]) -> None:
    """The second appendix. What is filled in at the time stands as 〈…〉."""
    title_bar(flow, SENTENCES)
    flow.paragraph("程序每次拒绝、出错和核验时说的话，都在这里；〈…〉处是当时的名称、编号或数字。", BODY)
    for group in found:
        flow.need(60)
        flow.gap(8)
        flow.paragraph(group.title, STRONG)
        flow.gap(2)
        for text in group.texts:
            flow.paragraph(shown(text), _TEXT, indent=10)
            flow.gap(2)


def shown(text: str) -> str:
    """A sentence with its fields as 〈…〉."""
    return _FIELD.sub("〈…〉", text)


def _command(flow: Flow, command: Command) -> None:
    flow.paragraph(command.typed, _COMMAND)
    flow.paragraph(command.help, _TEXT, indent=12)
    if command.options:
        _options(flow, command.options, 12)
    flow.gap(6)


def _options(flow: Flow, found: Sequence[tuple[str, str]], indent: float = 0.0) -> None:
    label = 150.0
    for name, told in found:
        lines = _OPTION.lines(told, flow.width - indent - label)
        names = _OPTION.lines(name, label - 8)
        height = max(len(lines), len(names)) * _OPTION.leading
        flow.need(height)
        top = flow.take(height)
        for number, line in enumerate(names):
            flow.line(
                line, replace(_OPTION, grey=0.0), flow.left + indent, label, top + number * _OPTION.leading
            )
        for number, line in enumerate(lines):
            flow.line(line, _OPTION, flow.left + indent + label, flow.width, top + number * _OPTION.leading)
