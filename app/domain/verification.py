"""The words of a verification: eight checks, each ok, failed or unknown, and what one file turned out to be.

Made by pdf (bytes, changes, coverage) and services (the others); their sentences are i18n's.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from app.domain.frozen import frozen

CheckName = Literal["bytes", "later_changes", "coverage", "signers", "trust", "time", "numbers", "page"]
State = Literal["ok", "failed", "unknown"]


@frozen
class Check:
    """One of the eight checks (trust.md): `code` picks the sentence, `fields` fill it."""

    name: CheckName
    state: State
    code: str
    fields: Mapping[str, str | int] = field(default_factory=dict)
