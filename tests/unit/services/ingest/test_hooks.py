import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import StartupError
from services.ingest.hooks import BadSignature, Hook, read_hooks
from services.ingest.parse import BadBody, RawReading

FILE = Path("town.toml")
SECRET = "s3cret"
GRAFANA = {
    "receiver": "onemap",
    "status": "firing",
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "PumpDown", "pump": "P01"},
            "startsAt": "2026-07-18T20:35:00+08:00",
            "fingerprint": "57c6d9296de2ad39",
        },
        {
            "status": "resolved",
            "labels": {"alertname": "PumpDown", "pump": "P02"},
            "startsAt": "2026-07-18T20:34:00+08:00",
        },
        {"status": "firing", "labels": {}, "startsAt": "2026-07-18T20:34:00+08:00"},
    ],
}
TABLE: dict[str, Any] = {
    "each": "$.alerts",
    "stream": "{$.labels.pump}.down",
    "value": "$.status",
    "at": "$.startsAt",
    "evidence": "$.fingerprint",
    "values": {"firing": 1, "resolved": 0},
}


def hook(table: dict[str, Any], **environment: str) -> Hook:
    return read_hooks({"test": table}, FILE, environment)["test"]


def test_a_message_becomes_readings_each_refused_for_itself() -> None:
    parsed = hook(TABLE).readings(json.dumps(GRAFANA).encode())
    assert parsed.items == [
        RawReading("P01.down", 1.0, 1_784_378_100_000, evidence="57c6d9296de2ad39"),
        RawReading("P02.down", 0.0, 1_784_378_040_000),
    ]
    assert [(each.index, each.reason) for each in parsed.refused] == [
        (2, "the stream's id is missing or is no word")
    ]


def test_a_form_is_read_too() -> None:
    form = hook({"format": "form", "stream": "$.dev", "value": "$.v"})
    assert form.readings(b"dev=W07&v=3.5&x=").items == [RawReading("W07", 3.5)]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(BadBody, match="not JSON"):
        hook(TABLE).readings(body)


def sign(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def test_a_signature_is_checked_with_its_prefix() -> None:
    signed = hook({**TABLE, "secret_env": "KEY"}, KEY=SECRET)
    assert signed.is_signed
    signed.check(b"x", {"x-hub-signature-256": f"sha256={sign(b'x')}"}, 0)
    with pytest.raises(BadSignature, match=r"X-Hub-Signature-256 is wrong"):
        signed.check(b"y", {"x-hub-signature-256": f"sha256={sign(b'x')}"}, 0)
    with pytest.raises(BadSignature, match="is missing"):
        signed.check(b"x", {}, 0)


def test_a_signed_time_keeps_repetitions_away() -> None:
    table = {**TABLE, "secret_env": "KEY", "timestamp_header": "X-Time"}
    signed = hook({**table, "signature_header": "X-Sign"}, KEY=SECRET)
    headers = {"x-time": "1000", "x-sign": sign(b"1000.x")}
    signed.check(b"x", headers, 1200.0)
    with pytest.raises(BadSignature, match="more than 300 s off"):
        signed.check(b"x", headers, 1301.0)
    with pytest.raises(BadSignature, match="no time in seconds"):
        signed.check(b"x", {**headers, "x-time": "now"}, 1000.0)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (1, r"\[hooks\]: write a table"),
        ({"a b": {}}, r"\[hooks.a b\]: a name has letters"),
        ({"a": {"streams": "x"}}, r"\[hooks.a\]: .*streams"),
        ({"a": {"value": "$."}}, r"\[hooks.a\]: value: .*no path"),
        ({"a": {"secret_env": "NOT_SET"}}, r".*the environment has no NOT_SET; set it, or"),
    ],
)
def test_settings_name_file_table_and_fix(table: object, words: str) -> None:
    with pytest.raises(StartupError, match=rf"town\.toml: {words}"):
        read_hooks(table, FILE, {})


@given(st.binary(max_size=200), st.dictionaries(st.just("x-hub-signature-256"), st.text()))
def test_random_bodies_and_headers_never_crash(body: bytes, headers: dict[str, str]) -> None:
    signed = hook({**TABLE, "secret_env": "KEY"}, KEY=SECRET)
    with pytest.raises(BadSignature):
        signed.check(body, headers, 0)
    for table in (TABLE, {"format": "form"}):
        try:
            parsed = hook(table).readings(body)
        except BadBody as error:
            assert str(error)
        else:
            assert parsed.items or parsed.refused or b"[]" in body
