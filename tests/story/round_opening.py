"""The first half of a round through the organiser's window: prepared, issued, collected, keyed in."""

from tests.pdf.scan_samples import a_picture
from tests.story.round_people import (
    CONFIRMED,
    EXTRA,
    LATE,
    LATE_ONE,
    PAPER,
    PLATFORMS,
    codes,
    fill_in,
    form_number,
    revise,
)
from tests.story.window_hands import Person, Pulse, copy_off, person
from tests.workspaces import NAMES, World

DESK = "organiser"


def at_step(someone: Person, platform: str, step: str) -> None:
    """From the board to a panel's step."""
    someone.click_cell("各平台收表情况", platform, "进度")
    someone.click(step)


def prepare(world: World) -> None:
    """The organiser says who they are, fills in the round's workbook and issues the briefs."""
    book = world.root / "round.xlsx"
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.write("经办人姓名", "林主任")
        secretary.write("单位", "某某会议公司")
        secretary.click("开始组织评审")
        secretary.sees("还没有专家组")
        secretary.click("准备新一轮")
        for annex in PLATFORMS:
            secretary.click("多一个", near=f"附件 {annex} ")
        secretary.choose("导出模板（7 个平台）…", book)
        secretary.sees("已导出“round.xlsx”")
        fill_in(book, operator_of_third="")
        secretary.drop("把填好的工作簿拖到这里", book)
        secretary.sees("工作簿有 1 处要改，一个专家组也没有建立", "F6", "要填运营主体")
        fill_in(book)
        secretary.click("改好了，重新检查")
        secretary.sees("将建立 7 个专家组", *PLATFORMS.values())
        secretary.click("建立 7 个专家组")
        secretary.sees("已建立 7 个专家组")
        secretary.click("签发任务书")
        secretary.plug(world.root / "BRIEFS")
        secretary.click("签发并写入 U 盘（7 份）")
        secretary.sees("已写入，复核一致。现在可以拔出 U 盘。", "任务书 7 份（第 1—7 号）")
        secretary.plug()


def add_one_by_form(world: World) -> None:
    """A platform that was announced late, typed into the form; every expert signs its record, and the
    organiser's own expert takes the chair. Forms are printed for the panel where a laptop may fail."""
    with person(world, DESK) as secretary:
        secretary.sees("7 个平台，席位已登记 0/35")
        secretary.click("准备新一轮")
        secretary.click("逐个填写")
        secretary.click("附件 3 金融服务类")
        typed = {
            "平台名称": EXTRA, "运营主体": "丙公司", "考核期第一天": "2025-06-08",
            "考核期最后一天": "2026-06-07", "评审日期": "2026-11-22",
        }  # fmt: skip
        for field, text in typed.items():
            secretary.write(field, text)
        secretary.sees("2025年6月8日")
        secretary.click("2 专家")
        secretary.click("粘贴名单")
        secretary.write("要粘贴的名单", "")
        secretary.paste(f"林主任 某某公司 组长\n{NAMES[1]} 某大学 教授\n{NAMES[2]} 某大学 教授")
        secretary.click("加入名单")
        secretary.click("3 规则")
        secretary.click("改这一条：汇总记录由谁签名")
        secretary.click("汇总席制表，每位计入的专家依次签名，组长最后签名")
        for field, told in CONFIRMED.items():
            secretary.write(field, str(told))
        secretary.click("检查并预览")
        secretary.sees("将建立 1 个专家组")
        secretary.click("建立 1 个专家组")
        secretary.click("签发任务书")
        secretary.plug(world.root / "BRIEFS")
        secretary.click("签发并写入 U 盘（1 份）")
        secretary.plug()
        secretary.click("全不选")
        secretary.click(f"签发：{PLATFORMS[PAPER]}")
        secretary.choose("纸质评分表…", world.root / "BRIEFS")
        secretary.sees("已写入，复核一致。")


def collect(world: World) -> None:
    """The stick with all sheets in one act: codes are read out once a person, the late expert added first."""
    sheets = world.root / "SHEETS"
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.click_cell("各平台收表情况", PLATFORMS[LATE_ONE], "进度")
        secretary.sees("已收 0/5。收齐前，任何人都看不到评分。")
        secretary.click("增补专家")
        secretary.write("姓名", LATE)
        secretary.write("理由（会印在汇总记录上）", "欧阳㛃临时出差，专家组当场增补一位。")
        secretary.click("增补")
        secretary.click("返回")
        many = len(list(sheets.iterdir()))
        secretary.plug(sheets)
        pulse = Pulse()
        secretary.click("收取评分表")
        print(f"collecting {many} sheets: longest gap {pulse.stop() * 1000:.0f} ms")
        assert pulse.longest < 1
        secretary.sees(f"共 {many} 份：待确认 {many}。", "请各位念出校验码并输入")
        for name, code in codes(world).items():
            secretary.write(f"{name}念出的校验码", code)
            secretary.sees(f"✓ 校验码正确，已确认{name}")
        secretary.sees(f"共 {many} 份：新收 {many}。", "新收李𬭚的回避声明。其他平台不受影响。")
        assert not list(sheets.iterdir())
        secretary.click("完成")
        secretary.sees("8 个平台，席位已登记 37/39")


def revise_and_key(world: World) -> None:
    """One expert revises after looking again; the sheet of the one whose laptop failed is keyed in."""
    revise(world, world.root / "SECOND")
    scan = world.root / "page.png"
    scan.write_bytes(a_picture())
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.plug(world.root / "SECOND")
        secretary.click("收取评分表")
        secretary.sees("共 1 份：新收 1。", "收好的 1 份已从 U 盘上取走")
        secretary.plug()
        secretary.click("完成")
        secretary.click("登记…：欧阳㛃")
        secretary.click("代录纸质表：欧阳㛃")
        secretary.write("表号", form_number(world.root / "BRIEFS", NAMES[3]))
        secretary.click("无须回避，独立评分")
        secretary.click("下一未录项")
        copy_off(secretary)
        secretary.write("纸面总分", "89")
        secretary.write("签名日期", "20261122")
        secretary.drop("纸面扫描件", scan)
        secretary.click("签署代录")
        secretary.sees("不一致")
        secretary.write("纸面总分", "90")
        secretary.click("签署代录")
        secretary.sees("已代录〈欧阳㛃〉（E4）的纸质表，第 1 版。")
        secretary.click("回到收表")
        secretary.sees("已收 5/6。收齐前，任何人都看不到评分。")
