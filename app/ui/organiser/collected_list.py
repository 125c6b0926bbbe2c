"""What became of each file of a stick: the refused first, with who must do what; one plain sentence each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.domain.frozen import replace
from app.domain.panel import Panel as DeskPanel
from app.i18n import sentence
from app.services.collecting import Collected, Outcome
from app.ui.desk import Desk
from app.ui.organiser.seat_words import short_name
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, pill, row, tell
from app.ui.words import raw, t

_ORDER: tuple[Outcome, ...] = ("refused", "pending", "accepted", "history", "unchanged")
_TONES = {"refused": "bad", "pending": "warn", "accepted": "ok"}
_MOST = 80
_NAMED = 6
OTHER_LAPTOP = "other_signer"


def settled_now(desk: Desk, found: Sequence[Collected]) -> tuple[Collected, ...]:
    """As collected, but what was pending and is bound by now is told as taken."""
    return tuple(_now(desk, each) for each in found if not _own_brief(each))


def _now(desk: Desk, each: Collected) -> Collected:
    if each.outcome != "pending":
        return each
    panel = desk.core.panels.load(each.panel).panel
    place = panel.place(each.expert)
    current = panel.current(place) if place is not None else None
    if place is None or current is None or panel.standing(place) not in ("counted", "recused"):
        return each
    if each.revision < current.header.revision:
        return replace(each, outcome="history", code="import_history")
    return replace(each, outcome="accepted", code="import_recusal" if current.recused else "import_accepted")


def _own_brief(each: Collected) -> bool:
    """The desk's own briefs travel on the same sticks; there is nothing to say of them."""
    return each.kind == "brief" and each.outcome == "unchanged"


def summary(found: Sequence[Collected]) -> str:
    """共 12 份：新收 9，已有 2，未收 1。"""
    if not found:
        return t("这里没有可以收的文件。")
    count = {outcome: sum(each.outcome == outcome for each in found) for outcome in _ORDER}
    told = {
        "accepted": t("新收 {n}"), "pending": t("待确认 {n}"), "history": t("旧版 {n}"),
        "unchanged": t("已有 {n}"), "refused": t("未收 {n}"),
    }  # fmt: skip
    parts = t("，").join(words.format(n=count[key]) for key, words in told.items() if count[key])  # type: ignore[index]  # the keys are outcomes
    return t("共 {n} 份：{parts}。").format(n=len(found), parts=parts)


class CollectedList(Panel):
    """`rebind_requested` has a file refused because its seat belongs to another laptop."""

    rebind_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("收取结果"))
        self.summary = label("", "title")
        self.inside.addWidget(self.summary)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.inside.addLayout(self.rows)
        self.setVisible(False)

    def show_found(self, found: Sequence[Collected]) -> None:
        """All files, the refused first; what was there already in one line."""
        clear(self.rows)
        tell(self.summary, summary(found))
        ordered = sorted(found, key=lambda each: _ORDER.index(each.outcome))
        shown = [each for each in ordered if each.outcome != "unchanged"]
        for each in shown[:_MOST]:
            self._add(each)
        told = []
        if len(shown) > _MOST:
            told.append(t("另有 {n} 份，与上面的相仿。").format(n=len(shown) - _MOST))
        if there := [each.path.name for each in ordered if each.outcome == "unchanged"]:
            names = "、".join(there[:_NAMED]) + (t("等") if len(there) > _NAMED else "")
            told.append(t("已有的 {n} 份没有改动：{names}。").format(n=len(there), names=raw(names)))
        if told:
            self.rows.addWidget(label(" ".join(told), "secondary"))
        self.setVisible(True)

    def _add(self, each: Collected) -> None:
        words = {
            "refused": t("未收"),
            "pending": t("待确认"),
            "accepted": t("新收"),
            "history": t("旧版"),
        }[each.outcome]
        line = row(parent=self.rows)
        line.setContentsMargins(0, 6, 0, 6)
        line.addWidget(pill(words, _TONES.get(each.outcome, "")), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(0)
        who = self._who(each)
        text.addWidget(label(raw(who), "section"))
        told = raw(sentence(each.code, each.fields))
        text.addWidget(label(told, "why"))
        line.addLayout(text, 1)
        if each.code == OTHER_LAPTOP:
            act = button(t("登记换电脑…"), "quiet", t("登记换电脑：{who}").format(who=raw(who)))
            act.clicked.connect(lambda: self.rebind_requested.emit(each))
            line.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)

    def _who(self, each: Collected) -> str:
        panel = self._panel(each.panel)
        place = panel.place(each.expert) if panel else None
        if panel is None:
            return each.path.name
        platform = short_name(panel.brief.platform.name)
        return f"{place.name}（{platform}）" if place else f"{platform} · {each.path.name}"

    def _panel(self, name: str) -> DeskPanel | None:
        panels = self.desk.core.panels
        return panels.load(name).panel if name in panels.names() else None
