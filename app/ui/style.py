"""Colours, sizes and the style sheet of the screen (screens.md, "Tokens"), and the two fonts.

Widgets carry a property `role`; what a role looks like is said here and nowhere else.
"""

from dataclasses import fields
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.frozen import frozen
from app.errors import EnvironmentFault
from app.ui.style_sheet import SHEET

FAMILY = "Noto Sans SC"
SCALES = (1.0, 1.15, 1.3, 1.5)
CAPTION, BODY, TITLE, SCORE, TOTAL = 14, 16, 17, 22, 30
TARGET = 44
PALETTES = ("light", "dark", "system")


class ScreenFontMissingFault(EnvironmentFault):
    """A font of the program cannot be loaded from where it should be."""

    field_names = ("path",)


@frozen
class Tokens:
    """One palette; every text on its ground has a contrast of at least 4.5 to 1."""

    bg: str
    surface: str
    sunken: str
    line: str
    edge: str
    control: str
    text: str
    secondary: str
    muted: str
    primary: str
    primary_dark: str
    on_primary: str
    soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


NORMAL = Tokens(
    bg="#F3F5F8", surface="#FFFFFF", sunken="#EAEEF3", line="#D8DEE6", edge="#FFFFFF", control="#8490A0",
    text="#17202C", secondary="#465262", muted="#596676",
    primary="#1B5A9E", primary_dark="#154880", on_primary="#FFFFFF", soft="#E4EEF9",
    ok="#1A6E42", ok_soft="#E3F3EA", warn="#8A4B00", warn_soft="#FFF0DA", bad="#A8271F", bad_soft="#FCE8E6",
)  # fmt: skip
HIGH_CONTRAST = Tokens(
    bg="#FFFFFF", surface="#FFFFFF", sunken="#DADADA", line="#000000", edge="#000000", control="#000000",
    text="#000000", secondary="#000000", muted="#1A1A1A",
    primary="#00307A", primary_dark="#001E4D", on_primary="#FFFFFF", soft="#DCE8FF",
    ok="#004D26", ok_soft="#DDF3E4", warn="#5C2E00", warn_soft="#FFEFC7", bad="#7A0000", bad_soft="#FFE0DC",
)  # fmt: skip
DARK = Tokens(
    bg="#12171E", surface="#1B222B", sunken="#28313C", line="#36414E", edge="#1B222B", control="#7C8A9B",
    text="#E7ECF2", secondary="#B9C4D0", muted="#9BA8B6",
    primary="#7FB4EE", primary_dark="#A5CBF5", on_primary="#0C1826", soft="#1F344B",
    ok="#6CCB98", ok_soft="#173527", warn="#F0B565", warn_soft="#3D2C12", bad="#F5938B", bad_soft="#45201E",
)  # fmt: skip
DARK_HIGH_CONTRAST = Tokens(
    bg="#000000", surface="#000000", sunken="#2A2A2A", line="#FFFFFF", edge="#FFFFFF", control="#FFFFFF",
    text="#FFFFFF", secondary="#FFFFFF", muted="#E6E6E6",
    primary="#8CC4FF", primary_dark="#B8DBFF", on_primary="#000000", soft="#0B2A4A",
    ok="#7FE3AE", ok_soft="#06301C", warn="#FFC66B", warn_soft="#3A2600", bad="#FFA8A0", bad_soft="#4A0E0A",
)  # fmt: skip
# A platform's colour on every page and paper; white text on it has a contrast of at least 4.5 to 1.
BANDS = {
    "blue": "#1B5A9E", "green": "#1A6E42", "orange": "#AA5103",
    "purple": "#683FA0", "teal": "#0B6B6E", "red": "#A8271F",
}  # fmt: skip

_inks: dict[str, QColor] = {}
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished


@frozen
class Look:
    """How the person wants the screen: text scale (one of SCALES), contrast, palette (one of PALETTES), and
    from the next start the language ("" while none was chosen)."""

    scale: float = 1.0
    high_contrast: bool = False
    palette: str = "system"
    language: str = ""

    @property
    def tokens(self) -> Tokens:
        """The palette of this look."""
        if self.is_dark:
            return DARK_HIGH_CONTRAST if self.high_contrast else DARK
        return HIGH_CONTRAST if self.high_contrast else NORMAL

    @property
    def is_dark(self) -> bool:
        """Whether it is light on dark: as chosen, or as the system is now."""
        return self.palette == "dark" or (self.palette == "system" and system_is_dark())

    def px(self, size: float) -> int:
        """A size of the design at this text scale."""
        return round(size * self.scale)


def system_is_dark() -> bool:
    """What Qt knows of the system; where it knows nothing it is light."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def load_fonts(folder: Path) -> None:
    """Makes Noto Sans SC, regular and bold, known to Qt. ScreenFontMissingFault."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise ScreenFontMissingFault(path=str(folder / name))


@cache
def stylesheet(tokens: Tokens, scale: float) -> str:
    """The style sheet of the whole program."""
    look = {each.name: getattr(tokens, each.name) for each in fields(tokens)}
    sizes = {"caption": CAPTION, "body": BODY, "title": TITLE, "score": SCORE, "total": TOTAL}
    lengths = {"target": TARGET, "s4": 4, "s8": 8, "s12": 12, "s16": 16, "s24": 24}
    scaled = {name: f"{round(size * scale)}px" for name, size in {**sizes, **lengths}.items()}
    inner = {"inner": f"{round((TARGET - 4) * scale)}px"}
    inner |= {
        "leave": f"{round(84 * scale)}px",
        "yes": f"{round(72 * scale)}px",
        "number": f"{round(64 * scale)}px",
    }
    return Template(SHEET).substitute(look | scaled | inner, family=FAMILY) + _bands()


def _bands() -> str:
    """A platform's colour under the bar on top and behind its number."""
    return "".join(
        f'QFrame[role="bar"][band="{name}"] {{ border-bottom: 4px solid {colour}; }}\n'
        f'QLabel[role="band"][band="{name}"] {{ background: {colour}; }}\n'
        for name, colour in BANDS.items()
    )


def ink(name: str) -> QColor:
    """A colour of the look of now, by its name in Tokens, for what paints itself."""
    return _inks[name]


def apply(app: QApplication, look: Look) -> None:
    """Dresses the whole program."""
    tokens = look.tokens
    _inks.update({each.name: QColor(getattr(tokens, each.name)) for each in fields(tokens)})
    font = QFont(FAMILY)
    font.setPixelSize(look.px(BODY))
    app.setFont(font)
    palette = QPalette()
    ground = QPalette.ColorRole
    for role, colour in (
        (ground.Window, tokens.bg), (ground.Base, tokens.surface), (ground.Button, tokens.surface),
        (ground.WindowText, tokens.text), (ground.Text, tokens.text), (ground.ButtonText, tokens.text),
        (ground.Highlight, tokens.primary), (ground.HighlightedText, tokens.on_primary),
        (ground.PlaceholderText, tokens.muted),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    # Off and on: Qt dresses a widget once for every widget around it where one style sheet follows another
    # (6.11, eight times on 评分), and once each way where there was none before.
    app.setStyleSheet("")
    app.setStyleSheet(stylesheet(tokens, look.scale))


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Sets style properties (role, state …) and has the widget dressed anew where they changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.testAttribute(_POLISHED):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
