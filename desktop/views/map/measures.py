"""Lengths and areas measured on a map: they stay on it, for this map alone, until cleared."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.actions.catalogue import ActionId
from desktop.views.map.sheets import LOCAL, MarkupSheets, Sheet
from desktop.views.map.tools import MEASURES, LonLat, ToolDesk
from desktop.views.map.words import map_texts
from widgets.map import measure
from widgets.map.values import Markup, MarkupKind, MarkupRole


class MeasureDesk(QObject):
    """Turns what the measuring tools drew into markups that say what they measure."""

    def __init__(self, tools: ToolDesk, sheets: MarkupSheets) -> None:
        super().__init__(tools)
        self._sheets = sheets
        self._shapes: list[tuple[ActionId, LonLat]] = []
        tools.drawn.connect(self._on_drawn)

    def clear(self) -> None:
        """Take every measure off the map."""
        self._shapes.clear()
        self.set_words()

    def remove(self, markup: str) -> None:
        """Take one measure off the map."""
        number = markup.rpartition(":")[2]
        if markup.startswith(f"{LOCAL}measure:") and number.isdecimal():
            del self._shapes[int(number)]
            self.set_words()

    def set_words(self) -> None:
        """Say the measures anew."""
        self._sheets.put(
            Sheet.MEASURES,
            [_markup(number, *shape) for number, shape in enumerate(self._shapes)],
        )

    def _on_drawn(self, mode: str, lonlat: LonLat, _radius_m: float) -> None:
        if mode in MEASURES:
            self._shapes.append((ActionId(mode), lonlat))
            self.set_words()


def _markup(number: int, mode: ActionId, lonlat: LonLat) -> Markup:
    words = map_texts()
    id = f"{LOCAL}measure:{number}"
    if mode is ActionId.MEASURE_LENGTH:
        text = f"{words.length} {measure.length_text(measure.length_m(lonlat), words)}"
        return Markup(id, MarkupKind.LINE, lonlat, text, MarkupRole.ACCENT)
    area = measure.area_text(measure.area_m2(lonlat), words)
    around = measure.length_text(measure.length_m([*lonlat, lonlat[0]]), words)
    text = f"{words.area} {area} · {words.perimeter} {around}"
    return Markup(id, MarkupKind.POLYGON, lonlat, text, MarkupRole.ACCENT)
