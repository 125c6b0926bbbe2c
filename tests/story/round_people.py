"""Who takes part in a round through the windows: the workbook an organiser fills in, and what experts find,
sign and hand over on their own laptops (their window is proven elsewhere)."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2

from app.domain.canonical import check_code
from app.domain.sheet import Sheet
from app.services import round_form as form
from app.services.core import Core
from tests.services.rounds_filled import ANNUAL, Filled, table, whole_platform
from tests.workspaces import NAMES, World, full_marks, short

PLATFORMS = {annex: f"{(table(annex).category or '').removesuffix('类')}平台" for annex in ANNUAL}
EXTRA = "科创金融平台"  # announced late, of annex 3 too
CHAIR = "林主任"  # of EXTRA: the desk's own
LATE = "钱思源"
# What happens where; the platforms of the first day are closed, sealed and handed over.
FOUR_TO_ONE = REVISED = 2
TWO_TO_TWO = 3
LATE_ONE = PAPER = UNPROVED = 4
FAR_OFF = 7
FIRST_DAY = {annex: PLATFORMS[annex] for annex in (2, 3, 4)}
_CONFIRMED = ("周科长", "知识产权局", date(2026, 11, 20), "穗开知〔2026〕12号")
CONFIRMED = dict(zip(form.CONFIRMED.values(), _CONFIRMED, strict=True))

PASSED = "考核合格：综合评分 100.00 分，平台基础条件 25/25 分"
VERDICTS = dict.fromkeys((*FIRST_DAY.values(), EXTRA), PASSED) | {
    PLATFORMS[FOUR_TO_ONE]: "考核合格：综合评分 98.00 分，平台基础条件 25/25 分（其中 2.1.3.1 经合议认定",
    PLATFORMS[TWO_TO_TWO]: "未能形成结论：3.1.3.1 经合议为 2∶2，提请委托方决定。",
}


def staff(annex: int) -> str:
    """The mandatory criterion about the staff, 10 points."""
    return f"{annex}.1.3.1"


def fill_in(exported: Path, *, operator_of_third: str = "乙公司") -> None:
    """What the secretary types into the exported template; one cell may be forgotten."""
    made = Filled(exported)
    made.book = openpyxl.load_workbook(exported)
    for number, annex in enumerate(ANNUAL, start=1):
        day = "2026-11-22" if annex in FIRST_DAY else "2026-11-23"
        values = whole_platform(number, table(annex)) | {form.NAME: PLATFORMS[annex], form.DAY: day}
        made.platform(number, values)
    made.platform(3, {form.OPERATOR: operator_of_third or None})
    for row, name in enumerate(NAMES, start=1):
        part = form.CHAIR if row == 1 else form.MEMBER
        made.expert(row, {form.PERSON: name, form.UNIT: "某大学", form.TITLE: "教授", form.EVERYWHERE: part})
    for label, value in CONFIRMED.items():
        made.rule(label, value)
    made.fact(2, 1, "2.2.1.1", ["符合", 23], "佐证7")
    made.save()


def findings(annex: int, **changes: object) -> dict[str, object]:
    """Full marks, each with the number of its evidence; `changes` are keyed c2_1_3_1."""
    proved = {
        id: {**found, "evidence": ["佐证9"]}
        for id, found in full_marks(annex).items()
        if isinstance(found, Mapping) and "pending" not in found
    }
    changed = {key[1:].replace("_", "."): value for key, value in changes.items()}
    return {**full_marks(annex), **proved, **changed}


def lacking(criterion: str) -> dict[str, object]:
    """A change for `findings`: that criterion is not met."""
    return {f"c{criterion.replace('.', '_')}": {**short(criterion), "evidence": ["佐证5"]}}


def experts_score(world: World, briefs: Path, stick: Path) -> None:
    """Each brief is judged once; then every expert opens, declares, scores, signs and hands over."""
    stick.mkdir()
    for number, name in enumerate(NAMES, start=1):
        world.new_laptop(f"E{number}", name)
    world.new_laptop("E6", LATE)
    with world.laptop("E1") as core:
        offers = [each for each in core.opening.look([briefs])() if each.brief is not None]
    for laptop, seats in _SEATS.items():
        with world.laptop(laptop) as core:
            for offer in offers:
                brief = offer.brief
                assert brief is not None
                seat = seats.get(brief.platform.name, "")
                if seat:
                    sheet = core.scoring.open(offer.data, seat, offer.found)
                    _score(core, sheet, stick)


def codes(world: World) -> dict[str, str]:
    """What each expert reads out from their own screen: the 校验码 of one of their sheets."""
    found = {}
    for laptop in _SEATS:
        with world.laptop(laptop) as core:
            sheet = core.scoring.load(core.scoring.names()[0])
            found[sheet.member.name] = check_code(sheet.signed[-1]).replace(" ", "")
    return found


def _score(core: Core, sheet: Sheet, stick: Path) -> None:
    annex, seat = sheet.brief.rubric.annex, sheet.member.seat
    extra = sheet.brief.platform.name == EXTRA
    found = {} if extra else _FOUND.get((annex, seat), {})
    if found.get("recused"):
        sheet = core.scoring.declare(sheet, "本人为该平台运营单位的顾问。")
    else:
        written = full_marks(annex) if annex == UNPROVED else findings(annex, **found)
        sheet = core.scoring.fill(core.scoring.declare(sheet), written)
    core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), stick / f"{sheet.id}.pdf")


_EVERYWHERE = tuple(PLATFORMS.values())
_SEATS = {
    "E1": dict.fromkeys(_EVERYWHERE, "E1"),
    "E2": dict.fromkeys((*_EVERYWHERE, EXTRA), "E2"),
    "E3": dict.fromkeys((*_EVERYWHERE, EXTRA), "E3"),
    "E4": dict.fromkeys((each for annex, each in PLATFORMS.items() if annex != PAPER), "E4"),
    "E5": dict.fromkeys((each for annex, each in PLATFORMS.items() if annex != LATE_ONE), "E5"),
    "E6": {PLATFORMS[LATE_ONE]: "E6"},
    "organiser": {EXTRA: "E1"},
}
_FOUND: Mapping[tuple[int, str], dict[str, object]] = {
    (FOUR_TO_ONE, "E3"): lacking(staff(FOUR_TO_ONE)),
    (TWO_TO_TWO, "E2"): {"recused": True},
    (TWO_TO_TWO, "E3"): lacking(staff(TWO_TO_TWO)),
    (TWO_TO_TWO, "E4"): lacking(staff(TWO_TO_TWO)),
    (REVISED, "E4"): lacking("2.2.2.1"),
    (FAR_OFF, "E5"): lacking("7.2.2.1") | lacking("7.2.5.1"),
}


def revise(world: World, stick: Path) -> None:
    """The expert counted again and signs a second revision."""
    stick.mkdir()
    with world.laptop("E4") as core:
        name = next(
            each
            for each in core.scoring.names()
            if core.scoring.load(each).brief.platform.name == PLATFORMS[REVISED]
        )
        sheet = core.scoring.revise(core.scoring.load(name), "facts_changed", "补看现场台账，数量达到要求。")
        sheet = core.scoring.fill(sheet, findings(REVISED))
        core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), stick / f"{sheet.id}.pdf")


def form_number(folder: Path, name: str) -> str:
    """The number that stands on the pages printed for somebody."""
    [paper] = [each for each in folder.glob("*.pdf") if "纸质" in each.name]
    with pypdfium2.PdfDocument(paper) as document:
        texts = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    mine = next(each for each in texts if name in each)
    found = re.search(r"表号[:：]?([0-9]{8})", mine)
    assert found, mine
    return found[1]


def sign_records(world: World, stick: Path, *, but: str) -> None:
    """Who is next signs each record on the stick: its chair, of EXTRA the second expert; one is left."""
    for laptop in ("E1", "E2"):
        with world.laptop(laptop) as core:
            for sheet in map(core.scoring.load, core.scoring.names()):
                platform = sheet.brief.platform.name
                file = next(stick.glob(f"*{sheet.brief.header.panel_name}-第1版.pdf"), None)
                mine = (platform == EXTRA) == (laptop == "E2") and platform != but
                if mine and file is not None:
                    core.signing.sign(file.read_bytes(), file)


def record_code(package: Path) -> str:
    """The digits at the foot of a page of the first platform's printed record."""
    paper = next(package.glob("1 */汇总记录*.pdf"))
    with pypdfium2.PdfDocument(paper) as document:
        foot = document[0].get_textpage().get_text_bounded()
    found = re.search(r"校验码\s*((?:[0-9]{4}\s*){5})", foot)
    assert found, foot
    return re.sub(r"\s", "", found[1])
