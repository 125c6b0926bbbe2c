"""The panels of a round, ticked to be handed over or printed: what each still lacks, and the way there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.frozen import frozen
from app.domain.panel import Panel as DeskPanel
from app.domain.progress import progress
from app.ui.desk import Desk
from app.ui.flow import Flow
from app.ui.organiser.seat_words import STEP_OF, stage_words
from app.ui.pages import button
from app.ui.parts import Panel, band, clear, label, pill
from app.ui.still import CheckBox
from app.ui.words import law, raw, t


@frozen
class PackLine:
    """A panel of the round: where it stands in a word, what it `lacks` ("" where nothing), whether it may be
    ticked, the step where what it lacks is done, and whether it was handed over `before`."""

    panel: DeskPanel
    word: str
    tone: str
    lacks: str
    may: bool
    step: str
    before: bool = False

    @property
    def name(self) -> str:
        """The panel's name."""
        return self.panel.name

    @property
    def rehearsal(self) -> bool:
        """A rehearsal's panel."""
        return self.panel.brief.header.rehearsal


def lines_to_pack(desk: Desk) -> tuple[PackLine, ...]:
    """Every panel of the desk and what it lacks to be handed over."""
    names = desk.core.panels.in_order()
    lacks = desk.core.packages.lacking(names)
    before = {
        line.panel: manifest for manifest in desk.core.packages.handed_over() for line in manifest.packed
    }
    found = []
    for name in names:
        panel = desk.core.panels.load(name).panel
        stage = progress(panel).stage
        if panel.void:
            word, tone = t("已作废"), ""
        elif name in lacks:
            word, tone = stage_words(progress(panel)), "warn"
        elif name in before:
            word, tone = t("已移交 {date}").format(date=raw(before[name].made[:10])), ""
        else:
            word, tone = t("已齐全"), "ok"
        told = lacks.get(name, panel.void or "")
        found.append(PackLine(panel, word, tone, told, may=True, step=STEP_OF[stage], before=name in before))
    return tuple(found)


def lines_to_print(desk: Desk) -> tuple[PackLine, ...]:
    """Every panel of the desk; what is not issued has nothing to print yet."""
    found = []
    for name in desk.core.panels.in_order():
        panel = desk.core.panels.load(name).panel
        told = progress(panel)
        lacks = "" if panel.issued else t("任务书还没有签发")
        may = panel.issued and not panel.void
        found.append(PackLine(panel, stage_words(told), "", lacks, may, STEP_OF[told.stage]))
    return tuple(found)


class PackageList(Panel):
    """`changed` when something was ticked or not; `opened` names the panel and the step wanted."""

    changed = Signal()
    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("本轮各平台"))
        self._lines: tuple[PackLine, ...] = ()
        self._picked: set[str] | None = None
        self._rehearsal = False
        self.boxes: dict[str, QCheckBox] = {}
        self.jumps: dict[str, QPushButton] = {}
        self.modes = Flow(gap=8)
        self._group = QButtonGroup(self)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.inside.addLayout(self.modes)
        self.inside.addLayout(self.rows)

    @property
    def picked(self) -> tuple[PackLine, ...]:
        """The panels ticked, in order of their briefs."""
        chosen = self._picked or set()
        return tuple(each for each in self.shown if each.may and each.name in chosen)

    @property
    def shown(self) -> tuple[PackLine, ...]:
        """The panels listed: official ones and rehearsals are never mixed."""
        return tuple(each for each in self._lines if each.rehearsal == self._rehearsal)

    def show_lines(self, lines: Sequence[PackLine], picked: Sequence[str], *, rehearsal: bool) -> None:
        """These panels; the first time those of `picked` are ticked, in the mode of `rehearsal`."""
        self._lines = tuple(lines)
        if self._picked is None:
            self._picked, self._rehearsal = set(picked), rehearsal
        self._fill()

    def _fill(self) -> None:
        clear(self.modes)
        clear(self.rows)
        self.boxes.clear()
        self.jumps.clear()
        if len({each.rehearsal for each in self._lines}) > 1:
            for words, mode in ((t("正式"), False), (t("演练"), True)):
                made = button(words, "tab", t("只看{mode}").format(mode=words))
                made.setCheckable(True)
                made.setChecked(mode == self._rehearsal)
                made.clicked.connect(lambda _=False, mode=mode: self.on_mode(mode))
                self._group.addButton(made)
                self.modes.addWidget(made)
        for at, line in enumerate(self.shown):
            self.rows.addWidget(self._row(line, first=at == 0))

    def _row(self, line: PackLine, *, first: bool) -> QFrame:
        platform = raw(line.panel.brief.platform.name)
        whole = QFrame()
        whole.setProperty("role", "" if first else "row")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        box = CheckBox()
        box.setAccessibleName(t("包括 {platform}，{state}").format(platform=platform, state=line.word))
        box.setChecked(line.may and line.name in (self._picked or ()))
        box.setEnabled(line.may)
        box.toggled.connect(lambda on, name=line.name: self.on_toggled(name, on))
        self.boxes[line.name] = box
        row.addWidget(box)
        row.addWidget(band(line.panel.brief))
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(platform, "section"))
        if line.lacks:
            text.addWidget(label(law(line.lacks), "why"))
        row.addLayout(text, 1)
        row.addWidget(pill(line.word, line.tone), 0, Qt.AlignmentFlag.AlignVCenter)
        if line.lacks and not line.panel.void:
            jump = button(t("去处理"), "small", t("去处理：{platform}").format(platform=platform))
            jump.clicked.connect(lambda: self.opened.emit(line.name, line.step))
            self.jumps[line.name] = jump
            row.addWidget(jump)
        return whole

    def on_mode(self, rehearsal: bool) -> None:
        """正式 or 演练."""
        self._rehearsal = rehearsal
        self._fill()
        for made in self._group.buttons():
            if made.isChecked():
                made.setFocus()
        self.changed.emit()

    def on_toggled(self, name: str, on: bool) -> None:
        """A panel goes along, or not."""
        chosen = self._picked if self._picked is not None else set()
        (chosen.add if on else chosen.discard)(name)
        self.changed.emit()
