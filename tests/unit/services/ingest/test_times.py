import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.times import TimeReader

MS = 1_784_378_100_000
"""2026-07-18 20:35:00 in Shanghai."""


@pytest.mark.parametrize(
    ("reader", "found"),
    [
        (TimeReader(), MS),
        (TimeReader(), str(MS)),
        (TimeReader("s"), MS // 1000),
        (TimeReader("s"), float(MS // 1000)),
        (TimeReader("s"), "1784378100.0"),
        (TimeReader(), "2026-07-18T20:35:00+08:00"),
        (TimeReader(), " 2026-07-18T12:35:00Z "),
        (TimeReader(timezone="Asia/Shanghai"), "2026-07-18 20:35:00"),
        (TimeReader(timezone="Asia/Shanghai"), "20260718T203500"),
        (TimeReader(timezone="Asia/Shanghai", format="%d.%m.%Y %H:%M"), "18.07.2026 20:35"),
        (TimeReader(format="%Y%m%d%H%M%S%z"), "20260718203500+0800"),
    ],
)
def test_times_are_read_as_their_sender_writes_them(reader: TimeReader, found: object) -> None:
    assert reader.ms(found) == MS


def test_no_time_is_none() -> None:
    assert TimeReader().ms(None) is None
    assert TimeReader().ms("") is None


@pytest.mark.parametrize(
    ("reader", "found", "reason"),
    [
        (TimeReader(), "2026-07-18T20:35:00", "no UTC offset"),
        (TimeReader(), "yesterday", "not a time in ISO 8601"),
        (TimeReader(), True, "neither"),
        (TimeReader(), float("nan"), "not a time in ms"),
        (TimeReader("s"), 1e15, "not a time in s"),
        (TimeReader(format="%H:%M"), "8 o'clock", "of the form %H:%M"),
        (TimeReader(timezone="Asia/Shanghai"), "0001-01-01T00:00:00", ""),
    ],
)
def test_what_is_no_time_is_refused_with_its_reason(
    reader: TimeReader, found: object, reason: str
) -> None:
    if reason:
        with pytest.raises(ValueError, match=reason):
            reader.ms(found)
    else:
        assert isinstance(reader.ms(found), int)


def test_a_zone_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match="'Mars' is no IANA name"):
        TimeReader(timezone="Mars")


@given(st.text(max_size=30) | st.floats() | st.integers() | st.booleans() | st.none())
def test_random_times_never_crash(found: object) -> None:
    for reader in (TimeReader(), TimeReader("s", "Asia/Shanghai"), TimeReader(format="%Y")):
        try:
            assert isinstance(reader.ms(found), int | None)
        except ValueError as error:
            assert str(error)
