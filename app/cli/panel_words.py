"""A panel at its desk as the terminal tells it: as JSON and in lines; no score before all are in."""

from collections.abc import Mapping, Sequence

from app.domain.canonical import Json
from app.domain.panel import WAITING, Panel, Place, Standing
from app.domain.record import CHAIR, Findings, check_may_seal, fields_of
from app.domain.reservations import STANDING_WORDS
from app.domain.reserves import Reserve
from app.errors import RefusedError
from app.i18n import error_sentence, phrase, t

_STANDING: Mapping[Standing, str] = {
    "counted": "已收",
    "recused": "回避",
    "missing": "未交",
    "pending": "待核对校验码",
    "conflict": "两份不一致，待确认",
    "absent": STANDING_WORDS["absent"],
    "replaced": STANDING_WORDS["replaced"],
    "refused": STANDING_WORDS["refused"],
}
_STATES = {
    "void": "已作废",
    "prepared": "已准备，任务书未签发",
    "collecting": "收表中",
    "open": "已收齐，可以合议",
    "sealed": "已封存，待签名",
    "signed": "已签齐",
}


def state(panel: Panel) -> str:
    """prepared, collecting, open, sealed, signed or void."""
    if panel.void:
        return "void"
    if not panel.issued:
        return "prepared"
    if panel.sealed:
        return "signed" if CHAIR in panel.signed_fields else "sealed"
    return "collecting" if panel.waiting else "open"


def panel_json(panel: Panel, found: Findings | None = None) -> dict[str, Json]:
    """What `panel status` and every act on a panel answer; `found` adds what sealing still waits for."""
    brief = panel.brief
    told: dict[str, Json] = {
        "id": panel.name,
        "rehearsal": brief.header.rehearsal,
        "state": state(panel),
        "number": brief.header.brief_number,
        "rubric": brief.rubric.id,
        "platform": brief.platform.name,
        "category": brief.platform.category,
        "period": brief.period.to_json(),
        "date": brief.date.isoformat(),
        "place": brief.place,
        "chair": panel.chair,
        "seats": [_seat(panel, place) for place in panel.places],
        "reserves": [_reserve(panel, each) for each in panel.reserves],
        "waiting": [{"expert": each.seat, "why": panel.standing(each)} for each in panel.waiting],
        "awaiting_supply": list(panel.awaiting_supply),
        "opinion": panel.opinion,
        "record": _record(panel),
        "void": panel.void,
    }
    if found is not None:
        told["to_do"] = _to_do(found)
    return told


def panel_lines(panel: Panel, found: Findings | None = None) -> list[str]:
    """The same for people."""
    lines = [t("{panel}：{state}").format(panel=headline(panel), state=t(_STATES[state(panel)]))]
    for place in panel.places:
        chair = t("（组长）") if place.seat == panel.chair else ""
        reason = (
            t("：{reason}").format(reason=place.reason)
            if place.reason and panel.standing(place) in STANDING_WORDS
            else ""
        )
        keyed = t("（代录）") if (current := panel.current(place)) and current.origin == "keyed" else ""
        standing = f"{t(_STANDING[panel.standing(place)])}{keyed}"
        lines.append(f"  {place.seat} {place.name}{chair}  {standing}{reason}")
    if panel.free_reserves:
        listed = t("、").join(each.name for each in panel.free_reserves)
        lines.append(t("  候补专家，未递补：{names}").format(names=listed))
    if panel.issued and not panel.sealed and not panel.void:
        lines.append(_received(panel))
    if found is not None and (to_do := _to_do(found)):
        lines.append(str(to_do["sentence"]))
    return lines


def headline(panel: Panel) -> str:
    """ZP… 运营服务类 平台 (演练 marked)."""
    mode = t("【演练】") if panel.brief.header.rehearsal else ""
    return f"{mode}{panel.name} {panel.brief.platform.category} {panel.brief.platform.name}"


def result_lines(found: Findings, told: Mapping[str, Json]) -> list[str]:
    """`panel result` for people: the one sentence first, then what it rests on."""
    panel, result = found.panel, found.result
    lines = [headline(panel), phrase(found.verdict.sentence)]
    if panel.waiting:
        return [*lines, _received(panel)]
    for criterion in result.disputed:
        vote = result.votes[criterion]
        recorded = t("已合议") if criterion in result.determinations else t("待合议")
        lines.append(
            t("{criterion} 认定不一致：{n}∶{m}，{recorded}").format(
                criterion=criterion, n=len(vote.in_favour), m=len(vote.against), recorded=recorded
            )
        )
    for each in result.outliers:
        name = next(place.name for place in panel.places if place.seat == each.seat)
        lines.append(
            t("{name}的总分与其他专家相差较大：{explained}").format(
                name=name, explained=each.explained or t("待说明")
            )
        )
    lines.extend(
        t("须人工核对：{sentence}").format(sentence=phrase(each.sentence)) for each in found.reservations
    )
    flips = told.get("flips")
    if isinstance(flips, Sequence) and flips:
        named = dict.fromkeys(str(each["criterion"]) for each in flips if isinstance(each, Mapping))
        lines.append(t("一项认定改变就会改变结论的：{names}").format(names=t("、").join(named)))
    return lines


def _received(panel: Panel) -> str:
    there = sum(panel.standing(place) not in WAITING for place in panel.places)
    if panel.waiting:
        return t("已收 {there}/{n}。收齐前，任何人都看不到评分。").format(there=there, n=len(panel.places))
    counted = len(panel.counted)
    even = t("如认定相等，将无法过半。") if counted % 2 == 0 else ""
    return t("{there} 人均已登记，有效评分表 {counted} 份。评分现在公开给专家组。{even}").format(
        there=there, counted=counted, even=even
    )


def _seat(panel: Panel, place: Place) -> dict[str, Json]:
    current = panel.current(place)
    return {
        "id": place.seat,
        "name": place.name,
        "unit": place.unit,
        "title": place.title,
        "chair": place.seat == panel.chair,
        "certificate": place.certificate,
        "binding": place.binding,
        "status": panel.standing(place),
        "reason": place.reason,
        "added": place.added,
        "instead": place.instead,
        "revision": current.header.revision if current else 0,
        "received": len(place.received),
        "keyed": current is not None and current.origin == "keyed",
    }


def _reserve(panel: Panel, reserve: Reserve) -> dict[str, Json]:
    return {
        "name": reserve.name,
        "unit": reserve.unit,
        "title": reserve.title,
        "certificate": reserve.certificate,
        "free": reserve in panel.free_reserves,
    }


def _record(panel: Panel) -> Json:
    if not panel.records:
        return None
    return {
        "id": f"{panel.name}-R{len(panel.records)}",
        "sealed": bool(panel.sealed),
        "fields": list(fields_of(panel)),
        "signed": list(panel.signed_fields),
        "reopened": list(panel.reopened),
    }


def _to_do(found: Findings) -> dict[str, Json] | None:
    """What sealing still waits for, by its refusal; None where nothing is left or it is sealed."""
    if found.panel.sealed or found.panel.void or not found.panel.issued:
        return None
    try:
        check_may_seal(found)
    except RefusedError as error:
        return {"code": error.code, "sentence": error_sentence(error)}
    return None
