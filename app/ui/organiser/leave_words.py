"""可以散会, or what is missing: 还不能散会，差 2 件：〈专家〉未签署；2.4.1.1 差异未说明。"""

from collections.abc import Sequence

from app.domain.leaving import Lack
from app.domain.panel import Panel
from app.ui.organiser.opinion_words import check_name, names_of
from app.ui.organiser.seat_words import owed_words, short_name
from app.ui.words import raw, t

_NAMED = 6


def leave_words(panel: Panel, lacks: Sequence[Lack]) -> str:
    """The one sentence; what is missing in another panel than `panel` bears that platform's name."""
    if not lacks:
        return t("可以散会。评分表、意见、签名都已齐全。")
    named = [_lack_words(panel, each) for each in lacks[:_NAMED]]
    more = t("等") if len(lacks) > _NAMED else ""
    said = t("还不能散会，差 {n} 件：{what}{more}。")
    return said.format(n=len(lacks), what=t("；").join(named), more=more)


def _lack_words(panel: Panel, lack: Lack) -> str:
    there = lack.panel
    told = ""
    if lack.owed is not None:
        name = names_of(there, [lack.owed.seat]) if lack.owed.seat else ""
        told = t("还没有封存") if lack.owed.what == "seal" else owed_words(lack.owed, name)
        if lack.owed.what in ("sheet", "code", "choice"):
            told = t("{name}{what}").format(name=raw(name), what=told)
    elif lack.check is not None:
        told = t("{check}未完成").format(check=check_name(lack.check))
    if there.name != panel.name:
        return t("{platform}：{what}").format(platform=raw(short_name(there.brief.platform.name)), what=told)
    return told
