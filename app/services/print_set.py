"""打印件: everything of a round that is printed and signed in ink, in one PDF.

For each operator a page of facts by itself, which never has a name or a score.
"""

from collections.abc import Sequence
from pathlib import Path

from app.domain.act_refusals import NotIssuedError
from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.record import Findings, Record, find, read_record
from app.domain.signed_sheet import CHANGE_WORDS, SignedSheet
from app.pdf import print_set_pages as pages
from app.pdf.print_set import Group, Part, assemble, drawn
from app.services.appraised import Known
from app.services.kept_papers import KeptPapers
from app.services.lookup_differences import sheet_differences
from app.services.panels import DeskPanel, Panels, PanelUnknownError
from app.services.sticks import NotWrittenFault, write_out
from app.services.workspace import Workspace

TITLE = "打印件"


@frozen
class Printing:
    """One panel as it is to be printed; `record` is None before sealing."""

    findings: Findings
    record: Record | None
    record_file: bytes
    sheets: tuple[tuple[SignedSheet, bytes], ...]


@frozen
class PrintSet:
    """The whole set, for the panel and the commissioning side; `facts` by panel, for the operators."""

    data: bytes
    facts: tuple[tuple[str, bytes], ...]
    parts: tuple[str, ...]


@frozen
class PrintJob:
    """Lays out a print set from what was read; to be called on any thread."""

    panels: tuple[Printing, ...]

    def __call__(self) -> PrintSet:
        """MissingGlyphsError, where a name has a character that the typeface lacks."""
        groups = tuple(_group(each) for each in self.panels)
        facts = tuple((each.findings.panel.name, _facts_alone(each.findings.panel)) for each in self.panels)
        parts = tuple(dict.fromkeys(part.title for group in groups for part in group.parts))
        return PrintSet(assemble(groups, TITLE), facts, parts)


class PrintSets:
    """Print sets of this desk's panels."""

    def __init__(self, workspace: Workspace, panels: Panels, papers: KeptPapers) -> None:
        self._workspace = workspace
        self._panels = panels
        self._papers = papers

    def make(self, names: Sequence[str], out: Path) -> tuple[PrintSet, tuple[Path, ...]]:
        """The set of these panels to `out`, and beside it one page of facts for each operator.

        PanelUnknownError, NotIssuedError, MissingGlyphsError, NotWrittenFault.
        """
        made = self.prepare(names)()
        return made, write_print_set(made, out)

    def prepare(self, names: Sequence[str]) -> PrintJob:
        """Reads what is printed. Scores only of panels that are open; the record once it is sealed."""
        desks = [self._panels.load(name) for name in dict.fromkeys(names)]
        if not desks:
            raise PanelUnknownError(panel="")
        return PrintJob(tuple(self._printing(desk) for desk in desks))

    def _printing(self, desk: DeskPanel) -> Printing:
        panel = desk.panel
        if not panel.issued:
            raise NotIssuedError
        found = find(panel)
        if not panel.sealed:
            return Printing(found, None, b"", self._sheets(panel) if panel.is_open else ())
        paper = self._papers.paper(panel.sealed)
        known = Known(files=self._workspace.papers.remembered(self._workspace.program))
        record = read_record(self._papers.payload(paper, known), panel.brief)
        return Printing(found, record, paper.data, self._sheets(panel))

    def _sheets(self, panel: Panel) -> tuple[tuple[SignedSheet, bytes], ...]:
        """The sheet that stands for each place, recusals too."""
        standing = [sheet for place in panel.places if (sheet := panel.current(place)) is not None]
        return tuple((sheet, self._papers.paper(sheet.digest).data) for sheet in standing)


def write_facts(made: PrintSet, folder: Path) -> tuple[Path, ...]:
    """Writes each operator's page of facts alone, into a folder that is made if need be; the paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWrittenFault(path=str(folder), reason=error.strerror or type(error).__name__) from error
    written = [(folder / f"{pages.FACTS} {name}.pdf", data) for name, data in made.facts]
    for path, data in written:
        write_out(path, data)
    return tuple(path for path, _ in written)


def write_print_set(made: PrintSet, out: Path) -> tuple[Path, ...]:
    """Writes the set and, beside it under names of ours, each operator's facts; the paths in that order."""
    beside = [out.with_name(f"{out.stem} {pages.FACTS} {name}.pdf") for name, _ in made.facts]
    write_out(out, made.data)
    for path, (_, data) in zip(beside, made.facts, strict=True):
        write_out(path, data)
    return (out, *beside)


def _group(each: Printing) -> Group:
    panel = each.findings.panel
    return Group(f"{panel.brief.platform.name} {panel.name}", (*_before(panel), *_after(each)))


def _before(panel: Panel) -> list[Part]:
    """What is signed whatever comes out."""
    brief = panel.brief
    return [
        _own(brief, pages.ATTENDANCE, panel),
        _own(brief, pages.PROMISES, panel),
        _own(brief, pages.RULES, panel),
        _own(brief, pages.FACTS, panel),
    ]


def _own(brief: Brief, kind: str, panel: Panel) -> Part:
    flow = {
        pages.ATTENDANCE: lambda: pages.attendance(panel),
        pages.PROMISES: lambda: pages.promises(panel),
        pages.RULES: lambda: pages.rules(brief),
        pages.FACTS: lambda: pages.facts(panel),
    }[kind]()
    return drawn(kind, flow, pages.brief_frame(brief, kind, internal=kind != pages.FACTS))


def _facts_alone(panel: Panel) -> bytes:
    part = _own(panel.brief, pages.FACTS, panel)
    return assemble([Group(part.title, (part,))], f"{pages.FACTS} {panel.name}")


def _after(each: Printing) -> list[Part]:
    """Sheets as signed; the record, its corrections and the opinion once it is sealed."""
    parts = [
        Part(
            f"{'回避声明' if sheet.recused else '个人评分表'} {sheet.name}（{sheet.seat}）", data, copied=True
        )
        for sheet, data in each.sheets
    ]
    if each.record is None:
        return parts
    found, brief = each.findings, each.findings.panel.brief
    parts.append(Part("汇总表", each.record_file, copied=True))
    listed = _corrections(found.panel)
    if listed or found.panel.reopened:
        frame = pages.record_frame(each.record, brief, pages.CORRECTIONS)
        parts.append(drawn(pages.CORRECTIONS, pages.corrections(found, listed), frame))
    frame = pages.record_frame(each.record, brief, pages.OPINION)
    parts.append(drawn(pages.OPINION, pages.opinion(found), frame))
    return parts


def _corrections(panel: Panel) -> list[pages.Correction]:
    """Every revision of every sheet with what it changed against the one before."""
    found: list[pages.Correction] = []
    for place in panel.places:
        sheets = [panel.sheets[digest] for digest in place.received]
        for sheet in sorted(sheets, key=lambda each: each.header.revision):
            if sheet.change is None:
                continue
            before = max(
                (each for each in sheets if each.digest in sheet.header.replaces),
                key=lambda each: each.header.revision,
                default=None,
            )
            told = sheet_differences(before, sheet, panel.brief) if before else ()
            earlier = f"第{before.header.revision}版 → " if before else ""
            found.append(
                pages.Correction(
                    seat=place.seat,
                    name=place.name,
                    revisions=f"{earlier}第{sheet.header.revision}版",
                    time=sheet.signed,
                    reason=f"{CHANGE_WORDS[sheet.change.code]}：{sheet.change.note}",
                    changes=tuple((each.place, each.before, each.after) for each in told),
                )
            )
    return found
