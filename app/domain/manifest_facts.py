"""Facts of handing over and of trust: packages made at a desk, an organiser trusted no more."""

from dataclasses import dataclass

from app.domain.facts import Fact

# The desk's packages: stream package/YJ…


@dataclass(frozen=True)
class PackageMade(Fact):
    """A manifest was signed: what was handed over, or is to be handed over again."""

    manifest: str
    revision: int


# The workspace: stream workspace


@dataclass(frozen=True)
class OrganiserDistrusted(Fact):
    """A certificate (its digest) is trusted no more from here on; what was verified before stays verified."""

    certificate: str
    reason: str
