"""The form of every command: the shared options before and after it, help and usage errors in our own words.

click's own are said anew here, by the type of what went wrong, never by its text. Help is Chinese in the
source and said when it is shown, in the language of that run.
"""

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from app.cli.session import Session
from app.i18n import LANGUAGES, sentence, t

FILE = click.Path(path_type=Path)
Function = TypeVar("Function", bound=Callable[..., Any])  # Any: click's own bound
_HEADINGS = {"Options": "选项", "Commands": "命令"}


class UnknownCommandError(click.UsageError):
    """No command of that name."""

    def __init__(self, name: str, ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name


class OneOfError(click.UsageError):
    """Not exactly one of the options that exclude each other."""

    def __init__(self, options: tuple[str, ...]) -> None:
        super().__init__("", click.get_current_context())
        self.options = options


class OurFormatter(click.HelpFormatter):
    """Help with our own headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """用法：zhiping …"""
        super().write_usage(prog, args, t("用法：") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """选项：, 命令："""
        told = t("{heading}：").format(heading=t(_HEADINGS.get(heading, heading)))
        self.write(f"{'':>{self.current_indent}}{told}\n")


class OurContext(click.Context):
    """A context whose help has our own headings."""

    formatter_class = OurFormatter


class Setting(click.Option):
    """An option whose help is said in the language of the run, and says that it is needed."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for its value."""
        return t(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line in the help."""
        found = super().get_help_record(ctx)
        if found is None:
            return None
        told = found[1].replace(self.help or "", t(self.help or ""), 1)
        return found[0], told.replace("[required]", t("（必填）"))


def _help(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        print(ctx.get_help(), flush=True)
        ctx.exit()


def _keep(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    """An option given anywhere counts; where it is given twice, the later one does."""
    if value is not None and value is not False and parameter.name is not None:
        setattr(ctx.ensure_object(Session), parameter.name, value)


def _shared() -> list[click.Parameter]:
    return [
        Setting(
            ["--workspace"], type=FILE, metavar="文件夹", callback=_keep, expose_value=False,
            help="工作区文件夹；不写时用 ZHIPING_WORKSPACE，再不然用本机的数据文件夹。",
        ),
        Setting(
            ["--passphrase-file"], type=FILE, metavar="文件", callback=_keep, expose_value=False,
            help="只含一行口令的文件；不写时用 ZHIPING_PASSPHRASE_FILE。",
        ),
        Setting(
            ["--lang"], type=click.Choice(list(LANGUAGES)), metavar="zh|en", expose_value=False,
            help="用哪种语言说话；不写时用 ZHIPING_LANG，再不然用中文。文件总是中文。",
        ),
        Setting(
            ["--json", "as_json"], is_flag=True, callback=_keep, expose_value=False,
            help="标准输出只写一个 JSON 值。",
        ),
        Setting(
            ["--help"], is_flag=True, is_eager=True, callback=_help, expose_value=False,
            help="显示这份说明。",
        ),
    ]  # fmt: skip


class _OurWords(click.Command):
    """Help in the language of the run."""

    context_class = OurContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What stands behind the command's name, in the language of the run."""
        return [t(each) for each in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        _write_help(self, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its line in the help of its group."""
        return _short(self, super().get_short_help_str(limit), limit)


class Act(_OurWords):
    """A command that takes the shared options too and tells the session what it was asked."""

    def __init__(self, name: str | None, **attributes: Any) -> None:  # Any: click's own signature is open
        attributes["params"] = [*(attributes.get("params") or ()), *_shared()]
        super().__init__(
            name, **attributes, add_help_option=False, options_metavar="[选项]", no_args_is_help=False
        )

    def invoke(self, ctx: click.Context) -> int:
        """Runs the command; its exit code."""
        ctx.ensure_object(Session).began(ctx.command_path, ctx.params)
        return int(super().invoke(ctx) or 0)


class Acts(_OurWords, click.Group):
    """A group of commands, in our own words throughout."""

    command_class = Act
    group_class = type

    def __init__(self, name: str | None = None, **attributes: Any) -> None:  # Any: as in Act
        attributes["params"] = _shared()
        super().__init__(
            name, **attributes, add_help_option=False, options_metavar="[选项]",
            subcommand_metavar="命令 …",
        )  # fmt: skip

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The named command; UnknownCommandError."""
        if args and args[0] not in self.commands:
            raise UnknownCommandError(args[0], ctx)
        return super().resolve_command(ctx, args)


def _short(command: click.Command, chinese: str, limit: int) -> str:
    told = t(command.help or "")
    return chinese if told == command.help else textwrap.shorten(told, limit, placeholder=" …")


def _write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(t(command.help))


def setting(*names: str, **attributes: Any) -> Callable[[Function], Function]:  # Any: as in Act
    """An option of one command."""
    return click.option(*names, cls=Setting, **attributes)


def usage_sentence(error: click.UsageError) -> str:
    """What was wrong on the command line, with where to look."""
    path = error.ctx.command_path if error.ctx else "zhiping"
    return f"{_told(error)}{sentence('usage_hint', {'command': path})}"


def _told(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return sentence("usage_no_option", {"option": error.option_name})
    if isinstance(error, click.MissingParameter):
        return sentence("usage_missing", {"what": _named(error)})
    if isinstance(error, click.BadOptionUsage):
        return sentence("usage_option_value", {"option": error.option_name})
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        if isinstance(kind, click.Choice):
            allowed = t("、").join(str(each) for each in kind.choices)
            return sentence("usage_choice", {"what": _named(error), "allowed": allowed})
        return sentence("usage_value", {"what": _named(error)})
    if isinstance(error, UnknownCommandError):
        return sentence("usage_no_command", {"command": error.name})
    if isinstance(error, OneOfError):
        return sentence("usage_one_of", {"allowed": t("、").join(error.options)})
    return sentence("usage_arguments")


def _named(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return t(parameter.make_metavar(error.ctx)) if parameter and error.ctx else ""


def one_of(values: Mapping[str, object]) -> str:
    """The one option (by its spelling) that was given; OneOfError unless it is exactly one."""
    given = [option for option, value in values.items() if value is not None and value is not False]
    if len(given) != 1:
        raise OneOfError(tuple(values))
    return given[0]
