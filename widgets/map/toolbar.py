"""The strip of tools beside the map: buttons with icons, some with a menu of more.

Owns the buttons; must not know what a tool does. What is pressed is told by its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from widgets.theme import tokens
from widgets.theme.icons import Icon, icon, icon_size

_BUTTON_PX: Final = 36


@dataclass(frozen=True, slots=True)
class ToolItem:
    """A button, or an entry of a button's menu when it stands in `items`.

    `checked` is None for what is done once. A separator stands above an item with `apart`.
    """

    id: str
    text: str
    icon: Icon
    key: str = ""
    checked: bool | None = None
    enabled: bool = True
    apart: bool = False
    items: tuple[ToolItem, ...] = ()


class Toolbar(QFrame):
    """Tools from top to bottom. `triggered(id)` for a button without a menu or for an entry."""

    triggered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ToolItem, ...] = ()
        self._buttons: dict[str, QToolButton] = {}
        self._actions: dict[str, QAction] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(4)
        self.setFixedWidth(_BUTTON_PX + 8)

    def set_items(self, items: Sequence[ToolItem]) -> None:
        """Show these tools and no others; buttons are kept while only states change."""
        if tuple(items) == self._items:
            return
        if _shape(items) != _shape(self._items):
            self._rebuild(items)
        self._items = tuple(items)
        for item in items:
            self._show_button(item)
            for entry in item.items:
                self._show_entry(entry)

    def button(self, tool: str) -> QToolButton:
        """The button of a tool, for focus order and tests."""
        return self._buttons[tool]

    def entry(self, tool: str) -> QAction:
        """The menu entry of a tool."""
        return self._actions[tool]

    def _rebuild(self, items: Sequence[ToolItem]) -> None:
        while (left := self._column.takeAt(0)) is not None:
            if (button := left.widget()) is not None:
                button.deleteLater()
        self._buttons, self._actions = {}, {}
        for item in items:
            if item.apart:
                self._column.addSpacing(tokens.GRID)
            button = _ToolButton(item.id, self)
            if item.items:
                button.setMenu(self._menu(item, button))
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            else:
                button.pressed_id.connect(self.triggered)
            self._column.addWidget(button)
            button.show()
            self._buttons[item.id] = button

    def _menu(self, item: ToolItem, button: QToolButton) -> QMenu:
        menu = QMenu(button)
        for entry in item.items:
            if entry.apart:
                menu.addSeparator()
            action = menu.addAction("")
            action.setData(entry.id)
            self._actions[entry.id] = action
        menu.triggered.connect(self._pick)
        return menu

    def _pick(self, action: QAction) -> None:
        self.triggered.emit(action.data())

    def _show_button(self, item: ToolItem) -> None:
        button = self._buttons[item.id]
        inside = [entry for entry in item.items if entry.checked]
        shown = inside[0] if len(inside) == 1 else item
        is_on = bool(item.checked) or bool(inside)
        button.setIcon(icon(shown.icon, color=tokens.ACCENT if is_on else tokens.TEXT))
        button.setCheckable(is_on)
        button.setChecked(is_on)
        button.setEnabled(item.enabled)
        button.setToolTip(_with_key(item))
        button.setAccessibleName(item.text)

    def _show_entry(self, entry: ToolItem) -> None:
        action = self._actions[entry.id]
        action.setText(f"{entry.text}\t{entry.key}" if entry.key else entry.text)
        action.setIcon(icon(entry.icon))
        action.setCheckable(entry.checked is not None)
        action.setChecked(bool(entry.checked))
        action.setEnabled(entry.enabled)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.LINE))
        painter.setBrush(QColor(tokens.PANEL))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


class _ToolButton(QToolButton):
    """A square button that tells its id."""

    pressed_id = Signal(str)

    def __init__(self, tool: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tool = tool
        self.setObjectName("map_tool")
        self.setIconSize(icon_size())
        self.setFixedSize(_BUTTON_PX, _BUTTON_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setStyleSheet(_BUTTON_STYLE)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.pressed_id.emit(self._tool)


_BUTTON_STYLE: Final = f"""
QToolButton {{ background: transparent; border: 1px solid transparent; padding: 0; }}
QToolButton:hover {{ background: {tokens.RAISED}; }}
QToolButton:checked {{ background: {tokens.RAISED}; border-color: {tokens.ACCENT}; }}
QToolButton:focus {{ border: 2px solid {tokens.ACCENT}; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _shape(items: Sequence[ToolItem]) -> object:
    """What needs other buttons when it differs."""
    return [(item.id, item.apart, [(e.id, e.apart) for e in item.items]) for item in items]


def _with_key(item: ToolItem) -> str:
    return f"{item.text}  {item.key}" if item.key else item.text
