"""What 核对 says of each check, and where it is put right; the checks themselves are the domain's."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from app.domain.closing import CHECK_WORDS, ClosingCheck
from app.domain.panel import Panel
from app.domain.record import Findings
from app.domain.verdict import brief_points, shown
from app.ui.words import law, raw, t

_NAMED = 8
# The step at which an open check is put right; "" where no page of the desk can.
PLACE_OF = {
    "sheets": "collect", "bindings": "collect", "survey": "collect", "consent": "collect",
    "chair": "collect", "arithmetic": "collect", "disputes": "discuss", "consistency": "discuss",
    "outliers": "discuss", "remarks": "discuss", "evidence": "discuss", "opinion": "opinion",
}  # fmt: skip


def check_name(check: ClosingCheck) -> str:
    """What it is called, as the record calls it."""
    return law(CHECK_WORDS[check.name])


def state_words(check: ClosingCheck) -> tuple[str, str]:
    """Its state by sign and word, and the tone."""
    return {
        "ok": (t("✓ 完成"), "ok"),
        "open": (t("! 未完成"), "warn"),
        "passed": (t("→ 已写明理由"), ""),
        "note": (t("· 提示"), ""),
    }[check.state]


def check_words(found: Findings, check: ClosingCheck) -> str:
    """The one sentence about a check."""
    if check.state == "ok":
        return _settled(found, check)
    panel = found.panel
    names, criteria = raw(names_of(panel, check.seats)), raw(listed(check.criteria))
    said = {
        "sheets": t("还差：{names}。"),
        "bindings": t("待确认：{names}。"),
        "survey": t("{criteria} 待补录。"),
        "consent": t("有效评分表不足 3 份，须委托方同意。"),
        "chair": t("组长{names}没有计入的评分表，或没有可以签名的证书，不能最后签名。"),
        "arithmetic": t("{names}的评分表重算不符，不能采用。"),
        "disputes": t("{criteria} 认定不一致，待合议。"),
        "consistency": t("{criteria} 认定不一致，没有登记合议。"),
        "outliers": t("{names}的总分差异没有说明。"),
        "remarks": t("{criteria} 有人评 0 分，没有写明依据。"),
        "evidence": t("{criteria} 给了分，没有人写明佐证编号。"),
        "even": t("有效评分表 {n} 份。如认定相等，将无法过半。"),
        "rules": t("规则未经委托方确认。"),
        "opinion": t("还没有写。草稿要采用或改过才算数。"),
    }[check.name]
    return said.format(names=names, criteria=criteria, n=len(panel.counted))


def _settled(found: Findings, check: ClosingCheck) -> str:
    panel = found.panel
    confirmed = panel.brief.rules.confirmed_by
    said = {
        "sheets": t("{n} 个席位均已登记，计入的 {m} 份评分表都附有回避声明。"),
        "bindings": t("签名者都已确认。"),
        "consent": t("委托方已同意在不足 3 份时继续。"),
        "chair": t("组长{chair}的评分表已计入，最后签名。"),
        "arithmetic": t("逐份逐项重算一致。"),
        "disputes": t("没有待合议的必要项。"),
        "consistency": t("没有遗留的事实分歧。"),
        "outliers": t("没有待说明的总分差异。"),
        "remarks": t("评 0 分的各项都写明了依据。"),
        "evidence": t("给分的各项都有佐证编号。"),
        "rules": t("已由{by}确认。"),
        "opinion": t("已写 {k} 字。"),
    }[check.name]
    told = said.format(
        n=len(panel.places),
        m=len(panel.counted),
        k=len(panel.opinion.strip()),
        chair=raw(names_of(panel, [panel.chair])),
        by=raw(f"{confirmed.unit}{confirmed.name}" if confirmed else ""),
    )
    return told + raw(sum_words(found)) if check.name == "arithmetic" else told


def sum_words(found: Findings) -> str:
    """(86＋88＋90＋84＋84)÷5＝86.40 分: as a pocket calculator says it; "" where the mean is another's."""
    totals = [
        each.total for each in found.result.experts if each.status == "counted" and each.total is not None
    ]
    mean = found.result.mean
    if mean is None or not totals or sum(totals, Fraction(0)) / len(totals) != mean:
        return ""
    added = "＋".join(brief_points(each) for each in totals)
    sign = "＝" if Fraction(shown(mean)) == mean else "≈"
    return t("{n} 分").format(n=f"({added})÷{len(totals)}{sign}{shown(mean)}")


def names_of(panel: Panel, seats: Iterable[str]) -> str:
    """The names of seats, as a list."""
    names = {place.seat: place.name for place in panel.places}
    return t("、").join(names.get(seat, seat) for seat in seats)


def listed(criteria: Sequence[str]) -> str:
    """Criteria as a list, never longer than is read."""
    told = t("、").join(criteria[:_NAMED])
    more = t("{names} 等 {n} 项").format(names=told, n=len(criteria))
    return told if len(criteria) <= _NAMED else more
