"""Starting the packaged window: on a stick, a second time, with files, with damaged files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.errors import ZhipingError
from app.services import parcel as parcels
from app.services.moving_in import Progress
from app.services.parcel import Parcel
from app.services.sticks import NotWrittenFault
from app.ui import application, second_start
from app.ui.given_files import GivenFiles
from app.ui.home_page import HomePage
from app.ui.pages import Page
from app.ui.second_start import Door, hand_over
from app.ui.stick_offer import StickOffer
from tests.ui.days import day
from tests.workspaces import World

ROOT = Path(application.__file__).resolve().parent.parent.parent


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    folder = tmp_path / "知评"
    (folder / "_internal").mkdir(parents=True)
    (folder / "知评").write_bytes(b"program")
    (folder / parcels.MANIFEST).write_text(parcels.describe(folder), encoding="utf-8")
    return parcels.read(folder)


def test_a_second_start_hands_its_files_over_and_a_third_too(qtbot: QtBot, tmp_path: Path) -> None:
    came: list[tuple[Path, ...]] = []
    owner = QObject()
    door = Door(tmp_path, owner)
    door.knocked.connect(came.append)
    for files in ((Path("/任务书 甲.pdf"), Path("b.pdf")), ()):
        assert _handed_over(qtbot, tmp_path, files)
    assert came == [(Path("/任务书 甲.pdf"), Path("b.pdf").absolute()), ()]
    owner.deleteLater()


def _handed_over(qtbot: QtBot, workspace: Path, files: tuple[Path, ...]) -> bool:
    """As another process does it, while this one's window goes on."""
    given = ", ".join(f"Path({str(each)!r})" for each in files)
    code = f"sys.exit(not hand_over(Path({str(workspace)!r}), [{given}]))"
    said = f"import sys; from pathlib import Path; from app.ui.second_start import hand_over; {code}"
    visitor = subprocess.Popen([sys.executable, "-c", said], env=os.environ | {"PYTHONPATH": str(ROOT)})
    qtbot.waitUntil(lambda: visitor.poll() is not None, timeout=30_000)
    return visitor.returncode == 0


def test_where_no_window_answers_nothing_was_handed_over(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_start, "_KNOCKS", 2)
    monkeypatch.setattr(second_start, "_PATIENCE_MS", 20)
    assert not hand_over(tmp_path, [Path("a.pdf")])


@pytest.mark.parametrize("line", [b"", b"{", b"1\n", b"[1, null]\n", b"\xff\n"])
def test_what_is_no_list_of_files_brings_none(line: bytes) -> None:
    assert second_start._read(line) == ()


def test_files_open_on_the_first_page_and_wait_while_another_is_in_front(
    issued: World, tmp_path: Path
) -> None:
    with day(issued, tmp_path / "base") as running:
        given = GivenFiles(running.window)
        running.window.show_page(_other_page())
        given.on_given([tmp_path / "没有.pdf"])
        box = running.window.findChild(QMessageBox)
        assert box is not None and "收到“没有.pdf”" in box.text()
        box.close()
        assert given.waiting
        running.window.go_back()
        running.settle()
        assert running.page(HomePage) and not given.waiting
        assert "没有.pdf" in running.said()


def _other_page() -> Page:
    return Page("另一页")


def test_the_offer_copies_and_goes_on_there(qtbot: QtBot, parcel: Parcel, tmp_path: Path) -> None:
    offer = StickOffer(parcel, tmp_path / "programs")
    qtbot.addWidget(offer)
    offer.show()
    assert "1 MB" in offer.text.text() or "0 MB" in offer.text.text()
    with qtbot.waitSignal(offer.rejected):
        offer.copy.click()
        assert not offer.here.isEnabled() and "不要拔出" in offer.state.text()
        offer.reject()  # Escape, while it copies
        assert offer.isVisible()
    assert offer.moved is not None and (offer.moved / "知评").read_bytes() == b"program"


def test_the_offer_says_why_it_could_not_copy_and_leaves_the_choice(
    qtbot: QtBot, parcel: Parcel, tmp_path: Path
) -> None:
    def refuse(parcel: Parcel, home: Path, progress: Progress) -> Path:
        progress(1, 2)
        raise NotWrittenFault(path=str(home), reason="No space left on device")

    offer = StickOffer(parcel, tmp_path, refuse)
    qtbot.addWidget(offer)
    offer.show()
    offer.copy.click()
    qtbot.waitUntil(lambda: bool(offer.findChildren(QMessageBox)))
    assert "没有写成" in offer.findChildren(QMessageBox)[0].text()
    assert offer.copy.isEnabled() and offer.moved is None
    with qtbot.waitSignal(offer.accepted):
        offer.here.click()


def test_the_words_of_qt_itself_are_chinese(qapp: QApplication) -> None:
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "查找范围："
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    named = [dialog.labelText(each) for each in QFileDialog.DialogLabel]
    assert named == ["查找范围：", "文件名称(&N)：", "文件类型：", "打开(&O)", "取消"]
    shown = {each.text() for each in dialog.findChildren(QLabel)}
    assert shown >= {"查找范围：", "文件类型："}
    dialog.deleteLater()


def test_a_text_qt_has_no_chinese_for_stays_as_it_is(qapp: QApplication) -> None:
    assert QCoreApplication.translate("QFileDialog", "Fish && &Chips") == "Fish && &Chips"


def test_the_words_of_qt_itself_are_english_in_english() -> None:
    """In a process of its own: neither language nor translator reaches another test."""
    code = """
from PySide6.QtCore import QCoreApplication
from app import i18n, paths
from app.ui.application import dressed
for language in ("en", "zh"):
    i18n.choose(language)
    dressed([], paths.fonts())
    print(ascii(QCoreApplication.translate("QFileDialog", "Look in:")))
"""
    child = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run([sys.executable, "-c", code], env=child, capture_output=True, check=True, text=True)
    assert said.stdout.splitlines() == [ascii("Look in:"), ascii("查找范围：")]


def test_only_a_packaged_program_on_a_stick_makes_the_offer(
    parcel: Parcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "is_on_stick", lambda path: False)
    start = application.Start((), parcel.folder, tmp_path)
    assert application.goes_on_here(start) and application.goes_on_here(application.Start())


def test_a_damaged_file_is_found_by_reading_all(parcel: Parcel) -> None:
    application._check(parcel.folder, lambda: True)
    (parcel.folder / "知评").write_bytes(b"Program")
    with pytest.raises(ZhipingError) as found:
        application._check(parcel.folder, lambda: True)
    application._check(parcel.folder, lambda: False)
    assert found.value.fields["file"] == "知评"
