from services.api.taken import take, taken_answer
from services.clock import ManualClock
from services.ingest.hub import ReadingHub
from services.ingest.parse import Parsed, RawReading, RefusedReading
from tests.fakes.server import NOW, FakeKeeper, FakeReadingStore


async def _hub() -> ReadingHub:
    keeper = FakeKeeper()
    keeper.put_streams(2)
    hub = ReadingHub(keeper, FakeReadingStore(), ManualClock(NOW))
    await hub.start()
    return hub


async def test_refused_items_keep_their_places_in_the_message() -> None:
    hub = await _hub()
    parsed = Parsed(
        [RawReading("W1", 1.0), RawReading("X", 1.0), RawReading("W0", 2.0)],
        [0, 2, 3],
        [RefusedReading(1, "", "no value")],
    )
    taken = take(hub, "hook", "hooks/a", parsed)
    assert taken.accepted == 2
    assert [(each.index, each.reason) for each in taken.refused] == [
        (1, "no value"),
        (2, "unknown stream"),
    ]
    assert [(each.source, each.reason) for each in hub.refusals.last()] == [
        ("X", "unknown stream"),
        ("hooks/a", "no value"),
    ]


async def test_the_status_tells_whether_anything_was_taken() -> None:
    hub = await _hub()
    some = Parsed([RawReading("W1", 1.0), RawReading("X", 1.0)], [0, 1])
    none = Parsed([RawReading("X", 1.0)], [0])
    answers = [taken_answer(hub, "hook", "a", each).status_code for each in (some, none, Parsed())]
    assert answers == [202, 422, 202]
