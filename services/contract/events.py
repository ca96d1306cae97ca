"""What has happened: the bodies of journal events and their envelope.

Bodies are past tense and carry everything `apply` needs, so that no clock and no table has to be
consulted when they are replayed. A body's kind is its class name. Fields are only ever appended.
"""

from __future__ import annotations

import hashlib

import msgspec

from services.contract.model import (
    Alert,
    Area,
    Asset,
    Case,
    Level,
    Markup,
    Notice,
    Operation,
    OutOfService,
    RuleChange,
    Stage,
    Stream,
    Team,
    TeamStatus,
    Tier,
    Town,
    Trip,
    Value,
    Warning,
)

GENESIS = ""


class TownRegistered(Value, frozen=True):
    town: Town


class AreaRegistered(Value, frozen=True):
    area: Area


class AssetRegistered(Value, frozen=True):
    asset: Asset


class AssetStatusChanged(Value, frozen=True):
    asset: str
    status: str


class StreamRegistered(Value, frozen=True):
    stream: Stream


class TeamRegistered(Value, frozen=True):
    team: Team


class TeamStatusChanged(Value, frozen=True):
    team: str
    status: TeamStatus
    case: str


class AlertRaised(Value, frozen=True):
    alert: Alert


class AlertLevelRaised(Value, frozen=True):
    """The condition got worse: a higher level, to be acknowledged anew."""

    alert: str
    level: Level
    value: float
    title: str
    rule: str
    title_en: str = ""
    guidance: str = ""
    guidance_en: str = ""
    tier: Tier | None = None


class AlertReturnedToNormal(Value, frozen=True):
    alert: str
    value: float


class AlertAcknowledged(Value, frozen=True):
    alert: str


class AlertShelved(Value, frozen=True):
    alert: str
    until_ms: int
    reason: str


class AlertUnshelved(Value, frozen=True):
    alert: str
    expired: bool


class AlertSuppressed(Value, frozen=True):
    """Suppressed by design: `by` is the alert that is the cause, or the suppression's name.

    `group` and `group_key` are those of the cause, which it is shown with; empty to keep its own.
    """

    alert: str
    by: str
    reason: str
    reason_en: str = ""
    group: str = ""
    group_key: str = ""


class AlertReleased(Value, frozen=True):
    """No longer suppressed: it asks for an answer if its condition still stands."""

    alert: str


class AlertReset(Value, frozen=True):
    """A latched alert was reset by hand; `text` says what was found."""

    alert: str
    text: str


class TakenOutOfService(Value, frozen=True):
    item: OutOfService


class ReturnedToService(Value, frozen=True):
    item: OutOfService


class RuleChanged(Value, frozen=True):
    """A rule was changed while the server runs; `change` holds the whole patch in force."""

    change: RuleChange


class PacksReloaded(Value, frozen=True):
    """The packs were read anew; `changes` say in words what differs."""

    changes: tuple[str, ...]


class CaseOpened(Value, frozen=True):
    case: Case


class TeamDispatched(Value, frozen=True):
    case: str
    team: str
    due_ms: int


class TeamArrived(Value, frozen=True):
    case: str
    team: str


class CaseNoted(Value, frozen=True):
    case: str
    text: str


class CaseStageChanged(Value, frozen=True):
    case: str
    stage: Stage
    text: str = ""


class CaseTierChanged(Value, frozen=True):
    case: str
    tier: Tier
    level: Level
    reason: str


class CaseClosed(Value, frozen=True):
    case: str
    evidence: str


class ResponseLevelSet(Value, frozen=True):
    operation: Operation


class WarningIssued(Value, frozen=True):
    warning: Warning


class WarningLifted(Value, frozen=True):
    """`kind` is the warning's key: its kind, or its id when it came from elsewhere."""

    kind: str


class MarkupDrawn(Value, frozen=True):
    markup: Markup


class MarkupChanged(Value, frozen=True):
    """`markup` is the whole of it as it stands now."""

    markup: Markup


class MarkupErased(Value, frozen=True):
    """`markup` is the whole of it as it stood, enough to draw it again."""

    markup: Markup


class EscalationStepped(Value, frozen=True):
    """An alert nobody acknowledged took a step of its ladder; `notices` are to be sent."""

    alert: str
    ladder: str
    step: int
    begun_at_ms: int
    notices: tuple[Notice, ...]


class NotificationSent(Value, frozen=True):
    """A message reached its receiver, `receipt` in the receiver's words."""

    alert: str
    notice: Notice
    tries: int
    receipt: str


class NotificationFailed(Value, frozen=True):
    """A message was given up."""

    alert: str
    notice: Notice
    tries: int
    error: str


class TripOrdered(Value, frozen=True):
    """A breaker is to switch off because of an alert."""

    trip: Trip


class TripSent(Value, frozen=True):
    """The breaker, or what speaks for it, took the order. `trip` is the whole of it."""

    trip: Trip


class TripFailed(Value, frozen=True):
    """The order was given up: somebody has to go."""

    trip: Trip


EventBody = (
    TownRegistered
    | AreaRegistered
    | AssetRegistered
    | AssetStatusChanged
    | StreamRegistered
    | TeamRegistered
    | TeamStatusChanged
    | AlertRaised
    | AlertLevelRaised
    | AlertReturnedToNormal
    | AlertAcknowledged
    | AlertShelved
    | AlertUnshelved
    | CaseOpened
    | TeamDispatched
    | TeamArrived
    | CaseNoted
    | CaseStageChanged
    | CaseTierChanged
    | CaseClosed
    | ResponseLevelSet
    | WarningIssued
    | WarningLifted
    | MarkupDrawn
    | MarkupChanged
    | MarkupErased
    | EscalationStepped
    | NotificationSent
    | NotificationFailed
    | AlertSuppressed
    | AlertReleased
    | AlertReset
    | TakenOutOfService
    | ReturnedToService
    | RuleChanged
    | PacksReloaded
    | TripOrdered
    | TripSent
    | TripFailed
)

BODY_TYPES: dict[str, type[EventBody]] = {cls.__name__: cls for cls in EventBody.__args__}

_encoder = msgspec.msgpack.Encoder()
_decoders = {kind: msgspec.msgpack.Decoder(cls) for kind, cls in BODY_TYPES.items()}


class Event(msgspec.Struct, frozen=True, array_like=True):
    """One link of the journal. `body` is the msgpack of a body struct, hashed as it stands."""

    seq: int
    id: str
    at_ms: int
    actor: str
    command: str
    """Id of the command that caused it; several events may share one."""
    kind: str
    body: bytes
    prev: str
    hash: str


def link_hash(
    seq: int, id: str, at_ms: int, actor: str, command: str, kind: str, body: bytes, prev: str
) -> str:
    """SHA-256 (hex) over every field of an event but its own hash, in msgpack."""
    fields = _encoder.encode((seq, id, at_ms, actor, command, kind, body, prev))
    return hashlib.sha256(fields).hexdigest()


def seal(
    body: EventBody, *, seq: int, id: str, at_ms: int, actor: str, command: str, prev: str
) -> Event:
    """Put `body` into its envelope, chained to the event before it."""
    kind = type(body).__name__
    raw = _encoder.encode(body)
    digest = link_hash(seq, id, at_ms, actor, command, kind, raw, prev)
    return Event(seq, id, at_ms, actor, command, kind, raw, prev, digest)


def is_sound(event: Event) -> bool:
    """Whether the event's hash fits its content."""
    return event.hash == link_hash(
        event.seq,
        event.id,
        event.at_ms,
        event.actor,
        event.command,
        event.kind,
        event.body,
        event.prev,
    )


def open_body(event: Event) -> EventBody | None:
    """The event's body, or None for a kind this version does not know.

    Raises msgspec.ValidationError or msgspec.DecodeError when the body does not fit its kind.
    """
    decoder = _decoders.get(event.kind)
    return None if decoder is None else decoder.decode(event.body)
