"""A short message through a provider's HTTP interface, described by templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import msgspec

from services.notify.http import Poster
from services.notify.message import Message, Rejected, Unreachable
from services.notify.template import fill, fill_url, values_of


class SmsSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="sms"
):
    """[notify.channels.NAME] with kind "sms".

    Templates name {to}, {text}, {subject}, {body}, {key}, {cause} and the secrets, whose values
    are names of environment variables. `success_path` is compared with `success`.
    """

    url: str
    method: Literal["POST", "GET", "PUT"] = "POST"
    headers: dict[str, str] = {}
    fields: dict[str, str] = {}
    encoding: Literal["form", "json"] = "form"
    secrets: dict[str, str] = {}
    success_path: str = ""
    success: str = ""
    receipt_path: str = ""
    max_chars: int = 500
    timeout_s: float = 10.0
    ca_file: str = ""


class Sms:
    """Fills the templates and judges the answer. A provider that keeps {key} sends once."""

    def __init__(self, settings: SmsSettings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._environment = environment
        self._poster = Poster(settings.timeout_s, settings.ca_file)

    async def send(self, message: Message) -> str:
        """Deliver; the receipt is what `receipt_path` leads to, or the status."""
        settings = self._settings
        values = values_of(message) | self._secrets()
        values["text"] = values["text"][: settings.max_chars]
        url = fill_url(settings.url, values)
        headers = {name: fill(text, values) for name, text in settings.headers.items()}
        if any(not value.isprintable() for value in headers.values()):
            raise Rejected("a header would have a line break")
        headers.setdefault("Idempotency-Key", message.key)
        content: bytes | None = None
        if settings.fields:
            fields = {name: fill(text, values) for name, text in settings.fields.items()}
            content, kind = _encode(fields, settings.encoding)
            headers["Content-Type"] = kind
        answer = await self._poster.send(settings.method, url, headers, content)
        return self._judge(answer.body) or f"HTTP {answer.status}"

    def _secrets(self) -> dict[str, str]:
        found = {}
        for name, variable in self._settings.secrets.items():
            value = self._environment.get(variable, "")
            if not value:
                raise Rejected(f"the environment has no {variable}")
            found[name] = value
        return found

    def _judge(self, body: bytes) -> str:
        """The receipt. Raises Unreachable when the answer is not the success it should be."""
        settings = self._settings
        if not settings.success_path and not settings.receipt_path:
            return ""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Unreachable("the answer is not JSON") from error
        if settings.success_path:
            code = follow(data, settings.success_path)
            if code != settings.success:
                raise Rejected(f"the provider says {code[:60]!r}, not {settings.success!r}")
        return follow(data, settings.receipt_path)[:100] if settings.receipt_path else ""


def _encode(fields: Mapping[str, str], encoding: str) -> tuple[bytes, str]:
    if encoding == "json":
        return json.dumps(fields, ensure_ascii=False).encode(), "application/json"
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def follow(data: object, path: str) -> str:
    """What `path` ("$.data.0.code") leads to, as text as JSON writes it; "" for nothing."""
    for part in path.removeprefix("$").split("."):
        if not part:
            continue
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
        else:
            return ""
    if data is None:
        return ""
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
