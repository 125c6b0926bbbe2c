"""Real workspaces for the tests of services and stories: folders, keys and PDFs are real, only the keyring
lies in memory and the clock is told. Panels that cost seconds are built once a run and copied for a test."""

import secrets
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from app.bootstrap import PROGRAM, STORE_NAME, open_core
from app.domain.canonical import check_code
from app.domain.rubric import Accumulate, AllOf, Check, CriterionId, Measure, Range, Rubric, Tiers
from app.domain.sheet import Sheet
from app.domain.signed_sheet import SignedSheet
from app.paths import rubrics
from app.pdf.judging import Judge
from app.services.core import Core
from app.services.scoring import Submitted
from app.services.workspace import Workspace
from app.settings import Settings
from app.store import rubric_files
from app.store.database import open_database
from app.store.document_store import DocumentStore
from app.store.entry_store import EntryStore
from tests import shelf
from tests.crypto.memory_box import MemoryBox
from tests.shelf import kept

NOON = datetime.fromisoformat("2026-11-22T12:00:00+08:00")
SURVEY = "2.5.1.1"
STAFF = "2.1.3.1"  # mandatory, 10 points
INSIDE = "2.2.1.1"  # the fact of the brief: 23 institutions inside
NAMES = ("王伟", "李𬭚", "张䶮", "欧阳㛃", "赵𠅤")

PANEL = """
rubric = "huangpu-2022/annex-{annex}"
rehearsal = {rehearsal}
date = 2026-11-22
place = "开发区科学城"
period = {{from = "2025-06-08", to = "2026-06-07"}}
[platform]
name = "{platform}"
category = "{category}"
builder = "甲公司"
operator = "乙公司"
{experts}
[rules]
{rules}
confirmed_by = {{name = "周科长", unit = "知识产权局", date = "2026-11-20", document = "穗开知〔2026〕12号"}}
{facts}
"""
FACTS = f"""
[facts."{INSIDE}"]
finding = {{conditions = [true, "23"]}}
evidence = "7"
"""


@dataclass
class Clock:
    """A clock that stands where it was put and goes a second further with every look."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class World:
    """Workspaces as folders under `root`, each a laptop; `stick` is the stick; one keyring for them all."""

    root: Path
    box: MemoryBox = field(default_factory=MemoryBox)
    clock: Clock = field(default_factory=Clock)
    panel: str = ""

    @property
    def stick(self) -> Path:
        """The stick that goes round."""
        return self.root / "stick"

    def folder(self, name: str) -> Path:
        """The workspace folder of a laptop."""
        return self.root / "laptops" / name

    @contextmanager
    def laptop(self, name: str) -> Generator[Core, None, None]:
        """The services over that folder."""
        with self.core(self.folder(name)) as core:
            yield core

    @contextmanager
    def core(self, folder: Path, secret: str | None = None) -> Generator[Core, None, None]:
        """The services over any folder, all with one judging child: starting it takes a second."""
        folder.mkdir(parents=True, exist_ok=True)
        database = open_database(folder / STORE_NAME)
        try:
            workspace = Workspace(
                folder=folder,
                entries=EntryStore(database),
                papers=DocumentStore(database),
                shipped=_rubrics,
                box=self.box,
                clock=self.clock,
                random=secrets.token_bytes,
                secret=secret,
                program=PROGRAM,
            )
            yield Core(workspace, _judge)
        finally:
            database.close()

    @contextmanager
    def whole_laptop(self, name: str) -> Generator[Core, None, None]:
        """As `laptop`, opened by bootstrap itself."""
        with open_core(Settings(self.folder(name), None), box=self.box, clock=self.clock) as core:
            yield core

    def new_laptop(self, name: str, person: str, unit: str = "某大学", title: str = "教授") -> str:
        """A laptop with an identity; returns the certificate's file name beside PANEL.toml."""
        with self.laptop(name) as core:
            core.identities.new(person, unit, title)
            file = self.root / f"{name}.pem"
            file.write_bytes(core.identities.export())
        return file.name

    def copy(self, root: Path) -> "World":
        """The same world elsewhere, as it stands now."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        box = MemoryBox(self.box.there, dict(self.box.secrets))
        return World(root, box, Clock(self.clock.now), self.panel)

    def file(self, name: str) -> bytes:
        """The bytes of a file of the world."""
        return (self.root / name).read_bytes()

    def certificate(self, name: str) -> bytes:
        """The certificate (DER) of a laptop."""
        with self.laptop(name) as core:
            return core.identities.me().certificate


@cache
def _rubrics() -> tuple[Rubric, ...]:
    return rubric_files.load(rubrics())


@cache
def _judge() -> Judge:
    return Judge(prepare=shelf.prepare)


def rubric(annex: int) -> Rubric:
    """The plan's own table."""
    return next(each for each in _rubrics() if each.annex == annex)


def full_marks(annex: int, **changes: object) -> dict[str, object]:
    """Findings that give (nearly) full points for every criterion; `changes` are keyed c2_1_3_1."""
    found: dict[str, object] = {each.id: _full(each.rule) for each in rubric(annex).criteria}
    return {**found, **{key[1:].replace("_", "."): value for key, value in changes.items()}}


def short(criterion: str, remark: str = "经查名册，人数不足。") -> dict[str, object]:
    """The finding under which an all-or-nothing criterion gives nothing, with its written basis."""
    rule = rubric(int(criterion.split(".")[0])).criterion(CriterionId(criterion)).rule
    assert isinstance(rule, AllOf)
    return {"conditions": [_answer(each, met=False) for each in rule.conditions], "remark": remark}


def _full(rule: object) -> object:
    if isinstance(rule, AllOf):
        return {"conditions": [_answer(each, met=True) for each in rule.conditions]}
    if isinstance(rule, Range):
        return {"points": str(rule.maximum)}
    if isinstance(rule, Tiers):
        return {"pending": True} if rule.desk else {"value": "10"}
    assert isinstance(rule, Accumulate)
    return {"counts": ["5" for _ in rule.items]}


def _answer(condition: object, *, met: bool) -> object:
    if isinstance(condition, Check):
        return met
    if isinstance(condition, Measure):
        return str(condition.at_least) if met else "0"
    periods = getattr(condition, "periods", 0)
    return [str(getattr(condition, "each", 0)) if met else "0"] * periods


def panel_file(
    folder: Path,
    names: Sequence[str] = NAMES[:3],
    *,
    annex: int = 2,
    rehearsal: bool = False,
    rules: str = "",
    platform: str = "某某运营服务平台",
    certificates: Mapping[int, str] | None = None,
    facts: str | None = None,
) -> Path:
    """A PANEL.toml; the first of `names` takes the chair; `certificates` by seat number."""
    experts = ""
    for number, name in enumerate(names, start=1):
        experts += f'[[experts]]\nname = "{name}"\nunit = "某大学"\ntitle = "教授"\n'
        experts += "chair = true\n" if number == 1 else ""
        known = (certificates or {}).get(number)
        experts += f'certificate = "{known}"\n' if known else ""
    text = PANEL.format(
        annex=annex,
        rehearsal=str(rehearsal).lower(),
        platform=platform,
        category=rubric(annex).category or "运营服务类",
        experts=experts,
        rules=rules,
        facts=(FACTS if annex == 2 else "") if facts is None else facts,
    )
    file = folder / f"{platform}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def scored(core: Core, brief: bytes, seat: str | None = None, **changes: object) -> tuple[Sheet, Submitted]:
    """An expert opens a brief, declares, scores everything and signs."""
    sheet = core.scoring.declare(core.scoring.open(brief, seat))
    sheet = core.scoring.fill(sheet, full_marks(sheet.brief.rubric.annex, **changes))
    return sheet, core.scoring.submit(sheet)


def revised(core: Core, name: str, code: str = "after_deliberation", **changes: object) -> Submitted:
    """An expert revises a signed sheet and signs again."""
    sheet = core.scoring.revise(core.scoring.load(name), code, "合议后复核了名册")
    sheet = core.scoring.fill(sheet, full_marks(sheet.brief.rubric.annex, **changes))
    return core.scoring.submit(sheet)


def bind_all(core: Core, panel: str, sheets: Sequence[SignedSheet]) -> None:
    """The desk types the 校验码 that each expert reads out."""
    for sheet in sheets:
        core.settling.bind(panel, sheet.seat, check_code(sheet.digest))


# ---- worlds, built once a run --------------------------------------------------------------------------


@kept
def issued() -> World:
    """A desk and three experts with identities, one brief of three open seats, on the stick."""
    world = World(shelf.shelf() / "issued")
    world.stick.mkdir(parents=True)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    for number, name in enumerate(NAMES[:3], start=1):
        world.new_laptop(f"E{number}", name)
    with world.laptop("desk") as desk:
        world.panel = desk.panels.new(panel_file(world.root)).name
        desk.panels.issue(world.panel, world.stick / "brief.pdf")
    return world


@kept
def submitted() -> World:
    """As `issued`, with three signed sheets on the stick; E3 finds the staff short."""
    world = issued().copy(shelf.shelf() / "submitted")
    for number in (1, 2, 3):
        with world.laptop(f"E{number}") as core:
            staff = short(STAFF) if number == 3 else full_marks(2)[STAFF]
            sheet, paper = scored(core, world.file("stick/brief.pdf"), c2_1_3_1=staff)
            core.scoring.hand_over(sheet.id, paper, world.stick / f"E{number}.pdf")
    return world


@kept
def settled() -> World:
    """As `submitted`, collected, bound, the survey supplied, the dispute determined: ready to be sealed."""
    world = submitted().copy(shelf.shelf() / "settled")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        bind_all(desk, world.panel, list(desk.panels.load(world.panel).panel.sheets.values()))
        desk.settling.supply(world.panel, SURVEY, {"value": "89.96"}, "佐证 12")
        desk.settling.determine(world.panel, STAFF, "对照社保名册复核")
        desk.settling.opinion(world.panel, "平台运行良好，建议合格。")
    return world


@kept
def sealed() -> World:
    """As `settled`, with the record sealed by the desk: sealed.pdf."""
    world = settled().copy(shelf.shelf() / "sealed")
    with world.laptop("desk") as desk:
        desk.records.seal(world.panel, world.root / "sealed.pdf")
    return world


@kept
def signed() -> World:
    """As `sealed`, signed by the chair and taken back: record.pdf. A bureau that trusts nobody yet."""
    world = sealed().copy(shelf.shelf() / "signed")
    with world.laptop("E1") as chair:
        chair.signing.sign(world.file("sealed.pdf"), world.root / "record.pdf")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / "record.pdf"])
    world.new_laptop("bureau", "局")
    with world.laptop("bureau") as bureau:
        # From here on the record's papers are known by their digest.
        bureau.verification.verify([world.root / "record.pdf"])
    return world


def fresh_judge() -> None:
    """Ends the judging children that the laptops share: the next ones have seen nothing yet."""
    _judge().close()


def clear_worlds() -> None:
    """Ends the judging children, and takes worlds off the disk that no run of tests shares."""
    fresh_judge()
    shelf.clear()


__all__ = [
    "FACTS", "INSIDE", "NAMES", "NOON", "PROGRAM", "STAFF", "SURVEY", "Clock", "World", "bind_all",
    "clear_worlds", "full_marks", "issued", "kept", "panel_file", "revised", "rubric", "scored",
    "sealed", "settled", "short", "signed", "submitted",
]  # fmt: skip
