"""验证 for the bureau: packages, doubtful pages, codes typed from paper, and whom this computer trusts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.domain.canonical import check_code
from app.services.packages import Extra
from app.ui.home_page import HomePage
from app.ui.organiser.bind_field import CodeField
from app.ui.organiser.organiser_way import OrganiserWay
from app.ui.verify_page import VerifyPage
from app.ui.verify_row import VerifyRow
from app.ui.verify_trust_page import TrustPage
from tests import workspaces
from tests.ui.handing import Hands, hands
from tests.ui.handing_scenes import of_other_version
from tests.workspaces import World

PACKAGE = "package"


@pytest.fixture
def signed(tmp_path: Path, qapp: QApplication) -> World:
    return workspaces.signed().copy(tmp_path / "world")


def pack(world: World) -> Path:
    with world.laptop("desk") as desk:
        extras = [Extra("评审结果.xlsx", b"numbers", "workbook")]
        desk.packages.make([world.panel], world.root / PACKAGE, extras)
    return world.root / PACKAGE


def code_of(world: World, laptop: str) -> str:
    with world.laptop(laptop) as core:
        return core.identities.me().code


def type_code(found: Hands, field: CodeField, code: str) -> None:
    """Digits one after the other, as a person reads them off a page."""
    field.setFocus()
    field.selectAll()
    for digit in code.replace(" ", ""):
        QTest.keyClick(field, Qt.Key(ord(digit)))
    found.settle()


def test_a_package_is_told_first_and_its_organiser_confirmed_by_the_letter_s_code(signed: World) -> None:
    folder = pack(signed)
    with hands(signed, "bureau") as found:
        page = found.show(VerifyPage(found.desk, [folder]))
        assert page.results.summary.text() == "共 7 份：须补全或确认 7。"
        assert "移交包完整：6 个文件与清单逐个相符" in found.said()
        (trusting,) = [each.trusting for each in page.cards if each.trusting is not None]
        shown = found.said() + "".join(each.accessibleName() for each in found.window.findChildren(QWidget))
        letter = code_of(signed, "desk").replace(" ", "")
        assert letter not in shown.replace(" ", "")
        type_code(found, trusting.field, "1" * 20)
        assert "不要信任这份文件" in trusting.refusal.text() and found.desk.core.identities.trusted() == ()
        type_code(found, trusting.field, code_of(signed, "desk"))
        assert len(found.desk.core.identities.trusted()) == 1
        assert page.cards[0].told.text().startswith("移交包完整")
        assert page.results.summary.text() == "共 7 份：有效 7。"
        assert not any(each.trusting for each in page.cards)
        assert "须人工核对：王伟（E1）的签名在现场以校验码确认" in found.said()


def test_what_is_wrong_with_a_package_stands_right_below_its_own_sentence(signed: World) -> None:
    folder = pack(signed)
    sheet = next(each for each in folder.rglob("*.pdf") if each.name.startswith("评分表 E3"))
    data = bytearray(sheet.read_bytes())
    data[len(data) // 2] ^= 1
    sheet.write_bytes(bytes(data))
    next(each for each in folder.rglob("*.pdf") if each.name == "任务书.pdf").unlink()
    with hands(signed, "bureau") as found:
        page = found.show(VerifyPage(found.desk, [folder]))
        assert page.cards[0].told.text().startswith("移交包不能采用")
        assert page.cards[1].report.file == sheet and "不能采用" in page.cards[1].told.text()
        assert "缺少：" in found.said() and "不能采用 2" in page.results.summary.text()


def test_a_page_of_another_version_is_shown_beside_our_own_rendering(signed: World) -> None:
    other = of_other_version(signed)
    with hands(signed, "bureau") as found:
        page = found.show(VerifyPage(found.desk, [signed.stick / "brief.pdf", other]))
        card = next(each for each in page.cards if each.report.file == other)
        assert not next(each for each in page.cards if each is not card).compare.isVisible()
        found.press(card.compare)
        assert card.sides is not None and len(card.sides.papers) == 2
        assert "页两边不同" in card.sides.words.text()
        first = card.sides.number.text()
        found.press(card.sides.after if card.sides.after.isEnabled() else card.sides.before)
        assert card.sides.number.text() != first
        other.write_bytes(signed.file("stick/E1.pdf"))
        card.sides.show_page(0)
        found.settle()
        assert "在验证以后又变了" in card.sides.refusal.text()
        found.press(card.compare)
        assert card.sides is None


def test_the_code_at_a_page_s_foot_finds_the_file_and_its_revision(signed: World) -> None:
    with signed.laptop("desk") as desk:
        record = desk.panels.load(signed.panel).panel.sealed
    with hands(signed, "bureau") as found:
        page = found.show(VerifyPage(found.desk, [signed.root / "record.pdf"]))
        type_code(found, page.code.field, check_code(record))
        assert "这是：某某运营服务平台 评审汇总记录，第 1 版。" in found.said()
        assert page.code.field.property("state") == "met" and "record.pdf" in found.said()
        wrong = check_code(record).replace(" ", "")
        wrong = wrong[:-1] + str((int(wrong[-1]) + 1) % 10)
        type_code(found, page.code.field, wrong)
        assert "没有找到校验码" in found.said() and "只差一处的是" in found.said()
        type_code(found, page.code.field, code_of(signed, "desk"))
        assert "这是证书的校验码，不是文件的" in found.said()


def test_full_width_digits_of_an_input_method_are_a_code_too(signed: World) -> None:
    with signed.laptop("desk") as desk:
        record = desk.panels.load(signed.panel).panel.sealed
    wide = check_code(record).replace(" ", "").translate({48 + n: 0xFF10 + n for n in range(10)})
    with hands(signed, "bureau") as found:
        page = found.show(VerifyPage(found.desk, [signed.root / "record.pdf"]))
        page.code.field.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(wide)
        QApplication.sendEvent(page.code.field, event)
        found.settle()
        assert page.code.field.text() == check_code(record) and "评审汇总记录，第 1 版。" in found.said()


def test_a_newer_revision_is_told_with_what_differs(signed: World) -> None:
    with signed.laptop("desk") as desk:
        before = desk.panels.load(signed.panel).panel.sealed
        desk.records.reopen(signed.panel, "意见补充")
        desk.settling.opinion(signed.panel, "平台运行良好，建议合格，并加强培训。")
        desk.records.seal(signed.panel, signed.root / "second.pdf")
    with hands(signed, "bureau") as found:
        page = found.show(VerifyPage(found.desk))
        page.code.given = (signed.root / "record.pdf", signed.root / "second.pdf")
        type_code(found, page.code.field, check_code(before))
        said = found.said()
        assert "这一版已被取代：第 2 版" in said and "专家组意见" in said and "并加强培训" in said


def test_organisers_are_added_by_file_and_code_and_removed_with_a_reason(
    signed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [signed.stick / "E1.pdf"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen[0]), ""))
    with hands(signed, "bureau") as found:
        page = found.show(TrustPage(found.desk))
        assert "本机还没有信任的组织方" in found.said()
        found.press(page.add)
        assert "没有组织方的证书" in page.refusal.text()
        chosen[:] = [signed.root / "record.pdf"]
        found.press(page.add)
        assert page.adding is not None and "广州某咨询有限公司" in found.said()
        type_code(found, page.adding.field, code_of(signed, "desk"))
        assert page.told.text() == "本机信任 1 个组织方" and "2026-11-22 起" in found.said()
        found.press(page.removes[0])
        assert not page.remove.isEnabled()
        page.reason.setPlainText("合同已到期。")
        found.press(page.remove)
        assert found.desk.core.identities.trusted() == () and "已不再信任这个组织方。" in found.said()
        chosen[:] = [signed.root / "desk.pem"]
        found.press(page.add)
        type_code(found, page.adding.field, code_of(signed, "desk"))
        assert len(found.desk.core.identities.trusted()) == 1


def test_a_bureau_s_home_has_verifying_as_its_row_and_leads_to_the_trust_list(signed: World) -> None:
    with signed.laptop("bureau") as bureau:
        bureau.identities.trust(signed.certificate("desk"), code_of(signed, "desk"))
    with hands(signed, "bureau") as found:
        home = found.show(HomePage(found.desk, found.watch, shared=False))
        assert home.findChildren(VerifyRow) and home.primary is home.acts[0]
        assert not home.verify.isVisible() and "还没有任务书" not in found.said()
        way = OrganiserWay(found.window, found.watch)
        home.verify_requested.connect(way.show_verify)
        found.press(home.acts[0])
        page = found.window.page
        assert isinstance(page, VerifyPage) and page.choose.hasFocus()
        found.press(page.trust)
        assert isinstance(found.window.page, TrustPage)
    with hands(signed, "E1") as found:
        home = found.show(HomePage(found.desk, found.watch, shared=False))
        assert not home.findChildren(VerifyRow) and home.verify.isVisible()


def test_many_files_leave_the_window_answering_and_the_page_fits(signed: World) -> None:
    stick = signed.root / "many"
    stick.mkdir()
    for number in range(40):
        (stick / f"照片 {number}.jpg").write_bytes(b"\xff\xd8 not ours")
    with hands(signed, "bureau", width=911, height=512) as found:
        page = found.show(VerifyPage(found.desk, [stick]))
        for _ in range(20):  # a few cards at a time: how many turns of the loop that takes is the machine's
            found.settle()
        assert len(page.cards) == 40 and page.results.summary.text() == "共 40 份：不是知评的文件 40。"
        place = page.choose.mapTo(found.window, page.choose.rect().bottomRight())
        assert found.window.width() == 911 and place.x() <= 911 and place.y() <= 512
        named = [page.choose, page.choose_folder, page.trust, page.code.field]
        assert all(each.accessibleName() for each in named)
