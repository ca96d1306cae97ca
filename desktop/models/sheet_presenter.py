"""The words of a printed map: its title, what it is made of, its legend, its watermark."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.state.store import TownStore
from widgets.map.values import LayerInfo, LegendEntry

translate = QCoreApplication.translate


def default_title(store: TownStore) -> str:
    """What a map is called until somebody says otherwise."""
    town = store.state.town
    name = wording.town_name(town) if town is not None else ""
    return translate("Sheet", "{town}一张图").format(town=name)


def default_watermark(store: TownStore, zone: tzinfo) -> str:
    """Who made it and when: a copy says where it came from."""
    name = store.connection.name or store.connection.user
    return " ".join(part for part in (name, _when(store, zone)) if part)


def subtitle(store: TownStore, zone: tzinfo) -> str:
    """The moment shown and, while there is one, the response level."""
    parts = [_when(store, zone)]
    operation = store.state.operation
    if operation is not None and operation.level:
        level = wording.RESPONSE_NUMERAL[operation.level]
        parts.append(translate("Sheet", "{level} 级响应").format(level=level))
    return " · ".join(parts)


def facts(store: TownStore, zone: tzinfo, ratio: float) -> tuple[tuple[str, str], ...]:
    """What stands along the foot, as (name, value)."""
    town = store.state.town
    source = wording.town_name(town) if town is not None else "—"
    return (
        (translate("Sheet", "数据时间"), _when(store, zone, seconds=True)),
        (translate("Sheet", "比例尺"), f"1:{_rounded(ratio):,}".replace(",", " ")),
        (translate("Sheet", "坐标系"), "CGCS2000"),
        (translate("Sheet", "制图"), store.connection.name or store.connection.user or "—"),
        (translate("Sheet", "数据来源"), source),
    )


def legend(layers: Iterable[LayerInfo]) -> tuple[LegendEntry, ...]:
    """The signs of every layer that is shown, each once."""
    entries = (entry for layer in layers if layer.visible for entry in layer.legend)
    return tuple(dict.fromkeys(entries))


def file_name(title: str, store: TownStore, zone: tzinfo) -> str:
    """A name for the file that every system takes."""
    at = datetime.fromtimestamp(store.clock.now_ms() / 1000, zone)
    safe = "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in title).strip(" .")
    return f"{safe or 'map'} {at:%Y%m%d-%H%M}"


def _when(store: TownStore, zone: tzinfo, *, seconds: bool = False) -> str:
    at = datetime.fromtimestamp(store.clock.now_ms() / 1000, zone)
    return f"{at:%Y-%m-%d %H:%M:%S}" if seconds else f"{at:%Y-%m-%d %H:%M}"


def _rounded(ratio: float) -> int:
    """Two figures that count: paper stretches more than the rest."""
    if not 0.0 < ratio < 1e9:
        return 0
    return int(float(f"{ratio:.2g}"))
