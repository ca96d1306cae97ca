"""[hooks.NAME] of town.toml: what strangers post, how it is signed, and which readings it means.

Pure: bytes and headers in, readings and reasons out. Knows no HTTP server.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl

from services.ingest.mapping import Fields, Mapper
from services.ingest.parse import BadBody, Parsed
from services.ingest.senders import SenderTable

MAX_AGE_S = 300
"""A signed message with a time older or newer than this is not taken: it may be a repetition."""
_MAX_FORM_FIELDS = 1_000


class HookSettings(Fields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table [hooks.NAME]. With `secret_env` a signature takes the place of the token."""

    stream: str = "$.stream"
    format: Literal["json", "form"] = "json"
    secret_env: str = ""
    signature_header: str = "X-Hub-Signature-256"
    signature_prefix: str = "sha256="
    timestamp_header: str = ""
    """When given, its value and a dot are signed before the body."""


class BadSignature(ValueError):
    """The message is not signed as it must be; the text says what is missing."""


class Hook:
    """One webhook, understood once."""

    def __init__(self, settings: HookSettings, secret: str = "") -> None:
        self._settings = settings
        self._secret = secret.encode()
        self._mapper = Mapper(settings)

    @property
    def is_signed(self) -> bool:
        """Whether a signature is asked for, and no token."""
        return bool(self._secret)

    def check(self, body: bytes, headers: Mapping[str, str], now_s: float) -> None:
        """Raises BadSignature unless the message is signed with the secret. Names in lower case."""
        settings = self._settings
        said = headers.get(settings.signature_header.lower(), "")
        if not said:
            raise BadSignature(f"the header {settings.signature_header} is missing")
        signed = body
        if settings.timestamp_header:
            stamp = headers.get(settings.timestamp_header.lower(), "")
            if not re.fullmatch(r"\d{1,13}", stamp):
                raise BadSignature(f"the header {settings.timestamp_header} has no time in seconds")
            if abs(now_s - int(stamp)) > MAX_AGE_S:
                raise BadSignature(f"{settings.timestamp_header} is more than {MAX_AGE_S} s off")
            signed = stamp.encode() + b"." + body
        right = hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        given = said.strip().removeprefix(settings.signature_prefix).lower()
        if not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
            raise BadSignature(f"the signature in {settings.signature_header} is wrong")

    def readings(self, body: bytes) -> Parsed:
        """What the message means. Raises BadBody when it cannot be read at all."""
        if self._settings.format == "form":
            try:
                pairs = parse_qsl(body.decode("utf-8"), True, max_num_fields=_MAX_FORM_FIELDS)
            except ValueError as error:
                raise BadBody(f"the body is no form in UTF-8: {error}") from error
            return self._mapper.readings(dict(pairs))
        try:
            whole = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise BadBody(f"the body is not JSON: {error}") from error
        return self._mapper.readings(whole)


def read_hooks(table: object, file: Path, environment: Mapping[str, str]) -> dict[str, Hook]:
    """The webhooks of the table [hooks], by name. Raises StartupError."""
    senders = SenderTable("hooks", "webhook", HookSettings, "secret_env", Hook)
    return senders.read(table, file, environment)
