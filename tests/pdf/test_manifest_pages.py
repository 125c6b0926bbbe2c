"""移交清单 on paper: an archival file, the same each time, whatever the size of the round."""

from hashlib import sha256

import pypdfium2
import pytest

from app.domain.brief import Person
from app.domain.documents import Header
from app.domain.manifest import MOST_FILES, BriefLine, Manifest, PackedFile, read_manifest
from app.pdf.papers import render_manifest
from tests.builders import TIME
from tests.pdf.pdfa import complaints

CODE = "7741 7391 5265 0318 4420"
LETTERS = "ABCDEFGHJK"


def digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def manifest(panels: int, experts: int, *, rehearsal: bool = False) -> Manifest:
    """A round: one panel void, one brief of another round, a workbook beside the folders."""
    files = [PackedFile("评审结果.xlsx", 65432, digest("book"), "workbook", "评审结果")]
    lines = []
    for number in range(1, panels + 1):
        name = f"ZPAAAAAA{LETTERS[number // 10]}{LETTERS[number % 10]}"
        papers = [("brief", "任务书"), *(("sheet", f"评分表 E{at}") for at in range(1, experts + 1))]
        papers += [] if number == 2 else [("record", "汇总记录")]
        for kind, title in papers:
            path = f"{number:02d} 知识产权信息公共服务平台（𬭚䶮） {name}/{title}.pdf"
            payload = digest(kind, number, title)
            files.append(PackedFile(path, 312345, digest(path), kind, f"{title} 欧阳㛃", payload, CODE))
        record = "" if number == 2 else digest("record", number, "汇总记录")
        conclusion = (
            "运营主体退出。" if number == 2 else "考核合格：综合评分 86.40 分，平台基础条件 25/25 分。"
        )
        state = "void" if number == 2 else "sealed"
        brief = digest("brief", number, "任务书")
        lines.append(BriefLine(number, brief, name, rehearsal, state, True, "平台", conclusion, record))  # type: ignore[arg-type]  # one of the states
    lines.append(BriefLine(panels + 1, digest("other"), "ZPZZZZZZZZ", not rehearsal, "open", False))
    header = Header(
        kind="manifest",
        rehearsal=rehearsal,
        program="zhiping 1",
        panel="ab" * 16,
        signer=digest("desk"),
        brief="",
        brief_number=panels + 1,
        previous_brief=digest("other"),
        revision=2,
        replaces=(digest("before"),),
    )
    ordered = tuple(sorted(files, key=lambda each: each.path))
    return Manifest(header, TIME, Person("林秘书", "某某公司"), ordered, tuple(lines))


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("rehearsal", [False, True])
def test_a_manifest_is_an_archival_file_and_the_same_each_time(rehearsal: bool) -> None:
    made = manifest(3, 2, rehearsal=rehearsal)
    assert read_manifest(made.payload) == made
    data = render_manifest(made)
    assert complaints(data) == []
    assert render_manifest(made) == data


def test_every_file_number_and_conclusion_is_on_the_page() -> None:
    made = manifest(3, 2)
    text = text_of(render_manifest(made)).replace("\r\n", "").replace("\n", "")
    for each in made.files:
        assert each.sha256 in text and each.path.rpartition("/")[2] in text
    for line in made.briefs:
        assert line.panel in text and line.brief[:16] in text
    for words in ("先看这里", "怎么核验", "运营主体退出", "评审未结束（演练）", "替代的清单", "内部资料"):
        assert words in text


def test_the_largest_package_is_laid_out_too() -> None:
    made = manifest(48, 8)
    assert MOST_FILES - 20 < len(made.files) <= MOST_FILES
    data = render_manifest(made)
    assert made.files[-1].sha256 in text_of(data)
