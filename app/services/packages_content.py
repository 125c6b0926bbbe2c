"""What goes into a package: the files of finished panels under names of ours, and what each brief came to."""

import hashlib
import re
from collections.abc import Sequence

from app.domain.frozen import frozen
from app.domain.history import RecordSigned, read_fact
from app.domain.manifest import BriefLine, Entered, is_path
from app.domain.panel import Panel
from app.domain.ranking_acts import RankingState
from app.domain.ranking_paper import chair_of_field, ranking_fields
from app.domain.record import CHAIR
from app.errors import RefusedError
from app.services.kept_papers import KeptPapers
from app.services.panels import DeskPanel
from app.services.rankings import Rankings

_UNSAFE = re.compile(r'[\x00-\x1f\\/:*?"<>|]|[^\u0000-\uffff]')
_NAME_LENGTH = 24
_SUFFIX_KINDS = {".xlsx": "workbook", ".png": "scan", ".jpg": "scan", ".jpeg": "scan"}


class ExtraNameError(RefusedError):
    """A file to be added has a name that not every computer can store, or that another file has."""

    field_names = ("name",)


@frozen
class Extra:
    """A file handed over beside the papers: its plain name, its bytes, one of manifest.FILE_KINDS."""

    name: str
    data: bytes
    kind: str = "other"


@frozen
class Packing:
    """One file on its way into the package; `digest` is its payload's, "" for what is no paper of ours."""

    path: str
    data: bytes
    kind: str
    words: str
    digest: str = ""

    @property
    def sha256(self) -> str:
        """The bytes' SHA-256 in hex."""
        return hashlib.sha256(self.data).hexdigest()


def kind_of(name: str) -> str:
    """What a file to be added probably is, by its ending."""
    dot = name.rfind(".")
    return _SUFFIX_KINDS.get(name[dot:].lower(), "other") if dot >= 0 else "other"


def lacking(desk: DeskPanel) -> str:
    """What a panel still needs before it can be handed over; "" where it is finished or void."""
    panel = desk.panel
    if panel.void:
        return ""
    if not panel.issued:
        return "任务书还没有签发。"
    if not panel.sealed:
        found = desk.findings
        return found.verdict.sentence if found.verdict.kind == "undetermined" else "汇总记录还没有封存。"
    if CHAIR not in panel.signed_fields:
        chair = panel.place(panel.chair)
        return f"还没有收回组长{chair.name if chair else ''}签名的汇总记录。"
    return ""


def line_of(desk: DeskPanel, *, packed: bool) -> BriefLine:
    """What the panel's brief came to; platform and conclusion only where it is `packed`."""
    panel = desk.panel
    header = panel.brief.header
    conclusion = (panel.void or desk.findings.verdict.sentence) if packed else ""
    return BriefLine(
        number=header.brief_number,
        brief=panel.brief.digest,
        panel=panel.name,
        rehearsal=header.rehearsal,
        state=_state(panel),
        packed=packed,
        platform=panel.brief.platform.name if packed else "",
        conclusion=conclusion,
        record="" if panel.void else panel.sealed,
    )


def _state(panel: Panel) -> Entered:
    if panel.void:
        return "void"
    if not panel.issued:
        return "not_issued"
    return "sealed" if panel.sealed else "open"


def contents(desk: DeskPanel, papers: KeptPapers, digits: int) -> list[Packing]:
    """A panel's brief, every revision of every sheet, and its records; `digits` pads the brief's number."""
    panel = desk.panel
    folder = _folder(panel, digits)
    found: list[Packing] = []

    def add(name: str, digest: str, kind: str, words: str) -> None:
        found.append(Packing(f"{folder}/{name}.pdf", papers.paper(digest).data, kind, words, digest))

    if panel.issued:
        number = panel.brief.header.brief_number
        add("任务书", panel.brief.digest, "brief", f"评审任务书 第{number}号")
    for digest in _records(desk):
        revision = panel.records.index(digest) + 1
        later = "" if digest == panel.records[-1] else "，已被取代"
        add(f"汇总记录 第{revision}版", digest, "record", f"评审汇总记录 第{revision}版{later}")
    for place in panel.places:
        for digest in place.received:
            sheet = panel.sheets[digest]
            word = "回避声明" if sheet.recused else "评分表"
            name = f"{word} {place.seat} 第{sheet.header.revision}版"
            if any(each.path == f"{folder}/{name}.pdf" for each in found):
                name += f" {digest[:8]}"
            who = f"{place.name}（{place.seat}）"
            full = word if sheet.recused else "个人评分表"
            add(name, digest, "sheet", f"{full} {who} 第{sheet.header.revision}版")
    return found


def rankings_within(rankings: Rankings, chosen: set[str]) -> list[RankingState]:
    """The sealed rankings of none but the chosen panels."""
    states = (rankings.load(name)[0] for name in rankings.names())
    return [each for each in states if each.sealed and each.panels <= chosen]


def ranking_lacking(state: RankingState) -> str:
    """What a sealed ranking still needs; "" where every chair has signed."""
    missing = [
        chair.name
        for field in ranking_fields(state)
        if (chair := chair_of_field(field, state)) and field not in state.signed_fields
    ]
    return f"排序表还没有收回{'、'.join(missing)}的签名。" if missing else ""


def ranking_packed(state: RankingState, papers: KeptPapers) -> Packing:
    """The ranking's paper, beside the panels' folders."""
    category = state.opening.category
    name = " ".join(("认定评审排序表", _safe(category), state.name, f"第{len(state.papers)}版"))
    words = f"认定评审排序表 {category} 第{len(state.papers)}版"
    return Packing(f"{name}.pdf", papers.paper(state.sealed).data, "ranking", words, state.sealed)


def _records(desk: DeskPanel) -> Sequence[str]:
    """Every record its chair signed, oldest first; of one withdrawn before, its successor's journal tells."""
    facts = (read_fact(entry) for entry in desk.entries)
    signed = {fact.record for fact in facts if isinstance(fact, RecordSigned) and fact.field == CHAIR}
    return [digest for digest in desk.panel.records if digest in signed]


def _folder(panel: Panel, digits: int) -> str:
    """02 商标服务平台 ZPABCDEFGH: in the order of the briefs, safe on every system."""
    number = f"{panel.brief.header.brief_number:0{digits}d}"
    return " ".join(part for part in (number, _safe(panel.brief.platform.name), panel.name) if part)


def _safe(text: str) -> str:
    """What of a text every system can store as a name."""
    return _UNSAFE.sub("", text)[:_NAME_LENGTH].strip(" .")


def added(extras: Sequence[Extra], taken: Sequence[str]) -> list[Packing]:
    """The added files beside the panels' folders, under none of the names `taken`; ExtraNameError."""
    found: list[Packing] = []
    names = {name.casefold() for name in taken}
    for each in extras:
        if "/" in each.name or not is_path(each.name) or len(each.name) > 100:
            raise ExtraNameError(name=each.name[:80])
        if each.name.casefold() in names:
            raise ExtraNameError(name=each.name[:80])
        names.add(each.name.casefold())
        stem = each.name.rpartition(".")[0] or each.name
        found.append(Packing(each.name, each.data, each.kind, stem))
    return found
