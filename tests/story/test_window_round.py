"""A round of seven platforms and five experts, and one announced late, through the windows: the
organiser's from the workbook to the package, a chair's, the bureau's. What experts do on their laptops goes
through services."""

from pathlib import Path

from PySide6.QtCore import Qt

from app.domain.canonical import check_code
from tests.story.round_opening import DESK, add_one_by_form, at_step, collect, prepare, revise_and_key
from tests.story.round_people import (
    EXTRA,
    FAR_OFF,
    FIRST_DAY,
    FOUR_TO_ONE,
    PLATFORMS,
    TWO_TO_TWO,
    UNPROVED,
    VERDICTS,
    experts_score,
    record_code,
    sign_records,
)
from tests.story.window_hands import person
from tests.ui import desks
from tests.workspaces import World

RESERVED = (
    "赵𠅤（E5）缺席：当天临时出差，由钱思源增补。",
    "钱思源（E6）由汇总席增补",
    "欧阳㛃（E4）的评分表由汇总席代录",
    "张䶮未签名，组长注明：因急事先行离开，评分表已签署。",
    "离场核对未完成：佐证编号",
)


def test_a_round_goes_through_the_windows_from_the_workbook_to_the_bureau(tmp_path: Path) -> None:
    desks.application()
    world = World(tmp_path / "world")
    prepare(world)
    add_one_by_form(world)
    experts_score(world, world.root / "BRIEFS", world.root / "SHEETS")
    collect(world)
    revise_and_key(world)
    settle(world)
    discuss(world)
    close(world)
    sign(world)
    hand_over(world)
    verify(world)


def settle(world: World) -> None:
    """Who did not come is registered; the survey is supplied for every platform."""
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.click("登记…：赵𠅤")
        secretary.click("登记缺席/更换…：赵𠅤")
        secretary.click("缺席")
        secretary.write("理由（会印在汇总记录上）", "当天临时出差，由钱思源增补。")
        secretary.click("登记")
        secretary.sees("6 人均已登记：5 份评分表，1 人缺席。评分现在公开给专家组。")
        secretary.click("返回")
        for platform in (EXTRA, *FIRST_DAY.values(), PLATFORMS[FAR_OFF]):
            at_step(secretary, platform, "1 收表")
            secretary.click("补录满意度")
            secretary.write("满意度", "92")
            secretary.write("佐证编号，如 佐证12", "佐证12")
            secretary.click("补录")
            secretary.sees("92%（佐证12）")
            secretary.click("返回")


def discuss(world: World) -> None:
    """4∶1 decides the gate, 2∶2 does not; a total far off the others is explained."""
    with person(world, DESK) as chair:
        chair.click("组织评审")
        at_step(chair, PLATFORMS[FOUR_TO_ONE], "2 合议")
        chair.sees("2.1.3.1", "4 人认定符合", "1 人认定不符合", "这里不能代改")
        chair.write("合议说明", "对照佐证 5 逐人核对社保名册。")
        chair.click("登记合议")
        chair.sees("合议认定：符合（4∶1）", "只认定基础条件，不改任何人的评分")
        chair.click("返回")
        at_step(chair, PLATFORMS[TWO_TO_TWO], "2 合议")
        chair.write("合议说明", "各自保留认定，提请委托方决定。")
        chair.click("登记合议")
        chair.sees("2∶2，未过半数，未能认定")
        chair.click("返回")
        at_step(chair, PLATFORMS[FAR_OFF], "2 合议")
        for _ in range(2):
            chair.write("合议说明", "对照佐证 9 复核，各自保留认定。")
            chair.click("登记合议")
            chair.click("下一分歧")
        chair.write("赵𠅤：差异说明", "对两项台账是否齐全看法不同。")
        chair.click("保存说明：赵𠅤")
        chair.sees("已说明")


def close(world: World) -> None:
    """Opinion, checks before leaving, sealing: platform after platform, each record onto the stick."""
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.plug(world.root / "RECORDS")
        for annex, platform in (*FIRST_DAY.items(), (0, EXTRA)):
            at_step(secretary, platform, "3 意见与核对")
            secretary.click("采用草稿")
            secretary.sees("已保存。")
            if annex == UNPROVED:
                secretary.sees("给了分，没有人写明佐证编号")
                secretary.click("写明理由后继续：佐证编号")
                secretary.write("理由（会印在汇总记录上）", "佐证按册装订，没有逐项编号。")
                secretary.click("写明理由后继续", near="没有完成")
                secretary.sees("继续的理由：佐证按册装订，没有逐项编号。")
            secretary.click("去封存")
            secretary.sees(VERDICTS[platform])
            secretary.click("封存")
            secretary.sees("已封存，复核一致。")
            if platform == EXTRA:
                secretary.sees("轮到李𬭚签名")
            secretary.click("写入 U 盘")
            secretary.sees("已写入，复核一致。现在可以拔出 U 盘。")
            secretary.click("返回")


def sign(world: World) -> None:
    """Experts sign on their own laptops; the last record is signed at the desk by its own expert, who says
    why one signature is missing; then all may go."""
    records = world.root / "RECORDS"
    first = PLATFORMS[FOUR_TO_ONE]
    sign_records(world, records, but=first)
    with person(world, "E1") as chair:
        chair.plug(records)
        chair.sees(f"U 盘里有等您签名的汇总记录：{first}。")
        assert chair.in_sight("查看并签名")  # above the seven platforms of the day
        chair.click("查看并签名")
        chair.sees(VERDICTS[first], "王伟，您的评分表在记录里是 100 分。", "您是组长，最后签名。")
        chair.click("签名")
        chair.sees("已签名，还没有交回。")
        chair.click("写入 U 盘")
        chair.sees("已写入，复核一致。现在可以拔出 U 盘。请把 U 盘交还组织方。")
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.plug(records)
        secretary.click("收取评分表")
        secretary.sees("共 4 份：新收 4。")
        secretary.click("完成")
        at_step(secretary, EXTRA, "4 封存与签名")
        secretary.click("未签名说明")
        secretary.write("张䶮未签名的原因", "因急事先行离开，评分表已签署。")
        secretary.click("写明原因，继续签名")
        secretary.sees("组长签名。", "因急事先行离开")
        secretary.click("签名")
        secretary.sees(
            "可以散会",
            "评分表、意见、签名都已齐全。",
            "签名 2/3（另 1 人已说明）",
            EXTRA,
            *FIRST_DAY.values(),
        )
        secretary.press(Qt.Key.Key_Space)
        secretary.sees("林主任已签名，复核一致。", "— 未签名")


def hand_over(world: World) -> None:
    """One package for the round; beside it the print set, which the system opens, and the workbook."""
    with person(world, DESK) as secretary:
        secretary.click("组织评审")
        secretary.click("移交")
        secretary.sees("还不能移交，差 4 件。处理好，或先去掉勾选。")
        for platform in PLATFORMS.values():
            if platform not in FIRST_DAY.values():
                secretary.tick(f"包括 {platform}")
        secretary.sees("4 个平台已齐全，可以移交。")
        secretary.plug(world.root / "PACKAGE")
        secretary.click("写入移交包")
        secretary.sees("个文件逐个复核一致。现在可以拔出 U 盘。", "请把校验码写进交接单")
        secretary.choose("打开打印件", world.root / "prints.pdf")
        secretary.sees("已写好并复核：prints.pdf、", "等 5 个文件")
        secretary.choose("结果工作簿…", world.root / "results.xlsx")
        secretary.sees("已写好并复核：results.xlsx。")


def verify(world: World) -> None:
    """The bureau knows the organiser by the code on a stamped letter; every file has its one sentence."""
    package = next((world.root / "PACKAGE").iterdir())
    with world.laptop(DESK) as core:
        letter = check_code(core.identities.me().digest)
    with person(world, "bureau") as officer:
        officer.click("验证文件")
        officer.drop("把文件拖到这里", package)
        officer.sees("本机还没有确认组织方“某某会议公司”")
        officer.write("函件上的证书校验码", letter.replace(" ", ""))
        officer.sees("共 29 份：有效 29。", "移交包完整：28 个文件与清单逐个相符", *RESERVED)
        alarms = ("不能采用", "还没有确认组织方", "无法判断", "任务书没有指定", "任务书的名单里没有")
        assert not any(each in officer.said() for each in alarms)
        officer.write("纸质件页脚的校验码", record_code(package))
        officer.sees("第 1 版。", "手头没有更新的版本")
