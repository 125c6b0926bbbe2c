"""Facts of handing over and of trust: packages made at a desk, an organiser trusted no more."""

from app.domain.facts import Fact
from app.domain.frozen import frozen

# The desk's packages: stream package/YJ…


@frozen
class PackageMade(Fact):
    """A manifest was signed: what was handed over, or is to be handed over again."""

    manifest: str
    revision: int


# The workspace: stream workspace


@frozen
class OrganiserDistrusted(Fact):
    """A certificate (its digest) is trusted no more from here on; what was verified before stays verified."""

    certificate: str
    reason: str
