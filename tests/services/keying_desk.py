"""A desk with paper: forms printed, pages photographed, what stands on them typed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.signed_sheet import Change
from app.services.core import Core
from app.services.keying import Keyed, OnPaper
from tests.pdf.scan_samples import a_photo, a_picture
from tests.workspaces import World, full_marks

FULL = "90"  # annex 2 without the survey


def a_form(desk: Core, world: World, seat: str = "E3") -> str:
    """Prints a form for a seat; its number."""
    [form] = desk.forms.issue(world.panel, [seat], world.root / "form.pdf")
    return form.number


def photographed(world: World, *texts: str) -> list[Path]:
    """A photo and as many scans as there are texts."""
    files = [world.root / "page-0.jpg"]
    files[0].write_bytes(a_photo())
    for number, text in enumerate(texts, start=1):
        files.append(world.root / f"page-{number}.png")
        files[-1].write_bytes(a_picture(text))
    return files


def on_paper(
    form: str,
    total: str = FULL,
    *,
    change: Change | None = None,
    recusal: str | None = None,
    findings: Mapping[str, object] | None = None,
) -> OnPaper:
    """Full marks as typed from the paper, but for `findings`, keyed c2_1_3_1."""
    typed = {} if recusal is not None else full_marks(2, **(findings or {}))
    return OnPaper(form, typed, total, "2026-11-22", recusal=recusal, change=change)


def key(
    world: World,
    desk: Core,
    form: str,
    total: str = FULL,
    seat: str = "E3",
    *,
    texts: Sequence[str] = ("page 2",),
    change: Change | None = None,
    findings: Mapping[str, object] | None = None,
) -> Keyed:
    """Keys the paper of a seat in."""
    paper = on_paper(form, total, change=change, findings=findings)
    return desk.keying.key(world.panel, seat, paper, photographed(world, *texts))
