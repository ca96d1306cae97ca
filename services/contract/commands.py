"""What somebody wants: imperative, decided on by the server's handlers, refused with words.

A command's kind is its class name. The id in its envelope (`wire.Command`) makes it idempotent.
Times are town time in milliseconds.
"""

from __future__ import annotations

import msgspec

from services.contract.model import (
    Alert,
    Area,
    Asset,
    Level,
    MarkupKind,
    Notice,
    ResponseLevel,
    Stream,
    Team,
    TeamStatus,
    Tier,
    Town,
    Value,
    Warning,
)


class AcknowledgeAlert(Value, frozen=True):
    alert: str


class AcknowledgeAlerts(Value, frozen=True):
    """A selection or a group at once; those that need no answer any more are passed over."""

    alerts: tuple[str, ...]


class ShelveAlert(Value, frozen=True):
    alert: str
    until_ms: int
    reason: str


class UnshelveAlert(Value, frozen=True):
    alert: str


class ResetAlert(Value, frozen=True):
    """Reset a latched alert after somebody has been there; `text` says what was found."""

    alert: str
    text: str


class TakeOutOfService(Value, frozen=True):
    """Turn the alarms of a stream, or of one rule on it, off until it is returned to service."""

    stream: str
    rule: str
    reason: str


class ReturnToService(Value, frozen=True):
    stream: str
    rule: str


class ChangeRule(Value, frozen=True):
    """Change a rule: `patch` is a JSON merge patch of what its pack says, `{}` for none."""

    rule: str
    patch: str
    reason: str


class OpenCase(Value, frozen=True):
    """Open a case. `case` is an id made by the sender, so that it can be referred to offline.

    With `alert` given, place and level may be left empty and are taken from the alert. Its class
    code is the rule's, whatever is sent.
    """

    case: str
    title: str
    class_code: str
    tier: Tier
    place: str = ""
    level: Level = Level.NONE
    alert: str = ""


class DispatchTeam(Value, frozen=True):
    case: str
    team: str


class ReportTeam(Value, frozen=True):
    """A team reports where it stands."""

    team: str
    status: TeamStatus


class NoteCase(Value, frozen=True):
    case: str
    text: str


class ChangeTier(Value, frozen=True):
    case: str
    tier: Tier
    reason: str


class CloseCase(Value, frozen=True):
    case: str
    evidence: str


class VoidCase(Value, frozen=True):
    case: str
    reason: str


class SetResponseLevel(Value, frozen=True):
    level: ResponseLevel
    plan: str


class IssueWarning(Value, frozen=True):
    kind: str
    level: Level
    text: str
    issuer: str


class LiftWarning(Value, frozen=True):
    """`kind` is the warning's key: its kind, or its id when it came from elsewhere."""

    kind: str


class SetAssetStatus(Value, frozen=True):
    asset: str
    status: str


class DrawMarkup(Value, frozen=True):
    """Draw on the map. `markup` is an id made by the sender, so that it can be referred to offline.

    Drawing one again that was erased, with the same id, undoes the erasing.
    """

    markup: str
    kind: MarkupKind
    lonlat: tuple[tuple[float, float], ...]
    radius_m: float = 0.0
    text: str = ""
    role: str = ""
    area: str = ""


class ChangeMarkup(Value, frozen=True):
    """Replace everything of a markup but its kind."""

    markup: str
    lonlat: tuple[tuple[float, float], ...]
    radius_m: float = 0.0
    text: str = ""
    role: str = ""
    area: str = ""


class EraseMarkup(Value, frozen=True):
    markup: str


class RaiseAlert(Value, frozen=True):
    """From the rule engine only."""

    alert: Alert


class RaiseAlertLevel(Value, frozen=True):
    """From the rule engine only."""

    alert: str
    level: Level
    value: float
    title: str
    rule: str
    title_en: str = ""
    guidance: str = ""
    guidance_en: str = ""
    tier: Tier | None = None


class ReturnAlert(Value, frozen=True):
    """From the rule engine only."""

    alert: str
    value: float


class ExpireShelf(Value, frozen=True):
    """From the server's clock only."""

    alert: str


class SuppressAlert(Value, frozen=True):
    """From the server's suppressions only."""

    alert: str
    by: str
    reason: str
    reason_en: str = ""


class ReleaseAlert(Value, frozen=True):
    """From the server's suppressions only."""

    alert: str


class RecordReload(Value, frozen=True):
    """From the server's rulebook only: the packs were read anew."""

    changes: tuple[str, ...]


class StepEscalation(Value, frozen=True):
    """From the server's ladders only."""

    alert: str
    ladder: str
    step: int
    begun_at_ms: int
    notices: tuple[Notice, ...]


class RecordNotification(Value, frozen=True):
    """From the server's outbox only: how a message ended. `text` is a receipt or an error."""

    alert: str
    notice: Notice
    sent: bool
    tries: int
    text: str


class OrderTrip(Value, frozen=True):
    """From the server's tripper only: switch off the breaker the alert's stream belongs to."""

    alert: str


class RecordTrip(Value, frozen=True):
    """From the server's tripper only: how an order ended. `text` is a receipt or an error."""

    asset: str
    key: str
    sent: bool
    tries: int
    text: str


class RegisterTown(Value, frozen=True):
    """From the town directory only: bring the registers in line with it."""

    town: Town
    areas: tuple[Area, ...]
    assets: tuple[Asset, ...]
    streams: tuple[Stream, ...]
    teams: tuple[Team, ...]


class RegisterDevices(Value, frozen=True):
    """From the SensorThings door only: devices a client described, beside the directory's."""

    assets: tuple[Asset, ...]
    streams: tuple[Stream, ...]


class TakeWarning(Value, frozen=True):
    """From the CAP door only: a warning of another authority.

    It takes the place of the warnings that came by one of the messages in `replaces`. `warning`
    has its one message in `messages`.
    """

    warning: Warning
    replaces: tuple[str, ...] = ()


class WithdrawWarning(Value, frozen=True):
    """From the CAP door only: the warnings that came by one of these messages are cancelled."""

    messages: tuple[str, ...]
    is_drill: bool


class ExpireWarning(Value, frozen=True):
    """From the server's clock only. `warning` is its key."""

    warning: str


OperatorCommand = (
    AcknowledgeAlert
    | AcknowledgeAlerts
    | ShelveAlert
    | UnshelveAlert
    | ResetAlert
    | TakeOutOfService
    | ReturnToService
    | ChangeRule
    | OpenCase
    | DispatchTeam
    | ReportTeam
    | NoteCase
    | ChangeTier
    | CloseCase
    | VoidCase
    | SetResponseLevel
    | IssueWarning
    | LiftWarning
    | SetAssetStatus
    | DrawMarkup
    | ChangeMarkup
    | EraseMarkup
)
"""Commands a signed-in person may send through the gateway."""

SystemCommand = (
    RaiseAlert
    | RaiseAlertLevel
    | ReturnAlert
    | ExpireShelf
    | SuppressAlert
    | ReleaseAlert
    | RecordReload
    | TakeWarning
    | WithdrawWarning
    | ExpireWarning
    | StepEscalation
    | RecordNotification
    | OrderTrip
    | RecordTrip
    | RegisterTown
    | RegisterDevices
)
"""Commands only the server's own parts may give."""

CommandBody = OperatorCommand | SystemCommand

OPERATOR_TYPES: dict[str, type[OperatorCommand]] = {
    cls.__name__: cls for cls in OperatorCommand.__args__
}

_encoder = msgspec.msgpack.Encoder()
_decoders = {kind: msgspec.msgpack.Decoder(cls) for kind, cls in OPERATOR_TYPES.items()}


class UnknownCommand(ValueError):
    """The kind is not one a person may send."""


def encode_command(body: OperatorCommand) -> tuple[str, bytes]:
    """Kind and msgpack of a command, as `wire.Command` carries them."""
    return type(body).__name__, _encoder.encode(body)


def decode_command(kind: str, body: bytes) -> OperatorCommand:
    """The command of a wire message.

    Raises UnknownCommand for a kind that is not an operator's, msgspec.DecodeError or
    msgspec.ValidationError for a body that does not fit.
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        raise UnknownCommand(kind)
    return decoder.decode(body)
