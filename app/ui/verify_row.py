"""验证 as a row of 今日评审: where somebody begins who receives papers and scores none."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.desk import Desk
from app.ui.pages import button
from app.ui.parts import label
from app.ui.words import t


class VerifyRow(QFrame):
    """`act` leads to 验证."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("验证"))
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 14, 20, 14)
        line.setSpacing(16)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(t("验证"), "title"))
        text.addWidget(label(t("移交包、汇总记录等文件，或纸质件页脚的校验码"), "caption"))
        line.addLayout(text, 1)
        self.act = button(t("验证文件"), "quiet")
        line.addWidget(self.act, 0, Qt.AlignmentFlag.AlignVCenter)


def is_for_verifying(desk: Desk) -> bool:
    """A workspace without briefs and panels that trusts an organiser: a bureau's."""
    core = desk.core
    return bool(not desk.sheets() and not core.panels.names() and core.identities.trusted())
