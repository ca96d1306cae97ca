"""The application's look for stock Qt widgets: style, palette, stylesheet, font.

Owns how buttons, edits, menus and scrollbars look; must not know any widget of ours.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from widgets.theme import tokens
from widgets.theme.fonts import ui_font


def dark_palette() -> QPalette:
    """The palette made of the tokens."""
    palette = QPalette()
    role = QPalette.ColorRole
    active = {
        role.Window: tokens.GROUND,
        role.WindowText: tokens.TEXT,
        role.Base: tokens.PANEL,
        role.AlternateBase: tokens.RAISED,
        role.Text: tokens.TEXT,
        role.PlaceholderText: tokens.SECONDARY,
        role.Button: tokens.RAISED,
        role.ButtonText: tokens.TEXT,
        role.BrightText: tokens.TEXT,
        role.ToolTipBase: tokens.RAISED,
        role.ToolTipText: tokens.TEXT,
        role.Highlight: tokens.ACCENT,
        role.HighlightedText: tokens.ON_LEVEL,
        role.Link: tokens.ACCENT,
        role.LinkVisited: tokens.ACCENT,
        role.Accent: tokens.ACCENT,
        role.Light: tokens.LINE,
        role.Midlight: tokens.LINE,
        role.Mid: tokens.LINE,
        role.Dark: tokens.GROUND,
        role.Shadow: tokens.GROUND,
    }
    for one, color in active.items():
        palette.setColor(one, QColor(color))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.STALE))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.LINE))
    return palette


def style_sheet() -> str:
    """The stylesheet made of the tokens. Focus is always a visible accent outline."""
    return _CONTROLS + _VIEWS


def apply_theme(app: QApplication) -> None:
    """Give `app` the Fusion style, our palette, font and stylesheet."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(dark_palette())
    app.setFont(ui_font(tokens.SIZE_BODY))
    app.setStyleSheet(style_sheet())


_CONTROLS = f"""
QWidget {{ color: {tokens.TEXT}; }}
QMainWindow, QDialog, QMessageBox {{ background: {tokens.GROUND}; }}
QToolTip {{
    background: {tokens.RAISED}; color: {tokens.TEXT};
    border: 1px solid {tokens.FAINT}; padding: 4px 8px;
}}
QPushButton, QToolButton {{
    background: {tokens.RAISED}; color: {tokens.TEXT};
    border: 1px solid {tokens.LINE}; border-radius: 4px; padding: 6px 16px;
}}
QToolButton {{ padding: 6px 8px; }}
QPushButton:hover, QToolButton:hover {{ border-color: {tokens.STALE}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {tokens.LINE}; }}
QPushButton:checked, QToolButton:checked {{ border-color: {tokens.ACCENT}; }}
QPushButton:default {{
    background: {tokens.ACCENT}; border-color: {tokens.ACCENT}; color: {tokens.ON_LEVEL};
}}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {tokens.ACCENT}; padding: 5px 15px; }}
QToolButton:focus {{ padding: 5px 7px; }}
QPushButton:default:focus {{ border-color: {tokens.TEXT}; }}
QPushButton:disabled, QToolButton:disabled {{
    background: {tokens.PANEL}; color: {tokens.STALE}; border: 1px dashed {tokens.FAINT};
}}
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {{
    background: {tokens.PANEL}; color: {tokens.TEXT};
    border: 1px solid {tokens.FAINT}; border-radius: 4px; padding: 5px 8px;
    selection-background-color: {tokens.ACCENT}; selection-color: {tokens.ON_LEVEL};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
    border: 2px solid {tokens.ACCENT}; padding: 4px 7px;
}}
QLineEdit:disabled, QComboBox:disabled {{
    color: {tokens.STALE}; border: 1px dashed {tokens.LINE};
}}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{
    width: 0; height: 0; margin-right: 8px; border-left: 4px solid {tokens.PANEL};
    border-right: 4px solid {tokens.PANEL}; border-top: 5px solid {tokens.SECONDARY};
}}
QCheckBox:focus, QRadioButton:focus {{ color: {tokens.ACCENT}; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {tokens.SECONDARY}; border-radius: 3px;
    background: {tokens.GROUND};
}}
QCheckBox::indicator:checked {{ background: {tokens.ACCENT}; border-color: {tokens.ACCENT}; }}
QCheckBox::indicator:disabled {{ border: 1px dashed {tokens.FAINT}; background: {tokens.PANEL}; }}
QCheckBox::indicator:focus {{ border: 2px solid {tokens.ACCENT}; width: 12px; height: 12px; }}
"""

_VIEWS = f"""
QMenu {{ background: {tokens.RAISED}; border: 1px solid {tokens.FAINT}; padding: 4px 0; }}
QMenu::item {{ padding: 6px 24px; }}
QMenu::item:selected {{ background: {tokens.ACCENT}; color: {tokens.ON_LEVEL}; }}
QMenu::item:disabled {{ color: {tokens.STALE}; }}
QMenu::icon {{ left: 12px; }}
QMenu::separator {{ height: 1px; background: {tokens.LINE}; margin: 4px 8px; }}
QAbstractItemView {{
    background: {tokens.PANEL}; alternate-background-color: {tokens.RAISED};
    selection-background-color: {tokens.RAISED}; selection-color: {tokens.TEXT};
    border: none; outline: 0;
}}
QComboBox QAbstractItemView {{ border: 1px solid {tokens.FAINT}; }}
QHeaderView::section {{
    background: {tokens.PANEL}; color: {tokens.SECONDARY};
    border: none; border-bottom: 1px solid {tokens.LINE}; padding: 6px 8px;
}}
QTabBar::tab {{ padding: 6px 12px; color: {tokens.SECONDARY}; border-radius: 4px; }}
QTabBar::tab:selected {{ background: {tokens.RAISED}; color: {tokens.TEXT}; }}
QTabBar::tab:focus {{ border: 1px solid {tokens.ACCENT}; }}
QSplitter::handle {{ background: {tokens.LINE}; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle {{ background: {tokens.LINE}; border-radius: 3px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {tokens.FAINT}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
