"""Everything people can do in one workspace, each service made, and its module loaded, when it is first used.

An expert's window asks for three of them, and a window that loaded all twenty would show itself half a second
later: hence the imports inside functions.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.scoring import Scoring
from app.services.workspace import Workspace, panel_stream

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.rubric import Rubric
    from app.pdf.judging import Judge
    from app.services.closing import Closing
    from app.services.collecting import Collecting
    from app.services.forms import Forms
    from app.services.keying import Keying
    from app.services.lookup import Lookup
    from app.services.opening import Opening
    from app.services.packages import Packages
    from app.services.panels import Panels
    from app.services.print_set import PrintSets
    from app.services.ranking_sealing import RankingSealing
    from app.services.ranking_signing import RankingSigning
    from app.services.rankings import Rankings
    from app.services.record_signing import RecordSigning
    from app.services.records import Records
    from app.services.rounds import Rounds
    from app.services.selftest import SelfTest
    from app.services.settling import Settling
    from app.services.trust_list import TrustList
    from app.services.verification import Verification


class Core:
    """The services of one workspace, which share it and one judge; who opens both: bootstrap."""

    def __init__(self, workspace: Workspace, judge: "Callable[[], Judge]") -> None:
        self._workspace = workspace
        self._start_judge = judge
        self.identities = Identities(workspace)
        self._papers = KeptPapers(workspace, lambda: self._judge)
        self.scoring = Scoring(workspace, self.identities, self._papers)

    @cached_property
    def _judge(self) -> "Judge":
        return self._start_judge()

    @property
    def rubrics(self) -> "tuple[Rubric, ...]":
        """The scoring tables that came with the program."""
        return self._workspace.rubrics

    @property
    def has_panels(self) -> bool:
        """Whether this workspace is an organising desk's."""
        return bool(self._workspace.entries.streams(panel_stream("")))

    @property
    def kept_copy(self) -> "Path | None":
        """Where the workspace lies as an earlier version left it, brought forward just now; else None."""
        return self._workspace.kept_copy

    @cached_property
    def panels(self) -> "Panels":
        """What the desk knows of each panel."""
        from app.services.panels import Panels

        return Panels(self._workspace, self.identities, self._papers)

    @cached_property
    def settling(self) -> "Settling":
        """Seats, joint determinations, the survey."""
        from app.services.settling import Settling

        return Settling(self.panels)

    @cached_property
    def closing(self) -> "Closing":
        """The opinion, the checks before leaving."""
        from app.services.closing import Closing

        return Closing(self.panels)

    @cached_property
    def collecting(self) -> "Collecting":
        """Taking in what came."""
        from app.services.collecting import Collecting

        return Collecting(self._workspace, self.panels, self._papers, self.records, self.ranking_sealing)

    @cached_property
    def forms(self) -> "Forms":
        """Numbered blank forms."""
        from app.services.forms import Forms

        return Forms(self._workspace, self.panels)

    @cached_property
    def keying(self) -> "Keying":
        """Paper sheets keyed in at the desk."""
        from app.services.keying import Keying

        return Keying(self._workspace, self.identities, self.panels, self._papers, self._judge)

    @cached_property
    def opening(self) -> "Opening":
        """What a file is."""
        from app.services.opening import Opening

        return Opening(self._judge, self._workspace.program)

    @cached_property
    def records(self) -> "Records":
        """Sealing and keeping records."""
        from app.services.records import Records

        return Records(self._workspace, self.identities, self.panels, self._papers)

    @cached_property
    def rounds(self) -> "Rounds":
        """Preparing a round of panels."""
        from app.services.rounds import Rounds

        return Rounds(self._workspace, self.panels, self._judge)

    @cached_property
    def signing(self) -> "RecordSigning":
        """Signing a record, here or where a stick brought it."""
        from app.services.record_signing import RecordSigning

        return RecordSigning(self._workspace, self.identities, self.panels, self._papers)

    @cached_property
    def rankings(self) -> "Rankings":
        """Panels of one category side by side."""
        from app.services.rankings import Rankings

        return Rankings(self._workspace, self.identities, self.panels)

    @cached_property
    def ranking_sealing(self) -> "RankingSealing":
        """Sealing a ranking."""
        from app.services.ranking_sealing import RankingSealing

        return RankingSealing(self._workspace, self.identities, self.rankings, self._papers)

    @cached_property
    def ranking_signing(self) -> "RankingSigning":
        """Signing a ranking."""
        from app.services.ranking_signing import RankingSigning

        return RankingSigning(self._workspace, self.identities, self.rankings, self._papers)

    @cached_property
    def verification(self) -> "Verification":
        """The eight checks."""
        from app.services.verification import Verification

        return Verification(self._workspace, self.identities, self._papers)

    @cached_property
    def trust_list(self) -> "TrustList":
        """Trusted organisers."""
        from app.services.trust_list import TrustList

        return TrustList(self._workspace, self.identities, self._papers)

    @cached_property
    def packages(self) -> "Packages":
        """A round in one folder."""
        from app.services.packages import Packages

        return Packages(self._workspace, self.identities, self.panels, self._papers, self.rankings)

    @cached_property
    def prints(self) -> "PrintSets":
        """The print set of a panel."""
        from app.services.print_set import PrintSets

        return PrintSets(self._workspace, self.panels, self._papers)

    @cached_property
    def lookup(self) -> "Lookup":
        """From a printed 校验码 to the file."""
        from app.services.lookup import Lookup

        return Lookup(self._workspace, self.identities, self._papers, self.verification)

    @cached_property
    def selftest(self) -> "SelfTest":
        """Whether this computer is ready."""
        from app.services.selftest import SelfTest

        return SelfTest(self._workspace)
