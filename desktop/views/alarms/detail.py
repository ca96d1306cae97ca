"""Keeps what stands beside the alarm table in step: detail, curve and pictures of one line.

Knows no command; asks for curves and pictures through signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.models import alarm_detail, chart_presenter, tile_presenter
from desktop.models.alarm_lines import Scene, speaker
from desktop.models.live_alerts import LiveAlerts
from desktop.models.tile_presenter import EVIDENCE, Still
from desktop.state.store import TownStore
from desktop.state.values import Status
from services.contract.model import Alert
from widgets.alarms.detail import AlarmDetail
from widgets.values import Tile

translate = QCoreApplication.translate


class DetailDesk(QObject):
    """Signals: `watch_asked(list[str])` for the stream whose curve is shown,
    `stills_asked(list[str])` for the cameras whose picture is."""

    watch_asked = Signal(list)
    stills_asked = Signal(list)

    def __init__(
        self,
        panel: AlarmDetail,
        store: TownStore,
        stills: Mapping[str, Still],
        zone: Callable[[], tzinfo],
        why_refused: Callable[[str], str],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._store = store
        self._stills = stills
        self._zone = zone
        self._why_refused = why_refused

    def set_words(self) -> None:
        """Say what is not of an alert, in the language in force."""
        self._panel.set_texts(
            log_title=translate("Alarms", "经过"),
            empty=translate("Alarms", "选一条告警，这里是它的来龙去脉"),
            no_curve=translate("Alarms", "尚无曲线"),
            no_camera=translate("Alarms", "附近没有摄像机"),
        )

    def show(self, scene: Scene, line: str) -> None:
        """Show a line; an empty id shows nothing."""
        alert = speaker(scene, line)
        refused = self._why_refused(alert.id) if alert is not None else ""
        found = alarm_detail.detail(scene, line, refused)
        if found is None:
            self._panel.set_detail(None)
            return
        self._panel.set_detail(*found)
        self._show_curve(alert, scene.now_ms)
        self.show_stills(scene, line)

    def _show_curve(self, alert: Alert | None, now_ms: int) -> None:
        store = self._store
        stream = store.state.streams.get(alert.stream) if alert is not None else None
        self._panel.chart.setVisible(stream is not None)
        if stream is None or alert is None:
            self._panel.set_series(None)
            return
        self.watch_asked.emit([stream.id])
        live = LiveAlerts()
        live.update(store.state, [alert.id])
        (series,) = chart_presenter.series(
            store.readings, store.curves, [(stream, None)], live, now_ms, self._zone()
        )
        self._panel.set_series(series)

    def show_stills(self, scene: Scene, line: str) -> None:
        """Show the picture that came with it, and those of the cameras nearby."""
        alert = speaker(scene, line)
        if alert is None:
            self._panel.set_tiles(())
            return
        cameras = alarm_detail.near_cameras(scene.state, alert)
        evidence = [f"{EVIDENCE}{alert.evidence}"] if alert.evidence else []
        self.stills_asked.emit([*evidence, *cameras])
        came = (self._stills.get(id) for id in evidence)
        tiles = [tile_presenter.evidence_tile(one, alert, self._zone()) for one in came if one]
        tiles += [self._tile(scene, camera, alert) for camera in cameras]
        self._panel.set_tiles(tiles)

    def _tile(self, scene: Scene, camera: str, alert: Alert) -> Tile:
        return tile_presenter.tile(
            scene.state,
            self._store.readings,
            self._stills.get(camera),
            camera,
            alert,
            self._store.connection.status is Status.ONLINE,
            scene.now_ms,
            self._zone(),
        )
