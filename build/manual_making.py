"""Makes the booklets of the manual: takes the pictures, gathers texts, commands, sentences, writes the PDFs.

Run by manual.py or package_making.py in the environment. How pages look is app/pdf's.
"""

import argparse
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage  # Qt asks for its platform when it is imported

import environment
from app import __date__, __version__, i18n, paths
from app.cli.command_list import all_commands, shared_options
from app.domain.manual_text import Manual, read_manual
from app.pdf.manual_appendix import Command, Sentences
from app.pdf.manual_books import EXPERT, LAYOUTS, Shot, Source, render_books
from app.ui.desk import Desk
from tests import workspaces
from tests.ui.desks import application, open_desk
from tests.ui.pictures import SCENES, Scene, Screen, photographed
from tests.workspaces import World

# As large as a small laptop's window, so that its words can still be read when the page is printed.
SCREEN = Screen("manual", 1040, 585, 1.6)
# Which picture goes where: by chapter, and by the section of the two pages; the scene and what it shows.
PICTURES: Mapping[str, tuple[str, str]] = {
    "expert/一、打开任务书": ("roster", "点自己的姓名"),
    "expert/三、评分": ("scoring-half", "评分页：左边是各个大类，右边一张卡片是一项"),
    "expert/四、核对并签署": ("check-done", "核对并签署"),
    "expert/五、交表": ("handover", "交表"),
    "home": ("home-day", "今日评审"),
    "roster": ("roster", "选择姓名"),
    "brief": ("brief", "任务书和回避声明"),
    "scoring": ("scoring-half-corrected", "更正组织方填报的事实"),
    "check": ("check-gaps", "还差什么"),
    "handover": ("handover", "校验码和写入 U 盘"),
    "people": ("people", "换人"),
    "practice": ("practice", "先练一遍"),
    "selftest": ("selftest-found", "自检的结果"),
    "settings": ("settings", "设置"),
    "verify": ("verify-several", "几份文件一起验证"),
    "prepare": ("prepare-preview", "工作簿读进来以后"),
    "issue": ("issue", "签发任务书"),
    "board": ("board", "组织评审：谁还差什么"),
    "collect": ("collect-list", "收到的文件"),
    "panel-collect": ("seats", "席位和评分表"),
    "panel-discuss": ("discuss-open", "一项分歧"),
    "panel-opinion": ("opinion-reason", "意见和离场核对"),
    "panel-seal": ("seal-turn", "依次签名"),
    "record-sign": ("record-sign", "在自己的电脑上签名"),
    "panel-handover": ("handover-round", "移交"),
    "ranking": ("ranking-decided", "认定排序"),
    "bureau": ("verify-package", "验证整个移交包"),
}


def source(manual: Manual, shots: Mapping[str, Sequence[Shot]]) -> Source:
    """All that the booklets are made of but the pictures is read from the program itself."""
    return Source(
        manual=manual,
        shots=shots,
        shared=shared_options(),
        commands=[Command(each.typed, each.help, each.options) for each in all_commands()],
        sentences=tuple(spoken()),
        version=__version__,
        date=__date__,
    )


def spoken() -> Iterator[Sentences]:
    """Every sentence of the catalogue, file by file under the file's first line."""
    folder = paths.resources() / "locale" / i18n.LANGUAGE
    for file in sorted(folder.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        told = tuple(each for each in tomllib.loads(text).values() if isinstance(each, str))
        if told:
            yield Sentences(text.partition("\n")[0].lstrip("# ").partition("：")[0].rstrip("。"), told)


def take_pictures() -> dict[str, Sequence[Shot]]:
    """Pictures of the real window, on workspaces and papers made for them and thrown away."""
    application()
    wanted = {scene for scene, _ in PICTURES.values()}
    taken: dict[str, QImage] = {}
    with tempfile.TemporaryDirectory() as folder:
        world = workspaces.issued().copy(Path(folder) / "world")
        with open_desk(world) as desk:
            for scene in _scenes(world, desk, wanted):
                taken[scene.name] = photographed(scene, SCREEN, desk).toImage()
    workspaces.clear_worlds()
    return {place: (_shot(taken[scene], caption),) for place, (scene, caption) in PICTURES.items()}


def _scenes(world: World, desk: Desk, wanted: set[str]) -> Iterator[Scene]:
    made = [scene for each in SCENES for scene in each(world, desk)]
    found = {scene.name: scene for scene in made if scene.name in wanted}
    if missing := wanted - set(found):
        raise KeyError(f"no such scenes: {', '.join(sorted(missing))}")
    yield from found.values()


def _shot(image: QImage, caption: str) -> Shot:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    row = 3 * plain.width()
    data = bytes(plain.constBits())
    rows = (
        data[at : at + row] for at in range(0, plain.bytesPerLine() * plain.height(), plain.bytesPerLine())
    )
    return Shot(plain.width(), plain.height(), b"".join(rows), caption)


def make(folder: Path) -> list[Path]:
    """Writes the booklets into `folder`; AssertionError if the expert's is not two pages."""
    made = source(read_manual(i18n.manual_texts()), take_pictures())
    count = len(LAYOUTS[EXPERT](made).pages(lambda *_: ()))
    assert count == 2, f"the expert's booklet has {count} pages"
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, data in render_books(made).items():
        path = folder / f"使用说明-{name}.pdf"
        path.write_bytes(data)
        written.append(path)
    return written


def main(given: Sequence[str]) -> int:
    """Makes them and says where they are."""
    environment.speak_utf8()
    reader = argparse.ArgumentParser(prog="manual.py", description="制作使用说明的三份 PDF。")
    reader.add_argument(
        "--out", type=Path, default=environment.ROOT / "dist" / "使用说明", help="放在哪个文件夹"
    )
    for path in make(reader.parse_args(given).out):
        environment.say(f"{path}（{path.stat().st_size / 1e6:.1f} MB）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
