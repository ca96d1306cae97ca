from __future__ import annotations

import json

import pytest

from services.notify.http import ANSWER_LIMIT
from services.notify.message import Message, Rejected, Unreachable
from services.notify.webhook import Webhook, WebhookSettings, sign
from tests.fakes.http_receiver import HttpReceiver

MESSAGE = Message("k-1", "hook", "duty", "积水 红色", "25 cm", "A1")


def hook(url: str, secret: str = "", timeout_s: float = 5.0) -> Webhook:
    settings = WebhookSettings(url, "HOOK_SECRET" if secret else "", {"X-A": "b"}, timeout_s)
    return Webhook(settings, {"HOOK_SECRET": secret}, lambda: 1_700_000_000_000)


async def test_a_message_arrives_signed_and_with_its_key() -> None:
    async with HttpReceiver() as receiver:
        assert await hook(f"{receiver.url}/in", "s3").send(MESSAGE) == "r-1"
    got = receiver.kept["k-1"]
    assert json.loads(got.body) == {
        "key": "k-1",
        "to": "duty",
        "subject": "积水 红色",
        "body": "25 cm",
        "cause": "A1",
    }
    assert (got.method, got.path, got.headers["x-a"]) == ("POST", "/in", "b")
    stamp = got.headers["x-onemap-timestamp"]
    assert stamp == "1700000000"
    assert got.headers["x-onemap-signature"] == sign("s3", stamp, got.body)
    assert sign("s3", stamp, got.body) != sign("s4", stamp, got.body)


@pytest.mark.parametrize("status", ["500", "503", "429", "409", "408"])
async def test_what_may_pass_is_tried_again(status: str) -> None:
    async with HttpReceiver() as receiver:
        receiver.answers, receiver.headers = [status], "Retry-After: 40\r\n"
        with pytest.raises(Unreachable, match=f"HTTP {status}") as error:
            await hook(receiver.url).send(MESSAGE)
    assert error.value.retry_after_s == 40


@pytest.mark.parametrize("status", ["400", "401", "404", "410", "422", "302"])
async def test_a_no_is_final_and_a_redirect_is_not_followed(status: str) -> None:
    async with HttpReceiver() as receiver:
        receiver.answers, receiver.headers = [status], "Location: http://127.0.0.1:1/\r\n"
        with pytest.raises(Rejected, match=f"HTTP {status}"):
            await hook(receiver.url).send(MESSAGE)


@pytest.mark.parametrize("answer", ["vanish", "hang"])
async def test_no_answer_is_worth_another_try(answer: str) -> None:
    async with HttpReceiver() as receiver:
        receiver.answers = [answer]
        with pytest.raises(Unreachable) as error:
            await hook(receiver.url, timeout_s=0.2 if answer == "hang" else 5).send(MESSAGE)
        assert "127.0.0.1" not in str(error.value)
        assert await hook(receiver.url).send(MESSAGE) == "r-1"


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"[" * 5_000, b"x" * (4 * ANSWER_LIMIT)])
async def test_a_strange_answer_still_counts(body: bytes) -> None:
    async with HttpReceiver(body) as receiver:
        assert await hook(receiver.url).send(MESSAGE) == "HTTP 200"


async def test_a_missing_secret_is_said_by_its_variable() -> None:
    bare = Webhook(WebhookSettings("http://127.0.0.1:1", "HOOK_SECRET"), {}, lambda: 0)
    with pytest.raises(Rejected, match="HOOK_SECRET"):
        await bare.send(MESSAGE)
