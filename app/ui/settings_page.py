"""设置: 我的签名 · 文字与颜色 · 语言 · 自检 · 关于."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton

from app import __version__, i18n
from app.errors import ZhipingError
from app.services.identities import Me
from app.services.sticks import write_out
from app.ui.codes import show_code
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.pages import Page, button
from app.ui.parts import Panel, label, middle, tell, work
from app.ui.reading_order import read_in_order
from app.ui.still import CheckBox
from app.ui.style import PALETTES, SCALES, Look
from app.ui.words import raw, t

Key = TypeVar("Key", str, float)
# Each by its own name, so that it is found by whoever reads it.
_LANGUAGES = {"zh": "中文", "en": "English"}


class SettingsPage(Page):
    """`look_wanted` with the Look that was chosen; `people_requested` for 换人; `selftest_requested`."""

    look_wanted = Signal(object)
    people_requested = Signal()
    selftest_requested = Signal()

    def __init__(self, desk: Desk, me: Me | None, look: Look) -> None:
        super().__init__(t("设置"))
        self.manual = "settings"
        self.desk = desk
        self.contrast = CheckBox(t("高对比度"))
        self.export = button(t("把证书存成文件…"), "quiet")
        self.people = button(t("换人：这台电脑还有其他专家用"), "link")
        self.refusal, self.saved = Refusal(), label("", "good")
        self.export.clicked.connect(self.on_export)
        self.people.clicked.connect(self.people_requested)
        column = middle(self)
        column.addWidget(self._mine(me))
        column.addWidget(self._looks(look))
        column.addWidget(self._language(look))
        column.addWidget(self._selftest())
        column.addWidget(_about())
        self.bottom.row.addWidget(self.people)
        self.bottom.row.addStretch(1)
        tell(self.saved, "")
        read_in_order(self)

    def _mine(self, me: Me | None) -> Panel:
        panel = Panel(t("我的签名"))
        if me is None:
            panel.inside.addWidget(label(t("还没有签名。打开第一份任务书、选择姓名时会自动建立。")))
            return panel
        who = "　".join(each for each in (me.name, me.unit, me.title) if each)
        panel.inside.addWidget(label(raw(who)))
        code = label("", "title")
        show_code(code, me.digest, lambda told: t("证书校验码 {code}").format(code=told))
        panel.inside.addWidget(code)
        kept = {
            "keyring": t("签名由这台电脑的系统保管，不用输入口令。"),
            "keyring+pin": t("签名由这台电脑的系统和您的 PIN 一起保护。"),
            "passphrase": t("签名由您的口令保护。口令忘记后无法找回。"),
        }[me.protection]
        panel.inside.addWidget(label(kept, "secondary"))
        line = Flow(gap=8)
        line.addWidget(self.export)
        panel.inside.addLayout(line)
        panel.inside.addWidget(self.saved)
        panel.inside.addWidget(self.refusal)
        return panel

    def _looks(self, look: Look) -> Panel:
        panel = Panel(t("文字与颜色"))
        sizes = dict(zip(SCALES, (t("标准"), t("大"), t("更大"), t("最大")), strict=True))
        self.sizes = self._choice(panel, t("文字大小：{size}"), sizes, look.scale)
        grounds = dict(zip(PALETTES, (t("浅色"), t("深色"), t("跟随系统")), strict=True))
        self.palettes = self._choice(panel, t("颜色：{size}"), grounds, look.palette)
        self.contrast.setChecked(look.high_contrast)
        self.contrast.setAccessibleName(self.contrast.text())
        panel.inside.addWidget(self.contrast)
        self.contrast.toggled.connect(self.on_look)
        return panel

    def _language(self, look: Look) -> Panel:
        panel = Panel(raw("语言 / Language"))
        chosen = look.language or i18n.language()
        names = {key: raw(name) for key, name in _LANGUAGES.items()}
        self.languages = self._choice(panel, "{size}", names, chosen)
        told = t("下次打开知评时换成所选的语言。文件总是中文。")
        panel.inside.addWidget(label(told, "secondary"))
        return panel

    def _choice(
        self, panel: Panel, name: str, options: Mapping[Key, str], chosen: Key
    ) -> dict[Key, QPushButton]:
        """One of several, as buttons in a line, each told to the screen reader by `name`."""
        group, line = QButtonGroup(self), Flow(gap=8)
        made: dict[Key, QPushButton] = {}
        for key, words in options.items():
            made[key] = button(words, "tab", name.format(size=words))
            made[key].setCheckable(True)
            made[key].setChecked(key == chosen)
            group.addButton(made[key])
            line.addWidget(made[key])
        group.buttonClicked.connect(self.on_look)
        panel.inside.addLayout(line)
        return made

    def _selftest(self) -> Panel:
        panel = Panel(t("自检"))
        told = t(
            "检查这台电脑能不能用于评审：文件、字体、钥匙串、磁盘、时钟、U 盘，再演练一遍。结果可以打印。"
        )
        panel.inside.addWidget(label(told, "secondary"))
        self.selftest = button(t("去自检"), "quiet")
        self.selftest.clicked.connect(self.selftest_requested)
        line = Flow(gap=8)
        line.addWidget(self.selftest)
        panel.inside.addLayout(line)
        return panel

    def on_look(self) -> None:
        """The look that is chosen now."""
        size, palette = _checked(self.sizes, SCALES[0]), _checked(self.palettes, PALETTES[-1])
        language = _checked(self.languages, "")
        self.look_wanted.emit(Look(size, self.contrast.isChecked(), palette, language))

    def on_export(self) -> None:
        """Writes the certificate where the person wants it; there is no private key in it."""
        name = str(Path.home() / "certificate.pem")
        chosen, _ = QFileDialog.getSaveFileName(self, t("把证书存成文件"), name, "PEM (*.pem)")
        if chosen:
            data = self.desk.core.identities.export()
            work(self, lambda: write_out(Path(chosen), data), self.on_exported, self.on_failed)

    def on_exported(self, _: None) -> None:
        """It is there."""
        tell(self.saved, t("已存好。把这个文件交给组织方即可，里面没有私钥。"))

    def on_failed(self, error: ZhipingError) -> None:
        """It is not."""
        self.refusal.tell(error)

    def opened(self) -> None:
        self.sizes[SCALES[0]].setFocus()


def _checked(buttons: Mapping[Key, QPushButton], otherwise: Key) -> Key:
    return next((key for key, each in buttons.items() if each.isChecked()), otherwise)


def _about() -> Panel:
    panel = Panel(t("关于"))
    panel.inside.addWidget(label(t("知评 {version}").format(version=raw(__version__))))
    told = t("专家现场评审，离线打分，签名成册。程序不联网。开放源代码，Apache-2.0 许可。")
    panel.inside.addWidget(label(told, "secondary"))
    return panel
