"""English: every text, sentence and form of the law has one, with the same places in it, and none is left
over; papers stay Chinese whatever the language."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import app
from app import i18n, paths
from tests.catalogue import CHINESE, ENGLISH, NAMED, missing, placeholders, said

APP = Path(app.__file__).parent
# Words that the source puts together from smaller ones.
JOINED = ("个月齐全", "个季度齐全", "人得")
HAN = re.compile("[\u4e00-\u9fff]{2,}")


@pytest.fixture
def english() -> Iterator[None]:
    i18n.choose("en")
    try:
        yield
    finally:
        i18n.choose("zh")


def law() -> dict[str, str]:
    return i18n.load_texts(ENGLISH / "law")


def is_english(text: str) -> bool:
    """Whether nothing Chinese is left in it; … is both."""
    return not CHINESE.search(NAMED.sub("", text).replace("…", ""))


def test_every_text_of_window_and_terminal_has_an_english_one() -> None:
    assert missing() == {}


def test_no_english_text_is_for_one_that_is_not_said() -> None:
    assert set(i18n.load_texts(ENGLISH / "texts")) - set(said()) == set()


def test_english_texts_are_english_and_have_the_same_places() -> None:
    for text, told in (i18n.load_texts(ENGLISH / "texts") | law()).items():
        assert told.strip() and is_english(told), text
        assert placeholders(told) == placeholders(text), text


def test_every_sentence_and_short_word_has_an_english_one_with_the_same_places() -> None:
    chinese, english = i18n.original(), i18n.load(ENGLISH)
    assert set(english.sentences) == set(chinese.sentences)
    for code, told in english.sentences.items():
        assert is_english(told) and told.endswith((".", '"', "}", ")")), code
        assert placeholders(told) == placeholders(chinese.sentences[code]), code
    assert {name: set(table) for name, table in english.words.items()} == {
        name: set(table) for name, table in chinese.words.items()
    }


def test_the_walk_finds_the_texts_it_is_for() -> None:
    """Else the tests above could pass by finding nothing."""
    assert {"核对并签署", "已保存 {time}", "演练完成，不进入正式评审。", "写到这个文件。", "待核对"} <= set(
        said()
    )


def test_every_form_of_the_law_is_made_of_words_that_the_source_says() -> None:
    rooms = [*(APP / "domain").glob("*.py"), *(APP / "services").glob("*.py")]
    plans = [path.read_text(encoding="utf-8") for path in paths.rubrics().rglob("*.toml")]
    source = "\n".join([*(text for path in rooms for text in constants(path)), *plans, *JOINED])
    for form in law():
        for words in HAN.findall(re.sub(r"\{[a-z_]+\}", "\n", form)):
            assert words in source, form


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_a_verdict_is_said_in_english_and_what_people_wrote_stays(english: None) -> None:
    told = i18n.phrase(
        "考核不合格：平台基础条件 15/25 分，未得满分（附件2注）。综合评分 88.20 分，不改变结论。"
    )
    assert is_english(told) and "15/25" in told and "88.20" in told
    told = i18n.phrase("尚无结论：还差周明远（未交）、李䶮（待核对校验码）。")
    assert told == "No verdict yet: missing 周明远 (not handed in), 李䶮 (check code awaited)."
    told = i18n.phrase("未判断：有固定的办公场地；入驻机构 19 家，少于 20 家")
    assert told == "not judged: 有固定的办公场地; 入驻机构 19 家, fewer than 20 家"
    assert i18n.phrase("王伟（E1）缺席：补充材料") == "王伟（E1） absent: 补充材料"


def test_a_text_without_english_is_said_in_chinese(english: None) -> None:
    assert i18n.t("没有人说过的话。") == "没有人说过的话。" == i18n.phrase("没有人说过的话。")


def test_a_sentence_without_english_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = i18n.Catalogue({}, {})
    monkeypatch.setattr(i18n, "catalogue", lambda: empty)
    assert i18n.sentence("wrong_pin") == i18n.original().sentences["wrong_pin"]


def test_what_is_printed_is_chinese_whatever_the_language(english: None) -> None:
    assert is_english(i18n.sentence("selftest_green"))
    assert i18n.paper_sentence("selftest_green") == i18n.original().sentences["selftest_green"]
    assert "# " in "".join(i18n.manual_texts().values())


def test_chinese_reads_no_catalogue_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "load_texts", lambda folder: pytest.fail("read"))
    i18n.choose("zh")
    assert i18n.t("返回") == "返回" and i18n.phrase("缺席") == "缺席"


@pytest.mark.parametrize(
    ("args", "environ", "chosen", "found"),
    [
        ((), {}, "", "zh"),
        (("panel", "list", "--lang", "en"), {}, "", "en"),
        (("--lang=en", "panel"), {"ZHIPING_LANG": "zh"}, "", "en"),
        (("--lang", "xx"), {"ZHIPING_LANG": "en_GB.UTF-8"}, "zh", "en"),
        ((), {"ZHIPING_LANG": "fr"}, "en", "en"),
        (("--lang",), {}, "", "zh"),
    ],
)
def test_the_language_is_the_options_then_the_environments_then_the_chosen_one(
    args: tuple[str, ...], environ: Mapping[str, str], chosen: str, found: str
) -> None:
    assert i18n.wanted(args, environ, chosen) == found


def test_a_text_said_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('"甲" = "a"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('"甲" = "b"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="甲"):
        i18n.load_texts(tmp_path)
