"""还差: who owes what, once a person and once a matter, each with the one act that is next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.frozen import frozen
from app.domain.progress import Owed
from app.ui.organiser.board_model import Line
from app.ui.organiser.seat_words import STEP_OF, act_words, owed_words, short_name
from app.ui.pages import button
from app.ui.parts import Panel, label, tell
from app.ui.words import raw, t

if TYPE_CHECKING:
    from app.services.rankings import RankingOwed

_BY_PERSON = ("sheet", "code", "choice")
_ALIKE = ("brief", "survey", "opinion", "seal")
_MOST = 12
_NAMED = 2


@frozen
class Due:
    """One line: of whom or which platform, what, what is next, and where that is done.

    `matter` stays the same while it is owed, however many platforms wait for it.
    """

    matter: str
    who: str
    words: str
    act: str
    panel: str
    step: str


def dues(lines: Sequence[Line]) -> tuple[Due, ...]:
    """What is owed at each panel's own stage: what a person owes, or what several platforms wait for alike,
    in one line."""
    people: dict[tuple[str, str], list[tuple[Line, Owed]]] = {}
    alike: dict[str, list[tuple[Line, Owed]]] = {}
    single: list[Due] = []
    for line in lines:
        for owed in line.progress.owed:
            if owed.stage != line.progress.stage:
                continue
            name = _name(line, owed)
            if owed.what in _BY_PERSON:
                people.setdefault((owed.what, name), []).append((line, owed))
            elif owed.what in _ALIKE:
                alike.setdefault(owed.what, []).append((line, owed))
            else:
                words = owed_words(owed, name)
                single.append(_due(line, owed, raw(line.platform), words, f"{line.panel.name} {words}"))
    order = sorted(people.items(), key=lambda each: -_BY_PERSON.index(each[0][0]))
    grouped = [_of_person(name, found) for (_, name), found in order]
    return (*grouped, *single, *(_of_many(found) for found in alike.values()))


def ranking_due(owed: "RankingOwed") -> Due:
    """A category that waits for its ranking only."""
    who = raw(owed.category) + (t("（演练）") if owed.rehearsal else "")
    words = {
        "open": t("认定排序还没有封存"),
        "sealed": t("认定排序表待组长签名"),
        "stale": t("汇总记录有变动，认定排序要重新封存"),
    }[owed.why]
    return Due(f"ranking {who}", who, words, t("去认定排序"), owed.panel, "ranking")


def _of_person(name: str, found: Sequence[tuple[Line, Owed]]) -> Due:
    line, owed = found[0]
    words = t("{what}：{platforms}").format(what=owed_words(owed, name), platforms=_platforms(found))
    return _due(line, owed, raw(name), words, f"{owed.what} {name}")


def _of_many(found: Sequence[tuple[Line, Owed]]) -> Due:
    line, owed = found[0]
    return _due(line, owed, _platforms(found), owed_words(owed, ""), owed.what)


def _platforms(found: Sequence[tuple[Line, Owed]]) -> str:
    names = list(dict.fromkeys(short_name(line.platform) for line, _ in found))
    return t("{n} 个平台").format(n=len(names)) if len(names) > _NAMED else raw("、".join(names))


def _due(line: Line, owed: Owed, who: str, words: str, matter: str) -> Due:
    step = "issue" if owed.what == "brief" else STEP_OF[owed.stage]
    return Due(matter, who, words, act_words(owed), line.panel.name, step)


def _name(line: Line, owed: Owed) -> str:
    place = line.panel.place(owed.seat)
    return place.name if place else ""


class DueRow(QWidget):
    """One line and the button of its act; `due` is another where the matter goes on."""

    def __init__(self, due: Due) -> None:
        super().__init__()
        self.who, self.words, self.act = label("", "section"), label("", "caption"), button("", "small")
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.who)
        text.addWidget(self.words)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addLayout(text, 1)
        line.addWidget(self.act, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_due(due)

    def show_due(self, due: Due) -> None:
        """Says it."""
        self.due = due
        tell(self.who, due.who)
        tell(self.words, due.words)
        self.act.setText(due.act)
        self.act.setAccessibleName(t("{act}：{who}").format(act=due.act, who=due.who))


class OwedPanel(Panel):
    """`opened` names the panel and the step of the act that was asked for; "issue" is of the whole desk,
    "ranking" of the panel's category."""

    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("还差"))
        self.heading = label("", "title")
        self.inside.addWidget(self.heading)
        self.shown: list[DueRow] = []
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        self.inside.addLayout(self.rows)
        self.rest = label("", "secondary")
        self.inside.addWidget(self.rest)

    def show_dues(self, found: Sequence[Due]) -> None:
        """These are still owed; a list too long to act on is cut, and says so.

        A matter that goes on keeps its row: the list may be shown anew while the keyboard is on it.
        """
        tell(self.heading, t("还差 {n} 件").format(n=len(found)) if found else t("没有还差的事"))
        before, self.shown = self.shown, []
        for due in found[:_MOST]:
            kept = next((each for each in before if each.due.matter == due.matter), None)
            if kept is None:
                kept = self._row(due)
            else:
                before.remove(kept)
                kept.show_due(due)
            self.shown.append(kept)
        for gone in before:
            self.rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for each in self.shown:
            self.rows.removeWidget(each)
            self.rows.addWidget(each)
        more = len(found) - _MOST
        tell(self.rest, t("另有 {n} 件，做完上面的会接着列出。").format(n=more) if more > 0 else "")
        self.rest.setVisible(more > 0)

    def _row(self, due: Due) -> DueRow:
        made = DueRow(due)
        made.act.clicked.connect(lambda: self.opened.emit(made.due.panel, made.due.step))
        return made
