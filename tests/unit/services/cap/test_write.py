from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cap.document import (
    Alert,
    Area,
    Category,
    Certainty,
    Circle,
    Info,
    MessageType,
    Named,
    Reference,
    Resource,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
    stamp,
)
from services.cap.parse import parse_cap
from services.cap.write import write_cap
from tests.unit.services.cap.samples import NAMES, sample

words = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=("Cs", "Cn")),
    max_size=12,
).map(str.strip)
filled = words.filter(bool)
tokens = st.text("abcXYZ019@._-:预警", min_size=1, max_size=12)
times = st.builds(
    lambda at, minutes: at.replace(tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1970, 1, 3), datetime(2100, 1, 1)).map(
        lambda t: t.replace(microsecond=0)
    ),
    st.integers(-14 * 60, 14 * 60),
)
places = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
rings = st.lists(places, min_size=3, max_size=6).map(lambda ring: (*ring, ring[0]))
named = st.builds(Named, filled, words)
sizes = st.none() | st.integers(0, 10**12)
references = st.builds(Reference, tokens, tokens, times)


def several(one: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[object]:
    return st.lists(one, min_size=least, max_size=3).map(tuple)


areas = st.builds(
    Area,
    filled,
    several(rings),
    several(st.builds(Circle, places, st.floats(0, 20000))),
    several(named),
    st.none() | st.floats(-1e4, 1e6),
)
resources = st.builds(Resource, filled, filled, sizes, words, words, words)
infos = st.builds(
    Info,
    categories=several(st.sampled_from(Category), 1),
    event=filled,
    urgency=st.sampled_from(Urgency),
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
    language=st.sampled_from(["zh-CN", "en", "en-US"]),
    response_types=several(st.sampled_from(ResponseType)),
    audience=words,
    event_codes=several(named),
    effective=st.none() | times,
    onset=st.none() | times,
    expires=st.none() | times,
    sender_name=words,
    headline=words,
    description=words,
    instruction=words,
    web=words,
    contact=words,
    parameters=several(named),
    resources=several(resources),
    areas=several(areas),
)
alerts = st.builds(
    Alert,
    identifier=tokens,
    sender=tokens,
    sent=times,
    status=st.sampled_from(Status),
    message_type=st.sampled_from(MessageType),
    scope=st.sampled_from(Scope),
    source=words,
    restriction=filled,
    addresses=filled,
    codes=several(filled),
    note=words,
    references=several(references, 1),
    incidents=words,
    infos=several(infos),
)


@given(alerts)
def test_what_is_written_reads_back_the_same(alert: Alert) -> None:
    assert parse_cap(write_cap(alert)) == alert


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_survives_writing_and_reading(name: str) -> None:
    alert = parse_cap(sample(name))
    assert parse_cap(write_cap(alert)) == alert


def test_control_characters_become_spaces() -> None:
    alert = parse_cap(sample("thunderstorm"))
    info = Info(
        categories=(Category.MET,),
        event="a\x00b\ud800c",
        urgency=Urgency.PAST,
        severity=Severity.MINOR,
        certainty=Certainty.LIKELY,
    )
    written = Alert(
        identifier="i",
        sender="s",
        sent=alert.sent,
        status=Status.TEST,
        message_type=MessageType.ALERT,
        scope=Scope.PUBLIC,
        infos=(info,),
    )
    assert parse_cap(write_cap(written)).infos[0].event == "a b c"


def test_utc_is_written_as_the_standard_wants() -> None:
    assert stamp(datetime.fromisoformat("2026-07-18T12:00:00+00:00")).endswith("12:00:00-00:00")
