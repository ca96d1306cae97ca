"""The one way to a font: the families of the tokens, pixel sizes, tabular figures.

Knows nothing of what is written in it.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from widgets.theme.tokens import FONT_FAMILIES, SIZE_BODY


def ui_font(
    size_px: int = SIZE_BODY,
    weight: QFont.Weight = QFont.Weight.Normal,
    tabular: bool = True,
) -> QFont:
    """Return the interface font at `size_px` device-independent pixels.

    With `tabular` all digits are equally wide, so that a ticking figure does not shake.
    """
    font = QFont(list(FONT_FAMILIES))
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def has_cjk_font() -> bool:
    """Say whether some installed font can write simplified Chinese. Needs a QGuiApplication."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
