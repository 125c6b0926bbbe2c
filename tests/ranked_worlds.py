"""Worlds with a category to be ranked, each built once a run: four applicants of one category.

甲平台 and 乙平台 are equal; 丙平台 has no office; 丁平台 was judged by E4 in E3's place and is behind.
"""

from tests.shelf import kept, shelf
from tests.workspaces import NAMES, World, panel_file, scored, short

CATEGORY = "运营服务类"
OFFICE = "1.1.1.1"  # mandatory, 15 points
APPLICANTS = {
    "甲平台": {"E1": "9", "E2": "8", "E3": "9.5"},
    "乙平台": {"E1": "8", "E2": "9", "E3": "9.5"},
    "丙平台": {"E1": "10", "E2": "10", "E3": "10"},
    "丁平台": {"E1": "6", "E2": "7", "E4": "6.5"},
}
NO_OFFICE = "丙平台"


def judged(world: World, platform: str, totals: dict[str, str], *, office: bool = True) -> str:
    """One applicant's panel up to its sheets on the stick; 1.2.1.2 (0–10 points) as told."""
    laptops = list(totals)
    certificates = {number: f"{laptop}.pem" for number, laptop in enumerate(laptops, start=1)}
    people = [NAMES[int(laptop[1:]) - 1] for laptop in laptops]
    with world.laptop("desk") as desk:
        file = panel_file(world.root, people, annex=1, platform=platform, certificates=certificates)
        panel = desk.panels.new(file).name
        brief = desk.panels.issue(panel, world.root / f"{platform}.pdf")
    for laptop, points in totals.items():
        with world.laptop(laptop) as core:
            place = {} if office else {"c1_1_1_1": short(OFFICE, "现场未见固定场地。")}
            sheet, paper = scored(core, brief, None, c1_2_1_2={"points": points}, **place)
            core.scoring.hand_over(sheet.id, paper, world.stick / f"{sheet.id}.pdf")
    return panel


def panel_of(world: World, platform: str) -> str:
    """The panel of an applicant, by its platform."""
    with world.laptop("desk") as desk:
        names = {desk.panels.load(name).panel.brief.platform.name: name for name in desk.panels.names()}
    return names[platform]


def record_file(platform: str) -> str:
    """Where a world has an applicant's signed record."""
    return f"record-{platform}.pdf"


@kept
def sealed_records() -> World:
    """Everything collected, every record sealed by the desk, none signed by the chair: sealed-甲平台.pdf."""
    world = World(shelf() / "ranking-sealed-records")
    world.stick.mkdir(parents=True)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    for number in range(1, 5):
        world.new_laptop(f"E{number}", NAMES[number - 1])
    world.new_laptop("bureau", "局")
    for platform, totals in APPLICANTS.items():
        judged(world, platform, totals, office=platform != NO_OFFICE)
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        for name in desk.panels.names():
            platform = desk.panels.load(name).panel.brief.platform.name
            desk.records.seal(name, world.root / f"sealed-{platform}.pdf")
    return world


@kept
def complete() -> World:
    """As `sealed_records`, signed by the chair and taken back: record-甲平台.pdf …."""
    world = sealed_records().copy(shelf() / "ranking-complete")
    with world.laptop("E1") as chair:
        for platform in APPLICANTS:
            chair.signing.sign(world.file(f"sealed-{platform}.pdf"), world.root / record_file(platform))
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / record_file(platform) for platform in APPLICANTS])
    return world


@kept
def ranked() -> World:
    """As `complete`, the tie decided, 乙平台 recommended, sealed: ranking.pdf; signed: ranking-signed.pdf."""
    world = complete().copy(shelf() / "ranking-ranked")
    first, second = panel_of(world, "乙平台"), panel_of(world, "甲平台")
    with world.laptop("desk") as desk:
        desk.rankings.decide(CATEGORY, [first, second], "乙平台服务面更广，专家组一致同意。")
        desk.rankings.recommend(CATEGORY, [first])
        desk.ranking_sealing.seal(CATEGORY, world.root / "ranking.pdf")
    with world.laptop("E1") as chair:
        chair.ranking_signing.sign(world.file("ranking.pdf"), world.root / "ranking-signed.pdf")
    return world
