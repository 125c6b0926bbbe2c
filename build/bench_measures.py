"""The measurements of bench.py, run in the environment's interpreter: one line each, ours against a floor."""

import gc
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from app.bootstrap import PROGRAM
from app.domain.canonical import Json, check_code
from app.domain.entries import Draft, Entry, following
from app.domain.findings import read_assessment
from app.domain.record import find
from app.domain.signer import Signer, signature_lines
from app.pdf import papers
from app.pdf.proven import PROVEN
from app.pdf.signing import certify
from app.services.appraisal import Known, appraise
from app.services.core import Core
from app.store.database import open_database
from bench_floors import BareEntries, Recorder, bare_sign, raw_commit, validate
from tests.workspaces import NAMES, SURVEY, World, fresh_judge, panel_file, scored

QUICK = "--quick" in sys.argv
SCORES = 200 if QUICK else 1000
ROUNDS = 3 if QUICK else 7
EXPERTS = 3 if QUICK else 9
PANELS, SEATS = (2, 3) if QUICK else (7, 5)
PEOPLE = (*NAMES, "孙浩", "周敏", "吴桐", "郑朗")


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The fastest of some rounds, in seconds; printed codes are made anew in each, as in a fresh program."""
    found = []
    for _ in range(rounds):
        _forget()
        gc.collect()
        started = time.perf_counter()
        act()
        found.append(time.perf_counter() - started)
    return min(found)


def line(name: str, ours: float, floor: float) -> None:
    """One row of the table, times in milliseconds."""
    print(
        f"{ours / floor:5.2f}×   floor {floor * 1e3:10.3f} ms   ours {ours * 1e3:10.3f} ms   {name}",
        flush=True,
    )


def main() -> None:
    """All measurements, over a world of real workspaces in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        world = _prepared(World(Path(folder)))
        enter_score(world)
        seal_and_verify(world)
        import_sheets(world)


def enter_score(world: World) -> None:
    """A score through Scoring.enter; a raw commit of the same rows with the same pragmas and triggers; that
    commit and the bare library calls that an entry cannot do without."""
    with world.laptop("E1") as core:
        sheet = core.scoring.load(core.scoring.names()[0])
        criterion = sheet.brief.rubric.criteria[0]
        answers: tuple[dict[str, Json], ...] = (
            {"conditions": [True, True]},
            {"conditions": [True, False], "remark": "经查，办公设备不足。"},
        )
        assessments = [read_assessment(criterion, each) for each in answers]
        sheet = core.scoring.revise(sheet, "slip", "测速")
        raw, spelled = (open_database(world.root / f"{name}.sqlite") for name in ("raw", "spelled"))
        bare = BareEntries(spelled._connection.execute, criterion.id)
        ours, floor, least = [], [], []
        # Made beforehand: each of the three begins right after another's flush, as cold as the others.
        for at, entry in enumerate(_chain(criterion.id, answers)):
            floor.append(_timed(partial(raw_commit, raw._connection.execute, entry)))
            least.append(_timed(partial(bare.enter, answers[at % 2])))
            started = time.perf_counter()
            sheet = core.scoring.enter(sheet, criterion.id, assessments[at % 2])
            ours.append(time.perf_counter() - started)
        raw.close()
        spelled.close()
    took = statistics.median(ours[50:])
    line("录入一个评分，对照同样数据的一次 SQLite 提交（中位数）", took, statistics.median(floor[50:]))
    line(
        "同上，对照提交和少不了的库调用（JSON、SHA-256、时钟、随机数）",
        took,
        statistics.median(least[50:]),
    )


def _chain(criterion: str, answers: Sequence[Mapping[str, Json]]) -> list[Entry]:
    """The entries of the floor, as `Scoring.enter` would make them."""
    made: list[Entry] = []
    for at in range(SCORES + 50):
        body = Draft("Scored", 1, {"criterion": criterion, "assessment": answers[at % 2]})
        head = made[-1] if made else None
        made.append(following(head, "sheet/raw", body, "2026-11-22T14:31:05+08:00", secrets.token_hex(16)))
        _ = (made[-1].body_digest, made[-1].digest)
    return made


def seal_and_verify(world: World) -> None:
    """A whole record: rendered, certified and self-verified at the desk; then judged from nothing."""
    with world.laptop("desk") as desk:
        data = desk.records.seal(world.panel, world.root / "record.pdf").data
        _seal(desk, world, data)
        _verify(desk, data)


def _seal(desk: Core, world: World, data: bytes) -> None:
    found, known = find(desk.panels.load(world.panel).panel), desk.records._known()
    sealed = appraise(data, Known(), PROGRAM)
    assert sealed.record is not None and sealed.is_sound
    record, files, signer = sealed.record, sealed.files, desk.identities.signer()
    name, time_signed = desk.identities.me().name, world.clock()

    def make() -> None:
        rendered = papers.render_record(record, found, files)
        made = _certified(rendered, signer, time_signed, name)
        assert appraise(made, known, PROGRAM).is_sound

    rendered = papers.render_record(record, found, files)
    bare = partial(bare_sign, rendered, signer)
    line(f"排版、封存、自验 {EXPERTS} 人汇总记录", best(make), _floor(make, bare, partial(validate, data)))


def _verify(desk: Core, data: bytes) -> None:
    files = appraise(data, Known(), PROGRAM).files
    judge = partial(appraise, data, Known(), PROGRAM)
    floor = _floor(judge, *(partial(validate, one) for one in (data, *files.values())))
    line(f"验证 {EXPERTS} 人汇总记录，含附件与页面重排", best(judge), floor)
    again = partial(appraise, data, desk.records._known(), PROGRAM)
    line("再验同一份（附件已知）", best(again), _floor(again, partial(validate, data)))


def _floor(act: Callable[[], object], *bare: Callable[[], object]) -> float:
    """What the libraries alone need for `act`: drawing the same, `bare`, and the codes."""
    _forget()
    with Recorder() as asked:
        act()
    codes = _codes(act)
    return best(lambda: _each(asked.again, *bare)) + codes


def import_sheets(world: World) -> None:
    """A stick with a whole round's sheets through Collecting, the judging child included."""
    stick = world.root / "round"
    sheets = sorted(stick.glob("*.pdf"))
    with world.laptop("desk") as desk:
        briefs = {name: desk.panels.load(name).panel.brief for name in desk.panels.names()}
        known = Known(briefs={each.digest: each.payload for each in briefs.values()})
        datas = [sheet.read_bytes() for sheet in sheets]
        _forget()
        with Recorder() as asked:
            for data in datas:
                appraise(data, known, PROGRAM)
        codes = _codes(lambda: [appraise(data, known, PROGRAM) for data in datas])
        raw = open_database(world.root / "raw2.sqlite")
        execute = raw._connection.execute
        chain: list[Entry] = []
        for _ in datas:
            body = Draft("SheetReceived", 1, {"seat": "E1", "sheet": "0" * 64, "certificate": "0" * 64})
            head = chain[-1] if chain else None
            chain.append(
                following(head, "panel/raw", body, "2026-11-22T14:31:05+08:00", secrets.token_hex(16))
            )

        def bare() -> None:
            asked.again()
            for data in datas:
                validate(data)

        floor = best(bare, 2) + codes + sum(_timed(partial(raw_commit, execute, each)) for each in chain)
        raw.close()
    with tempfile.TemporaryDirectory() as folder:
        ours = min(_collected(world.copy(Path(folder) / str(at)), stick) for at in range(2))
    line(f"收取 {len(datas)} 份评分表", ours, floor)


def _collected(world: World, stick: Path) -> float:
    """How long a desk takes that has none of the sheets on the stick yet, in seconds."""
    fresh_judge()
    with world.laptop("desk") as desk:
        desk.collecting.collect([stick.parent / "record.pdf"])  # the judging child is up
        _forget()
        gc.collect()
        started = time.perf_counter()
        outcomes = desk.collecting.collect([stick])
        took = time.perf_counter() - started
        assert all(each.outcome == "accepted" for each in outcomes), outcomes
    return took


def _certified(rendered: bytes, signer: Signer, when: datetime, name: str) -> bytes:
    """Our certification of a record."""
    return certify(
        rendered, field="seal", signer=signer, time=when, reason="汇总席制表", permission=2,
        lines=signature_lines(name, when, signer.digest),
    )  # fmt: skip


def _forget() -> None:
    """As in a fresh process: no code is known, nothing was found right."""
    check_code.cache_clear()
    PROVEN.clear()


def _codes(act: Callable[[], object]) -> float:
    """What scrypt alone needs for the codes that `act` prints."""
    _forget()
    act()
    count = check_code.cache_info().currsize
    _forget()
    return _timed(lambda: [check_code(f"{at:064x}") for at in range(count)])


def _each(*acts: Callable[[], object]) -> None:
    for act in acts:
        act()


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _prepared(world: World) -> World:
    """One big panel, settled; and a round of panels whose sheets wait on a stick."""
    (world.root / "round").mkdir()
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    keys = {at: world.new_laptop(f"E{at}", name) for at, name in enumerate(PEOPLE, start=1)}
    with world.laptop("desk") as desk:
        briefs = [_brief(desk, world, "大平台", EXPERTS, keys)]
        briefs += [_brief(desk, world, f"平台{at}", SEATS, keys) for at in range(1, PANELS + 1)]
    for number in range(1, EXPERTS + 1):
        with world.laptop(f"E{number}") as core:
            for at, brief in enumerate(briefs):
                if at and number > SEATS:
                    continue
                sheet, paper = scored(core, brief)
                folder = world.root / "round" if at else world.stick
                folder.mkdir(exist_ok=True)
                (folder / f"{sheet.id}.pdf").write_bytes(paper.data)
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        desk.settling.supply(world.panel, SURVEY, {"value": "92"}, "佐证 1")
    return world


def _brief(desk: Core, world: World, platform: str, seats: int, keys: dict[int, str]) -> bytes:
    certificates = {at: keys[at] for at in range(1, seats + 1)}
    file = panel_file(world.root, PEOPLE[:seats], platform=platform, certificates=certificates)
    name = desk.panels.new(file).name
    world.panel = world.panel or name
    return desk.panels.issue(name, world.root / f"{platform}.pdf")


if __name__ == "__main__":
    main()
