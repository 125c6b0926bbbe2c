"""A round half filled in on the form: what was typed, as it was typed, in a file that may be lost.

A draft is no act: nothing rests on it, nobody signed it. So it is no entry, and it goes once panels are made.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field
from pathlib import Path

from app.domain.frozen import frozen
from app.services.losable_file import write_losable

NAME = "round-draft.json"
_MOST_BYTES = 4_000_000


@frozen
class ExpertDraft:
    """One expert of the round; `known` where the seat is to be bound to the signature known of them,
    `reserve` where they have none and may step in."""

    name: str = ""
    unit: str = ""
    title: str = ""
    chair: bool = False
    known: bool = False
    reserve: bool = False


@frozen
class FactDraft:
    """What is known for a criterion: its finding as far as it is entered (contract.md), and its evidence."""

    finding: Mapping[str, object]
    evidence: str = ""


@frozen
class PlatformDraft:
    """One platform; `absent` are the places (from 0) in the list of experts of those who take no part."""

    annex: int = 0
    name: str = ""
    category: str = ""
    builder: str = ""
    operator: str = ""
    first: str = ""
    last: str = ""
    day: str = ""
    place: str = ""
    absent: tuple[int, ...] = ()
    facts: Mapping[str, FactDraft] = field(default_factory=dict)


@frozen
class RoundDraft:
    """The whole form; `rules` are the chosen words by the label of the rule."""

    rehearsal: bool = False
    platforms: tuple[PlatformDraft, ...] = ()
    experts: tuple[ExpertDraft, ...] = ()
    observers: tuple[tuple[str, str], ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed yet."""
        return self == RoundDraft()


def read_draft(folder: Path) -> RoundDraft | None:
    """The draft of a workspace; None where there is none, or it is damaged."""
    try:
        with (folder / NAME).open("rb") as file:
            return _draft(json.loads(file.read(_MOST_BYTES)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_draft(folder: Path, draft: RoundDraft) -> None:
    """Keeps the draft; a disk that does not take it stops nobody."""
    write_losable(folder / NAME, asdict(draft))


def drop_draft(folder: Path) -> None:
    """Takes the draft away: its panels are made, or it is not wanted."""
    with suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)


def _draft(value: object) -> RoundDraft:
    told = _object(value)
    observers = (_texts(each) for each in _list(told["observers"]))
    return RoundDraft(
        rehearsal=told["rehearsal"] is True,
        platforms=tuple(_platform(_object(each)) for each in _list(told["platforms"])),
        experts=tuple(_expert(_object(each)) for each in _list(told["experts"])),
        observers=tuple((name, unit) for name, unit in observers),
        rules={key: _text(each) for key, each in _object(told["rules"]).items()},
    )


def _platform(told: Mapping[str, object]) -> PlatformDraft:
    texts = ("name", "category", "builder", "operator", "first", "last", "day", "place")
    facts = {key: _object(each) for key, each in _object(told["facts"]).items()}
    return PlatformDraft(
        annex=_number(told["annex"]),
        **{key: _text(told[key]) for key in texts},
        absent=tuple(_number(each) for each in _list(told["absent"])),
        facts={
            key: FactDraft(_object(each["finding"]), _text(each["evidence"])) for key, each in facts.items()
        },
    )


def _expert(told: Mapping[str, object]) -> ExpertDraft:
    name, unit, title = (_text(told[key]) for key in ("name", "unit", "title"))
    flags = (told.get(key) is True for key in ("chair", "known", "reserve"))
    return ExpertDraft(name, unit, title, *flags)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value
