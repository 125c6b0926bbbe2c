"""What 封存与签名 says: who signs in which order and who has, and where the record stands."""

from app.domain.frozen import frozen
from app.domain.panel import Panel, Place
from app.domain.record import CHAIR, SEAL, fields_of, seat_of_field
from app.ui.organiser.seat_form import Act
from app.ui.words import raw, t


@frozen
class Line:
    """One signature field: whose, as what, and its state: signed, next, waiting, passed."""

    field: str
    who: str
    role: str
    state: str
    place: Place | None


def lines_of(panel: Panel) -> tuple[Line, ...]:
    """The order of signing: the desk first, the chair last. Once the chair has signed, a field still empty
    was passed over."""
    done = (SEAL, *panel.signed_fields) if panel.sealed else ()
    over = CHAIR in done
    found: list[Line] = []
    for field in fields_of(panel):
        place = panel.place(seat_of_field(field, panel)) if field != SEAL else None
        state = "signed" if field in done else "passed" if over else "waiting"
        if state == "waiting" and panel.sealed and all(each.state != "next" for each in found):
            state = "next"
        who = place.name if place else panel.brief.organiser.name
        found.append(Line(field, who, role_words(field), state, place))
    return tuple(found)


def next_line(panel: Panel) -> Line | None:
    """Whose turn it is; None before sealing and once all is signed."""
    return next((each for each in lines_of(panel) if each.state == "next"), None)


def taken_words(panel: Panel) -> str:
    """Signatures came back: how many are still to come."""
    waiting = sum(each.state in ("next", "waiting") for each in lines_of(panel))
    more = t("还差 {n} 个签名。").format(n=waiting) if waiting else t("签名已齐，可以移交。")
    return t("已收回签名。") + more


def role_words(field: str) -> str:
    """What somebody signs as."""
    if field == SEAL:
        return t("制表（汇总席）")
    return t("组长（最后签名）") if field == CHAIR else t("专家")


def line_words(state: str) -> tuple[str, str]:
    """The state of a field by sign and word, and its tone."""
    return {
        "signed": (t("✓ 已签名"), "ok"),
        "next": (t("→ 轮到"), "warn"),
        "waiting": (t("○ 待签"), ""),
        "passed": (t("— 未签名"), "warn"),
    }[state]


def revision_words(panel: Panel) -> str:
    """Which revision is sealed, or what the next one is to replace."""
    if not panel.records:
        return ""
    if panel.sealed:
        told = t("第 {n} 版").format(n=len(panel.records))
        if panel.reopened:
            told += t("，取代第 {n} 版。理由：{why}").format(
                n=len(panel.records) - 1, why=raw(panel.reopened[-1])
            )
        return told
    said = t("第 {n} 版已撤回（保留）。理由：{why}。再次封存为第 {m} 版，签名须重新进行。")
    return said.format(n=len(panel.records), m=len(panel.records) + 1, why=raw(panel.reopened[-1]))


def step_words(step: str) -> str:
    """What the worker does while it seals."""
    return {
        "render": t("正在排出纸面……（1/3）"),
        "sign": t("正在由汇总席签名……（2/3）"),
        "check": t("正在复核整份记录……（3/3）"),
    }[step]


def state_words(panel: Panel, waiting: int, *, here: bool) -> str:
    """Where the record stands; `waiting` checks are open; `here`: this computer's owner signs next."""
    turn = next_line(panel)
    if panel.void or (panel.sealed and turn is None):
        return ""
    if turn is None and waiting:
        return t("还有 {n} 项核对未完成，完成后才能封存。").format(n=waiting)
    if turn is None:
        return t("封存后内容不能再改，只能依次签名。请先看“纸面预览”。")
    if here:
        return t("轮到本机签名。请看清下面写明的内容，再按“签名”。")
    said = t("轮到{name}签名。请写入 U 盘，在他的电脑上签名，再把 U 盘插回这里收回。没有人能替他签名。")
    return said.format(name=raw(turn.who))


def over_words(panel: Panel) -> str:
    """Only the chair may sign over an empty field, on the chair's own computer."""
    chair = panel.place(panel.chair)
    told = t("未签名的原因由组长签名时写明。请把记录写入 U 盘交给{name}，在他的电脑上按提示写明。")
    return told.format(name=raw(chair.name if chair else ""))


def reopen_act(panel: Panel) -> Act:
    """撤回封存; once the chair has signed it is a superseding record."""
    done = CHAIR in panel.signed_fields
    told = t("撤回封存须写明理由；第 {n} 版保留，签名须重新进行。").format(n=len(panel.records))
    title = t("出取代版") if done else t("撤回封存")
    return Act(title, told, confirm=t("撤回并重新封存") if done else t("撤回"))
