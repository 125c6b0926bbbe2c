"""可以散会: whether everybody may go, or what is still missing in today's panels."""

from collections.abc import Iterable

from app.domain.closing import ClosingCheck, closing_checks
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.progress import Owed, progress

# What `progress` does not owe, because sealing does not wait for it.
_BESIDE = ("arithmetic", "consistency", "remarks", "evidence", "rules")


@frozen
class Lack:
    """One thing missing in a panel: something owed, or a check that is neither settled nor passed over."""

    panel: Panel
    owed: Owed | None = None
    check: ClosingCheck | None = None


def todays(panels: Iterable[Panel], panel: Panel) -> tuple[Panel, ...]:
    """`panel` first, then the others issued for the same day and not void, official or rehearsal alike."""
    others = [each for each in panels if each.name != panel.name and each.issued and not each.void]
    opened = panel.brief
    same = [
        each
        for each in others
        if (each.brief.date, each.brief.header.rehearsal) == (opened.date, opened.header.rehearsal)
    ]
    return (panel, *sorted(same, key=lambda each: each.brief.header.brief_number))


def lacking(panels: Iterable[Panel]) -> tuple[Lack, ...]:
    """All that is still missing before everybody may go, panel by panel; nothing: 可以散会."""
    return tuple(each for panel in panels for each in lacks_of(panel, closing_checks(panel)))


def lacks_of(panel: Panel, checks: Iterable[ClosingCheck]) -> tuple[Lack, ...]:
    """What one panel lacks, whose `checks` are known."""
    owed = tuple(Lack(panel, owed=each) for each in progress(panel).owed)
    if panel.sealed or panel.void:
        return owed
    beside = (each for each in checks if each.state == "open" and each.name in _BESIDE)
    return (*owed, *(Lack(panel, check=each) for each in beside))
