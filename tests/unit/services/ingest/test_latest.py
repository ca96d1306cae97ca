import numpy as np

from services.contract.codec import Columns
from services.ingest.latest import LatestReadings


def columns(*rows: tuple[int, float, int]) -> Columns:
    index, value, at_ms = zip(*rows, strict=True)
    return Columns(
        np.array(index, np.uint32),
        np.array(value),
        np.array(at_ms, np.int64),
        np.zeros(len(rows), np.uint8),
    )


def test_of_two_readings_for_one_moment_the_later_one_stands() -> None:
    latest = LatestReadings()
    latest.grow(3)
    changed = latest.put(columns((1, 5.0, 10), (1, 6.0, 10), (2, 1.0, 3)))
    assert (changed.index.tolist(), changed.value.tolist()) == ([1, 2], [6.0, 1.0])
    assert latest.put(columns((1, 7.0, 9))).index.tolist() == []
    assert latest.choose().value.tolist() == [6.0, 1.0]
    assert latest.choose(np.array([0, 2, 99], np.uint32)).index.tolist() == [2]


def test_what_has_no_room_is_left_out() -> None:
    latest = LatestReadings()
    latest.grow(1)
    assert latest.put(columns((5, 1.0, 1), (0, 2.0, 1))).index.tolist() == [0]
