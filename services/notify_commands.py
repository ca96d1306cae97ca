"""`onemap-server notify`: try a channel out, look at the outbox. Prints no whole address."""

from __future__ import annotations

import argparse
import asyncio
import os
from datetime import UTC, datetime

import uuid_utils

from services.clock import Clock
from services.errors import OneMapError
from services.notify.message import Message, NotifyError, OutboxState, mask
from services.notify.outbox import Entry, Outbox
from services.notify.settings import NotifySettings, make_channel, read_settings
from services.plan import town_directory
from services.registers.directory import read_settings as read_town
from services.store.database import open_database

_WORDS = {
    "zh": ("一张图：测试消息", "这是一条测试消息，没有告警，不需要处理。"),
    "en": ("OneMap: test message", "This is a test message. There is no alert; do nothing."),
}


def test_command(arguments: argparse.Namespace) -> int:
    """Send a test message past the outbox and print the receipt."""
    settings = _settings(arguments.town)
    name = arguments.channel
    if name not in settings.channels:
        known = ", ".join(sorted(settings.channels))
        raise OneMapError(f"there is no channel {name}; [notify.channels] has {known}")
    address = arguments.to or settings.address(arguments.person, name) or ""
    subject, body = _WORDS[settings.language]
    message = Message(f"test-{uuid_utils.uuid7()}", name, address, subject, body)
    channel = make_channel(settings.channels[name], os.environ, Clock.real().now_ms)
    try:
        receipt = asyncio.run(channel.send(message))
    except NotifyError as error:
        raise OneMapError(
            f"{name} could not deliver to {mask(address) or 'nobody'}: {error}"
        ) from error
    print(f"{name} delivered to {mask(address) or 'its one receiver'}: {receipt}")
    return 0


def _settings(town: str) -> NotifySettings:
    directory = town_directory(town)
    file = directory / "town.toml"
    table = read_town(directory).get("notify")
    if not table:
        raise OneMapError(f"{file} has no table [notify]; add one with a channel")
    return read_settings(table, file)


def list_command(arguments: argparse.Namespace) -> int:
    """One message a line."""
    if arguments.limit < 1:
        raise OneMapError("--limit must be 1 or more")
    try:
        state = OutboxState(arguments.state) if arguments.state else None
    except ValueError as error:
        known = ", ".join(OutboxState)
        raise OneMapError(f"there is no state {arguments.state}; choose of {known}") from error
    engine = open_database(arguments.db, must_exist=True)
    try:
        entries = Outbox(engine).newest(arguments.limit, state)
    finally:
        engine.dispose()
    for entry in entries:
        print(_line(entry))
    return 0


def _line(entry: Entry) -> str:
    message = entry.message
    created = datetime.fromtimestamp(entry.created_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    tries = "1 try" if entry.tries == 1 else f"{entry.tries} tries"
    words = (
        created,
        str(entry.state),
        message.channel,
        message.person,
        mask(message.address),
        message.subject,
        tries,
        entry.error or entry.receipt,
    )
    return "  ".join(word for word in words if word)
