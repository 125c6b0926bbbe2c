"""All that stands on a paper sheet around its findings: its places, what is lacking, what it says."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.frozen import frozen
from app.domain.period import read_date
from app.domain.shape import ShapeError
from app.domain.sheet import Sheet
from app.errors import ZhipingError
from app.services.keying import OnPaper
from app.services.keying_typing import typed_findings
from app.ui.feedback import Refusal
from app.ui.organiser.keying_panels import CorrectionPanel, FootPanel, HeadPanel, OpinionPanel
from app.ui.organiser.keying_scans import ScanPanel
from app.ui.words import t

# Error → whose sentence it is; what is not listed belongs to no place on the paper.
_OF_FORM = ("form_number", "form_unknown", "form_void", "form_used", "form_other_seat")
_OF_TOTAL = ("control_total", "decimal_refused")


@frozen
class Place:
    """Where something is typed, and where it is said why it was not taken."""

    field: QWidget
    refusal: Refusal


class Paper:
    """The panels of a paper sheet. `sheet` is what was typed so far; `take` and `folder` as ScanPanel's."""

    def __init__(
        self,
        sheet: Sheet,
        take: Callable[[Sequence[Path]], tuple[bytes, ...]],
        folder: Callable[[], Path],
        *,
        pending: bool,
    ) -> None:
        self.correction = CorrectionPanel(len(sheet.signed)) if sheet.signed else None
        self.head, self.opinion = HeadPanel(), OpinionPanel()
        self.foot, self.scans = FootPanel(sheet.brief, pending=pending), ScanPanel(take, folder)
        self.opinion.field.setPlainText(sheet.opinion)
        head, foot = self.head, self.foot
        self.form = Place(head.form, head.form_refusal)
        self.declared = Place(head.no_conflict, head.refusal)
        self.reason = Place(head.reason, head.refusal)
        self.total = Place(foot.total, foot.total_refusal)
        self.day = Place(foot.day, foot.day_refusal)
        self.pages = Place(self.scans.choose, self.scans.refusal)

    @property
    def above(self) -> tuple[QWidget, ...]:
        """What comes before the findings."""
        return (self.correction, self.head) if self.correction is not None else (self.head,)

    @property
    def below(self) -> tuple[QWidget, ...]:
        """What comes after them."""
        return (self.opinion, self.foot, self.scans)

    @property
    def of_findings(self) -> tuple[QWidget, ...]:
        """What a recusal has not."""
        return (self.opinion, self.foot.total_box, self.foot.told)

    def hush(self) -> None:
        """Nothing was refused."""
        places = (self.form, self.declared, self.total, self.day, self.pages)
        for each in (*(place.refusal for place in places), self.opinion.refusal):
            each.say("")
        if self.correction is not None:
            self.correction.refusal.say("")

    def place_of(self, error: ZhipingError) -> Place | None:
        """What an error is about, None where it is about no place here."""
        if error.code in _OF_FORM:
            return self.form
        return self.total if error.code in _OF_TOTAL else None

    def lacking_above(self) -> tuple[Place, str] | None:
        """The first thing before the findings that was not typed, and what to say of it."""
        if self.correction is not None and self.correction.change is None:
            place = Place(self.correction.note, self.correction.refusal)
            return place, t("请选更正的理由，并写明具体情况。")
        if not self.head.form.text():
            return self.form, t("请照纸面输入表号。")
        if not self.head.is_declared:
            return self.declared, t("请选纸上勾选的声明。")
        if self.head.is_recusal and not self.head.reason.text:
            return self.reason, t("请照录纸上写的事由。")
        return None

    def lacking_below(self) -> tuple[Place, str] | None:
        """The first thing after the findings that was not typed or attached, and what to say of it."""
        if not self.head.is_recusal and not self.foot.total.text():
            return self.total, t("请照纸面再输入一遍总分。")
        if not _is_day(self.foot.day.day):
            return self.day, t("请照纸面输入签名日期，如 2026-11-22。")
        if not self.scans.scans:
            return self.pages, t("请附上纸面的扫描件或照片，每页一张。")
        return None

    def typed(self, sheet: Sheet) -> OnPaper:
        """What stands on the paper, `sheet` having its findings; whether it may be is the service's."""
        recused = self.head.is_recusal
        return OnPaper(
            form=self.head.form.text(),
            findings={} if recused else typed_findings(sheet),
            total="0" if recused else self.foot.total.text(),
            declared=self.foot.day.day,
            recusal=self.head.reason.text if recused else None,
            opinion="" if recused else self.opinion.field.text,
            change=self.correction.change if self.correction else None,
        )


def _is_day(text: str) -> bool:
    try:
        read_date(text, "declared")
    except ShapeError:
        return False
    return True
