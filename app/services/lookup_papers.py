"""Papers as looking up sees them: what each is in words, where it lies, and which replaces which."""

from collections.abc import Iterator, Mapping
from typing import Literal

from app.domain.brief import Brief
from app.domain.documents import Header, Kind, object_of, read_header
from app.domain.frozen import frozen
from app.domain.manifest import read_manifest
from app.domain.record import Findings, Record, read_record
from app.domain.signed_sheet import SignedSheet, read_signed_sheet
from app.services.appraised import Appraisal

_WORDS: Mapping[Kind, str] = {
    "brief": "评审任务书", "sheet": "个人评分表", "record": "评审汇总记录", "manifest": "移交清单",
    "ranking": "认定评审排序表",
}  # fmt: skip
Where = Literal["given", "inside", "kept"]


@frozen
class Place:
    """Where a paper lies: a file given, a paper inside one (`name`), or this workspace's own store."""

    where: Where
    path: str = ""
    name: str = ""


@frozen
class Paper:
    """One paper at one place; what can be compared of it, as far as it could be read."""

    digest: str
    header: Header
    words: str
    date: str
    place: Place
    brief: Brief | None = None
    sheet: SignedSheet | None = None
    record: Record | None = None
    findings: Findings | None = None
    data: bytes = b""


def of_payload(digest: str, kind: Kind, payload: bytes, data: bytes, briefs: Mapping[str, Brief]) -> Paper:
    """A paper this workspace keeps, as far as its payload tells; a record's sheets are in its `data`."""
    place = Place("kept")
    header = read_header(object_of(payload), kind)
    brief = briefs.get(header.brief)
    if kind == "brief" and digest in briefs:
        return of_brief(briefs[digest], place)
    if kind == "sheet" and brief is not None:
        return of_sheet(read_signed_sheet(payload, brief), brief, place)
    if kind == "record" and brief is not None:
        date = read_record(payload, brief).sealed[:10]
        return Paper(digest, header, _record_words(brief), date, place, brief, data=data)
    date = read_manifest(payload).made[:10] if kind == "manifest" else ""
    return Paper(digest, header, _WORDS[kind], date, place)


def papers_in(found: Appraisal, place: Place) -> Iterator[Paper]:
    """The paper of a file, and what a record holds: its brief and every sheet."""
    yield _paper(found, place)
    if found.record is None or found.findings is None or found.brief is None:
        return
    inside = Place("inside", place.path, "brief.pdf")
    yield of_brief(found.brief, inside if place.where == "given" else place)
    sheets = found.findings.panel.sheets
    for each in found.record.sheets:
        held = Place("inside", place.path, each.file) if place.where == "given" else place
        yield of_sheet(sheets[each.digest], found.brief, held)


def _paper(found: Appraisal, place: Place) -> Paper:
    if found.record is not None:
        words, date = _record_words(found.brief), found.record.sealed[:10]
        return Paper(
            found.digest,
            found.header,
            words,
            date,
            place,
            found.brief,
            record=found.record,
            findings=found.findings,
        )
    if found.sheet is not None and found.brief is not None:
        return of_sheet(found.sheet, found.brief, place)
    if found.brief is not None and found.kind == "brief":
        return of_brief(found.brief, place)
    date = found.manifest.made[:10] if found.manifest else ""
    return Paper(found.digest, found.header, _WORDS[found.kind], date, place, found.brief)


def of_brief(brief: Brief, place: Place) -> Paper:
    """A brief."""
    words = f"{_about(brief)}评审任务书 第{brief.header.brief_number}号"
    return Paper(brief.digest, brief.header, words, brief.issued[:10], place, brief)


def of_sheet(sheet: SignedSheet, brief: Brief, place: Place) -> Paper:
    """A sheet or a recusal of that brief."""
    kind = "回避声明" if sheet.recused else "个人评分表"
    words = f"{_about(brief)}{kind} {sheet.name}（{sheet.seat}）"
    return Paper(sheet.digest, sheet.header, words, sheet.signed[:10], place, brief, sheet)


def _record_words(brief: Brief | None) -> str:
    return f"{_about(brief)}{_WORDS['record']}"


def _about(brief: Brief | None) -> str:
    return f"{brief.platform.name} " if brief else ""
