from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from services.notify.message import Message, Rejected, Unreachable
from services.notify.sms import Sms, SmsSettings, follow
from tests.fakes.http_receiver import HttpReceiver

MESSAGE = Message("k-1", "sms", "13812345678", "积水 & 红色", "25 cm\n撤离", "A1")


def sms(url: str, **more: Any) -> Sms:
    settings = SmsSettings(
        url,
        fields={
            "mobile": "{to}",
            "content": "【云泽】{text}",
            "apikey": "{apikey}",
            "uid": "{key}",
        },
        secrets={"apikey": "SMS_KEY"},
        success_path="$.code",
        success="0",
        receipt_path="$.data.0.sid",
        **more,
    )
    return Sms(settings, {"SMS_KEY": "s3"})


OK = b'{"code": 0, "data": [{"sid": 42}]}'


async def test_fields_are_sent_as_a_form() -> None:
    async with HttpReceiver(OK) as receiver:
        assert await sms(receiver.url).send(MESSAGE) == "42"
    got = receiver.kept["k-1"]
    assert got.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(got.body.decode()) == {
        "mobile": ["13812345678"],
        "content": ["【云泽】积水 & 红色 25 cm 撤离"],
        "apikey": ["s3"],
        "uid": ["k-1"],
    }


async def test_fields_are_sent_as_json_cut_to_the_provider_s_length() -> None:
    async with HttpReceiver(OK) as receiver:
        await sms(receiver.url + "/s?u={key}", encoding="json", max_chars=4).send(MESSAGE)
    got = receiver.kept["k-1"]
    assert json.loads(got.body)["content"] == "【云泽】积水 &"
    assert got.path == "/s?u=k-1"


async def test_a_success_without_its_code_is_none() -> None:
    async with HttpReceiver(b'{"code": 17}') as receiver:
        with pytest.raises(Rejected, match="'17', not '0'"):
            await sms(receiver.url).send(MESSAGE)
    async with HttpReceiver(b"<html>") as receiver:
        with pytest.raises(Unreachable, match="not JSON"):
            await sms(receiver.url).send(MESSAGE)


async def test_a_missing_secret_is_said_by_its_variable() -> None:
    with pytest.raises(Rejected, match="SMS_KEY"):
        await Sms(SmsSettings("http://127.0.0.1:1", secrets={"a": "SMS_KEY"}), {}).send(MESSAGE)


def test_paths_lead_through_objects_and_lists() -> None:
    data = {"a": [{"b": True}], "n": None}
    assert follow(data, "$.a.0.b") == "true"
    assert [follow(data, path) for path in ("$.a.1.b", "$.n", "$.a.b", "$.x.y")] == [""] * 4
