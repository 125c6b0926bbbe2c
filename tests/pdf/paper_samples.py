"""Builders of briefs, sheets and panels to lay out: valid defaults, real rubrics, real entries, no keys."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from app import paths
from app.domain.acts import replay
from app.domain.brief import Brief, KnownFact, Person, Platform, Seat
from app.domain.documents import Header
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
    OpinionWritten,
    OutlierExplained,
    PanelOpened,
    SeatBound,
    SeatPlaced,
    SheetReceived,
    SurveySupplied,
    draft,
)
from app.domain.panel import Panel
from app.domain.period import Period
from app.domain.record import Attached, Findings, Record, fields_of, find
from app.domain.rubric import Accumulate, AllOf, Criterion, CriterionId, Measure, Periods, Range, Rubric
from app.domain.rule_sheet import Confirmation, RuleSheet
from app.domain.rules import award
from app.domain.signed_sheet import Change, Declaration, SignedSheet, is_desk_supplied
from app.domain.votes import disputed, vote
from app.store import rubric_files

PANEL = "0123456789abcdef0123456789abcdef"
NAMES = ("张𬭚", "王小明", "李䶮", "欧阳文博", "赵㛃", "钱𠅤", "孙立", "周敏", "吴昊", "郑洁")
CONFIRMED = Confirmation("陈科长", "广州开发区知识产权局", "2026-11-20", "穗开知〔2026〕12号")


@cache
def rubric(annex: int) -> Rubric:
    """The plan's own table."""
    return next(each for each in rubric_files.load(paths.rubrics()) if each.annex == annex)


def digest_of(text: str) -> str:
    """Some digest, the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()


def full(criterion: Criterion) -> Finding:
    """The finding that gives full points."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        answers: list[Answer] = []
        for condition in rule.conditions:
            if isinstance(condition, Measure):
                answers.append(condition.at_least + 3)
            elif isinstance(condition, Periods):
                answers.append((condition.each,) * condition.periods)
            else:
                answers.append(True)
        return AllOfFinding(tuple(answers))
    if isinstance(rule, Range):
        return RangeFinding(rule.maximum)
    if isinstance(rule, Accumulate):
        return AccumulateFinding((Fraction(20),) * len(rule.items))
    return TiersFinding(rule.tiers[0].at_least)


def short(criterion: Criterion) -> Finding:
    """A finding that gives less: the first condition fails, half the points, the lowest tier."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        found = full(criterion)
        assert isinstance(found, AllOfFinding)
        first = rule.conditions[0]
        answer: Answer = False
        if isinstance(first, Measure):
            answer = first.at_least - 1
        elif isinstance(first, Periods):
            answer = (Fraction(0), *(first.each,) * (first.periods - 1))
        return AllOfFinding((answer, *found.conditions[1:]))
    if isinstance(rule, Range):
        return RangeFinding(rule.maximum / 2)
    if isinstance(rule, Accumulate):
        return AccumulateFinding((Fraction(1),) * len(rule.items))
    return TiersFinding(Fraction(0))


def header(kind: str, *, rehearsal: bool, brief: str = "", signer: str = "desk", revision: int = 1) -> Header:
    """The header of a paper of the one panel."""
    return Header(
        kind=kind,  # type: ignore[arg-type]  # one of three, given by this module
        rehearsal=rehearsal,
        program="0.1.0",
        panel=PANEL,
        signer=digest_of(signer),
        brief=brief,
        brief_number=7,
        previous_brief="",
        revision=revision,
        replaces=(),
    )


def a_brief(annex: int = 2, experts: int = 5, *, rehearsal: bool = False, **changes: object) -> Brief:
    """A brief with a full roster, one known fact and confirmed rules; `changes` replace fields."""
    table = rubric(annex)
    seats = tuple(
        Seat(
            f"E{at + 1}",
            NAMES[at % len(NAMES)] + ("" if at < len(NAMES) else str(at)),
            "华南某某大学知识产权学院",
            "教授",
            at == 0,
            digest_of(f"E{at + 1}") if at % 2 == 0 else "",
        )
        for at in range(experts)
    )
    first = next(each for each in table.criteria if isinstance(each.rule, AllOf))
    brief = Brief(
        header=header("brief", rehearsal=rehearsal),
        issued="2026-11-23T16:00:00+08:00",
        organiser=Person("林秘书", "广州某某会议服务有限公司"),
        rubric=table,
        platform=Platform(
            "黄埔区知识产权公共服务平台",
            table.category or "运营服务类",
            "广州某某科技集团",
            "广州某某知识产权服务有限公司",
        ),
        period=Period(date(2025, 6, 8), date(2026, 6, 7)),
        date=date(2026, 11, 24),
        place="科学城会议中心 3 楼",
        colour="teal",
        rules=RuleSheet(confirmed_by=CONFIRMED),
        seats=seats,
        observers=(Person("何观察", "广州开发区知识产权局"),),
        facts={first.id: KnownFact(full(first), "7")},
    )
    return replace(brief, **changes)  # type: ignore[arg-type]  # names are the brief's own


def a_sheet(
    brief: Brief,
    seat: str = "E1",
    *,
    low: Sequence[str] = (),
    remark: str = "经查佐证 5，不足。",
    recused: str = "",
    change: Change | None = None,
    opinion: str = "平台运行良好，建议加强年度统计。",
) -> SignedSheet:
    """A complete sheet of a seat: full points, but for the criteria in `low`."""
    place = brief.seat(seat)
    assert place is not None
    revision = 1 if change is None else 2
    head = header(
        "sheet", rehearsal=brief.header.rehearsal, brief=brief.digest, signer=seat, revision=revision
    )
    assessments = (
        {} if recused else {each.id: _assessed(brief, each, low, remark) for each in brief.rubric.criteria}
    )
    found = {id: award(brief.rubric.criterion(id), each.finding).points for id, each in assessments.items()}
    awards = {id: points for id, points in found.items() if points is not None}
    return SignedSheet(
        header=head,
        seat=seat,
        name=place.name,
        unit=place.unit,
        title=place.title,
        origin="expert",
        signed="2026-11-24T14:31:05+08:00",
        declaration=Declaration(
            "recused" if recused else "no_conflict", recused, "2026-11-24T09:05:00+08:00"
        ),
        assessments=assessments,
        awards=awards,
        total=sum(awards.values(), Fraction(0)),
        opinion="" if recused else opinion,
        change=change,
    )


def _assessed(brief: Brief, criterion: Criterion, low: Sequence[str], remark: str) -> Assessment:
    if is_desk_supplied(criterion, brief):
        return Assessment(TiersFinding(None, pending=True))
    if criterion.id in low:
        corrected = criterion.id in brief.facts
        return Assessment(short(criterion), remark, ("5", "佐证 7"), True, "corrected" if corrected else "")
    return Assessment(full(criterion), "", ("3",), False, "confirmed" if criterion.id in brief.facts else "")


@dataclass(frozen=True)
class Sealed:
    """A panel whose record may be laid out."""

    brief: Brief
    record: Record
    found: Findings


def a_record(
    brief: Brief,
    sheets: Sequence[SignedSheet],
    *,
    absent: Mapping[str, str] = {},
    explain: Mapping[str, str] = {},
    note: str = "对照佐证 5 讨论，各自保留认定。",
    opinion: str = "专家组认为平台总体运行良好。",
    rate: str = "91.5",
    also: Sequence[Fact] = (),
    late: bool = False,
) -> Sealed:
    """The record of a panel with these sheets: open seats bound, mandatory disputes discussed."""
    chain = _chain(brief, sheets, absent)
    known = {each.digest: each for each in sheets}

    if late:
        chain.turn_back()

    def panel() -> Panel:
        return replay(chain.entries, brief, known)

    for criterion in panel().awaiting_supply:
        value = TiersFinding(Fraction(rate))
        chain.add(SurveySupplied(criterion, write_finding(value), "第三方机构满意度调查报告"))
    for seat, text in explain.items():
        chain.add(OutlierExplained(seat, text))
    for id in disputed(panel()):
        if brief.rubric.is_mandatory(id):
            votes = vote(panel(), brief.rubric.criterion(CriterionId(id)))
            chain.add(Determined(id, note, len(votes.in_favour), len(votes.against), votes.outcome))
    for fact in also:
        chain.add(fact)
    if opinion:
        chain.add(OpinionWritten(opinion))
    found = find(panel())
    attached = tuple(
        Attached(each.seat, each.header.revision, each.digest, digest_of(each.digest)) for each in sheets
    )
    record = Record(
        header=header("record", rehearsal=brief.header.rehearsal, brief=brief.digest),
        sealed="2026-11-24T17:20:00+08:00",
        entries=tuple(chain.entries),
        sheets=attached,
        brief_file_digest=digest_of("brief"),
        fields=fields_of(found.panel),
        result=found.json,
    )
    return Sealed(brief, record, found)


class _Chain:
    """A panel's entries, one a minute."""

    def __init__(self, stream: str) -> None:
        self.entries: list[Entry] = []
        self._stream = stream
        self._hour = 15

    def turn_back(self) -> None:
        """From now on the clock is an hour late."""
        self._hour = 14

    def add(self, fact: Fact) -> None:
        """Append one fact."""
        minute = len(self.entries)
        time = f"2026-11-24T{self._hour + minute // 60:02d}:{minute % 60:02d}:00+08:00"
        self.entries.append(append(self.entries, self._stream, draft(fact), time, f"{minute:032x}"))


def _chain(brief: Brief, sheets: Sequence[SignedSheet], absent: Mapping[str, str]) -> _Chain:
    chain = _Chain(f"panel/{brief.header.panel_name}")
    chain.add(PanelOpened(brief.to_json()))
    chain.add(BriefIssued(brief.digest))
    bound = {seat.id for seat in brief.seats if seat.certificate}
    for sheet in sheets:
        chain.add(SheetReceived(sheet.seat, sheet.digest, sheet.header.signer))
        if sheet.seat not in bound:
            chain.add(SeatBound(sheet.seat, sheet.header.signer, ""))
            bound.add(sheet.seat)
    for seat, reason in absent.items():
        chain.add(SeatPlaced(seat, "absent", reason))
    return chain


def sheets_of(brief: Brief, low: Callable[[int], Sequence[str]] = lambda _at: ()) -> list[SignedSheet]:
    """A sheet of every seat; `low` gives the criteria each seat (from 0) finds wanting."""
    return [a_sheet(brief, seat.id, low=low(at)) for at, seat in enumerate(brief.seats)]
