"""准备新一轮 and its workbook at the end: one file in, all panels of a round; all panels, one file out.

What the sheets look like and say is round_template's, round_reading's and round_results'.
"""

from collections.abc import Callable, Sequence
from functools import partial
from os.path import lexists
from pathlib import Path

from app.domain.act_refusals import NotIssuedError, PanelVoidError
from app.domain.acts import require_open
from app.domain.panel import Panel
from app.domain.record import SurveyAwaitedError
from app.domain.rubric import Rubric
from app.errors import RefusedError
from app.office.envelope import WorkbookTooLargeError, WorkbookUnreadableError
from app.office.reading import read
from app.office.values import Sheet
from app.office.writing import write
from app.pdf.judging import Judge, JudgedTooLongError
from app.pdf.refusals import NotOursError
from app.services.cross_notes import Told
from app.services.issuing import brief_file
from app.services.panel_file import PanelPlan
from app.services.panel_opening import OpenedBrief, OpeningJob
from app.services.panels import DeskPanel, Panels
from app.services.round_form import MOST_PLATFORMS
from app.services.round_reading import Checked, read_round
from app.services.round_results import results_book
from app.services.round_template import round_template
from app.services.sticks import NotWrittenFault, read_one, write_out
from app.services.templates import TemplateExistsError
from app.services.workspace import Workspace

Progress = Callable[[int, str], None]


class RoundProblemsError(RefusedError):
    """The workbook has problems: no panel is made."""

    field_names = ("problems",)


class RoundExistsError(RefusedError):
    """This desk already has panels for these platforms over the same 考核期."""

    field_names = ("platforms",)


class RoundSizeError(RefusedError):
    """No platform, or more than one workbook takes."""

    field_names = ("most",)


class RoundMixedError(RefusedError):
    """Rehearsals and official panels do not share a workbook."""


def write_round_template(path: Path, rubrics: Sequence[Rubric]) -> None:
    """Writes a workbook to be filled in for platforms judged by `rubrics`, to a new file.

    TemplateExistsError, RoundSizeError, NotWrittenFault.
    """
    if lexists(path):
        raise TemplateExistsError(path=str(path))
    if not 1 <= len(rubrics) <= MOST_PLATFORMS:
        raise RoundSizeError(most=MOST_PLATFORMS)
    write_out(path, write(round_template(rubrics)))


class Rounds:
    """A round: many panels of one desk, prepared and handed over together."""

    def __init__(self, workspace: Workspace, panels: Panels, judge: Judge) -> None:
        self._workspace = workspace
        self._panels = panels
        self._judge = judge

    def check(self, path: Path) -> Checked:
        """What a filled-in workbook says: plans, or every problem; nothing is written.

        The refusals of `office.envelope` and `sticks`, JudgedTooLongError.
        """
        return self.noted(self.reading(path)())

    def reading(self, path: Path) -> Callable[[], Checked]:
        """What reads a filled-in workbook on any thread; `noted` on the main thread then says the rest."""
        return lambda: read_round(self._sheets(path), self._workspace.rubrics, path.parent)

    def noted(self, found: Checked) -> Checked:
        """What was read, with a note about the platforms that have a panel here already."""
        again = self._there_already(found.plans)
        notes = (Told("round_note_exists", {"platforms": "、".join(again)}),) if again else ()
        return Checked(found.plans, found.problems, (*notes, *found.notes))

    def open_all(self, checked: Checked, *, again: bool = False) -> tuple[Panel, ...]:
        """Prepares every panel of a checked workbook in one transaction, numbered in order of its rows.

        RoundProblemsError; RoundExistsError for platforms that have a panel over this 考核期 at this desk,
        unless `again`; IdentityMissingError. Nothing was written then.
        """
        return self._panels.keep_opened(self.prepare_open(checked, again=again)())

    def prepare_open(self, checked: Checked, *, again: bool = False) -> OpeningJob:
        """What makes the briefs of a checked round on any thread; the refusals of `open_all`."""
        if checked.problems:
            raise RoundProblemsError(problems=len(checked.problems))
        there = self._there_already(checked.plans)
        if there and not again:
            raise RoundExistsError(platforms="、".join(there))
        return self._panels.prepare_open(checked.plans)

    def keep_opened(self, made: Sequence[OpenedBrief]) -> tuple[Panel, ...]:
        """Keeps what the job made, on the main thread: all of it or nothing. StaleError."""
        return self._panels.keep_opened(made)

    def issue_all(self, names: Sequence[str], folder: Path, progress: Progress | None = None) -> list[Path]:
        """Signs the briefs of panels and writes them to a folder, which is made if need be; the files.

        PanelUnknownError and PanelVoidError before the first is signed; else as `Panels.issue`: what is
        written stays, and the same call again writes the rest.
        """
        panels = [self._panels.load(name).panel for name in dict.fromkeys(names)]
        for panel in panels:
            if panel.void:
                raise PanelVoidError
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWrittenFault(path=str(folder), reason=error.strerror or type(error).__name__) from error
        written: list[Path] = []
        for number, panel in enumerate(panels, start=1):
            if progress is not None:
                progress(number, panel.name)
            file = folder / brief_file(panel)
            self._panels.issue(panel.name, file)
            written.append(file)
        return written

    def workbook(self, names: Sequence[str], out: Path) -> None:
        """Writes the results of panels whose scores are open to one workbook.

        The refusals of `results`, NotWrittenFault.
        """
        write_out(out, self.results(names)())

    def results(self, names: Sequence[str]) -> Callable[[], bytes]:
        """The workbook of these panels' results, to be made on any thread.

        SeatsUnsettledError and its kin for a panel that is not settled; RoundMixedError.
        """
        desks = [self._panels.load(name) for name in dict.fromkeys(names)]
        for each in desks:
            _require_settled(each.panel)
        if len({each.panel.brief.header.rehearsal for each in desks}) > 1:
            raise RoundMixedError
        return partial(_results, tuple(desks))

    def _sheets(self, path: Path) -> tuple[Sheet, ...]:
        """A workbook's sheets, read in the child process that judges foreign bytes."""
        data = read_one(path)
        try:
            return self._judge.judge(data, partial(read, name=path.name))
        except JudgedTooLongError:
            raise
        except NotOursError as error:
            # The child ended without an answer of ours: no memory, or a crash in a library.
            if error.fields["why"] == "too_large":
                raise WorkbookTooLargeError(file=path.name) from error
            raise WorkbookUnreadableError(file=path.name) from error

    def _there_already(self, plans: Sequence[PanelPlan]) -> tuple[str, ...]:
        """The platforms of `plans` that have a panel here: same table, same 考核期, same mode, not void."""
        known = set()
        for name in self._panels.names() if plans else ():
            panel = self._panels.load(name).panel
            if not panel.void:
                brief = panel.brief
                known.add((brief.header.rehearsal, brief.rubric.id, brief.platform.name, brief.period))
        return tuple(
            each.platform.name
            for each in plans
            if (each.rehearsal, each.rubric.id, each.platform.name, each.period) in known
        )


def _results(desks: Sequence[DeskPanel]) -> bytes:
    return write(results_book([each.findings for each in desks]))


def _require_settled(panel: Panel) -> None:
    if panel.void:
        raise PanelVoidError
    if not panel.issued:
        raise NotIssuedError
    require_open(panel)
    for criterion in panel.awaiting_supply:
        raise SurveyAwaitedError(criterion=criterion)
