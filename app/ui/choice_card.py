"""A large button for one choice of a few: a name in bold and what stands to it, both as long as they are."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.ui.parts import label
from app.ui.toggle_button import ToggleButton


class ChoiceCard(ToggleButton):
    """Stays pressed while it is chosen; grows with its words, which break into lines."""

    def __init__(self, name: str, told: str = "") -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setAccessibleName(f"{name} {told}".strip())
        inside = QVBoxLayout(self)
        inside.setContentsMargins(18, 12, 18, 12)
        inside.setSpacing(2)
        inside.addStretch(1)
        for text, role in ((name, "title"), (told, "secondary")):
            if text:
                shown = label(text, role)
                shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                inside.addWidget(shown)
        inside.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(160, layout.totalMinimumSize().height()) if layout else super().minimumSizeHint()
