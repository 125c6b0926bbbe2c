"""Whatever is done to the bytes of a signed paper, it is found: cut, flipped, stripped, appended."""

import random
import re
from collections.abc import Iterable

import pytest

from app.errors import ZhipingError
from app.services.appraisal import Known, appraise
from tests import workspaces
from tests.services.forgery import judged, known_from
from tests.workspaces import PROGRAM, World

PAPERS = ("record.pdf", "stick/E1.pdf", "stick/brief.pdf")


def would_pass(data: bytes, known: Known) -> bool:
    """Whether these bytes pass for a complete and sound paper; foreign exceptions go through."""
    try:
        found = appraise(data, known, PROGRAM)
    except ZhipingError:
        return False
    return found.is_sound and not found.empty_fields


@pytest.fixture(scope="module")
def known() -> Known:
    return known_from(judged(workspaces.signed().file("record.pdf")))


def flipped(data: bytes, places: Iterable[int]) -> Iterable[bytes]:
    for at in places:
        yield data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]


@pytest.mark.parametrize("name", PAPERS)
def test_the_papers_attacked_here_would_pass(name: str, known: Known) -> None:
    assert would_pass(workspaces.signed().file(name), known)


def test_one_changed_byte_anywhere_in_a_record_is_found(known: Known) -> None:
    data = workspaces.signed().file("record.pdf")
    places = range(11, len(data), 997)
    assert [at for at, one in zip(places, flipped(data, places), strict=True) if would_pass(one, known)] == []


@pytest.mark.parametrize("name", PAPERS)
def test_one_changed_byte_in_the_tail_of_any_revision_is_found(name: str, known: Known) -> None:
    data = workspaces.signed().file(name)
    ends = [found.end() for found in re.finditer(rb"%%EOF", data)]
    places = [at for end in ends for at in range(end - 120, min(end + 1, len(data)), 9)]
    assert [at for at, one in zip(places, flipped(data, places), strict=True) if would_pass(one, known)] == []


@pytest.mark.parametrize("name", PAPERS)
def test_every_cut_is_found(name: str, known: Known) -> None:
    data, chance = workspaces.signed().file(name), random.Random(2022)
    cuts = [found.end() + step for found in re.finditer(rb"%%EOF", data) for step in (-5, 0, 1, 2)]
    cuts += [chance.randrange(len(data)) for _ in range(60)] + [0, 1, 5, len(data) - 1, len(data) - 2]
    assert [cut for cut in cuts if cut < len(data) and would_pass(data[:cut], known)] == []


def test_a_record_cut_back_to_the_desks_seal_is_incomplete_not_valid(signed: World) -> None:
    data = signed.file("record.pdf")
    (signed.root / "cut.pdf").write_bytes(data[: len(signed.file("sealed.pdf"))])
    with signed.laptop("bureau") as bureau:
        [report] = bureau.verification.verify([signed.root / "cut.pdf"], [signed.certificate("desk")])
    assert (report.verdict, report.told.code) == ("incomplete", "verify_incomplete")
    assert report.told.fields == {"fields": "王伟"}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_without_any_signature_is_never_valid(name: str, known: Known, signed: World) -> None:
    data = signed.file(name)
    first = data[: data.index(b"%%EOF") + 6]
    assert not would_pass(first, known)
    (signed.root / "bare.pdf").write_bytes(first)
    with signed.laptop("bureau") as bureau:
        [report] = bureau.verification.verify([signed.root / "bare.pdf"], [signed.certificate("desk")])
    assert report.verdict == "incomplete"


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"x" * 3000, b"1 0 obj\n<<>>\nendobj\n"])
def test_bytes_appended_to_a_record_are_found(tail: bytes, known: Known, signed: World) -> None:
    data = signed.file("record.pdf") + tail
    assert not would_pass(data, known)
    (signed.root / "longer.pdf").write_bytes(data)
    with signed.laptop("bureau") as bureau:
        [report] = bureau.verification.verify([signed.root / "longer.pdf"], [signed.certificate("desk")])
    assert (report.verdict, report.told.code) == ("invalid", "verify_altered")
    assert [check.name for check in report.checks if check.state == "failed"] == ["later_changes"]


def test_two_records_spliced_into_one_another_are_found(signed: World, known: Known) -> None:
    record, sealed = signed.file("record.pdf"), signed.file("sealed.pdf")
    assert not would_pass(sealed + record[len(sealed) + 100 :], known)
    assert not would_pass(record + record[len(sealed) :], known)


def test_the_desk_names_an_altered_sheet_and_keeps_nothing(submitted: World) -> None:
    data = submitted.file("stick/E1.pdf")
    (submitted.stick / "E1.pdf").write_bytes(data[:-1] + b" ")
    with submitted.laptop("desk") as desk:
        one, two, three, _brief = desk.collecting.collect([submitted.stick])
        place = desk.panels.load(submitted.panel).panel.place("E1")
    assert (one.outcome, one.code) == ("refused", "paper_altered")
    assert [two.outcome, three.outcome] == ["pending", "pending"]
    assert place is not None and place.received == ()


def test_a_brief_changed_by_one_byte_is_not_opened(issued: World) -> None:
    data = issued.file("stick/brief.pdf")
    with issued.laptop("E1") as core:
        for changed in flipped(data, (len(data) // 2, len(data) - 3)):
            with pytest.raises(ZhipingError):
                core.scoring.open(changed)
        assert core.scoring.names() == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        random.Random(1).randbytes(20_000),
        b"%PDF-1.7\nzhiping.json" + random.Random(2).randbytes(20_000),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nzhiping.json\n1 0 obj\n" + b"[" * 200_000,
    ],
    ids=["empty", "header", "noise", "noise with our name", "deep"],
)
def test_foreign_bytes_are_told_as_such(data: bytes, signed: World) -> None:
    (signed.root / "foreign.pdf").write_bytes(data)
    with signed.laptop("bureau") as bureau:
        [report] = bureau.verification.verify([signed.root / "foreign.pdf"])
    assert report.verdict == "not_ours"
    with signed.laptop("desk") as desk:
        [collected] = desk.collecting.collect([signed.root / "foreign.pdf"])
    assert (collected.outcome, collected.code) in {("refused", "not_ours"), ("refused", "damaged_file")}
