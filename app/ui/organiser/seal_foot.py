"""The acts at the foot of 封存与签名: which of them there are now, and which is the one to press."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.record import CHAIR
from app.ui.organiser.seal_words import lines_of, next_line
from app.ui.pages import button
from app.ui.style import mark
from app.ui.words import t


@frozen
class Now:
    """How things stand: checks still open, whether the next signature is this computer's and was looked at,
    whether all may go, whether a stick is in and brings something new, whether work is under way."""

    waiting: int
    mine: bool
    looked: bool
    all_in: bool
    stick: bool
    fresh: bool
    busy: bool


class SealFoot:
    """Rare acts left as links; one filled button right."""

    def __init__(self, row: QHBoxLayout) -> None:
        self.reopen = button(t("撤回封存"), "link")
        self.over = button(t("未签名说明"), "link")
        self.choose = button(t("选择签好的记录…"), "link")
        self.checks = button(t("去核对"), "quiet")
        self.leave = button(t("可以散会"), "quiet")
        self.write = button(t("写入 U 盘"), "quiet")
        self.take = button(t("收回签名"), "quiet")
        self.seal = button(t("封存"), "primary")
        self.sign = button(t("签名"), "primary")
        self.hand_over = button(t("去移交"), "primary")
        self.primary: QPushButton | None = self.seal
        for link in (self.reopen, self.over, self.choose):
            row.addWidget(link)
        row.addStretch(1)
        self.acts = (
            self.checks, self.leave, self.take, self.write, self.seal, self.sign, self.hand_over,
        )  # fmt: skip
        for act in self.acts:
            row.addWidget(act)

    def show_panel(self, panel: Panel, now: Now) -> None:
        """Shows the acts that there are."""
        turn = next_line(panel)
        by_stick = turn is not None and not now.looked
        over = any(each.state in ("next", "waiting") and each.field != CHAIR for each in lines_of(panel))
        shown = {
            self.reopen: bool(panel.sealed),
            self.over: turn is not None and over and not now.looked,
            self.choose: by_stick,
            self.checks: not panel.sealed and not panel.void and now.waiting > 0,
            self.leave: bool(panel.sealed) and now.all_in,
            self.take: by_stick and not now.mine,
            self.write: by_stick and not now.mine,
            self.seal: not panel.sealed and not panel.void,
            self.sign: turn is not None and (now.mine or now.looked),
            self.hand_over: bool(panel.sealed) and turn is None,
        }
        for act, there in shown.items():
            act.setVisible(there)
            act.setEnabled(not now.busy)
        self.reopen.setText(t("出取代版") if CHAIR in panel.signed_fields else t("撤回封存"))
        self.reopen.setAccessibleName(self.reopen.text())
        self.seal.setEnabled(not now.busy and not now.waiting)
        self.sign.setEnabled(not now.busy and now.looked)
        self.write.setEnabled(not now.busy and now.stick)
        self.take.setEnabled(not now.busy and now.stick)
        self._choose_primary(shown, now)

    def _choose_primary(self, shown: dict[QPushButton, bool], now: Now) -> None:
        order = (self.sign, self.take if now.fresh else self.write, self.hand_over, self.seal)
        self.primary = next((each for each in order if shown[each]), None)
        for act in self.acts:
            mark(act, role="primary" if act is self.primary else "quiet")
