"""The pace of what the views hear: changes at once, sums after the paint, clocks whatever comes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.pace import CALM_MS, FRAME_MS, PAINT_MS, PATIENCE_MS, TICK_MS, Pace, Turn

START = 5000.0


def settled() -> Pace:
    """A pace with nothing left to tell but the ticks; its last calm was at START + PAINT_MS."""
    pace = Pace(START)
    assert pace.take(START) is Turn.CHANGED
    assert pace.take(START + PAINT_MS) is Turn.CALMED
    return pace


def test_what_was_there_before_comes_at_once() -> None:
    assert Pace(START).wait_ms(START) == 0
    assert Pace(START).take(START) is Turn.CHANGED


def test_nothing_comes_before_it_is_due() -> None:
    pace = settled()
    assert pace.take(START + TICK_MS - 1) is None
    assert pace.wait_ms(START + TICK_MS - 1) == 1


def test_the_first_change_after_quiet_comes_at_once() -> None:
    pace = settled()
    pace.wake(START + 500)

    assert pace.wait_ms(START + 500) == 0
    assert pace.take(START + 500) is Turn.CHANGED


def test_the_next_change_waits_for_its_frame_however_many_come() -> None:
    pace = Pace(START)
    pace.take(START)
    for ms in (10, 11, 20):
        pace.wake(START + ms)

    assert pace.take(START + FRAME_MS - 1) is None
    assert pace.take(START + FRAME_MS) is Turn.CHANGED
    assert pace.take(START + FRAME_MS) is None


def test_the_calm_follows_the_paint_and_then_less_often() -> None:
    pace = settled()
    calmed_at = START + PAINT_MS
    pace.wake(calmed_at + 40)
    assert pace.take(calmed_at + 40) is Turn.CHANGED

    assert pace.wait_ms(calmed_at + 40) == CALM_MS - 40
    assert pace.take(calmed_at + CALM_MS) is Turn.CALMED


def test_changes_go_before_a_calm_that_is_just_due() -> None:
    pace = settled()
    now = START + 500
    pace.wake(now)
    pace.take(now)
    pace.wake(now + PAINT_MS)

    assert pace.take(now + PAINT_MS) is Turn.CHANGED
    assert pace.take(now + PAINT_MS) is Turn.CALMED


def test_no_calm_without_a_change() -> None:
    pace = settled()
    turns = [pace.take(START + PAINT_MS + ms) for ms in range(0, 3 * TICK_MS, 10)]

    assert turns.count(Turn.TICKED) == 3
    assert Turn.CALMED not in turns
    assert Turn.CHANGED not in turns


@given(st.lists(st.integers(1, 300), min_size=50, max_size=120))
def test_calm_and_clocks_keep_their_turn_while_everything_changes(steps: list[int]) -> None:
    """However long each turn takes, nothing waits longer than patience and the turns before it."""
    pace, now = Pace(START), START
    last = {Turn.CALMED: START, Turn.TICKED: START}
    allowed = {Turn.CALMED: CALM_MS, Turn.TICKED: TICK_MS}
    for step in steps:
        pace.wake(now)
        turn = pace.take(now)
        for each, at in last.items():
            assert now - at <= allowed[each] + PATIENCE_MS + 3 * max(steps)
        if turn in last:
            last[turn] = now
        now += step
