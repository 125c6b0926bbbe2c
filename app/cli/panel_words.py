"""A panel at its desk as the terminal tells it: as JSON and in lines; no score before all are in."""

from collections.abc import Mapping, Sequence

from app.domain.canonical import Json
from app.domain.panel import WAITING, Panel, Place, Standing
from app.domain.record import CHAIR, Findings, check_may_seal, fields_of
from app.domain.reservations import STANDING_WORDS
from app.errors import RefusedError
from app.i18n import error_sentence

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
    lines = [f"{headline(panel)}：{_STATES[state(panel)]}"]
    for place in panel.places:
        chair = "（组长）" if place.seat == panel.chair else ""
        reason = f"：{place.reason}" if place.reason and panel.standing(place) in STANDING_WORDS else ""
        keyed = "（代录）" if (current := panel.current(place)) and current.origin == "keyed" else ""
        standing = f"{_STANDING[panel.standing(place)]}{keyed}"
        lines.append(f"  {place.seat} {place.name}{chair}  {standing}{reason}")
    if panel.issued and not panel.sealed and not panel.void:
        lines.append(_received(panel))
    if found is not None and (to_do := _to_do(found)):
        lines.append(str(to_do["sentence"]))
    return lines


def headline(panel: Panel) -> str:
    """ZP… 运营服务类 平台 (演练 marked)."""
    mode = "【演练】" if panel.brief.header.rehearsal else ""
    return f"{mode}{panel.name} {panel.brief.platform.category} {panel.brief.platform.name}"


def result_lines(found: Findings, told: Mapping[str, Json]) -> list[str]:
    """`panel result` for people: the one sentence first, then what it rests on."""
    panel, result = found.panel, found.result
    lines = [headline(panel), found.verdict.sentence]
    if panel.waiting:
        return [*lines, _received(panel)]
    for criterion in result.disputed:
        vote = result.votes[criterion]
        recorded = "已合议" if criterion in result.determinations else "待合议"
        lines.append(f"{criterion} 认定不一致：{len(vote.in_favour)}∶{len(vote.against)}，{recorded}")
    for each in result.outliers:
        name = next(place.name for place in panel.places if place.seat == each.seat)
        lines.append(f"{name}的总分与其他专家相差较大：{each.explained or '待说明'}")
    lines.extend(f"须人工核对：{each.sentence}" for each in found.reservations)
    flips = told.get("flips")
    if isinstance(flips, Sequence) and flips:
        named = dict.fromkeys(str(each["criterion"]) for each in flips if isinstance(each, Mapping))
        lines.append(f"一项认定改变就会改变结论的：{'、'.join(named)}")
    return lines


def _received(panel: Panel) -> str:
    there = sum(panel.standing(place) not in WAITING for place in panel.places)
    if panel.waiting:
        return f"已收 {there}/{len(panel.places)}。收齐前，任何人都看不到评分。"
    counted = len(panel.counted)
    even = "如认定相等，将无法过半。" if counted % 2 == 0 else ""
    return f"{there} 人均已登记，有效评分表 {counted} 份。评分现在公开给专家组。{even}"


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
        "revision": current.header.revision if current else 0,
        "received": len(place.received),
        "keyed": current is not None and current.origin == "keyed",
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
