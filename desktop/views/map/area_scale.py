"""How much an offline area will be: counted at once, then weighed by a few of its tiles.

Counting and weighing are done aside; the newest question is the only one answered.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.maps.area_plan import AreaPlan, check_plan, estimate_bytes, sample_sizes
from desktop.maps.contents import StoredSource
from desktop.models.map_problems import problem_text
from desktop.models.offline_words import size_text
from desktop.views.map.jobs import Job, Jobs, Watch

translate = QCoreApplication.translate

_SAMPLED_ZOOMS: Final = 2
"""Zooms above the deepest that are sampled: together they hold nearly all tiles."""


class AreaScale(QObject):
    """`weighed(text, is_allowed)`: how much it will be, or why it cannot be. It comes twice when
    tiles could be sampled. `samples` may wait for a server, `jobs` does not."""

    weighed = Signal(str, bool)

    def __init__(self, jobs: Jobs, samples: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._samples = jobs, samples
        self._at_work: list[Job] = []

    def weigh(self, plan: AreaPlan, source: StoredSource | None) -> None:
        """Ask; without a source the figure is that of tiles in general."""
        self.forget()
        kind = source.format if source is not None else "png"
        done = partial(self._on_counted, plan, source)
        self._at_work.append(self._jobs.run(partial(_counted, plan, kind), done))

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        for job in self._at_work:
            job.cancel()
        self._at_work.clear()

    def _on_counted(self, plan: AreaPlan, source: StoredSource | None, answer: Any) -> None:
        if isinstance(answer, Exception):
            text = translate("Offline", "范围太大或无法下载：{why}").format(
                why=problem_text(answer)
            )
            self.weighed.emit(text, False)
            return
        tiles, size = answer
        text = translate("Offline", "{n} 块，约 {size}")
        self.weighed.emit(text.format(n=f"{tiles:,}", size=size_text(size)), True)
        if source is not None:
            work, done = partial(_sampled, plan, source), partial(self._on_sampled, tiles)
            self._at_work.append(self._samples.run_watched(work, done, _ignore))

    def _on_sampled(self, tiles: int, answer: Any) -> None:
        # Without an answer the general figure stands.
        if isinstance(answer, int):
            text = translate("Offline", "{n} 块，约 {size}（按抽样）")
            self.weighed.emit(text.format(n=f"{tiles:,}", size=size_text(answer)), True)


def _counted(plan: AreaPlan, kind: str) -> tuple[int, int]:
    """Tiles and bytes of a plan. Raises MapError."""
    return check_plan(plan), estimate_bytes(plan, {}, kind)


def _sampled(plan: AreaPlan, source: StoredSource, watch: Watch) -> int | None:
    """Bytes of a plan by a few tiles of its deepest zooms."""
    means: dict[int, float] = {}
    for zoom in range(plan.max_zoom, max(plan.min_zoom, plan.max_zoom - _SAMPLED_ZOOMS) - 1, -1):
        if watch.is_cancelled():
            return None
        means |= sample_sizes(source, replace(plan, min_zoom=zoom, max_zoom=zoom))
    return estimate_bytes(plan, means, source.format) if means else None


def _ignore(what: Any) -> None:
    """Sampling says nothing on its way."""
