"""The neighbourhoods at a glance: worst level, what nobody has acknowledged, how fresh it is known.

Pure: counts from the columns of the alarm table, ages from the readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.alarm_columns import AlarmColumns
from desktop.state.readings import LatestReadings
from desktop.state.selectors import FOREVER_MS, silent_after_ms
from services.contract.model import OPEN_STATES, UNANSWERED_STATES, TownState
from widgets.alarms.values import AreaTile
from widgets.theme.tokens import Level
from widgets.values import Age

translate = QCoreApplication.translate

TOWN = "area:"
"""Id of the tile of the whole town; a neighbourhood's has its own id behind."""


class Sensors:
    """Which readings speak for which neighbourhood, with the age at which each is too old."""

    def __init__(self, state: TownState) -> None:
        found: dict[str, list[tuple[int, int]]] = {}
        for stream in state.streams.values():
            if stream.kind.startswith("team."):
                continue
            found.setdefault(stream.area, []).append((stream.index, silent_after_ms(stream)))
        self._of = {
            area: (
                np.array([index for index, _ in held], np.intp),
                np.array([limit for _, limit in held], np.int64),
            )
            for area, held in found.items()
        }

    @property
    def areas(self) -> Iterable[str]:
        """Ids of the neighbourhoods that have any."""
        return self._of.keys()

    def age(self, readings: LatestReadings, areas: Iterable[str], now_ms: int) -> Age:
        """Of the newest reading of these areas; stale when more of their sensors are silent than
        speak."""
        held = [self._of[area] for area in areas if area in self._of]
        if not held:
            return Age(translate("AreaBoard", "无测点"))
        index = np.concatenate([one[0] for one in held])
        limit = np.concatenate([one[1] for one in held])
        at_ms = _times(readings, index)
        heard = at_ms > 0
        if not heard.any():
            return Age(translate("AreaBoard", "无数据"), True)
        ages = now_ms - at_ms[heard]
        expected = ~heard & (limit < FOREVER_MS)
        silent = int(expected.sum() + (ages > limit[heard]).sum())
        text = wording.age_text(float(ages.min()))
        if silent:
            said = translate("AreaBoard", "{age} · 失联 {n}").format(age=text, n=silent)
            return Age(said, 2 * silent > len(index))
        return Age(text)


def _times(readings: LatestReadings, index: NDArray[np.intp]) -> NDArray[np.int64]:
    """Time of each newest reading, 0 where there was none."""
    at_ms = np.zeros(len(index), np.int64)
    held = index < len(readings)
    known = held.copy()
    known[held] = readings.known[index[held]]
    at_ms[known] = readings.at_ms[index[known]]
    return at_ms


def tiles(
    state: TownState,
    columns: AlarmColumns,
    sensors: Sensors,
    readings: LatestReadings,
    now_ms: int,
    *,
    online: bool,
) -> tuple[AreaTile, ...]:
    """The town first, then every neighbourhood in the order of the register, so that each keeps
    its place. Offline nothing counts as fresh."""
    words = columns.words["area"].words
    is_open = columns.is_state(OPEN_STATES)
    area = columns.text["area"]
    worst: dict[str, int] = {}
    for number, level in zip(area[is_open].tolist(), columns.level[is_open].tolist(), strict=True):
        worst[words[number]] = max(worst.get(words[number], 0), level)
    total = Counter(words[number] for number in area[is_open].tolist())
    unanswered = Counter(
        words[number] for number in area[columns.is_state(UNANSWERED_STATES)].tolist()
    )
    made = []
    for each in state.areas.values():
        age = sensors.age(readings, (each.id,), now_ms)
        made.append(
            _tile(
                each.id,
                each.name,
                worst.get(each.id, 0),
                unanswered[each.id],
                total[each.id],
                age,
                online,
            )
        )
    name = wording.town_name(state.town) if state.town else ""
    every = sensors.age(readings, sensors.areas, now_ms)
    level = max(worst.values(), default=0)
    town = _tile("", name, level, sum(unanswered.values()), sum(total.values()), every, online)
    return (town, *made)


def _tile(
    area: str, name: str, level: int, unanswered: int, total: int, age: Age, online: bool
) -> AreaTile:
    known = age if online else Age(age.text, True)
    return AreaTile(
        f"{TOWN}{area}",
        name,
        Level(level),
        unanswered,
        translate("AreaBoard", "未确认") if unanswered else "",
        translate("AreaBoard", "在报 {n}").format(n=total) if total else "",
        known,
        is_town=not area,
    )
