"""What stands on a paper sheet around the findings: why it is keyed in again, head, opinion, foot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.brief import Brief
from app.domain.signed_sheet import CHANGE_CODES, CHANGE_WORDS, Change, SignedSheet
from app.services.keying import REASON_LIMIT
from app.services.keying_typing import OPINION_LIMIT
from app.ui.codes import show_code
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.number_field import NumberField
from app.ui.organiser.keying_fields import DayField, FormField, TextField
from app.ui.pages import button
from app.ui.parts import Panel, label, row
from app.ui.words import law, raw, t


class CorrectionPanel(Panel):
    """Why the paper is keyed in again: the reason from the list, the note in words."""

    def __init__(self, before: int) -> None:
        super().__init__(t("更正代录"))
        told = t("这份纸质表已代录过 {n} 次。这次签署后成为第 {next} 版，原来的保留。请写明为什么更正。")
        self.inside.addWidget(label(told.format(n=before, next=before + 1)))
        self.reasons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        line = Flow(gap=8)
        for code in CHANGE_CODES:
            made = button(law(CHANGE_WORDS[code]), "choice")
            made.setCheckable(True)
            self._group.addButton(made)
            self.reasons[code] = made
            line.addWidget(made)
        self.note = TextField(t("更正理由"), t("请写明具体理由"), REASON_LIMIT)
        self.refusal = Refusal()
        self.inside.addLayout(line)
        self.inside.addWidget(_field(t("更正理由"), self.note))
        self.inside.addWidget(self.refusal)

    @property
    def change(self) -> Change | None:
        """The reason, None while one of its two parts is not there."""
        code = next((code for code, made in self.reasons.items() if made.isChecked()), "")
        return Change(code, self.note.text) if code and self.note.text else None


class HeadPanel(Panel):
    """Form number and declaration; neither choice is pressed until somebody presses it. `declared` then."""

    declared = Signal()

    def __init__(self) -> None:
        super().__init__(t("首页"))
        self.form, self.form_refusal = FormField(), Refusal()
        self.no_conflict = button(t("无须回避，独立评分"), "tab")
        self.recused = button(t("申请回避"), "tab")
        self.refusal = Refusal()
        self._group = QButtonGroup(self)
        for each in (self.no_conflict, self.recused):
            each.setCheckable(True)
            self._group.addButton(each)
        self.reason = TextField(t("回避事由"), t("照录纸上写的事由"), REASON_LIMIT)
        self.reason_box = _field(t("申请回避的事由"), self.reason)
        parts = QHBoxLayout()
        parts.setSpacing(32)
        parts.addWidget(_field(t("表号（印在每一页）"), self.form))
        choices = Flow(gap=8)
        for each in (self.no_conflict, self.recused):
            choices.addWidget(each)
        parts.addWidget(_field(t("纸上勾选的声明"), choices), 1)
        self.inside.addLayout(parts)
        for shown in (self.form_refusal, self.reason_box, self.refusal):
            self.inside.addWidget(shown)
        self.reason_box.setVisible(False)
        self._group.buttonClicked.connect(self.on_declared)

    @property
    def is_declared(self) -> bool:
        """Whether one of the two is pressed."""
        return self._group.checkedButton() is not None

    @property
    def is_recusal(self) -> bool:
        """Whether the paper is a recusal."""
        return self.recused.isChecked()

    def on_declared(self) -> None:
        """A recusal has a reason, and no findings."""
        self.refusal.say("")
        self.reason_box.setVisible(self.is_recusal)
        self.declared.emit()


class OpinionPanel(Panel):
    """本人意见, as far as there is one on the paper."""

    def __init__(self) -> None:
        super().__init__(t("本人意见"))
        self.field = TextField(t("本人意见"), t("照录纸上写的意见；没有写的留空"), OPINION_LIMIT)
        self.refusal = Refusal()
        self.inside.addWidget(self.field)
        self.inside.addWidget(self.refusal)


class FootPanel(Panel):
    """The last page: total and day, retyped from the paper."""

    def __init__(self, brief: Brief, *, pending: bool) -> None:
        super().__init__(t("签名处"))
        self.total = NumberField(t("纸面总分"), self, whole=False)
        self.day = DayField(t("签名日期"), brief.date.isoformat())
        self.total_refusal, self.day_refusal = Refusal(), Refusal()
        name = t("纸面总分（不含满意度）") if pending else t("纸面总分")
        self.total_box = _field(name, self.total)
        line = row(self.total_box, _field(t("签名日期"), self.day))
        line.setSpacing(32)
        line.addStretch(1)
        self.inside.addLayout(line)
        told = t("请照纸面再输入一遍总分。本页不显示算得的总分：两者一致，才说明每一项都录对了。")
        self.told = label(told, "secondary")
        for shown in (self.told, self.total_refusal, self.day_refusal):
            self.inside.addWidget(shown)
        self.total.typed.connect(self.total.show_value)
        self.total.typed.connect(lambda: self.total_refusal.say(""))
        self.day.textEdited.connect(lambda: self.day_refusal.say(""))


def _field(name: str, field: QWidget | Flow) -> QFrame:
    """A caption above what it is about."""
    made = QFrame()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(name, "caption", wraps=False))
    if isinstance(field, Flow):
        column.addLayout(field)
    else:
        column.addWidget(field)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


class ResultPanel(Panel):
    """What came of it: keyed in, under which 校验码, and what that means."""

    def __init__(self, sheet: SignedSheet) -> None:
        super().__init__()
        told = t("已代录〈{name}〉（{seat}）的纸质表，第 {n} 版。")
        told = told.format(name=raw(sheet.name), seat=sheet.seat, n=sheet.header.revision)
        code = label("", "code")
        show_code(code, sheet.digest)
        why = t("记录和打印件上都注明“代录”，须对照扫描件人工核对。他本人签署的评分表收到后，取代这份代录。")
        for shown in (label(told, "good"), label(t("校验码"), "caption"), code, label(why, "secondary")):
            self.inside.addWidget(shown)
