"""A new PIN or passphrase typed twice, or a known one typed once; what may be one, the vault says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.ui.feedback import Refusal
from app.ui.parts import label, tell
from app.ui.words import t


class SecretFields(QWidget):
    """`changed` with every key, `entered` with Enter in the last field."""

    changed = Signal()
    entered = Signal()

    def __init__(self, *, twice: bool) -> None:
        super().__init__()
        self.words = label("", "secondary")
        self.first, self.second = QLineEdit(), QLineEdit()
        self.refusal = Refusal()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        shown: tuple[QWidget, ...] = (self.words, self.first, self.second, self.refusal)
        for each in shown:
            inside.addWidget(each)
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaximumWidth(360)
            field.textChanged.connect(self.on_typed)
        self.second.setVisible(twice)
        self._last = self.second if twice else self.first
        self._last.returnPressed.connect(self.entered)
        if twice:
            self.first.returnPressed.connect(self.second.setFocus)
        self._twice = twice

    def ask(self, protection: str) -> None:
        """Says what is asked for: "keyring+pin" a PIN, "passphrase" a passphrase."""
        pin = protection == "keyring+pin"
        new = (
            t("请设一个 PIN（至少 6 位数字），只有您知道。签署和换人时要用。")
            if pin
            else t(
                "请设一个口令（至少 10 个字，汉字、字母、数字都可以），签署和重新打开时要用。"
                "口令只有您知道，忘记后无法找回。"
            )
        )
        known = t("请输入您的 PIN。") if pin else t("请输入您的口令。")
        tell(self.words, new if self._twice else known)
        name = t("PIN") if pin else t("口令")
        again = t("再输入一次 PIN") if pin else t("再输入一次口令")
        for field, words in ((self.first, name), (self.second, again)):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            hints = Qt.InputMethodHint.ImhSensitiveData
            field.setInputMethodHints(hints | Qt.InputMethodHint.ImhDigitsOnly if pin else hints)

    @property
    def secret(self) -> str:
        """What was typed; "" unless it is there, and the same twice."""
        if self._twice and self.first.text() != self.second.text():
            return ""
        return self.first.text()

    def forget(self) -> None:
        """Nothing stays in the fields."""
        for field in (self.first, self.second):
            field.clear()

    def on_typed(self) -> None:
        """Says that the two differ once the second is as long as the first."""
        differ = self._twice and len(self.second.text()) >= len(self.first.text()) > 0 and not self.secret
        self.refusal.say(t("两次输入的不一样。") if differ else "")
        self.changed.emit()
