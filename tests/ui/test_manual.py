"""The manual: its pages say what is on the screen, F1 opens it where one is, Esc gives everything back."""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QTextCursor, QTextFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QTextBrowser, QWidget

from app import i18n
from app.domain.manual_text import INDEX, ManualTextError, Span, read_manual, read_page
from app.ui import style
from app.ui.desk import Desk
from app.ui.home_page import HomePage
from app.ui.main_window import MainWindow
from app.ui.manual_page import ManualPage
from app.ui.manual_reader import shipped_manual
from app.ui.people_page import PeoplePage
from app.ui.scoring_page import ScoringPage
from app.ui.stick_watch import StickWatch
from app.ui.style import SCALES, Look
from tests.ui.day_scenes import day_scenes
from tests.ui.desks import declared, open_desk
from tests.workspaces import INSIDE, World

UI = Path(style.__file__).parent
SOURCES = sorted(UI.rglob("*.py"))
PAGES = [page.name for page in shipped_manual().pages]
HANZI = re.compile(r"[\u3400-\u9fff]")


# ---- what it says ---------------------------------------------------------------------------------------


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The texts in a piece of code, docstrings and pieces of f-strings left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and _is_text(node.value)):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        else:
            yield from texts_of(node)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_said(label: str, texts: set[str]) -> bool:
    """Whether the screen says `label`, placeholders filled in; one of placeholders alone says nothing."""
    return label in texts or any(
        "{" in text and len(HANZI.findall(text)) >= 2 and _pattern(text).fullmatch(label) for text in texts
    )


def _pattern(text: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in re.split(r"\{\w+\}", text))
    return re.compile("[^，。：；「」]{1,20}".join(parts))


def test_every_label_in_the_manual_is_on_the_screen() -> None:
    texts = {text for path in SOURCES for text in texts_of(ast.parse(path.read_text(encoding="utf-8")))}
    labels = [
        (page.name, s.text) for page in shipped_manual().pages for s in page.spans if s.style == "label"
    ]
    assert len(labels) > 40
    assert [each for each in labels if not is_said(each[1], texts)] == []
    assert is_said("打开任务书（3 份）", {"打开任务书（{n} 份）"})
    assert not is_said("保存", texts) and not is_said("甲：乙", {"{a}：{b}"})


# What pages are made of, and are none themselves.
BASES = ("Page", "WorkingPage", "SignPage")


def manual_names(tree: ast.AST) -> dict[str, list[object]]:
    """The pages in a piece of code, and the name each gives itself in the manual."""
    return {
        node.name: [
            each.value.value if isinstance(each.value, ast.Constant) else PAGES[0]
            for each in ast.walk(node)
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "self.manual"
        ]
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and node.name not in BASES
        and any(ast.unparse(base) in BASES for base in node.bases)
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_page_of_the_window_has_its_page_in_the_manual(path: Path) -> None:
    for name, given in manual_names(ast.parse(path.read_text(encoding="utf-8"))).items():
        assert len(given) == 1 and given[0] in PAGES, f"{name} has no page in resources/manual"


def test_a_page_without_one_would_be_found() -> None:
    assert manual_names(ast.parse("class A(Page):\n    pass")) == {"A": []}
    assert "roster" in PAGES and "nowhere" not in PAGES


def keys() -> list[str]:
    """The keys the manual's page on scoring tells of."""
    return [span.text for span in shipped_manual().page("scoring").spans if span.style == "key"]


TOLD = {
    "Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter", "Space": "空格", "PageUp": "PgUp",
    "PageDown": "PgDn", "Escape": "Esc", "D": "Ctrl+D", "E": "Ctrl+E",
}  # fmt: skip
# Keys that Qt itself understands, and the last of 0 to 9.
QT = {"Tab", "Shift+Tab", "Shift+Enter", "9"}


def test_every_key_of_the_program_is_told_on_the_page_of_the_keys() -> None:
    found = set()
    for path in UI.glob("*.py"):  # the expert's window; the organiser's pages have their own
        code = path.read_text(encoding="utf-8")
        found |= {TOLD.get(name, name) for name in re.findall(r"Qt\.Key\.Key_(\w+)", code)}
        texts = " ".join(texts_of(ast.parse(code)))
        found |= set(re.findall(r"Ctrl\+(?:Shift\+)?\w\b", texts))
    assert {"F1", "F2", "Enter", "Ctrl+Z", "Ctrl+1"} <= found
    assert found - QT == set(keys()) - QT


def test_every_hanzi_and_sign_of_the_manual_is_in_the_font(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    used = {sign for text in i18n.manual_texts().values() for sign in text if not sign.isspace()}
    assert {sign for sign in used if not metrics.inFontUcs4(ord(sign))} == set()
    assert not {sign for sign in used if unicodedata.category(sign) in ("Co", "Cs", "Cn")}


def test_the_frozen_program_finds_the_manual_beside_its_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "resources" / "manual" / "zh_CN"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("# 目录", encoding="utf-8")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert i18n.manual_texts() == {INDEX: "# 目录"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_short_and_in_plain_lines(name: str) -> None:
    page = shipped_manual().page(name)
    assert page.name == name and 1 <= len(page.title) <= 6
    lines = [line for block in page.blocks for line in block.lines]
    assert max(sum(len(span.text) for span in line) for line in lines) <= 110
    assert sum(len(span.text) for span in page.spans) <= 1500


# ---- how it is written ----------------------------------------------------------------------------------

BOOK = {INDEX: "# 目录\n\n- [甲](a)\n", "a": "# 甲\n\n到[目录](index)去。\n"}


def test_adding_a_page_is_one_file_and_one_line() -> None:
    assert [page.name for page in read_manual(BOOK).pages] == [INDEX, "a"]
    more = {**BOOK, INDEX: BOOK[INDEX] + "- [乙](b)\n", "b": "# 乙\n\n一句。"}
    assert [page.title for page in read_manual(more).pages] == ["目录", "甲", "乙"]


@pytest.mark.parametrize(
    "change",
    [
        {"b": "# 乙\n\n不在目录里。"},
        {INDEX: "# 目录\n\n- [甲](a)\n- [乙](b)"},
        {"a": "# 甲\n\n[坏了](gone)"},
        {"a": "# 甲\n\n[网上](https://example.org/)"},
        {"a": "# 甲\n\n[文件](../a.md)"},
        {"a": "# 甲\n\n[无处]()"},
    ],
)
def test_a_link_leads_to_a_page_of_the_manual_or_the_manual_is_refused(change: Mapping[str, str]) -> None:
    with pytest.raises(ManualTextError):
        read_manual({**BOOK, **change})


@pytest.mark.parametrize(
    "text",
    [
        "没有标题",
        "# 题\n\n**没有收尾",
        "# 题\n\n「没有收尾",
        "# 题\n\n**「套着」**",
        "# 题\n\n![图](a.png)",
        "# 题\n\n<b>别的写法</b>",
        "# 题\n\n一段\n- 紧跟着",
        "# 题\n\n- 一条\n又一行",
        "# 题\n\n## 小题\n一段",
        "# 题\n\n| 一 | 二 |\n| 三 | 四 |",
        "# 题\n\n| 一 | 二 |\n|---|---|\n| 三 |",
        "# 题\n\n- \n- 二",
    ],
)
def test_what_the_manual_cannot_show_is_refused(text: str) -> None:
    with pytest.raises(ManualTextError):
        read_page("a", text)


def test_the_kinds_of_lines_are_told_apart() -> None:
    page = read_page("a", "# 题\n\n## 小题\n\n一段\n又一行\n\n> 注\n> 意\n\n- 点\n\n1. 步\n\n|头|\n|-|\n|格|")
    assert [block.kind for block in page.blocks] == [
        "heading", "paragraph", "note", "bullets", "steps", "table",
    ]  # fmt: skip
    assert [span.text for span in page.spans] == ["小题", "一段又一行", "注意", "点", "步", "头", "格"]
    spans = read_page("a", "# 题\n\n按「好」和`F1`，**快**去[那里](b)。").spans
    assert [each.style for each in spans] == [
        "plain", "label", "plain", "key", "plain", "strong", "plain", "link", "plain",
    ]  # fmt: skip
    assert Span("那里", "link", "b") in spans


# ---- in the window --------------------------------------------------------------------------------------


@pytest.fixture
def desk(issued: World) -> Iterator[Desk]:
    with open_desk(issued) as found:
        yield found


@pytest.fixture
def scored(desk: Desk, issued: World, qapp: QApplication) -> Iterator[tuple[MainWindow, ScoringPage]]:
    name = declared(desk, issued.file("stick/brief.pdf"))
    window = MainWindow(desk)
    window.show_page(HomePage(desk, StickWatch(lambda: ()), shared=False))
    page = ScoringPage(desk, name)
    window.show_page(page)
    window.resize(911, 512)
    window.show()
    window.activateWindow()
    qapp.processEvents()
    yield window, page
    gone(window)


def gone(window: MainWindow) -> None:
    """Away with it now: dressing the program anew takes seconds where old windows lie about."""
    window.may_close_unsent = True
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """A key where the focus is."""
    focused = QApplication.focusWidget() or window
    QTest.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


def reading(window: MainWindow) -> ManualPage:
    """The manual, which must be in front."""
    found = window.manual.page
    assert found is not None and found.isVisible() and not window.stack.isVisible()
    return found


def test_f1_opens_the_page_for_where_one_is(issued: World, desk: Desk, qapp: QApplication) -> None:
    window = MainWindow(desk)
    window.show()
    seen = set()
    for scene in day_scenes(issued, desk):
        page = scene[1](desk, window.stack)
        window.show_first(page)
        window.activateWindow()
        qapp.processEvents()
        press(window, Qt.Key.Key_F1)
        assert reading(window).chapter.name == page.manual != INDEX
        assert reading(window).text.hasFocus()
        press(window, Qt.Key.Key_Escape)
        assert window.manual.page is None and page.isVisible()
        seen.add(page.manual)
    assert len(seen) >= 7
    gone(window)


def test_closing_gives_back_the_place_the_focus_and_what_was_typed(
    scored: tuple[MainWindow, ScoringPage],
) -> None:
    window, page = scored
    page.go_to(INSIDE)
    press(window, Qt.Key.Key_F2)
    card = next(each for each in page.cards if each.criterion.id == INSIDE)
    card.remark.text.setPlainText("写到一半")
    for move in (QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Left):
        card.remark.text.moveCursor(move)
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().value() + 7)
    focused, seen = QApplication.focusWidget(), page.area.verticalScrollBar().value()
    assert focused is card.remark.text
    press(window, Qt.Key.Key_F1)
    assert reading(window).chapter.name == "scoring"
    press(window, Qt.Key.Key_PageDown)
    press(window, Qt.Key.Key_Escape)
    assert window.page is page and page.isVisible()
    assert QApplication.focusWidget() is focused and page.area.verticalScrollBar().value() == seen
    assert card.remark.text.toPlainText() == "写到一半" and card.remark.text.textCursor().position() == 3


def test_no_key_in_the_manual_reaches_the_page_below(scored: tuple[MainWindow, ScoringPage]) -> None:
    window, page = scored
    press(window, Qt.Key.Key_1)
    before = page.session.sheet.assessments
    assert before
    press(window, Qt.Key.Key_F1)
    for key in (Qt.Key.Key_0, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Down):
        press(window, key)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_F1)
    assert window.manual.page is None and page.session.sheet.assessments == before
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.session.sheet.assessments != before


def test_the_sign_on_top_opens_it_and_every_way_out_closes_it(scored: tuple[MainWindow, ScoringPage]) -> None:
    window, page = scored
    focused = QApplication.focusWidget()
    for way_out in (window.top.help, window.top.back, None):
        window.top.help.click()
        front = reading(window)
        assert window.top.name.text() == page.session.sheet.brief.platform.name
        assert "使用说明" in window.windowTitle()
        (way_out or front.leave).click()
        assert window.manual.page is None and window.page is page
        assert QApplication.focusWidget() is focused and "使用说明" not in window.windowTitle()


def test_a_page_that_comes_to_the_front_closes_the_manual(scored: tuple[MainWindow, ScoringPage]) -> None:
    window, _ = scored
    press(window, Qt.Key.Key_F1)
    people = PeoplePage([])
    window.show_first(people)
    QApplication.processEvents()
    assert window.manual.page is None and people.isVisible() and window.page is people


def test_the_keyboard_alone_reads_everything(scored: tuple[MainWindow, ScoringPage]) -> None:
    window, _ = scored
    press(window, Qt.Key.Key_F1)
    front = reading(window)
    bar = front.text.verticalScrollBar()
    press(window, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(window, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Return)
    assert front.chapter.name == "check" and front.text.hasFocus()
    window.manual.close()
    press(window, Qt.Key.Key_F1)
    front = reading(window)
    for _ in range(20):
        press(window, Qt.Key.Key_Tab)
        if QApplication.focusWidget() in front.contents.entries.values():
            break
    entries = front.contents.entries
    assert QApplication.focusWidget() is entries["scoring"]
    press(window, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is entries["check"]
    press(window, Qt.Key.Key_Space)
    assert front.chapter.name == "check" and entries["check"].isChecked()


def test_tab_goes_through_the_manual_in_the_order_it_is_seen(scored: tuple[MainWindow, ScoringPage]) -> None:
    window, _ = scored
    window.manual.toggle("settings", window.look)
    front = reading(window)
    front.contents.entries["settings"].setFocus()
    order: list[QWidget] = [front.contents.entries["settings"]]
    for _ in range(12):
        press(window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now is not order[-1]:
            order.append(now)
    places = order[:5]
    assert places == [front.contents.entries["settings"], front.text, front.before, front.after, front.leave]
    lefts = [each.mapTo(window, QPoint()).x() for each in places[2:]]
    assert lefts == sorted(lefts)


def test_everything_in_the_manual_has_a_name(scored: tuple[MainWindow, ScoringPage]) -> None:
    window, _ = scored
    press(window, Qt.Key.Key_F1)
    front = reading(window)
    controls = [
        *front.findChildren(QAbstractButton),
        *front.findChildren(QTextBrowser),
        front,
        front.contents,
    ]
    assert len(controls) > len(PAGES)
    assert [each for each in controls if not each.accessibleName()] == []
    assert front.text.accessibleName() == "使用说明：评分"


@pytest.fixture
def quiet(desk: Desk, qapp: QApplication) -> Iterator[MainWindow]:
    window = MainWindow(desk)
    window.show_page(HomePage(desk, StickWatch(lambda: ()), shared=False))
    window.resize(911, 512)
    window.show()
    window.activateWindow()
    qapp.processEvents()
    yield window
    gone(window)
    style.apply(qapp, Look())


@pytest.mark.parametrize("scale", SCALES)
def test_the_text_follows_the_setting_and_nothing_is_cut_off(quiet: MainWindow, scale: float) -> None:
    window = quiet
    window.manual.toggle("scoring", window.look)
    front = reading(window)
    bar = front.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    read = first_read(front.text)
    window.set_look(Look(scale, True))
    QApplication.processEvents()
    sizes = {
        fragment.charFormat().font().pixelSize()
        for fragment in fragments(front.text)
        if fragment.text().startswith("一张卡片是一项")
    }
    assert sizes == {round(16 * scale)}
    assert read == first_read(front.text)
    assert window.size().width() == 911 and front.leave.isVisible()
    assert front.leave.mapTo(window, front.leave.rect().bottomRight()).y() <= window.height()
    for entry in front.contents.entries.values():
        assert entry.fontMetrics().horizontalAdvance(entry.text()) < entry.width() - 16
        assert entry.height() >= 44
    assert front.text.document().textWidth() <= front.text.viewport().width()
    area = front.contents.findChild(QScrollArea)
    current = front.contents.entries["scoring"]
    assert isinstance(area, QScrollArea)
    assert area.viewport().rect().contains(current.mapTo(area.viewport(), current.rect().center()))


def first_read(text: QTextBrowser) -> str:
    """The paragraph at the upper edge."""
    layout, block = text.document().documentLayout(), text.document().begin()
    while layout.blockBoundingRect(block).bottom() <= text.verticalScrollBar().value():
        block = block.next()
    return block.text()


def fragments(text: QTextBrowser) -> Iterator[QTextFragment]:
    """All pieces of a document."""
    block = text.document().begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            yield at.fragment()
            at += 1
        block = block.next()
