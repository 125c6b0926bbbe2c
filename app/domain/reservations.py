"""须人工核对: what a record rests on that no signature of the person concerned proves (trust.md)."""

from app.domain.canonical import Json
from app.domain.closing import CHECK_WORDS, passed_checks
from app.domain.frozen import frozen
from app.domain.keyed_paper import KeyedPaper
from app.domain.panel import MIN_COUNTED, Panel, Place
from app.domain.signed_sheet import SignedSheet

STANDING_WORDS = {"absent": "缺席", "replaced": "已更换", "refused": "未交（拒绝）"}


@frozen
class Reservation:
    """One thing to be checked by a person; `seat` is "" where it concerns the whole record."""

    code: str
    seat: str
    sentence: str

    def to_json(self) -> Json:
        """contract.md, `reservations`."""
        return {"code": self.code, "seat": self.seat, "sentence": self.sentence}


def reservations(panel: Panel) -> tuple[Reservation, ...]:
    """What the panel's own entries show, in roster order, then what concerns the whole record."""
    found: list[Reservation] = []
    for place in panel.places:
        found.extend(_of_place(panel, place))
    if panel.chair_reason:
        name = next(place.name for place in panel.places if place.seat == panel.chair)
        found.append(_one("chair_changed", panel.chair, f"组长改由{name}担任：{panel.chair_reason}"))
    for correction in panel.corrections:
        text = f"{correction.criterion} 的填报事实由汇总席更正：{correction.reason}"
        found.append(_one("fact_corrected", "", text))
    for criterion in dict.fromkeys(panel.supplied_again):
        found.append(_one("survey_changed", "", f"{criterion} 的满意度由汇总席补录后又改过，以最后一次为准"))
    if panel.consent is not None and len(panel.counted) < MIN_COUNTED:
        by = panel.consent
        text = f"有效评分表不足 3 份，{by.unit}{by.name}同意继续（{by.date}，{by.document}）"
        found.append(_one("consent", "", text))
    found.extend(
        _one("rule_off_default", "", f"规则不是默认：{text}") for text in panel.brief.rules.departures()
    )
    if panel.brief.rules.confirmed_by is None:
        found.append(_one("rules_unconfirmed", "", "规则未经委托方确认"))
    for check in passed_checks(panel):
        about = f"（{check.about}）" if check.about else ""
        text = f"离场核对未完成：{CHECK_WORDS[check.name]}{about}。继续的理由：{check.reason}"
        found.append(_one("check_passed_over", "", text))
    return tuple(found)


def rubric_not_shipped(rubric: str) -> Reservation:
    """The verifier's program does not hold this rubric."""
    return _one("rubric_not_shipped", "", f"评分表 {rubric} 不是本程序自带的，请与原文件核对")


def page_not_reproduced(file: str) -> Reservation:
    """Another program version made the page; it cannot be compared object for object."""
    return _one("page_not_reproduced", "", f"{file} 的页面由其他版本生成，请对照本机重新排出的页面")


def of_lone_sheet(sheet: SignedSheet, named: bool, fixed: bool) -> tuple[Reservation, ...]:
    """What a sheet without its record leaves open: whose key it is, where the brief does not say.

    `named`: its seat is on the brief's roster; `fixed`: the brief names the seat's certificate.
    """
    who = f"{sheet.name}（{sheet.seat}）"
    if sheet.paper is not None:
        return (_one("keyed", sheet.seat, _keyed(who, sheet.paper)),)
    if not named:
        return (_one("seat_not_in_brief", sheet.seat, f"任务书的名单里没有{who}，是否增补请向组织方查问"),)
    if not fixed:
        return (_one("seat_open", sheet.seat, f"任务书没有指定{who}的证书，请以校验码向本人核对签名"),)
    return ()


def passed_over(seat: str, name: str, reason: str) -> Reservation:
    """The chair signed over an empty field."""
    return _one("passed_over", seat, f"{name}未签名，组长注明：{reason}")


def _of_place(panel: Panel, place: Place) -> list[Reservation]:
    found: list[Reservation] = []
    who = f"{place.name}（{place.seat}）"
    standing = panel.standing(place)
    current = panel.current(place)
    if place.added:
        found.append(_one("seat_added", place.seat, _added(panel, place)))
    if place.binding == "typed":
        found.append(_one("seat_bound", place.seat, f"{who}的签名在现场以校验码确认"))
    if place.binding == "rebound":
        former = current is not None and current.header.signer in place.former
        by = "（计入的评分表由原来的钥匙签名）" if former else ""
        found.append(_one("seat_rebound", place.seat, f"{who}的签名重新确认：{place.binding_reason}{by}"))
    if panel.brief.header.signer in place.certificates:
        found.append(_one("seat_of_desk", place.seat, f"{who}与汇总席用同一把钥匙签名"))
    aside = _set_aside(panel, place)
    if aside:
        text = f"以{who}名义收到的 {aside} 份评分表没有计入：签名不是该席位确认的"
        found.append(_one("sheet_set_aside", place.seat, text))
    if standing in STANDING_WORDS:
        found.append(
            _one(f"expert_{standing}", place.seat, f"{who}{STANDING_WORDS[standing]}：{place.reason}")
        )
    if current is not None and current.paper is not None:
        found.append(_one("keyed", place.seat, _keyed(who, current.paper)))
    if current is not None and place.chosen == current.digest:
        found.append(
            _one(
                "sheet_chosen",
                place.seat,
                f"{who}有两份不同的评分表，汇总席登记以其中一份为准：{place.choice_reason}",
            )
        )
    return found


def _added(panel: Panel, place: Place) -> str:
    """Who came in after the brief: a reserve named before it for whom, anybody else as they were added."""
    who = f"{place.name}（{place.seat}）"
    out = panel.place(place.instead)
    if out is None:
        return f"{who}由汇总席增补：{place.added}"
    known = "（证书当时已写明）" if place.binding == "named" else ""
    return (
        f"{who}是签发任务书之前列明的候补专家{known}，由汇总席登记接替{out.name}（{out.seat}）：{place.added}"
    )


def _set_aside(panel: Panel, place: Place) -> int:
    """How many sheets came in for a place under keys that never were its own."""
    sheets = [panel.sheets[digest] for digest in place.received]
    return sum(each.origin == "expert" and each.header.signer not in place.certificates for each in sheets)


def _keyed(who: str, paper: KeyedPaper) -> str:
    """Whoever keys a paper in has seen its scores before the others; that cannot be helped, and is said."""
    return f"{who}的评分表由汇总席代录（{paper.words}），请与亲笔签名的原件核对；代录人在收齐前已见过该表评分"


def _one(code: str, seat: str, sentence: str) -> Reservation:
    return Reservation(code, seat, sentence)
