"""What was found right once is not drawn again; what was found wrong is found wrong every time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.bootstrap import PROGRAM
from app.pdf import proven, second_opinion
from app.pdf.container import open_container
from app.pdf.proven import PROVEN, Proven, proof_of
from app.services import appraisal
from app.services.appraisal import Known, appraise
from tests import workspaces


@pytest.fixture(autouse=True)
def fresh() -> None:
    PROVEN.clear()


def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[object]:
    """Notes every call of a function."""
    calls: list[object] = []
    real: Callable[..., object] = getattr(module, name)

    def noted(*given: object) -> object:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(module, name, noted)
    return calls


def test_the_same_file_is_drawn_and_read_by_the_other_reader_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = counted(monkeypatch, appraisal, "render_brief")
    read = counted(monkeypatch, second_opinion, "_objection")
    boxes = counted(monkeypatch, appraisal, "same_appearances")
    data = workspaces.issued().file("stick/brief.pdf")
    first, again = (appraise(data, Known(), PROGRAM) for _ in range(2))
    assert first.is_sound and first.checks == again.checks
    assert (len(drawn), len(read), len(boxes)) == (1, 1, 1)


def test_the_same_pages_with_other_files_in_them_are_drawn_again() -> None:
    container = open_container(workspaces.issued().file("stick/brief.pdf"))
    found = appraisal._read_brief(container, Known(), PROGRAM)
    drawn: list[bool] = []

    def draw() -> bytes:
        drawn.append(True)
        return container.first_revision

    for _ in range(2):
        assert appraisal._is_reproduced(container, found, draw)
    assert len(drawn) == 1
    for other in (replace(container, payload=b"{}"), replace(container, attachments={"E1.pdf": b""})):
        assert appraisal._is_reproduced(other, found, draw)
    assert appraisal._is_reproduced(container, replace(found, brief=None), draw) and len(drawn) == 4


def test_a_page_that_is_not_the_datas_is_found_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = counted(monkeypatch, appraisal, "render_brief")
    monkeypatch.setattr(appraisal, "same_pages", lambda *_: False)
    data = workspaces.issued().file("stick/brief.pdf")
    told = [appraise(data, Known(), PROGRAM).checks["page"] for _ in range(2)]
    assert {(each.state, each.code) for each in told} == {("failed", "page_differs")} and len(drawn) == 2


def test_what_the_other_reader_objects_to_is_asked_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "_objection", lambda *_: "coverage")
    data = workspaces.issued().file("stick/brief.pdf")
    assert [second_opinion.objection(data, ["desk"]) for _ in range(2)] == ["coverage"] * 2


def test_after_another_question_nothing_is_known() -> None:
    data = workspaces.issued().file("stick/brief.pdf")
    assert second_opinion.objection(data, ["desk"]) is None
    assert PROVEN.has(proof_of("second_opinion", data, ("desk",)))
    assert second_opinion.objection(data, ["expert"]) == "signers"
    assert not PROVEN.has(proof_of("second_opinion", data + b" ", ("desk",)))


def test_the_oldest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proven, "_MOST", 2)
    kept = Proven()
    for proof in ("a", "b", "c"):
        kept.add(proof)
    assert [kept.has(each) for each in "abc"] == [False, True, True]
    kept.clear()
    assert not kept.has("c")
