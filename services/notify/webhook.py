"""A message as signed JSON to a URL. The receiver tells repetitions by Idempotency-Key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping

import msgspec

from services.notify.http import Poster
from services.notify.message import Message, Rejected


class WebhookSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="webhook"
):
    """[notify.channels.NAME] with kind "webhook". `secret_env` names an environment variable."""

    url: str
    secret_env: str = ""
    headers: dict[str, str] = {}
    timeout_s: float = 10.0
    ca_file: str = ""


class Webhook:
    """POSTs {"key", "to", "subject", "body", "cause"}.

    With a secret, X-OneMap-Signature is "sha256=" and the hex HMAC-SHA256 of the value of
    X-OneMap-Timestamp (s), a dot and the body.
    """

    def __init__(
        self, settings: WebhookSettings, environment: Mapping[str, str], now_ms: Callable[[], int]
    ) -> None:
        self._settings = settings
        self._environment = environment
        self._now_ms = now_ms
        self._poster = Poster(settings.timeout_s, settings.ca_file)

    async def send(self, message: Message) -> str:
        """Deliver; the receipt is the `id` of the answer, or its status."""
        settings = self._settings
        content = json.dumps(
            {
                "key": message.key,
                "to": message.address,
                "subject": message.subject,
                "body": message.body,
                "cause": message.cause,
            },
            ensure_ascii=False,
        ).encode()
        headers = {
            **settings.headers,
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
        }
        if settings.secret_env:
            headers |= self._signature(content)
        answer = await self._poster.send("POST", settings.url, headers, content)
        return _receipt(answer.body) or f"HTTP {answer.status}"

    def _signature(self, content: bytes) -> dict[str, str]:
        secret = self._environment.get(self._settings.secret_env, "")
        if not secret:
            raise Rejected(f"the environment has no {self._settings.secret_env}")
        stamp = str(self._now_ms() // 1000)
        return {"X-OneMap-Timestamp": stamp, "X-OneMap-Signature": sign(secret, stamp, content)}


def sign(secret: str, stamp: str, content: bytes) -> str:
    """The value of X-OneMap-Signature, as a receiver computes it too."""
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + content, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def _receipt(body: bytes) -> str:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    found = data.get("id") if isinstance(data, dict) else None
    return str(found)[:100] if isinstance(found, str | int) else ""
