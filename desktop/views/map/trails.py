"""The trails of teams: half an hour of each team in view that is not standing by."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.models import team_tracks
from desktop.state.selectors import team_positions
from desktop.views.map.kit import MapKit
from desktop.views.map.pane import MapPane
from widgets.map.values import Track


class TrailDesk(QObject):
    """`watch_asked(list[str])` for the position streams of the teams that are shown."""

    watch_asked = Signal(list)

    def __init__(self, pane: MapPane, kit: MapKit) -> None:
        super().__init__(pane)
        self._canvas = pane.canvas
        self._kit = kit
        self._shown: list[Track] = []

    def refresh(self) -> None:
        """Draw the trails as far as they are known, and ask for those that are not."""
        store = self._kit.store
        positions = team_positions(store.state, store.readings)
        teams = team_tracks.teams_with_trail(store.state, positions, self._canvas.bounds())
        streams = team_tracks.position_streams(teams)
        if any(stream not in store.curves for stream in streams):
            self.watch_asked.emit(streams)
        trails = team_tracks.tracks(store.curves, teams, store.clock.now_ms())
        if trails != self._shown:
            self._shown = trails
            self._canvas.set_tracks(trails)
