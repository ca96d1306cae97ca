"""Commands on their way to the server. What is accepted here survives a kill.

Lives in a file of its own: a damaged replica costs nothing, a lost command would. `add` commits
on the caller's thread, which is what makes the promise; everything later may be lost without
harm, since ids make delivery idempotent, and goes to the writer's thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import uuid_utils
from msgspec.structs import replace
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from desktop.cache.database import (
    CacheError,
    CorruptCache,
    OtherVersion,
    WrongKey,
    as_cache_error,
    open_file,
    set_aside,
)
from desktop.cache.proof import Proof
from desktop.cache.writer import Job, Writer
from desktop.state.values import PendingCommand, RefusedCommand
from services.contract.commands import (
    OperatorCommand,
    UnknownCommand,
    decode_command,
    encode_command,
)
from services.contract.wire import MAX_CLIENT_MESSAGE, Refusal, Result

VERSION = 1
MAX_BODY = MAX_CLIENT_MESSAGE - 1024

_metadata = MetaData()
_commands = Table(
    "command",
    _metadata,
    Column("id", String, primary_key=True),
    Column("town_ms", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("status", String, nullable=False),
    Column("refusal", LargeBinary),
    Column("place", Integer, nullable=False, unique=True),
)
_refusal = msgspec.msgpack.Decoder(Refusal)


class CommandTooLong(ValueError):
    """The command is larger than a server takes; nothing was kept."""


class Outbox:
    """Ordered commands with status pending, sent or refused. Opened with `open_outbox`."""

    def __init__(self, path: Path, engine: Engine, new_id: Callable[[], str] | None = None) -> None:
        self.path = path
        self._engine = engine
        self._writer = Writer(engine, "outbox")
        self._new_id = new_id or _uuid7
        self._pending: dict[str, PendingCommand] = {}
        self._refused: dict[str, RefusedCommand] = {}
        self._place = 0

    @property
    def pending(self) -> list[PendingCommand]:
        """Commands without a result, in the order given."""
        return list(self._pending.values())

    @property
    def refusals(self) -> list[RefusedCommand]:
        """Refused commands not dismissed yet, oldest first."""
        return list(self._refused.values())

    def add(self, body: OperatorCommand, at_ms: int) -> PendingCommand:
        """Keep a command; it is on disk when this returns.

        Raises CommandTooLong, or CacheError when the disk does not take it.
        """
        kind, data = encode_command(body)
        if len(data) > MAX_BODY:
            raise CommandTooLong(f"{len(data)} bytes, at most {MAX_BODY} can be sent")
        command = PendingCommand(self._new_id(), body, at_ms)
        row = {
            "id": command.id,
            "town_ms": at_ms,
            "kind": kind,
            "body": data,
            "status": "pending",
            "place": self._place + 1,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(_commands.insert().values(row))
        except SQLAlchemyError as error:
            raise CacheError(f"The command could not be kept on disk: {error}") from error
        self._place += 1
        self._pending[command.id] = command
        return command

    def mark_sent(self, id: str) -> None:
        """It went out on a connection."""
        command = self._pending.get(id)
        if command is not None and not command.sent:
            self._pending[id] = replace(command, sent=True)
            self._writer.submit(_set(id, status="sent"))

    def settle(self, result: Result) -> bool:
        """Take the server's result; False when the command is not (or no longer) ours."""
        command = self._pending.pop(result.command, None)
        if command is None:
            return False
        if result.refusal is None:
            self._writer.submit(_remove(command.id))
        else:
            self._refused[command.id] = RefusedCommand(
                command.id, command.body, command.at_ms, result.refusal
            )
            data = msgspec.msgpack.encode(result.refusal)
            self._writer.submit(_set(command.id, status="refused", refusal=data))
        return True

    def dismiss(self, id: str) -> None:
        """The operator has seen the refusal."""
        if self._refused.pop(id, None) is not None:
            self._writer.submit(_remove(id))

    def flush(self) -> None:
        """Wait for the disk; for tests."""
        self._writer.flush()

    def close(self) -> None:
        """Write what is left and let go of the file."""
        self._writer.close()
        self._engine.dispose()

    def load(self) -> None:
        """Read what the file holds. Raises CorruptCache."""
        try:
            with self._engine.begin() as connection:
                rows = connection.execute(select(_commands).order_by(_commands.c.place)).all()
            for row in rows:
                body = decode_command(row.kind, row.body)
                if row.status == "refused":
                    refusal = _refusal.decode(row.refusal)
                    self._refused[row.id] = RefusedCommand(row.id, body, row.town_ms, refusal)
                else:
                    sent = row.status == "sent"
                    self._pending[row.id] = PendingCommand(row.id, body, row.town_ms, sent)
                self._place = row.place
        except DBAPIError as error:
            raise as_cache_error(self.path, error) from error
        except (msgspec.MsgspecError, UnknownCommand) as error:
            raise CorruptCache(f"{self.path.name} is damaged: {error}") from error


class OpenedOutbox(NamedTuple):
    """An outbox, and a sentence for the user when an older file was set aside."""

    outbox: Outbox
    message: str


def open_outbox(
    path: Path, key: bytes | None = None, *, new_id: Callable[[], str] | None = None
) -> OpenedOutbox:
    """Open the outbox file; one that is damaged is set aside and begun anew.

    Unsent work is never put away for another reason: raises WrongKey when the file was written
    with another key, CacheError when it is of another version or cannot be opened.
    """
    proof = Proof(path) if key is not None else None
    if proof is not None and key is not None and path.exists() and proof.denies(key):
        raise _wrong_key(path)
    message = ""
    try:
        outbox = _open(path, key, new_id)
    except OtherVersion as error:
        raise CacheError(
            f"The outbox {path} is of another version of OneMap; start that version and let it "
            "send what waits, or update this one. Nothing was changed."
        ) from error
    except CorruptCache as error:
        if proof is not None and not proof.is_kept:
            raise _wrong_key(path) from error
        message = _put_away(path, key, error)
        outbox = _open(path, key, new_id)
    if proof is not None and key is not None:
        proof.keep(key)
    return OpenedOutbox(outbox, message)


def _wrong_key(path: Path) -> WrongKey:
    return WrongKey(
        f"{path} was written with another key or passphrase; nothing was changed. Start again "
        "with the right one. Only to give up the commands that wait in it, move that file away."
    )


def _put_away(path: Path, key: bytes | None, error: CorruptCache) -> str:
    waiting = _waiting(path, key)
    aside = set_aside(path)
    return (
        f"The outbox could not be read ({error}); it was set aside as {aside}. {waiting} "
        "Commands given offline that were not delivered have to be given again."
    )


def _waiting(path: Path, key: bytes | None) -> str:
    """What waits in a damaged file, as far as it can still be read."""
    query = select(_commands.c.kind).where(_commands.c.status != "refused")
    try:
        engine = open_file(path, _metadata, key, "FULL", VERSION)
        try:
            with engine.begin() as connection:
                kinds = Counter(str(kind) for kind in connection.scalars(query))
        finally:
            engine.dispose()
    except (CacheError, DBAPIError):
        return "What waited in it cannot be read."
    if not kinds:
        return "No command waited in it."
    return f"In it waited {', '.join(f'{kind} ({n})' for kind, n in sorted(kinds.items()))}."


def _open(path: Path, key: bytes | None, new_id: Callable[[], str] | None) -> Outbox:
    engine = open_file(path, _metadata, key, "FULL", VERSION)
    outbox = Outbox(path, engine, new_id)
    try:
        outbox.load()
    except BaseException:
        outbox.close()
        raise
    return outbox


def _uuid7() -> str:
    return str(uuid_utils.uuid7())


def _set(id: str, **values: object) -> Job:
    def job(connection: Connection) -> None:
        connection.execute(update(_commands).where(_commands.c.id == id).values(**values))

    return job


def _remove(id: str) -> Job:
    def job(connection: Connection) -> None:
        connection.execute(delete(_commands).where(_commands.c.id == id))

    return job
