"""The result as the terminal and the record spell it (contract.md, `panel result`)."""

from collections.abc import Sequence
from fractions import Fraction

from app.domain.canonical import Json, write_decimal
from app.domain.consolidation import ExpertLine, Gate, Outlier, Result
from app.domain.flips import Flip
from app.domain.panel import Panel
from app.domain.reservations import Reservation
from app.domain.verdict import Verdict, shown, threshold_of


def result_json(
    panel: Panel,
    result: Result,
    verdict: Verdict,
    reservations: Sequence[Reservation],
    flips: Sequence[Flip] | None = None,
) -> dict[str, Json]:
    """contract.md's `panel result`; with `flips` None as the record carries it: they are never printed."""
    threshold = threshold_of(panel)
    margin = None if result.mean is None or threshold is None else result.mean - threshold
    found: dict[str, Json] = {
        "id": panel.name,
        "rehearsal": panel.brief.header.rehearsal,
        "experts": [_expert(each) for each in result.experts],
        "waiting": [{"expert": seat, "why": why} for seat, why in result.waiting],
        "mean": None if result.mean is None else shown(result.mean),
        "mean_exact": exact(result.mean),
        "margin_exact": exact(margin),
        "mandatory": _gate(result.gate),
        "verdict": verdict.kind,
        "sentence": verdict.sentence,
        "disputed": list(result.disputed),
        "determinations": _determinations(result),
        "outliers": [_outlier(each) for each in result.outliers],
        "reservations": [each.to_json() for each in reservations],
    }
    if flips is not None:
        found["flips"] = [{"criterion": each.criterion, "verdict": each.verdict} for each in flips]
    return found


def exact(value: Fraction | None) -> str | None:
    """A fraction in lowest terms ("398/5", "80"); a minus sign where it is below zero."""
    return None if value is None else str(value)


def _points(value: Fraction | None) -> str | None:
    return None if value is None else write_decimal(value)


def _gate(gate: Gate) -> Json:
    return {
        "points": _points(gate.points),
        "of": write_decimal(gate.of),
        "mean": None if gate.mean is None else shown(gate.mean),
        "state": gate.state,
        "by": gate.by,
    }


def _determinations(result: Result) -> Json:
    return {
        criterion: {
            "for": len(vote.in_favour),
            "against": len(vote.against),
            "outcome": vote.outcome,
            "recorded": criterion in result.determinations,
        }
        for criterion, vote in result.votes.items()
    }


def _expert(line: ExpertLine) -> Json:
    return {
        "id": line.seat,
        "name": line.name,
        "status": line.status,
        "total": _points(line.total),
        "mandatory": _points(line.mandatory),
    }


def _outlier(found: Outlier) -> Json:
    return {
        "expert": found.seat,
        "total": write_decimal(found.total),
        "median": exact(found.median),
        "difference": exact(found.difference),
        "explained": found.explained,
    }
