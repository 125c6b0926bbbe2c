"""A ranking as the terminal tells it: as JSON and in lines, what is missing and what is still to be done."""

from app.domain.canonical import Json
from app.domain.ranking_order import contested, final_order
from app.domain.ranking_paper import RankingFound, ranking_fields
from app.domain.ranking_rows import shown_apart
from app.i18n import error_sentence
from app.services.ranking_scope import WHY_WORDS
from app.services.rankings import RankingLook

_STATES = {"open": "待决定、推荐或封存", "sealed": "已封存，待组长签名", "signed": "已签齐"}


def ranking_json(look: RankingLook) -> dict[str, Json]:
    """What `ranking show` and every act on a ranking answer: the paper's own result, and where it stands."""
    state = look.state
    return {
        **look.found.json,
        "id": state.name if look.recorded else "",
        "state": look.stage,
        "awaited": [
            {"panel": each.panel, "platform": each.platform, "why": each.why} for each in look.awaited
        ],
        "stale": list(look.stale),
        "to_do": _to_do(look),
        "paper": _paper(look),
    }


def ranking_lines(look: RankingLook) -> list[str]:
    """The same for people."""
    state = look.state
    mode = "【演练】" if state.opening.rehearsal else ""
    name = f"{state.name} " if look.recorded else ""
    lines = [f"{mode}{name}{look.found.sentence}{_STATES[look.stage]}。"]
    lines += _order_lines(look.found)
    lines += [
        f"  不参加排序  {each.platform}  {each.sentence}" for each in state.applicants if not each.eligible
    ]
    lines += [f"  没有纳入  {each.platform}（{each.panel}）：{each.reason}" for each in state.left_out]
    lines += [f"  还差  {each.platform}（{each.panel}）：{WHY_WORDS[each.why]}" for each in look.awaited]
    if look.stale:
        lines.append(f"汇总记录已有变动，排序表须撤回后重做：{'、'.join(look.stale)}。")
    lines += [f"须人工核对：{each.sentence}" for each in look.found.reservations]
    to_do = _to_do(look)
    return [*lines, str(to_do["sentence"])] if to_do else lines


def _order_lines(found: RankingFound) -> list[str]:
    state = found.state
    means = {each.panel: each.mean for each in state.applicants}
    shown = shown_apart(list(means.values()), state.opening.rules.minimum_total)
    recommended = state.recommendation.panels if state.recommendation else ()
    ties = {one for group in contested(state.ranking) if group.kind == "tie" for one in group.panels}
    lines = []
    for each in final_order(state.ranking, state.decisions):
        tied = f"（{'并列' if each.panel in ties else '待决定'}）" if each.tied else ""
        mark = "  推荐" if each.panel in recommended else ""
        told = f"{each.platform}  {shown[means[each.panel]]} 分  {each.panel}{mark}"
        lines.append(f"  第 {each.rank} 名{tied}  {told}")
    names = {each.panel: each.platform for each in state.applicants}
    decided = {frozenset(each.panels): each for each in state.decisions}
    for group in contested(state.ranking):
        listed = "、".join(names[each] for each in group.panels)
        why = "并列" if group.kind == "tie" else "按全部专家和按共同专家的次序不同"
        decision = decided.get(frozenset(group.panels))
        told = f"专家组已决定（{decision.date}）：{decision.note}" if decision else "专家组尚未决定"
        lines.append(f"  {listed}：{why}。{told}")
    return lines


def _to_do(look: RankingLook) -> dict[str, Json] | None:
    error = look.to_do
    return {"code": error.code, "sentence": error_sentence(error)} if error else None


def _paper(look: RankingLook) -> Json:
    state = look.state
    if not state.papers:
        return None
    return {
        "id": f"{state.name}-R{len(state.papers)}",
        "sealed": bool(state.sealed),
        "fields": list(ranking_fields(state)),
        "signed": list(state.signed_fields),
        "reopened": list(state.reopened),
    }
