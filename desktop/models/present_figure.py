"""What is measured now where an alert stands: never an old value that looks like a new one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.focus import is_live
from desktop.state.readings import LatestReadings
from desktop.state.selectors import is_stale
from services.contract.model import Alert, TownState

translate = QCoreApplication.translate


def present_figure(state: TownState, readings: LatestReadings, alert: Alert, now_ms: int) -> str:
    """The newest reading of a live alert's stream, with its unit; "" when it is silent."""
    stream = state.streams.get(alert.stream)
    if stream is None or not is_live(alert) or is_stale(stream, readings, now_ms):
        return ""
    latest = readings.get(stream.index)
    return wording.figure_text(latest[0], stream.unit) if latest is not None else ""


def case_figure(
    state: TownState, readings: LatestReadings, alert: Alert | None, now_ms: int
) -> str:
    """What is measured now at the alert behind a case, whose title keeps the value of its opening.

    Of a silent stream the alert's own value, told as what it is: that of its last change.
    """
    if alert is None or not is_live(alert):
        return ""
    if now := present_figure(state, readings, alert, now_ms):
        return now
    then = wording.figure_text(alert.value, alert.unit)
    return translate("Figure", "告警时 {figure}").format(figure=then) if then else ""
