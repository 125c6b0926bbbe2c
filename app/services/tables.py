"""The scoring tables without a workspace: those shipped, one in a file, what findings are worth under one."""

from collections.abc import Mapping
from pathlib import Path

from app.domain.canonical import Json, write_decimal
from app.domain.findings import Finding, read_assessment
from app.domain.rubric import CriterionId, Rubric
from app.domain.rules import Score, score
from app.services.panel_file import RubricUnknownError
from app.store import rubric_files


class Tables:
    """Every table under one rubrics folder, read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Rubric, ...]:
        """The shipped tables by plan and annex; the refusals of `store.rubric_files`."""
        return rubric_files.load(self._folder)

    def one(self, id: str) -> Rubric:
        """The shipped table of that id; RubricUnknownError."""
        for each in self.all():
            if each.id == id:
                return each
        raise RubricUnknownError(rubric=id[:80])

    def annex(self, number: int) -> Rubric:
        """The shipped table of that annex; RubricUnknownError."""
        for each in self.all():
            if each.annex == number:
                return each
        raise RubricUnknownError(rubric=f"附件{number}"[:80])

    def in_file(self, file: Path) -> Rubric:
        """The table in a file of somebody's own; a RefusedError names file and place."""
        return rubric_files.read_file(file)


def score_findings(rubric: Rubric, findings: Mapping[str, Json]) -> Score:
    """What FINDINGS (contract.md) give under a table alone: no brief, so no facts and no rule sheet.

    UnknownCriterionError and the refusals of `domain.findings`.
    """
    found: dict[CriterionId, Finding] = {}
    for key, value in findings.items():
        criterion = rubric.criterion(key)
        finding = read_assessment(criterion, value).finding
        if finding is not None:
            found[criterion.id] = finding
    return score(rubric, found)


def rubric_line(rubric: Rubric) -> dict[str, Json]:
    """One table in the list of all."""
    return {
        "id": rubric.id,
        "annex": rubric.annex,
        "title": rubric.title,
        "kind": rubric.kind,
        "category": rubric.category,
        "digest": rubric.digest,
    }


def rubric_whole(rubric: Rubric) -> dict[str, Json]:
    """contract.md, `rubric show`."""
    return {
        **rubric.to_json(),
        "mandatory_points": write_decimal(rubric.mandatory_points),
        "digest": rubric.digest,
    }


def score_json(found: Score) -> dict[str, Json]:
    """contract.md, `rubric score`."""
    return {
        "awards": {criterion: write_decimal(points) for criterion, points in found.awards.items()},
        "total": write_decimal(found.total),
        "mandatory": write_decimal(found.mandatory),
        "complete": found.complete,
        "missing": list(found.missing),
        "pending": list(found.pending),
    }
