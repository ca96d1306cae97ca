"""Small pieces every route uses: bounded bodies, bearer tokens, answers in JSON."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.ports import Principal, Tokens

DRAIN = 4
"""Times its limit up to which a body is read and dropped."""


class HttpError(Exception):
    """An answer other than success, with its words."""

    def __init__(self, status: int, text: str, **headers: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """`content` as JSON."""
    return Response(msgspec.json.encode(content), status, headers, "application/json")


def refusal(_: Request, error: Exception) -> Response:
    """An HttpError as its answer."""
    assert isinstance(error, HttpError)
    return answer({"error": error.text}, error.status, error.headers)


async def body_of(request: Request, limit: int) -> bytes:
    """The whole body. Raises HttpError 413 past `limit` bytes.

    What is too much is read on for a while and dropped: a client that is cut off while it still
    sends may never see the answer.
    """
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > limit * DRAIN:
            break
        else:
            parts.clear()
    if size > limit:
        raise HttpError(413, f"the body is over the limit of {limit} bytes", connection="close")
    return b"".join(parts)


def token_of(request: Request) -> str:
    """The bearer token, empty when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def principal_of(request: Request, tokens: Tokens, *roles: str) -> Principal:
    """Who asks, with any of these roles. Raises HttpError 401 or 403."""
    token = token_of(request)
    if not token:
        raise HttpError(401, "a bearer token is needed", **{"WWW-Authenticate": "Bearer"})
    principal = await asyncio.to_thread(tokens.check_token, token)
    if principal is None:
        raise HttpError(
            401,
            "the token is wrong, expired or revoked",
            **{"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    if not principal.roles.intersection(roles):
        raise HttpError(403, f"this token may not do that; it needs {' or '.join(roles)}")
    return principal


def is_same(request: Request, etag: str) -> bool:
    """Whether the client holds this version already."""
    held = request.headers.get("if-none-match", "")
    return held == "*" or any(
        part.strip().removeprefix("W/") == f'"{etag}"' for part in held.split(",")
    )
