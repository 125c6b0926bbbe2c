"""Builders at domain level: valid defaults from the plan's own tables, no keys, no PDF. A test says the rest.

A digest is the SHA-256 of any text; a certificate's is that of its owner's seat id.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

from app import paths
from app.domain.acts import after, replay
from app.domain.brief import Brief, KnownFact, Person, Platform, Seat
from app.domain.documents import Header, Kind
from app.domain.entries import Entry, append
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Assessment,
    Finding,
    RangeFinding,
    TiersFinding,
    write_finding,
)
from app.domain.history import (
    BriefIssued,
    Determined,
    Fact,
    FormIssued,
    PanelOpened,
    SeatBound,
    SheetReceived,
    SurveySupplied,
    draft,
)
from app.domain.keyed_paper import KeyedPaper
from app.domain.panel import Panel, opened
from app.domain.period import Period
from app.domain.record import Attached, Findings, Record, fields_of, find
from app.domain.rubric import AllOf, Criterion, CriterionId, Measure, Periods, Range, Rubric, Tiers
from app.domain.rule_sheet import Confirmation, RuleSheet
from app.domain.rules import award
from app.domain.signed_sheet import (
    Change,
    Declaration,
    Origin,
    SignedSheet,
    is_desk_supplied,
    needs_remark,
)
from app.domain.votes import disputed, vote
from app.store import rubric_files

TIME = "2026-11-24T14:31:05+08:00"
CONFIRMED = Confirmation("陈科长", "知识产权局", "2026-11-20", "穗开知〔2026〕12号")
NAMES = ("张𬭚", "李䶮", "王㛃", "赵𠅤", "陈五", "孙六", "周七", "吴八", "郑九", "冯十")
Points = Mapping[str, int | str | Fraction]


@cache
def rubric(annex: int = 2) -> Rubric:
    """The plan's table of that annex."""
    return next(each for each in rubric_files.load(paths.rubrics()) if each.annex == annex)


def digest_of(text: str) -> str:
    """Some digest, always the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(seat: str) -> str:
    """The name on a seat of `a_brief`."""
    number = int(seat[1:]) - 1
    return NAMES[number % len(NAMES)] + ("" if number < len(NAMES) else str(number))


def worth(criterion: Criterion, points: int | str | Fraction) -> Finding:
    """A finding that gives exactly `points`: a partial award where all_of is to give neither 0 nor full."""
    rule, wanted = criterion.rule, Fraction(points)
    if isinstance(rule, AllOf):
        answers: list[Answer] = [_met(condition) for condition in rule.conditions]
        if wanted == criterion.points:
            return AllOfFinding(tuple(answers))
        first = rule.conditions[0]
        blank = (Fraction(0), *(first.each,) * (first.periods - 1)) if isinstance(first, Periods) else False
        answers[0] = first.at_least - 1 if isinstance(first, Measure) else blank
        return AllOfFinding(tuple(answers), wanted or None, "做到了一部分" if wanted else "")
    if isinstance(rule, Range):
        return RangeFinding(wanted)
    if isinstance(rule, Tiers):
        reached = [tier.at_least for tier in rule.tiers if tier.points == wanted]
        return TiersFinding(reached[0] if reached else Fraction(0))
    return AccumulateFinding((Fraction(wanted // 2), wanted % 2) if len(rule.items) == 2 else (wanted,))


def _met(condition: object) -> Answer:
    if isinstance(condition, Measure):
        return condition.at_least
    return (condition.each,) * condition.periods if isinstance(condition, Periods) else True


def points_for(total: int, annex: int = 2, *, mandatory: int = 25, survey: int = 10) -> dict[str, int]:
    """Awards of an annual sheet with that total: gaps in the media count, the fives and tens, the first
    mandatory tens."""
    table = rubric(annex)
    found: dict[str, int] = {}
    gap = int(table.mandatory_points) - mandatory
    for each in table.criteria:
        if table.is_mandatory(each.id) and gap >= each.points:
            found[each.id] = 0
            gap -= int(each.points)
    left = 100 - total - (25 - mandatory) - (10 - survey)
    found[media(table).id] = 10 - left % 5
    left -= left % 5
    for each in table.criteria:
        if isinstance(each.rule, AllOf) and not table.is_mandatory(each.id) and left >= each.points:
            found[each.id] = 0
            left -= int(each.points)
    assert (gap, left) == (0, 0), "no such total by these gaps"
    return found


def media(table: Rubric) -> Criterion:
    """The criterion that counts media reports: whole points from 0 to 10."""
    return next(each for each in table.criteria if len(getattr(each.rule, "items", ())) == 2)


def survey(table: Rubric) -> Criterion:
    """The criterion the desk supplies (满意度)."""
    return next(each for each in table.criteria if isinstance(each.rule, Tiers) and each.rule.desk)


def a_header(kind: Kind = "brief", **changes: object) -> Header:
    """The header of a first revision."""
    header = Header(
        kind=kind,
        rehearsal=False,
        program="0.1.0",
        panel="0123456789abcdef0123456789abcdef",
        signer=digest_of("desk"),
        brief="",
        brief_number=1,
        previous_brief="",
        revision=1,
        replaces=(),
    )
    return replace(header, **changes)  # type: ignore[arg-type]  # the names are the header's own


def a_brief(
    annex: int = 2,
    experts: int = 5,
    *,
    open_seats: Sequence[str] = (),
    rules: RuleSheet | None = None,
    facts: Mapping[str, KnownFact] | None = None,
    **changes: object,
) -> Brief:
    """A brief with the chair on E1; seats are fixed but for `open_seats`."""
    seats = tuple(f"E{at}" for at in range(1, experts + 1))
    brief = Brief(
        header=a_header(),
        issued="2026-11-23T16:00:00+08:00",
        organiser=Person("林秘书", "会议服务公司"),
        rubric=rubric(annex),
        platform=Platform("黄埔公共服务平台", rubric(annex).category or "运营服务类", "某集团", "某公司"),
        period=Period(date(2025, 6, 8), date(2026, 6, 7)),
        date=date(2026, 11, 24),
        place="科学城会议中心",
        colour="teal",
        rules=rules or RuleSheet(confirmed_by=CONFIRMED),
        seats=tuple(
            Seat(
                seat,
                name_of(seat),
                "某大学",
                "教授",
                seat == "E1",
                "" if seat in open_seats else digest_of(seat),
            )
            for seat in seats
        ),
        observers=(Person("何观察", "知识产权局"),),
        facts={CriterionId(key): fact for key, fact in (facts or {}).items()},
    )
    return replace(brief, **changes)  # type: ignore[arg-type]  # the names are the brief's own


def assessed(brief: Brief, criterion: Criterion, points: int | str | Fraction) -> Assessment:
    """What an expert enters who finds that many points, with the remark that the finding needs."""
    known = brief.facts.get(criterion.id)
    if is_desk_supplied(criterion, brief):
        return Assessment(known.finding if known else TiersFinding(None, pending=True))
    finding = worth(criterion, points)
    taken = "" if known is None else "confirmed" if finding == known.finding else "corrected"
    entered = Assessment(finding, fact=taken)  # type: ignore[arg-type]  # one of the three
    if needs_remark(criterion, entered, award(criterion, finding), brief):
        return replace(entered, remark="经查佐证 5，不足。")
    return entered


def a_sheet(
    brief: Brief,
    seat: str = "E1",
    points: Points | None = None,
    *,
    replaces: Sequence[SignedSheet] = (),
    code: str = "after_deliberation",
    recused: str = "",
    origin: Origin = "expert",
    signer: str = "",
    **changes: object,
) -> SignedSheet:
    """A complete sheet of a seat: full points but for those given in `points`; revised if it `replaces`."""
    wanted = points or {}
    assessments = {} if recused else {
        each.id: assessed(brief, each, wanted.get(each.id, each.points)) for each in brief.rubric.criteria
    }  # fmt: skip
    found = {
        key: award(brief.rubric.criterion(key), each.finding).points for key, each in assessments.items()
    }
    awards = {key: worth for key, worth in found.items() if worth is not None}
    by = signer or ("desk" if origin == "keyed" else seat)
    total = sum(awards.values(), Fraction(0))
    declared = "2026-11-24" if origin == "keyed" else TIME
    sheet = SignedSheet(
        header=_sheet_header(brief, by, replaces),
        seat=seat,
        name=name_of(seat),
        unit="某大学",
        title="教授",
        origin=origin,
        signed=TIME,
        declaration=Declaration("recused" if recused else "no_conflict", recused, declared),
        assessments=assessments,
        awards=awards,
        total=total,
        opinion="",
        change=None if recused or not replaces else Change(code, "合议后再看佐证 5"),
        paper=a_paper(seat, total) if origin == "keyed" else None,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]  # the names are the sheet's own


def a_paper(seat: str, total: Fraction = Fraction(100)) -> KeyedPaper:
    """The paper of a seat: its own form, two pages scanned."""
    scans = tuple(digest_of(f"{seat} page {page}") for page in (1, 2))
    return KeyedPaper(form=f"482719{int(seat[1:]):02d}", total=total, scans=scans)


def _sheet_header(brief: Brief, signer: str, replaces: Sequence[SignedSheet]) -> Header:
    return replace(
        brief.header,
        kind="sheet",
        signer=digest_of(signer),
        brief=brief.digest,
        revision=1 + max((each.header.revision for each in replaces), default=0),
        replaces=tuple(each.digest for each in replaces),
    )


class Desk:
    """A panel at its desk, act by act, with the chain of entries the acts leave."""

    def __init__(self, brief: Brief, *, issued: bool = True) -> None:
        self.brief = brief
        self.panel: Panel = opened(brief)
        self.entries: list[Entry] = []
        self.sheets: dict[str, SignedSheet] = {}
        canonical_brief = brief.to_json()
        self.act(PanelOpened(canonical_brief))
        if issued:
            self.act(BriefIssued(brief.digest))

    @property
    def stream(self) -> str:
        """Where the entries lie."""
        return f"panel/{self.panel.name}"

    def act(self, *facts: Fact) -> "Desk":
        """Acts one after the other; what is refused leaves nothing behind."""
        for fact in facts:
            at = len(self.entries)
            time = f"2026-11-24T{9 + at // 60:02d}:{at % 60:02d}:00+08:00"
            found = after(replace(self.panel, sheets=dict(self.sheets)), fact, time)
            self.panel = found
            self.entries.append(append(self.entries, self.stream, draft(fact), time, f"{at:032x}"))
        return self

    def receive(self, *sheets: SignedSheet) -> "Desk":
        """Takes sheets in; the form of one that is keyed in is issued, unless it was."""
        for sheet in sheets:
            self.sheets[sheet.digest] = sheet
            if sheet.paper is not None and sheet.paper.form not in self.panel.forms:
                self.act(FormIssued(sheet.paper.form, ""))
            self.act(SheetReceived(sheet.seat, sheet.digest, sheet.header.signer))
        return self

    def bind(self, seat: str, signer: str = "", reason: str = "") -> "Desk":
        """Binds a seat to the certificate of `signer`, its own by default."""
        return self.act(SeatBound(seat, digest_of(signer or seat), reason))

    def supply(self, value: str = "95") -> "Desk":
        """Supplies 满意度."""
        finding = write_finding(TiersFinding(Fraction(value)))
        return self.act(SurveySupplied(survey(self.brief.rubric).id, finding, "第三方报告"))

    def determine(self, *criteria: str) -> "Desk":
        """Records the discussion of these criteria, of every dispute at the gate without any."""
        for key in criteria or [
            each for each in disputed(self.panel) if self.brief.rubric.is_mandatory(each)
        ]:
            votes = vote(self.panel, self.brief.rubric.criterion(key))
            self.act(
                Determined(key, "对照佐证 5 讨论。", len(votes.in_favour), len(votes.against), votes.outcome)
            )
        return self

    @property
    def found(self) -> Findings:
        """What the record would say now."""
        return find(self.panel)

    def replayed(self, upto: int | None = None) -> Panel:
        """The panel by replaying its first `upto` entries, all by default."""
        return replay(self.entries[:upto], self.brief, dict(self.sheets))

    def record(self, **changes: object) -> Record:
        """The record of the panel as it stands."""
        attached = tuple(
            Attached(place.seat, self.sheets[digest].header.revision, digest, digest_of(f"file {digest}"))
            for place in self.panel.places
            for digest in place.received
        )
        header = replace(
            self.brief.header,
            kind="record",
            brief=self.brief.digest,
            revision=len(self.panel.records) + 1,
            replaces=self.panel.records,
        )
        record = Record(
            header=header,
            sealed=TIME,
            entries=tuple(self.entries),
            sheets=attached,
            brief_file_digest=digest_of("brief file"),
            fields=fields_of(self.panel),
            result=self.found.json,
        )
        return replace(record, **changes)  # type: ignore[arg-type]  # the names are the record's own


def a_desk(brief: Brief | None = None, points: Sequence[Points] = (), *, supply: str = "95") -> Desk:
    """A panel with a sheet of every seat in, 满意度 supplied; `points` by seat, full where there is none."""
    brief = brief or a_brief()
    given = dict(enumerate(points))
    desk = Desk(brief).receive(
        *(a_sheet(brief, seat.id, given.get(at)) for at, seat in enumerate(brief.seats))
    )
    for seat in brief.seats:
        if not seat.certificate:
            desk.bind(seat.id)
    return desk.supply(supply) if desk.panel.awaiting_supply and supply else desk
