"""The palettes: every text can be read on its ground, light and dark; the look is kept with the language."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.services.laptop import View, write_view
from app.ui import style
from app.ui.recovery import read_look, write_look
from app.ui.style import BANDS, DARK, DARK_HIGH_CONTRAST, HIGH_CONTRAST, NORMAL, Look, Tokens, apply, ink

TEXTS = (  # inks, the grounds they stand on (style_sheet.py)
    (("text", "secondary"), ("bg", "surface", "sunken", "soft")),
    (("muted",), ("bg", "surface", "sunken")),
    (("primary",), ("bg", "surface", "soft", "sunken")),
    (("on_primary",), ("primary", "primary_dark", "ok", "bad", "warn")),
    (("ok",), ("surface", "ok_soft")),
    (("warn",), ("surface", "warn_soft")),
    (("bad",), ("surface", "bad_soft")),
    (("surface",), ("text",)),
)
PAIRS = [pair for inks, grounds in TEXTS for pair in product(inks, grounds)]
PALETTES = {"normal": NORMAL, "high": HIGH_CONTRAST, "dark": DARK, "dark-high": DARK_HIGH_CONTRAST}


def luminance(colour: str) -> float:
    found = QColor(colour)
    parts = (found.redF(), found.greenF(), found.blueF())
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", PALETTES.values(), ids=PALETTES)
def test_every_text_has_enough_contrast(tokens: Tokens) -> None:
    told = {pair: contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) for pair in PAIRS}
    assert {pair: found for pair, found in told.items() if found < 4.5} == {}


@pytest.mark.parametrize("tokens", PALETTES.values(), ids=PALETTES)
def test_the_edge_of_a_control_can_be_seen(tokens: Tokens) -> None:
    assert min(contrast(tokens.control, tokens.surface), contrast(tokens.primary, tokens.surface)) >= 3


def test_white_can_be_read_on_every_platforms_colour() -> None:
    assert min(contrast("#FFFFFF", each) for each in BANDS.values()) >= 4.5
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)


def test_the_palette_is_the_chosen_one_or_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Look(palette="dark").tokens is DARK and Look(1.0, True, "dark").tokens is DARK_HIGH_CONTRAST
    monkeypatch.setattr(style, "system_is_dark", lambda: True)
    assert Look().tokens is DARK and Look(palette="light").tokens is NORMAL
    monkeypatch.setattr(style, "system_is_dark", lambda: False)
    assert Look().tokens is NORMAL and Look(1.0, True).tokens is HIGH_CONTRAST


def test_a_system_that_says_nothing_is_light(qapp: QApplication) -> None:
    assert QApplication.styleHints().colorScheme() != Qt.ColorScheme.Dark
    assert not style.system_is_dark()


def test_dark_dresses_the_program_and_light_again(qapp: QApplication) -> None:
    apply(qapp, Look(palette="dark"))
    try:
        assert qapp.palette().text().color() == QColor(DARK.text) == ink("text")
        assert DARK.surface in qapp.styleSheet()
    finally:
        apply(qapp, Look())
    assert qapp.palette().text().color() == QColor(NORMAL.text)


def test_palette_and_language_are_remembered_beside_everything_else(tmp_path: Path) -> None:
    write_view(tmp_path, View(owner="王伟"))
    write_look(tmp_path, Look(1.3, False, "dark", "en"))
    assert read_look(tmp_path) == Look(1.3, False, "dark", "en")
    write_view(tmp_path, View(palette="pink"))
    assert read_look(tmp_path).palette == "system"
