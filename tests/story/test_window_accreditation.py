"""认定 through the windows: four applicants of one category, two of them equal, ranked, recommended, signed,
verified. Their panels are settled already: a round's window story tells how."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.canonical import check_code
from tests import ranked_worlds
from tests.story.window_hands import person
from tests.ui import desks
from tests.workspaces import World


@pytest.fixture(scope="module")
def application() -> QApplication:
    return desks.application()


@pytest.fixture
def world(application: QApplication, tmp_path: Path) -> Iterator[World]:
    yield ranked_worlds.complete().copy(tmp_path / "world")


def test_a_tie_is_decided_by_the_panel_and_the_ranking_is_signed_and_verified(world: World) -> None:
    stick = world.root / "RANKING"
    with person(world, "desk") as secretary:
        secretary.click("认定排序")
        # Until it is decided, a tie stands in the order of the briefs.
        secretary.sees("甲平台、乙平台：综合评分相同", "程序只登记，不替专家组决定")
        assert not secretary.may("生成排序表")
        secretary.click("前移：乙平台")
        secretary.write("并列处理的理由", "乙平台服务面更广，专家组一致同意。")
        secretary.click("登记并列处理")
        secretary.sees("专家组已决定", "乙平台 → 甲平台")
        secretary.tick("推荐 乙平台")
        secretary.click("登记推荐")
        secretary.sees("名额 1 个）：乙平台")
        secretary.click("生成排序表")
        secretary.sees("已封存。请组长依次签名")
        secretary.plug(stick)
        secretary.click("写入 U 盘")
        secretary.sees("复核一致。现在可以拔出 U 盘。")
        secretary.plug()
    with person(world, "E1") as chair:
        chair.plug(stick)
        chair.sees("U 盘里有等您签名的认定评审排序表：运营服务类。")
        chair.click("查看并签名")
        chair.sees("专家组已决定", "乙平台服务面更广")
        chair.click("签名")
        chair.click("写入 U 盘")
        chair.sees("请把 U 盘交还组织方。")
    with person(world, "desk") as secretary:
        secretary.plug(stick)
        secretary.click("认定排序")
        secretary.click("收取签名")
        secretary.sees("共 1 份：新收 1。")
        secretary.click("完成")
        secretary.plug(stick)
        secretary.click("写入 U 盘")
    with world.laptop("desk") as core:
        letter = check_code(core.identities.me().digest)
    with person(world, "fresh-bureau") as officer:
        officer.click("验证文件")
        officer.drop("把文件拖到这里", *stick.glob("*.pdf"), *world.root.glob("record-*.pdf"))
        officer.write("函件上的证书校验码", letter.replace(" ", ""))
        officer.sees("共 5 份：有效 5。")
        assert not any(each in officer.said() for each in ("不能采用", "还没有确认组织方"))
