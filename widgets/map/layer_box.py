"""The panel of layers: what the map stands on, what colours it, and the list of its layers.

Knows values and words; which base maps and themes there are its owner says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QSizePolicy, QWidget

from widgets.map.layer_panel import LayerPanel
from widgets.map.side_panel import SidePanel, scrolled
from widgets.theme import tokens

Choices = Sequence[tuple[str, str]]
"""Ids with what they are called."""
_LONGEST: Final = 18
_QUIET: Final = f"color: {tokens.SECONDARY}; font-size: {tokens.SIZE_CAPTION}px;"


class LayerBox(SidePanel):
    """`base_asked()` for another base map, `theme_asked(indicator, method)`, and the signals of the
    list: `visible_asked`, `opacity_asked`, `removal_asked` with a layer's id."""

    base_asked = Signal()
    theme_asked = Signal(str, str)
    visible_asked = Signal(str, bool)
    opacity_asked = Signal(str, float)
    removal_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers = LayerPanel()
        self.base = QPushButton()
        self.theme = QComboBox()
        self.method = QComboBox()
        for combo in (self.theme, self.method):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setMinimumContentsLength(8)
        self._labels = (QLabel(), QLabel(), QLabel())
        form = QFormLayout()
        form.setSpacing(tokens.GRID)
        parts = (self.base, self.theme, self.method)
        for label, part in zip(self._labels, parts, strict=True):
            label.setBuddy(part)
            form.addRow(label, part)
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self._remark.setStyleSheet(
            f"color: {tokens.SECONDARY}; font-size: {tokens.SIZE_CAPTION}px;"
        )
        self._remark.hide()
        self.body.addLayout(form)
        self.body.addWidget(self._remark)
        self.body.addWidget(scrolled(self.layers), 1)
        self._connect()

    def _connect(self) -> None:
        self.base.clicked.connect(self.base_asked)
        self.theme.activated.connect(self._ask_theme)
        self.method.activated.connect(self._ask_theme)
        self.layers.visible_asked.connect(self.visible_asked)
        self.layers.opacity_asked.connect(self.opacity_asked)
        self.layers.removal_asked.connect(self.removal_asked)

    def set_texts(self, base: str, theme: str, method: str) -> None:
        """What stands before the three choices."""
        for label, text in zip(self._labels, (base, theme, method), strict=True):
            label.setText(text)

    def set_base(self, title: str) -> None:
        """What the map stands on."""
        cut = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
        self.base.setText(cut)
        self.base.setToolTip(title)

    def set_themes(self, themes: Choices, methods: Choices) -> None:
        """What can colour the map, and how classes can be cut."""
        for combo, choices in ((self.theme, themes), (self.method, methods)):
            held = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
            if held == list(choices):
                continue
            with QSignalBlocker(combo):
                combo.clear()
                for id, text in choices:
                    combo.addItem(text, id)

    def set_theme(self, indicator: str, method: str, note: str) -> None:
        """What colours the map now, and what the colours do not show."""
        self.theme.setCurrentIndex(self.theme.findData(indicator))
        self.method.setCurrentIndex(self.method.findData(method))
        self.method.setEnabled(bool(indicator))
        self._remark.setText(note)
        self._remark.setVisible(bool(note))

    @Slot()
    def _ask_theme(self) -> None:
        self.theme_asked.emit(self.theme.currentData() or "", self.method.currentData() or "")
