"""Bands, ticks and times along a span of town time."""

from __future__ import annotations

from desktop.models import load_bands as shown
from tests.fakes import town as fake
from widgets.theme.tokens import Level


def test_ticks_stand_on_full_hours_and_days_of_the_town() -> None:
    hour = 3_600_000
    day = shown.day_ticks(fake.NOW - 24 * hour, 24 * hour, fake.ZONE)
    assert [text for _, text in day][:3] == ["21:00", "07-18", "03:00"]
    month = shown.day_ticks(fake.NOW - 720 * hour, 720 * hour, fake.ZONE)
    assert len(month) <= 8 and all("-" in text for _, text in month)


def test_a_flood_is_red_and_a_steady_hour_is_not() -> None:
    assert [(band.at, band.level) for band in shown.bands()] == [(1, Level.NONE), (10, Level.RED)]


def test_a_time_has_its_day() -> None:
    assert shown.day_time(fake.NOW, fake.ZONE) == "07-18 20:35"
    assert shown.offset_ms(fake.NOW, fake.ZONE) == 8 * 3_600_000
