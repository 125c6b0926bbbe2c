"""One seat of a panel on 1 收表: who, chair or not, where it stands by sign and word, what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.domain.facts import SeatPlaced
from app.domain.forms import keyed_before, may_key
from app.domain.panel import Panel, Place
from app.domain.progress import allows
from app.domain.reserves import ReserveSeated
from app.ui.flow import Flow
from app.ui.organiser.seat_words import seat_note, seat_state
from app.ui.pages import button
from app.ui.parts import label, pill
from app.ui.words import raw, t

PLACED = ("absent", "refused", "replaced")


def may_place(panel: Panel, place: Place) -> tuple[str, ...]:
    """How this seat may be settled without a sheet, as the panel's law has it."""
    return tuple(each for each in PLACED if allows(panel, SeatPlaced(place.seat, each, "?")))


def _may_step_in(panel: Panel, place: Place) -> bool:
    """Whether some reserve may take over this seat, as the panel's law has it."""
    after = f"E{len(panel.places) + 1}"
    facts = (ReserveSeated(after, each.name, each.unit, place.seat, "?") for each in panel.free_reserves)
    return any(allows(panel, fact) for fact in facts)


class SeatRow(QFrame):
    """`asked` names the act and the seat: settle, reserve, choose or key."""

    asked = Signal(str, str)

    def __init__(self, panel: Panel, place: Place, *, keying: bool) -> None:
        super().__init__()
        self.seat = place.seat
        state = seat_state(panel, place)
        self.setProperty("role", "row")
        self.setAccessibleName(f"{raw(place.name)} {state.word}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(12)
        shown = pill(state.words, "" if state.tone == "none" else state.tone)
        shown.setMinimumWidth(88)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(shown, 0, Qt.AlignmentFlag.AlignVCenter)
        text = QVBoxLayout()
        text.setSpacing(2)
        head = Flow(gap=8)
        head.addWidget(label(raw(place.name), "title", wraps=False))
        if place.seat == panel.chair:
            head.addWidget(pill(t("组长")))
        told = " · ".join(each for each in (place.unit, place.title) if each)
        if told:
            head.addWidget(label(raw(told), "caption"))
        text.addLayout(head)
        if note := seat_note(panel, place):
            text.addWidget(label(note, "why"))
        line.addLayout(text, 1)
        line.setAlignment(text, Qt.AlignmentFlag.AlignVCenter)
        self.acts = {}
        for act, words in _acts(panel, place, keying=keying):
            made = button(words, "small", t("{act}：{name}").format(act=words, name=raw(place.name)))
            made.clicked.connect(lambda _=False, act=act: self.asked.emit(act, place.seat))
            self.acts[act] = made
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)


def _acts(panel: Panel, place: Place, *, keying: bool) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if panel.standing(place) == "conflict":
        found.append(("choose", t("当面确认以哪份为准…")))
    if may_place(panel, place) and panel.standing(place) in ("missing", "pending"):
        found.append(("settle", t("登记缺席/更换…")))
    elif may_place(panel, place):
        found.append(("settle", t("改登记…")))
    if panel.standing(place) == "recused" and _may_step_in(panel, place):
        found.append(("reserve", t("由候补专家递补…")))
    if keying and may_key(panel, place) and panel.standing(place) in ("missing", "absent", "counted"):
        found.append(("key", t("更正代录…") if keyed_before(panel, place) else t("代录纸质表")))
    return found
