"""移交清单 on paper, `0 先看这里.pdf`: what the package holds, how to verify it, every brief, every file.

Plain words first, for whoever opens the folder; the tables after them are for whoever checks.
"""

from collections.abc import Iterator
from itertools import groupby

from app.domain.canonical import check_code
from app.domain.manifest import KIND_WORDS, STATE_WORDS, Manifest, PackedFile
from app.pdf.blocks import (
    Figure,
    framed,
    grid_table,
    headed_table,
    heading,
    paired,
    points,
    signature_boxes,
    title,
)
from app.pdf.flow import A4_LANDSCAPE, Flow
from app.pdf.paper_frame import INTERNAL, PaperFrame
from app.pdf.styles import CELL, CELL_CENTER, CELL_SMALL, CELL_SMALL_CENTER, SMALL, Style
from app.pdf.tables import Cell, Table, header_cells
from app.pdf.wording import NONE, time_words, unit_title

KIND = "移交清单"
FIELD = "desk"
_PAD = 2.5
_DIGEST = Style(size=6.7, leading=11.5, align="center")
_FILE_SHARES = (98.0, 88.0, 132.0, 40.0, 116.0, 256.0)
_WHAT = {
    "record": "每个平台的结论在这里，签名齐全；所附的任务书和评分表也在文件里面",
    "sheet": "每位专家签署的原件，更正前后的各版都在",
    "brief": "评审前签发，写明规则、名单和事先填报的事实",
    "ranking": "同一类别各申报单位的次序和推荐",
    "scan": "代录的纸质评分表或佐证的扫描件",
    "workbook": "每一项、每位专家的评分，可以筛选和计算",
    "print": "供打印和亲笔签名，以签名文件为准",
    "other": "组织方另附",
}
_HOW = (
    "把整个文件夹（或 U 盘）拖进知评的“验证”页；或在终端运行：zhiping verify 文件夹。",
    "第一句话说的是整个移交包：文件是否齐全、有没有改动、有没有清单以外的文件；下面逐份说明。",
    "第一次验证这家组织方的文件，请用盖章函件上的证书校验码核对，一致后再确认。",
    "只有纸质件时，把页脚的 20 位校验码输入“验证”页，就能找到是哪一份、哪一版、有没有更新的版本。",
    "没有知评时，可以用系统自带的工具计算 SHA-256，与文件清单逐个比对"
    "（Windows：certutil -hashfile 文件 SHA256）。",
    "一份清单不能证明没有另一份；任务书的编号逐个列在下面，缺号、重号请向组织方查问。",
)


def manifest_frame(manifest: Manifest) -> PaperFrame:
    """Head and foot of a manifest's pages."""
    return PaperFrame(
        kind=KIND,
        number=f"{manifest.name} 第{manifest.header.revision}版",
        panel=manifest.name,
        platform=manifest.organiser.unit or manifest.organiser.name,
        colour="",
        rehearsal=manifest.header.rehearsal,
        unconfirmed=False,
        code=check_code(manifest.digest),
        rubric_digest="",
        internal=True,
    )


def lay_out_manifest(manifest: Manifest) -> Flow:
    """All pages of a manifest, one signature field named `desk`."""
    flow = Flow()
    _first_page(flow, manifest)
    flow.together(lambda there: _signature(there, manifest))
    _panels(flow, manifest)
    _briefs(flow, manifest)
    flow.new_page(A4_LANDSCAPE)
    _files(flow, manifest)
    return flow


def _first_page(flow: Flow, manifest: Manifest) -> None:
    title(flow, "先看这里", f"{KIND} · {manifest.name} 第{manifest.header.revision}版 · {INTERNAL}")
    sealed = sum(each.state == "sealed" for each in manifest.packed)
    void = len(manifest.packed) - sealed
    figures = [
        Figure(
            "平台", str(len(manifest.packed)), "个", f"作废 {void} 个，其余都已封存" if void else "都已封存"
        ),
        Figure("文件", str(len(manifest.files)), "个", "不含本清单"),
        Figure("任务书编号", f"1–{manifest.header.brief_number}", "", "逐个有交代，见“任务书编号”"),
    ]
    lead = "这是一个移交包。本清单列出包里的每一个文件，由组织方签名。"
    framed(flow, lead, figures=figures)
    flow.gap(10)
    rows: list[list[tuple[str, str]]] = [
        [
            ("组织方", unit_title(manifest.organiser.unit, manifest.organiser.name)),
            ("制作时间", time_words(manifest.made)),
        ],
    ]
    if manifest.header.replaces:
        earlier = "、".join(digest[:16] for digest in manifest.header.replaces)
        rows.append([("替代的清单", f"{earlier}（数据摘要前 16 位）。以前交出的包以本清单为准。")])
    paired(flow, rows)
    counts = [(kind, sum(each.kind == kind for each in manifest.files)) for kind in KIND_WORDS]
    held = [[KIND_WORDS[kind], f"{count} 个", _WHAT[kind]] for kind, count in counts if count]
    styles = (CELL, CELL_CENTER, CELL)
    headed_table(
        flow, "包里有什么", grid_table(flow.width, (110, 50, 324), ("文件", "数量", "说明"), held, styles)
    )
    heading(flow, "怎么核验", keep=60)
    points(flow, _HOW, CELL)


def _signature(flow: Flow, manifest: Manifest) -> None:
    heading(flow, "组织方签名", keep=90)
    who = unit_title(manifest.organiser.unit, manifest.organiser.name)
    signature_boxes(flow, [(FIELD, f"{who}（汇总席）")])


def _panels(flow: Flow, manifest: Manifest) -> None:
    rows = [
        [
            f"第{each.number}号\n{each.panel}",
            each.platform,
            each.conclusion if each.state == "sealed" else f"{STATE_WORDS[each.state]}：{each.conclusion}",
            _code(manifest, each.record) or NONE,
        ]
        for each in manifest.packed
    ]
    header = ("任务书", "平台", "结论", "汇总记录校验码")
    table = grid_table(flow.width, (76, 122, 196, 90), header, rows, (CELL_CENTER, CELL, CELL, CELL_CENTER))
    headed_table(flow, "平台和结论", table)


def _code(manifest: Manifest, digest: str) -> str:
    found = manifest.file(digest) if digest else None
    return found.code if found else ""


def _briefs(flow: Flow, manifest: Manifest) -> None:
    rows = [
        [
            str(each.number),
            each.panel,
            STATE_WORDS[each.state] + _other_mode(each.rehearsal, manifest.header.rehearsal),
            "在本包" if each.packed else "不在本包",
            each.brief[:16],
        ]
        for each in manifest.briefs
    ]
    header = ("编号", "专家组", "状态", "本次移交", "任务书数据摘要（前 16 位）")
    table = grid_table(flow.width, (40, 96, 110, 84, 154), header, rows, (CELL_CENTER,) * 5, _PAD)
    headed_table(flow, "任务书编号", table, keep=4 + 2 * SMALL.leading)
    flow.gap(4)
    flow.paragraph(
        "组织方签发的任务书统一编号，每份写明前一份的数据摘要，缺号和重号都能看出。"
        "不在本包的平台名称不列出。演练与正式共用编号。",
        SMALL,
    )


def _other_mode(rehearsal: bool, here: bool) -> str:
    return "" if rehearsal == here else "（演练）" if rehearsal else "（正式）"


def _files(flow: Flow, manifest: Manifest) -> None:
    rows = tuple(_file_rows(manifest))
    scale = flow.width / sum(_FILE_SHARES)
    header = header_cells("文件夹", "文件", "内容", "字节", "校验码", "SHA-256")
    table = Table(tuple(share * scale for share in _FILE_SHARES), (header,), rows, _PAD)
    headed_table(flow, "文件清单", table)


def _file_rows(manifest: Manifest) -> Iterator[tuple[Cell, ...]]:
    """Files by folder: what the page's end cuts is labelled again."""
    for folder, files in groupby(manifest.files, key=lambda each: each.path.rpartition("/")[0]):
        group = list(files)
        label = Cell(folder or "（最外层）", style=CELL_SMALL_CENTER, rows=len(group))
        for number, each in enumerate(group):
            yield (*(() if number else (label,)), *_file_row(each))


def _file_row(each: PackedFile) -> tuple[Cell, ...]:
    return (
        Cell(each.path.rpartition("/")[2], style=CELL_SMALL),
        Cell(each.words, style=CELL_SMALL),
        Cell(str(each.size), style=CELL_SMALL_CENTER),
        Cell(each.code or "—", style=CELL_SMALL_CENTER),
        Cell(each.sha256, style=_DIGEST),
    )
