"""Which version of the program made something, and the rule for what a later one made.

A paper of a later version is never called wrong by an earlier one: what it does not know, or reckons
otherwise, it refuses to judge. Forms that change are told by `format`, everything else by the program's name.
"""

import re
from collections.abc import Mapping

from app.domain.canonical import Json
from app.errors import RefusedError

_PROGRAM = re.compile(r"zhiping ([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})")


class NewerProgramError(RefusedError):
    """Made by a later version of the program, with something in it that this one does not know."""

    field_names = ("program",)


def is_newer(program: str, than: str) -> bool:
    """Whether `program` ("zhiping 1.2.3") is a later version of ours; False where either is no such name."""
    one, other = _PROGRAM.fullmatch(program), _PROGRAM.fullmatch(than)
    return bool(one and other and _numbers(one) > _numbers(other))


def program_of(payload: Json) -> str:
    """Which program a payload says made it, whatever else is in it; "" where it says nothing."""
    named = payload.get("program") if isinstance(payload, Mapping) else None
    return named if isinstance(named, str) else ""


def _numbers(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(each) for each in found.groups())
