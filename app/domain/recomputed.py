"""What a paper states beside what its own data give: the same, value for value, as they are spelled."""

from collections.abc import Mapping

from app.domain import canonical
from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.errors import TrustError


@frozen
class Recomputed:
    """`differs` is raised with the place, and what is stated and computed there."""

    differs: type[TrustError]

    def same(self, place: str, stated: Json, computed: Json) -> None:
        """Refuses unless both are spelled alike (1 and true are not)."""
        if canonical.write(stated) != canonical.write(computed):
            raise self.differs(place=place, stated=_short(stated), computed=_short(computed))

    def same_result(self, stated: Mapping[str, Json], computed: Mapping[str, Json]) -> None:
        """Refuses unless the results have the same keys and the same values."""
        self.same("result", sorted(stated), sorted(computed))
        for key, value in computed.items():
            self.same(key, stated[key], value)


def _short(value: Json) -> str:
    return (value if isinstance(value, str) else canonical.write(value).decode())[:80]
