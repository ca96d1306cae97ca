"""Small checks and phrases shared by the decisions on alerts and cases."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.decisions import Context, Refused

MAX_TEXT = 2000
"""Characters in a note, a reason or an evidence text."""


def required(text: str, code: str, words: str) -> str:
    """The text without outer blanks. Raises Refused when it is empty or too long."""
    text = text.strip()
    if not text:
        raise Refused(code, words)
    if len(text) > MAX_TEXT:
        raise Refused(
            "text.too_long",
            f"The text has {len(text)} characters, {MAX_TEXT} are allowed. Shorten it.",
            length=str(len(text)),
            limit=str(MAX_TEXT),
        )
    return text


def local_time(at_ms: int, ctx: Context) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(ctx.timezone))


def clock_text(at_ms: int, ctx: Context) -> str:
    """Town time as HH:MM, with the date when it is not today's."""
    then, now = local_time(at_ms, ctx), local_time(ctx.now_ms, ctx)
    return then.strftime("%H:%M" if then.date() == now.date() else "%Y-%m-%d %H:%M")
