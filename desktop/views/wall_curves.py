"""Keeps the curves below the map in step with the store; knows nothing of the other panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal

from desktop.models import chart_presenter
from desktop.models.chart_choice import ChartChoice
from desktop.models.map_points import PointTable
from desktop.state.store import TownStore
from services.contract.model import Stream
from widgets.charts.level_chart import ChartRow


class WallCurves(QObject):
    """Chooses the places that matter most and draws their curves with the nearest rain.

    Signals: `watch_asked(list[str])` for streams whose curve is shown.
    """

    watch_asked = Signal(list)

    def __init__(
        self,
        charts: ChartRow,
        store: TownStore,
        points: PointTable,
        zone: Callable[[], tzinfo],
    ) -> None:
        super().__init__(charts)
        self._charts = charts
        self._store = store
        self._points = points
        self._zone = zone
        self._choice: ChartChoice | None = None
        self._gauges: dict[str, Stream | None] = {}

    def rebuild(self) -> None:
        """Take the streams and alerts of the points anew, when they are shown next."""
        self._choice = None
        self._gauges = {}

    def take(self, alerts: Iterable[str]) -> None:
        """Take what became of these alerts."""
        if self._choice is None:
            return
        held = self._store.state.alerts
        streams = {held[alert].stream for alert in alerts if alert in held}
        self._choice.update(self._points.live, streams)

    def show(self, selected: str) -> None:
        """Draw; the curve of the selected stream stands first."""
        store = self._store
        if self._choice is None:
            self._choice = ChartChoice(self._points.streams, self._points.live)
        chosen = self._choice.choose(store.readings, selected)
        pairs = [(stream, self._gauge(stream)) for stream in chosen]
        wanted = [stream.id for stream, _ in pairs]
        wanted += [gauge.id for _, gauge in pairs if gauge is not None]
        self.watch_asked.emit(list(dict.fromkeys(wanted)))
        now_ms = store.clock.now_ms()
        self._charts.set_series(
            chart_presenter.series(
                store.readings, store.curves, pairs, self._points.live, now_ms, self._zone()
            )
        )

    def _gauge(self, stream: Stream) -> Stream | None:
        if stream.id not in self._gauges:
            gauges = self._points.streams.of_kind(chart_presenter.RAIN)
            self._gauges[stream.id] = chart_presenter.nearest_gauge(gauges, stream)
        return self._gauges[stream.id]
