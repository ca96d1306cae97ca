"""The heads of the alarm table: widths of the columns, and clicks that sort.

Owns the bar of heads; must not know how anything is sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.alarms.values import NOTE_FROM, AlarmLine, Column
from widgets.boards.text import text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

WIDTHS: Final = {
    Column.LEVEL: 72,
    Column.STATE: 160,
    Column.AGE: 104,
    Column.TITLE: 232,
    Column.PLACE: 144,
    Column.PACK: 136,
    Column.VALUE: 128,
    Column.CAMERA: 144,
    Column.CASE: 184,
    Column.BY: 120,
}
"""The widest each may be; what they do not need is the title's."""
_ROOM: Final = {Column.STATE: 5 * tokens.GRID}
"""Room beside the words of a column, where it is not a pad on both sides."""
_LEAST: Final = 6 * tokens.GRID
HEAD_HEIGHT: Final = 36


def fitted(lines: Iterable[AlarmLine], heads: Sequence[str]) -> dict[Column, int]:
    """Widths that show what these lines say, none wider than it may be; the title has the rest."""
    font, head_font = ui_font(tokens.SIZE_BODY), ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)
    held = list(lines)
    widths: dict[Column, int] = {}
    for column, most in WIDTHS.items():
        if column in (Column.LEVEL, Column.TITLE):
            continue
        said = {_word(line, column) for line in held}
        room = _ROOM.get(column, 2 * tokens.GRID)
        need = max((text_width(font, text) for text in said), default=0.0) + room
        head = text_width(head_font, heads[column]) + 2 * tokens.GRID
        widths[column] = min(most, ceil(max(need, head, _LEAST)))
    _make_room(widths, (line.note for line in held if line.note))
    return widths


def _make_room(widths: dict[Column, int], notes: Iterable[str]) -> None:
    """Widen the columns a note goes over until the longest has room, or they may not be wider."""
    font = ui_font(tokens.SIZE_BODY, QFont.Weight.Bold)
    need = max((text_width(font, note) for note in notes), default=0.0) + 2 * tokens.GRID
    for column in (Column.CASE, Column.CAMERA, Column.BY):
        short = ceil(need) - sum(widths[each] for each in widths if each >= NOTE_FROM)
        widths[column] = min(WIDTHS[column], widths[column] + max(0, short))


def _word(line: AlarmLine, column: Column) -> str:
    """What stands in a column alone: a note goes on into the next."""
    if line.note and column >= NOTE_FROM:
        return ""
    return line.text(column)


class AlarmHeads(QHeaderView):
    """The heads: `asked(column, adding)` on a click, adding with Shift or Ctrl held."""

    asked = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._adding = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(HEAD_HEIGHT)
        self.sectionClicked.connect(self._on_clicked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        held = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        self._adding = bool(event.modifiers() & held)
        super().mousePressEvent(event)

    def _on_clicked(self, column: int) -> None:
        self.asked.emit(column, self._adding)
