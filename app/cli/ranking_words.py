"""A ranking as the terminal tells it: as JSON and in lines, what is missing and what is still to be done."""

from app.domain.canonical import Json
from app.domain.ranking_paper import RankingFound, ranking_fields
from app.domain.ranking_rows import shown_apart
from app.domain.ranking_shown import shown_groups, shown_order
from app.i18n import error_sentence, phrase, t
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
    mode = t("【演练】") if state.opening.rehearsal else ""
    name = f"{state.name} " if look.recorded else ""
    lines = [
        t("{mode}{name}{sentence}{stage}。").format(
            mode=mode, name=name, sentence=phrase(look.found.sentence), stage=t(_STATES[look.stage])
        )
    ]
    lines += _order_lines(look.found)
    lines += [
        t("  不参加排序  {platform}  {sentence}").format(
            platform=each.platform, sentence=phrase(each.sentence)
        )
        for each in state.applicants
        if not each.eligible
    ]
    lines += [
        t("  没有纳入  {platform}（{panel}）：{reason}").format(
            platform=each.platform, panel=each.panel, reason=each.reason
        )
        for each in state.left_out
    ]
    lines += [
        t("  还差  {platform}（{panel}）：{why}").format(
            platform=each.platform, panel=each.panel, why=t(WHY_WORDS[each.why])
        )
        for each in look.awaited
    ]
    if look.stale:
        lines.append(
            t("汇总记录已有变动，排序表须撤回后重做：{names}。").format(names=t("、").join(look.stale))
        )
    lines += [
        t("须人工核对：{sentence}").format(sentence=phrase(each.sentence)) for each in look.found.reservations
    ]
    to_do = _to_do(look)
    return [*lines, str(to_do["sentence"])] if to_do else lines


def _order_lines(found: RankingFound) -> list[str]:
    state = found.state
    means = {each.panel: each.mean for each in state.applicants}
    shown = shown_apart(list(means.values()), state.opening.rules.minimum_total)
    recommended = state.recommendation.panels if state.recommendation else ()
    ties = {one for group in shown_groups(state) if group.kind == "tie" for one in group.panels}
    lines = []
    for each in shown_order(state):
        tied = (
            t("（{note}）").format(note=t("并列") if each.panel in ties else t("待决定")) if each.tied else ""
        )
        mark = t("  推荐") if each.panel in recommended else ""
        told = t("{platform}  {shown} 分  {panel}{mark}").format(
            platform=each.platform, shown=shown[means[each.panel]], panel=each.panel, mark=mark
        )
        lines.append(t("  第 {rank} 名{tied}  {told}").format(rank=each.rank, tied=tied, told=told))
    names = {each.panel: each.platform for each in state.applicants}
    decided = {frozenset(each.panels): each for each in state.decisions}
    for group in shown_groups(state):
        listed = t("、").join(names[each] for each in group.panels)
        why = t("并列") if group.kind == "tie" else t("按全部专家和按共同专家的次序不同")
        decision = decided.get(frozenset(group.panels))
        told = (
            t("专家组已决定（{date}）：{note}").format(date=decision.date, note=decision.note)
            if decision
            else t("专家组尚未决定")
        )
        lines.append(t("  {listed}：{why}。{told}").format(listed=listed, why=why, told=told))
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
