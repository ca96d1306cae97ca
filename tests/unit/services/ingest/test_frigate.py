import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract.model import Stream
from services.ingest.frigate import BadMessage, Detections, Seen, watch_of
from services.ingest.parse import RawReading
from tests.unit.services.ingest.frigate_samples import EVENT, REVIEW, event, message, review

AT = 1_784_378_100_250
ID = "1784378090.123456-abcdef"


def stream(id: str, **attributes: str) -> Stream:
    said = {"frigate_camera": "gate", **attributes}
    return Stream(id, 0, "camera.person", id, "", 121.0, 31.0, attributes=dict(said))


def detections(*streams: Stream) -> Detections:
    made = Detections()
    made.learn(streams)
    return made


def values(seen: Seen | None) -> dict[str, float]:
    return {} if seen is None else {each.stream: each.value for each in seen.readings}


def test_an_event_becomes_the_score_of_the_streams_that_watch_for_it() -> None:
    seen = detections(
        stream("any"),
        stream("person", label="person"),
        stream("car", label="car"),
        stream("lift", zone="lift"),
        stream("yard", zone="yard"),
        stream("courier", sub_label="courier"),
        stream("there", frigate_value="presence"),
        stream("elsewhere", frigate_camera="back"),
        stream("reviews", frigate_value="review"),
    ).event(event())
    assert seen is not None
    assert values(seen) == {"any": 0.87, "person": 0.87, "lift": 0.87, "courier": 0.87, "there": 1}
    assert seen.readings[0] == RawReading("any", 0.87, AT)
    assert (seen.camera, seen.picture_of) == ("gate", ID)


def test_what_is_seen_goes_when_the_event_ends() -> None:
    watching = detections(stream("s"))
    watching.event(event())
    seen = watching.event(event("end", end_time=1784378110.5))
    assert seen is not None
    assert seen.readings == [RawReading("s", 0.0, 1_784_378_110_500)]
    assert not seen.picture_of


def test_one_that_leaves_says_nothing_of_another_who_stays() -> None:
    watching = detections(stream("s"), stream("n", frigate_value="count"))
    watching.event(event())
    assert (
        values(watching.event(event("new", id="2-b", top_score=0.6, frame_time=1784378101.0)))["n"]
        == 2
    )
    ended = watching.event(event("end", end_time=1784378102.0))
    assert values(ended) == {"s": 0.6, "n": 1}


def test_leaving_the_zone_is_going() -> None:
    watching = detections(stream("lift", zone="lift"))
    assert values(watching.event(event())) == {"lift": 0.87}
    later = event(current_zones=["yard"], frame_time=1784378101.0)
    assert values(watching.event(later)) == {"lift": 0.0}
    assert values(watching.event(event(current_zones=[], frame_time=1784378102.0))) == {}


def test_a_false_positive_is_nobody() -> None:
    assert values(detections(stream("s")).event(event(false_positive=True))) == {}


def test_late_and_repeated_messages_wake_nothing() -> None:
    watching = detections(stream("s"))
    first = watching.event(event())
    assert watching.event(event()) == first
    assert watching.event(event(frame_time=1784378099.0)) is None
    end = event("end", end_time=1784378110.0)
    assert values(watching.event(end)) == {"s": 0.0}
    assert watching.event(end) is None
    assert watching.event(event(frame_time=1784378111.0)) is None


def test_after_a_restart_an_end_is_still_said() -> None:
    watching = detections(stream("s"))
    assert values(watching.event(event("end", end_time=1784378110.0))) == {"s": 0.0}


def test_time_on_a_stream_never_runs_back() -> None:
    watching = detections(stream("s"))
    watching.event(event())
    late = watching.event(event(id="2-b", frame_time=1784378090.0, top_score=0.9))
    assert late is not None
    assert late.readings == [RawReading("s", 0.9, AT)]


def test_a_review_becomes_its_severity() -> None:
    watching = detections(
        stream("r", frigate_value="review"),
        stream("yard", frigate_value="review", zone="yard", label="person"),
        stream("lift", frigate_value="review", zone="lift"),
        stream("events"),
    )
    seen = watching.review(review())
    assert seen is not None
    assert values(seen) == {"r": 2.0, "yard": 2.0}
    assert seen.picture_of == ID
    calm = watching.review(review("update", severity="detection"))
    assert values(calm) == {"r": 1.0, "yard": 1.0}
    ended = watching.review(review("end", end_time=1784378200.0))
    assert values(ended) == {"r": 0.0, "yard": 0.0, "lift": 0.0}


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "truncated"),
        (b"online", "malformed"),
        (b"[]", "Expected `object`"),
        (b'{"type":"new"}', "missing required field `after`"),
        (message(EVENT, "stop"), "'stop'"),
        (event(frame_time="now"), r"Expected `float`, got `str` - at `\$.after.frame_time`"),
        (event(frame_time=-1), "not a time in seconds"),
        (event(id="../../etc"), "not an id of Frigate"),
        (event(current_zones="lift"), "Expected `array`"),
        (b'{"type":"\xff"}', "."),
    ],
)
def test_a_message_that_is_none_is_refused_with_its_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(BadMessage, match=reason):
        detections(stream("s")).event(payload)


def test_a_review_that_is_none_is_refused_with_its_reason() -> None:
    watching = detections(stream("s"))
    for payload, reason in ((event(), "start_time|severity"), (review(id=""), "not an id")):
        with pytest.raises(BadMessage, match=reason):
            watching.review(payload)


def test_a_stream_without_the_attribute_watches_nothing() -> None:
    assert watch_of(Stream("s", 0, "k", "s", "", 0.0, 0.0)) is None
    made = watch_of(stream("s", frigate_value="nonsense"))
    assert made is not None
    assert made.value == "score"


_any = st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.lists(st.text(max_size=3))
_keys = st.sampled_from(sorted({*EVENT["after"], *REVIEW["after"]}))


@given(st.dictionaries(_keys, _any, max_size=4), st.binary(max_size=60))
def test_damaged_messages_are_understood_or_refused(fields: dict[str, object], raw: bytes) -> None:
    watching = detections(stream("s"), stream("r", frigate_value="review"))
    for payload in (raw, event(**fields), review(**fields), json.dumps(fields).encode()):
        for follow in (watching.event, watching.review):
            try:
                seen = follow(payload)
            except BadMessage as error:
                str(error).encode()
            else:
                assert seen is None or all(each.at_ms for each in seen.readings)
