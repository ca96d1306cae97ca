"""Times of the demo's day."""

from services.demo.clock import DAY_END_MS, DAY_START_MS, at_ms, minutes


def test_minutes_count_from_six_and_run_past_midnight() -> None:
    assert minutes("06:00") == 0
    assert minutes("20:20:30") == 860.5
    assert minutes("05:59") == 1439


def test_times_are_milliseconds_of_utc() -> None:
    assert at_ms("06:00") == DAY_START_MS
    assert at_ms("05:00") == DAY_END_MS - 3_600_000
