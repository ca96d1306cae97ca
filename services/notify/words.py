"""What a message says about an alert, in the town's language. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.contract.model import Alert, Level, TownState

_LEVELS = {
    "zh": {Level.RED: "红色", Level.ORANGE: "橙色", Level.YELLOW: "黄色", Level.BLUE: "蓝色"},
    "en": {Level.RED: "Red", Level.ORANGE: "Orange", Level.YELLOW: "Yellow", Level.BLUE: "Blue"},
}


def subject_of(alert: Alert, language: str) -> str:
    """Level and title on one line."""
    level = _LEVELS[language].get(alert.level, "")
    title = alert.title_en or alert.title if language == "en" else alert.title
    return f"[{level}] {title}" if language == "en" else f"【{level}】{title}"


def body_of(state: TownState, alert: Alert, step: int, language: str) -> str:
    """Where, how much, since when, what to do, and that nobody has acknowledged it."""
    zone = ZoneInfo(state.town.timezone if state.town else "Asia/Shanghai")
    since = datetime.fromtimestamp(alert.raised_at_ms / 1000, zone).strftime("%m-%d %H:%M")
    area = state.areas.get(alert.area)
    stream = state.streams.get(alert.stream)
    place = " ".join(each.name for each in (area, stream) if each is not None)
    value = f"{alert.value:g} {alert.unit}".strip()
    if language == "en":
        guidance = alert.guidance_en or alert.guidance
        asks = f"Not acknowledged yet (notice {step + 1}). Please acknowledge it in OneMap."
    else:
        guidance = alert.guidance
        asks = f"尚无人确认（第 {step + 1} 级通知），请在一张图确认。"
    lines = (f"{since} {place}".strip(), value, guidance, asks)
    return "\n".join(line for line in lines if line)
