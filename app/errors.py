"""Whose move is it? One root, four kinds: refused, the machine's fault, trust broken, our bug.

A class carries a code and its fields, never a sentence: the sentences live in resources/locale.
Each room declares its own errors beside the code that raises them.
"""

import re
from typing import ClassVar

Field = str | int


class ZhipingError(Exception):
    """Root of everything the program says on purpose; `code` comes from the class name."""

    code: ClassVar[str] = "zhiping"
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        bare = re.sub(r"(Error|Fault)$", "", cls.__name__)
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", bare).lower()

    def __init__(self, **fields: Field) -> None:
        if set(fields) != set(self.field_names):
            raise TypeError(f"{type(self).__name__} takes {self.field_names}, got {tuple(fields)}")
        self.fields = fields
        super().__init__(self.code, fields)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[ZhipingError], fields: dict[str, Field]) -> ZhipingError:
    return kind(**fields)


class RefusedError(ZhipingError):
    """The user's move: what was asked cannot be done as asked; nothing changed."""


class EnvironmentFault(ZhipingError):
    """The machine's fault: disk full, keyring locked, folder read-only."""


class TrustError(ZhipingError):
    """A chain, digest or signature that must hold does not hold."""
