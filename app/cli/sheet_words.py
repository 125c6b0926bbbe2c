"""An expert's own sheet as the terminal tells it: nothing of others, of a verdict or a pass mark."""

from fractions import Fraction

from app.domain.canonical import Json, write_decimal
from app.domain.findings import write_assessment
from app.domain.sheet import Sheet
from app.i18n import phrase, t

_STATES = {"undeclared": "待声明", "scoring": "评分中", "signed": "已签署", "recused": "已回避"}


def sheet_json(sheet: Sheet) -> dict[str, Json]:
    """What every command on a sheet answers. `findings` can be given back to `sheet fill`."""
    brief, awards = sheet.brief, sheet.awards
    found = {each.id: sheet.award(each) for each in brief.rubric.criteria}
    return {
        "id": sheet.id,
        "panel": brief.header.panel_name,
        "rehearsal": brief.header.rehearsal,
        "expert": sheet.member.seat,
        "name": sheet.member.name,
        "rubric": brief.rubric.id,
        "platform": brief.platform.name,
        "state": sheet.state,
        "revision": len(sheet.signed),
        "handed_over": bool(sheet.signed) and sheet.signed[-1] in sheet.handed_over,
        "awards": {criterion: write_decimal(points) for criterion, points in awards.items()},
        "total": write_decimal(sum(awards.values(), Fraction(0))),
        "mandatory": write_decimal(_mandatory(sheet)),
        "complete": not sheet.missing,
        "missing": list(sheet.missing),
        "pending": [criterion for criterion, each in found.items() if each.state == "pending"],
        "remarks_missing": list(sheet.remarks_missing),
        "findings": {criterion: write_assessment(each) for criterion, each in sheet.assessments.items()},
        "opinion": sheet.opinion,
    }


def sheet_line(sheet: Sheet) -> str:
    """One sheet in a list."""
    mode = t("【演练】") if sheet.brief.header.rehearsal else ""
    handed = ""
    if sheet.state in ("signed", "recused"):
        handed = t("，已写出") if sheet.signed and sheet.signed[-1] in sheet.handed_over else t("，未交出")
    return t("{mode}{id} {name} {platform}：{state}{handed}").format(
        mode=mode,
        id=sheet.id,
        name=sheet.member.name,
        platform=sheet.brief.platform.name,
        state=t(_STATES[sheet.state]),
        handed=handed,
    )


def sheet_lines(sheet: Sheet, *, whole: bool = False) -> list[str]:
    """The sheet for its expert; `whole` adds every criterion with its reasons."""
    lines = [sheet_line(sheet)]
    if whole:
        for each in sheet.brief.rubric.criteria:
            found = sheet.award(each)
            points = {"missing": t("未判断"), "pending": t("待组织方补录")}.get(found.state, "")
            points = points or t("{points} 分").format(points=write_decimal(found.points or Fraction(0)))
            lines.append(f"  {each.id}  {points}  {phrase('；'.join(found.why))}")
    if sheet.state == "undeclared":
        return [*lines, t("请先声明是否需要回避。")]
    if sheet.declaration is not None and sheet.declaration.kind == "recused":
        return lines
    return [*lines, *_gaps(sheet), _mandatory_line(sheet)]


def _gaps(sheet: Sheet) -> list[str]:
    lines: list[str] = []
    if sheet.missing:
        lines.append(
            t("还有 {n} 项未判断：{names}").format(n=len(sheet.missing), names=t("、").join(sheet.missing))
        )
    if sheet.remarks_missing:
        lines.append(
            t("{n} 项需要说明：{names}").format(
                n=len(sheet.remarks_missing), names=t("、").join(sheet.remarks_missing)
            )
        )
    if not lines:
        lines.append(t("{n} 项全部完成。").format(n=len(sheet.brief.rubric.criteria)))
    pending = any(sheet.award(each).state == "pending" for each in sheet.brief.rubric.criteria)
    total = write_decimal(sum(sheet.awards.values(), Fraction(0)))
    lines.append(
        t("合计 {total} 分{note}").format(
            total=total, note=t("（不含满意度，由组织方补录，不影响您现在签署）") if pending else ""
        )
    )
    return lines


def _mandatory_line(sheet: Sheet) -> str:
    """How the mandatory part stands: never whether it passes."""
    found = [
        sheet.award(each) for each in sheet.brief.rubric.criteria if sheet.brief.rubric.is_mandatory(each.id)
    ]
    unjudged = sum(each.unjudged for each in found)
    unmet = sum(len(each.unmet) for each in found)
    if unjudged:
        return t("必要项：还有 {unjudged} 个条件未判断").format(unjudged=unjudged)
    return (
        t("必要项：有 {unmet} 项不符合，由专家组合议认定").format(unmet=unmet)
        if unmet
        else t("必要项：全部符合")
    )


def _mandatory(sheet: Sheet) -> Fraction:
    rubric = sheet.brief.rubric
    return sum((points for id, points in sheet.awards.items() if rubric.is_mandatory(id)), Fraction(0))
