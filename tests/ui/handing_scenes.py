"""移交, 认定排序 and 验证 in their states, for tests/ui/pictures.py; the worlds are real."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from app.domain.canonical import check_code
from app.pdf.papers import render_sheet
from app.services.packages import Extra
from app.ui.home_page import HomePage
from app.ui.organiser.package_page import PackagePage, RoundPackagePage, RoundPrintPage
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.ranking_page import RankingPage
from app.ui.organiser.ranking_sign_page import RankingSignPage
from app.ui.pages import Page
from app.ui.verify_page import VerifyPage
from app.ui.verify_trust_page import TrustPage
from tests import ranked_worlds, workspaces
from tests.services.forgery import certified, judged, signer_of
from tests.ui.day_scenes import settle
from tests.ui.desk_scenes import DeskScene, desk_of, watching
from tests.workspaces import World, panel_file


def handing_scenes(folder: Path) -> Iterator[DeskScene]:
    """The worlds are copied below `folder`."""
    yield from _packages(workspaces.signed().copy(folder / "handing"))
    yield from _rankings(ranked_worlds.complete().copy(folder / "ranking"))
    yield from _verified(workspaces.signed().copy(folder / "verifying"))


def _packages(world: World) -> Iterator[DeskScene]:
    with world.laptop("desk") as core:
        for annex, platform in ((3, "商标品牌服务平台"), (4, "专利导航服务平台")):
            core.panels.issue(
                core.panels.new(panel_file(world.root, annex=annex, platform=platform)).name,
                world.root / f"{annex}.pdf",
            )
    desk, stick, none = desk_of(world), world.root / "KINGSTON", watching()
    stick.mkdir()
    watch = watching(stick)
    watch.writable = (stick,)
    yield "handover-no-stick", lambda _d, _p: PackagePage(PanelSession(desk, world.panel), none), settle
    yield "handover-round", lambda _d, _p: RoundPackagePage(desk, watch), settle
    yield "print-round", lambda _d, _p: RoundPrintPage(desk, none), settle
    yield "handover-written", lambda _d, _p: PackagePage(PanelSession(desk, world.panel), watch), written


def _rankings(world: World) -> Iterator[DeskScene]:
    desk, none, sealed = desk_of(world), watching(), ranked_worlds.ranked()
    stick = world.root / "KINGSTON"
    stick.mkdir()
    yield "ranking-tie", lambda _d, _p: RankingPage(desk, none), settle
    yield "ranking-decided", lambda _d, _p: RankingPage(desk, none), decided
    other = sealed.copy(world.root.parent / "sealed")
    keeper, chair = desk_of(other), desk_of(other, "E1")
    yield "ranking-sealed", lambda _d, _p: RankingPage(keeper, watching(stick)), settle
    paper = other.root / "ranking.pdf"
    yield (
        "ranking-sign",
        lambda _d, _p: RankingSignPage(chair, none, paper, paper.read_bytes()),
        settle,
    )
    late = ranked_worlds.complete().copy(world.root.parent / "late")
    with late.laptop("desk") as core:
        core.panels.new(panel_file(late.root, annex=1, platform="粤港澳大湾区知识产权运营平台"))
    waiting = desk_of(late)
    yield "ranking-awaits", lambda _d, _p: RankingPage(waiting, none), settle


def _verified(world: World) -> Iterator[DeskScene]:
    package, other = world.root / "移交包", of_other_version(world)
    with world.laptop("desk") as core:
        core.packages.make([world.panel], package, [Extra("评审结果.xlsx", b"numbers", "workbook")])
        code, me = check_code(core.panels.load(world.panel).panel.sealed), core.identities.me()
    fresh, bureau = desk_of(world, "new-bureau"), desk_of(world, "bureau")
    bureau.core.identities.trust(me.certificate, me.code)
    yield "verify-package-unknown", lambda _d, _p: VerifyPage(fresh, [package]), settle
    yield "verify-package", lambda _d, _p: VerifyPage(bureau, [package]), settle
    yield "verify-code", lambda _d, _p: VerifyPage(bureau, [world.root / "record.pdf"]), typed(code)
    papers = [world.stick / "brief.pdf", other]
    yield "verify-sides", lambda _d, _p: VerifyPage(bureau, papers), compared
    yield "trust-list", lambda _d, _p: TrustPage(bureau), settle
    yield "home-bureau", lambda _d, _p: HomePage(bureau, watching(), shared=False), settle


def of_other_version(world: World, laptop: str = "E2") -> Path:
    """The laptop's sheet under a page that another version laid out: its file."""
    brief = judged(world.file("stick/brief.pdf")).brief
    with world.laptop(laptop) as core:
        submitted = core.scoring.signed(core.scoring.load(core.scoring.names()[0]))
    assert brief is not None and submitted is not None
    paper = replace(submitted.sheet, header=replace(submitted.sheet.header, program="zhiping 99.0"))
    pdf = render_sheet(paper, replace(brief, platform=replace(brief.platform, name="别的排法")))
    out = world.root / "other.pdf"
    out.write_bytes(certified(pdf, signer_of(world, laptop), field="expert", permission=1, name=paper.name))
    return out


def written(page: Page) -> None:
    """The package was written."""
    assert isinstance(page, PackagePage)
    settle(page)
    page.inside.write.click()
    settle(page)


def decided(page: Page) -> None:
    """The tie decided, one recommended."""
    assert isinstance(page, RankingPage)
    settle(page)
    rankings = page.desk.core.rankings
    if page.look is not None and not page.look.state.decisions:
        (group,) = page.view.decides.values()
        rankings.decide(ranked_worlds.CATEGORY, group.group.panels, "服务面更广，专家组一致同意。")
        rankings.recommend(ranked_worlds.CATEGORY, group.group.panels[:1])
    page.refresh()
    settle(page)


def typed(code: str) -> Callable[[Page], None]:
    """A code typed from paper."""

    def then(page: Page) -> None:
        assert isinstance(page, VerifyPage)
        settle(page)
        page.code.field.on_edited(code)
        settle(page)

    return then


def compared(page: Page) -> None:
    """The two sides of a doubtful page."""
    assert isinstance(page, VerifyPage)
    settle(page)
    next(each for each in page.cards if each.report.file.name == "other.pdf").on_compare()
    settle(page)
