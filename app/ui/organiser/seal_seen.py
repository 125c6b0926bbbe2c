"""What a record says of the one who is to sign it: verdict, their own total, what rests on no signature of
theirs; and, for the chair, going on over an empty field with its printed reason."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.panel import Place
from app.domain.record import CHAIR
from app.services.passing_over import PASSED_LIMIT
from app.services.record_jobs import Look
from app.ui.feedback import Refusal
from app.ui.limits import Limit
from app.ui.pages import button
from app.ui.parts import Panel, band, label, row
from app.ui.reading_order import read_in_order
from app.ui.words import law, raw, t


class SealSeen(Panel):
    """Shown before the signature, never after it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        found, panel = look.findings, look.findings.panel
        name = label(raw(panel.brief.platform.name), "title")
        head = row(band(panel.brief), name, parent=self.inside)
        head.setStretch(1, 1)
        self.verdict = label(law(found.verdict.sentence), "heading")
        self.inside.addWidget(self.verdict)
        self.own = label(own_words(look), "")
        self.inside.addWidget(self.own)
        as_chair = t("您是组长，最后签名。") if look.field == CHAIR else t("您作为专家签名。")
        self.inside.addWidget(label(as_chair, "secondary"))
        if look.reservations:
            said = t("记录里与您有关、须人工核对的 {n} 项：").format(n=len(look.reservations))
            self.inside.addWidget(label(said))
            for each in look.reservations:
                self.inside.addWidget(label("· " + law(each.sentence), "secondary"))
        if panel.opinion.strip():
            self.inside.addWidget(label(t("专家组意见"), "caption"))
            self.inside.addWidget(label(raw(panel.opinion.strip())))
        if look.reason.startswith("组长签名。"):
            self.inside.addWidget(label(raw(look.reason), "notice"))


def own_words(look: Look) -> str:
    """Your own total as the record counts it."""
    if not look.total:
        return t("您的评分没有计入。")
    return t("{name}，您的评分表在记录里是 {total} 分。").format(
        name=raw(look.place.name), total=raw(look.total)
    )


class PassOver(Panel):
    """未签名说明: a reason for each empty field; `given` has seat → reason."""

    given = Signal(object)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__(t("未签名说明"))
        self.fields: dict[str, QLineEdit] = {}
        self.refusal = Refusal()
        told = t("以下专家还没有签名。您是组长，可以写明原因后最后签名；原因写进您的签名，并印在核验结果里。")
        self.inside.addWidget(label(told, "secondary"))
        for place in places:
            words = t("{name}未签名的原因").format(name=raw(place.name))
            field = QLineEdit()
            Limit(field, PASSED_LIMIT)
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            self.inside.addWidget(label(words, "caption"))
            self.inside.addWidget(field)
            field.returnPressed.connect(self.on_given)
            self.fields[place.seat] = field
        self.inside.addWidget(self.refusal)
        self.confirm = button(t("写明原因，继续签名"), "quiet")
        line = row(self.confirm, parent=self.inside)
        line.addStretch(1)
        self.confirm.clicked.connect(self.on_given)
        read_in_order(self)

    @property
    def reasons(self) -> Mapping[str, str]:
        """Seat → what was typed."""
        return {seat: field.text().strip() for seat, field in self.fields.items()}

    def on_given(self) -> None:
        """Hands over the reasons, once there is one for each."""
        empty = next((field for field in self.fields.values() if not field.text().strip()), None)
        if empty is not None:
            self.refusal.say(t("请写明每一位未签名的原因。"))
            empty.setFocus()
            return
        self.refusal.say("")
        self.given.emit(self.reasons)
