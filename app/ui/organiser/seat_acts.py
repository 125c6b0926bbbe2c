"""The acts that settle a panel, each as a form and what it does; the law says what is allowed."""

from collections.abc import Callable, Mapping

from app.domain.facts import ChairChanged
from app.domain.panel import Panel
from app.domain.progress import allows
from app.domain.rule_sheet import Confirmation
from app.services.settling import Settling
from app.ui.organiser.seat_form import Act, Asked, Choice, Given
from app.ui.organiser.seat_row import may_place
from app.ui.organiser.seat_words import person_words
from app.ui.words import raw, t

_RESERVE = "reserve"
Do = Callable[[Settling, str, Given], object]


def _person(only: str = "") -> tuple[Asked, ...]:
    return (
        Asked("name", t("接替专家的姓名") if only else t("姓名"), only),
        Asked("unit", t("单位（可不填）"), only),
        Asked("title", t("职称（可不填）"), only),
    )


def settle_act(panel: Panel, seat: str) -> Act:
    """登记缺席、拒绝或更换"""
    place = panel.place(seat)
    assert place is not None
    told = {
        "absent": t("登记后不再等他的评分表；他后来交了，仍然收。"),
        "refused": t("他在场而没有交表。登记后不再等；他后来交了，仍然收。"),
        "replaced": t("他的评分表不再收取。接替的专家排在名单最后，评分表自己签署；没有人接替的，姓名留空。"),
    }
    words = {"absent": t("缺席"), "refused": t("未交（拒绝）"), "replaced": t("更换")}
    reserves = () if panel.successor(place) else _reserve_choices(panel)
    others = Choice("replaced", t("不由候补专家递补"), told["replaced"])
    then = {"replaced": (*reserves, others)} if reserves else {}
    asked = t("由谁接替？候补专家是签发任务书之前列明的。")
    choices = tuple(
        Choice(each, words[each], asked if each in then else told[each], then.get(each, ()))
        for each in may_place(panel, place)
    )
    title = t("{name}：登记").format(name=raw(place.name))
    return Act(title, t("没有人能替他评分。请选择怎样登记。"), choices, _person("replaced"))


def reserve_act(panel: Panel, seat: str) -> Act:
    """由候补专家递补, for an expert who is recused."""
    place = panel.place(seat)
    assert place is not None
    title = t("{name}已回避：由候补专家递补").format(name=raw(place.name))
    told = t("请选择由谁递补。候补专家是签发任务书之前列明的。")
    return Act(title, told, _reserve_choices(panel), confirm=t("登记递补"))


def _reserve_choices(panel: Panel) -> tuple[Choice, ...]:
    """One for each reserve who is left."""
    known = t("他的证书已写明，不用念校验码。")
    unknown = t("第一次收到他的评分表时，请他念校验码。")
    told = t("{who}的席位是 {seat}。他用自己的电脑打开同一份任务书，选“名单上没有我”，自己评分、自己签署。")
    seat = f"E{len(panel.places) + 1}"
    return tuple(
        Choice(
            "\t".join((_RESERVE, each.name, each.unit)),
            t("由候补专家 {name} 递补").format(name=raw(each.name)),
            told.format(who=raw(person_words(each)), seat=seat) + (known if each.certificate else unknown),
        )
        for each in panel.free_reserves
    )


def do_settle(settling: Settling, name: str, seat: str, given: Given) -> None:
    """One entry, or two in one act where somebody comes instead."""
    kind, *who = given.choice.split("\t")
    if kind == _RESERVE:
        settling.step_in(name, seat, settling.reserve(name, *who), given.reason)
    elif given.choice == "replaced" and given.texts["name"]:
        texts = given.texts
        settling.replace(name, seat, texts["name"], texts["unit"], texts["title"], given.reason)
    else:
        settling.place(name, seat, given.choice, given.reason)


def choose_act(panel: Panel, seat: str) -> Act:
    """Two papers of one seat: the expert says which stands, by its code."""
    place = panel.place(seat)
    assert place is not None
    title = t("{name}有 {n} 份不一致的评分表").format(name=raw(place.name), n=len(panel.heads(place)))
    told = t("请当面确认以哪份为准，请他念出那一份的校验码。另一份保留在记录里。")
    return Act(title, told, code=t("以哪份为准：校验码"), confirm=t("登记以这份为准"))


def add_act() -> Act:
    """增补专家"""
    told = t("增补的专家排在名单最后，用自己的电脑打开同一份任务书，选“名单上没有我”。")
    return Act(t("增补专家"), told, fields=_person(), confirm=t("增补"))


def chair_act(panel: Panel) -> Act:
    """更换组长"""
    allowed = [each for each in panel.places if allows(panel, ChairChanged(each.seat, "?"))]
    choices = tuple(Choice(each.seat, raw(each.name)) for each in allowed if each.seat != panel.chair)
    told = t("组长须有计入的评分表，最后在汇总记录上签名。组长不能改别人的评分。")
    return Act(t("更换组长"), told, choices, confirm=t("更换"))


def consent_act() -> Act:
    """The commissioning side agrees to fewer than three sheets."""
    told = t("有效评分表不足 3 份时，须经委托方书面同意才能封存；这里登记同意的文件，会印在记录上。")
    fields = (
        Asked("name", t("同意人姓名")), Asked("unit", t("同意人单位")),
        Asked("date", t("日期，如 2026-11-24")), Asked("document", t("文件名称或文号")),
    )  # fmt: skip
    return Act(t("登记委托方同意"), told, fields=fields, reason=False)


def void_act(panel: Panel) -> Act:
    """作废本组"""
    told = t("作废后这个平台不出汇总记录，已有的内容保留，编号不再使用。作废不能撤回。")
    return Act(t("作废 {name}").format(name=raw(panel.brief.platform.name)), told, confirm=t("确认作废"))


def evidence_fields() -> tuple[Asked, ...]:
    """Where a supplied or corrected fact stands."""
    return (Asked("evidence", t("佐证编号，如 佐证12")),)


WHOLE_PANEL: Mapping[str, Do] = {
    "add": lambda settling, name, given: settling.add(
        name, given.texts["name"], given.texts["unit"], given.texts["title"], given.reason
    ),
    "chair": lambda settling, name, given: settling.chair(name, given.choice, given.reason),
    "consent": lambda settling, name, given: settling.consent(
        name,
        Confirmation(given.texts["name"], given.texts["unit"], given.texts["date"], given.texts["document"]),
    ),
    "void": lambda settling, name, given: settling.void(name, given.reason),
}
