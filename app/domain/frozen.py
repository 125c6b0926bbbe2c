"""Values: classes whose objects never change and are equal by what is in them.

In every respect a frozen dataclass of the standard library, made in a tenth of the time: that one compiles
five methods anew for each class, which was a tenth of every start, and most starts use few of the classes.
Here they have them in common, but for `__init__`, which is compiled when the first object is made.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(kind: type[T]) -> type[T]:
    """Makes of `kind` what `@dataclass(frozen=True)` does; `fields`, `replace` and `asdict` work on it."""
    kind.__doc__ = kind.__doc__ or kind.__name__  # else the library would spell its signature there
    made: Any = dataclass(init=False, repr=False, eq=False)(kind)
    names = tuple(each.name for each in fields(made))

    def spelled(self: T) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    _begin_late(made)
    _compare_by(made, attrgetter(*names) if names else lambda _: ())
    made.__repr__ = spelled
    made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
    return kind


def _begin_late(made: Any) -> None:
    """An `__init__` that makes way for the real one when it is called first."""

    def first(self: object, *given: object, **named: object) -> None:
        made.__init__ = _beginning(made)
        made.__init__(self, *given, **named)

    made.__init__ = first


def _beginning(made: Any) -> Any:
    """The `__init__` of a frozen dataclass as the library spells it, without the four methods that it would
    compile besides."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": MISSING}
    params: dict[bool, list[str]] = {False: ["self"], True: []}
    lines: list[str] = []
    for each in fields(made):
        name, value, given = each.name, each.name, ""
        if each.default_factory is not MISSING:
            known[f"_new_{name}"], given = each.default_factory, "=_absent"
            value = f"_new_{name}() if {name} is _absent else {name}"
        elif each.default is not MISSING:
            known[f"_else_{name}"], given = each.default, f"=_else_{name}"
        params[bool(each.kw_only)].append(name + given)
        lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    head = ", ".join([*params[False], *(["*", *params[True]] if params[True] else [])])
    exec("\n".join([f"def __init__({head}):", *lines, " return None"]), known)
    begin = known["__init__"]
    begin.__qualname__ = f"{made.__qualname__}.__init__"  # as errors name it
    return begin


def _compare_by(made: Any, inside: Callable[[Any], object]) -> None:
    """Equality and hash by `inside`, what is in an object."""

    def equals(self: object, other: object) -> bool:
        return inside(self) == inside(other) if type(other) is type(self) else NotImplemented

    made.__eq__ = equals
    made.__hash__ = lambda self: hash(inside(self))


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
