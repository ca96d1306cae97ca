from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.onvif import (
    MAX_NOTIFICATIONS,
    BadNotification,
    BadNotify,
    Notification,
    parse_notify,
)

SAMPLES = Path(__file__).parent / "samples"
MOTION = (SAMPLES / "onvif_motion.xml").read_bytes()
FIELD = (SAMPLES / "onvif_field.xml").read_bytes()


def test_a_pushed_envelope_holds_its_notifications() -> None:
    motion, door = parse_notify(MOTION)
    assert motion == Notification(
        "RuleEngine/CellMotionDetector/Motion",
        "2026-07-18T12:35:00Z",
        "Changed",
        {
            "VideoSourceConfigurationToken": "VSC_1",
            "VideoAnalyticsConfigurationToken": "VAC_1",
            "Rule": "MyMotionDetectorRule",
        },
        {},
        {"IsMotion": "true"},
    )
    assert isinstance(door, Notification)
    assert (door.topic, door.operation) == ("Device/Trigger/DigitalInput", "Initialized")


def test_a_bare_notify_and_any_prefix_will_do() -> None:
    inside, alarm, counter = parse_notify(FIELD)
    assert isinstance(inside, Notification)
    assert inside.topic == "RuleEngine/FieldDetector/ObjectsInside"
    assert (inside.key, inside.data) == ({"ObjectId": "15"}, {"IsInside": "true"})
    assert isinstance(alarm, Notification)
    assert isinstance(counter, Notification)
    assert (alarm.operation, counter.data) == ("Deleted", {"Count": "17"})


def changed(old: str, new: str) -> bytes:
    assert old in MOTION.decode()
    return MOTION.decode().replace(old, new).encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not well-formed"),
        (b"<a/>", "<a> is none of Envelope, Notify"),
        (b"<Notify/>", "no NotificationMessage of the namespace"),
        (changed("</SOAP-ENV:Body>", ""), "not well-formed"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Notify>&x;</Notify>", "DOCTYPE"),
        (b"<Notify>" + b"<x>" * 40, "nested deeper"),
        (b"<Notify>" + b" " * 1024 * 1024 + b"</Notify>", "larger than"),
        (changed('b-2"', 'b-1"'), "no NotificationMessage of the namespace"),
    ],
)
def test_what_is_no_notification_is_refused_with_its_line(body: bytes, words: str) -> None:
    with pytest.raises(BadNotify, match=words):
        parse_notify(body)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (' UtcTime="2026-07-18T12:35:00Z"', "", "line 21: <Message> has no UtcTime"),
        ("tns1:RuleEngine/Cell", "tns1:/Cell", "is no topic"),
        (' Value="true"', "", "line 28: <SimpleItem> needs Name and Value"),
        ("ver10/schema", "ver20/schema", "<Message> has no <Message> of the namespace"),
    ],
)
def test_one_bad_notification_is_refused_alone(old: str, new: str, words: str) -> None:
    bad, good = parse_notify(changed(old, new))
    assert isinstance(bad, BadNotification)
    assert words in bad.reason
    assert isinstance(good, Notification) or "schema" in new


def test_a_flood_in_one_body_is_refused() -> None:
    one = MOTION[MOTION.index(b"<wsnt:NotificationMessage>") : MOTION.index(b"</wsnt:Notify>")]
    body = FIELD[: FIELD.index(b">") + 1].replace(b"xmlns:t=", b"xmlns:wsa='w' xmlns:tns1=")
    small = one[: one.index(b"</wsnt:NotificationMessage>")].split(b"<wsnt:Topic")[0]
    part = small.split(b"<wsnt:SubscriptionReference>")[0] + b"</wsnt:NotificationMessage>"
    with pytest.raises(BadNotify, match=f"more than {MAX_NOTIFICATIONS}"):
        parse_notify(body + part * (MAX_NOTIFICATIONS + 1) + b"</wsnt:Notify>")


@given(st.binary(max_size=200), st.integers(0, len(FIELD)), st.integers(0, 60))
def test_damaged_messages_never_crash(noise: bytes, at: int, cut: int) -> None:
    for body in (noise, FIELD[:at] + noise + FIELD[at + cut :]):
        try:
            assert parse_notify(body)
        except BadNotify as error:
            assert str(error)
