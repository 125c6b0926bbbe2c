"""The briefs of new panels: each numbered, each naming the one before; kept by panels.py."""

from collections.abc import Sequence

from app.domain.brief import COLOURS, Brief, Person, read_brief
from app.domain.documents import Header
from app.domain.frozen import frozen
from app.domain.history import BriefNumbered, PanelOpened, ReserveNamed
from app.domain.reserves import check_reserves
from app.services.panel_file import PanelPlan


@frozen
class OpenedBrief:
    """A brief that is not signed yet, and what the desk's entries will say of it and of the reserves."""

    brief: Brief
    numbered: BriefNumbered
    opened: PanelOpened
    reserves: tuple[ReserveNamed, ...]

    @property
    def name(self) -> str:
        """The panel's name."""
        return self.brief.header.panel_name


@frozen
class OpeningJob:
    """Makes the briefs of `plans`; to be called on any thread. `panels` are their 128 random bits, `last` the
    brief this organiser numbered last, "" before the first, `number` its number."""

    plans: tuple[PanelPlan, ...]
    panels: tuple[str, ...]
    number: int
    last: str
    issued: str
    organiser: Person
    signer: str
    program: str

    def __call__(self) -> tuple[OpenedBrief, ...]:
        """In the plans' order; what `read_brief` and `check_reserves` refuse."""
        made: list[OpenedBrief] = []
        last = self.last
        for at, (plan, panel) in enumerate(zip(self.plans, self.panels, strict=True), start=1):
            brief = self._brief(plan, panel, self.number + at, last)
            last = brief.digest
            numbered = BriefNumbered(brief.header.brief_number, last, brief.header.panel_name)
            reserves = tuple(
                ReserveNamed(each.name, each.unit, each.title, each.certificate)
                for each in check_reserves(plan.reserves, brief.seats)
            )
            made.append(OpenedBrief(brief, numbered, PanelOpened(brief.to_json()), reserves))
        return tuple(made)

    def _brief(self, plan: PanelPlan, panel: str, number: int, last: str) -> Brief:
        header = Header(
            kind="brief",
            rehearsal=plan.rehearsal,
            program=self.program,
            panel=panel,
            signer=self.signer,
            brief="",
            brief_number=number,
            previous_brief=last,
            revision=1,
            replaces=(),
        )
        brief = Brief(
            header=header,
            issued=self.issued,
            organiser=self.organiser,
            rubric=plan.rubric,
            platform=plan.platform,
            period=plan.period,
            date=plan.date,
            place=plan.place,
            colour=COLOURS[(number - 1) % len(COLOURS)],
            rules=plan.rules,
            seats=plan.seats,
            observers=plan.observers,
            facts=plan.facts,
        )
        return read_brief(brief.payload)


def chained(made: Sequence[OpenedBrief], number: int, last: str) -> bool:
    """Whether these briefs follow the one numbered `number` whose digest is `last`."""
    first = made[0].brief.header
    return (first.brief_number, first.previous_brief) == (number + 1, last)
