"""Every command of the terminal as values, read from the commands themselves: for the printed manual."""

from collections.abc import Iterator

import click

from app.cli.shape import Act, Acts
from app.cli.terminal import root
from app.domain.frozen import frozen


@frozen
class CommandLine:
    """One command: how it is typed, what it does, its own options with their help; shared ones left out."""

    typed: str
    help: str
    options: tuple[tuple[str, str], ...]


def shared_options() -> tuple[tuple[str, str], ...]:
    """The options that every command takes."""
    command = Act("zhiping")
    return _options(command, click.Context(command), frozenset())


def all_commands() -> tuple[CommandLine, ...]:
    """All commands in the order of the help; groups by their own line first."""
    tree = root()
    shared = frozenset(each for each, _ in shared_options())
    return tuple(_below(tree, "zhiping", shared))


def _below(group: click.Group, path: str, shared: frozenset[str]) -> Iterator[CommandLine]:
    for name, command in group.commands.items():
        ctx = click.Context(command, info_name=name)
        if isinstance(command, Acts):
            yield CommandLine(f"{path} {name} …", command.help or "", ())
            yield from _below(command, f"{path} {name}", shared)
            continue
        told = [each.make_metavar(ctx) for each in command.params if isinstance(each, click.Argument)]
        yield CommandLine(" ".join((path, name, *told)), command.help or "", _options(command, ctx, shared))


def _options(
    command: click.Command, ctx: click.Context, without: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    records = (each.get_help_record(ctx) for each in command.params if isinstance(each, click.Option))
    return tuple(record for record in records if record is not None and record[0] not in without)
