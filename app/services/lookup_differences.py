"""What differs between two revisions of a paper, criterion by criterion, in the words the papers use."""

from collections.abc import Iterator, Sequence

from app.domain.brief import Brief
from app.domain.findings import Assessment
from app.domain.frozen import frozen
from app.domain.record import Findings, Record
from app.domain.rubric import Criterion
from app.domain.signed_sheet import SignedSheet
from app.domain.verdict import brief_points
from app.pdf.wording import STANDINGS, evidence_words, finding_lines, period_labels, total_words
from app.services.lookup_papers import Paper

NOTHING = "无"


@frozen
class Difference:
    """One thing that differs: the criterion's number or another place, whose sheet it is on, and how."""

    place: str
    seat: str
    before: str
    after: str


def differences(earlier: Paper, later: Paper) -> tuple[Difference, ...]:
    """What `later` says otherwise than `earlier`; () where they are not of one kind or could not be read."""
    if earlier.sheet and later.sheet and later.brief:
        return tuple(sheet_differences(earlier.sheet, later.sheet, later.brief))
    if earlier.record and later.record and earlier.findings and later.findings:
        return tuple(_of_records(earlier.record, earlier.findings, later.record, later.findings))
    return ()


def sheet_differences(before: SignedSheet, after: SignedSheet, brief: Brief) -> Iterator[Difference]:
    """What one revision of a sheet says otherwise than another, in the order of the annex."""
    seat = after.seat
    if before.recused != after.recused:
        words = ("回避" if before.recused else "评分", "回避" if after.recused else "评分")
        yield Difference("声明", seat, *words)
        return
    for criterion in brief.rubric.criteria:
        told = [_judged(each, criterion, brief) for each in (before, after)]
        if told[0] != told[1]:
            yield Difference(criterion.id, seat, _only(told[0], told[1]), _only(told[1], told[0]))
    if before.total != after.total:
        yield Difference("总分", seat, f"{brief_points(before.total)} 分", f"{brief_points(after.total)} 分")
    if before.opinion.strip() != after.opinion.strip():
        yield Difference(
            "本人意见", seat, before.opinion.strip() or NOTHING, after.opinion.strip() or NOTHING
        )


def _judged(sheet: SignedSheet, criterion: Criterion, brief: Brief) -> tuple[str, ...]:
    """What a sheet says of a criterion: points, what was found line by line, evidence, remark."""
    one = sheet.assessments.get(criterion.id, Assessment(None))
    points = sheet.awards.get(criterion.id)
    award = "待补录" if points is None else f"{brief_points(points)} 分"
    found = finding_lines(criterion, one.finding, period_labels(brief))
    remark = f"说明：{one.remark}" if one.remark else ""
    return award, *(part for part in (*found, evidence_words(one.evidence), remark) if part)


def _only(told: Sequence[str], other: Sequence[str]) -> str:
    """The points, and of the rest what the other does not say too."""
    return "；".join((told[0], *(part for part in told[1:] if part not in other)))


def _of_records(
    before: Record, found_before: Findings, after: Record, found_after: Findings
) -> Iterator[Difference]:
    sentences = (found_before.verdict.sentence, found_after.verdict.sentence)
    if sentences[0] != sentences[1]:
        yield Difference("结论", "", *sentences)
    means = (total_words(found_before), total_words(found_after))
    if means[0] != means[1]:
        yield Difference("综合评分", "", *means)
    yield from _standings(found_before, found_after)
    brief = found_after.panel.brief
    sheets = [
        {each.place.seat: each.sheet for each in found.panel.counted} for found in (found_before, found_after)
    ]
    for seat, sheet in sheets[1].items():
        if seat in sheets[0] and sheets[0][seat].digest != sheet.digest:
            versions = (f"第{each.header.revision}版" for each in (sheets[0][seat], sheet))
            yield Difference("评分表", seat, *versions)
            yield from sheet_differences(sheets[0][seat], sheet, brief)
    for criterion in brief.rubric.criteria:
        notes = [_determined(found, criterion) for found in (found_before, found_after)]
        if notes[0] != notes[1]:
            yield Difference(criterion.id, "", *notes)
    opinions = (found_before.panel.opinion.strip(), found_after.panel.opinion.strip())
    if opinions[0] != opinions[1]:
        yield Difference("专家组意见", "", opinions[0] or NOTHING, opinions[1] or NOTHING)


def _standings(before: Findings, after: Findings) -> Iterator[Difference]:
    words = [{line.seat: line.status for line in found.result.experts} for found in (before, after)]
    for seat, status in words[1].items():
        if words[0].get(seat) != status:
            yield Difference("席位", seat, _status(words[0].get(seat)), _status(status))


def _status(status: str | None) -> str:
    return STANDINGS[status] if status else NOTHING


def _determined(found: Findings, criterion: Criterion) -> str:
    one = found.result.determinations.get(criterion.id)
    return f"合议 {one.in_favour}∶{one.against}：{one.note}" if one else "没有合议认定"
