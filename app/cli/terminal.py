"""The command `zhiping`: every group of commands, and how a run ends: its exit code and last sentence."""

import os
import sys
from collections.abc import Sequence

import click

from app import __version__
from app.cli.demo_commands import demo
from app.cli.discussion_commands import discussion
from app.cli.identity_commands import identity, trust
from app.cli.keying_commands import keying
from app.cli.own_files import OwnFiles
from app.cli.package_commands import lookup
from app.cli.panel_commands import panel
from app.cli.ranking_commands import ranking
from app.cli.record_commands import record, verify
from app.cli.round_commands import round_
from app.cli.rubric_commands import rubric
from app.cli.seat_commands import seats
from app.cli.selftest_commands import selftest
from app.cli.session import Program, Session
from app.cli.shape import Acts, usage_sentence
from app.cli.sheet_commands import sheet
from app.errors import EnvironmentFault, RefusedError, TrustError, ZhipingError
from app.i18n import choose, error_sentence, sentence, t, wanted

REFUSED, FAULT, TRUST, USAGE, BUG, INTERRUPTED, PIPE = 1, 3, 4, 64, 70, 130, 141
NOT_OURS = 2


def root() -> click.Group:
    """The whole tree of commands."""
    zhiping = Acts("zhiping", help="知评：专家现场评审，离线打分，签名成册。本程序不联网。")
    for command in (*seats.commands.values(), *keying.commands.values(), *discussion.commands.values()):
        panel.add_command(command)
    for command in (
        rubric,
        identity,
        panel,
        round_,
        sheet,
        record,
        ranking,
        trust,
        verify,
        lookup,
        demo,
        selftest,
    ):
        zhiping.add_command(command)
    return click.version_option(__version__, message=t("知评 %(version)s"), help=t("显示版本。"))(zhiping)


def run(program: Program, args: Sequence[str]) -> int:
    """One command line; its exit code (contract.md): 0, 1, 3, 4, 64, 70, and verify's own 0, 1, 2."""
    choose(wanted(args, os.environ))
    session = Session(program)
    session.as_json = "--json" in args
    try:
        code = _invoke(session, args)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more: say nothing, not even while Python closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE
    if session.folder is not None:
        program.log_act(session.folder, session.act, session.ids, code)
    return code


def _invoke(session: Session, args: Sequence[str]) -> int:
    try:
        tree, files = root(), OwnFiles(session.program.parcel)
        with tree.make_context(session.program.command, list(args), obj=session) as ctx:
            code = int(tree.invoke(ctx) or 0)
        if damage := files.found():
            session.progress(error_sentence(damage))
        return FAULT if damage and not code else code
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.ctx.get_help() if error.ctx else "", file=sys.stderr)
        return USAGE
    except click.UsageError as error:
        session.refuse("usage", usage_sentence(error))
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        session.refuse("interrupted", sentence("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except ZhipingError as error:
        session.refuse_for(error)
        if not isinstance(error, RefusedError):
            session.program.log_error(session.folder, session.act, error)
        return _code_of(error, session)
    except Exception as error:  # our bug, whatever it is: one sentence on screen, types and frames in the log
        log = session.program.log_error(session.folder, session.act, error)
        session.refuse("our_bug", sentence("our_bug", {"log": str(log)}))
        return BUG


def _code_of(error: ZhipingError, session: Session) -> int:
    if isinstance(error, EnvironmentFault):
        return FAULT
    if isinstance(error, TrustError):
        return TRUST
    # verify's own codes: what is not even there to be read can no more be judged than a foreign file
    return NOT_OURS if session.act == "zhiping verify" else REFUSED
