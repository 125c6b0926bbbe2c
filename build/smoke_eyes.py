"""The eyes of build/smoke.py: reads the screen as a screen reader does, moves the keyboard to what it names.

Runs under the system's Python with Debian's python3-pyatspi; one command a line, one JSON value a line back.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pyatspi  # of the system's Python, not of ours

_SHOWN = (pyatspi.STATE_SHOWING, pyatspi.STATE_VISIBLE)


def programs() -> Iterator[Any]:
    """What is on the bus of our programs."""
    for one in pyatspi.Registry.getDesktop(0):
        if one is not None and one.name in ("zhiping", "知评"):
            yield one


def walk(node: Any) -> Iterator[Any]:
    """Every accessible that is on the screen, in order."""
    for child in node:
        if child is None:
            continue
        states = child.getState()
        if not all(states.contains(each) for each in _SHOWN):
            continue
        yield child
        yield from walk(child)


def everything() -> Iterator[Any]:
    for program in programs():
        yield from walk(program)


def said() -> list[tuple[str, str, bool, bool]]:
    """All that is shown: (role, name, whether it can be pressed, whether it has the keyboard)."""
    found: list[tuple[str, str, bool, bool]] = []
    for each in everything():
        states = each.getState()
        enabled, focused = states.contains(pyatspi.STATE_ENABLED), states.contains(pyatspi.STATE_FOCUSED)
        found.append((each.getRoleName(), each.name, enabled, focused))
    return found


def focus(words: str) -> bool:
    """Puts the keyboard into the first control that takes it and whose name begins so; whether one was."""
    for each in everything():
        states = each.getState()
        usable = states.contains(pyatspi.STATE_ENABLED) and states.contains(pyatspi.STATE_FOCUSABLE)
        if usable and each.name.startswith(words):
            return bool(each.queryComponent().grabFocus())
    return False


def main() -> None:
    """One command a line: said, focus WORDS."""
    for line in sys.stdin:
        act, _, words = line.rstrip("\n").partition(" ")
        try:
            answer: object = said() if act == "said" else focus(words)
        except Exception as error:  # the tree changes under our eyes; whoever asks asks again
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
