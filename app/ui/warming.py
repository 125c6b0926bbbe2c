"""What a person is about to ask for, loaded in small steps while nobody waits: judging, the other pages.

The first paint does without it (`late-imports` in pyproject.toml); the first look at a stick or a file should
not wait for it either.
"""

from collections.abc import Sequence
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

# From the leaves up, so that no step is long.
SOON = (
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.x509",
    "app.crypto.certificates",
    "app.domain.consolidation",
    "app.domain.acts",
    "app.domain.record",
    "app.domain.ranking_paper",
    "app.domain.manifest",
    "multiprocessing.connection",
    "app.pdf.judging",
    "app.pdf.comparison",
    "app.pdf.archive",
    "app.pdf.papers",
    "app.services.appraisal",
    "app.services.appraiser",
    "app.services.opening",
    "app.services.verification",
    "app.services.signing_job",
    "app.ui.brief_page",
    "app.ui.criterion_card",
    "app.ui.scoring_page",
    "app.ui.check_page",
    "app.ui.handover_page",
    "app.ui.roster_page",
    "app.ui.verify_page",
    "app.ui.manual_page",
)
# The pages that lead on from the board, in the order in which a round goes.
AT_THE_DESK = tuple(
    f"app.ui.organiser.{name}"
    for name in (
        "stick_target", "seat_page", "collected_list", "collect_page", "matrix_view", "dispute_pane",
        "reading_sheet", "discuss_page", "opinion_editor", "opinion_page", "seal_work", "seal_page",
        "package_list", "package_prints", "package_page", "issue_page", "prepare_lists", "prepare_page",
        "prepare_facts", "rules_editor", "prepare_experts", "prepare_form_page", "ranking_view",
        "ranking_page", "keying_page",
    )
)  # fmt: skip
_STEP_MS = 20


class Warming(QObject):
    """Loads `names`, a module a step, from now on; ends with its parent."""

    def __init__(self, parent: QObject, names: Sequence[str] = SOON) -> None:
        super().__init__(parent)
        self._left = list(names)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self.on_step)
        self._timer.start()

    def on_step(self) -> None:
        """One module more."""
        import_module(self._left.pop(0))
        if not self._left:
            self._timer.stop()
