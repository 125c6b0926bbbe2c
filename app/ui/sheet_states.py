"""One word about where a sheet is, and the one act that is next; the words of words.md, no others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from app.domain.brief import Brief
from app.domain.canonical import write_decimal
from app.domain.frozen import frozen
from app.domain.period import day_words
from app.domain.sheet import Sheet
from app.ui.words import law, raw, t

Act = Literal["brief", "score", "check", "handover"]


def clock_words(brief: Brief, now: str) -> str:
    """What is to be said where this computer's clock (`now`, RFC 3339) is not at the day of the review; "" at
    most a day from it. Papers bear this clock's time, and a wrong one casts a doubt on the signature."""
    today = datetime.fromisoformat(now).date()
    if brief.header.rehearsal or abs(today - brief.date) <= timedelta(days=1):
        return ""
    told = t("这台电脑的日期是 {today}，任务书上的评审日期是 {day}。如果电脑的时钟不准，请先调准再签署。")
    return told.format(today=law(day_words(today)), day=law(day_words(brief.date)))


@frozen
class Standing:
    """A sheet's state in words with its tone (ok, warn, ""), and the next act with its words."""

    words: str
    tone: str
    act: Act
    act_words: str
    done: bool


def is_recused(sheet: Sheet) -> bool:
    """Whether the expert declared 回避."""
    return sheet.declaration is not None and sheet.declaration.kind == "recused"


def is_handed_over(sheet: Sheet) -> bool:
    """Whether the last signed revision has left."""
    return bool(sheet.signed) and sheet.signed[-1] in sheet.handed_over


def may_sign(sheet: Sheet) -> bool:
    """Whether nothing is left to do before signing."""
    if not sheet.open or sheet.declaration is None:
        return False
    return is_recused(sheet) or not (sheet.missing or sheet.remarks_missing)


def judged(sheet: Sheet) -> tuple[int, int]:
    """How many criteria are judged, of how many that are the expert's."""
    found = [sheet.award(each).state for each in sheet.brief.rubric.criteria]
    own = [each for each in found if each != "pending"]
    return sum(each == "judged" for each in own), len(own)


def waits_for_survey(sheet: Sheet) -> bool:
    """Whether something is still to be supplied by the desk (满意度): no point of it is in the total."""
    whole = sheet.brief.rubric.criteria
    return not is_recused(sheet) and any(sheet.award(each).state == "pending" for each in whole)


def total_words(sheet: Sheet) -> str:
    """86.5 分, "" while nothing is judged."""
    if is_recused(sheet) or not sheet.awards:
        return ""
    return t("{points} 分").format(points=write_decimal(sum(sheet.awards.values(), Fraction(0))))


def standing(sheet: Sheet) -> Standing:
    """Where the sheet is."""
    if sheet.declaration is None:
        return Standing(t("待声明"), "", "brief", t("声明"), False)
    if not sheet.open:
        return _signed(sheet)
    if is_recused(sheet):
        return Standing(t("已申请回避，待签署"), "warn", "check", t("核对并签署"), False)
    done, whole = judged(sheet)
    count = raw(f"{done}/{whole}")
    if may_sign(sheet):
        words = t("更正待签署") if sheet.signed else t("已评完 {count}").format(count=count)
        return Standing(words, "", "check", t("核对并签署"), False)
    words = t("评分中 {count}") if not sheet.signed else t("更正中 {count}")
    return Standing(words.format(count=count), "", "score", t("继续评分"), False)


def _signed(sheet: Sheet) -> Standing:
    if is_handed_over(sheet):
        words = t("已回避，已写入 U 盘") if is_recused(sheet) else t("已写入 U 盘")
        return Standing(words, "ok", "handover", t("查看"), True)
    words = t("已回避，未交出") if is_recused(sheet) else t("已签署，未交出")
    return Standing(words, "warn", "handover", t("写入 U 盘"), False)


def comparable(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sheets with points of their own."""
    return tuple(each for each in sheets if each.declaration is not None and not is_recused(each))
