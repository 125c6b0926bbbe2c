"""The record's journal: every act at the desk, in order, in Chinese words; and a clock that went back."""

from collections.abc import Sequence
from dataclasses import fields

from app.domain.closing import CHECK_WORDS
from app.domain.entries import Entry, clock_went_back
from app.domain.history import Determined, Fact, OpinionWritten, OutlierExplained, SheetReceived, read_fact
from app.domain.keyed_paper import form_words
from app.domain.record import Findings, Record
from app.domain.rubric import CriterionId
from app.pdf.blocks import grid_table, headed_table
from app.pdf.flow import Flow
from app.pdf.styles import CELL_SMALL, CELL_SMALL_CENTER, SMALL
from app.pdf.wording import STANDINGS, time_words

ACTS = {
    "PanelOpened": "准备评审",
    "ReserveNamed": "列明候补专家",
    "BriefIssued": "签发任务书",
    "SheetReceived": "收到评分表",
    "SeatBound": "核对校验码，确认席位签名",
    "SeatPlaced": "登记席位",
    "SeatAdded": "增补专家",
    "ReserveSeated": "候补专家递补",
    "ChairChanged": "更换组长",
    "SheetChosen": "两份评分表中登记以其中一份为准",
    "FormIssued": "印发纸质评分表",
    "FormVoided": "纸质评分表作废",
    "FactCorrected": "更正填报事实",
    "SurveySupplied": "补录第三方数据",
    "Determined": "登记合议",
    "OutlierExplained": "登记差异说明",
    "OpinionWritten": "写入专家组意见",
    "ConsentRecorded": "登记委托方同意",
    "CheckPassedOver": "离场核对未完成，写明理由后继续",
    "RecordSealed": "封存",
    "RecordReopened": "撤回封存",
    "RecordSigned": "签名",
    "PanelVoided": "作废",
}
_PAD = 3.0
_REASONS = ("reason", "note", "text", "document")
_DIGESTS = ("sheet", "record", "brief")
_SKIPPED = ("certificate", "finding", "file", "outcome", "title", "unit", "date")


def journal(flow: Flow, record: Record, found: Findings) -> None:
    """The acts as a table: number, time, act, reason; what stands above word for word is only referred to."""
    rows = [
        [_numbers(run), time_words(run[-1].time), *_told(run[-1], found)] for run in _runs(record.entries)
    ]
    styles = (CELL_SMALL_CENTER, CELL_SMALL, CELL_SMALL, CELL_SMALL)
    header = ("序号", "时间", "事项", "原因或说明")
    notes = []
    back = clock_went_back(record.entries)
    if back:
        listed = "、".join(str(seq) for seq in back)
        notes.append(f"时钟曾经倒退：第 {listed} 条的时间早于之前的记录。先后次序以序号为准。")
    notes.append("时间取自这台电脑的时钟。")
    table = grid_table(flow.width, (30, 94, 170, 190), header, rows, styles, _PAD)
    headed_table(flow, "经过", table, keep=4 + 2 * SMALL.leading)
    flow.gap(4)
    flow.paragraph("".join(notes), SMALL)


def _runs(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The acts, each alone but for the opinion: what was saved while it was being written is one act."""
    runs: list[list[Entry]] = []
    for entry in entries:
        if runs and entry.kind == runs[-1][-1].kind == "OpinionWritten":
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs


def _numbers(run: Sequence[Entry]) -> str:
    return str(run[0].seq) if len(run) == 1 else f"{run[0].seq}–{run[-1].seq}"


def _told(entry: Entry, found: Findings) -> tuple[str, str]:
    act, reason = act_words(entry)
    fact = read_fact(entry)
    if isinstance(fact, Determined):
        standing = found.result.determinations.get(CriterionId(fact.criterion))
        if standing is not None and (standing.note, standing.time) == (fact.note, entry.time):
            return act, "见“分歧与合议认定”"
    if isinstance(fact, OutlierExplained) and fact.text in [each.explained for each in found.result.outliers]:
        return act, "见“总分差异说明”"
    if isinstance(fact, SheetReceived) and found.panel.sheets[fact.sheet].origin == "keyed":
        return act.replace(ACTS[entry.kind], "代录纸质评分表", 1), reason
    return act, reason


def act_words(entry: Entry) -> tuple[str, str]:
    """One act and its reason: 登记席位：E3，缺席 / 临时有事."""
    fact = read_fact(entry)
    told = [word for each in fields(fact) if (word := _field_words(fact, each.name))]
    act = ACTS.get(entry.kind, entry.kind)
    reasons = (str(getattr(fact, name, "")) for name in _REASONS)
    if isinstance(fact, OpinionWritten):
        return act, "见“专家组意见”"
    return (f"{act}：{'，'.join(told)}" if told else act), next((text for text in reasons if text), "")


def _field_words(fact: Fact, name: str) -> str:
    value = getattr(fact, name)
    if name in _SKIPPED or name in _REASONS or value == "" or not isinstance(value, str | int):
        return ""
    if name in _DIGESTS:
        return f"摘要 {str(value)[:16]}"
    if name == "state":
        return STANDINGS.get(str(value), str(value))
    words = {
        "check": next((word for check, word in CHECK_WORDS.items() if check == value), str(value)),
        "form": f"表号 {form_words(str(value))}",
        "revision": f"第{value}版",
        "in_favour": f"认定满分 {value} 人",
        "against": f"未认定满分 {value} 人",
        "evidence": f"佐证 {str(value).removeprefix('佐证').strip()}",
        "field": f"签名栏 {value}",
        "instead": f"接替 {value}",
    }
    return words.get(name, str(value))
