"""What is known of the selected thing, and what may be done with it now.

Owns the panel; must not know what an action does: it emits the action's id.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.boards.chronology import LogView
from widgets.boards.flow import FlowLayout
from widgets.boards.steps import ActionButton, StepChain
from widgets.boards.text import CENTER, ElidedLabel, draw_text
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level
from widgets.values import Action, Detail

_PAD: Final = 3 * tokens.GRID


class _Symbol(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._level = Level.NONE
        self.setFixedSize(36, 36)

    def set_level(self, level: Level) -> None:
        self._level = level
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_level(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._level)
        painter.end()


class DetailPanel(QWidget):
    """A `Detail`: heading with clock, chain of steps, actions, `middle`, chronology.

    `triggered(action_id)` on click, Enter or Space, and by the action's key while `bind_keys`
    is set; leave that off where a catalogue of QActions owns the same keys.
    """

    triggered = Signal(str)

    def __init__(
        self,
        *,
        log_title: str = "",
        empty_text: str = "",
        bind_keys: bool = True,
        middle: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail: Detail | None = None
        self._empty_text = empty_text
        self._bind_keys = bind_keys
        self._caption = ui_font(tokens.SIZE_CAPTION + 1)
        self._body = QWidget(self)
        self._symbol = _Symbol(self._body)
        self._title = ElidedLabel(ui_font(tokens.SIZE_HEADING, QFont.Weight.Bold), parent=self)
        self._subtitle = ElidedLabel(ui_font(tokens.SIZE_BODY), tokens.SECONDARY, parent=self)
        clock_font = ui_font(tokens.SIZE_FIGURE, QFont.Weight.Bold, tabular=True)
        self._clock = ElidedLabel(clock_font, rigid=True, parent=self)
        self._clock_label = ElidedLabel(self._caption, tokens.SECONDARY, rigid=True, parent=self)
        self._steps = StepChain(self._body)
        self._action_area = QWidget(self._body)
        self._flow = FlowLayout(tokens.GRID, self._action_area)
        self._buttons: dict[str, ActionButton] = {}
        self._log_title = ElidedLabel(self._caption, tokens.SECONDARY, parent=self)
        self._log = LogView(self._body)
        self._lay_out(middle)
        self._log_title.set_text(log_title)
        self._body.hide()

    def _lay_out(self, middle: QWidget | None) -> None:
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        names.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(2 * tokens.GRID)
        top.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        clock = QHBoxLayout()
        clock.setSpacing(tokens.GRID)
        clock.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignBaseline)
        clock.addWidget(self._clock_label, 0, Qt.AlignmentFlag.AlignBaseline)
        clock.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._action_area.setSizePolicy(policy)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        column.setSpacing(2 * tokens.GRID)
        column.addLayout(top)
        column.addLayout(clock)
        column.addWidget(self._steps)
        column.addWidget(self._action_area)
        if middle is not None:
            column.addWidget(middle)
        column.addSpacing(tokens.GRID)
        column.addWidget(self._log_title)
        column.addWidget(self._log, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)

    def set_empty_text(self, text: str) -> None:
        """What to say while nothing is selected."""
        self._empty_text = text
        self.update()

    def set_log_title(self, text: str) -> None:
        """What the chronology is called."""
        self._log_title.set_text(text)

    def detail_id(self) -> str | None:
        """The id of what is shown."""
        return self._detail.id if self._detail is not None else None

    def button(self, action_id: str) -> ActionButton:
        """The button of `action_id`, for focus order and tests."""
        return self._buttons[action_id]

    def set_detail(self, detail: Detail | None) -> None:
        """Show `detail`; None shows the empty text."""
        if detail == self._detail:
            return
        before = self._detail.actions if self._detail is not None else ()
        same_thing = (
            self._detail is not None and detail is not None and (self._detail.id == detail.id)
        )
        self._detail = detail
        self._body.setVisible(detail is not None)
        self.update()
        if detail is None:
            self._set_actions(())
            return
        self._symbol.set_level(detail.level)
        self._title.set_text(detail.title)
        self._subtitle.set_text(detail.subtitle)
        self._clock.set_text(detail.clock)
        self._clock_label.set_text(detail.clock_label)
        self._clock.setVisible(bool(detail.clock))
        self._clock_label.setVisible(bool(detail.clock))
        self._steps.set_steps(detail.steps)
        if detail.actions != before:
            self._set_actions(detail.actions)
        self._log.set_lines(detail.log)
        if not same_thing:
            self._log.scrollToTop()

    def _set_actions(self, actions: tuple[Action, ...]) -> None:
        """Make the buttons anew, the keyboard staying on the same action."""
        focused = next((key for key, one in self._buttons.items() if one.hasFocus()), None)
        for button in self._buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for action in actions:
            button = ActionButton(action, bind=self._bind_keys, parent=self._action_area)
            button.triggered.connect(self.triggered)
            self._flow.addWidget(button)
            button.show()
            self._buttons[action.id] = button
        if focused in self._buttons:
            self._buttons[focused].setFocus()
        self._action_area.setVisible(bool(actions))
        self._action_area.updateGeometry()

    def needed_height(self, width: int) -> int:
        """Height at which everything is shown whole in `width`, the chronology at its least."""
        column = self._body.layout()
        return column.minimumHeightForWidth(width) if column is not None and self._detail else 0

    def minimumSizeHint(self) -> QSize:
        # The layout's own answer is for its narrowest width, where every button has its line.
        return QSize(320, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.GROUND))
        if self._detail is None:
            room = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
            draw_text(painter, room, self._empty_text, self._caption, tokens.SECONDARY, CENTER)
        painter.end()
