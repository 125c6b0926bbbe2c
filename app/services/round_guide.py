"""The first sheet of a round's workbook: what to do, in the order in which it is done."""

from collections.abc import Sequence

from app.office.values import Cell, Page
from app.services import round_form as form

_STEPS = (
    ("平台", "一个平台一行：附件、名称、类别、运营主体、考核期、评审日期。附件 2—8 的类别已经写好。"),
    ("专家", "一位专家一行。参加全部平台的，在“全部平台”选“参加”或“组长”；某个平台不同的，在那一列改。"
     "候补专家在“候补”选“是”：不占席位，有人更换或回避时由汇总席登记递补。"
     "姓名须与专家本人在知评里写的一致。事先拿到证书的，把证书文件放在本工作簿旁边，写上文件名；没有就不填。"),
    ("规则", "每条已经写着“采用默认”，要改的才改。下面写明委托方由谁、何时、以哪份文件确认了规则。"),
    ("附件… 事实", "把已经核实的事实和佐证编号填进去，专家各自确认或更正。不知道的不填：空白不是 0。"),
)  # fmt: skip
_NOTES = (
    "只在黄色的格子里填。不要增删行列，不要改工作表的名称。平台或专家不够用时，请重新导出一份。",
    "数字直接填，不要写公式，不要带单位。百分数写 89.96 或 89.96% 都可以。小数最多四位。",
    "日期写 2026-06-08 或 2026年6月8日 都可以。",
    "填好后另存为 .xlsx，不要加密码。程序先逐格检查，有一处不对，就一个专家组也不建立，并列出每一处的位置。",
    "导入后，程序给每个平台建立一个专家组、编号并冻结规则；签发任务书之前请再核对一遍。",
)


def guide(annexes: Sequence[int]) -> Page:
    """The sheet 先看这里 for a workbook with facts sheets of `annexes`."""
    listed = f"附件 {'、'.join(map(str, annexes))} 事实"
    rows = [
        (Cell("准备新一轮评审", "title"),),
        (Cell("按下面的次序填写，然后交给知评导入。", "hint"),),
        (Cell("次序", "head"), Cell("工作表", "head"), Cell("怎么填", "head")),
    ]
    for at, (name, told) in enumerate(_STEPS, start=1):
        shown = listed if name.startswith("附件") else name
        rows.append((Cell(f"第 {at} 步", "label"), Cell(shown, "label"), Cell(told)))
    rows += [(Cell("注意", "head"), Cell(look="head"), Cell(look="head"))]
    rows += [(Cell("·", "faint"), Cell(told, across=2), Cell()) for told in _NOTES]
    return Page(form.GUIDE, (10, 22, 84), tuple(rows), guarded=True)
