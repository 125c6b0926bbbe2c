"""Builders for rankings at domain level: applicants by their experts' totals, a desk's entries act by act."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from app.domain.brief import Person
from app.domain.consolidation import kept_seats
from app.domain.documents import ranking_name
from app.domain.entries import Entry, append
from app.domain.facts import Fact
from app.domain.history import draft
from app.domain.ranking_acts import Opening, RankingState, after_ranking, opened_ranking
from app.domain.ranking_facts import ApplicantTaken, RankingOpened
from app.domain.ranking_paper import RankingFound, RankingPaper, find_ranking, ranking_fields
from app.domain.ranking_rows import Applicant, Chair, Total
from app.domain.rule_sheet import RuleSheet
from app.domain.verdict import VerdictKind
from tests.builders import CONFIRMED, TIME, a_header, digest_of, rubric

BITS = "fedcba9876543210fedcba9876543210"
NAMES = {"a": "甲平台", "b": "乙平台", "c": "丙平台", "d": "丁平台", "e": "戊平台"}
DATE = "2026-11-24"


def name_of(letter: str) -> str:
    """The panel of an applicant."""
    return f"ZP{letter.upper() * 8}"


def an_applicant(
    letter: str,
    totals: Mapping[str, int | str] | None = None,
    *,
    gate: int | None = 50,
    rules: RuleSheet | None = None,
    chair: str = "E1",
    revision: int = 1,
    **changes: object,
) -> Applicant:
    """An applicant whose experts (by who they are, "E1" …) gave these totals; below `gate` 50 ineligible."""
    given = {who: Fraction(total) for who, total in (totals or {"E1": 90, "E2": 90, "E3": 90}).items()}
    rules = rules or RuleSheet(confirmed_by=CONFIRMED)
    seats = {who: f"E{at}" for at, who in enumerate(given, start=1)}
    entering = {seats[who]: total for who, total in given.items()}
    counted = kept_seats(entering, rules)
    mean = sum((entering[seat] for seat in counted), Fraction(0)) / len(counted)
    low = rules.minimum_total is not None and mean < rules.minimum_total
    verdict: VerdictKind = (
        "undetermined" if gate is None else "ineligible" if gate < 50 or low else "eligible"
    )
    found = Applicant(
        panel=name_of(letter),
        number=ord(letter) - ord("a") + 1,
        record=digest_of(f"record {letter} {revision}"),
        revision=revision,
        platform=NAMES[letter],
        builder="某集团",
        operator=f"{NAMES[letter]}运营公司",
        verdict=verdict,
        sentence="具备认定资格。" if verdict == "eligible" else "不具备认定资格：未得满分。",
        mean=mean,
        gate=None if gate is None else Fraction(gate),
        gate_of=Fraction(50),
        gate_state="undetermined" if gate is None else "full" if gate == 50 else "short",
        totals=tuple(
            Total(seats[who], f"专家{who}", digest_of(who), total, total, seats[who] in counted)
            for who, total in given.items()
        ),
        chair=Chair(seats.get(chair, "E1"), f"专家{chair}", "某大学", "教授", digest_of(chair)),
        reservations=0,
    )
    return replace(found, **changes)  # type: ignore[arg-type]  # the names are the applicant's own


def an_opening(**changes: object) -> Opening:
    """What a ranking of 运营服务类 is of."""
    table = rubric(1)
    opening = Opening(
        ranking=BITS,
        rehearsal=False,
        category="运营服务类",
        rubric=table.id,
        rubric_digest=table.digest,
        annex=table.annex,
        title=table.title,
        rules=RuleSheet(confirmed_by=CONFIRMED),
        organiser=Person("林秘书", "会议服务公司"),
        signer=digest_of("desk"),
    )
    return replace(opening, **changes)  # type: ignore[arg-type]  # the names are the opening's own


class RankingDesk:
    """A ranking at its desk, act by act, with the chain of entries the acts leave."""

    def __init__(self, applicants: Sequence[Applicant] = (), **opening: object) -> None:
        self.entries: list[Entry] = []
        opened = RankingOpened(an_opening(**opening).to_json())
        self.state: RankingState = opened_ranking(opened)
        self._append(opened)
        self.act(*(ApplicantTaken(each.to_json()) for each in applicants))

    def act(self, *facts: Fact) -> "RankingDesk":
        """Acts one after the other; what is refused leaves nothing behind."""
        for fact in facts:
            self.state = after_ranking(self.state, fact)
            self._append(fact)
        return self

    def _append(self, fact: Fact) -> None:
        at = len(self.entries)
        stream = f"ranking/{ranking_name(BITS)}"
        self.entries.append(append(self.entries, stream, draft(fact), TIME, f"{at:032x}"))

    @property
    def found(self) -> RankingFound:
        """What the paper would say now."""
        return find_ranking(self.state)

    def paper(self, **changes: object) -> RankingPaper:
        """The paper of the ranking as it stands."""
        state = self.state
        header = a_header(
            "ranking",
            panel=BITS,
            rehearsal=state.opening.rehearsal,
            revision=len(state.papers) + 1,
            replaces=state.papers,
        )
        paper = RankingPaper(
            header, TIME, state.opening.organiser, tuple(self.entries), ranking_fields(state), self.found.json
        )
        return replace(paper, **changes)  # type: ignore[arg-type]  # the names are the paper's own
