"""Paper through the terminal: forms printed, accounted for, keyed in, refused; each answer one JSON value."""

import json
from pathlib import Path

import pytest

from app.domain.canonical import Json
from tests.cli.driver import Answer, Terminal, listed
from tests.cli.test_story import NAMES, TABLE, findings
from tests.pdf.scan_samples import a_photo, a_picture

PANEL = """
rubric = "huangpu-2022/annex-2"
rehearsal = true
date = 2026-11-24
period = { from = 2025-06-08, to = 2026-06-07 }
[platform]
name = "某某平台"
category = "运营服务类"
operator = "某某公司"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, str]:
    """A desk with an issued brief, two pages of paper beside it; each keying has a seat of its own."""
    zhiping = Terminal(tmp_path_factory.mktemp("paper"))
    zhiping("identity", "new", "--name", "林秘书", "--unit", "某某会议公司", at="desk")
    zhiping("identity", "export", zhiping.folder / "desk.pem", at="desk")
    experts = [
        f'[[experts]]\nname = "{name}"\nchair = {"true" if at == 0 else "false"}\n'
        for at, name in enumerate((*NAMES, "王伟", "赵敏"))
    ]
    file = zhiping.folder / "PANEL.toml"
    file.write_text(PANEL + "".join(experts), encoding="utf-8")
    panel = zhiping("panel", "new", file, at="desk").text("id")
    zhiping("panel", "brief", panel, "--out", zhiping.folder / "brief.pdf", at="desk")
    (zhiping.folder / "1.jpg").write_bytes(a_photo())
    (zhiping.folder / "2.png").write_bytes(a_picture("page 2"))
    return zhiping, panel


def printed(desk: tuple[Terminal, str], *more: str) -> list[str]:
    zhiping, panel = desk
    answer = zhiping("panel", "form", panel, "--out", zhiping.folder / "form.pdf", *more, at="desk")
    assert answer.code == 0 and answer["rehearsal"] is True
    assert (zhiping.folder / "form.pdf").read_bytes().startswith(b"%PDF-")
    return [str(each["number"]) for each in listed(answer["forms"])]


def key(desk: tuple[Terminal, str], number: str, *more: str, seat: str = "E2", total: str = "90") -> Answer:
    zhiping, panel = desk
    file = zhiping.write("typed.json", paper())
    scans = ("--scan", str(zhiping.folder / "1.jpg"), "--scan", str(zhiping.folder / "2.png"))
    given = ("--form", number, "--total", total, "--declared", "no-conflict", *scans, *more)
    return zhiping("panel", "key", panel, seat, file, *given, at="desk")


def paper() -> dict[str, Json]:
    """What stands on the paper: everything but the survey in order."""
    return {each: found for each, found in findings(0).items() if each in {c.id for c in TABLE.criteria}}


def total() -> str:
    """What it comes to."""
    return str(sum(int(each.points) for each in TABLE.criteria) - 10)


def test_forms_are_printed_for_one_for_each_or_for_nobody_and_listed(desk: tuple[Terminal, str]) -> None:
    zhiping, panel = desk
    [one] = printed(desk)
    two = printed(desk, "--expert", "E1", "--expert", "E3")
    each = printed(desk, "--each")
    assert len({one, *two, *each}) == 8
    void = zhiping("panel", "form-void", panel, two[0], "--reason", "打印坏了", at="desk")
    assert void.code == 0
    told = listed(zhiping("panel", "forms", panel, at="desk")["forms"])
    by_number = {str(form["number"]): form for form in told}
    assert by_number[one] == {"number": one, "seat": "", "state": "out", "keyed": "", "reason": ""}
    assert (by_number[two[0]]["state"], by_number[two[0]]["reason"]) == ("void", "打印坏了")
    plain = zhiping("panel", "forms", panel, at="desk", json=False)
    assert "作废：打印坏了" in plain.out and "未交回" in plain.out


def test_a_paper_is_keyed_in_corrected_and_told_as_such(desk: tuple[Terminal, str]) -> None:
    zhiping, panel = desk
    [number] = printed(desk, "--expert", "E2")
    template = zhiping.folder / "template.json"
    started = zhiping("panel", "key-template", panel, "E2", "--out", template, at="desk")
    assert started.code == 0 and "//" in json.loads(template.read_text(encoding="utf-8"))
    out = zhiping.folder / "keyed.pdf"
    spaced = f"{number[:4]} {number[4:]}"
    first = key(desk, spaced, "--declared-on", "2026-11-23", "--out", str(out), total=total())
    assert (first.code, first["form"], first["revision"], first["scans"]) == (0, number, 1, 2)
    assert (first["declared_on"], first["rehearsal"]) == ("2026-11-23", True)
    assert "total" not in first.out and "awards" not in first.out
    seat = next(each for each in listed(first["seats"]) if each["id"] == "E2")
    assert (seat["status"], seat["keyed"]) == ("counted", True)
    again = key(desk, number, total=total())
    assert (again.code, again.error["code"]) == (1, "keyed_already")
    half = key(desk, number, "--reason", "slip", total=total())
    assert (half.code, half.error["code"]) == (1, "reason_incomplete")
    second = key(desk, number, "--reason", "sum_wrong", "--note", "合计抄错", total=total())
    assert (second.code, second["revision"]) == (0, 2)
    status = zhiping("panel", "status", panel, at="desk", json=False)
    assert "（代录）" in status.out
    [report] = listed(zhiping("verify", out, zhiping.folder / "brief.pdf", "--trust",
                              zhiping.folder / "desk.pem", at="bureau").json)[:1]  # fmt: skip
    assert (report["kind"], report["verdict"]) == ("sheet", "valid")
    assert [each["code"] for each in listed(report["reservations"])] == ["keyed"]


def test_a_wrong_total_is_refused_without_a_number(desk: tuple[Terminal, str]) -> None:
    [number] = printed(desk, "--expert", "E3")
    wrong = key(desk, number, seat="E3", total="17")
    assert (wrong.code, set(wrong.error)) == (1, {"code", "sentence"})
    assert wrong.error["code"] == "control_total"
    assert "17" not in wrong.out and total() not in wrong.out


def test_a_recusal_on_paper_needs_its_reason_and_no_findings(desk: tuple[Terminal, str]) -> None:
    zhiping, panel = desk
    [number] = printed(desk, "--expert", "E5")
    given = ("--form", number, "--total", "0", "--declared", "recused", "--scan", zhiping.folder / "1.jpg")
    bare = zhiping("panel", "key", panel, "E5", *given, at="desk")
    assert (bare.code, bare.error["code"]) == (1, "reason_missing")
    told = zhiping("panel", "key", panel, "E5", *given, "--recusal", "有合作", at="desk")
    seat = next(each for each in listed(told["seats"]) if each["id"] == "E5")
    assert (told.code, seat["status"]) == (0, "recused")


@pytest.mark.parametrize(
    ("more", "code", "error"),
    [
        (("--form", "x"), 1, "form_number"),
        (("--form", "99999999"), 1, "form_unknown"),
        (("--scan", "none.png"), 1, "nothing_there"),
        (("--reason", "no such"), 64, "usage"),
        (("--declared", "perhaps"), 64, "usage"),
        (("--declared-on", "heute"), 1, "shape"),
        (("--total", "neunzig"), 1, "decimal_refused"),
    ],
)
def test_what_cannot_be_keyed_in_is_refused_by_name(
    desk: tuple[Terminal, str], more: tuple[str, ...], code: int, error: str
) -> None:
    [number] = printed(desk, "--expert", "E1")
    answer = key(desk, number, *more, seat="E1", total=total())
    assert (answer.code, answer.error["code"]) == (code, error)


def test_findings_are_needed_and_scans_too(desk: tuple[Terminal, str]) -> None:
    zhiping, panel = desk
    [number] = printed(desk, "--expert", "E1")
    given = ("--form", number, "--total", total(), "--declared", "no-conflict")
    bare = zhiping("panel", "key", panel, "E1", *given, at="desk")
    assert (bare.code, bare.error["code"]) == (1, "findings_missing")
    file = zhiping.write("typed.json", paper())
    blind = zhiping("panel", "key", panel, "E1", file, *given, at="desk")
    assert (blind.code, blind.error["code"]) == (1, "scan_missing")
    pdf = zhiping.folder / "scan.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    as_pdf = zhiping("panel", "key", panel, "E1", file, *given, "--scan", pdf, at="desk")
    assert (as_pdf.code, as_pdf.error["code"]) == (1, "scan_refused")
    assert "JPEG" in str(as_pdf.error["sentence"])


def test_the_opinion_on_paper_is_keyed_in_too(desk: tuple[Terminal, str], tmp_path: Path) -> None:
    zhiping, panel = desk
    [number] = printed(desk, "--expert", "E4")
    opinion = tmp_path / "opinion.txt"
    opinion.write_text("建议加强统计。\n", encoding="utf-8")
    assert key(desk, number, "--opinion", str(opinion), seat="E4", total=total()).code == 0
    template = zhiping.folder / "again.json"
    assert zhiping("panel", "key-template", panel, "E4", "--out", template, at="desk").code == 0
    typed = json.loads(template.read_text(encoding="utf-8"))
    assert typed["2.1.3.1"]["conditions"] == paper()["2.1.3.1"]["conditions"]  # type: ignore[call-overload,index]  # JSON
